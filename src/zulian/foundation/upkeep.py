"""What the site does for itself (the day's work, the backup): when it was done last, and what kept it from being done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError
from django.utils import timezone

from zulian.errors import StartError
from zulian.foundation.models import Upkeep

DAILY, BACKUP = "daily", "backup"
MOST_CHARACTERS = 300


@contextmanager
def kept_up(work: str) -> Iterator[None]:
    """Do a work in the block, and note that it is done, or why it is not: its sentence, or the kind of its fault."""
    began = timezone.now()
    try:
        yield
    except Exception as error:
        why = str(error) if isinstance(error, StartError) else type(error).__name__
        # Where the database is away the log alone can tell.
        with suppress(DatabaseError):
            note = {"tried_at": began, "failure": why[:MOST_CHARACTERS]}
            Upkeep.objects.update_or_create(work=work, defaults=note)
        raise
    done = {"tried_at": began, "done_at": timezone.now(), "failure": ""}
    Upkeep.objects.update_or_create(work=work, defaults=done)


def claim(work: str, seen: Upkeep | None) -> bool:
    """Note that a work is being tried; False where another process did so since it was `seen`."""
    now = timezone.now()
    if seen is None:
        return Upkeep.objects.get_or_create(work=work, defaults={"tried_at": now})[1]
    tried = Upkeep.objects.filter(work=work, tried_at=seen.tried_at)
    return tried.update(tried_at=now) == 1


def last(work: str) -> Upkeep | None:
    """How a work stands; None where it was never tried."""
    return Upkeep.objects.filter(work=work).first()
