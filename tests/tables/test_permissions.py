"""The permission table: every address × role × inside or beside the jurisdiction → the answer.

`permissions.txt` is the table. Columns are the roles, a row is an address, a method and a side; answers are
HTTP statuses, `+` after one says that the write left an audit entry. A missing row fails, and so does an answer
that differs. After a deliberate change: `python -m pytest tests/tables --write-tables`.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.leadership.stage import SECRET
from tests.tables import associations, social, volunteers
from tests.tables.world import SENT, World, address, names
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("permissions.txt")
# Open without a post; their own tests say how they behave.
OPEN = {"accounts:sign-in", "accounts:sign-out"}
# For everybody: the keys of the calendar and of a teller are their sign-in, the board is public by rule, the other two are parts of a page.
PUBLIC = {
    *volunteers.PUBLIC,
    *associations.PUBLIC,
    *social.PUBLIC,
    "congress:count",
    "plans:feed",
    "certificates:board",
    "certificates:field-worker",
    "certificates:field-manifest",
}
ADDRESSES = [name for name in names() if name not in OPEN]
KEYS = [
    (name, method, side)
    for name in ADDRESSES
    for method in (["GET", "POST"] if name in SENT else ["GET"])
    for side in ("inside", "beside")
]
ROLES = list(Role)


def table() -> dict[tuple[str, str, str], list[str]]:
    """The rows of the file."""
    lines = [line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#|"]
    return {(cells[0], cells[1], cells[2]): cells[3:] for cells in lines}


def test_every_address_has_its_rows() -> None:
    assert set(table()) == set(KEYS)
    assert all(len(row) == len(ROLES) for row in table().values())


@pytest.mark.parametrize("name", ADDRESSES)
def test_answers(world: World, name: str) -> None:
    expected = table()
    for key in (k for k in KEYS if k[0] == name):
        assert answers(world, *key) == expected[key], key


def answers(world: World, name: str, method: str, side: str) -> list[str]:
    posts = world.inside if side == "inside" else world.outside
    return [answer(world, posts[role], name, method) for role in ROLES]


def answer(world: World, post: Post, name: str, method: str) -> str:
    """The status that `post` gets; nothing it did is kept."""
    client = world.client(post)
    url = address(name, world)
    with transaction.atomic():
        before = AuditEntry.objects.count()
        response = send(client, url, SENT[name](world)) if method == "POST" else client.get(url)
        written = AuditEntry.objects.count() > before
        # Notes of an inspection are for its circle alone: the officer who wrote them.
        assert post == world.inside[Role.COUNTY_OFFICER] or SECRET not in text_of(response), (post, url)
        transaction.set_rollback(True)
    return f"{response.status_code}{'+' if written else ''}"


def text_of(response: HttpResponse) -> str:
    """All text of an answer, that of packed documents included."""
    data = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", "replace")


def send(client: Client, url: str, body: Any) -> Any:
    """Post a form, or JSON where the body is a text already."""
    return client.post(url, body, content_type="application/json") if isinstance(body, str) else client.post(url, body)


def test_nobody_signed_out_sees_anything(world: World) -> None:
    for name in ADDRESSES:
        if name not in PUBLIC:
            response = Client().get(address(name, world))
            assert response.status_code in {302, 405}, name
            assert response.status_code == 405 or "/sign-in/" in response["Location"], name


@pytest.mark.timeout(1200)
def test_the_table_is_written_when_asked(world: World, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--write-tables"):
        pytest.skip("only with --write-tables")
    FILE.write_text(write(world), encoding="utf-8")


def write(world: World) -> str:
    """The whole table as it stands now, to be read before it is committed."""
    wide = max(map(len, ADDRESSES)) + 1
    head = "|" + " " * (wide + 12) + " ".join(f"{role.value[:11]:<11}" for role in ROLES)
    lines = [
        "# address, method, side of the jurisdiction, then the answer for each role; + marks an audited write",
        head,
    ]
    for name, method, side in KEYS:
        cells = " ".join(f"{a:<11}" for a in answers(world, name, method, side))
        lines.append(f"{name:<{wide}} {method:<4} {side} {cells}".rstrip())
    return "\n".join(lines) + "\n"
