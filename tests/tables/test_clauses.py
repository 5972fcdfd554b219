"""The clause → indicator map: every second-level clause of the work points is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import CITY, post
from zulian.accounts.roles import Role
from zulian.documents.reading import read_paper
from zulian.indicators.registry import default_codes, named
from zulian.plans.demo.plan import SOURCE
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.services import receiving

FILE = Path(__file__).with_name("clauses.txt")


def table() -> dict[str, list[str]]:
    lines = [
        line.split()
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]
    return {path: codes for path, *codes in lines}


def bound(reading: Reading) -> dict[str, list[str]]:
    clauses = [item for section in reading.sections for item in section.items]
    return {c.path: default_codes("".join(n.title + n.text for n in c.walk())) for c in clauses}


def test_every_clause_of_the_demo_is_bound_as_the_map_says() -> None:
    text = SOURCE.read_text(encoding="utf-8").format(year=2026)
    assert bound(understand(read_paper(text.encode()))) == table()


@pytest.mark.django_db
def test_in_the_plan_itself_every_clause_is_measured_and_its_items_not_again(regions: None) -> None:
    city = post(Role.CITY_OFFICER, CITY)
    text = SOURCE.read_text(encoding="utf-8").format(year=2026)
    circular = receiving.receive(text.encode(), "要点.txt", city)
    clauses = list(circular.clauses.all())
    assert {c.path: sorted(c.indicators) for c in clauses if c.depth == 1} == {
        path: sorted(codes) for path, codes in table().items()
    }
    below = [c for c in clauses if c.depth > 1]
    assert below and all("plans.reported" not in c.indicators for c in below)


def test_every_indicator_of_the_map_exists() -> None:
    assert all(named(code) for codes in table().values() for code in codes)


def test_the_clauses_of_2013_are_the_same_and_all_measured(real_circular: bytes) -> None:
    found = bound(understand(read_paper(real_circular)))
    wide = str.maketrans("()", "（）")
    assert [path.translate(wide) for path in found] == list(table())
    assert all(found.values())
