"""The own page of a volunteer, opened by a key that nobody guesses: offers, services, activities, hours."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.forms import HouseForm
from zulian.foundation.pages import act_and_go, form_page
from zulian.foundation.public import public
from zulian.registers.shown import choice_of
from zulian.volunteers import forms
from zulian.volunteers.models import (
    Offer,
    Service,
    SignUp,
    Stint,
    Volunteer,
)
from zulian.volunteers.models.needs import Feedback
from zulian.volunteers.registers.people import served_words, stint_state
from zulian.volunteers.room import one, to
from zulian.volunteers.services import activities, needs, offers, registry
from zulian.volunteers.services.common import words_of
from zulian.volunteers.views.applying import application, way
from zulian.volunteers.views.office import certificate_response
from zulian.volunteers.views.public import PUBLIC, front, of_key

MOST = 12
PAGE = "volunteer_page"


def _me(key: str) -> Volunteer:
    return get_object_or_404(Volunteer.objects.with_names(), page_key=key)


@public
def mine(request: HttpRequest, key: str) -> HttpResponseBase:
    """My page: first the application, then offers, what is promised, hours and the certificate."""
    found = Volunteer.objects.with_names().filter(page_key=key).first()
    if found is None:
        return application(request, of_key(key))
    request.session[PAGE] = key
    acts = [
        Act(_("报名参加活动"), to("public-activities"), "calendar", main=True),
        Act(_("服务证明"), to("mine-certificate", key), "file-text"),
        Act(_("我的可服务时间"), to("mine-change", key), "edit"),
    ]
    if found.status == Volunteer.Status.ACTIVE:
        acts.append(Act(_("暂停服务"), to("mine-pause", key), "player-pause"))
    elif found.status != Volunteer.Status.REMOVED:
        acts.append(Act(_("恢复服务"), to("mine-resume", key), "refresh", click=True))
    words = _("编号 %(number)s，%(served)s") % {"number": found.number, "served": served_words(found)}
    return one(
        request,
        "",
        template=PUBLIC,
        title=_("%(name)s，您好") % {"name": found.person.name},
        intro=words,
        acts=acts,
        crumbs=front(),
        state=choice_of(found, "status"),
        cards=[_offers(found, key), _services(found, key), _sign_ups(found, key)],
        beside=[_skills(found), _stints(found)],
    )


def _offers(found: Volunteer, key: str) -> Card:
    rows = Offer.objects.filter(volunteer=found, answer="").select_related("service__need", "service__region")
    items = [
        Item(
            f"{o.service.span} {words_of(o.service.need.kind)}",
            "",
            _("%(where)s：%(text)s。请您的理由：%(why)s")
            % {"where": o.service.region.name, "text": o.service.need.text, "why": "；".join(o.why)},
            acts=[
                Act(_("接受"), to("mine-accept", key, o.pk), "check", click=True),
                Act(_("谢绝"), to("mine-decline", key, o.pk), "x"),
            ],
        )
        for o in rows
    ]
    return Card(_("等您答复的邀请"), items, _("现在没有邀请。"))


def _services(found: Volunteer, key: str) -> Card:
    rows = Service.objects.filter(volunteer=found, state__in=["booked", "started", "done"]).select_related(
        "need__person"
    )
    return Card(_("约定的服务"), [_service(row, key) for row in rows], _("没有约定的服务。"))


def _service(row: Service, key: str) -> Item:
    acts: list[Act] = []
    if row.state == Service.State.BOOKED:
        if row.on == today():
            acts.append(Act(_("我已到达"), to("mine-arrive", key, row.pk), "check", click=True))
        acts.append(Act(_("我来不了"), to("mine-fall-out", key, row.pk), "x"))
    if row.state == Service.State.STARTED:
        acts.append(Act(_("服务结束"), to("mine-depart", key, row.pk), "check", click=True))
    if row.state == Service.State.DONE:
        acts.append(Act(_("评价"), to("mine-rate", key, row.pk), "circle-check"))
    acts.append(Act(_("反映问题"), to("mine-concern", key, row.pk), "alert-triangle"))
    whom = row.need.person.name if row.need.person else row.need.name
    detail = "，".join(part for part in (whom, row.need.place, row.need.phone, row.need.text) if part)
    return Item(
        f"{row.span} {words_of(row.need.kind)}",
        "",
        detail,
        *choice_of(row),
        acts,
    )


def _sign_ups(found: Volunteer, key: str) -> Card:
    rows = SignUp.objects.filter(volunteer=found, on__gte=today()).exclude(state="out").select_related("slot__activity")
    items = []
    for row in rows:
        acts = (
            [Act(_("取消报名"), to("mine-sign-off", key, row.pk), "x", click=True)]
            if row.state in {"in", "waiting"}
            else ()
        )
        items.append(
            Item(
                row.slot.activity.title,
                to("public-activity", row.slot.activity_id),
                f"{row.on} {row.slot}",
                *choice_of(row),
                acts,
            )
        )
    return Card(_("报名的活动"), items, _("还没有报名活动。"))


def _skills(found: Volunteer) -> Card:
    qualified = {q.key: q for q in found.qualifications.all()}
    items = [
        Item(words_of(k), detail=_("资格到 %(day)s") % {"day": qualified[k].until} if k in qualified else "")
        for k in found.skill_keys
    ]
    return Card(_("我提供的服务"), items, _("还没有登记。"))


def _stints(found: Volunteer) -> Card:
    rows = Few.of(Stint.objects.filter(volunteer=found), MOST)
    items = [
        Item(
            f"{s.day} {words_of(s.kind)}",
            "",
            _("%(h)s 小时") % {"h": f"{s.hours:f}"},
            *stint_state(s),
        )
        for s in rows
    ]
    return Card(_("服务记录"), items, _("还没有服务记录。"), of=rows)


# What I do


def _click(request: HttpRequest, key: str, act: Any, done: Any) -> HttpResponseBase:
    return act_and_go(request, act, done, to("mine", key))


@require_POST
@public
def accept(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Accept an offer."""
    me = _me(key)
    get_object_or_404(Offer, pk=pk, volunteer=me)
    return _click(request, key, lambda: offers.accept(pk, me), _("谢谢您！地点和联系方式见“约定的服务”。"))


