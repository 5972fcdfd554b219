"""Registers of home service (上门服务): requests for visits, the teams that make them, a day's rounds."""

from __future__ import annotations

from datetime import time
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.forms import TeamForm, VisitJudgeForm
from zulian.certificates.models import Request, Round, Stop, Team
from zulian.certificates.registers.common import OfSworn, noted
from zulian.certificates.services import day_routes
from zulian.certificates.services import visits as services
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.shown import Shown, state_of

State, Status = Request.State, Round.Status
HOURS = {"starts": time(8, 30), "ends": time(17)}


def condition_words(row: Request) -> str:
    """Whether the policy entitles the person to a visit, and by which rule."""
    words = gettext("符合") if row.eligible else gettext("不在规定对象内")
    return f"{words} {row.basis}\n{noted(services.figures(row.region_id))}"


def asked_words(row: Request) -> str:
    """When, how and by whom a request was taken down."""
    words = f"{row.asked_on} · {row.get_source_display()}"
    return f"{words} · {row.by.user.name}" if row.by else words


class OfVisits(OfSworn):
    """Rows of home service."""

    tab, permission, write = "visits", "visit", "visit.plan"


class RequestRegister(OfVisits):
    """Requests for visits at home."""

    model = Request
    dates = (
        Day(
            "must_by",
            Q(state__in=[Request.State.DONE, Request.State.REFUSED, Request.State.CANCELLED]),
        ),
    )
    key, prefix, title = "visit", "visits/", _("上门服务")
    intro = _("行动不便的重度残疾人由残联上门受理、评定、换证、送证。先核实条件，再按天编排路线。")
    columns = (
        Shown("person__name", _("申请人")),
        *("purpose", "eligible", "state", "must_by", "asked_on", "region"),
    )
    filters, related = ("state", "purpose"), ("by__user",)
    facts = (
        Shown("person__name", _("申请人"), leads="person"),
        "region",
        "why",
        Shown("eligible", _("条件"), condition_words),
        Shown("category_words", _("评定类别")),
        Shown("tool_words", _("需带设备")),
        Shown(
            "from_time", _("方便的时间"), lambda row: f"{row.from_time:%H:%M}—{row.to_time:%H:%M}"
        ),
        Shown("must_by", _("最迟")),
        Shown("asked_on", _("登记"), asked_words),
        "note",
    )
    links = (
        (_("网上预约"), "home-ask-list", "inbox"),
        (_("上门路线"), "round-list", "calendar"),
        (_("上门小组"), "team-list", "users"),
    )
    actions = (
        Action(
            key="judge",
            label=_("核实"),
            service=lambda call: services.judge(call.pk, call.post, **call.data),
            form=VisitJudgeForm,
            sources=[State.ASKED],
            inline=True,
            button=_("提交"),
            done=_("已处理。"),
        ),
        Action(
            key="cancel",
            label=_("取消申请"),
            icon="x",
            service=lambda call: services.cancel(call.pk, call.post, call.data["note"]),
            fields=("note",),
            sources=[State.ASKED, State.WAITING],
            done=_("已处理。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return f"{row.person.name} · {row.get_purpose_display()}"

    def list_acts(self, post: Post) -> list[Button]:
        """Beside the usual: what all of it leads to."""
        return [*ROUNDS.list_acts(post), *super().list_acts(post)]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        acts = super().acts(row, post, panel)
        return [*acts, Button(_("查看办件"), row.case.get_absolute_url())] if row.case else acts

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """In which rounds it was planned, and what came of it."""
        stops = row.stops.select_related("round", "team")
        items = [
            ListItem(
                stop.round.day,
                stop.round.get_absolute_url(),
                f"{stop.team.name} {stop.note}",
                *outcome_of(stop),
            )
            for stop in stops
        ]
        return [Panel(_("上门记录"), items, _("还没有排入路线。"))]


def outcome_of(stop: Stop) -> tuple[str, str]:
    """What came of a stop: colour and words."""
    return state_of(stop, "outcome") or ("", "")


class TeamRegister(OfVisits):
    """Teams that make visits."""

    model = Team
    key, prefix = "team", "visits/teams/"
    related = ("region", "assessor__post__user", "assessor__hospital")
    columns = ("name", "members", "assessor", "starts", "ends", "capacity", "active", "region")
    facts = (
        *("region", "members", "assessor"),
        Shown("tool_words", _("随车设备")),
        Shown("starts", value=lambda row: f"{row.starts:%H:%M}"),
        Shown("ends", value=lambda row: f"{row.ends:%H:%M}"),
        *("capacity", "active"),
    )
    actions = (
        Add(
            label=_("添加小组"),
            service=lambda call: services.save_team(
                Team(region=services.county_of(call.post)), call.data, call.post
            ),
            form=TeamForm,
            starts=lambda row: HOURS,
            done=_("小组已保存。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改小组"),
            service=lambda call: services.save_team(call.row, call.data, call.post),
            form=TeamForm,
            done=_("小组已保存。"),
        ),
    )


class RoundRegister(OfVisits):
    """A day's rounds, the latest day first."""

    model = Round
    dates = (Day("day", Q(status=Round.Status.CLOSED), takes_place=True, in_feed=True),)
    key, prefix, state = "round", "visits/rounds/", "status"
    columns = ("day", "region", "status", Shown("stop_count", _("上门数")), "kilometres")
    facts = (
        "region",
        Shown("kilometres", value=lambda row: gettext("全程约 %(n)g 公里") % {"n": row.kilometres}),
    )
    actions = (
        Add(
            label=_("编排路线"),
            title=_("编排上门路线"),
            icon="map-2",
            service=lambda call: day_routes.plan_round(call.post, call.data["day"]),
            fields=("day",),
            intro=lambda row: services.waiting_words(),
            button=_("编排"),
            done=_("已编排，请核对后下发。"),
        ),
        Action(
            key="release",
            label=_("下发给小组"),
            icon="send",
            service=lambda call: services.release(call.pk, call.post),
            is_open_for=lambda row: row.status == Status.DRAFT,
            main=True,
            done=_("已下发，各小组可在手机上打开。"),
        ),
        Action(
            key="close",
            label=_("结束当天路线"),
            icon="check",
            service=lambda call: services.close_round(call.pk, call.post),
            is_open_for=lambda row: row.status == Status.RELEASED,
            done=_("已结束，没到访的回到待安排。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().rows().select_related("region").annotate(stop_count=Count("stops"))
        )
        return rows

    def title_of(self, row: Any) -> str:
        return gettext("%(day)s 上门路线") % {"day": row.day}

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the sheets that a team takes along."""
        acts = super().acts(row, post, panel)
        if post.may(self.write) and row.stop_count:
            acts.append(Button(_("打印路线单"), self.url("sheets", row.pk), "printer"))
        return acts

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """What was left out and why, then each team's stops in their order."""
        left = dict(row.left_out)
        requests = Request.objects.with_names().in_bulk(left)
        items = [
            ListItem(
                f"{requests[pk].person.name} · {requests[pk].region.name}",
                requests[pk].get_absolute_url(),
                why,
            )
            for pk, why in left.items()
            if pk in requests
        ]
        left_out = [Panel(_("没有排入的申请"), items, "")] if items else []
        stops = row.stops.select_related("team", "region", "request__person")
        return [
            *left_out,
            *(
                self._team(row, team, list(own), post)
                for team, own in groupby(stops, lambda s: s.team)
            ),
        ]

    def _team(self, row: Round, team: Team, stops: list[Stop], post: Post) -> Panel:
        """The stops of a team; once they are handed out, also the page that it carries."""
        is_out = row.status != Status.DRAFT and post.may(self.write)
        url = self.room.url("field", row.pk, team.pk)
        acts = [Button(_("手机页面"), url)] if is_out else []
        return Panel(
            f"{team.name}（{team.members}）", [stop_item(stop) for stop in stops], "", acts
        )


def stop_item(stop: Stop) -> ListItem:
    """One stop: who, when, where, what for, how far."""
    request = stop.request
    what = f"{request.get_purpose_display()} {request.category_words}".strip()
    away = gettext("%(km)g 公里") % {"km": stop.kilometres}
    words = " · ".join((f"{stop.arrive:%H:%M}", stop.region.name, what, away))
    return ListItem(
        f"{stop.order}. {request.person.name}", request.get_absolute_url(), words, *outcome_of(stop)
    )


ROUNDS = RoundRegister()
REQUESTS = RequestRegister()
TEAMS = TeamRegister()
