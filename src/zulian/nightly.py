"""The backup of each night (`ZULIAN_BACKUP`): made at its hour, verified, on record, and only then older ones go."""

from __future__ import annotations

import logging
import os
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from zulian import backups
from zulian.errors import StartError
from zulian.foundation.audit import record
from zulian.foundation.models import Upkeep
from zulian.foundation.upkeep import BACKUP, claim, kept_up, last
from zulian.foundation.work import unit_of_work
from zulian.generations import kept

WAKE_SECONDS = 60
RETRY = timedelta(hours=1)
STAMP = "%Y%m%d-%H%M%S"
log = logging.getLogger(__name__)


def is_due(now: datetime, upkeep: Upkeep | None) -> bool:
    """Whether the backup of the last night is missing, and nobody tries or tried to make it just now."""
    if upkeep is None:
        return True
    if upkeep.done_at is not None and upkeep.done_at >= _night_before(now):
        return False
    is_tried = upkeep.done_at is None or upkeep.done_at < upkeep.tried_at
    return not is_tried or now - upkeep.tried_at >= RETRY


def _night_before(now: datetime) -> datetime:
    """The last moment at which a backup was to begin."""
    here = timezone.localtime(now)
    tonight = here.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight <= here else tonight - timedelta(days=1)


def back_up(folder: Path) -> Path:
    """Make the backup of the night in a folder, verify it, and let older ones go by their generations; its place.

    Raises StartError where it cannot be made or is not whole: then all others stay. Both are in the trail.
    """
    try:
        with kept_up(BACKUP):
            place = backups.backup(folder)
            try:
                backups.verify(place)
            except StartError:
                # What is not whole is none, and takes the place of no other.
                shutil.rmtree(place, ignore_errors=True)
                raise
    except Exception:
        _put_on_record(is_done=False)
        raise
    _put_on_record(is_done=True)
    prune(folder)
    return place


@unit_of_work
def _put_on_record(is_done: bool) -> None:
    """Leave an entry in the trail about the backup."""
    upkeep = last(BACKUP)
    assert upkeep is not None
    if is_done:
        record("backup.finish", upkeep)
    else:
        record("backup.fail", upkeep, {"failure": ["", upkeep.failure]})


def prune(folder: Path) -> list[Path]:
    """Delete the backups of a folder that no generation keeps; those that went."""
    made = {moment: place for place in backups.made(folder) if (moment := _moment(place))}
    stay = kept(made, settings.BACKUP_KEEP)
    gone = [place for moment, place in made.items() if moment not in stay]
    for place in gone:
        shutil.rmtree(place)
    return gone


def _moment(place: Path) -> datetime | None:
    """When a backup was made, by its name; None for a name of somebody's own, which is left alone."""
    stamp = place.name.removeprefix(backups.PREFIX)
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=timezone.get_default_timezone())
    except ValueError:
        return None


def keep_backing_up(folder: Path) -> None:
    """Make the backup each night, as long as the parent lives; a failure is logged and tried again each hour."""
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            upkeep = last(BACKUP)
            # Of several servers of one site one makes it.
            if is_due(timezone.now(), upkeep) and claim(BACKUP, upkeep):
                back_up(folder)
        except StartError as error:
            log.error("The backup was not made: %s It is tried again in an hour.", error)
        except DatabaseError:
            log.warning("whether a backup is due could not be asked, it is tried again")
        except Exception:
            log.exception("the backup failed, it is tried again in an hour")
        close_old_connections()
        time.sleep(WAKE_SECONDS)
