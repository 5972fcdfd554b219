"""One world for all standing tables: a plan in mid-year, and an address of every page in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY, TOWN, VILLAGE, assignment, bring_to
from tests.certificates.office import person
from tests.tables import certificates, departments, ledgers, opened, sections
from tests.tables.joining import joined
from tests.tables.opened import seen, seen_correction, seen_mapping
from zulian.accounts import saved
from zulian.accounts.messages import send
from zulian.accounts.models import Message, Post, User
from zulian.accounts.roles import Role
from zulian.accounts.services import calendar_key
from zulian.documents.models import Attachment
from zulian.foundation.list_query import ListQuery
from zulian.foundation.saved import sealed_view
from zulian.indicators.services import take_snapshots
from zulian.plans.forms import ClauseForm, HeadForm, TaskForm
from zulian.plans.models import ChangeRequest, Circular, Clause, Result, State, Task, TaskTarget
from zulian.plans.review_forms import TargetForm
from zulian.plans.services import (
    bulletin,
    changes,
    closing,
    incoming,
    issuing,
    notices,
    removing,
    review,
    spot_checks,
)
from zulian.plans.services.outlook import outlook_of
from zulian.plans.views.in_place import WORDS


@dataclass
class World:
    """People of every role inside and beside the first county, and the rows that addresses need."""

    inside: dict[str, Post] = field(default_factory=dict)
    outside: dict[str, Post] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    doors: dict[int, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Everybody, once; it lasts as long as the world, on the slowest machine."""
        for post in (*self.inside.values(), *self.outside.values()):
            self.doors[post.user_id] = opened_door(post.user)

    def client(self, post: Post) -> Client:
        """A client where this person signed in just now, whatever has become of the world's own sessions."""
        client = Client()
        client.force_login(post.user)
        return client


def opened_door(user: User) -> str:
    """The key of a new session of somebody, which lasts a day."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.set_expiry(timedelta(days=1))
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def build() -> World:
    """The city's plan: one assignment of the county in each state; a draft of the county; a request, a notice."""
    builders.regions()
    builders.divisions_above()
    world = World()
    for role in Role:
        home, beside = builders.HOME.get(role, (COUNTY, OTHER_COUNTY))
        world.inside[role] = builders.post(role, home)
        world.outside[role] = builders.post(role, beside)
    # So that the sign-in page is looked at with its list of accounts.
    User.objects.filter(posts__in=[post.pk for post in world.inside.values()]).update(demo="看一看")
    city, county = world.inside[Role.CITY_OFFICER], world.inside[Role.COUNTY_OFFICER]
    circular = builders.plan(city)
    quarters = [assignment(circular, "一（二）", COUNTY, f"第{n}季度") for n in (1, 2, 3, 4)]
    world.rows = {
        "circular": circular,
        "draft": builders.draft(county),
        "issued": assignment(circular, "一（一）", COUNTY),
        "late": assignment(circular, "二（一）", TOWN),
        "signed": bring_to(quarters[0], State.SIGNED, county, city),
        "reported": bring_to(quarters[1], State.REPORTED, county, city),
        "closed": bring_to(quarters[2], State.CLOSED, county, city),
    }
    world.rows |= _years(city, county)
    world.rows |= _of_the_chain(world, circular, county)
    world.rows["notice"] = notices.issue_notice(quarters[0].pk, city, "限期上报")
    world.rows["request"] = changes.ask(quarters[0].pk, county, ChangeRequest.Kind.DROP, "撤并")
    world.rows["view"] = saved.keep(
        world.inside[Role.SECURITY_ADMIN].user, "people:person-list", "女", "sex=female"
    )
    send(COUNTY, "x", "请签收", "/plans/", "world")
    world.rows["message"] = Message.objects.get(key="world")
    world.rows["evidence"] = Attachment.objects.filter(region_id=COUNTY, kind="jpg")[0]
    world.rows["clause"] = Clause.objects.filter(circular=world.rows["draft"], path="一（二）")[0]
    world.rows["clause"].text += "年底前通报结果。"
    world.rows["clause"].save()
    world.rows["task"] = Task.objects.filter(circular=world.rows["draft"])[0]
    alike = list(Task.objects.filter(circular=world.rows["draft"])[1:3])
    Task.objects.filter(pk__in=[task.pk for task in alike]).update(
        guesses=["deadline"], due=None, rhythm=""
    )
    world.rows["alike"] = alike[0]
    world.rows["removed"] = removed(world.rows["clause"])
    world.rows["target"] = target(Task.objects.filter(circular=circular)[0])
    world.rows["draft-target"] = target(world.rows["task"])
    world.rows["key"] = calendar_key(county.user)
    world.rows = joined(world.rows, certificates.rows(world.inside, world.outside))
    world.rows = joined(world.rows, ledgers.rows(world.inside), sections.rows(world.inside))
    take_snapshots(timezone.localdate())
    return world


