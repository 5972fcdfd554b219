"""The page of an application, opened by its key: mend it, show that one reads the address given."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.foundation import sending
from zulian.foundation.audit import audited
from zulian.foundation.detail import Button
from zulian.foundation.public import public
from zulian.foundation.rooms import Crumbs
from zulian.registers.shown import choice_of
from zulian.volunteers.forms import public as forms
from zulian.volunteers.models import Registration
from zulian.volunteers.registers.people import phone_words, skill_words
from zulian.volunteers.room import ROOM, to
from zulian.volunteers.services import codes, registry
from zulian.volunteers.views.portal import front, page_of


def way(key: str) -> Crumbs:
    """The way to the own page."""
    return [*front(), (_("我的页面"), to("mine", key))]


def of_key(key: str) -> Registration:
    """The application of a page key, as long as it is one."""
    return get_object_or_404(Registration.objects.select_related("region"), page_key=key)


def application(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    """The page of an application, until it is passed."""
    key, acts = registration.page_key, []
    if registration.state == Registration.State.RETURNED:
        acts.append(Button(_("补正后重新提交"), to("mine-mend", key), "edit", main=True))
    if not registration.contact_checked and sending.reachable(_address(registration)):
        acts.append(Button(_("验证联系方式"), to("mine-code", key), "shield-lock", click=True))
    return page_of(
        request,
        title=_("我的注册申请"),
        state=choice_of(registration),
        facts=(
            (_("姓名"), registration.name),
            (_("服务地区"), registration.region.name),
            (_("服务项目"), skill_words(registration)),
            (_("联系方式"), phone_words(registration)),
            (_("审核意见"), registration.note),
        ),
        acts=acts,
        intro=_("请收藏本页，审核结果会显示在这里。"),
    )


def _address(registration: Registration) -> str:
    """Where an applicant can be reached."""
    return registration.phone if sending.reachable(registration.phone) else registration.email


@public
def mend(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand the application in again."""
    registration = of_key(key)
    form = forms.JoinForm(
        request.POST or None, instance=copy(registration), initial={"id_number": ""}
    )
    return ROOM.form_page(
        request,
        form,
        lambda data: registry.mend(key, form.application()),
        title=_("补正注册申请"),
        intro=registration.note,
        button=_("重新提交"),
        done=_("已重新提交。"),
        back=to("mine", key),
        crumbs=way(key),
    )


@public
def code(request: HttpRequest, key: str) -> HttpResponseBase:
    """Prove that one reads the address given: a click sends a code, this page takes it."""
    registration = of_key(key)
    address = _address(registration)
    if request.method == "POST" and "digits" not in request.POST:
        words = _("验证码正在发送，请稍候并填写收到的数字；几分钟内没有收到，可重新获取。")
        return ROOM.post_action(
            request, lambda: codes.send_code(address), words, to("mine-code", key)
        )

    def act(data: dict[str, Any]) -> None:
        if not codes.check_code(address, data["digits"]):
            raise ValidationError({"digits": _("验证码不对或已过期，请返回重新获取。")})
        with audited("registration.contact", registration):
            registration.contact_checked = True
            registration.save()

    return ROOM.form_page(
        request,
        forms.CodeForm(request.POST or None),
        act,
        title=_("验证联系方式"),
        intro=_("发到登记的手机或邮箱，请尽快填写。"),
        button=_("验证"),
        done=_("联系方式已验证。"),
        back=to("mine", key),
        crumbs=way(key),
    )
