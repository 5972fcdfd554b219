"""Pages on which addresses that act for somebody (专用链接) are asked for, handed out and called back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts import handing
from zulian.accounts.access import page, require
from zulian.accounts.handed_kinds import HandedKind, kind_of
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import HandedPage
from zulian.accounts.tables import HandedTable
from zulian.foundation.codes import code_svg
from zulian.foundation.detail import Button, detail_page
from zulian.foundation.form_messages import first_message
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go


@page("page.hand")
def handed_list(request: PostRequest) -> HttpResponseBase:
    """What others asked for and I may hand out."""
    return list_page(
        request,
        title=_("待发的专用链接"),
        intro=_(
            "评审人、计票员、社会组织和服务对象的专用页面，由申请人以外的工作人员发给本人：打开一行，点“发放”，让本人扫码。"
        ),
        rows=handing.waiting(request.post),
        table=HandedTable,
    )


@page("page.hand")
def handed(request: PostRequest, kind: str, object_id: str) -> HttpResponseBase:
    """What is known of a page, and what can be done with it."""
    found, row = _found(request, kind, object_id)
    known = handing.page_of(found, object_id)
    return detail_page(
        request,
        title=f"{found.who(row, object_id)} · {found.name}",
        intro=_(
            "链接只给本人：申请以后，由另一名工作人员发放。本人第一次打开后，别人凭链接打不开。重新发放或收回的，旧链接作废。"
        ),
        state=known.state if known else ("", _("没有申请")),
        facts=_facts(known) if known else (),
        acts=_acts(request, found, object_id, known),
        crumbs=[(found.who(row, object_id), found.back(row))],
    )


def _facts(known: HandedPage) -> list[tuple[Any, Any]]:
    return [
        (_("申请人"), known.asked_by),
        (_("申请时间"), _time(known.asked_at)),
        (_("发放人"), known.shown_by or ""),
        (_("发放时间"), _time(known.shown_at)),
        (_("本人打开时间"), _time(known.taken_at)),
    ]


def _time(at: Any) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _acts(
    request: PostRequest, kind: HandedKind, object_id: str, known: HandedPage | None
) -> list[Button]:
    def url(name: str) -> str:
        return reverse(f"accounts:handed-{name}", args=[kind.key, object_id])

    is_asked = known is not None and known.asked_at is not None
    acts = []
    if not is_asked:
        acts.append(Button(_("申请发放"), url("ask"), "send", main=True, click=True))
    elif known is not None and known.asked_by_id != request.user.pk:
        acts.append(Button(_("发放"), url("show"), "key", main=True, click=True))
    if known is not None and (is_asked or known.shown_at):
        acts.append(Button(_("收回"), url("withdraw"), "x", click=True))
    return acts


@require_POST
@page("page.hand")
def ask(request: PostRequest, kind: str, object_id: str) -> HttpResponseBase:
    """Ask for an address."""
    return _act(request, kind, object_id, handing.ask, _("已申请，由另一名工作人员发给本人。"))


@require_POST
@page("page.hand")
def withdraw(request: PostRequest, kind: str, object_id: str) -> HttpResponseBase:
    """Let an address open nothing any more."""
    return _act(request, kind, object_id, handing.withdraw, _("已收回，原来的链接打不开了。"))


@require_POST
@page("page.hand")
def show(request: PostRequest, kind: str, object_id: str) -> HttpResponseBase:
    """Show an address, this once."""
    found, _row = _found(request, kind, object_id)
    try:
        known, path = handing.show(found, object_id, request.post)
    except ValidationError as error:
        messages.error(request, first_message(error))
        return redirect("accounts:handed", kind, object_id)
    url = request.build_absolute_uri(path)
    context = {
        "title": f"{known.label} · {found.name}",
        "url": url,
        "code": mark_safe(code_svg(url)),  # noqa: S308  (made of numbers alone)
        "back": reverse("accounts:handed-list"),
    }
    return render(request, "accounts/handed_shown.html", context)


def _act(
    request: PostRequest, kind: str, object_id: str, act: Callable[..., Any], done: str
) -> HttpResponseBase:
    found, _row = _found(request, kind, object_id)
    to = reverse("accounts:handed", args=[kind, object_id])
    return act_and_go(request, lambda: act(found, object_id, request.post), done, to)


def _found(request: PostRequest, kind: str, object_id: str) -> tuple[HandedKind, Any]:
    """The kind and the row of a page; raises Http404 for what is not there, PermissionDenied for who may not hand it out."""
    try:
        found = kind_of(kind)
        require(request, found.permission)
        return found, found.find(object_id)
    except (KeyError, ValueError, ObjectDoesNotExist) as error:
        raise Http404 from error
