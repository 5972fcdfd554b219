"""The example of docs/ledgers.md is a ledger that works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.builders import COUNTY, VILLAGE
from tests.ledgers.books import agree, book, faults, hand_in
from zulian.accounts.roles import Role
from zulian.foundation import ledger
from zulian.volunteers.models import Unit

DOCUMENT = Path(__file__).parents[2] / "docs/ledgers.md"


@pytest.fixture
def example() -> Iterator[dict[str, Any]]:
    """What the example declares, as long as a test takes."""
    [source] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    with ledger._known.temporary():
        exec(compile(source, str(DOCUMENT), "exec"), names)  # noqa: S102  (our own document)
        yield names


def test_the_example_takes_a_sheet_in(regions: None, example: dict[str, Any]) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    heads = ["地区", "负责人", "联系电话", "成立日期"]
    made = hand_in(
        "stations",
        post,
        book(heads, [[COUNTY, "演站长", "0418-2812345", "2020.3.19"], [VILLAGE, "演", "138", ""]]),
    )
    assert (made.changed, made.refused) == (1, 1), faults(made)
    assert faults(made)[0].keys() == {"phone"}
    agree(made, "good")
    unit = Unit.objects.get(region_id=COUNTY, host="")
    assert (unit.leader, unit.phone, str(unit.set_up_on)) == (
        "演站长",
        "0418-2812345",
        "2020-03-19",
    )
