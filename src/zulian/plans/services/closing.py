"""Closing a plan's year (年终结账): what each of its measures had reached on its last day is frozen for ever.

Registers are counted first, in the open, which takes the time; then the plan and its assignments are locked, its own
measures counted from their dates, and all results written at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Count, Q, SmallIntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import record
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet, home_field
from zulian.foundation.work import unit_of_work
from zulian.indicators.goals import goals
from zulian.indicators.models import Target
from zulian.indicators.registry import Indicator, known
from zulian.indicators.rules import Light, Pair, light
from zulian.indicators.services import overview
from zulian.ledgers.jobs import Progress as JobProgress
from zulian.ledgers.jobs import submit, works
from zulian.ledgers.models import Job
from zulian.plans.indicators import AT_END
from zulian.plans.models import OPEN, Assignment, Circular, Clause, Result
from zulian.plans.rules import Cell
from zulian.plans.services import joining
from zulian.plans.services.progress import POLICY as READ_POLICY
from zulian.plans.services.progress import amounts, own_key, result_key
from zulian.plans.targets import Progress, light_of_units
from zulian.regions.models import Region, ancestors, parent_code

POLICY = "plans/closing"
LEDGER = "assignments"


OUT, MISSED, REACHED = 0, 1, 2
AT_ONCE = 5000
# One list for all: what stands in many rows is made ready for the database once.
NO_KEYS: list[Any] = []


Beat = Callable[[int], None]


@dataclass
class Share:
    """The rows behind one measure that lie in one division itself: the keys of those that meet it and of those that fail."""

    reached: list[Any] = field(default_factory=list)
    missed: list[Any] = field(default_factory=list)

    def add(self, key: Any, mark: int) -> None:
        (self.reached if mark == REACHED else self.missed).append(key)


# By the key of the measure and the code of the division.
Shares = dict[tuple[str, str], Share]


@dataclass
class Frozen:
    """What a measure had reached in a division with all below it, and the keys of the rows that lie in the division itself."""

    met: Decimal = Decimal(0)
    of: Decimal = Decimal(0)
    light: str = Light.NONE
    reached: list[Any] = field(default_factory=list)
    missed: list[Any] = field(default_factory=list)


def family(plan: Circular) -> list[Circular]:
    """A plan with its adopted supplements and amendments: they share its year and are closed with it."""
    return [plan, *plan.supplements.filter(status=Circular.Status.ADOPTED)]


def is_due(plan: Circular, day: date) -> bool:
    """Whether a circular is a plan that may be closed: adopted, on its last day or later, and not closed yet."""
    if plan.kind != Circular.Kind.PLAN or not plan.is_adopted or plan.is_closed:
        return False
    return plan.ends_on <= day


def require_due(plan: Circular, post: Post) -> None:
    """Raise PermissionDenied for any but the issuer, ValidationError when the plan cannot be closed (yet)."""
    if plan.region_id != post.region_id:
        raise PermissionDenied(_("工作要点由印发单位结账。"))
    if plan.is_closed:
        raise ValidationError(_("这份工作要点已经结账。"))
    if plan.kind != Circular.Kind.PLAN or not plan.is_adopted:
        raise ValidationError(_("只有已下达的工作要点才能结账，补充和修改通知随工作要点一并结账。"))
    if plan.ends_on > clock.today():
        raise ValidationError(_("执行期到 %(day)s 为止，届时才能结账。") % {"day": plan.ends_on})


def bound(circulars: Iterable[Circular]) -> list[Indicator]:
    """The indicators that measure any clause of some circulars, the plan's own ones left out."""
    codes = {
        code
        for codes in Clause.objects.filter(circular__in=list(circulars)).values_list(
            "indicators", flat=True
        )
        for code in codes
    }
    return [
        indicator for indicator in known() if indicator.code in codes and not indicator.clause_field
    ]


def ask_to_close(plan: Circular, post: Post) -> Job:
    """Let a plan be closed by the job runner."""
    require_due(plan, post)
    to = reverse("plans:results", args=[plan.pk])
    return submit(
        Job.Kind.CLOSE, post, LEDGER, circular=plan.pk, reason="", to=to, about=plan.title
    )


@works(Job.Kind.CLOSE)
def close_in_job(progress: JobProgress) -> str:
    """Close a plan; a stop before the results are written leaves the plan as it is."""
    plan = Circular.objects.select_related("region").get(pk=progress.job.options["circular"])
    if plan.is_closed:
        return _("这份工作要点已经结账。")
    require_due(plan, progress.job.post)
    progress.begin(_("统计各项台账"), len(bound(family(plan))) + 1)
    shares = register_shares(plan, progress.beat)
    progress.quiet = True
    count = freeze(plan, shares, lambda: progress.beat(progress.job.total))
    return _("《%(title)s》已结账，冻结 %(count)d 项年终结果。") % {
        "title": plan.title,
        "count": count,
    }


