"""Registers of contests (选举事项) and of those who stand in them (候选人)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.handing import pages_of
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.congress import forms
from zulian.congress.handed import TELLER, seat_id
from zulian.congress.models import (
    CongressState,
    Contest,
    ContestState,
    Nominee,
    TellerSheet,
)
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import contests as services
from zulian.congress.services import tellers
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.rooms import Room
from zulian.leadership.forms import InspectionForm
from zulian.leadership.models import Inspection
from zulian.leadership.services import inspections
from zulian.people.forms import person_in
from zulian.people.services import enrol
from zulian.registers.actions import Action, Call
from zulian.registers.register import Register
from zulian.registers.shown import Shown


def set_up(call: Call, *, by_election: bool) -> Contest:
    """A contest of a congress."""
    return services.set_up(call.pk, services.Setup(**call.data, by_election=by_election))


def nominate(call: Call, *, write_in: bool) -> Nominee:
    """A candidate, with the person registered where they are not yet."""
    tie, work, by = (call.data[name] for name in ("tie", "work", "nominated_by"))
    return services.nominate(call.pk, enrol(person_in(call.data)), tie, work, by, write_in)


def inspect(call: Call) -> Inspection:
    """Record an inspection of a candidate."""
    findings = inspections.Findings(**call.data)
    return inspections.inspect(call.row.person, call.post.region, call.post, findings)


def may_be_opened(row: Contest) -> bool:
    """Whether votes may be cast: after publication, or at once in a second ballot."""
    if row.state == ContestState.NOMINATING:
        return row.after_id is not None
    return row.public_until is not None and row.public_until < today()


def may_be_repeated(row: Contest) -> bool:
    """Whether a second ballot is due that is not there yet."""
    is_unfinished = row.state == ContestState.VOID or bool(row.outcome.get("open_seats"))
    return is_unfinished and not row.repeats.exists()


def kind_words(row: Contest) -> str:
    """Whether it is differential, and how many more must stand then."""
    if not row.is_differential:
        return gettext("等额选举")
    return gettext("差额选举，差额不少于 %(share)s") % {"share": row.surplus}


def publicity_words(row: Contest) -> str:
    """From when until when its candidates are shown to the public."""
    days = {"start": row.public_from, "end": row.public_until}
    return gettext("%(start)s 至 %(end)s") % days if row.public_until else ""


def next_words(row: Contest) -> str:
    """What follows while candidates are published."""
    if may_be_opened(row):
        return gettext("公示期已满，没有异议或异议不成立的，请开始投票；异议成立的，重新提名。")
    words = gettext("公示到 %(day)s 为止，期满后可以开始投票；公示期间异议成立的，重新提名。")
    return words % {"day": row.public_until}


def of_outcome(path: str, label: Any, *names: str) -> Shown:
    """Figures of the result; nothing before there is one."""

    def words(row: Contest) -> str:
        figures = {
            **row.outcome,
            "voters": row.voters,
            "valid": row.outcome.get("back", 0) - row.outcome.get("invalid", 0),
        }
        return "／".join(str(figures.get(name, "—")) for name in names) if row.outcome else ""

    return Shown(path, label, words)


def step(service: Callable[[int], Any], *, main: bool = True, **more: Any) -> Action:
    """A step of a contest at a click."""
    return Action(service=lambda call: service(call.pk), main=main, icon="", **more)


# What both forms about somebody who stands share.
STANDING: dict[str, Any] = {
    "icon": "plus",
    "form": forms.NomineeForm,
    "intro": lambda row: row.name,
    "panel": "nominee",
    "button": _("添加"),
    "done": _("已添加。"),
}


class ContestRegister(Register):
    """What congresses elect, each from nomination to result."""

    model = Contest
    room, tab, permission = ROOM, "contests", "congress"
    key, prefix, parent, has_list = "contest", "contest/", "congress", False
    template = "congress/contest.html"
    empty = _("还没有安排选举：主席团、执行理事会和出席上级代表大会的代表，每项各安排一次。")
    facts = (
        "seats",
        Shown("surplus", _("选举方式"), kind_words),
        Shown("by_election", value=lambda row: gettext("是") if row.by_election else ""),
        "electorate",
        Shown(
            "majority",
            _("当选要求"),
            lambda row: gettext("得赞成票超过实到人数 %(m)s 当选") % {"m": row.majority},
        ),
        Shown("public_until", _("公示"), publicity_words),
        "on",
        of_outcome("voters", _("应到／实到"), "voters", "present"),
        of_outcome("outcome", _("发出／收回选票"), "issued", "back"),
        of_outcome("outcome", _("有效／无效"), "valid", "invalid"),
        Shown("outcome", _("计票员"), lambda row: "、".join(row.outcome.get("tellers", ()))),
    )
    panels = (Nominee,)
    actions = (
        step(
            key="publish",
            label=_("公示候选人"),
            service=services.publish,
            sources=[ContestState.NOMINATING],
            is_open_for=lambda row: row.after_id is None,
            done=_("已公示，期满后可以投票。"),
        ),
        step(
            key="open",
            label=_("开始投票"),
            service=services.open_voting,
            sources=[ContestState.NOMINATING, ContestState.PUBLIC],
            is_open_for=may_be_opened,
            done=_("可以打印选票、发票，由两名计票员分别录入。"),
        ),
        step(
            key="reopen",
            label=_("异议成立，重新提名"),
            service=services.reopen,
            main=False,
            sources=[ContestState.PUBLIC],
            done=_("已退回提名。"),
        ),
        step(
            key="decide",
            label=_("宣布结果"),
            service=services.decide,
            sources=[ContestState.VOTING],
            is_open_for=lambda row: tellers.compare(row).agreed,
            done=_("结果已登记。"),
        ),
        step(
            key="again",
            label=_("再次投票"),
            service=services.again,
            sources=[ContestState.DECIDED, ContestState.VOID],
            is_open_for=may_be_repeated,
            done=_("已安排再次投票，候选人已列出。"),
            leads_to=lambda row: str(row.get_absolute_url()),
        ),
        Action(
            key="nominate",
            label=_("添加候选人"),
            service=lambda call: nominate(call, write_in=False),
            sources=[ContestState.NOMINATING],
            **STANDING,
        ),
        Action(
            key="write-in",
            label=_("登记另选人身份"),
            title=_("登记另选人"),
            service=lambda call: nominate(call, write_in=True),
            sources=[ContestState.VOTING],
            **STANDING,
        ),
    )

    def place_of(self, row: Any) -> tuple[Room, str]:
        return room_of(row.congress), self.tab

    def title_of(self, row: Any) -> str:
        return str(row.name)

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those of a congress as they were set up, with who stands."""
        nominees = Prefetch("nominees", Nominee.objects.select_related("person"))
        return super().rows_on(parent).order_by("pk").prefetch_related(nominees)

    def item(self, row: Any, post: Post) -> ListItem:
        names = [
            gettext("%(name)s（当选）") % {"name": nominee.person.name}
            if nominee.result == Nominee.Result.ELECTED
            else str(nominee.person.name)
            for nominee in row.nominees.all()
        ]
        words = (
            gettext("应选 %(n)d 名") % {"n": row.seats},
            gettext("差额选举") if row.is_differential else gettext("等额选举"),
            gettext("补选") if row.by_election else "",
            str(row.get_electorate_display()),
            "、".join(names) or gettext("还没有候选人。"),
        )
        detail = " · ".join(filter(None, words))
        color, state = self.state_of(row) or ("", "")
        return ListItem(row.name, row.get_absolute_url(), detail, color, state)

    def alert(self, post: Post, row: Any) -> str:
        """What comes next: after publication the ballot, after a ballot what it has left open."""
        if row.state == ContestState.PUBLIC:
            return next_words(row)
        if row.state == ContestState.VOID:
            return gettext("本次选举无效，可以再次投票。")
        seats = row.outcome.get("open_seats")
        return gettext("还有 %(n)d 个名额没有选出。") % {"n": seats} if seats else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the sheet of the result."""
        acts = super().acts(row, post, panel)
        if not panel and row.outcome:
            acts.append(Button(_("结果报告单"), ROOM.url("result", row.pk), "file-text"))
        return acts

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """While votes are counted: what both tellers entered, and their pages for who may hand them out."""
        if row.state != ContestState.VOTING:
            return {}
        compared = tellers.compare(row)
        may_write = request.post.may("congress.write")
        pages = teller_pages(row, compared.sheets) if may_write else []
        return {"compared": compared, "tellers": pages}


def teller_pages(contest: Contest, sheets: Iterable[TellerSheet]) -> list[dict[str, Any]]:
    """The two tellers' pages: how far their handing out is, and who has entered already."""
    there = {sheet.seat: sheet for sheet in sheets}
    ids = {seat_id(contest, seat): seat for seat, _name in TellerSheet.SEATS}
    handed = {ids[page.object_id]: page for page in pages_of(TELLER, ids)}
    return [
        {
            "name": name,
            "url": reverse("accounts:handed", args=[TELLER, seat_id(contest, seat)]),
            "handed": handed[seat].state if seat in handed else None,
            "sheet": there.get(seat),
        }
        for seat, name in TellerSheet.SEATS
    ]


