"""What the plans room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.few import Few
from zulian.foundation.registries import HITS_ASKED, Hit, Todo, TodoGroup, register_first_todo, register_search
from zulian.plans.clauses import also_carried_over, carried_over, clause_of_each
from zulian.plans.models import (
    WAITING,
    Assignment,
    AssignmentQuerySet,
    ChangeRequest,
    Circular,
    Clause,
    Notice,
    SpotCheckItem,
    State,
    overdue_on,
)
from zulian.plans.rules import Cell
from zulian.plans.services import judging, supervision
from zulian.plans.services.readings import PlanReadings
from zulian.regions.models import Level, ancestors

SHOWN = 6


@register_first_todo
def my_work(post: Post) -> Iterator[TodoGroup]:
    """Assignments, verifications, requests, notices and drafts that wait for this post."""
    if post.may("assignment.act"):
        mine = Assignment.objects.with_names().to_do().filter(region_id=post.region_id, circular__closed_at=None)
        unsigned, own = mine.filter(state=State.ISSUED), f"unit={post.region_id}"
        yield _group(_("待签收的任务"), unsigned.begun(), f"state=issued&year=begun&{own}")
        yield _group(_("退回要补正的任务"), mine.filter(state=State.RETURNED), f"state=returned&{own}")
        yield _group(_("办理中、要上报的任务"), mine.filter(state=State.SIGNED), f"state=signed&{own}")
        yield _group(_("待签收的任务（年度未开始）"), unsigned.ahead(), f"state=issued&year=ahead&{own}")
        notices = Notice.objects.filter(region_id=post.region_id, replied_at=None)
        yield TodoGroup(
            _("要回复的督办通知"),
            notices.count(),
            reverse("plans:notices"),
            tuple(Todo(n.number, _url(n.assignment_id), "notice", n.reply_due, note=n.text) for n in notices[:SHOWN]),
        )
    if post.may("plan.supervise"):
        yield _group(_("等我审核的上报"), judging.waiting_for(post.region), "waits=judge")
        yield _drawn(post)
        asked = ChangeRequest.objects.filter(
            assignment__issued_by_id=post.region_id, outcome="", assignment__circular__closed_at=None
        ).select_related("region", "assignment__task")
        yield TodoGroup(
            _("等我批复的申请"),
            asked.count(),
            reverse("plans:requests") + "?waiting=yes",
            tuple(
                Todo(
                    f"{a.region.organisation} {a.get_kind_display()}",
                    _url(a.assignment_id),
                    "ask",
                    note=a.assignment.task.name,
                )
                for a in asked[:SHOWN]
            ),
        )
    if post.may("plan.write"):
        drafts = Circular.objects.filter(region_id=post.region_id, status="draft")
        items = tuple(
            Todo(c.title, reverse("plans:review", args=[c.pk]), "draft", note=c.number) for c in drafts[:SHOWN]
        )
        yield TodoGroup(_("等我核对下达的文件"), drafts.count(), reverse("plans:circulars"), items)
        yield _to_close(post)


def _drawn(post: Post) -> TodoGroup:
    """Tasks that this office drew in a spot check and has not looked at yet."""
    rows = SpotCheckItem.objects.filter(outcome="", check_of__region_id=post.region_id)
    items = Few.of(rows.select_related("region", "assignment__task", "check_of").order_by("-pk"), SHOWN)
    url = reverse("plans:spot-checks", args=[items[0].check_of.circular_id]) if items else reverse("plans:circulars")
    return TodoGroup(
        _("等我核实的抽查"),
        items.total,
        f"{url}?outcome=waiting",
        tuple(
            Todo(item.assignment.task.name, _url(item.assignment_id), "spot-check", note=item.region.organisation)
            for item in items
        ),
    )


def _to_close(post: Post) -> TodoGroup:
    """Plans whose last day has come: their year is to be closed."""
    rows = Circular.objects.filter(region_id=post.region_id, kind=Circular.Kind.PLAN, status="adopted", closed_at=None)
    # One a year: there are never many.
    over = list(rows.filter(ends_on__lte=clock.today()))
    words = _("%(year)d年工作要点执行期已满，请结账")
    items = tuple(
        Todo(words % {"year": plan.year}, reverse("plans:close", args=[plan.pk]), "close", note=plan.title)
        for plan in over
    )
    return TodoGroup(_("等我年终结账"), len(over), reverse("plans:circulars"), items)


@register_first_todo
def plan_clauses(post: Post) -> Iterator[TodoGroup]:
    """The clauses of the plan in force that paper and registers do not both call done, as the matrix shows them."""
    if not post.may("plan.supervise") or post.level >= Level.VILLAGE:
        return
    today = clock.today()
    in_force = Circular.objects.filter(
        status="adopted", kind=Circular.Kind.PLAN, starts_on__lte=today, ends_on__gte=today
    )
    # One's own plan, else that of the nearest organisation above; those below are for them to mind.
    own_line = in_force.filter(region_id__in=[post.region_id, *ancestors(post.region_id)])
    circular = own_line.select_related("region").order_by("-region_id", "-pk").first()
    if circular is None:
        return
    readings = PlanReadings(circular, post.region, today, today)
    left = supervision.left_undone(readings)
    counts_with = clause_of_each(readings.clauses)
    # The most pressing row of each clause as people count them, and of the tasks carried over.
    rows = {counts_with.get(row.clause.pk, row.clause.pk): row for row in reversed(left)}
    shown = [row for row in left if rows[counts_with.get(row.clause.pk, row.clause.pk)] is row]
    address = reverse("plans:matrix", args=[circular.pk])
    items = tuple(
        Todo(str(row.clause), f"{address}#c{row.clause.pk}", row.total.light, note=_say(row.total))
        for row in shown[:SHOWN]
    )
    name = _("%(year)d年要点还没有完成的条款") % {"year": circular.year}
    carried = len(carried_over(row.clause for row in shown))
    also = also_carried_over(carried)
    yield TodoGroup(f"{name}（{also}）" if also else name, len(shown) - carried, address, items)


@register_first_todo
def plans_below(post: Post) -> Iterator[TodoGroup]:
    """How far the plans of the organisations one level below are, for a province and the country, which look at them as wholes."""
    below = Level(post.level).below
    if not post.may("plan.read") or post.level > Level.PROVINCE or below is None:
        return
    today = clock.today()
    rows = Circular.objects.filter(
        status="adopted", kind=Circular.Kind.PLAN, starts_on__lte=today, ends_on__gte=today, region__level=below
    )
    plans = Few.of(rows.select_related("region").order_by("region_id", "-pk"), SHOWN)
    counted = Assignment.objects.filter(circular__in=[plan.pk for plan in plans]).counted().order_by()
    counts: dict[int, dict[str, Any]] = {
        row["circular"]: dict(row)
        for row in counted.values("circular").annotate(
            total=Count("pk"),
            closed=Count("pk", filter=Q(state=State.CLOSED)),
            late=Count("pk", filter=overdue_on(today)),
        )
    }
    items = tuple(
        Todo(
            f"{plan.region.organisation} {plan.title}",
            reverse("plans:matrix", args=[plan.pk]),
            "below",
            note=_said_of(counts.get(plan.pk, {})),
        )
        for plan in plans
    )
    name = _("各市工作要点进度") if post.level == Level.PROVINCE else _("各省工作要点进度")
    yield TodoGroup(name, plans.total, reverse("plans:circulars"), items)


def _said_of(counts: dict[str, Any]) -> str:
    """Closed, all and late assignments of a plan in words."""
    closed, total, late = (counts.get(key, 0) for key in ("closed", "total", "late"))
    words = _("任务办结 %(closed)d／%(total)d") % {"closed": closed, "total": total}
    return words + (_(" · 逾期 %(late)d 项") % {"late": late} if late else "")


def _say(cell: Cell) -> str:
    """Paper and registers of a cell in words."""
    paper = _("任务办结 %(closed)d／%(total)d") % {"closed": cell.closed, "total": cell.total}
    if not cell.measured.of:
        return paper
    return paper + _(" · 台账达标 %(met)d／%(of)d") % {"met": cell.measured.met, "of": cell.measured.of}


def _group(name: str, rows: AssignmentQuerySet, query: str) -> TodoGroup:
    count = rows.count()
    items = [
        Todo(
            f"{a.task.name}{a.period_name}",
            _url(a.pk),
            name,
            a.first_due if a.state in WAITING else None,
            a.is_late,
            f"{a.clause.path} · {a.region.organisation}",
        )
        for a in (rows.with_along()[:SHOWN] if count else ())
    ]
    return TodoGroup(name, count, f"{reverse('plans:assignments')}?{query}", tuple(items))


def _url(pk: int) -> str:
    return reverse("plans:assignment", args=[pk])


@register_search
def clauses(post: Post, words: str) -> Iterator[Hit]:
    """Clauses of the circulars in view."""
    if post.may("plan.read"):
        rows = Clause.objects.filter(
            Q(title__contains=words) | Q(text__contains=words), circular__in=Circular.objects.all()
        )
        for clause in rows.select_related("circular")[:HITS_ASKED]:
            url = reverse("plans:circular", args=[clause.circular_id]) + f"#c{clause.pk}"
            yield Hit(_("条款"), str(clause), url, clause.circular.title)


@register_search
def tasks(post: Post, words: str) -> Iterator[Hit]:
    """Assignments of the jurisdiction."""
    if post.may("plan.read"):
        rows = Assignment.objects.with_names().to_do().filter(task__name__contains=words)
        for found in rows[:HITS_ASKED]:
            yield Hit(
                _("任务"),
                found.task.name,
                _url(found.pk),
                f"{found.region.organisation} · {found.get_state_display()}",
            )
