"""Handing out pages that act for somebody (专用链接): one asks, another shows the address once to whom it is for.

So nobody who works on a purchase or a count ever sees the address of a page on which somebody else decides. Each time an
address is shown it is a new one, and the one of before opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.handed_kinds import HandedKind, kind_of, kinds_for
from zulian.accounts.models import HandedPage, Post
from zulian.foundation import clock
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work


def page_of(kind: HandedKind, object_id: str) -> HandedPage | None:
    """What is known of a page; None where nobody ever asked for it."""
    rows = HandedPage.objects.select_related("asked_by", "shown_by")
    return rows.filter(kind=kind.key, object_id=object_id).first()


def pages_of(kind: str, object_ids: Iterable[str]) -> QuerySet[HandedPage]:
    """What is known of some pages of a kind."""
    return HandedPage.objects.filter(kind=kind, object_id__in=list(object_ids))


def waiting(post: Post) -> QuerySet[HandedPage]:
    """The pages that a post may hand out: asked for by others of the jurisdiction."""
    kinds = [kind.key for kind in kinds_for(post.may)]
    rows = HandedPage.objects.filter(kind__in=kinds, asked_at__isnull=False)
    return rows.exclude(asked_by=post.user_id).select_related("asked_by").order_by("asked_at", "pk")


@unit_of_work
def ask(kind: HandedKind, object_id: str, post: Post) -> HandedPage:
    """申请发放 a page's address; what was handed out before goes on until it is shown anew.

    Raises what `kind.find` does, PermissionDenied without the kind's permission, ValidationError where it was asked for already.
    """
    row = _found(kind, object_id, post)
    page = _locked(kind, object_id) or HandedPage(kind=kind.key, object_id=object_id)
    if page.asked_at is not None:
        raise ValidationError(_("已经申请过，等申请人以外的工作人员发放。"))
    with audited("page.ask", page):
        page.label, page.region_id = kind.who(row, object_id)[:120], row.region_id
        page.asked_by, page.asked_at = post.user, clock.now()
        page.save()
    return page


@unit_of_work
def show(kind: HandedKind, object_id: str, post: Post) -> tuple[HandedPage, str]:
    """发放: the page with the path of its address, which is a new one.

    Raises as `ask` does, and ValidationError for who asked, and where nobody did.
    """
    row, page = _found(kind, object_id, post), _locked(kind, object_id)
    if page is None or page.asked_at is None:
        raise ValidationError(_("没有待发的申请，请先申请。"))
    if page.asked_by_id == post.user_id:
        raise ValidationError(_("申请人自己不能发放，请由另一名工作人员办理。"))
    with audited("page.show", page):
        _renew(kind, row, page)
        page.shown_by, page.shown_at = post.user, clock.now()
        page.save()
    return page, kind.address(row, object_id, page.turn)


@unit_of_work
def withdraw(kind: HandedKind, object_id: str, post: Post) -> HandedPage:
    """收回: no address of the page opens anything any more. Raises as `ask` does, and ValidationError where none is out."""
    row, page = _found(kind, object_id, post), _locked(kind, object_id)
    if page is None or (page.shown_at is None and page.asked_at is None):
        raise ValidationError(_("没有发出的链接，不用收回。"))
    with audited("page.withdraw", page):
        _renew(kind, row, page)
        page.shown_by = page.shown_at = None
        page.save()
    return page


def forget(kind: str, object_id: object) -> None:
    """Nothing is known of a page whose row is gone."""
    HandedPage.objects.filter(kind=kind, object_id=str(object_id)).delete()


def _renew(kind: HandedKind, row: Any, page: HandedPage) -> None:
    kind.renew(row)
    page.turn += 1
    page.asked_at = page.taken_at = None
    page.pin = ""


def _found(kind: HandedKind, object_id: str, post: Post) -> Any:
    if not post.may(kind.permission):
        raise PermissionDenied(_("您的岗位不能发放这种链接。"))
    return kind.find(object_id)


def _locked(kind: HandedKind, object_id: str) -> HandedPage | None:
    rows = HandedPage.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(kind=kind.key, object_id=object_id).first()


def kind_name(page: HandedPage) -> str:
    """What kind of page it is, in words."""
    return str(kind_of(page.kind).name)
