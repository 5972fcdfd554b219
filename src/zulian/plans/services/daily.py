"""The day's work: snapshots of every indicator, reminders of deadlines. Safe to repeat, so any number may run it."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections

from zulian.accounts.saved import clear_gone
from zulian.accounts.sessions import clear_over
from zulian.certificates.services.counter import end_pauses
from zulian.certificates.services.decisions import end_publications
from zulian.certificates.services.moved import follow_up
from zulian.errors import StartError
from zulian.foundation import anchors, clock
from zulian.foundation.belonging import mend
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.sending import resume
from zulian.foundation.upkeep import DAILY, kept_up
from zulian.grassroots.services.organisations import check_vetoes
from zulian.indicators.services import close_year, take_snapshots
from zulian.ledgers.exports import clear_old
from zulian.ledgers.jobs import reclaim
from zulian.plans.services.supervision import remind
from zulian.regions.due import make_due_everywhere
from zulian.volunteers.services.offers import expire
from zulian.volunteers.services.registry import awake

WAKE_SECONDS, RETRY_SECONDS = 20, 15 * 60
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What a day's run did."""

    snapshots: int
    reminders: int
    published: int
    cleared: int


def daily() -> Done:
    """Send publications that are over on to review, end pauses that lasted too long, refresh today's snapshots.

    First of all it closes a year that is over: its last day is counted anew. Before it counts today, it makes the rows
    that are due and missing: those of a new year are there on its first day. Rows that earlier versions left
    behind when their parent moved are brought home. Also sends the reminders of today, deletes
    old exports, views of those who left and sessions that are over, ends standings whose automatic veto items fail, and
    withdraws offers to volunteers that nobody answered; last, the audit trail is anchored.

    Raises StartError where it cannot be: all else is done by then.
    """
    today = clock.today()
    with scope(EVERYTHING), kept_up(DAILY):
        close_year(today)
        published = end_publications()
        end_pauses()
        follow_up()
        make_due_everywhere(today)
        mend()
        done = Done(take_snapshots(today), remind(today), published, clear_old(today))
        check_vetoes(today)
        awake(today)
        expire()
        clear_gone(today)
        clear_over()
        anchors.write()
        return done


def keep_daily() -> None:
    """Do the day's work at start and once each day, as long as the parent lives; a failure is logged and retried."""
    parent, last, retry = os.getppid(), None, 0.0
    while os.getppid() == parent:
        today = clock.today()
        if today != last and time.monotonic() >= retry:
            try:
                daily()
                last = today
            except StartError as error:
                log.error(
                    "%s The day's work is tried again in %d minutes.", error, RETRY_SECONDS // 60
                )
                retry = time.monotonic() + RETRY_SECONDS
            except Exception:
                log.exception(
                    "the day's work failed, it is tried again in %d minutes", RETRY_SECONDS // 60
                )
                retry = time.monotonic() + RETRY_SECONDS
            close_old_connections()
        _reclaim()
        time.sleep(WAKE_SECONDS)


def _reclaim() -> None:
    """Jobs and messages whose worker was lost go into the queue again."""
    try:
        reclaim()
        resume()
    except DatabaseError:
        log.warning("lost jobs could not be looked for, it is tried again")
    close_old_connections()
