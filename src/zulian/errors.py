"""Why a command cannot go on, in one sentence for the person who started it; `zulian.cli` prints it and ends."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

# Exit statuses; the second is EX_CONFIG of <sysexits.h>: starting again without a change will not help.
FAILED, WRONG_SETTINGS = 1, 78


class StartError(Exception):
    """Something outside the program is in the way: an address, a database, a file, another server."""

    status = FAILED


class SettingsError(StartError, ImproperlyConfigured):
    """A setting is wrong; the sentence names it."""

    status = WRONG_SETTINGS


def first_line(error: BaseException) -> str:
    """The first line of what an error says."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
