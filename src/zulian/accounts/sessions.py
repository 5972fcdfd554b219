"""Sessions in the database, each with whose it is, since when, from where and with what device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from time import time
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.models import User, UserSession
from zulian.accounts.requests import address_of
from zulian.foundation import clock
from zulian.foundation.policy import policy

POLICY = "accounts/accounts"
# Kept in a session: when it was begun and last seen (seconds), from where and with what.
BEGUN, SEEN, ADDRESS, DEVICE = "begun", "seen", "address", "device"
# The first that a browser says of itself counts: most of them name others whose pages they show as well.
BROWSERS = {
    "MicroMessenger": "微信",  # untranslated: stored
    "QQBrowser": "QQ 浏览器",  # untranslated: stored
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in a table that says whose they are."""

    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        """The model of a session."""
        return UserSession

    def create_model_instance(self, data: dict[str, Any]) -> UserSession:
        """A row of the session with what its data tell of it."""
        row = cast(UserSession, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.begun_at, row.seen_at = _moment(data, BEGUN), _moment(data, SEEN)
        row.address, row.device = data.get(ADDRESS, ""), data.get(DEVICE, "")
        return row


def _moment(data: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromtimestamp(data[name], UTC) if name in data else None


def device_of(agent: str) -> str:
    """What a browser says of itself (its User-Agent) in short: browser and system, as far as they are known."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return " · ".join(filter(None, (browser, system))) or _("未知设备")


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **_more: Any) -> None:
    """Note in a session when, from where and with what it was begun."""
    seconds = int(time())
    request.session[BEGUN] = request.session[SEEN] = seconds
    request.session[ADDRESS] = address_of(request)
    request.session[DEVICE] = device_of(request.META.get("HTTP_USER_AGENT", ""))


def clear_over() -> int:
    """Delete the sessions that are over, with the addresses they came from; returns how many there were."""
    return UserSession.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def is_over(request: HttpRequest) -> bool:
    """Whether a session is as old as one may become, however much it is used."""
    hours = policy(POLICY, clock.today())["session_hours"]
    begun = request.session.setdefault(BEGUN, int(time()))
    return bool(time() - begun >= hours * 60 * 60)
