"""Needs and services: take down, triage, propose and decide, replace, confirm, feedback, reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.audit import record
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.pages import act_and_go, form_page
from zulian.volunteers import forms
from zulian.volunteers.models import Concern, Feedback, HelpNeed, Offer, Service, Stint, Volunteer
from zulian.volunteers.services import hours, matching, offers
from zulian.volunteers.services import needs as services
from zulian.volunteers.services.common import words_of
from zulian.volunteers.tables import (
    TONES,
    ConcernTable,
    FeedbackTable,
    NeedFilter,
    NeedTable,
    OfferTable,
    ServiceFilter,
    ServiceTable,
)
from zulian.volunteers.views.common import Crumbs, home, listing, one, to

MOST_PICKED = 2000


def way() -> Crumbs:
    """The way to the needs."""
    return [*home(), (_("需求"), to("needs"))]


@page("volunteer.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Needs of the jurisdiction."""
    acts = [Act(_("评价"), to("feedback"), "circle-check")]
    if request.post.may("volunteer.need"):
        acts.insert(0, Act(_("登记需求"), to("need-add"), "plus", main=True))
    if request.post.may("volunteer.safeguard"):
        acts.append(Act(_("安全和权益报告"), to("concerns"), "alert-triangle"))
    return listing(
        request, "needs", title=_("志愿服务需求"), rows=HelpNeed.objects.select_related("person", "region"), table=NeedTable, filters=NeedFilter,
        acts=acts, intro=_("专职委员走访、公众页面、入户和来电的需求都在这里；受理后生成每次服务，再统一匹配。"),
    )  # fmt: skip


@page("volunteer.need")
def add(request: PostRequest) -> HttpResponseBase:
    """Take a need down."""
    form = forms.TakeDownForm(request.POST or None)

    def act(d: dict[str, Any]) -> HelpNeed:
        person = services.find_person(request.post, d["id_number"])
        return services.take_down(request.post, person, d["source"], form.wanted(), d["place"])

    return form_page(
        request, form, act, title=_("登记需求"), button=_("登记"), to=lambda made: to("need", made.pk), done=_("已登记，请受理。"), back=to("needs"),
        crumbs=way(),
    )  # fmt: skip


def _need(pk: int) -> HelpNeed:
    return get_object_or_404(HelpNeed.objects.select_related("person", "region", "wished__person"), pk=pk)


