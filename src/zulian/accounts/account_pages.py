"""Pages that cut somebody off, and one's own sessions (我的登录)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts import activation, cutting_off
from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.pages import act_and_go


def clicks(acting: Post, post: Post, *, goes_on: bool) -> list[tuple[str, str]]:
    """What the post `acting` can do at once about a post and its account: the words and where they are sent."""
    is_active = post.user.is_active
    offered = [
        ("staff.write", "accounts:post-end-now", _("立即结束岗位"), goes_on),
        ("staff.write", "accounts:ask-reset", _("申请重置密码"), is_active and goes_on),
        ("staff.unlock", "accounts:unlock", _("解除登录锁定"), is_active),
        ("staff.stop", "accounts:account-end-sessions", _("退出其所有登录"), is_active),
        ("staff.stop", "accounts:account-stop", _("停用账号"), is_active),
        ("staff.restore", "accounts:account-restore", _("恢复账号"), not is_active),
    ]
    return [
        (words, reverse(name, args=[post.pk]))
        for permission, name, words, is_offered in offered
        if is_offered and acting.may(permission)
    ]


def _act(request: PostRequest, pk: int, act: Callable[[Post], Any], done: str) -> HttpResponseBase:
    """Do something about a post or its account, and go back to its page."""
    post = get_object_or_404(Post.objects.select_related("user", "region"), pk=pk)
    words = done % {"name": post.user}
    return act_and_go(request, lambda: act(post), words, reverse("accounts:post", args=[pk]))


@require_POST
@page("staff.write")
def end_now(request: PostRequest, pk: int) -> HttpResponseBase:
    """End a post this moment."""
    return _act(request, pk, cutting_off.end_at_once, _("%(name)s的岗位已立即结束。"))


@require_POST
@page("staff.write")
def ask_reset(request: PostRequest, pk: int) -> HttpResponseBase:
    """Ask for a new password for somebody."""
    done = _("已为%(name)s申请重置密码，由安全管理员发启用函。")
    return _act(request, pk, lambda post: activation.ask_for_reset(post.user), done)


@require_POST
@page("staff.stop")
def stop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Stop an account."""
    done = _("%(name)s的账号已停用，所有登录已退出。")
    return _act(request, pk, lambda post: cutting_off.stop(post.user), done)


@require_POST
@page("staff.restore")
def restore(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let an account sign in again."""
    done = _("%(name)s的账号已恢复使用。")
    return _act(request, pk, lambda post: cutting_off.restore(post.user), done)


@require_POST
@page("staff.stop")
def end_sessions(request: PostRequest, pk: int) -> HttpResponseBase:
    """End all sessions of an account."""
    done = _("%(name)s的所有登录已退出。")
    return _act(request, pk, lambda post: cutting_off.end_sessions(post.user), done)


@page("desk")
def sessions(request: PostRequest) -> HttpResponseBase:
    """Where I am signed in: with what device, from where, since when."""
    present = request.session.session_key
    rows = [
        (one, cutting_off.mark_of(one), one.session_key == present)
        for one in cutting_off.sessions_of(request.user)
    ]
    context = {"title": _("我的登录"), "rows": rows, "others": len(rows) > 1}
    return render(request, "accounts/sessions.html", context)


@require_POST
@page("desk")
def end_own(request: PostRequest) -> HttpResponseBase:
    """End one of my sessions, or all but this one."""
    present, mark = request.session.session_key or "", request.POST.get("mark", "")
    return act_and_go(
        request,
        lambda: cutting_off.end_own(request.user, present, mark),
        lambda count: _("已退出 %(count)d 处登录。") % {"count": count},
        reverse("accounts:sessions"),
    )
