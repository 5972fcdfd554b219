"""The own page of a volunteer, opened by a key that nobody guesses: offers, services, activities, hours."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.foundation.forms import BaseForm
from zulian.foundation.public import public
from zulian.registers.shown import choice_of
from zulian.volunteers.forms import public as forms
from zulian.volunteers.models import Feedback, Offer, Service, SignUp, Stint, Volunteer
from zulian.volunteers.registers.people import served_words
from zulian.volunteers.registers.teams import stint_state
from zulian.volunteers.room import ROOM, to
from zulian.volunteers.services import activities, needs, offers, registry
from zulian.volunteers.services.common import words_of
from zulian.volunteers.views.applying import application, of_key, way
from zulian.volunteers.views.office import certificate_response
from zulian.volunteers.views.portal import SUBMIT, concern_form, page_of, rate_form

MOST = 12
PAGE = "volunteer_page"
State = Service.State


def _me(key: str) -> Volunteer:
    return get_object_or_404(Volunteer.objects.with_names(), page_key=key)


def _my(model: type[Model], key: str, pk: int) -> Volunteer:
    """Whose key it is; raises Http404 where the row of a model is not theirs."""
    me = _me(key)
    get_object_or_404(model, pk=pk, volunteer=me)
    return me


@public
def mine(request: HttpRequest, key: str) -> HttpResponseBase:
    """My page: first the application, then offers, what is promised, hours and the certificate."""
    me = Volunteer.objects.with_names().filter(page_key=key).first()
    if me is None:
        return application(request, of_key(key))
    request.session[PAGE] = key
    acts = [
        Button(_("报名参加活动"), to("public-activities"), "calendar", main=True),
        Button(_("服务证明"), to("mine-certificate", key), "file-text"),
        Button(_("我的可服务时间"), to("mine-change", key), "edit"),
    ]
    if me.status == Volunteer.Status.ACTIVE:
        acts.append(Button(_("暂停服务"), to("mine-pause", key), "player-pause"))
    elif me.status != Volunteer.Status.REMOVED:
        acts.append(Button(_("恢复服务"), to("mine-resume", key), "refresh", click=True))
    return page_of(
        request,
        title=_("%(name)s，您好") % {"name": me.person.name},
        intro=_("编号 %(number)s，%(served)s") % {"number": me.number, "served": served_words(me)},
        acts=acts,
        state=choice_of(me, "status"),
        cards=[_offers(me, key), _services(me, key), _sign_ups(me, key)],
        beside=[_skills(me), _stints(me)],
    )


def _offers(me: Volunteer, key: str) -> Panel:
    rows = Offer.objects.filter(volunteer=me, answer="").select_related(
        "service__need", "service__region"
    )
    return Panel(_("等您答复的邀请"), [_offer(offer, key) for offer in rows], _("现在没有邀请。"))


def _offer(offer: Offer, key: str) -> ListItem:
    service, why = offer.service, "；".join(offer.why)
    facts = {"where": service.region.name, "text": service.need.text, "why": why}
    acts = [
        Button(_("接受"), to("mine-accept", key, offer.pk), "check", click=True),
        Button(_("谢绝"), to("mine-decline", key, offer.pk), "x"),
    ]
    words = _("%(where)s：%(text)s。请您的理由：%(why)s") % facts
    return ListItem(f"{service.span} {words_of(service.need.kind)}", "", words, acts=acts)


def _services(me: Volunteer, key: str) -> Panel:
    promised = Service.objects.filter(
        volunteer=me, state__in=[State.BOOKED, State.STARTED, State.DONE]
    )
    rows = promised.select_related("need__person")
    return Panel(
        _("约定的服务"), [_service(service, key) for service in rows], _("没有约定的服务。")
    )


def _service(service: Service, key: str) -> ListItem:
    acts: list[Button] = []
    if service.state == State.BOOKED:
        if service.on == today():
            acts.append(
                Button(_("我已到达"), to("mine-arrive", key, service.pk), "check", click=True)
            )
        acts.append(Button(_("我来不了"), to("mine-fall-out", key, service.pk), "x"))
    if service.state == State.STARTED:
        acts.append(Button(_("服务结束"), to("mine-depart", key, service.pk), "check", click=True))
    if service.state == State.DONE:
        acts.append(Button(_("评价"), to("mine-rate", key, service.pk), "circle-check"))
    acts.append(Button(_("反映问题"), to("mine-concern", key, service.pk), "alert-triangle"))
    need = service.need
    whom = need.person.name if need.person else need.name
    detail = "，".join(filter(None, (whom, need.place, need.phone, need.text)))
    return ListItem(f"{service.span} {words_of(need.kind)}", "", detail, *choice_of(service), acts)


def _sign_ups(me: Volunteer, key: str) -> Panel:
    coming = SignUp.objects.filter(volunteer=me, on__gte=today()).exclude(state=SignUp.State.OUT)
    rows = coming.select_related("slot__activity")
    return Panel(
        _("报名的活动"), [_sign_up(sign_up, key) for sign_up in rows], _("还没有报名活动。")
    )


def _sign_up(sign_up: SignUp, key: str) -> ListItem:
    activity = sign_up.slot.activity
    off = Button(_("取消报名"), to("mine-sign-off", key, sign_up.pk), "x", click=True)
    acts = [off] if sign_up.state in {SignUp.State.IN, SignUp.State.WAITING} else []
    url = to("public-activity", activity.pk)
    return ListItem(activity.title, url, f"{sign_up.on} {sign_up.slot}", *choice_of(sign_up), acts)


def _skills(me: Volunteer) -> Panel:
    until = dict(me.qualifications.values_list("key", "until"))
    items = [
        ListItem(
            words_of(key), detail=_("资格到 %(day)s") % {"day": until[key]} if key in until else ""
        )
        for key in me.skill_keys
    ]
    return Panel(_("我提供的服务"), items, _("还没有登记。"))


def _stints(me: Volunteer) -> Panel:
    rows = Few.of(Stint.objects.filter(volunteer=me), MOST)
    items = [
        ListItem(
            f"{row.day} {words_of(row.kind)}",
            "",
            _("%(h)s 小时") % {"h": f"{row.hours:f}"},
            *stint_state(row),
        )
        for row in rows
    ]
    return Panel(_("服务记录"), items, _("还没有服务记录。"), of=rows)


# What I do


def _click(request: HttpRequest, key: str, act: Callable[[], Any], done: str) -> HttpResponseBase:
    return ROOM.post_action(request, act, done, to("mine", key))


def _form(
    request: HttpRequest,
    key: str,
    form: type[BaseForm],
    title: str,
    done: str,
    act: Callable[[dict[str, Any]], Any],
) -> HttpResponseBase:
    shown = form(request.POST or None)
    return ROOM.form_page(
        request,
        shown,
        act,
        title=title,
        button=SUBMIT,
        done=done,
        back=to("mine", key),
        crumbs=way(key),
    )


@require_POST
@public
def accept(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Accept an offer."""
    me = _my(Offer, key, pk)
    return _click(
        request, key, lambda: offers.accept(pk, me), _("谢谢您！地点和联系方式见“约定的服务”。")
    )


