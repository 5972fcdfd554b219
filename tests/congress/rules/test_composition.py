"""The solver against trying every list: it finds one where there is one, with the fewest swaps, and says so where there is none."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from zulian.congress.rules.composition import Candidate, Target, repair, standings

TRAITS = ("disabled", "woman", "party")


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Candidate], set[str], dict[str, int], list[Target]]:
    """Up to nine names of two units, a list to begin with, and some targets."""
    names = [
        Candidate(
            f"n{n}", draw(st.sampled_from("ab")), draw(st.frozensets(st.sampled_from(TRAITS)))
        )
        for n in range(draw(st.integers(2, 9)))
    ]
    seats = {unit: draw(st.integers(0, sum(c.unit == unit for c in names))) for unit in "ab"}
    chosen = draw(st.sets(st.sampled_from([c.key for c in names])))
    targets = [
        Target(trait, Fraction(draw(st.integers(0, 10)), 10), draw(st.integers(0, 2)))
        for trait in draw(st.lists(st.sampled_from(TRAITS), unique=True))
    ]
    return names, chosen, seats, targets


@given(problems())
@settings(max_examples=150)
def test_the_repair_is_the_best_of_all_lists(
    problem: tuple[list[Candidate], set[str], dict[str, int], list[Target]],
) -> None:
    names, chosen, seats, targets = problem
    size = sum(seats.values())
    fitting = [
        {c.key for c in part}
        for part in combinations(names, size)
        if all(sum(c.unit == unit for c in part) == n for unit, n in seats.items())
        and all(standing.met for standing in standings(part, targets, size))
    ]
    found = repair(names, chosen, seats, targets)
    assert (found is None) == (not fitting)
    if found is not None:
        assert set(found.out) <= chosen and not set(found.into) & chosen
        assert (chosen - set(found.out)) | set(found.into) in fitting
        assert len(found.out) == min(len(chosen - one) for one in fitting)


def test_a_share_is_rounded_up_and_a_number_holds_beside_it() -> None:
    assert [Target("x", Fraction(1, 3)).needed(n) for n in (0, 1, 3, 4)] == [0, 1, 1, 2]
    assert Target("x", Fraction(1, 10), 5).needed(20) == 5


SOLVE_THEN_STOP = """
import signal
import subprocess
import sys
from fractions import Fraction
from zulian.congress.rules.composition import Candidate, Target, repair
signal.signal(signal.SIGINT, lambda *_: print("heard"))
names = [Candidate("n1", "a", frozenset()), Candidate("n2", "a", frozenset({"woman"}))]
print(repair(names, {"n1"}, {"a": 1}, [Target("woman", Fraction(1), 1)]) is not None)
signal.raise_signal(signal.SIGINT)
"""


def test_the_solver_leaves_signals_to_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SOLVE_THEN_STOP], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["True", "heard"], done
