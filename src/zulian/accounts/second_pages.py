"""Pages of the second factor: the code at sign-in, and one's own (开启、备用码、关闭)."""

from __future__ import annotations

from time import time
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zulian.accounts import events, second_factor, services, trusted_devices
from zulian.accounts.access import page
from zulian.accounts.middleware import SECOND, PostRequest
from zulian.accounts.models import SecondFactor, User
from zulian.foundation.forms import BaseForm
from zulian.foundation.pages import act_and_go, form_page
from zulian.foundation.public import public

# Who gave the right password has so long for the code.
WAITING, WAITING_SECONDS = "second_waiting", 5 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"
QR_SCALE = 5


class CodeForm(BaseForm):
    """A code of the phone, or one kept for its loss."""

    code = forms.CharField(
        label=gettext_lazy("动态码"),
        max_length=20,
        help_text=gettext_lazy("手机身份验证器上的 6 位数字；手机不在身边的，填一个备用码。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


def ask(request: HttpRequest, user: User, to: str) -> HttpResponse:
    """After the right password: the code is asked for before anybody is signed in."""
    request.session[WAITING] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "until": int(time()) + WAITING_SECONDS,
        "to": to,
    }
    return redirect("accounts:second")


@public
def second(request: HttpRequest) -> HttpResponseBase:
    """The code beside the password: the second step of signing in."""
    user, to = _waiting(request)
    if user is None:
        messages.info(request, _("请重新输入登录名和密码。"))
        return redirect("accounts:sign-in")

    def act(data: dict[str, Any]) -> None:
        second_factor.check(user, data["code"])
        sign_in(request, user)

    answer = form_page(
        request,
        CodeForm(request.POST or None),
        act,
        title=_("输入动态码"),
        button=_("登录"),
        to=to,
        back=reverse("accounts:sign-in"),
    )
    if request.user.is_authenticated:
        trusted_devices.remember(answer, user)
    return answer


def sign_in(request: HttpRequest, user: User) -> None:
    """Open the session of somebody who proved both."""
    login(request, user, backend=BACKEND)
    request.session[SECOND] = True
    request.session.pop(WAITING, None)
    events.note_sign_in(user)
    services.ask_for_new_password(user)


def _waiting(request: HttpRequest) -> tuple[User | None, str]:
    """Who gave the right password a short while ago, and where they wanted to go; None where that is over."""
    kept = request.session.get(WAITING, {})
    if kept.get("until", 0) < time():
        return None, ""
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), kept["password"]):
        return None, ""
    return user, kept["to"]


@page("desk")
def own(request: PostRequest) -> HttpResponseBase:
    """My second factor: what it is, whether it is on, and what can be done."""
    return _show(request)


@require_POST
@page("desk")
def begin(request: PostRequest) -> HttpResponseBase:
    """Make a secret for the phone to take over."""
    to = reverse("accounts:second-factor")
    return act_and_go(request, lambda: second_factor.begin(request.user), "", to)


@require_POST
@page("desk")
def confirm(request: PostRequest) -> HttpResponseBase:
    """Turn it on by a first code; the codes for a lost phone are shown this once."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            present = request.session.session_key or ""
            codes = second_factor.confirm(request.user, form.cleaned_data["code"], present)
        except ValidationError as error:
            form.accept(error)
        else:
            request.session[SECOND] = True
            return _codes(request, codes)
    return _show(request, form)


@require_POST
@page("desk")
def renew(request: PostRequest) -> HttpResponseBase:
    """Make the codes for a lost phone anew."""
    form = _checked(request)
    if form.errors:
        return _show(request, form)
    return _codes(request, second_factor.renew_codes(request.user))


@require_POST
@page("desk")
def drop(request: PostRequest) -> HttpResponseBase:
    """Turn it off, where no role of mine asks for it."""
    form = CodeForm(request.POST)
    if second_factor.is_required(request.user, request.posts):
        form.add_error(None, _("您的岗位须用动态码登录，不能关闭。"))
    else:
        form = _checked(request)
    if form.errors:
        return _show(request, form)
    second_factor.drop(request.user)
    messages.success(request, _("动态码已关闭。"))
    return redirect("accounts:second-factor")


def _checked(request: PostRequest) -> CodeForm:
    """The form with its code taken, or with what is wrong with it."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            second_factor.check(request.user, form.cleaned_data["code"])
        except ValidationError as error:
            form.accept(error)
    return form


def _show(request: PostRequest, form: CodeForm | None = None) -> HttpResponseBase:
    factor = second_factor.of(request.user)
    is_begun = factor is not None and not factor.confirmed_at
    context = {
        "title": _("登录动态码"),
        "factor": factor,
        "form": form or CodeForm(),
        "left": second_factor.codes_left(request.user),
        "is_required": second_factor.is_required(request.user, request.posts),
        "picture": _picture(factor) if factor is not None and is_begun else "",
        "crumbs": [(_("我的登录"), reverse("accounts:sessions"))],
    }
    return render(request, "accounts/second_factor.html", context)


def _codes(request: PostRequest, codes: list[str]) -> HttpResponseBase:
    context = {
        "title": _("备用码"),
        "codes": codes,
        "crumbs": [(_("登录动态码"), reverse("accounts:second-factor"))],
    }
    return render(request, "accounts/second_codes.html", context)


def _picture(factor: SecondFactor) -> SafeString:
    """What the phone's camera reads, as a picture within the page: no other address ever holds the secret."""
    code = segno.make(second_factor.address_of(factor), error="m", micro=False)
    return mark_safe(  # noqa: S308  (made by segno of an address that it encodes as squares)
        code.svg_inline(scale=QR_SCALE, dark="#000", light="#fff", svgclass=None, lineclass=None)
    )
