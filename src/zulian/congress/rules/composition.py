"""The composition of a list of delegates (代表构成): which targets it meets, whether they can still be met, and by which swaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

SECONDS = 2.0
# One worker and one seed, so that the same list is mended the same way. The solver would take Ctrl-C for itself, and leave
# the signal without our handler afterwards.
PARAMETERS = "num_workers: 1 random_seed: 1 catch_sigint_signal: false"
# A variable of a name that is taken is one, but for the solver's precision.
HALF = 0.5


@dataclass(frozen=True)
class Target:
    """At least a share of the list, and at least a number of it, has a trait."""

    trait: str
    share: Fraction = Fraction(0)
    number: int = 0

    def needed(self, size: int) -> int:
        """How many of a list of `size` must have the trait."""
        return max(self.number, -(-size * self.share.numerator // self.share.denominator))


@dataclass(frozen=True)
class Candidate:
    """A name at hand: the unit that sends it, and its traits."""

    key: str
    unit: str
    traits: AbstractSet[str]


@dataclass(frozen=True)
class Standing:
    """One target against a list."""

    target: Target
    have: int
    needed: int

    @property
    def met(self) -> bool:
        return self.have >= self.needed


@dataclass(frozen=True)
class Repair:
    """Names that leave the list and names that come; the fewest that meet all targets."""

    out: tuple[str, ...]
    into: tuple[str, ...]


def standings(chosen: Sequence[Candidate], targets: Sequence[Target], size: int) -> list[Standing]:
    """Every target against the names chosen so far, for a list that shall have `size`."""
    return [Standing(t, sum(t.trait in c.traits for c in chosen), t.needed(size)) for t in targets]


def repair(
    candidates: Sequence[Candidate],
    chosen: AbstractSet[str],
    seats: Mapping[str, int],
    targets: Sequence[Target],
) -> Repair | None:
    """The change of the list that keeps most of `chosen`, gives each unit its seats and meets every target.

    None where no list of these names does. Raises TimeoutError where that could not be told in time.
    """
    # The same solver (CP-SAT) by its linear door: the other one brings pandas, which takes longer than most answers.
    from ortools.linear_solver import pywraplp

    size = sum(seats.values())
    model = pywraplp.Solver.CreateSolver("SAT")
    model.SetSolverSpecificParametersAsString(PARAMETERS)
    model.SetTimeLimit(round(SECONDS * 1000))
    taken = {candidate.key: model.BoolVar(candidate.key) for candidate in candidates}
    for unit, number in seats.items():
        model.Add(model.Sum(taken[c.key] for c in candidates if c.unit == unit) == number)
    model.Add(model.Sum(taken.values()) == size)
    for target in targets:
        model.Add(
            model.Sum(taken[c.key] for c in candidates if target.trait in c.traits)
            >= target.needed(size)
        )
    model.Maximize(model.Sum(taken[c.key] for c in candidates if c.key in chosen))
    answer = model.Solve()
    if answer == model.INFEASIBLE:
        return None
    if answer not in {model.OPTIMAL, model.FEASIBLE}:
        raise TimeoutError("no list was found or excluded in time")
    now = {key for key, variable in taken.items() if variable.solution_value() > HALF}
    return Repair(
        tuple(c.key for c in candidates if c.key in chosen and c.key not in now),
        tuple(c.key for c in candidates if c.key in now and c.key not in chosen),
    )
