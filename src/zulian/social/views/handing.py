"""Addresses with a key of their own, handed out to those who have no account: judges, and people who were served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.registers.declared import register_of
from zulian.social.models import Judge, Served
from zulian.social.room import ROOM, to

if TYPE_CHECKING:
    from zulian.foundation.rooms import Crumbs


def address_page(
    request: PostRequest, tab: str, name: str, path: str, *, title: str, intro: str, crumbs: Crumbs
) -> HttpResponseBase:
    """An address in full, beside the name of who it is for."""
    facts = ((name, request.build_absolute_uri(path)),)
    return ROOM.detail_page(request, tab, title=title, intro=intro, facts=facts, crumbs=crumbs)


@page("social.write")
def judge_address(request: PostRequest, pk: int) -> HttpResponseBase:
    """The address of a judge's page."""
    judge = get_object_or_404(Judge.objects.select_related("purchase"), pk=pk)
    return address_page(
        request,
        "purchases",
        judge.name,
        to("judging", judge.page_key),
        title=_("评审地址"),
        intro=_("发给评审人本人：先声明有没有利害关系，再评分。"),
        crumbs=register_of(Judge).crumbs_to(judge),
    )


@page("social.write")
def served_address(request: PostRequest, pk: int) -> HttpResponseBase:
    """The address where somebody served says what they think."""
    served = get_object_or_404(Served.objects.select_related("contract", "person"), pk=pk)
    return address_page(
        request,
        "contracts",
        served.person.masked_name,
        to("said", served.page_key),
        title=_("评价地址"),
        intro=_("发给服务对象或家属，短信、微信、纸条都可以；不用打电话。"),
        crumbs=register_of(Served).crumbs_to(served),
    )