@page("volunteer.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One need and its services."""
    found, write = _need(pk), request.post.may("volunteer.write")
    acts = []
    if write and found.state == HelpNeed.State.NEW:
        acts = [Act(_("受理"), to("triage", pk), "check", main=True), Act(_("不予受理"), to("need-refuse", pk), "x")]
    if write and found.state == HelpNeed.State.OPEN:
        acts = [Act(_("去匹配"), to("match"), "users", main=True), Act(_("办结"), to("need-close", pk), "circle-check")]
    times = f"{found.on} {found.start:%H:%M}–{found.end:%H:%M}"
    facts = (
        (_("服务对象"), found.whose), (_("联系电话"), found.masked_phone), (_("服务项目"), words_of(found.kind)), (_("时间"), times),
        (_("重复"), f"{found.get_repeat_display()}，{found.until}" if found.repeat else ""), (_("地区"), found.region.name),
        (_("来源"), found.get_source_display()), (_("风险等级"), found.get_risk_display()),
        (_("意愿"), "、".join(w for w in ((_("同性志愿者") if found.same_sex else ""), str(found.wished.person.name) if found.wished else "") if w)),
        (_("办理意见"), found.note),
    )  # fmt: skip
    rows = found.services.select_related("volunteer__person")
    items = [
        Item(
            f"{s.on} {s.start:%H:%M}–{s.end:%H:%M}",
            to("service", s.pk),
            s.volunteer.person.name if s.volunteer else "",
            TONES[s.state],
            s.get_state_display(),
        )
        for s in rows
    ]
    return one(
        request, "needs", title=str(found), state=(TONES[found.state], found.get_state_display()), facts=facts, acts=acts, crumbs=way(),
        beside=[Card(_("每次服务"), items, _("受理后按日期生成。"))],
    )  # fmt: skip


@page("volunteer.write")
def triage(request: PostRequest, pk: int) -> HttpResponseBase:
    """The need as it really is."""
    found, back = _need(pk), to("need", pk)
    start = {
        name: getattr(found, name)
        for name in ("kind", "text", "on", "start", "end", "repeat", "until", "risk", "same_sex")
    }
    form = forms.TriageForm(request.POST or None, initial=start)

    def act(d: dict[str, Any]) -> HelpNeed:
        person = services.find_person(request.post, d["id_number"]) if d["id_number"] else None
        return services.triage(
            pk, form.wanted(), services.Verdict(d["risk"], d["same_sex"], _numbered(d["number"]), person)
        )

    return form_page(
        request,
        form,
        act,
        title=_("受理需求"),
        intro=found.text,
        button=_("受理"),
        to=back,
        done=_("已受理，可以匹配志愿者了。"),
        back=back,
        crumbs=[*way(), (str(found), back)],
    )


def _numbered(number: str) -> Volunteer | None:
    if not number.strip():
        return None
    found = Volunteer.objects.filter(number=number.strip()).first()
    if found is None:
        raise ValidationError({"number": _("本辖区没有这个志愿者编号，请核对。")})
    return found


@page("volunteer.write")
def refuse(request: PostRequest, pk: int) -> HttpResponseBase:
    """Refuse a need."""
    found, back = _need(pk), to("need", pk)
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda d: services.refuse(pk, d["note"]), title=_("不予受理"), button=_("不予受理"), to=back,
        intro=_("提出的人在自己的页面上能看到这里写的话。"), done=_("已登记。"), back=back, crumbs=[*way(), (str(found), back)],
    )  # fmt: skip


@page("volunteer.write")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """Settle a need."""
    found, back = _need(pk), to("need", pk)
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda d: services.close(pk, d["note"]), title=_("办结需求"), button=_("办结"), to=back,
        intro=_("还没有开始的服务会取消，已约的志愿者会收到通知。"), done=_("已办结。"), back=back, crumbs=[*way(), (str(found), back)],
    )  # fmt: skip


# Services and matching


@page("volunteer.read")
def service_list(request: PostRequest) -> HttpResponseBase:
    """Services by day."""
    acts = [Act(_("邀请记录"), to("offers"), "send")]
    if request.post.may("volunteer.write"):
        acts.insert(0, Act(_("匹配志愿者"), to("match"), "users", main=True))
    return listing(
        request,
        "services",
        title=_("供需对接"),
        rows=Service.objects.with_names(),
        table=ServiceTable,
        filters=ServiceFilter,
        acts=acts,
    )


@page("volunteer.read")
def offer_list(request: PostRequest) -> HttpResponseBase:
    """Who was asked."""
    rows = Offer.objects.select_related("volunteer__person", "service", "region")
    return listing(request, "services", title=_("服务邀请"), rows=rows, table=OfferTable)


@page("volunteer.read")
def feedback_list(request: PostRequest) -> HttpResponseBase:
    """What both sides say."""
    return listing(request, "needs", title=_("服务评价"), rows=Feedback.objects.select_related("service", "region"), table=FeedbackTable)  # fmt: skip


@page("volunteer.write")
def match(request: PostRequest) -> HttpResponseBase:
    """The best plan for all open services; a person picks what is done."""
    if request.method == "POST":
        picked = [
            (int(s), int(v))
            for s, _dash, v in (value.partition("-") for value in request.POST.getlist("pick")[:MOST_PICKED])
            if s.isdecimal() and v.isdecimal() and len(s) < 19 and len(v) < 19
        ]
        done, faults = matching.decide(request.post.region, picked)
        if done:
            messages.success(request, _("已邀请 %(n)d 位志愿者，等他们答复。") % {"n": done})
        for words in faults[:5]:
            messages.error(request, words)
        if not picked:
            messages.error(request, _("请先勾选要邀请的。"))
        return redirect(to("match"))
    made = matching.propose(request.post.region)
    return one(
        request, "services", template="volunteers/match.html", title=_("匹配志愿者"), crumbs=[*home(), (_("供需对接"), to("services"))],
        pairs=[(p, words_of(p.service.need.kind)) for p in made.pairs], unmet=made.unmet, days=matching.horizon(),
    )  # fmt: skip


