"""Invariants of the plan: nobody twice a day, nobody unqualified, hard wishes kept, and as good as trying everything."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.by_hand import greedy
from zulian.regions.geo import Spot, great_circle
from zulian.volunteers.rules.figures import bit, has_time
from zulian.volunteers.rules.matching import match, ranked
from zulian.volunteers.rules.pairs import Ask, Helper, Plan, Weights

DAY = date(2026, 3, 2)
WEIGHTS = Weights({"low": 40, "middle": 60, "high": 90}, 6, 12, 0.8, 2, 2, frozenset({"sign"}))
KINDS = ["company", "sign"]
spots = st.builds(Spot, st.floats(42, 42.2), st.floats(121.5, 121.7))
days = st.integers(0, 2).map(lambda n: DAY + timedelta(days=n))


@st.composite
def helpers(draw: st.DrawFn, key: int) -> Helper:
    return Helper(
        key,
        draw(spots),
        draw(st.sampled_from([2.0, 10.0, 40.0])),
        draw(st.integers(0, (1 << 21) - 1)) | bit(0, 0),
        draw(st.sampled_from("mf")),
        frozenset(draw(st.sets(st.sampled_from(KINDS), min_size=1))),
        draw(st.sampled_from([{}, {"sign": DAY}, {"sign": DAY + timedelta(days=9)}])),
        frozenset(draw(st.sets(days, max_size=1))),
        draw(st.integers(0, 3)),
        draw(st.sampled_from([None, DAY])),
    )


@st.composite
def asks(draw: st.DrawFn, key: int) -> Ask:
    hour = draw(st.sampled_from([9, 11, 14, 18]))
    return Ask(
        key,
        draw(st.sampled_from(KINDS)),
        draw(days),
        time(hour),
        time(hour + 2),
        draw(spots),
        draw(st.sampled_from(["low", "middle", "high"])),
        draw(st.sampled_from(["", "", "f"])),
        draw(st.sampled_from([0, 1])),
        frozenset(draw(st.sets(st.integers(1, 4), max_size=2))),
        frozenset(draw(st.sets(st.integers(1, 4), max_size=1))),
    )


@st.composite
def cases(
    draw: st.DrawFn, most_asks: int = 4, most_helpers: int = 3
) -> tuple[list[Ask], list[Helper]]:
    wanted = draw(st.integers(1, most_asks))
    there = draw(st.integers(0, most_helpers))
    return [draw(asks(100 + n)) for n in range(wanted)], [
        draw(helpers(n + 1)) for n in range(there)
    ]


def may(ask: Ask, helper: Helper) -> bool:
    """The hard rules, said once more in plain words."""
    return (
        ask.kind in helper.skills
        and (ask.kind not in WEIGHTS.trained or helper.qualified.get(ask.kind, date.min) >= ask.on)
        and ask.on not in helper.busy
        and (helper.away_until is None or helper.away_until < ask.on)
        and has_time(helper.times, ask.on, ask.start, ask.end)
        and ask.sex in {"", helper.sex}
        and helper.key not in ask.not_again
        and great_circle(ask.spot, helper.spot) <= helper.radius
    )


def price(ask: Ask, helper: Helper) -> float:
    cost = great_circle(ask.spot, helper.spot) + helper.recent * WEIGHTS.each_recent
    cost -= WEIGHTS.known * (helper.key in ask.known) + WEIGHTS.wished * (helper.key == ask.wished)
    return cost


def brute(wanted: list[Ask], there: list[Helper]) -> float:
    """The best of all plans, by trying them all."""
    best = float("inf")
    for choice in product([None, *there], repeat=len(wanted)):
        total, load, booked = 0.0, {}, set()
        for ask, helper in zip(wanted, choice, strict=True):
            if helper is None:
                total += WEIGHTS.unmet[ask.risk]
                continue
            before = load.get(helper.key, 0)
            if not may(ask, helper) or (helper.key, ask.on) in booked or before >= WEIGHTS.per_plan:
                break
            booked.add((helper.key, ask.on))
            load[helper.key] = before + 1
            total += price(ask, helper) + before * WEIGHTS.each_more
        else:
            best = min(best, total)
    return best


@settings(max_examples=150)
@given(cases())
def test_the_plan_is_as_good_as_trying_everything(case: tuple[list[Ask], list[Helper]]) -> None:
    assert match(*case, WEIGHTS).cost == pytest.approx(brute(*case), abs=0.02)


def check(plan: Plan, wanted: list[Ask], there: list[Helper]) -> None:
    ask_of, helper_of = {a.key: a for a in wanted}, {h.key: h for h in there}
    days_of = [(p.helper, ask_of[p.ask].on) for p in plan.pairs]
    assert len(days_of) == len(set(days_of))
    assert all(may(ask_of[p.ask], helper_of[p.helper]) for p in plan.pairs)
    assert all(sum(p.helper == key for p in plan.pairs) <= WEIGHTS.per_plan for key in helper_of)
    assert {p.ask for p in plan.pairs} | plan.unmet.keys() == ask_of.keys()
    assert not {p.ask for p in plan.pairs} & plan.unmet.keys()


@settings(max_examples=80)
@given(cases(12, 9))
def test_hard_rules_are_kept_and_greedy_is_never_better(
    case: tuple[list[Ask], list[Helper]],
) -> None:
    best, by_hand = match(*case, WEIGHTS), greedy(*case, WEIGHTS)
    check(best, *case)
    check(by_hand, *case)
    assert best.cost <= by_hand.cost + 0.02


@settings(max_examples=50)
@given(
    asks(100),
    st.lists(st.integers(1, 9), max_size=6, unique=True).flatmap(
        lambda keys: st.tuples(*(helpers(k) for k in keys))
    ),
)
def test_replacements_come_cheapest_first_and_keep_the_hard_rules(
    ask: Ask, there: tuple[Helper, ...]
) -> None:
    found = ranked(ask, list(there), WEIGHTS)
    assert [p.cost for p in found] == sorted(p.cost for p in found)
    assert {p.helper for p in found} == {h.key for h in there if may(ask, h)}


def test_greedy_takes_the_only_one_away_from_who_has_no_other() -> None:
    """Why a plan for all at once: first come, first served leaves one person without help."""
    near, far = Spot(42, 121.6), Spot(42.1, 121.6)
    both = Helper(1, near, 50, (1 << 21) - 1, "f", frozenset(KINDS), {"sign": DAY})
    plain = Helper(2, far, 50, (1 << 21) - 1, "f", frozenset({"company"}))
    wanted = [
        Ask(10, "company", DAY, time(9), time(11), near),
        Ask(11, "sign", DAY, time(9), time(11), near),
    ]
    assert {(p.ask, p.helper) for p in match(wanted, [both, plain], WEIGHTS).pairs} == {
        (10, 2),
        (11, 1),
    }
    assert greedy(wanted, [both, plain], WEIGHTS).unmet == {11: "taken"}