def close(plan: Circular, post: Post) -> int:
    """Close a plan at once. Returns how many results were frozen."""
    require_due(plan, post)
    return freeze(plan, register_shares(plan))


def register_shares(plan: Circular, beat: Beat = lambda n: None) -> Shares:
    """The rows behind the registers' measures as of the plan's last day: one statement for each register.

    `beat` is told how many measures are counted, and may raise to stop.
    """
    day, found, done = plan.ends_on, Shares(), 0
    groups: dict[Any, list[Indicator]] = defaultdict(list)
    for indicator in bound(family(plan)):
        groups[indicator.rows].append(indicator)
    for rows, sharing in groups.items():
        found |= shares(sharing, rows(day).within(plan.region), day)
        done += len(sharing)
        beat(done)
    return found


def shares(
    indicators: Sequence[Indicator],
    rows: ScopedQuerySet[Any],
    day: date,
    by_clause: Collection[str] | None = None,
) -> Shares:
    """The rows behind indicators over the same rows, by the division they lie in, in one statement.

    Where rows belong to clauses, `by_clause` holds the keys `<code>:<clause>` that have a share beside the whole.
    """
    marks = {
        f"mark_{n}": _mark(indicator.of(day), indicator.met(day))
        for n, indicator in enumerate(indicators)
    }
    columns = ["pk", home_field(rows.model), *([] if by_clause is None else ["clause_id"]), *marks]
    chosen = rows.order_by().prefetch_related(None).annotate(**marks).values_list(*columns)
    found: Shares = defaultdict(Share)
    for pk, place, *rest in chosen.iterator(AT_ONCE):
        clause = "" if by_clause is None else rest.pop(0)
        for indicator, mark in zip(indicators, rest, strict=True):
            if mark == OUT:
                continue
            found[indicator.code, place].add(pk, mark)
            if by_clause and (key := f"{indicator.code}:{clause}") in by_clause:
                found[key, place].add(pk, mark)
    return dict(found)


def _mark(of: Q, met: Q) -> Any:
    """Whether a row counts, and whether it meets, as one number of the statement."""
    both = of & met
    if not both:
        return Value(REACHED, output_field=SmallIntegerField())
    reached = When(both, then=Value(REACHED))
    if not of:
        return Case(reached, default=Value(MISSED), output_field=SmallIntegerField())
    return Case(
        reached, When(of, then=Value(MISSED)), default=Value(OUT), output_field=SmallIntegerField()
    )


@unit_of_work
def freeze(
    plan: Circular, registers: Shares, before_writing: Callable[[], None] = lambda: None
) -> int:
    """Write the results of a plan and close it with its supplements; returns how many were written.

    `registers` are the shares of the registers; `before_writing` may raise to stop. Raises ValidationError when somebody
    else closed the plan meanwhile.
    """
    plan = (
        Circular.objects.select_for_update(no_key=True, of=("self",))
        .select_related("region")
        .get(pk=plan.pk)
    )
    if plan.is_closed:
        raise ValidationError(_("这份工作要点已经结账。"))
    circulars = family(plan)
    rows = Assignment.objects.filter(circular__in=circulars)
    # Whoever works on an assignment holds its row: from here on all of them wait, then find the plan closed.
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    own = shares(AT_END, rows.counted(), plan.ends_on, _measured_clauses(circulars))
    results = _sum(plan, registers | own) | _targets(circulars, plan.region)
    before_writing()
    count = _write(plan, results)
    Circular.objects.filter(pk__in=[circular.pk for circular in circulars]).update(
        closed_at=clock.now()
    )
    joining.release(circulars)
    for circular in circulars:
        record("circular.close", circular, {"results": count, "day": plan.ends_on})
    return count


def _measured_clauses(circulars: Sequence[Circular]) -> set[str]:
    """The keys of the plan's own measures that stand at a clause: `<code>:<clause>`."""
    clauses = Clause.objects.filter(circular__in=list(circulars)).values_list("pk", "indicators")
    own = {indicator.code for indicator in AT_END}
    return {f"{code}:{pk}" for pk, codes in clauses for code in codes if code in own}


def _sum(plan: Circular, found: Shares) -> dict[tuple[str, str], Frozen]:
    """Shares added up the tree to the issuer's division, each with its light."""
    line = _lines(plan)
    results: dict[tuple[str, str], Frozen] = defaultdict(Frozen)
    for (key, place), share in found.items():
        home, *above = line(place)
        own = results[key, home]
        own.reached += share.reached
        own.missed += share.missed
        met, of = len(share.reached), len(share.reached) + len(share.missed)
        for frozen in (own, *[results[key, code] for code in above]):
            frozen.met += met
            frozen.of += of
    light_of = _lights(plan)
    for (key, code), frozen in results.items():
        frozen.light = light_of(key.partition(":")[0], code, Pair(int(frozen.met), int(frozen.of)))
    return dict(results)