def removed(clause: Clause) -> removing.Removed:
    """A task that was taken out of the draft of a clause."""
    task = Task(circular=clause.circular, clause=clause, order=99, name="删去的任务")
    task.save()
    removing.remove_task(task)
    return removing.removed_from(clause.circular)[-1]


def target(task: Task) -> TaskTarget:
    """A number that reports say."""
    return TaskTarget.objects.create(
        task=task, what="走访", number=Decimal(50), unit="户", phrase="走访50户"
    )


# What the province asks of its cities alone.
PROVINCES = """演残联〔{year}〕1号
{year}年1月4日
{year}年全省残联组织工作要点（测试）
一、抓好换届筹备
（一）报送方案。各市残联要在年底前报送换届方案。
"""


def _of_the_chain(world: World, circular: Circular, county: Post) -> dict[str, Any]:
    """A paper from above, and tasks of villages that their township closed: one drawn by the county, others to be drawn."""
    paper = incoming.register(
        builders.circular_text().encode(), "来文.txt", county, timezone.localdate()
    )
    incoming.correct(paper, {"published": True})
    town = world.inside[Role.TOWNSHIP_OFFICER]
    for code in (VILLAGE, "210921100202"):
        village = world.inside[Role.COMMISSIONER] if code == VILLAGE else builders.officer(code)
        bring_to(assignment(circular, "二（二）", code), State.CLOSED, village, town)
    today = timezone.localdate()
    issued = issuing.draw_up(circular, county, bulletin.Kind.YEAR, today)
    issuing.issue(issued.pk, county, "测残发〔2026〕1号", issuing.digest(issued))
    draft = issuing.draw_up(circular, county, bulletin.Kind.HALF, today)
    bulletins = {"issued-bulletin": issued, "bulletin-draft": draft}
    above = builders.plan(world.inside[Role.PROVINCE_OFFICER], PROVINCES.format(year=today.year))
    return bulletins | {
        "above": above,
        "paper": paper,
        "drawn": spot_checks.draw(circular, county, 1).items.get(),
    }


def _years(city: Post, county: Post) -> dict[str, Any]:
    """The city's plan of last year, closed; the county's, which is to be closed; a year for which the county drew up two."""
    over = builders.past_plan(city)
    closing.close(over, city)
    second, unsigned = builders.past_draft(county, 3), builders.past_plan(county, 3)
    missed = Result.objects.filter(circular=over, key="plans.overdue", region_id=COUNTY)
    return {
        "over": over,
        "ended": builders.past_plan(county),
        "second": second,
        "unsigned": unsigned,
        "result": missed[0],
    }


def signed_in_world() -> World:
    """The world with everybody signed in."""
    world = build()
    world.sign_in()
    return world


def grow(world: World) -> None:
    """A supplement of the plan, twice the staff, townships and messages."""
    builders.load([(f"2109211{n:02}000", f"演{n}乡") for n in range(20, 30)])
    builders.plan(world.inside[Role.CITY_OFFICER], supplements=world.rows["circular"])
    for n in range(8):
        builders.post(Role.COUNTY_OFFICER)
        person()
        send(COUNTY, "x", f"消息{n}", "/", f"grow{n}")


Arguments = Callable[[World], list[Any]]


def pk(name: str) -> Arguments:
    return lambda world: [world.rows[name].pk]


def fixed(*values: object) -> Arguments:
    return lambda world: list(values)


