"""Pages that act for somebody are held: by the PIN that their holder gives them, or by the device that opens them first.

Who finds a page taken that was handed to them knows that somebody else opened it; it is handed out anew then, and what the
old address opened is over.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.handed_kinds import HandedKind, kind_of
from zulian.accounts.models import HandedPage
from zulian.foundation import clock, limits
from zulian.foundation.audit import audited
from zulian.foundation.forms import BaseForm
from zulian.foundation.pages import form_page
from zulian.foundation.work import unit_of_work

View = Callable[..., HttpResponseBase]
SALT, AGE_SECONDS = "zulian.accounts.holding", 180 * 24 * 60 * 60
NUMBERS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6}


class OpenForm(BaseForm):
    """That it is really opened: what looks at an address beforehand, as messengers do, takes no page."""


class PinForm(BaseForm):
    """The PIN of a page that its holder has taken already."""

    pin = forms.RegexField(
        r"^\d{6}$",
        label=gettext_lazy("6 位数字密码"),
        widget=forms.PasswordInput(attrs=NUMBERS),
        error_messages={"invalid": gettext_lazy("请填 6 位数字。")},
    )


class TakeForm(PinForm):
    """A PIN for a page that nobody has opened yet."""

    again = forms.CharField(
        label=gettext_lazy("再输一遍"), widget=forms.PasswordInput(attrs=NUMBERS)
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pin") and data["pin"] != data.get("again"):
            self.add_error("again", _("两次输入的数字不一样，请重新输入。"))
        return data


def opened_by_holder(kind_key: str) -> Callable[[View], View]:
    """Open a view with a `key` in its address to who holds it alone; raises Http404 for a key that nobody was handed."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            kind = kind_of(kind_key)
            page = _page_of(kind, key)
            if page.taken_at is None:
                return _take(request, kind, page)
            if _is_here(request, page):
                return view(request, key, *args, **kwargs)
            return _ask(request, key, page)

        return guarded

    return wrap


def _page_of(kind: HandedKind, key: str) -> HandedPage:
    opened = kind.opened_by(key)
    if opened is None:
        raise Http404
    handed = HandedPage.objects.filter(kind=kind.key, object_id=opened.object_id)
    page = handed.exclude(shown_at=None).first()
    if page is None or opened.turn not in (None, page.turn):
        raise Http404
    return page


def _take(request: HttpRequest, kind: HandedKind, page: HandedPage) -> HttpResponseBase:
    """Let whoever opens a page first hold it."""
    # What is sent to be opened holds no field where there is no PIN.
    sent = request.POST if request.method == "POST" else None
    form = (TakeForm if kind.has_pin else OpenForm)(sent)
    taken: list[HandedPage] = []
    intro = _("这是您本人的专用页面，打开以后只能在这台手机或电脑上用。")
    if kind.has_pin:
        intro = _("这是您本人的专用页面。请设 6 位数字，换手机、换电脑打开时要用，不要告诉别人。")
    answer = form_page(
        request,
        form,
        lambda data: taken.append(take(page.pk, data.get("pin", ""))),
        title=_("设定数字密码") if kind.has_pin else str(kind.name),
        intro=intro,
        button=_("设定并打开") if kind.has_pin else _("打开"),
        to=request.get_full_path(),
    )
    if taken:
        _remember(answer, taken[0])
    return answer


@unit_of_work
def take(pk: int, pin: str) -> HandedPage:
    """The holder opens a page for the first time; raises ValidationError where somebody has just done so."""
    page = HandedPage.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if page.taken_at is not None or page.shown_at is None:
        raise ValidationError(_("这个页面刚被打开过，请重新打开链接。"))
    with audited("page.take", page):
        page.pin, page.taken_at = make_password(pin) if pin else "", clock.now()
        page.save()
    return page


def _ask(request: HttpRequest, key: str, page: HandedPage) -> HttpResponseBase:
    """Ask for the PIN that its holder gave."""
    if not page.pin:
        title = _("这个页面已在另一台设备上打开过")
        words = _("不是您本人打开的，请告诉发给您链接的单位，重新发一个。")
        return render(request, "accounts/held_elsewhere.html", {"title": title, "words": words})
    right: list[HandedPage] = []

    def act(data: dict[str, Any]) -> None:
        limits.count("page.pin", key, limits.figure("pins"))
        if not check_password(data["pin"], page.pin):
            words = _("数字密码不对。不是您设的，请告诉发给您链接的单位，重新发一个。")
            raise ValidationError({"pin": words})
        right.append(page)

    answer = form_page(
        request,
        PinForm(request.POST or None),
        act,
        title=_("请输入数字密码"),
        intro=_("这个页面已设了 6 位数字密码。"),
        button=_("打开"),
        to=request.get_full_path(),
    )
    if right:
        _remember(answer, page)
    return answer


def _remember(answer: HttpResponseBase, page: HandedPage) -> None:
    answer.set_signed_cookie(
        _cookie(page),
        _mark(page),
        salt=SALT,
        max_age=AGE_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _is_here(request: HttpRequest, page: HandedPage) -> bool:
    try:
        value = request.get_signed_cookie(_cookie(page), salt=SALT, max_age=AGE_SECONDS)
    except (KeyError, BadSignature):
        return False
    return constant_time_compare(value or "", _mark(page))


def _cookie(page: HandedPage) -> str:
    return f"page_{page.pk}"


def _mark(page: HandedPage) -> str:
    """Which handing out of a page a device holds: the next one is another."""
    return f"{page.pk}.{page.turn}"
