"""The network: units and holes, leading groups, joint meetings and what they decide."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.pages import act_and_go, form_page
from zulian.leadership.meetings import decision_item
from zulian.volunteers import forms, proofs
from zulian.volunteers.models import Decision, Group, Meeting, Member, Unit, Volunteer
from zulian.volunteers.papers import meeting_notice
from zulian.volunteers.services import network as services
from zulian.volunteers.tables import TONES, DecisionTable, GroupTable, MeetingTable, UnitFilter, UnitTable, unit_state
from zulian.volunteers.views.common import Crumbs, home, listing, one, to


def way() -> Crumbs:
    """The way to the network."""
    return [*home(), (_("组织网络"), to("units"))]


@page("volunteer.read")
def units(request: PostRequest) -> HttpResponseBase:
    """Units of the jurisdiction, holes among them."""
    rows = Unit.objects.with_names().due()
    acts = [Act(_("领导小组"), to("groups"), "users"), Act(_("联席会议"), to("meetings"), "calendar")]
    if request.post.may("volunteer.write"):
        acts = [
            Act(_("增设大队"), to("brigade-add"), "plus", main=True),
            *acts,
        ]
    holes = Unit.objects.missing().count()
    return listing(
        request, "network", title=_("志愿助残组织网络"), rows=rows, table=UnitTable, filters=UnitFilter, ledger="volunteer-units", acts=acts,
        intro=_("市建总队，科室和协会建大队，县（区）建联络总站，乡镇（街道）、村（社区）建联络站。待建 %(n)d 个。") % {"n": holes},
    )  # fmt: skip


@page("volunteer.write")
def brigade_add(request: PostRequest) -> HttpResponseBase:
    """A brigade of a department or an association."""
    return form_page(
        request, forms.BrigadeForm(request.POST or None, initial={"set_up_on": today()}), lambda d: services.add_brigade(request.post, d),
        title=_("增设志愿者助残大队"), button=_("保存"), to=to("units"), done=_("已增设。"), back=to("units"), crumbs=way(),
    )  # fmt: skip


def members(found: Unit) -> Any:
    """The volunteers of a unit: of its brigade, or of its division and below."""
    rows = Volunteer.objects.exclude(status__in=[Volunteer.Status.LEFT, Volunteer.Status.REMOVED])
    return rows.filter(brigade=found) if found.kind == Unit.Kind.BRIGADE else rows.within(found.region)


def _unit(pk: int) -> Unit:
    return get_object_or_404(Unit.objects.with_names(), pk=pk)


@page("volunteer.read")
def unit(request: PostRequest, pk: int) -> HttpResponseBase:
    """One unit."""
    found = _unit(pk)
    write = request.post.may("volunteer.write") and found.ended_on is None
    acts = []
    if services.may_write(found, request.post):
        words = _("登记成立") if found.set_up_on is None else _("修改")
        acts.append(Act(words, to("unit-change", pk), "edit", main=True))
    query = f"brigade={pk}" if found.kind == Unit.Kind.BRIGADE else f"under={found.region_id}"
    acts.append(Act(_("看志愿者名单"), f"{to('list')}?{query}", "users"))
    if write and found.set_up_on:
        acts.append(Act(_("撤销"), to("unit-dissolve", pk), "x", click=True))
    facts = (
        (_("类别"), found.get_kind_display()), (_("依托单位"), found.host), (_("负责人"), found.leader or "—"),
        (_("联系电话"), found.masked_phone or "—"), (_("地点"), found.place or "—"), (_("成立日期"), found.set_up_on or "—"),
        (_("撤销日期"), found.ended_on), (_("志愿者"), _("%(n)d 人") % {"n": members(found).count()}),
    )  # fmt: skip
    alert = proofs.UNITS[found.kind].sentence(found, today(), _("已登记成立")) if found.set_up_on else ""
    state = unit_state(found, not alert)
    return one(request, "network", title=str(found), state=state, facts=facts, acts=acts, alert=alert, crumbs=way())


@page("volunteer.unit")
def unit_change(request: PostRequest, pk: int) -> HttpResponseBase:
    """What is kept of a unit."""
    found = _unit(pk)
    if not services.may_write(found, request.post):
        raise PermissionDenied(_("只能登记本单位的志愿者组织。"))
    start = {"leader": found.leader, "place": found.place, "set_up_on": found.set_up_on or today()}
    back = to("unit", pk)
    return form_page(
        request,
        forms.UnitForm(request.POST or None, initial=start),
        lambda d: services.change_unit(pk, request.post, d),
        title=_("志愿者组织"),
        intro=str(found),
        button=_("保存"),
        to=back,
        done=_("已保存。"),
        back=back,
        crumbs=[*way(), (str(found), back)],
    )


@require_POST
@page("volunteer.write")
def unit_dissolve(request: PostRequest, pk: int) -> HttpResponseBase:
    """Dissolve a unit."""
    _unit(pk)
    return act_and_go(request, lambda: services.dissolve(pk), _("已撤销。"), to("units"))


# Leading groups


@page("volunteer.read")
def groups(request: PostRequest) -> HttpResponseBase:
    """Leading groups of the jurisdiction."""
    return listing(
        request, "network", title=_("志愿者助残工作领导小组"), rows=Group.objects.with_names(), table=GroupTable,
        intro=_("由文明办、教育、卫生健康、民政、团委等部门组成，市、县（区）各一个。"),
    )  # fmt: skip


def _group(pk: int) -> Group:
    return get_object_or_404(Group.objects.with_names(), pk=pk)


@page("volunteer.read")
def group(request: PostRequest, pk: int) -> HttpResponseBase:
    """One group: members and meetings."""
    found = _group(pk)
    lead = request.post.may("volunteer.lead") and found.region_id == request.post.region_id
    acts = (
        [
            Act(_("筹备联席会议"), to("meeting-plan", pk), "calendar", main=True),
            Act(_("修改"), to("group-change", pk), "edit"),
        ]
        if lead
        else []
    )
    members = [
        Item(str(m), detail=m.title, acts=[Act(_("移除"), to("member-drop", m.pk), "x", click=True)] if lead else ()) for m in found.members.all()
    ]  # fmt: skip
    meetings = [
        Item(m.subject, to("meeting", m.pk), f"{m.on} {m.place}", TONES[m.state], m.get_state_display())
        for m in found.meetings.all()
    ]
    facts = (
        (_("组长"), found.leader or "—"),
        (_("成立文号"), found.basis or "—"),
        (_("成立日期"), found.set_up_on or "—"),
        (_("最近联席会议"), found.met_on or "—"),
    )
    alert = proofs.GROUP.sentence(found, today(), _("已登记成立")) if found.set_up_on else ""
    state = ("overdue", _("待成立"))
    if found.set_up_on:
        state = ("returned", _("成员单位不全")) if alert else ("closed", _("已成立"))
    return one(
        request, "network", title=str(found), state=state, facts=facts, acts=acts, alert=alert, crumbs=[*way(), (_("领导小组"), to("groups"))],
        cards=[Card(_("成员单位"), members, _("还没有成员单位。"), [Act(_("添加"), to("member-add", pk), "plus")] if lead else ())],
        beside=[Card(_("联席会议"), meetings, _("还没有开过联席会议。"))],
    )  # fmt: skip


@page("volunteer.lead")
def group_change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Leader and document of a group."""
    found = _group(pk)
    start = {"leader": found.leader, "basis": found.basis, "set_up_on": found.set_up_on or today()}
    back = to("group", pk)
    return form_page(
        request, forms.GroupForm(request.POST or None, initial=start), lambda d: services.change_group(pk, request.post, d), title=_("领导小组"),
        button=_("保存"), to=back, done=_("已保存。"), back=back, crumbs=[*way(), (str(found), back)],
    )  # fmt: skip


