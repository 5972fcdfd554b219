"""Services and matching: propose and decide, ask, replace, confirm, what both sides say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.inputs import read_ids
from zulian.foundation.once import do_once
from zulian.foundation.pages import act_and_go, form_page
from zulian.volunteers import forms
from zulian.volunteers.models import Feedback, Offer, Service, Stint, Volunteer
from zulian.volunteers.services import hours, matching, offers
from zulian.volunteers.services import needs as services
from zulian.volunteers.services.common import words_of
from zulian.volunteers.tables import (
    TONES,
    FeedbackTable,
    OfferTable,
    ServiceFilter,
    ServiceTable,
)
from zulian.volunteers.views.common import Crumbs, home, listing, one, to


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


def _picked(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of a service and a volunteer out of texts like 12-34."""
    pairs = [read_ids(text.split("-")) for text in texts]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


@page("volunteer.write")
def match(request: PostRequest) -> HttpResponseBase:
    """The best plan for all open services; a person picks what is done."""
    if request.method == "POST":
        return redirect(do_once(request, lambda: _invite(request)))
    made = matching.propose(request.post.region)
    return one(
        request, "services", template="volunteers/match.html", title=_("匹配志愿者"), crumbs=[*home(), (_("供需对接"), to("services"))],
        pairs=[(p, words_of(p.service.need.kind)) for p in made.pairs], unmet=made.unmet, services=made.services, days=matching.horizon(),
    )  # fmt: skip


def _invite(request: PostRequest) -> str:
    """Invite those picked and say what came of it; returns where to go on."""
    picked = _picked(request.POST.getlist("pick"))
    done, faults = matching.decide(request.post.region, picked)
    if done:
        messages.success(request, _("已邀请 %(n)d 位志愿者，等他们答复。") % {"n": done})
    for words in faults[:5]:
        messages.error(request, words)
    if not picked:
        messages.error(request, _("请先勾选要邀请的。"))
    return to("match")


def _service(pk: int) -> Service:
    return get_object_or_404(Service.objects.with_names(), pk=pk)


def _way_service(found: Service) -> Crumbs:
    return [*home(), (_("供需对接"), to("services")), (str(found), to("service", found.pk))]


def _hour(moment: datetime | None) -> str:
    """The hour and minute of a moment as the clock on the wall says."""
    return f"{localtime(moment):%H:%M}" if moment else ""


@page("volunteer.read")
def service(request: PostRequest, pk: int) -> HttpResponseBase:
    """One service: who comes, who was asked, who else could."""
    found, write = _service(pk), request.post.may("volunteer.write")
    facts = (
        (_("服务项目"), words_of(found.need.kind)), (_("服务对象"), found.need.whose), (_("地区"), found.region.name),
        (_("志愿者"), found.volunteer.person.name if found.volunteer else "—"),
        (_("到达"), _hour(found.started_at)), (_("离开"), _hour(found.ended_at)),
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
