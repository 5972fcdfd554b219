"""The page of an application, opened by its key: how far it is, mending, showing that one reads the address."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.foundation import sending
from zulian.foundation.audit import audited
from zulian.foundation.detail import Act
from zulian.foundation.pages import act_and_go, form_page
from zulian.foundation.public import public
from zulian.foundation.rooms import Crumbs
from zulian.registers.shown import choice_of
from zulian.volunteers import forms
from zulian.volunteers.models import Registration
from zulian.volunteers.room import one, to
from zulian.volunteers.services import codes, registry
from zulian.volunteers.services.common import words_of
from zulian.volunteers.views.public import PUBLIC, front, of_key


def way(key: str) -> Crumbs:
    """The way to the own page."""
    return [*front(), (_("我的页面"), to("mine", key))]


def application(request: HttpRequest, found: Registration) -> HttpResponseBase:
    """The page of an application, until it is passed."""
    acts = []
    if found.state == Registration.State.RETURNED:
        acts.append(Act(_("补正后重新提交"), to("mine-mend", found.page_key), "edit", main=True))
    address = found.phone if sending.reachable(found.phone) else found.email
    if not found.contact_checked and sending.reachable(address):
        acts.append(Act(_("验证联系方式"), to("mine-code", found.page_key), "shield-lock", click=True))
    facts = (
        (_("姓名"), found.name),
        (_("服务地区"), found.region.name),
        (_("服务项目"), "、".join(words_of(key) for key in found.skill_keys)),
        (_("联系方式"), found.masked_phone + (_("（已验证）") if found.contact_checked else "")),
        (_("审核意见"), found.note),
    )
    return one(
        request,
        "",
        template=PUBLIC,
        title=_("我的注册申请"),
        state=choice_of(found),
        facts=facts,
        acts=acts,
        intro=_("请收藏本页，审核结果会显示在这里。"),
        crumbs=front(),
    )


@public
def mend(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand the application in again."""
    found = of_key(key)
    form = forms.JoinForm(request.POST or None, instance=copy(found), initial={"id_number": ""})
    return form_page(
        request,
        form,
        lambda d: registry.mend(key, form.application()),
        title=_("补正注册申请"),
        intro=found.note,
        button=_("重新提交"),
        to=to("mine", key),
        done=_("已重新提交。"),
        back=to("mine", key),
        crumbs=way(key),
    )


@public
def code(request: HttpRequest, key: str) -> HttpResponseBase:
    """Prove that one reads the address given: a click sends a code, this page takes it."""
    found = of_key(key)
    address = found.phone if sending.reachable(found.phone) else found.email
    if request.method == "POST" and "digits" not in request.POST:
        back = to("mine-code", key)
        return act_and_go(
            request,
            lambda: codes.send_code(address),
            _("验证码正在发送，请稍候并填写收到的数字；几分钟内没有收到，可重新获取。"),
            back,
        )

    def act(d: dict[str, Any]) -> None:
        if not codes.check_code(address, d["digits"]):
            raise ValidationError({"digits": _("验证码不对或已过期，请返回重新获取。")})
        with audited("registration.contact", found):
            found.contact_checked = True
            found.save()

    return form_page(
        request,
        forms.CodeForm(request.POST or None),
        act,
        title=_("验证联系方式"),
        intro=_("发到登记的手机或邮箱，请尽快填写。"),
        button=_("验证"),
        to=to("mine", key),
        done=_("联系方式已验证。"),
        back=to("mine", key),
        crumbs=way(key),
    )
