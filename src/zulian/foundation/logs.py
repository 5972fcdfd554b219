"""The log without keys: who holds the key in a page's address opens that page."""

from __future__ import annotations

import logging
import re

HIDDEN = "***"
# A part of an address with at least twelve characters, digits or capitals among them: a key, a code or a signed word.
# Division codes and row numbers are digits alone, names of pages small letters
# beyond the first six, of which a number may be written alone, and modules in a traceback end in .py.
KEY = re.compile(
    r"""
    (?<=/)
    (?=[^/\s"']*[A-Z0-9]|[a-f]{12})
    (?!\d+(?:[/\s"'?,)\]]|$))
    (?![\w-]+\.py\b)
    [\w:.~%-]{12,}
    """,
    re.VERBOSE,
)


def hide_keys(text: str) -> str:
    """A text with the keys in its addresses hidden."""
    return KEY.sub(HIDDEN, text)


def is_key(value: object) -> bool:
    """Whether a part of an address looks like a key: no number, no division, no name of a page."""
    return isinstance(value, str) and hide_keys(f"/{value}") != f"/{value}"


class RefusalsInOneLine(logging.Filter):
    """Takes the traceback off answers below 500: what the site refuses is no fault of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through."""
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


class KeylessFormatter(logging.Formatter):
    """Formats a record, its traceback too, and hides keys in whatever addresses stand in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line without keys."""
        return hide_keys(super().format(record))
