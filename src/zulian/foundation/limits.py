"""How often somebody may ask something on a page for everybody: counted in the database, for all server processes together.

Kept is a keyed digest of who asked, never an address or a number, and for two days at most.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from zulian.foundation.actor import current_actor
from zulian.foundation.clock import now
from zulian.foundation.models import Asking
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work

KEPT = timedelta(days=2)


def count(purpose: str, about: str, most: int) -> None:
    """Count one question about something; raises ValidationError beyond `most` within the hour.

    >>> count("certificate.check", current_actor().address, 20)  # doctest: +SKIP
    """
    hour = now().replace(minute=0, second=0, microsecond=0)
    key = blind(f"{purpose}|{about}")
    with unit_of_work():
        asked, is_new = Asking.objects.get_or_create(key=key, hour=hour)
        if is_new:
            Asking.objects.filter(hour__lt=hour - KEPT).delete()
        Asking.objects.filter(pk=asked.pk).update(times=F("times") + 1)
    # Counted even where it is refused: who goes on asking goes on waiting.
    if asked.times >= most:
        raise ValidationError(_("查询太频繁，请一小时后再试，或到窗口查询。"))


def count_here(purpose: str, most: int) -> None:
    """Count one question of the network address that asks."""
    count(purpose, current_actor().address, most)