@page("volunteer.lead")
def member_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A member department."""
    found, back = _group(pk), to("group", pk)
    return form_page(
        request, forms.MemberForm(request.POST or None), lambda d: services.add_member(pk, request.post, d), title=_("添加成员单位"),
        button=_("添加"), to=back, done=_("已添加。"), back=back, crumbs=[*way(), (str(found), back)],
    )  # fmt: skip


@require_POST
@page("volunteer.lead")
def member_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take somebody off the list."""
    found = get_object_or_404(Member, pk=pk)
    return act_and_go(
        request, lambda: services.drop_member(pk, request.post), _("已移除。"), to("group", found.group_id)
    )


# Meetings


@page("volunteer.read")
def meetings(request: PostRequest) -> HttpResponseBase:
    """Joint meetings."""
    acts = [Act(_("议定事项"), to("decisions"), "clipboard-list")]
    return listing(request, "network", title=_("联席会议"), rows=Meeting.objects.select_related("region"), table=MeetingTable, acts=acts)  # fmt: skip


@page("volunteer.read")
def decisions(request: PostRequest) -> HttpResponseBase:
    """What meetings decided."""
    return listing(request, "network", title=_("议定事项"), rows=Decision.objects.select_related("owner"), table=DecisionTable)  # fmt: skip