# Arguments of each address that has any.
ARGUMENTS: dict[str, Arguments] = {
    "accounts:message": pk("message"),
    "accounts:switch": lambda world: [world.inside[Role.COUNTY_OFFICER].pk],
    "accounts:post": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:post-end": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:post-end-now": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:unlock": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:ask-reset": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:account-stop": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:account-restore": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:account-end-sessions": lambda world: [world.inside[Role.COMMISSIONER].pk],
    "accounts:seen": lambda world: [world.inside[Role.COUNTY_OFFICER].user_id],
    "accounts:view": pk("view"),
    "accounts:view-drop": pk("view"),
    "start:admins": fixed("211000000000"),
    "manual:chapter": fixed("certificate-clerk"),
    "regions:detail": fixed(TOWN),
    "regions:rename": fixed(TOWN),
    "regions:merge": fixed(TOWN),
    "policies:figure": fixed("commissioners", "positions", "contract_years"),
    "policies:set": fixed("commissioners", "positions", "contract_years"),
    "documents:download": pk("evidence"),
    "indicators:detail": fixed("plans.reported"),
    "indicators:failing": fixed("plans.overdue"),
    "indicators:target": fixed("plans.reported"),
    **{
        name: pk(row) for name, row in (certificates.PAGES | ledgers.PAGES | sections.PAGES).items()
    },
    **{f"ledgers:{name}": fixed("people") for name in ledgers.KEYED},
    **sections.ARGUMENTS,
    **certificates.ARGUMENTS,
    "certificates:start": lambda world: [world.rows["person"].pk, "first"],
    "certificates:board": fixed(VILLAGE),
    "certificates:field": lambda world: [world.rows["released"].pk, world.rows["team"].pk],
    "plans:circular": pk("circular"),
    "plans:calendar-day": fixed("2026-06-30"),
    "plans:calendar-year": fixed(2026),
    "plans:matrix": pk("circular"),
    "plans:ranking": pk("circular"),
    "plans:bulletin": pk("circular"),
    "plans:bulletins": pk("circular"),
    "plans:bulletin-draft": pk("circular"),
    "plans:issued-bulletin": pk("issued-bulletin"),
    "plans:bulletin-edit": pk("bulletin-draft"),
    "plans:bulletin-issue": pk("bulletin-draft"),
    "plans:bulletin-drop": pk("bulletin-draft"),
    "plans:compare": pk("circular"),
    "plans:close": pk("ended"),
    "plans:close-confirm": pk("ended"),
    "plans:carry": pk("ended"),
    "plans:make-part": pk("second"),
    "plans:match": pk("draft"),
    "plans:carries-confirm": pk("draft"),
    "plans:clause-carries-confirm": pk("clause"),
    "plans:go-along": pk("draft"),
    "plans:results": pk("over"),
    "plans:result-rows": lambda world: [world.rows["over"].pk, world.rows["result"].pk],
    "plans:review": pk("draft"),
    "plans:head-edit": pk("draft"),
    "plans:adopt": pk("draft"),
    "plans:recall": pk("unsigned"),
    "plans:discard": pk("draft"),
    "plans:clause-edit": pk("clause"),
    "plans:clause-split": pk("clause"),
    "plans:clause-merge": pk("clause"),
    "plans:clause-indicators": pk("clause"),
    "plans:task-add": pk("clause"),
    "plans:clause-changed": pk("clause"),
    "plans:guesses-confirm": pk("draft"),
    "plans:task-confirm": pk("task"),
    "plans:guess-change": lambda w: [w.rows["alike"].pk, "deadline"],
    "plans:guess-confirm": lambda w: [w.rows["alike"].pk, "deadline"],
    "plans:task-edit": pk("task"),
    "plans:task-remove": pk("task"),
    "plans:task-restore": lambda w: [w.rows["draft"].pk, w.rows["removed"].pk],
    "plans:target-add": pk("task"),
    "plans:target-rows": pk("target"),
    "plans:target-edit": pk("draft-target"),
    "plans:target-remove": pk("draft-target"),
    "plans:assignment-close": pk("signed"),
    "plans:assignment-handler": pk("signed"),
    "plans:assignment-note": pk("signed"),
    "plans:assignment-letter": pk("signed"),
    "plans:clause-carries-out": pk("clause"),
    "plans:carries-out": pk("circular"),
    "plans:paper": pk("paper"),
    "plans:paper-edit": pk("paper"),
    "plans:spot-checks": pk("circular"),
    "plans:spot-check-draw": pk("circular"),
    "plans:spot-check-settle": pk("drawn"),
    "plans:feed": lambda world: [world.rows["key"]],
    "plans:notice": pk("notice"),
    "plans:notice-paper": pk("notice"),
    "plans:notice-reply": pk("notice"),
    "plans:decide": pk("request"),
    "plans:assignment": pk("closed"),
    "plans:assignment-sign": pk("issued"),
    "plans:assignment-report": pk("signed"),
    "plans:assignment-judge": pk("reported"),
    "plans:assignment-accept": pk("reported"),
    "plans:assignment-return": pk("reported"),
    "plans:assignment-break-down": pk("issued"),
    "plans:assignment-ask": pk("issued"),
    "plans:assignment-notice": pk("late"),
}
# What is sent to each address that takes a POST: enough for it to succeed for those who may.
SENT: dict[str, Callable[[World], Any]] = {
    "accounts:password": lambda w: {
        "old": "good-pass-2013",
        "new": "brand-new-77x",
        "again": "brand-new-77x",
    },
    "accounts:stay": lambda w: {},
    "accounts:switch": lambda w: {},
    "accounts:staff-add": lambda w: {
        "name": "演新",
        "username": "brandnew",
        "role": Role.COMMISSIONER,
        "region": builders.VILLAGE,
    },
    "accounts:post-end": lambda w: {"until": "2040-01-01"},
    "accounts:post-end-now": lambda w: {},
    "accounts:unlock": lambda w: {},
    "accounts:ask-reset": lambda w: {},
    "accounts:waiting-many": lambda w: {"row": w.inside[Role.COMMISSIONER].pk, "action": "confirm"},
    "accounts:letters-print": lambda w: {"row": w.inside[Role.COMMISSIONER].pk},
    "accounts:activate": lambda w: {},
    "accounts:second": lambda w: {},
    "accounts:second-begin": lambda w: {},
    "accounts:second-confirm": lambda w: {},
    "accounts:second-codes": lambda w: {},
    "accounts:second-drop": lambda w: {},
    "accounts:handed-ask": lambda w: {},
    "accounts:handed-show": lambda w: {},
    "accounts:handed-withdraw": lambda w: {},
    "accounts:account-stop": lambda w: {},
    "accounts:account-restore": lambda w: {},
    "accounts:account-end-sessions": lambda w: {},
    "accounts:session-end": lambda w: {},
    "accounts:view-save": lambda w: {
        "view": sealed_view(
            "people:person-list", ListQuery.of(QueryDict("sex=male"), ["sex"], False)
        ),
        "name": "男",
    },
    "accounts:view": lambda w: {"name": "改过的"},
    "accounts:view-drop": lambda w: {},
    "start:put-away": lambda w: {},
    "start:keep-keys": lambda w: {},
    "regions:rename": lambda w: {"name": "新名镇", "on": "2026-01-01", "basis": "演示文件"},
    "regions:merge": lambda w: {"into": "210921101000", "on": "2026-01-01", "basis": "演示文件"},
    "policies:set": lambda w: {"value": "2", "since": "2026-01-01", "basis": "演示文件"},
    "indicators:target": lambda w: {"value": "80"},
    **certificates.SENT,
    **ledgers.SENT,
    **sections.SENT,
    "plans:upload": lambda w: {"file": text_file(), "kind": "plan"},
    "plans:head-edit": lambda w: {
        "title": "新题",
        "issuer": "某残联",
        "year": "2026",
        "default_due": "2026-12-31",
        "number": "",
        "issued_on": "",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "seen": seen(w.rows["draft"], *HeadForm.base_fields),
    },
    "plans:adopt": lambda w: {"seen": outlook_of(w.rows["draft"]).digest},
    "plans:recall": lambda w: {"is_sure": "on"},
    "plans:discard": lambda w: {"is_sure": "on", "seen": opened.seen_draft(w.rows["draft"])},
    "plans:make-part": lambda w: {
        "kind": "supplement",
        **opened.pressed_part(w.rows["second"]),
    },
    "plans:match": lambda w: opened.pressed_match(w.rows["draft"]),
    "plans:carries-confirm": lambda w: opened.pressed_carries(w.rows["draft"]),
    "plans:clause-carries-confirm": lambda w: opened.pressed_carrying(w.rows["clause"]),
    "plans:go-along": lambda w: opened.pressed_along(w.rows["draft"]),
    "plans:close-confirm": lambda w: {"is_sure": "on"},
    "plans:carry": lambda w: {
        "tasks": [task.pk for task in w.rows["ended"].tasks.all()],
        "units": [COUNTY, TOWN],
        "due": f"{timezone.localdate().year}-12-31",
    },
    "plans:clause-edit": lambda w: {
        "label": "（二）",
        "title": "新标题",
        "text": "新内容",
        "seen": seen(w.rows["clause"], *ClauseForm.base_fields),
    },
    "plans:clause-split": lambda w: {
        "at": f"1 {review.pieces_of(w.rows['clause'])[1].strip()[:20]}",
        "seen": seen(w.rows["clause"], *WORDS),
    },
    "plans:task-confirm": lambda w: opened.pressed_task(w.rows["task"]),
    "plans:guess-confirm": lambda w: opened.pressed_alike(w.rows["alike"], "deadline"),
    "plans:guess-change": lambda w: {
        "due": f"{timezone.localdate().year}-12-01",
        "seen": opened.seen_alike(
            w.rows["alike"], "deadline", "rhythm", "month_day", "due", *opened.MARKED, "text"
        ),
    },
    "plans:guesses-confirm": lambda w: opened.pressed_all(w.rows["draft"]),
    "plans:clause-merge": lambda w: opened.pressed_merge(w.rows["clause"]),
    "plans:clause-indicators": lambda w: {
        "indicators": ["plans.overdue"],
        "seen": opened.seen_measures(w.rows["clause"], "indicators", *WORDS),
    },
    "plans:task-add": lambda w: {
        "name": "又一项",
        "levels": ["county"],
        "seen": opened.seen_tasks(w.rows["clause"], *WORDS),
    },
    "plans:task-edit": lambda w: {
        "name": "新任务",
        "levels": ["county"],
        "due": "2026-12-01",
        "seen": seen(w.rows["task"], *TaskForm.base_fields, "text", "guesses"),
    },
    "plans:task-remove": lambda w: opened.pressed_removal(w.rows["task"]),
    "plans:task-restore": lambda w: opened.pressed_restore(w.rows["draft"], w.rows["removed"].pk),
    "plans:target-add": lambda w: {
        "what": "走访",
        "kind": "count",
        "number": "6",
        "unit": "户",
        "is_each": "on",
        "seen": seen(w.rows["task"], *opened.MARKED, "text"),
    },
    "plans:target-edit": lambda w: {
        "what": "走访",
        "kind": "count",
        "number": "60",
        "unit": "户",
        "is_each": "on",
        "seen": opened.seen_number(w.rows["draft-target"], *TargetForm.base_fields),
    },
    "plans:target-remove": lambda w: opened.pressed_removal(w.rows["draft-target"]),
    "plans:assignment-close": lambda w: {},
    "plans:calendar-key": lambda w: {},
    "accounts:read-all": lambda w: {},
    "plans:sign-all": lambda w: {},
    "plans:assignment-handler": lambda w: {"handler": w.inside[Role.COUNTY_OFFICER].pk},
    "plans:assignment-note": lambda w: {"text": "已开会部署"},
    "plans:assignment-letter": departments.letter,
    "plans:clause-carries-out": lambda w: {
        "carries_out": w.rows["circular"].clauses.get(path="一（一）").pk,
        "seen": seen_mapping(w.rows["clause"], *WORDS),
    },
    "plans:carries-out": lambda w: {
        f"clause_{w.rows['circular'].clauses.get(path='一（二）').pk}": w.rows["above"]
        .clauses.get(path="一（一）")
        .pk,
        "reason": "省要点后下达",
        "seen": seen_correction(w.rows["circular"]),
    },
    "plans:paper-register": lambda w: {"file": text_file(), "received_on": "2026-01-05"},
    "plans:paper-edit": lambda w: {
        "issuer": "省残联",
        "title": "来文",
        "received_on": "2026-01-05",
    },
    "plans:spot-check-draw": lambda w: {"size": "1"},
    "plans:spot-check-settle": lambda w: {"verdict": "sound"},
    "plans:bulletin-draft": lambda w: {},
    "plans:bulletin-edit": lambda w: {
        "title": "新题",
        "seen": issuing.digest(w.rows["bulletin-draft"]),
        "block_0": "一段。",
    },
    "plans:bulletin-issue": lambda w: {
        "number": "测残发〔2026〕2号",
        "is_sure": "on",
        "seen": issuing.digest(w.rows["bulletin-draft"]),
    },
    "plans:bulletin-drop": lambda w: {},
    "plans:notice-reply": lambda w: {"reply": "已安排"},
    "plans:decide": lambda w: {"verdict": "accept"},
    "plans:assignment-sign": lambda w: {},
    "plans:assignment-report": lambda w: {"text": "已完成", "files": builders.photo()},
    "plans:assignment-judge": lambda w: {"verdict": "accept", "reason": "已现场核实"},
    "plans:assignment-accept": lambda w: {},
    "plans:assignment-return": lambda w: {"reason": "请补照片"},
    "plans:assignment-many": lambda w: {"action": "sign", "row": [w.rows["issued"].pk]},
    "plans:assignment-break-down": lambda w: {"due": str(w.rows["issued"].due)},
    "plans:assignment-ask": lambda w: {"kind": "drop", "reason": "撤并"},
    "plans:assignment-notice": lambda w: {"text": "限期上报"},
}


def text_file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    # Next year's, for this year has its plan.
    year = timezone.localdate().year
    text = builders.circular_text().replace(str(year), str(year + 1))
    return SimpleUploadedFile("要点.txt", text.encode(), "text/plain")


def names() -> list[str]:
    """The name of every address of the site."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space
            )
        else:
            yield f"{space}{pattern.name}"


def address(name: str, world: World) -> str:
    """The address of a page in `world`."""
    return reverse(name, args=ARGUMENTS[name](world) if name in ARGUMENTS else [])
