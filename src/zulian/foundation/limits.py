"""How often somebody may ask or send something on a page for everybody: counted in the database, for all server processes together.

Kept is a keyed digest of who asked, never an address or a number, and for two days at most. Whoever asked too often in an
hour may ask half as often in the next ones, for a day: who goes on, waits longer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zulian.foundation import clock
from zulian.foundation.actor import current_actor
from zulian.foundation.logs import is_key
from zulian.foundation.models import Asking
from zulian.foundation.policy import policy
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work

View = Callable[..., HttpResponseBase]
POLICY = "foundation/public_forms"
KEPT, REMEMBERED = timedelta(days=2), timedelta(days=1)
HOUR_SECONDS = 60 * 60
TOO_MANY = 429


def count(purpose: str, about: str, most: int) -> None:
    """Count one question about something; raises ValidationError beyond `most` within the hour.

    >>> count("certificate.check", current_actor().address, 20)  # doctest: +SKIP
    """
    hour, key = _hour(), _key(purpose, about)
    with unit_of_work():
        asked, is_new = Asking.objects.get_or_create(key=key, hour=hour)
        if is_new:
            Asking.objects.filter(hour__lt=hour - KEPT).delete()
        Asking.objects.filter(pk=asked.pk).update(times=F("times") + 1)
    # Counted even where it is refused: who goes on asking goes on waiting.
    if asked.times >= _allowed(key, hour, most):
        raise ValidationError(_("查询太频繁，请一小时后再试，或到窗口查询。"))


def count_here(purpose: str, most: int) -> None:
    """Count one question of the network address that asks."""
    count(purpose, current_actor().address, most)


def is_over(purpose: str, about: str, most: int) -> bool:
    """Whether something was counted as often as it may be within the hour; this question is not counted itself."""
    hour, key = _hour(), _key(purpose, about)
    times = Asking.objects.filter(key=key, hour=hour).values_list("times", flat=True).first() or 0
    return times >= _allowed(key, hour, most)


def figure(name: str) -> int:
    """A figure of `foundation/public_forms`."""
    return int(policy(POLICY, clock.today())[name])


def _allowed(key: str, hour: datetime, most: int) -> int:
    """Half as often after each hour of the last day in which it was too often, once at least."""
    before = Asking.objects.filter(
        key=key, hour__gte=hour - REMEMBERED, hour__lt=hour, times__gte=most
    )
    return max(1, most >> before.count())


def _hour() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)


def _key(purpose: str, about: str) -> str:
    return blind(f"{purpose}|{about}")


class PublicFormsMiddleware:
    """Counts what is sent without an account, by address, form and key; beyond the figures it is answered with a clear page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the site."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, *_arguments: Any
    ) -> HttpResponse | None:
        """The page that asks for patience; None where the form may be looked at."""
        match = request.resolver_match
        if request.method != "POST" or match is None or hasattr(view, "counts_itself"):
            return None
        if request.user.is_authenticated:
            return None
        counted = [
            ("form", f"{match.view_name} {current_actor().address}", "one_form"),
            ("forms", current_actor().address, "all_forms"),
            *(("key", str(value), "one_key") for value in match.kwargs.values() if is_key(value)),
        ]
        try:
            for purpose, about, name in counted:
                count(f"public.{purpose}", about, figure(name))
        except ValidationError:
            return too_many(request)
        return None


def counting_itself(view: View) -> View:
    """Mark a view that has limits of its own."""
    view.counts_itself = True  # type: ignore[attr-defined]
    return view


def too_many(request: HttpRequest) -> HttpResponse:
    """The page that asks for patience."""
    answer = render(request, "foundation/too_many.html", status=TOO_MANY)
    answer.headers["Retry-After"] = str(HOUR_SECONDS)
    return answer
