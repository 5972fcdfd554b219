"""Requests that bring what no column can hold: every parameter that an address reads, with values that may hurt, dealt out by turns.

Which parameters an address reads is not listed anywhere: a request is watched while it is answered.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, QueryDict

from tests.tables.permissions import ROLES, Asker, table
from tests.tables.world import SENT, address
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.inputs import LONGEST_PARAMETER

BEYOND = str(2**63)
# Beyond 64 bits, beyond what Python reads as a number, digits that are none, NUL, the last before the surrogates and
# the last of all characters, the ends of the calendar, numbers that are none, what means something to LIKE or to JSON.
VALUES = [
    BEYOND,
    "9" * 5000,
    "²",
    "-1",
    "\x00",
    "\ud7ff",
    "\U0010ffff",
    "0001-01-01",
    "9999-12-31",
    "1e400",
    "NaN",
    "'%_\\\"[",
    "",
]
LONG = "长" * 70_000
# What an address is sent in all its fields at once.
SENT_VALUES = [BEYOND, "²", "-1", "\x00", "\U0010ffff", "0001-01-01", "9999-12-31", "NaN", ""]
# What stands in a place of a page token, in each of its columns.
PLACES: list[Any] = ["\ud800", "\x00", 2**63, {}, "0001-01-01T00:00:00+14:00"]
TABLE = table()


class WatchedData(QueryDict):
    """Data that remembers the names it was asked for, as its copies do."""

    asked: set[str]

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> list[Any]:
        self.asked.add(key)
        return super().getlist(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        self.asked.add(key)
        return super().pop(key, *default)

    def copy(self) -> WatchedData:
        copied = watched(self)
        copied.asked, copied._mutable = self.asked, True
        return copied


def watched(data: QueryDict) -> WatchedData:
    """The same data, watched from now on."""
    found = WatchedData(mutable=True)
    found.asked = set()
    for name, values in data.lists():
        found.setlist(name, values)
    found._mutable = False
    return found


def reader(name: str, method: str) -> Role | None:
    """Who gets furthest at an address: to a write, else to a page; None where nobody gets anywhere."""
    answers = dict(zip(ROLES, TABLE[name, method, "inside"], strict=True))
    for wanted in ("302+", "200+", "200", "302"):
        roles = [role for role, answer in answers.items() if answer == wanted]
        if roles:
            return Role.COUNTY_OFFICER if Role.COUNTY_OFFICER in roles else roles[0]
    return None


class Hostile:
    """Asks every address with hostile values and keeps what broke."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        # What an address reads is read in few places, so that all values meet all of them whichever way they are dealt
        # out. PostgreSQL is the one that refuses; the embedded database is asked once.
        self.turns = 3 if connection.vendor == "postgresql" else 1
        self.broken: list[str] = []
        self.asked = 0

    def ask(self, request: HttpRequest, told: str) -> Any:
        """The answer; an exception or a status of 500 and more is kept as broken."""
        self.asked += 1
        try:
            with transaction.atomic():
                response = self.asker.handler.get_response(request)
                if response.streaming:
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
        except Exception as error:  # whatever a view lets through is what is looked for
            self.broken.append(f"{told}: {type(error).__name__}: {str(error)[:200]}")
            return None
        if response.status_code >= 500:
            self.broken.append(f"{told}: {response.status_code}")
        return response

    def get(self, name: str) -> None:
        """An address with every parameter that it reads."""
        role = reader(name, "GET")
        if role is None:
            return
        post, url = self.asker.world.inside[role], address(name, self.asker.world)
        request = self.asker.request(post, name, "GET", url)
        data = request.__dict__["GET"] = watched(request.GET)
        self.ask(request, name)
        names = sorted(data.asked)
        if not names:
            return
        values = [*VALUES, LONG[:LONGEST_PARAMETER]]
        turns = range(0, len(values), len(values) // self.turns)
        for turn in turns:
            # Each parameter has another value at each turn, and another one at the next address.
            first = turn + zlib.crc32(name.encode())
            query = {key: values[(first + place) % len(values)] for place, key in enumerate(names)}
            self._query(post, name, query, str({key: value[:20] for key, value in query.items()}))
        if "after" in names:
            for token in tokens()[:: len(turns)] if self.turns > 1 else tokens()[:1]:
                self._query(post, name, {"after": token}, f"after {token}")

    def _query(self, post: Post, name: str, query: dict[str, str], told: str) -> None:
        request = self.asker.request(post, name, "GET", address(name, self.asker.world))
        data = QueryDict(mutable=True)
        data.update(query)
        request.META["QUERY_STRING"] = data.urlencode()
        request.__dict__.pop("GET", None)
        self.ask(request, f"GET {name} {told}")

    def post(self, name: str) -> None:
        """An address with every field that it reads: all of them at once, then one after the other."""
        role = reader(name, "POST")
        if role is None:
            return
        post, url = self.asker.world.inside[role], address(name, self.asker.world)
        request = self.asker.request(post, name, "POST", url)
        if request.content_type == "application/json":
            return
        data = watched(request.POST)
        request.POST = data  # type: ignore[assignment]
        self.ask(request, name)
        names = sorted(data.asked - {"csrfmiddlewaretoken"})
        values = [*SENT_VALUES, LONG]
        for turn in range(0, len(values), len(values) // self.turns):
            first = turn + zlib.crc32(name.encode())
            fields = {key: values[(first + place) % len(values)] for place, key in enumerate(names)}
            self._send(post, name, fields, str({key: value[:20] for key, value in fields.items()}))
        for field in names if self.turns > 1 else ():
            self._send(post, name, {field: BEYOND}, f"{field} = {BEYOND}")

    def _send(self, post: Post, name: str, fields: dict[str, str], told: str) -> None:
        world = self.asker.world
        body = SENT[name](world) | fields
        request = self.asker.request(post, name, "POST", address(name, world), body)
        self.ask(request, f"POST {name} {told}")


def tokens() -> list[str]:
    """Page tokens with hostile values in all of their columns, of one column to four by turns."""
    found = []
    for number, place in enumerate(PLACES):
        for count in {1 + number % 4, 2}:
            found.append(
                base64.urlsafe_b64encode(json.dumps([place] * count).encode()).decode().rstrip("=")
            )
    return found