def _lines(plan: Circular) -> Callable[[str], list[str]]:
    """From a division to itself and those above it, up to the issuer's; what was merged by the last day counts where it went."""
    entered = set(Region.objects.under(plan.region_id).values_list("code", flat=True))
    merged = Region.objects.filter(successor__isnull=False, valid_to__lte=plan.ends_on)
    went = dict(merged.values_list("code", "successor_id"))

    @cache
    def line(code: str) -> list[str]:
        while code in went:
            code = went[code]
        above = parent_code(code)
        return ([code] if code in entered else []) + (line(above) if above else [])

    return line


def _lights(plan: Circular) -> Callable[[str, str, Pair], str]:
    """The light of a measure in a division against the target that is in force there."""
    shows = {indicator.code: indicator.show for indicator in known()}
    whole = goals(plan.region, plan.ends_on)
    rows = Target.objects.under(plan.region_id).filter(year=plan.ends_on.year)
    below = {
        (code, place): float(value)
        for code, place, value in rows.values_list("indicator", "region_id", "value")
    }

    def light_of(code: str, place: str, pair: Pair) -> str:
        value = whole[code].value if whole[code].is_set else None
        if below:
            nearest = (one for one in (place, *ancestors(place)) if (code, one) in below)
            value = below.get((code, next(nearest, "")), value)
        return Light.NONE if value is None else light(pair, shows[code], value, whole[code].slack)

    return light_of


def _targets(circulars: Sequence[Circular], region: Region) -> dict[tuple[str, str], Frozen]:
    """Results of the numbers that tasks ask for, by `target:<pk>`: of each place with all units in it that carry the task.

    What a unit reached itself stands apart (`target:<pk>:own`) where others below it carry the task too.
    """
    found: dict[tuple[str, str], Frozen] = {}
    for circular in circulars:
        figures = policy(READ_POLICY, circular.ends_on, circular.region_id)
        slack = int(figures["pace_slack"])
        for carried in amounts(circular, region, circular.ends_on):
            key = result_key(carried.target)
            units: dict[str, list[Progress]] = defaultdict(list)
            if carried.together is not None:
                units[region.code].append(carried.together)
            for code, progress in carried.by_unit.items():
                for place in (code, *ancestors(code)):
                    if place >= region.code:
                        units[place].append(progress)
            for code, those in units.items():
                found[key, code] = _added(those, slack)
                if len(those) > 1 and (own := carried.by_unit.get(code)):
                    found[own_key(carried.target), code] = _added([own], slack)
    return found


def _added(those: Sequence[Progress], slack: int) -> Frozen:
    return Frozen(
        sum((one.reached for one in those), Decimal(0)),
        sum((one.needed for one in those), Decimal(0)),
        light_of_units(those, slack),
    )


def _write(plan: Circular, results: dict[tuple[str, str], Frozen]) -> int:
    where = sorted(results)
    frozen = [results[one] for one in where]
    columns: dict[str, list[Any]] = {
        "circular_id": [plan.pk] * len(where),
        "key": [key for key, _region in where],
        "region_id": [region for _key, region in where],
        "met": [one.met for one in frozen],
        "of": [one.of for one in frozen],
        "light": [str(one.light) for one in frozen],
        "reached": [sorted(one.reached) or NO_KEYS for one in frozen],
        "missed": [sorted(one.missed) or NO_KEYS for one in frozen],
    }
    bulk.insert_columns(Result, columns, len(where))
    return len(where)


def without_data(plan: Circular) -> list[Indicator]:
    """The registers' measures that have nothing to count on the plan's last day: they will stand empty."""
    wanted = bound(family(plan))
    pairs = overview(plan.region, plan.as_of(clock.today()), wanted)
    return [indicator for indicator in wanted if indicator.code not in pairs]


def paper_cells(circulars: Collection[Circular]) -> list[tuple[Clause, Cell]]:
    """The clauses of some circulars that have assignments, with how many, and how many of them are finished."""
    if not circulars:
        return []
    rows = Assignment.objects.filter(circular__in=circulars).counted().order_by()
    counted = rows.values("clause_id").annotate(
        total=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN))
    )
    cells = {row["clause_id"]: Cell(row["total"], row["total"] - row["open"]) for row in counted}
    clauses = Clause.objects.filter(pk__in=cells).select_related("circular")
    return [(clause, cells[clause.pk]) for clause in clauses]
