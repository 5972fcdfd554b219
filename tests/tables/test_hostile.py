"""No address answers with 500 or more, whatever stands in the parameters and fields that it reads."""

from __future__ import annotations

import pytest

from tests.tables.hostile import Hostile
from tests.tables.permissions import ADDRESSES, Asker
from tests.tables.world import SENT

pytestmark = [pytest.mark.django_db, pytest.mark.long]


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