def _service(pk: int) -> Service:
    return get_object_or_404(Service.objects.with_names(), pk=pk)


def _way_service(found: Service) -> Crumbs:
    return [*home(), (_("供需对接"), to("services")), (str(found), to("service", found.pk))]


@page("volunteer.read")
def service(request: PostRequest, pk: int) -> HttpResponseBase:
    """One service: who comes, who was asked, who else could."""
    found, write = _service(pk), request.post.may("volunteer.write")
    facts = (
        (_("服务项目"), words_of(found.need.kind)), (_("服务对象"), found.need.whose), (_("地区"), found.region.name),
        (_("志愿者"), found.volunteer.person.name if found.volunteer else "—"),
        (_("到达"), f"{found.started_at:%H:%M}" if found.started_at else ""), (_("离开"), f"{found.ended_at:%H:%M}" if found.ended_at else ""),
        (_("取消原因"), found.why),
    )  # fmt: skip
    asked = [
        Item(
            o.volunteer.person.name,
            to("volunteer", o.volunteer_id),
            "；".join([*o.why, o.note] if o.note else o.why),
            TONES[o.answer],
            o.get_answer_display(),
        )
        for o in found.offers.select_related("volunteer__person")
    ]
    said = [Item(f"{f.get_side_display()} {f.mark}", detail=f.text) for f in found.feedback.all()]
    asked_card = Card(_("邀请记录"), asked, _("还没有邀请过。"))
    others = [_others(found)] if write and found.state == Service.State.OPEN else []
    return one(
        request, "services", title=f"{found.on} {found.start:%H:%M}–{found.end:%H:%M}", intro=found.need.text, facts=facts,
        state=(TONES[found.state], found.get_state_display()), acts=_service_acts(found) if write else [], crumbs=_way_service(found)[:-1],
        cards=[asked_card, Card(_("评价"), said, _("还没有评价。"))], beside=others,
    )  # fmt: skip


def _service_acts(found: Service) -> list[Act]:
    states, pk = Service.State, found.pk
    cancel = Act(_("取消这次服务"), to("service-cancel", pk), "x")
    acts = {
        states.OPEN: [cancel],
        states.OFFERED: [Act(_("撤回邀请"), to("service-release", pk), "arrow-back-up"), cancel],
        states.BOOKED: [
            Act(_("登记完成"), to("service-done", pk), "check", main=True),
            Act(_("换人"), to("service-release", pk), "arrows-exchange"),
            cancel,
        ],
        states.STARTED: [Act(_("登记完成"), to("service-done", pk), "check", main=True)],
        states.DONE: [Act(_("确认时长"), to("service-confirm", pk), "check", main=True, click=True)],
    }
    return [*acts.get(found.state, []), Act(_("看需求"), to("need", found.need_id), "eye")]


def _others(found: Service) -> Card:
    """Who could come, with a button to ask each."""
    items = [
        Item(
            p.volunteer.person.name,
            to("volunteer", p.volunteer.pk),
            "；".join(p.why),
            acts=[Act(_("邀请"), to("service-ask", found.pk, p.volunteer.pk), "send", click=True)],
        )
        for p in matching.candidates(found)
    ]
    return Card(_("可以邀请的人"), items, _("没有合适的人：可以先培训、招募，或与服务对象商量改时间。"))


@require_POST
@page("volunteer.write")
def ask(request: PostRequest, pk: int, volunteer: int) -> HttpResponseBase:
    """Ask one of the candidates."""
    found = _service(pk)
    why = next((p.why for p in matching.candidates(found) if p.volunteer.pk == volunteer), [_("由工作人员选定")])
    get_object_or_404(Volunteer, pk=volunteer)
    return act_and_go(request, lambda: offers.ask(pk, volunteer, why), _("已邀请，等答复。"), to("service", pk))


