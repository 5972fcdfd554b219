"""Registers of the network (志愿助残网络): units and holes, leading groups, their members, meetings and decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem
from zulian.leadership.meetings import decision_item
from zulian.regions.filters import LEVELS, UnitFilter
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.filters import ALL, EmptyFilter
from zulian.registers.shown import Shown, choice_of
from zulian.volunteers import proofs
from zulian.volunteers.forms import office as forms
from zulian.volunteers.models import Decision, Group, Meeting, Member, Unit, Volunteer
from zulian.volunteers.registers.parts import OwnRegister, VolunteersRegister
from zulian.volunteers.room import to
from zulian.volunteers.services import network as services

State = Meeting.State


def set_up_today(row: Any) -> dict[str, Any]:
    """What is set up now was set up today unless told."""
    return {"set_up_on": (row and row.set_up_on) or today()}


def members(unit: Unit) -> QuerySet[Volunteer]:
    """The volunteers of a unit: of its brigade, or of its division and below."""
    rows = Volunteer.objects.exclude(status__in=[Volunteer.Status.LEFT, Volunteer.Status.REMOVED])
    return rows.filter(brigade=unit) if unit.kind == Unit.Kind.BRIGADE else rows.within(unit.region)


def is_standing(unit: Unit) -> bool:
    """Whether a unit is set up, and not dissolved."""
    return unit.ended_on is None and unit.set_up_on is not None


def is_missing(unit: Unit) -> bool:
    """Whether a unit is a hole of the network."""
    return unit.ended_on is None and unit.set_up_on is None


def unit_state(unit: Unit) -> tuple[str, Any]:
    """The colour and words of how far a unit has come: a hole, set up with something lacking, set up."""
    if unit.set_up_on is None:
        return "overdue", _("待建")
    return (
        ("closed", _("已成立")) if proofs.is_whole(unit, today()) else ("returned", _("资料不全"))
    )


def group_state(group: Any) -> tuple[str, Any]:
    """The same of a leading group."""
    if group.set_up_on is None:
        return "overdue", _("待成立")
    return ("closed", _("已成立")) if group.is_whole else ("returned", _("成员单位不全"))


def state_cell(state: Callable[[Any], tuple[str, Any]]) -> Shown:
    """A state that is no column, in its colour."""
    return Shown("state", _("状态"), lambda row: badge(*state(row)))


KEEP = Action(
    key="change",
    label=_("修改"),
    title=_("志愿者组织"),
    service=lambda call: services.change_unit(call.pk, call.post, call.data),
    form=forms.UnitForm,
    starts=set_up_today,
    intro=str,
    is_open_for=is_standing,
    permission="volunteer.unit",
    main=True,
)


class UnitRegister(VolunteersRegister):
    """Units, and the holes of the network among them."""

    model = Unit
    key, prefix, tab, ledger = "unit", "units/", "network", "volunteer-units"
    title = _("志愿助残组织网络")
    columns = (
        *("kind", "region", "host", "leader"),
        Shown("masked_phone", _("联系电话")),
        *("place", "set_up_on"),
        state_cell(unit_state),
    )
    filters = (
        UnitFilter("region__name", label=_("地区名称")),
        "kind",
        django_filters.ChoiceFilter(
            field_name="region__level", label=_("层级"), choices=LEVELS, empty_label=ALL
        ),
        EmptyFilter("set_up_on", _("待建")),
    )
    facts = (
        *("kind", "host", "leader"),
        Shown("masked_phone", _("联系电话")),
        *("place", "set_up_on", "ended_on"),
        Shown(
            "members", _("志愿者"), lambda row: gettext("%(n)d 人") % {"n": members(row).count()}
        ),
    )
    links = ((_("领导小组"), "group-list", "users"), (_("联席会议"), "meeting-list", "calendar"))
    actions = (
        Add(
            label=_("增设大队"),
            title=_("增设志愿者助残大队"),
            service=lambda call: services.add_brigade(call.post, call.data),
            form=forms.BrigadeForm,
            starts=set_up_today,
            done=_("已增设。"),
        ),
        replace(KEEP, key="set-up", label=_("登记成立"), is_open_for=is_missing),
        KEEP,
        Action(
            key="dissolve",
            label=_("撤销"),
            icon="x",
            service=lambda call: services.dissolve(call.pk),
            is_open_for=is_standing,
            done=_("已撤销。"),
            leads_to=lambda unit: to("unit-list"),
        ),
    )

    def list_rows(self) -> QuerySet[Any]:
        return self.rows().due()  # type: ignore[attr-defined, no-any-return]

    def list_intro(self, rows: QuerySet[Any]) -> str:
        words = gettext(
            "市建总队，科室和协会建大队，县（区）建联络总站，乡镇（街道）、村（社区）建联络站。待建 %(n)d 个。"
        )
        return words % {"n": Unit.objects.missing().count()}

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the way to the volunteers of the unit."""
        query = f"brigade={row.pk}" if row.kind == Unit.Kind.BRIGADE else f"under={row.region_id}"
        volunteers = Button(_("看志愿者名单"), f"{to('volunteer-list')}?{query}", "users")
        acts = super().acts(row, post, panel)
        return acts if panel else [*acts, volunteers]

    def state_of(self, row: Any) -> tuple[str, Any]:
        return unit_state(row)

    def alert(self, post: Post, row: Any) -> str:
        """What the unit lacks though it is set up."""
        return (
            proofs.UNITS[row.kind].sentence(row, today(), _("已登记成立")) if row.set_up_on else ""
        )


