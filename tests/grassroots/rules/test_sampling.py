"""The draw: as large as asked, from every stratum, the same again from its seed."""

from __future__ import annotations

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from zulian.grassroots.rules.sampling import drawn

STRATA = st.dictionaries(
    st.text(max_size=4), st.sets(st.integers(1, 500), min_size=1, max_size=60), max_size=6
)


@given(STRATA, st.integers(1, 100), st.integers(0, 5), st.integers(0, 2**31))
def test_every_stratum_gives_its_part(
    strata: dict[str, set[int]], percent: int, least: int, seed: int
) -> None:
    found = drawn({k: sorted(v) for k, v in strata.items()}, percent, least, seed)
    for key, members in strata.items():
        assert set(found[key]) <= members and len(set(found[key])) == len(found[key])
        assert len(found[key]) == min(len(members), max(ceil(len(members) * percent / 100), least))


@given(STRATA, st.integers(0, 2**31))
def test_the_order_of_strata_and_members_changes_nothing(
    strata: dict[str, set[int]], seed: int
) -> None:
    plain = {k: sorted(v) for k, v in strata.items()}
    turned = {k: sorted(v, reverse=True) for k, v in reversed(strata.items())}
    assert drawn(plain, 20, 1, seed) == drawn(turned, 20, 1, seed)


def test_another_seed_draws_others() -> None:
    strata = {"a": list(range(100))}
    draws = {tuple(drawn(strata, 10, 1, seed)["a"]) for seed in range(20)}
    assert len(draws) == 20
