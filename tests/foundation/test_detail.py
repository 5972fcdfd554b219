"""The page of a row: its two columns are about as long, and on a phone nothing changes its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zulian.foundation.detail import HEAD, LINE, ListItem, Panel, balanced

panels = st.lists(
    st.integers(0, 12).map(lambda n: Panel("", [ListItem(str(i)) for i in range(n)], "")),
    max_size=8,
)


def height(column: list[Panel]) -> int:
    return sum(HEAD + LINE * max(len(panel.items), 1) for panel in column)


@given(st.integers(0, 20), panels, panels)
def test_columns_are_evened_and_keep_their_order(
    facts: int, cards: list[Panel], beside: list[Panel]
) -> None:
    left, right = balanced(range(facts), cards, beside)
    assert [id(panel) for panel in left + right] == [id(panel) for panel in cards + beside]
    assert left[: len(cards)] == cards and (bool(right) == bool(beside))
    before = abs(facts + height(cards) - height(beside))
    assert abs(facts + height(left) - height(right)) <= before
    # Another panel would not even them.
    assert len(right) < 2 or facts + height(left) + height(right[:1]) >= height(right)


def test_a_long_second_column_goes_below_the_first() -> None:
    panel = Panel("", [ListItem(str(n)) for n in range(5)], "")
    assert [len(column) for column in balanced(range(6), [], [panel] * 6)] == [3, 3]
