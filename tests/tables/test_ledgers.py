"""The register of ledgers: every model has a list that exports to Excel, or a reason why not."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from openpyxl import load_workbook

from tests.tables.queries import READERS
from tests.tables.world import World, address
from zulian.accounts.roles import Role

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("ledgers.txt")
ROWS = [
    line.split(None, 2)
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]
LISTS = sorted({row[1] for row in ROWS if row[1] != "-"})


def test_every_model_has_its_row() -> None:
    models = {m._meta.label_lower for m in apps.get_models() if m.__module__.startswith("zulian.")}
    assert {row[0] for row in ROWS} == models
    assert all(len(row) == 3 for row in ROWS if row[1] == "-")


@pytest.mark.parametrize("name", LISTS)
def test_the_list_exports_a_workbook_with_heads_and_rows(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.inside[READERS.get(name, Role.COUNTY_OFFICER)].user)
    page = client.get(address(name, world)).content.decode()
    books = [client.get(address(name, world), {"export": "xlsx"})]
    if ledger := re.search(r'href="(/ledgers/[\w-]+/export/[^"]*)"', page):
        # A register with a ledger of its own exports it as a job.
        done = client.post(ledger[1].replace("&amp;", "&"), {"whole": "no"})
        books.append(client.get(f"{done['Location']}file/"))
    for book in books:
        is_a_workbook(book)


def is_a_workbook(response: Any) -> None:
    """A sheet with heads and rows, none of its cells a formula or markup."""
    sheet = load_workbook(BytesIO(response.content)).active
    head = next(n for n in (2, 3) if sheet.cell(n, 2).value)
    assert sheet.max_row > head
    assert all(isinstance(cell.value, str) for cell in sheet[head])
    for row in sheet.iter_rows(min_row=head + 1):
        for cell in row:
            assert cell.data_type != "f" and "<" not in str(cell.value)