@page("volunteer.write")
def release(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let the volunteer go and look for another."""
    found, back = _service(pk), to("service", pk)
    return form_page(
        request, forms.WhyForm(request.POST or None), lambda d: offers.release(pk, d["why"]), title=_("换人"), button=_("确定"), to=back,
        done=_("已退回待匹配，下面是可以邀请的人。"), back=back, crumbs=_way_service(found),
    )  # fmt: skip


@page("volunteer.write")
def cancel(request: PostRequest, pk: int) -> HttpResponseBase:
    """Cancel one service."""
    found, back = _service(pk), to("service", pk)
    return form_page(
        request, forms.WhyForm(request.POST or None), lambda d: services.cancel(pk, d["why"]), title=_("取消这次服务"), button=_("取消服务"), to=back,
        done=_("已取消。"), back=back, crumbs=_way_service(found),
    )  # fmt: skip


@page("volunteer.write")
def done(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was done where nobody checked in."""
    found, back = _service(pk), to("service", pk)
    form = forms.TimesForm(request.POST or None, initial={"start": f"{found.start:%H:%M}", "end": f"{found.end:%H:%M}"})

    def act(d: dict[str, Any]) -> Stint:
        start, end = (_at(found, d[name]) for name in ("start", "end"))
        return services.report_done(pk, start, end)

    return form_page(
        request,
        form,
        act,
        title=_("登记完成"),
        intro=_("按实际时间填写；登记后计入志愿者时长。"),
        button=_("登记"),
        to=back,
        done=_("已登记。"),
        back=back,
        crumbs=_way_service(found),
    )


def _at(found: Service, clock: Any) -> datetime:
    return hours.at(found.on, clock)


@require_POST
@page("volunteer.write")
def confirm(request: PostRequest, pk: int) -> HttpResponseBase:
    """Confirm the hours."""
    _service(pk)
    return act_and_go(request, lambda: services.confirm(pk, Stint.How.STATION), _("已确认。"), to("service", pk))


# Reports


@page("volunteer.safeguard")
def concerns(request: PostRequest) -> HttpResponseBase:
    """Reports of the county; what they say is on their pages."""
    return listing(
        request, "needs", title=_("安全和权益报告"), rows=Concern.objects.select_related("service", "region"), table=ConcernTable,
        intro=_("内容加密保存，只有县残联能看；每次查看都记入审计。"),
    )  # fmt: skip


def _concern(pk: int) -> Concern:
    return get_object_or_404(
        Concern.objects.select_related("service__volunteer__person", "service__need__person", "region"), pk=pk
    )


@page("volunteer.safeguard")
def concern(request: PostRequest, pk: int) -> HttpResponseBase:
    """One report; looking at it is kept in the trail."""
    found = _concern(pk)
    record("concern.read", found)
    acts = (
        [Act(_("登记处理结果"), to("concern-settle", pk), "check", main=True)]
        if found.state == Concern.State.OPEN
        else []
    )
    who = found.service.volunteer
    facts = (
        (_("报告人"), found.get_side_display()), (_("情况"), found.text), (_("服务"), str(found.service)),
        (_("志愿者"), who.person.name if who else "—"), (_("服务对象"), found.service.need.whose), (_("处理结果"), found.outcome),
        (_("处理日期"), found.done_on),
    )  # fmt: skip
    return one(
        request, "needs", title=_("安全和权益报告"), state=(TONES[found.state], found.get_state_display()), facts=facts, acts=acts,
        crumbs=[*way(), (_("报告"), to("concerns"))],
    )  # fmt: skip


@page("volunteer.safeguard")
def concern_settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was done about it."""
    found, back = _concern(pk), to("concern", pk)
    if found.region_id[:6] != request.post.region_id[:6]:
        raise PermissionDenied(_("由所在县残联处理。"))
    return form_page(
        request,
        forms.OutcomeForm(request.POST or None),
        lambda d: services.settle_concern(pk, d["outcome"]),
        title=_("登记处理结果"),
        button=_("处理完毕"),
        to=back,
        done=_("已登记。"),
        back=back,
        crumbs=[*way(), (_("报告"), back)],
    )
