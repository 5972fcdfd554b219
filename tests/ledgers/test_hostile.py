"""Files that want to break something: each costs one clear sentence, never a trace, never half a write."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders
from tests.ledgers.books import HEADS, agree, book, hand_in, last_job, people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.ledgers.models import Import, Job
from zulian.ledgers.reading import find_layout, read_grids, sniff_sheet
from zulian.people.models import Person

# Each in a process of its own, which is what is asked for here.
pytestmark = pytest.mark.usefixtures("read_anew")

SHEET = "xl/worksheets/sheet1.xml"
SYSTEM_FAULT = "系统出错"


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def with_member(name: str, content: bytes) -> bytes:
    """A real workbook with one of its parts replaced."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(book(HEADS, people(2)))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return out.getvalue()


def sheet_with(cells: str) -> bytes:
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return f"{head}{cells}</sheetData></worksheet>".encode()


HOSTILE = {
    "zip bomb": lambda: with_member(
        SHEET, sheet_with("<row r='1'>" + " " * 700_000_000 + "</row>")
    ),
    "far cell": lambda: with_member(
        SHEET,
        sheet_with(
            '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
    ),
    "entity bomb": lambda: with_member(
        SHEET,
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + sheet_with("&b;&b;&b;"),
    ),
    "no sheet": lambda: with_member(SHEET, b"nothing"),
    "empty zip": lambda: b"PK\x03\x04",
    "ole of nothing": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
    "one long line": lambda: b"a," * 2_000_000,
    "open quote": lambda: '姓名,身份证号,户籍所在地\n"'.encode() + b"x\n" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_a_sentence(clerk: Post, name: str) -> None:
    made = hand_in("people", clerk, HOSTILE[name](), "x.xlsx")
    job = last_job(made)
    assert job.state == Job.State.FAILED and job.message and SYSTEM_FAULT not in job.message, (
        job.message
    )
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n\0\0", b"{\\rtf1", b"<html>"]
)
def test_what_is_no_table_is_refused_at_the_door(clerk: Post, data: bytes) -> None:
    with pytest.raises(ValidationError, match="不是 Excel"):
        hand_in("people", clerk, data)
    assert not Import.objects.exists()


def test_truncated_and_mutated_workbooks_never_break_anything(clerk: Post) -> None:
    whole, chance = book(HEADS, people(20)), random.Random(7)
    for n in range(24):
        data = bytearray(whole)
        if n % 2:
            data = data[: chance.randrange(4, len(data))]
        else:
            for _ in range(chance.randrange(1, 40)):
                data[chance.randrange(4, len(data))] = chance.randrange(256)
        made = hand_in("people", clerk, bytes(data))
        job = last_job(made)
        assert SYSTEM_FAULT not in job.message, job.message
        if Import.objects.get(pk=made.pk).state == Import.State.READY:
            before = Person.objects.count()
            done = agree(made, "good") if made.new or made.changed else made
            assert Person.objects.count() == before + (
                done.new if done.state == Import.State.DONE else 0
            )


CELL = st.one_of(
    st.text(max_size=30),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(
        [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "2.10902E+17",
            "210900196005060018",
            "1900.1.0",
            "９９９",
            "\u202e张",
            "2013.13.40",
            "99999999",
        ]
    ),
)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.lists(CELL, min_size=5, max_size=5), min_size=1, max_size=25))
@pytest.mark.parametrize(
    "key",
    [
        "people",
        "certificates",
        "regions",
        "staff",
        "assignments",
        "cadres",
        "reserves",
        "terms",
        "congresses",
        "delegates",
    ],
)
def test_any_cells_get_a_verdict(regions: None, key: str, rows: list[list[object]]) -> None:
    from tests.ledgers.books import ledger
    from zulian.ledgers.evaluate import judge, verdict
    from zulian.ledgers.reading import drafts

    one = ledger(key)
    heads = (
        [str(c.name) for c in one.taken][-5:]
        if len(one.taken) >= 5
        else [str(c.name) for c in one.taken]
    )
    data = book(heads, [row[: len(heads)] for row in rows])
    layout, lines = find_layout(one, read_grids(data, sniff_sheet(data)))
    made = drafts(layout, lines)
    for chunk in judge(one, layout.places, made):
        for draft in chunk:
            assert verdict(draft, one.model) in {"refused", "new", "same", "changed"}
            assert verdict(draft, one.model) != "refused" or all(draft.faults.values())