@public
def decline(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Decline an offer."""
    me = _me(key)
    get_object_or_404(Offer, pk=pk, volunteer=me)
    return _form(
        request, key, forms.WhyForm, lambda d: offers.decline(pk, me, d["why"]), _("谢绝邀请"), _("已告知联络站。")
    )


def _form(
    request: HttpRequest, key: str, form: type[HouseForm], act: Any, title: Any, done: Any, intro: Any = ""
) -> HttpResponseBase:
    return form_page(
        request,
        form(request.POST or None),
        act,
        title=title,
        button=_("提交"),
        to=to("mine", key),
        done=done,
        back=to("mine", key),
        crumbs=way(key),
        intro=intro,
    )


@require_POST
@public
def arrive_at(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I am there."""
    me = _me(key)
    get_object_or_404(Service, pk=pk, volunteer=me)
    return _click(request, key, lambda: needs.arrive(pk, me), _("已签到，服务结束时请点“服务结束”。"))


@require_POST
@public
def depart(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I am done."""
    me = _me(key)
    get_object_or_404(Service, pk=pk, volunteer=me)
    return _click(request, key, lambda: needs.depart(pk, me), _("辛苦了！时长等服务对象或联络站确认。"))


@public
def fall_out(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I can't come."""
    me = _me(key)
    get_object_or_404(Service, pk=pk, volunteer=me)
    return _form(
        request,
        key,
        forms.WhyForm,
        lambda d: offers.fall_out(pk, me, d["why"]),
        _("我来不了"),
        _("已通知联络站另作安排。"),
    )


@public
def rate(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """What I say of a service."""
    get_object_or_404(Service, pk=pk, volunteer=_me(key))
    return _form(
        request,
        key,
        forms.FeedbackForm,
        lambda d: needs.rate(pk, Feedback.Side.VOLUNTEER, d["mark"], d["text"]),
        _("服务评价"),
        _("谢谢您的评价。"),
    )


@public
def concern(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Report something that should not have happened."""
    get_object_or_404(Service, pk=pk, volunteer=_me(key))
    return _form(
        request,
        key,
        forms.ConcernForm,
        lambda d: needs.report_concern(pk, Feedback.Side.VOLUNTEER, d["text"]),
        _("反映问题"),
        _("已保密提交给县残联。"),
    )


@require_POST
@public
def sign_up(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Take a place in an activity."""
    me = _me(key)

    def act() -> None:
        made = activities.sign_up(pk, me.pk)
        if made.state == SignUp.State.WAITING:
            messages.info(request, _("名额已满，您在候补名单中；有人退出会自动转正。"))

    return _click(request, key, act, _("已登记。"))


@require_POST
@public
def sign_off(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Give a place back."""
    me = _me(key)
    get_object_or_404(SignUp, pk=pk, volunteer=me)
    return _click(request, key, lambda: activities.sign_off(pk, me), _("已取消报名。"))


@public
def change(request: HttpRequest, key: str) -> HttpResponseBase:
    """When I have time and what I offer."""
    me = _me(key)
    form = forms.ProfileForm(request.POST or None, instance=copy(me))
    return form_page(
        request,
        form,
        lambda d: registry.change(me.pk, d, d["skills"]),
        title=_("我的可服务时间"),
        button=_("保存"),
        to=to("mine", key),
        done=_("已保存。"),
        back=to("mine", key),
        crumbs=way(key),
    )


@public
def pause(request: HttpRequest, key: str) -> HttpResponseBase:
    """No service until a day."""
    me = _me(key)
    return _form(
        request,
        key,
        forms.UntilForm,
        lambda d: registry.pause(me.pk, d["until"]),
        _("暂停服务"),
        _("已暂停，到期自动恢复。"),
    )


@require_POST
@public
def resume(request: HttpRequest, key: str) -> HttpResponseBase:
    """Back in service."""
    me = _me(key)
    return _click(request, key, lambda: registry.resume(me.pk), _("欢迎回来。"))


@public
def certificate(request: HttpRequest, key: str) -> HttpResponseBase:
    """My certificate."""
    return certificate_response(request, _me(key))
