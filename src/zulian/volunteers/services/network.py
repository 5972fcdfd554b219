"""The network: units due by level, leading groups, joint meetings, and decisions that become tasks of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.departments.models import Department
from zulian.departments.services.departments import require_known
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work
from zulian.leadership import meetings
from zulian.regions.models import Region
from zulian.volunteers.models import Decision, Group, Meeting, Member, Unit
from zulian.volunteers.proofs import POLICY
from zulian.volunteers.services.common import write


def brigade_hosts() -> list[str]:
    """The departments and associations of a city that have a brigade (相关科室、专门协会), by the policy."""
    return [str(host) for host in policy(POLICY, today())["brigades"]]


@unit_of_work
def add_brigade(post: Post, values: dict[str, Any]) -> Unit:
    """大队 of a department or an association; one that was due and missing is set up. ValidationError: there is one."""
    not_to_come(values.get("set_up_on"), "set_up_on")
    due = (
        Unit.objects.select_for_update(of=("self",), no_key=True)
        .missing()
        .filter(kind=Unit.Kind.BRIGADE)
    )
    missing = due.filter(region=post.region, host=values["host"]).first()
    if missing is not None:
        return change_unit(missing.pk, post, values)
    unit = Unit(region=post.region, kind=Unit.Kind.BRIGADE, **values)
    return write(unit, "unit.add")


@unit_of_work
def change_unit(pk: int, post: Post, values: dict[str, Any]) -> Unit:
    """What is kept of a unit; with a date of setting up the hole is filled.

    Officers write the units of their jurisdiction, a village commissioner those of the own village.
    Raises PermissionDenied for any other.
    """
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if not may_write(unit, post):
        raise PermissionDenied(_("只能登记本单位的志愿者组织。"))
    not_to_come(values.get("set_up_on"), "set_up_on")
    return write(unit, "unit.change", **values)


def may_write(unit: Unit, post: Post) -> bool:
    """Whether a post may enter what is kept of a unit: in the jurisdiction, a village commissioner in the own village."""
    if not post.may("volunteer.unit") or unit.ended_on is not None:
        return False
    return post.region.scope().holds(unit.region_id)


@unit_of_work
def dissolve(pk: int) -> Unit:
    """撤销 a brigade. What a level must have is not dissolved: it becomes a hole again."""
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    with audited("unit.dissolve", unit):
        if unit.kind == Unit.Kind.BRIGADE and unit.host not in brigade_hosts():
            unit.ended_on = today()
        else:
            unit.set_up_on, unit.leader, unit.place = None, "", ""
            unit.phone = ""
        unit.save()
    return unit


def _require_own(found: Any, post: Post) -> None:
    if found.region_id != post.region_id:
        raise PermissionDenied(_("由本级残联办理。"))


@unit_of_work
def change_group(pk: int, post: Post, values: dict[str, Any]) -> Group:
    """Leader, document and date of a leading group."""
    group = Group.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    _require_own(group, post)
    not_to_come(values.get("set_up_on"), "set_up_on")
    return write(group, "group.change", **values)


@unit_of_work
def add_member(pk: int, post: Post, values: dict[str, Any]) -> Member:
    """A member department and its person; raises ValidationError for a `partner` that another division keeps."""
    group = Group.objects.get(pk=pk)
    _require_own(group, post)
    require_known(values.get("partner"), group.region_id, "partner")
    member = Member(group=group, **values)
    return write(member, "member.add")


@unit_of_work
def drop_member(pk: int, post: Post) -> None:
    """Take somebody off the list who never attended; who did stays for the record.

    Raises ValidationError for who did.
    """
    member = Member.objects.select_related("group").get(pk=pk)
    _require_own(member.group, post)
    if Meeting.present.through.objects.filter(member_id=pk).exists():
        raise ValidationError(_("这位成员参加过会议，请保留；人员变动请新增接任的人。"))
    record("member.drop", member, {"name": member.name})
    member.delete()


@unit_of_work
def plan_meeting(pk: int, post: Post, values: dict[str, Any]) -> Meeting:
    """筹备 a joint meeting.

    Raises ValidationError for a group that is not set up.
    """
    group = Group.objects.get(pk=pk)
    _require_own(group, post)
    if group.set_up_on is None:
        raise ValidationError(_("领导小组还没有成立，请先登记成立日期和成员单位。"))
    meeting = Meeting(group=group, **values)
    return write(meeting, "meeting.plan")


@unit_of_work
def notify(pk: int, post: Post) -> Meeting:
    """通知: the federations below learn of it; member departments get the notice as a paper.

    Raises ValidationError where there is none.
    """
    meeting = locked(Meeting, pk, Meeting.State.PLANNED)
    _require_own(meeting, post)
    if not meeting.group.members.exists():
        raise ValidationError(_("还没有成员单位，请先在领导小组页面添加。"))
    write(meeting, "meeting.notify", meeting.notify)
    send(
        meeting.region_id,
        "meeting",
        _("联席会议：%(what)s") % {"what": meeting.subject},
        reverse("volunteers:meeting", args=[pk]),
        f"meeting-{pk}",
    )
    return meeting


@unit_of_work
def hold(pk: int, post: Post, present: Iterable[Member], minutes: str) -> Meeting:
    """登记召开: who came, what was said.

    Raises ValidationError before its day, and where nobody came.
    """
    meeting = locked(Meeting, pk, Meeting.State.PLANNED, Meeting.State.NOTICED)
    _require_own(meeting, post)
    if meeting.on > today():
        raise ValidationError(_("会议日期还没有到（%(day)s）。") % {"day": meeting.on})
    members = list(present)
    if not members:
        raise ValidationError({"present": _("请勾选到会的成员。")})
    with audited("meeting.hold", meeting):
        meeting.hold()
        meeting.minutes = need_words(minutes, "minutes", _("请填写会议纪要。"))
        meeting.save()
        meeting.present.set(members)
    group = meeting.group
    if group.met_on is None or group.met_on < meeting.on:
        write(group, "group.met", met_on=meeting.on)
    return meeting


@unit_of_work
def decide(
    pk: int, post: Post, text: str, owner: Region, due: date, department: Department | None = None
) -> Decision:
    """议定事项: becomes a task of the plan where one is in force, else it is followed here."""
    meeting = locked(Meeting, pk, Meeting.State.HELD)
    _require_own(meeting, post)
    decision = Decision(meeting=meeting, text=text, owner=owner, due=due, department=department)
    meetings.decide(decision, post, meeting.on, "volunteers.")
    return decision


@unit_of_work
def settle_decision(pk: int, post: Post) -> Decision:
    """办结 a decision that is no task of a plan."""
    decision = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    _require_own(decision, post)
    meetings.settle(decision)
    return decision
