"""No address answers with 500 or more, whatever stands in the parameters and fields that it reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.tables.hostile import Hostile
from tests.tables.permissions import ADDRESSES, Asker, plain_refusals
from tests.tables.world import SENT, World

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def asker(world: World) -> Iterator[Asker]:
    """Asks without the pages of refusals; what a view does not handle reaches the test."""
    with plain_refusals(), override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True):
        yield Asker(world)


@pytest.mark.parametrize("name", ADDRESSES)
def test_parameters(asker: Asker, name: str) -> None:
    hostile = Hostile(asker)
    hostile.get(name)
    assert not hostile.broken, "\n".join(hostile.broken)


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name in SENT])
def test_fields(asker: Asker, name: str) -> None:
    hostile = Hostile(asker)
    hostile.post(name)
    assert not hostile.broken, "\n".join(hostile.broken)
