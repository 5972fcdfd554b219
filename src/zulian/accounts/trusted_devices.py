"""Devices on which somebody signed in before: there, failures elsewhere lock nobody out.

A device is told by a signed cookie, which ends with the password it was made for.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from zulian.accounts.models import User
from zulian.foundation import limits

SALT = "zulian.accounts.device"
AGE_SECONDS = 180 * 24 * 60 * 60
PURPOSE, MARK_LENGTH = "sign-in.device", 20


def remember(response: HttpResponseBase, user: User) -> None:
    """Let this device be one of the user's."""
    response.set_signed_cookie(
        _name(user),
        f"{secrets.token_urlsafe(12)} {_made_for(user)}",
        salt=SALT,
        max_age=AGE_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def known_device(request: HttpRequest | None, user: User | None) -> str:
    """The mark of a device that is known as the user's; "" for every other."""
    if request is None or user is None:
        return ""
    try:
        value = request.get_signed_cookie(_name(user), salt=SALT, max_age=AGE_SECONDS)
    except (KeyError, BadSignature):
        return ""
    mark, _space, made_for = (value or "").partition(" ")
    return mark if constant_time_compare(made_for, _made_for(user)) else ""


def is_trusted(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> bool:
    """Whether a sign-in comes from a known device of the account, on which not too much failed within the hour."""
    device = known_device(request, named(credentials))
    return bool(device) and not limits.is_over(PURPOSE, device, limits.figure("device_failures"))


def count_failure(request: HttpRequest, user: User | None) -> None:
    """Count a failed sign-in of a known device."""
    if device := known_device(request, user):
        with suppress(ValidationError):
            limits.count(PURPOSE, device, limits.figure("device_failures"))


def named(credentials: dict[str, Any] | None) -> User | None:
    """The account whose name somebody typed."""
    username = str((credentials or {}).get("username") or "")
    return User.objects.filter(username=username).first() if username else None


def _made_for(user: User) -> str:
    """What changes with the password."""
    digest = salted_hmac(SALT, user.get_session_auth_hash(), algorithm="sha256").hexdigest()
    return digest[:MARK_LENGTH]


def _name(user: User) -> str:
    return f"device_{user.pk}"