@page("volunteer.lead")
def meeting_plan(request: PostRequest, pk: int) -> HttpResponseBase:
    """Prepare a meeting."""
    found, back = _group(pk), to("group", pk)
    return form_page(
        request,
        forms.MeetingForm(request.POST or None),
        lambda d: services.plan_meeting(pk, request.post, d),
        title=_("筹备联席会议"),
        button=_("保存"),
        to=lambda made: to("meeting", made.pk),
        done=_("已保存，下一步发会议通知。"),
        back=back,
        crumbs=[*way(), (str(found), back)],
    )


def _meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("region", "group__region"), pk=pk)


@page("volunteer.read")
def meeting(request: PostRequest, pk: int) -> HttpResponseBase:
    """One meeting: agenda, who came, minutes, decisions."""
    found = _meeting(pk)
    lead = request.post.may("volunteer.lead") and found.region_id == request.post.region_id
    acts = []
    if lead and found.state == Meeting.State.PLANNED:
        acts.append(Act(_("发会议通知"), to("meeting-notify", pk), "send", main=True, click=True))
    if lead and found.state == Meeting.State.NOTICED:
        acts.append(Act(_("登记召开"), to("meeting-hold", pk), "check", main=True))
    if lead and found.state == Meeting.State.HELD:
        acts.append(Act(_("添加议定事项"), to("decision-add", pk), "plus", main=True))
    acts.append(Act(_("会议通知"), to("meeting-paper", pk), "file-text"))
    present = "、".join(str(m) for m in found.present.all())
    facts = (
        (_("日期"), found.on), (_("地点"), found.place), (_("议程"), found.agenda), (_("到会"), present), (_("会议纪要"), found.minutes),
    )  # fmt: skip
    items = [
        decision_item(d, to("decision-settle", d.pk) if lead else "", click=True)
        for d in found.decisions.select_related("owner")
    ]
    return one(
        request, "network", title=found.subject, state=(TONES[found.state], found.get_state_display()), intro=str(found.group), facts=facts,
        acts=acts, crumbs=[*way(), (str(found.group), to("group", found.group_id))], cards=[Card(_("议定事项"), items, _("还没有议定事项。"))],
    )  # fmt: skip


@page("volunteer.read")
def meeting_paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The notice as a document."""
    found = _meeting(pk)
    return file_response(_("联席会议通知"), sheets.write([meeting_notice(found)], "docx"), "docx")


@require_POST
@page("volunteer.lead")
def meeting_notify(request: PostRequest, pk: int) -> HttpResponseBase:
    """Give notice."""
    _meeting(pk)
    return act_and_go(request, lambda: services.notify(pk, request.post), _("已通知，可下载会议通知送成员单位。"), to("meeting", pk))  # fmt: skip


@page("volunteer.lead")
def meeting_hold(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who came, what was said."""
    found, back = _meeting(pk), to("meeting", pk)
    form = forms.HoldForm(request.POST or None, members=found.group.members.all())

    def act(d: dict[str, Any]) -> Meeting:
        return services.hold(pk, request.post, d["present"], d["minutes"])

    return form_page(
        request, form, act, title=_("登记召开"), intro=found.subject, button=_("保存"), to=back, done=_("已登记。"), back=back,
        crumbs=[*way(), (found.subject, back)],
    )  # fmt: skip


@page("volunteer.lead")
def decision_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Something decided."""
    found, back = _meeting(pk), to("meeting", pk)

    def act(d: dict[str, Any]) -> Decision:
        return services.decide(pk, request.post, d["text"], d["owner"], d["due"])

    return form_page(
        request, forms.DecisionForm(request.POST or None), act, title=_("添加议定事项"), button=_("添加"), to=back,
        intro=_("本年工作要点已下达的，议定事项同时成为承办单位的任务。"), done=_("已添加。"), back=back, crumbs=[*way(), (found.subject, back)],
    )  # fmt: skip


@require_POST
@page("volunteer.lead")
def decision_settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """A decision is done."""
    found = get_object_or_404(Decision, pk=pk)
    return act_and_go(request, lambda: services.settle_decision(pk, request.post), _("已办结。"), to("meeting", found.meeting_id))  # fmt: skip
