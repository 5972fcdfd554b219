"""The day's work: snapshots of every indicator, reminders of deadlines. Safe to repeat, so any number may run it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.db import close_old_connections
from django.utils import timezone

from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators.services import take_snapshots
from zulian.plans.services.supervision import remind

CHECK_SECONDS = 15 * 60
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What a day's run did."""

    snapshots: int
    reminders: int


def daily() -> Done:
    """Refresh today's snapshots and send the reminders of today."""
    today = timezone.localdate()
    with scope(EVERYTHING):
        return Done(take_snapshots(today), remind(today))


def keep_daily() -> None:
    """Do the day's work at start and once each day from then on; a failure is logged and tried again."""
    last = None
    while True:
        today = timezone.localdate()
        if today != last:
            try:
                daily()
                last = today
            except Exception:
                log.exception("the day's work failed, it is tried again in %d minutes", CHECK_SECONDS // 60)
        close_old_connections()
        time.sleep(CHECK_SECONDS)
