"""The one way a page says who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.roles import allowed
from zulian.foundation.actor import current_actor

P = ParamSpec("P")
Page = Callable[Concatenate[PostRequest, P], HttpResponseBase]


def page(permission: str) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """Open a view to signed-in posts that hold `permission`; others are told so (403)."""

    def wrap(view: Page[P]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request, permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def acting_may(permission: str) -> bool:
    """Whether the post that acts here, in a request or in a job of its own, holds `permission`; the system holds all."""
    role = current_actor().role
    return not role or allowed(role, permission)


def require(request: PostRequest, permission: str) -> None:
    """Raise PermissionDenied unless the post in use holds `permission`."""
    if request.post is None:
        raise PermissionDenied(_("您的账号目前没有在任岗位，请联系本级系统管理员。"))
    if not request.post.may(permission):
        raise PermissionDenied(
            _("您当前的岗位“%(post)s”不能打开这个页面。") % {"post": request.post}
        )
