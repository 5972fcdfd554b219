"""The table of query counts: how its file is read and written, and how a page is counted.

`queries.txt` holds how many statements each page takes in the world of the standing tables, and in the world with
twice as many rows where that differs: a list that fits one page need not be counted.
"""

from __future__ import annotations

from pathlib import Path
from time import time
from typing import Any

from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.tables import (
    appraisals,
    certificates,
    commissioners,
    grassroots,
    ledgers,
    sections,
    statistics,
)
from tests.tables.world import World, address, names
from zulian.accounts.roles import Role
from zulian.accounts.sessions import SEEN

FILE = Path(__file__).with_name("queries.txt")
HEAD = "# page, statements it takes (session, user and posts included) with twice as many rows, and with few where it takes less\n"
# Who opens a page where the county's officer may not.
READERS = {
    "plans:carries-out": Role.CITY_OFFICER,
    "plans:assignment-return": Role.CITY_OFFICER,
    "accounts:staff-add": Role.SYSTEM_ADMIN,
    "accounts:post-end": Role.SYSTEM_ADMIN,
    "accounts:audit": Role.AUDIT_ADMIN,
    "accounts:alarms": Role.AUDIT_ADMIN,
    "accounts:seen": Role.AUDIT_ADMIN,
    "accounts:waiting": Role.SECURITY_ADMIN,
    "accounts:letters": Role.SECURITY_ADMIN,
    "accounts:view": Role.SECURITY_ADMIN,
    "regions:rename": Role.SYSTEM_ADMIN,
    "regions:merge": Role.SYSTEM_ADMIN,
    "congress:congress-exempt": Role.CITY_OFFICER,
    "congress:step-judge": Role.CITY_OFFICER,
    **certificates.READERS,
    **ledgers.READERS,
    **commissioners.READERS,
    **grassroots.READERS,
    **statistics.READERS,
    **appraisals.READERS,
}
# What a unit of work says to PostgreSQL by itself, at its beginning and before its end.
UNITS_OWN = ("SELECT pg_advisory_xact_lock_shared", "SET CONSTRAINTS")
# Answers to a click, which show no page of their own.
ACTIONS = {
    "search-typed",
    # The second step of signing in, which follows the first.
    "accounts:second",
    "accounts:second-begin",
    "accounts:second-confirm",
    "accounts:second-codes",
    "accounts:second-drop",
    # Pages of an empty site, which lead away from any other.
    "start:code",
    "start:place",
    "start:admins",
    "start:put-away",
    "start:keep-keys",
    "accounts:stay",
    "accounts:sign-out",
    "accounts:demo-sign-in",
    "accounts:message",
    "accounts:switch",
    "accounts:post-end-now",
    "accounts:unlock",
    "accounts:ask-reset",
    "accounts:waiting-many",
    "accounts:letters-print",
    "accounts:handed-ask",
    "accounts:handed-show",
    "accounts:handed-withdraw",
    "accounts:account-stop",
    "accounts:account-restore",
    "accounts:account-end-sessions",
    "accounts:session-end",
    "accounts:view-save",
    "accounts:view-drop",
    "accounts:read-all",
    "plans:sign-all",
    "plans:spot-check-settle",
    "plans:bulletin-draft",
    "plans:bulletin-drop",
    "plans:make-part",
    "plans:match",
    "plans:carries-confirm",
    "plans:clause-carries-confirm",
    "plans:go-along",
    "plans:clause-merge",
    "plans:guesses-confirm",
    "plans:task-confirm",
    "plans:guess-confirm",
    "plans:task-remove",
    "plans:task-restore",
    "plans:calendar-key",
    "plans:decide",
    "plans:assignment-sign",
    "plans:assignment-close",
    "plans:target-remove",
    "plans:assignment-judge",
    "plans:assignment-accept",
    "plans:assignment-many",
    *certificates.ACTIONS,
    *ledgers.ACTIONS,
    *sections.ACTIONS,
}
# Pages that differ by the time of the year are asked for what is the same all year round.
ASKED = {"plans:bulletin": "?kind=year"}
# What is looked for is sent, so that it stands in no log.
POSTED = {"search-typed": {"q": "演"}}
PAGES = [name for name in names() if name not in ACTIONS]


def table() -> dict[str, tuple[int, int]]:
    """The statements of each page, with few rows and with twice as many."""
    lines = [
        line.split()
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]
    return {name: (int(counts[-1]), int(counts[0])) for name, *counts in lines}


def count(world: World, name: str) -> int:
    """The statements of a page; what it wrote is taken back."""
    return asked(world, name)[0]


def asked(world: World, name: str) -> tuple[int, Any]:
    """The statements of a page and the page; what it wrote is taken back."""
    reader = world.inside[READERS.get(name, Role.COUNTY_OFFICER)]
    client = Client() if name == "accounts:sign-in" else world.client(reader)
    url = address(name, world).removeprefix(settings.FORCE_SCRIPT_NAME or "")
    reset_queries()
    with transaction.atomic():
        if name != "accounts:sign-in":
            _keep_alive(client)
        with CaptureQueriesContext(connection) as queries:
            words = POSTED.get(name)
            response = client.post(url, words) if words else client.get(url + ASKED.get(name, ""))
            assert response.status_code == 200, (name, response.status_code)
        transaction.set_rollback(True)
    return sum(not query["sql"].startswith(UNITS_OWN) for query in queries), response


def _keep_alive(client: Client) -> None:
    """What is written once a minute, whatever page it is, belongs to none."""
    session = client.session
    session[SEEN] = int(time())
    session.save()


def written(few: dict[str, int], many: dict[str, int]) -> str:
    """The file as it should be by these counts."""
    lines = [
        f"{name:<30} {many[name]}" + (f" {few[name]}" if few[name] != many[name] else "")
        for name in PAGES
    ]
    return HEAD + "\n".join(lines) + "\n"
