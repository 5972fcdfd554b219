"""No cell goes into a register whose column cannot hold it: the row is refused in the preview, with the column named."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.db import models

from tests import builders
from tests.ledgers.books import HEADS, book, faults, hand_in, people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.ledger import Draft, Ledger, ledgers
from zulian.ledgers.evaluate import _refuse_unfit
from zulian.ledgers.reading import read_grids
from zulian.ledgers.workbooks import MAX_COLUMNS, MAX_SHEETS, MAX_TEXT

LEDGERS = ledgers()


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def too_much(column: Any) -> list[Any]:
    """Values that a column cannot hold."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    if isinstance(column, models.CharField | models.TextField):
        return ["\0", *(["长" * (column.max_length + 1)] if column.max_length else [])]
    if isinstance(column, models.DecimalField):
        return [Decimal(10) ** column.max_digits]
    return [2**63] if isinstance(column, models.IntegerField) else []


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_whatever_a_ledger_plans_fits_its_register(ledger: Ledger) -> None:
    tried = 0
    for model in ledger.models:
        for column in model._meta.concrete_fields:
            for value in too_much(column):
                draft = Draft(7, [], puts={model: {column.attname: value}})
                _refuse_unfit(ledger, [draft])
                ((key, words),) = draft.faults.items()
                assert key in {c.key for c in ledger.columns} or words.startswith(
                    f"{column.verbose_name}："
                )
                tried += 1
    assert tried > len(ledger.models)


def test_the_column_is_named(clerk: Post) -> None:
    ledger = next(ledger for ledger in LEDGERS if ledger.key == "people")
    draft = Draft(7, [], puts={ledger.model: {"name": "长" * 200, "region_id": "2" * 13}})
    _refuse_unfit(ledger, [draft])
    assert set(draft.faults) == {"name", "region"} and "现有 200 个" in draft.faults["name"]


def test_a_cell_that_was_cut_in_reading_is_refused(clerk: Post) -> None:
    rows = people(3)
    rows[1][0] = "演" * (MAX_TEXT + 500)
    made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.new, made.refused) == (2, 1)
    assert faults(made) == [{"name": f"一格最多 {MAX_TEXT} 个字，请缩短。"}]


def test_columns_and_sheets_beyond_the_bound_are_not_left_out_silently(clerk: Post) -> None:
    wide = book([*HEADS, *(f"另{n}" for n in range(MAX_COLUMNS))], people(1))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as many:
        for n in range(MAX_SHEETS + 1):
            many.add_worksheet(f"表{n}").write_row(0, 0, HEADS)
    for data, words in (
        (wide, f"表格最多 {MAX_COLUMNS} 列"),
        (out.getvalue(), f"一个文件最多 {MAX_SHEETS} 张工作表"),
    ):
        with pytest.raises(Exception, match=words):
            read_grids(data, "xlsx")


def test_empty_cells_beyond_the_bound_are_no_columns(clerk: Post) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as wide:
        sheet = wide.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        sheet.write_blank(0, MAX_COLUMNS + 5, None, wide.add_format({"bold": True}))
    assert len(read_grids(out.getvalue(), "xlsx")[0][1][0]) <= MAX_COLUMNS
