"""Every form and every button, pressed twice with the token of its page: done once, and answered alike.

What each address is sent, and who gets furthest there, are those of the other standing tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import override_settings

from tests.tables.permissions import ADDRESSES, ROLES, Asker, audit_entries, plain_refusals, table
from tests.tables.world import SENT, World, address
from zulian.accounts.roles import Role
from zulian.foundation.keys import new_key
from zulian.foundation.models import Sending
from zulian.foundation.once import FIELD

pytestmark = pytest.mark.django_db
TABLE = table()
DONE = ["302+", "302"]
# They change by which session one is signed in, or from which post, and leave no row.
OF_THE_SESSION = {"accounts:password", "accounts:switch"}
WRITES = [
    name
    for name in ADDRESSES
    if name in SENT and name not in OF_THE_SESSION and {*DONE} & {*TABLE[name, "POST", "inside"]}
]
MODELS = [model for model in apps.get_models() if model._meta.app_config.name.startswith("zulian.")]
# All tables in one statement.
ROWS = " UNION ALL ".join(
    f"SELECT '{model._meta.db_table}', count(*) FROM {model._meta.db_table}"  # noqa: S608  (names of our own tables)
    for model in MODELS
    if model is not Sending
)


@pytest.fixture(scope="module")
def asker(world: World) -> Iterator[Asker]:
    """Asks without the pages of refusals; what a view does not handle reaches the test."""
    with plain_refusals(), override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True):
        yield Asker(world)


def rows() -> dict[str, int]:
    """How many rows each table of ours has."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return dict(cursor.fetchall())


def test_most_writes_are_pressed() -> None:
    assert len(WRITES) > 250


@pytest.mark.parametrize("name", WRITES)
def test_pressed_twice_is_done_once(asker: Asker, name: str) -> None:
    post, url, token = asker.world.inside[_presser(name)], address(name, asker.world), new_key()
    with transaction.atomic():
        answers, said, counts = [], [], [(rows(), audit_entries())]
        body = _with_token(SENT[name](asker.world), token)
        for _press in (1, 2):
            request = asker.request(post, name, "POST", url, _again(body))
            answers.append(asker.handler.get_response(request))
            said.append(len(get_messages(request)))
            counts.append((rows(), audit_entries()))
        transaction.set_rollback(True)
    first, second = answers
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert counts[1] == counts[2]
    # What was refused is refused again, in words.
    assert said[1] == 0 or counts[0] == counts[1]


def _presser(name: str) -> Role:
    """Who gets furthest with a write: best to one that leaves a trace."""
    answers = dict(zip(ROLES, TABLE[name, "POST", "inside"], strict=True))
    return min(
        (role for role in ROLES if answers[role] in DONE),
        key=lambda role: DONE.index(answers[role]),
    )


def _again(body: Any) -> Any:
    """The same once more: files from their beginning."""
    for value in body.values() if isinstance(body, dict) else ():
        if hasattr(value, "seek"):
            value.seek(0)
    return body


def _with_token(body: Any, token: str) -> Any:
    """What is sent, with the token of the page; what is sent as JSON has keys of its own."""
    return body if isinstance(body, str) else {**body, FIELD: token}
