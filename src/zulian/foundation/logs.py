"""The log without keys and people: who holds the key in a page's address opens that page, and a log is read by many."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import datetime
from typing import Any

from django.utils import timezone

from zulian.foundation.requested import Requested, request_of

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

# Numbers of identity cards by their day of birth, and of mobile telephones: what a fault may say of a row.
NUMBERS = re.compile(
    r"""
    (?<![0-9A-Za-z])
    (?:
        [1-9]\d{5} (?:19|20)\d\d (?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01]) \d{3} [\dXx] (?:\d\d)?
        | 1[3-9]\d{9}
    )
    (?![0-9A-Za-z])
    """,
    re.VERBOSE,
)
# Where PostgreSQL says which row failed, it shows the row, or the cell that was read.
DETAIL = re.compile(r"^(?:DETAIL|CONTEXT|LINE \d+): .*", re.M)


def hide_keys(text: str) -> str:
    """A text with the keys in its addresses hidden."""
    return KEY.sub(HIDDEN, text)


def hide(text: str) -> str:
    """A text with its keys hidden, and numbers of people and what a database shows of a row."""
    return NUMBERS.sub(HIDDEN, DETAIL.sub(HIDDEN, hide_keys(text)))


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
    """Formats a record as a line, its traceback too, and hides keys and what belongs to people in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line without keys."""
        return hide(super().format(record))


class JsonFormatter(logging.Formatter):
    """Formats a record as an object of JSON on one line, for programs that collect logs (`ZULIAN_LOG=json`).

    A page stands there by its name and never by its address. A fault is told by its kind and its places in the program:
    its words may quote what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line: moment, level, logger and message, then what is known of the request, its answer and the fault."""
        requested = request_of(record)
        told: dict[str, Any] = {
            "time": _moment(record.created).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": hide(_message(record, requested)),
            **(requested.told() if requested else {}),
            **getattr(record, "told", {}),
        }
        if "status" not in told and hasattr(record, "status_code"):
            told["status"] = record.status_code
        if record.exc_info and record.exc_info[1] is not None:
            told["fault"] = _fault(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.get_default_timezone())


def _message(record: logging.LogRecord, requested: Requested | None) -> str:
    """The message of a record, with the name of the page for its address."""
    if requested is None or not isinstance(record.args, tuple):
        return record.getMessage()
    page = requested.route or HIDDEN
    path = requested.request.path
    # Django escapes what an argument of its own lines holds beside letters of ASCII.
    paths = {path, path.encode("unicode_escape").decode("ascii")}
    args = tuple(page if isinstance(arg, str) and arg in paths else arg for arg in record.args)
    return str(record.msg) % args if args else str(record.msg)


def _fault(error: BaseException) -> dict[str, Any]:
    """The kind of an exception and where it was raised, innermost last; likewise what it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    came_from = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told | ({"from": _fault(came_from)} if came_from is not None else {})
