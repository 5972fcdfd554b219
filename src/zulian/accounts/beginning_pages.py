"""The page 开始使用: what a new site has and what it lacks, in order, each with its one button."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts import beginning
from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.pages import act_and_go


@page("start.read")
def steps(request: PostRequest) -> HttpResponseBase:
    """All steps as they stand for the post."""
    lines = beginning.lines(request.post)
    left = [line for line in lines if not line.stand.is_done]
    if not left:
        beginning.put_away(request.user)
    context = {
        "title": _("开始使用"),
        "lines": lines,
        "done": len(lines) - len(left),
        "next": next((line for line in left if line.is_own), None),
        "can_put_away": request.user.begun_on is None,
    }
    return render(request, "accounts/beginning.html", context)


@require_POST
@page("start.read")
def put_away(request: PostRequest) -> HttpResponseBase:
    """The home page leads here no longer."""
    return act_and_go(
        request,
        lambda: beginning.put_away(request.user),
        _("已收起。以后从菜单的“开始使用”打开。"),
        reverse("home"),
    )


@require_POST
@page("staff.write")
def keep_keys(request: PostRequest) -> HttpResponseBase:
    """A copy of the keys was put elsewhere."""
    return act_and_go(
        request,
        lambda: beginning.keep_keys(request.post),
        _("已记入审计日志。"),
        reverse("start:list"),
    )
