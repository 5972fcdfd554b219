"""Appraisal: the weighted mean of who spoke, and a quota that is never exceeded."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zulian.commissioners.rules.appraisal import Marks, grades, total

WEIGHTS = {"own": 20, "town": 50, "served": 30}
CUTS = [
    ("excellent", Decimal(90)),
    ("good", Decimal(75)),
    ("basic", Decimal(60)),
    ("poor", Decimal(0)),
]
MARK = st.none() | st.integers(0, 100).map(Decimal)


@given(MARK, MARK, MARK)
def test_the_total_lies_between_the_marks_given(
    own: Decimal | None, town: Decimal | None, served: Decimal | None
) -> None:
    found = total(Marks(own, town, served), WEIGHTS)
    given_ = [m for m in (own, town, served) if m is not None]
    assert found is None if not given_ else min(given_) <= (found or 0) <= max(given_)


def test_the_weights_by_hand() -> None:
    assert total(Marks(Decimal(90), Decimal(80), Decimal(100)), WEIGHTS) == Decimal(88)
    assert total(Marks(Decimal(90), Decimal(80), None), WEIGHTS) == Decimal("82.86")


@given(st.lists(st.integers(50, 100), max_size=40), st.integers(0, 100))
def test_the_quota_is_never_exceeded_and_the_better_never_get_less(
    points: list[int], quota: int
) -> None:
    totals = {n: Decimal(p) for n, p in enumerate(points)}
    found = grades(totals, CUTS, quota)
    best = [key for key, name in found.items() if name == "excellent"]
    assert len(best) <= len(points) * quota // 100 and all(totals[key] >= 90 for key in best)
    order = [name for name, _cut in CUTS]
    for a in totals:
        for b in totals:
            if totals[a] >= totals[b]:
                assert order.index(found[a]) <= order.index(found[b])