def votes_words(row: Nominee) -> str:
    """The votes of a candidate, once they are announced."""
    if not row.contest.outcome:
        return ""
    words = gettext("赞成 %(favour)d，反对 %(against)d，弃权 %(abstain)d")
    return words % {"favour": row.favour, "against": row.against, "abstain": row.abstain}


class NomineeRegister(Register):
    """Who stands in a contest, and whom voters wrote in."""

    model = Nominee
    room, tab, permission = ROOM, "contests", "congress"
    key, prefix, parent, state = "nominee", "nominee/", "contest", "result"
    has_page, has_list, panel_rows = False, False, 500
    related = ("person", "contest__congress__region")
    columns = ("person__name", "work", "nominated_by", Shown("favour", _("得票"), votes_words))
    actions = (
        Action(
            key="inspect",
            label=_("登记考察情况"),
            icon="file-text",
            service=inspect,
            form=InspectionForm,
            permission="inspection.read",
            intro=lambda row: row.person.name,
            starts=lambda row: {"purpose": f"{row.contest.congress} {row.contest.name}"[:100]},
            done=_("已保存，目前只有您能看。"),
            leads_to=lambda row: ROOM.url("leadership:inspection", row.pk),
        ),
        Action(
            key="drop",
            label=_("取消"),
            icon="x",
            service=lambda call: services.drop(call.pk),
            is_open_for=lambda row: row.contest.state == ContestState.NOMINATING,
            done=_("已取消。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        name = str(row.person.name)
        return gettext("%(name)s（另选人）") % {"name": name} if row.write_in else name

    def state_of(self, row: Any) -> tuple[str, Any] | None:
        """What came of it; nothing before the result."""
        return super().state_of(row) if row.result else None

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those with most votes first."""
        return super().rows_on(parent).order_by("-favour", "order")

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        """The candidates with their inspections, as far as the post may see these, and the papers on which they stand."""
        panel = super().panel(parent, post, acts)
        if panel is None or not panel.of:
            return panel
        seen = inspected(post, parent) if post.may("inspection.read") else {}
        items = [
            replace(item, acts=[*item.acts, *seen.get(nominee.person_id, ())])
            for nominee, item in zip(panel.of, panel.items, strict=True)
        ]
        ballot = ROOM.url("ballot", parent.pk)
        papers = (
            Button(_("选票"), ballot, "printer"),
            Button(_("大字选票 Word"), f"{ballot}?kind=docx&size=large", "file-text"),
        )
        return replace(panel, items=items, acts=[*panel.acts, *papers])


def inspected(post: Post, contest: Contest) -> dict[int, list[Button]]:
    """The ways to the inspections of the candidates that a post may see, by person."""
    seen = Inspection.objects.seen_by(post).filter(person__nominations__contest=contest).distinct()
    ways: dict[int, list[Button]] = {}
    for row in seen:
        words = gettext("%(day)s 考察") % {"day": row.on}
        way = Button(words, ROOM.url("leadership:inspection", row.pk))
        ways.setdefault(row.person_id, []).append(way)
    return ways


SETTING_UP: dict[str, Any] = {
    "icon": "plus",
    "form": forms.ContestForm,
    "panel": "contest",
    "done": _("已安排，请添加候选人。"),
    "leads_to": lambda row: str(row.get_absolute_url()),
}
# What is done to a congress for its contests.
OF_CONTESTS = (
    Action(
        key="contest",
        label=_("安排选举"),
        service=lambda call: set_up(call, by_election=False),
        sources=[CongressState.PREPARING, CongressState.HELD],
        main=True,
        **SETTING_UP,
    ),
    Action(
        key="by-election",
        label=_("安排补选"),
        service=lambda call: set_up(call, by_election=True),
        starts=lambda row: {"electorate": Contest.Electorate.PRESIDIUM},
        sources=[CongressState.HELD, CongressState.FILED],
        **SETTING_UP,
    ),
)


CONTESTS = ContestRegister()
NOMINEES = NomineeRegister()