@public
def decline(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Decline an offer."""
    me = _my(Offer, key, pk)
    return _form(
        request,
        key,
        forms.WhyForm,
        _("谢绝邀请"),
        _("已告知联络站。"),
        lambda data: offers.decline(pk, me, data["why"]),
    )


@require_POST
@public
def arrive_at(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I am there."""
    me = _my(Service, key, pk)
    return _click(
        request, key, lambda: needs.arrive(pk, me), _("已签到，服务结束时请点“服务结束”。")
    )


@require_POST
@public
def depart(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I am done."""
    me = _my(Service, key, pk)
    return _click(
        request, key, lambda: needs.depart(pk, me), _("辛苦了！时长等服务对象或联络站确认。")
    )


@public
def fall_out(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I can't come."""
    me = _my(Service, key, pk)
    return _form(
        request,
        key,
        forms.WhyForm,
        _("我来不了"),
        _("已通知联络站另作安排。"),
        lambda data: offers.fall_out(pk, me, data["why"]),
    )


@public
def rate(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """What I say of a service."""
    _my(Service, key, pk)
    return rate_form(request, pk, Feedback.Side.VOLUNTEER, to("mine", key), way(key))


@public
def concern(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Report something that should not have happened."""
    _my(Service, key, pk)
    return concern_form(request, pk, Feedback.Side.VOLUNTEER, to("mine", key), way(key))


@require_POST
@public
def sign_up(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Take a place in an activity."""
    me = _me(key)

    def act() -> None:
        if activities.sign_up(pk, me.pk).state == SignUp.State.WAITING:
            messages.info(request, _("名额已满，您在候补名单中；有人退出会自动转正。"))

    return _click(request, key, act, _("已登记。"))


@require_POST
@public
def sign_off(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Give a place back."""
    me = _my(SignUp, key, pk)
    return _click(request, key, lambda: activities.sign_off(pk, me), _("已取消报名。"))


@public
def change(request: HttpRequest, key: str) -> HttpResponseBase:
    """When I have time and what I offer."""
    me = _me(key)
    return ROOM.form_page(
        request,
        forms.ProfileForm(request.POST or None, instance=copy(me)),
        lambda data: registry.change(me.pk, data, data["skills"]),
        title=_("我的可服务时间"),
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
        _("暂停服务"),
        _("已暂停，到期自动恢复。"),
        lambda data: registry.pause(me.pk, data["until"]),
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
