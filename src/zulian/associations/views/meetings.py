"""Meetings: the year's calendar, one meeting, decisions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.forms import bodies as forms
from zulian.associations.models import Decision, Meeting
from zulian.associations.papers import meeting_notice
from zulian.associations.services import meetings as services
from zulian.associations.services.common import meeting_kinds, norms
from zulian.associations.tables import TONES, DecisionTable, MeetingFilter, MeetingTable
from zulian.associations.views.common import ROOM, association_of, home, to, way_to, writes
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card
from zulian.leadership.meetings import decision_item


@page("association.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Meetings due and held."""
    acts = [Act(_("议定事项"), to("decisions"), "clipboard-list")]
    rule = "，".join(
        _("%(what)s每年 %(n)d 次") % {"what": words, "n": times} for _key, words, times in norms()["meetings"]
    )
    late = Meeting.objects.filter(due_on__lt=today()).exclude(state=Meeting.State.HELD).count()
    intro = _("%(rule)s。过期未开 %(n)d 次。") % {"rule": rule, "n": late}
    return ROOM.listing(
        request,
        "meetings",
        title=_("协会会议"),
        intro=intro,
        rows=Meeting.objects.with_names(),
        table=MeetingTable,
        filters=MeetingFilter,
        acts=acts,
    )


@page("association.read")
def decisions(request: PostRequest) -> HttpResponseBase:
    """What meetings decided."""
    return ROOM.listing(request, "meetings", title=_("会议议定事项"), rows=Decision.objects.select_related("owner"), table=DecisionTable)  # fmt: skip


@page("association.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A meeting beyond the calendar."""
    found = association_of(pk)
    return ROOM.form(
        request, forms.MeetingForm(request.POST or None), lambda d: services.plan(pk, request.post, d), title=_("另开一次会议"),
        back=to("association", pk), way=way_to(found), to=lambda made: to("meeting", made.pk),
    )  # fmt: skip


def _meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.with_names(), pk=pk)


@page("association.read")
def meeting(request: PostRequest, pk: int) -> HttpResponseBase:
    """One meeting."""
    found = _meeting(pk)
    live, states = writes(request, found), Meeting.State
    acts = []
    if live and found.state == states.PLANNED:
        acts.append(Act(_("发会议通知"), to("meeting-notify", pk), "send", main=True))
    if live and found.state == states.NOTICED:
        acts += [
            Act(_("登记召开"), to("meeting-hold", pk), "check", main=True),
            Act(_("改期"), to("meeting-notify", pk), "edit"),
        ]
    if live and found.state == states.HELD:
        acts.append(Act(_("添加议定事项"), to("decision-add", pk), "plus", main=True))
    if found.state != states.PLANNED:
        acts.append(Act(_("会议通知"), to("meeting-paper", pk), "file-text"))
    present = "、".join(s.person.name for s in found.present.select_related("person"))
    facts = (
        (_("会议"), dict(meeting_kinds()).get(found.kind)), (_("应开期限"), found.due_on), (_("日期"), found.on), (_("地点"), found.place),
        (_("议程"), found.agenda), (_("应到"), _("%(n)d 人") % {"n": found.called} if found.called else ""), (_("到会"), present),
        (_("会议纪要"), found.minutes),
    )  # fmt: skip
    items = [
        decision_item(d, to("decision-settle", d.pk) if live else "") for d in found.decisions.select_related("owner")
    ]
    return ROOM.one(
        request, "meetings", title=found.subject, intro=str(found.association), state=(TONES[found.state], found.get_state_display()), facts=facts,
        acts=acts, crumbs=[*home(), (_("会议"), to("meetings"))], cards=[Card(_("议定事项"), items, _("还没有议定事项。"))],
    )  # fmt: skip


def _way(found: Meeting) -> Any:
    return [*home(), (_("会议"), to("meetings")), (found.subject, to("meeting", found.pk))]


@page("association.write")
def notify(request: PostRequest, pk: int) -> HttpResponseBase:
    """Day, place, agenda."""
    found = _meeting(pk)
    form = forms.NoticeForm(request.POST or None, initial={"on": found.on, "place": found.place, "agenda": found.agenda})  # fmt: skip
    return ROOM.form(
        request, form, lambda d: services.notify(pk, request.post, d), title=_("发会议通知"), back=to("meeting", pk), way=_way(found),
        button=_("保存并通知"), done=_("已通知，可下载会议通知送各委员。"),
    )  # fmt: skip


@page("association.read")
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The notice as a document, in large print."""
    return file_response(_("会议通知"), sheets.write([meeting_notice(_meeting(pk))], "docx", 1.4), "docx")


@page("association.write")
def hold(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who came, what was said."""
    found = _meeting(pk)
    form = forms.HoldForm(request.POST or None, seats=services.due(found))
    intro = _("到会人数不足 %(n)d%% 的，不算召开。") % {"n": norms()["quorum"]}
    return ROOM.form(
        request, form, lambda d: services.hold(pk, request.post, d["present"], d["minutes"]), title=_("登记召开"), intro=intro,
        back=to("meeting", pk), way=_way(found),
    )  # fmt: skip


@page("association.write")
def decision_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Something decided."""
    found = _meeting(pk)
    form = forms.DecisionForm(request.POST or None, initial={"owner": request.post.region_id})
    return ROOM.form(
        request, form, lambda d: services.decide(pk, request.post, d["text"], d["owner"], d["due"]), title=_("添加议定事项"),
        intro=_("本年工作要点已下达的，议定事项同时成为承办单位的任务。"), back=to("meeting", pk), way=_way(found),
    )  # fmt: skip


@page("association.write")
def decision_settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """A decision is done."""
    found = get_object_or_404(Decision.objects.select_related("meeting"), pk=pk)
    return ROOM.form(
        request, forms.SettleForm(request.POST or None), lambda d: services.settle(pk, request.post, d["outcome"]), title=_("办结议定事项"),
        intro=found.text, back=to("meeting", found.meeting_id), way=_way(found.meeting), button=_("办结"), done=_("已办结。"),
    )  # fmt: skip