class LedRegister(OwnRegister):
    """What belongs to a leading group is led by the office of its division."""

    tab, write = "network", "volunteer.lead"


class GroupRegister(LedRegister):
    """Leading groups."""

    model = Group
    key, prefix, title = "group", "groups/", _("志愿者助残工作领导小组")
    intro = _("由文明办、教育、卫生健康、民政、团委等部门组成，市、县（区）各一个。")
    columns = ("region", "leader", "basis", "set_up_on", "met_on", state_cell(group_state))
    facts = ("leader", "basis", "set_up_on", "met_on")
    panels = (Member,)
    beside = (Meeting,)
    actions = (
        Action(
            key="meeting",
            label=_("筹备联席会议"),
            icon="calendar",
            service=lambda call: services.plan_meeting(call.pk, call.post, call.data),
            model=Meeting,
            fields=("subject", "on", "place", "agenda"),
            is_open_for=lambda row: row.set_up_on is not None,
            main=True,
            done=_("已保存，下一步发会议通知。"),
            leads_to=lambda meeting: str(meeting.get_absolute_url()),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("领导小组"),
            service=lambda call: services.change_group(call.pk, call.post, call.data),
            form=forms.GroupForm,
            starts=set_up_today,
        ),
        Action(
            key="member",
            label=_("添加"),
            title=_("添加成员单位"),
            icon="plus",
            service=lambda call: services.add_member(call.pk, call.post, call.data),
            form=forms.MemberForm,
            panel="member",
            button=_("添加"),
            done=_("已添加。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        is_whole = ExpressionWrapper(proofs.GROUP.met(today()), BooleanField())
        rows: QuerySet[Any] = super().rows().annotate(is_whole=is_whole)
        return rows

    def state_of(self, row: Any) -> tuple[str, Any]:
        return group_state(row)

    def alert(self, post: Post, row: Any) -> str:
        """Which departments have no member yet though the group is set up."""
        return proofs.GROUP.sentence(row, today(), _("已登记成立")) if row.set_up_on else ""


class MemberRegister(LedRegister):
    """Member departments of a leading group."""

    model = Member
    key, prefix, parent, has_page, has_list = "member", "members/", "group", False, False
    columns = ("name", "title", Shown("partner__name", _("有关部门")))
    actions = (
        Action(
            key="drop",
            label=_("移除"),
            icon="x",
            service=lambda call: services.drop_member(call.pk, call.post),
            done=_("已移除。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("group__region", "partner")


class MeetingRegister(LedRegister):
    """Joint meetings, from the notice to the minutes."""

    model = Meeting
    dates = (Day("on", Q(state="held"), takes_place=True, in_feed=True),)
    key, prefix, parent, empty = "meeting", "meetings/", "group", _("还没有开过联席会议。")
    columns = ("subject", "on", "region", "place", "state")
    facts = (
        *("group", "on", "place", "agenda"),
        Shown("present", value=lambda row: "、".join(map(str, row.present.all()))),
        "minutes",
    )
    panels = (Decision,)
    links = ((_("议定事项"), "decision-list", "clipboard-list"),)
    actions = (
        Action(
            key="notify",
            label=_("发会议通知"),
            icon="send",
            service=lambda call: services.notify(call.pk, call.post),
            sources=[State.PLANNED],
            main=True,
            done=_("已通知，可下载会议通知送成员单位。"),
        ),
        Action(
            key="hold",
            label=_("登记召开"),
            icon="check",
            service=lambda call: services.hold(
                call.pk, call.post, call.data["present"], call.data["minutes"]
            ),
            form=forms.HoldForm,
            intro=lambda row: row.subject,
            sources=[State.NOTICED],
            main=True,
            done=_("已登记。"),
        ),
        Action(
            key="decision",
            label=_("添加议定事项"),
            icon="plus",
            service=lambda call: services.decide(call.pk, call.post, **call.data),
            form=forms.DecisionForm,
            intro=_("本年工作要点已下达的，议定事项同时成为承办单位的任务。"),
            sources=[State.HELD],
            main=True,
            button=_("添加"),
            done=_("已添加。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("region", "group__region")

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the notice as a document."""
        acts = super().acts(row, post, panel)
        return (
            acts
            if panel
            else [*acts, Button(_("会议通知"), to("meeting-paper", row.pk), "file-text")]
        )

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(
            row.subject, row.get_absolute_url(), f"{row.on} {row.place}", *choice_of(row)
        )


class DecisionRegister(LedRegister):
    """What meetings decided."""

    model = Decision
    dates = (Day("due", "done_on", in_feed=True),)
    key, prefix, parent, has_page = "decision", "decisions/", "meeting", False
    columns = (
        Shown("text", leads="meeting"),
        "owner",
        Shown("department__name", _("承办部门")),
        "due",
        "done_on",
    )
    actions = (
        Action(
            key="settle",
            label=_("办结"),
            icon="check",
            service=lambda call: services.settle_decision(call.pk, call.post),
            is_open_for=lambda row: not row.url and row.done_on is None,
            many=True,
            done=_("已办结。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("owner", "department", "meeting__group__region")

    def item(self, row: Any, post: Post) -> ListItem:
        url = self.url("settle", row.pk) if self.may(post, self.action("settle"), row) else ""
        return decision_item(row, url, click=True)


UNITS = UnitRegister()
GROUPS = GroupRegister()
MEMBERS = MemberRegister()
MEETINGS = MeetingRegister()
DECISIONS = DecisionRegister()
