"""The world of the standing tables, built once for a module: whatever is done in it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.tables.world import World, build
from zulian.foundation.scopes import EVERYTHING, scope


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A world in a transaction that is never committed."""
    with django_db_blocker.unblock(), scope(EVERYTHING), transaction.atomic():
        made = build()
        made.sign_in()
        yield made
        transaction.set_rollback(True)
