"""The plan of a day's rounds: which team visits whom in which order, solved with OR-Tools. No database here.

Times are minutes after midnight, distances kilometres; row and column 0 of a matrix is where the teams start and end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zulian.certificates.rules.visits import covers

SCALE = 10  # the solver counts in tenths of a minute
SMALL, SMALL_SECONDS = 12, 0.1  # a handful of visits needs no long search
DAY = 24 * 60
Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Visit:
    """One visit to plan: its window, minutes there, room it takes in the car, what it needs, whether it must be today."""

    key: int
    opens: int
    closes: int
    minutes: int
    load: int = 1
    categories: tuple[int, ...] = ()
    equipment: tuple[str, ...] = ()
    must: bool = False

    @property
    def last_arrival(self) -> int:
        """The latest arrival that ends within the window."""
        return max(self.opens, self.closes - self.minutes)


@dataclass(frozen=True)
class Crew:
    """One team: its hours, room, what its assessor may assess and what it carries."""

    key: int
    starts: int
    ends: int
    capacity: int
    categories: tuple[int, ...] = ()
    equipment: tuple[str, ...] = ()

    def can(self, visit: Visit) -> bool:
        """Whether the team has the assessor and the equipment that a visit needs."""
        return covers(self.categories, visit.categories) and set(visit.equipment) <= set(
            self.equipment
        )


@dataclass(frozen=True)
class Leg:
    """One planned stop: visit and team by key, place in the team's order, arrival, kilometres from the stop before."""

    visit: int
    crew: int
    order: int
    arrive: int
    kilometres: float


@dataclass(frozen=True)
class Plan:
    """The stops of all teams, the visits left out with the reason, and the kilometres there and back."""

    legs: tuple[Leg, ...]
    left_out: tuple[tuple[int, str], ...]
    kilometres: float


@dataclass(frozen=True)
class Weights:
    """What leaving a visit out costs, in minutes on the road: an ordinary one, one that must be today."""

    drop: float
    must: float


def solve(
    visits: Sequence[Visit],
    crews: Sequence[Crew],
    minutes: Matrix,
    kilometres: Matrix,
    weights: Weights,
    seconds: float,
) -> Plan:
    """The best plan found within `seconds`; what no team can take is left out with its reason."""
    if not visits or not crews:
        return Plan((), tuple((v.key, _("没有可用的上门小组。")) for v in visits), 0.0)
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    manager = pywrapcp.RoutingIndexManager(len(visits) + 1, len(crews), 0)
    model = pywrapcp.RoutingModel(manager)
    _costs(model, manager, minutes)
    _clock(model, manager, visits, crews, minutes)
    _room(model, manager, visits, crews)
    for n, visit in enumerate(visits):
        index = manager.NodeToIndex(n + 1)
        able = [place for place, crew in enumerate(crews) if crew.can(visit)]
        model.VehicleVar(index).SetValues([-1, *able])
        model.AddDisjunction([index], round((weights.must if visit.must else weights.drop) * SCALE))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    limit = min(seconds, SMALL_SECONDS * len(visits)) if len(visits) <= SMALL else seconds
    search.time_limit.FromMilliseconds(round(limit * 1000))
    found = model.SolveWithParameters(search)
    if found is None:
        return Plan(
            (), tuple((v.key, _("排不出可行的路线，请减少当天上门数。")) for v in visits), 0.0
        )
    return _read(model, manager, found, visits, crews, kilometres)


def _costs(model: Any, manager: Any, minutes: Matrix) -> None:
    """Minutes on the road are what is kept low."""

    def drive(a: int, b: int) -> int:
        return int(round(minutes[manager.IndexToNode(a)][manager.IndexToNode(b)] * SCALE))

    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(drive))


def _clock(
    model: Any, manager: Any, visits: Sequence[Visit], crews: Sequence[Crew], minutes: Matrix
) -> None:
    """Windows of the visits and hours of the teams; a team may wait at a door."""

    def pass_time(a: int, b: int) -> int:
        start = manager.IndexToNode(a)
        there = visits[start - 1].minutes if start else 0
        return int(round((there + minutes[start][manager.IndexToNode(b)]) * SCALE))

    model.AddDimension(
        model.RegisterTransitCallback(pass_time), DAY * SCALE, DAY * SCALE, False, "clock"
    )
    clock = model.GetDimensionOrDie("clock")
    for n, visit in enumerate(visits):
        clock.CumulVar(manager.NodeToIndex(n + 1)).SetRange(
            visit.opens * SCALE, visit.last_arrival * SCALE
        )
    for place, crew in enumerate(crews):
        clock.CumulVar(model.Start(place)).SetRange(crew.starts * SCALE, crew.ends * SCALE)
        clock.CumulVar(model.End(place)).SetRange(crew.starts * SCALE, crew.ends * SCALE)
        model.AddVariableMinimizedByFinalizer(clock.CumulVar(model.Start(place)))
        model.AddVariableMinimizedByFinalizer(clock.CumulVar(model.End(place)))


def _room(model: Any, manager: Any, visits: Sequence[Visit], crews: Sequence[Crew]) -> None:
    """Room in the cars."""

    def take(a: int) -> int:
        node = manager.IndexToNode(a)
        return int(visits[node - 1].load) if node else 0

    capacities = [crew.capacity for crew in crews]
    model.AddDimensionWithVehicleCapacity(
        model.RegisterUnaryTransitCallback(take), 0, capacities, True, "room"
    )


def _read(
    model: Any,
    manager: Any,
    found: Any,
    visits: Sequence[Visit],
    crews: Sequence[Crew],
    kilometres: Matrix,
) -> Plan:
    clock = model.GetDimensionOrDie("clock")
    legs, taken, total = [], set(), 0.0
    for place, crew in enumerate(crews):
        index, before, order = model.Start(place), 0, 0
        while not model.IsEnd(index := found.Value(model.NextVar(index))):
            node = manager.IndexToNode(index)
            order += 1
            length = kilometres[before][node]
            arrive = found.Min(clock.CumulVar(index)) // SCALE
            legs.append(Leg(visits[node - 1].key, crew.key, order, int(arrive), round(length, 1)))
            taken.add(node)
            total += length
            before = node
        total += kilometres[before][0] if before else 0.0
    left = [(v.key, why_not(v, crews)) for n, v in enumerate(visits, 1) if n not in taken]
    return Plan(tuple(legs), tuple(left), round(total, 1))


def why_not(visit: Visit, crews: Sequence[Crew]) -> str:
    """Why a visit was left out, in words for the planner."""
    able = [crew for crew in crews if crew.can(visit)]
    if not able:
        return _("没有小组具备所需的评定类别或设备。")
    if all(
        visit.last_arrival < crew.starts or visit.opens + visit.minutes > crew.ends for crew in able
    ):
        return _("要求的时间不在小组的工作时间内。")
    return _("当天小组的时间或车位已满，请改日安排。")
