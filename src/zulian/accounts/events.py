"""What the trail keeps of signing in and out, and of pages that were refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts import trusted_devices
from zulian.accounts.models import Post, User
from zulian.foundation import limits
from zulian.foundation.actor import acting, current_actor
from zulian.foundation.audit import record
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope

FORBIDDEN, MISSING = 403, 404
FAILURES = "sign-in.failures"
# How a division is written in an address.
CODE_DIGITS = 12


def note_sign_in(user: User) -> None:
    """Somebody signed in."""
    with _about(user):
        record("sign-in", user)


def note_sign_out(user: User) -> None:
    """Somebody signed out, or their session was over."""
    with _about(user):
        record("sign-out", user)


@receiver(user_login_failed)
def note_failure(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any
) -> None:
    """A sign-in failed; a name that is nobody's is not kept, for it may be a password in the wrong field."""
    if request is None or _was_locked(request):
        # Noted once, by `note_lockout`.
        return
    user = trusted_devices.named(credentials)
    trusted_devices.count_failure(request, user)
    with suppress(ValidationError):
        limits.count_here(FAILURES, limits.figure("sign_in_failures"))
    row = user or User(name=_("没有这个登录名"))
    with _about(row, is_known=False):
        record("sign-in.fail", row)


def note_elsewhere(user: User) -> None:
    """Somebody with the right password came from an address from which none of their roles may be used."""
    with _about(user):
        record("sign-in.elsewhere", user)


def note_second_failure(user: User) -> None:
    """A code beside the right password was wrong."""
    with _about(user, is_known=False):
        record("sign-in.second", user)


def _was_locked(request: HttpRequest) -> bool:
    """Whether a sign-in was not even tried, for the account was locked before: what failed was not counted."""
    is_locked = getattr(request, "axes_locked_out", False)
    return is_locked and getattr(request, "axes_failures_since_start", None) is None


def is_held_up() -> bool:
    """Whether so many sign-ins failed from this network address within the hour that it has to wait, whatever the names."""
    return limits.is_over(FAILURES, current_actor().address, limits.figure("sign_in_failures"))


@receiver(user_locked_out)
def note_lockout(username: str, **_more: Any) -> None:
    """An account is locked: noted once for each time, however often somebody goes on trying."""
    user = trusted_devices.named({"username": username})
    row = user or User(name=_("没有这个登录名"))
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    with scope(EVERYTHING):
        known = AuditEntry.objects.filter(
            model=User._meta.label_lower,
            object_id=str(row.pk or ""),
            action="sign-in.lock",
            address=current_actor().address,
            at__gte=since,
        )
        is_noted = known.exists()
    if not is_noted:
        with _about(row, is_known=False):
            record("sign-in.lock", row)


@contextmanager
def _about(user: User, *, is_known: bool = True) -> Iterator[None]:
    """Let what is recorded stand where an account works, and be done by itself once it is known who it is."""
    with scope(EVERYTHING):
        posts = Post.objects.filter(user=user) if user.pk else Post.objects.none()
        region = posts.order_by("-since", "-pk").values_list("region_id", flat=True).first() or ""
    actor = replace(current_actor(), region=region)
    if is_known:
        actor = replace(actor, user_id=user.pk, name=str(user))
    with acting(actor):
        yield


def note_refusal(request: HttpRequest, response: HttpResponseBase) -> None:
    """A page of the site that was refused to somebody signed in: outside their rights or their jurisdiction.

    Of its address only the page's name, numbers and divisions are kept: what else stands there may be a key.
    """
    match = request.resolver_match
    if match is None or response.status_code not in {FORBIDDEN, MISSING}:
        return
    plain = {name: value for name, value in match.kwargs.items() if _is_plain(value)}
    row = cast(Model, getattr(request, "post", None) or request.user)
    facts = {"page": match.view_name, **plain}
    if response.status_code == FORBIDDEN:
        record("page.refuse", row, facts)
    else:
        record("page.miss", row, facts)


def _is_plain(value: Any) -> bool:
    return isinstance(value, int) or (
        isinstance(value, str) and len(value) == CODE_DIGITS and value.isdigit()
    )
