"""Round trips of all ledgers: what a ledger gives out, masked or whole, changes nothing when it is handed in again."""

from __future__ import annotations

import pytest

from tests.ledgers import books
from tests.tables.world import World
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS, Role
from zulian.foundation.actor import Actor, acting
from zulian.foundation.ledger import Ledger, ledgers
from zulian.foundation.scopes import scope
from zulian.ledgers import exports, services
from zulian.ledgers.models import Import, Job

pytestmark = pytest.mark.django_db

# Held by nobody: such a ledger is given out only.
GIVEN_ONLY = exports.OWN
TRIPS = [
    (ledger.key, role, whole)
    for ledger in ledgers()
    if ledger.write != GIVEN_ONLY
    for role in sorted(PERMISSIONS[ledger.write])
    for whole in (False, True)
    if not whole or (ledger.reveal and role in PERMISSIONS[ledger.reveal])
]


def handed_back(ledger: Ledger, post: Post, whole: bool) -> Import:
    """The preview of a ledger's own export."""
    reason = "核对本单位台账" if whole else ""
    job = Job.objects.get(pk=exports.ask(ledger, post, "", whole, reason).pk)
    assert job.file is not None, job.message
    return books.hand_in(ledger.key, post, job.file.read())


@pytest.mark.parametrize(("key", "role", "whole"), TRIPS)
def test_an_export_changes_nothing_when_it_comes_back(
    world: World, key: str, role: Role, whole: bool
) -> None:
    post = world.inside[role]
    actor = Actor(post.user_id, post.pk, post.user.name, post.region_id)
    with scope(post.region.scope()), acting(actor):
        ledger = books.ledger(key)
        if not exports.filtered(ledger, "").exists():
            pytest.skip(f"{role} keeps no rows of {key} in the world")
        preview = handed_back(ledger, post, whole)
        other = [row for row in services.rows_of(preview) if row["v"] != "same"]
        assert not other, [row.get("f") or row for row in other[:3]]
        assert preview.same == preview.total > 0


def test_every_ledger_that_takes_rows_has_some_in_the_world(world: World) -> None:
    """So that no trip is skipped for all roles."""
    empty = set()
    for ledger in ledgers():
        posts = [world.inside[role] for role in PERMISSIONS.get(ledger.write, ())]
        filled = False
        for post in posts:
            with scope(post.region.scope()):
                filled = filled or exports.filtered(ledger, "").exists()
        if posts and not filled:
            empty.add(ledger.key)
    assert empty == set()
