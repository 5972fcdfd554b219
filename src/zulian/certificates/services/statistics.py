"""Statistical tables: holders by heading and grade, working days per step. Each figure leads to the rows behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as When
from django.db.models import Count, IntegerField, Value
from django.db.models import When as Then
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.certificates.models import Certificate, Step
from zulian.certificates.models.cards import CATEGORIES
from zulian.certificates.models.cases import RUNNING, STEPS
from zulian.foundation.clock import today
from zulian.indicators.services import code_part
from zulian.regions.models import Children, Region

AGES = ((0, 6), (7, 17), (18, 44), (45, 59), (60, 79), (80, 150))
GRADES = (1, 2, 3, 4)


@dataclass
class Holders:
    """One line of the table of holders: its heading, its filter, holders by grade."""

    name: str
    query: dict[str, Any]
    grades: Counter[int] = field(default_factory=Counter)

    def url(self, grade: str) -> str:
        """The list of the holders behind a figure; an empty grade means all."""
        query = {"state": "live", **self.query, **({"grade": grade} if grade else {})}
        return f"{reverse('certificates:cards')}?{urlencode(query)}"

    @property
    def total(self) -> int:
        return sum(self.grades.values())

    @property
    def grade_1(self) -> int:
        return self.grades[1]

    @property
    def grade_2(self) -> int:
        return self.grades[2]

    @property
    def grade_3(self) -> int:
        return self.grades[3]

    @property
    def grade_4(self) -> int:
        return self.grades[4]


@dataclass(frozen=True)
class Wanted:
    """Which holders: a category and a sex, or all."""

    category: int | None = None
    sex: str = ""

    @property
    def query(self) -> dict[str, Any]:
        return {**({"category": self.category} if self.category else {}), **({"sex": self.sex} if self.sex else {})}


def holders(region: Region, by: str, wanted: Wanted) -> list[Holders]:
    """Live cards of a division by category, age, sex or child division, grade by grade, in one statement."""
    rows = Certificate.objects.live().within(region)
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.sex:
        rows = rows.filter(person__sex=wanted.sex)
    lines = {"age": _by_age, "sex": _by_sex, "region": _by_region}.get(by, _by_category)(rows, region, wanted)
    whole = Holders(_("合计"), {**wanted.query, "under": region.code}, sum((x.grades for x in lines), Counter()))
    return [*lines, whole]


def _counted(rows: Any, key: Any) -> Iterable[tuple[Any, int, int]]:
    grouped = rows.order_by().annotate(key=key).values("key", "grade").annotate(n=Count("pk"))
    return [(row["key"], row["grade"], row["n"]) for row in grouped]


def _fill(lines: dict[Any, Holders], found: Iterable[tuple[Any, int, int]]) -> list[Holders]:
    for key, grade, n in found:
        lines[key].grades[grade] += n
    return list(lines.values())


def _by_category(rows: Any, region: Region, wanted: Wanted) -> list[Holders]:
    lines = {c: Holders(str(name), {**wanted.query, "category": c, "under": region.code}) for c, name in CATEGORIES}
    if wanted.category:
        lines = {wanted.category: lines[wanted.category]}
    return _fill(
        lines,
        (
            (r["category"], r["grade"], r["n"])
            for r in rows.order_by().values("category", "grade").annotate(n=Count("pk"))
        ),
    )


def _by_sex(rows: Any, region: Region, wanted: Wanted) -> list[Holders]:
    names = {"male": _("男"), "female": _("女")}
    lines = {s: Holders(name, {**wanted.query, "sex": s, "under": region.code}) for s, name in names.items()}
    found = rows.order_by().values("person__sex", "grade").annotate(n=Count("pk"))
    return _fill(lines, ((r["person__sex"], r["grade"], r["n"]) for r in found))


def _by_age(rows: Any, region: Region, wanted: Wanted) -> list[Holders]:
    spans = [(_birth_of(high + 1), _birth_of(low)) for low, high in AGES]
    lines = {}
    for n, ((low, high), (after, until)) in enumerate(zip(AGES, spans, strict=True)):
        name = _("%(n)d 岁及以上") % {"n": low} if high > 120 else _("%(low)d—%(high)d 岁") % {"low": low, "high": high}
        query = {"born_from": date.fromordinal(after.toordinal() + 1), "born_until": until, "under": region.code}
        lines[n] = Holders(name, {**wanted.query, **query})
    group = When(
        *(Then(person__birth__gt=after, person__birth__lte=until, then=Value(n)) for n, (after, until) in enumerate(spans)),
        default=Value(len(AGES) - 1), output_field=IntegerField(),
    )  # fmt: skip
    return _fill(lines, _counted(rows, group))


def _birth_of(age: int) -> date:
    """Born on or before this day, a person is at least so old today."""
    day = today()
    # Somebody born on 29 February is a year older from 1 March on in common years.
    return date(day.year - age, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _by_region(rows: Any, region: Region, wanted: Wanted) -> list[Holders]:
    children = Children.of(region)
    places = children.regions or [region]
    lines = {place: Holders(place.name, {**wanted.query, "under": place.code}) for place in places}
    lines.setdefault(
        region, Holders(_("%(name)s（本级）") % {"name": region.name}, {**wanted.query, "under": region.code})
    )
    found = ((children.place(key), grade, n) for key, grade, n in _counted(rows, code_part(rows, children.length)))
    filled = _fill(lines, found)
    return [line for line in filled if line.name != lines[region].name or line.total or not children.regions]


@dataclass(frozen=True)
class StepTime:
    """One step over a year: how many, the median and ninetieth percentile of working days, how many late."""

    name: str
    count: int
    median: float | None
    ninety: int | None
    late: int
    url: str


def step_times(region: Region, year: int) -> list[StepTime]:
    """How long steps took that were finished in `year`, from one statement: a histogram of days adds up the tree."""
    rows = Step.objects.within(region).filter(left_on__year=year).order_by()
    histograms: dict[str, Counter[int]] = defaultdict(Counter)
    late: Counter[str] = Counter()
    for row in rows.values("state", "days", "late").annotate(n=Count("pk")):
        histograms[row["state"]][row["days"] or 0] += row["n"]
        late[row["state"]] += row["n"] if row["late"] else 0
    return [
        StepTime(
            str(STEPS[s]),
            histograms[s].total(),
            median(histograms[s]),
            percentile(histograms[s], 90),
            late[s],
            _cases(s, region, year),
        )
        for s in RUNNING
        if histograms[s]
    ]


def _cases(step: str, region: Region, year: int) -> str:
    """The list of the cases behind a figure."""
    return f"{reverse('certificates:cases')}?{urlencode({'step': step, 'year': year, 'under': region.code})}"


def median(histogram: Counter[int]) -> float | None:
    """The middle value of a histogram {value: count}, the mean of the two middle ones where there are two."""
    total = histogram.total()
    if not total:
        return None
    return (_at(histogram, (total - 1) // 2) + _at(histogram, total // 2)) / 2


def percentile(histogram: Counter[int], share: int) -> int | None:
    """The smallest value that at least `share` per cent of a histogram {value: count} do not exceed."""
    total = histogram.total()
    return _at(histogram, max(0, -(-total * share // 100) - 1)) if total else None


def _at(histogram: Counter[int], place: int) -> int:
    """The value at a place (from 0) of the sorted values."""
    for value in sorted(histogram):
        place -= histogram[value]
        if place < 0:
            return value
    raise IndexError(place)


def years(day: date) -> Sequence[int]:
    """The years that can be looked at."""
    return [day.year - n for n in range(3)]
