"""What a closed plan keeps of each measure are the very rows that its pair counts."""

from __future__ import annotations

import pytest

from tests.tables.world import World
from zulian.foundation.clock import today
from zulian.indicators.counting import code_part, count
from zulian.indicators.registry import known
from zulian.indicators.rules import Pair
from zulian.plans.services import closing

pytestmark = pytest.mark.django_db


def test_every_indicator_counts_row_by_row_as_it_counts_in_one_statement(world: World) -> None:
    """The keys behind a result are as many as the pair says, for each indicator over a world of rows."""
    day = today()
    seen = 0
    for indicator in known():
        rows = indicator.rows(day)
        pairs = count([indicator], rows, day, code_part(rows, 12))
        pairs = {
            place: found[indicator.code]
            for place, found in pairs.items()
            if found[indicator.code].of
        }
        shares = closing.shares([indicator], rows, day)
        assert pairs == {
            place: Pair(len(share.reached), len(share.reached) + len(share.missed))
            for (_key, place), share in shares.items()
        }, indicator.code
        seen += bool(pairs)
    assert seen > 30
