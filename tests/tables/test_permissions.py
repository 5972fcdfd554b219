"""The permission table: every address × role × inside or beside the jurisdiction → the answer.

A missing row of `permissions.txt` fails, and so does an answer that differs. After a deliberate change:
`python -m tests.tables.write permissions`, and read the difference.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.tables.permissions import ADDRESSES, KEYS, PUBLIC, ROLES, Asker, table
from tests.tables.world import World, address

pytestmark = pytest.mark.django_db
TABLE = table()


def test_every_address_has_its_rows() -> None:
    assert set(TABLE) == set(KEYS)
    assert all(len(row) == len(ROLES) for row in TABLE.values())


@pytest.mark.parametrize("name", ADDRESSES)
def test_answers(asker: Asker, name: str) -> None:
    for key in (k for k in KEYS if k[0] == name):
        assert asker.answers(*key) == TABLE[key], key


def test_nobody_signed_out_sees_anything(world: World) -> None:
    for name in ADDRESSES:
        if name not in PUBLIC:
            response = Client().get(address(name, world))
            assert response.status_code in {302, 405}, name
            assert response.status_code == 405 or "/sign-in/" in response["Location"], name
