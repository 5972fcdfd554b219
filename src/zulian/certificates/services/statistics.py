"""Statistical tables: holders by heading and grade, working days per step. Each figure leads to the rows behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as When
from django.db.models import Count, F, IntegerField, Value
from django.db.models import When as Then
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.certificates.models import Certificate, Step
from zulian.certificates.models.cases import RUNNING, STEPS
from zulian.foundation.clock import today
from zulian.foundation.places import PLACE
from zulian.indicators import aggregates
from zulian.indicators.aggregates import Aggregate, register_aggregate
from zulian.indicators.counting import code_part
from zulian.people.disabilities import CATEGORIES
from zulian.people.models import Person
from zulian.regions.models import Children, Level, Region

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
        return f"{reverse('certificates:card-list')}?{urlencode(query)}"

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
        return {
            **({"category": self.category} if self.category else {}),
            **({"sex": self.sex} if self.sex else {}),
        }


def live_on(day: date) -> Any:
    """The rows of the cube: cards in use."""
    return Certificate.objects.live()


def heads(day: date) -> dict[str, Any]:
    """The headings of the cube."""
    return {
        "category": F("category"),
        "grade": F("grade"),
        "sex": F("person__sex"),
        "age": _age_group(day),
    }


def cards_of(people: Sequence[Person]) -> Any:
    return Certificate.objects.filter(
        person__in=[person.pk for person in people if person.pk]
    ).values("pk")


def open_files(day: date) -> Any:
    """The rows of the smallest cube: people in use."""
    return Person.objects.alive()


PEOPLE = register_aggregate(
    Aggregate("people.open", open_files, lambda day: {}, depth=Level.VILLAGE)
)
HOLDERS = register_aggregate(
    Aggregate("certificates.holders", live_on, heads, touched={Person: cards_of})
)


def holders(region: Region, by: str, wanted: Wanted) -> list[Holders]:
    """Live cards of a division by category, age, sex or child division, grade by grade: from the kept counts.

    Below the county, where no counts are kept, the cards of the one township or village are counted.
    """
    children = Children.of(region)
    lines = {"age": _ages, "sex": _sexes, "region": _regions}.get(by, _categories)(
        region, children, wanted
    )
    head = "place" if by == "region" else by if by in {"age", "sex"} else "category"
    for values, n in counted(region, children):
        fits = wanted.category in {None, values["category"]} and wanted.sex in {"", values["sex"]}
        if fits and values[head] in lines:
            lines[values[head]].grades[values["grade"]] += n
    filled = [
        line for key, line in lines.items() if key != region or line.total or not children.regions
    ]
    whole = Holders(
        _("合计"),
        {**wanted.query, "under": region.code},
        sum((x.grades for x in filled), Counter()),
    )
    return [*filled, whole]


def people_of(region: Region) -> int | None:
    """How many open files a division has, None where no counts are kept."""
    if not aggregates.built(PEOPLE.code, today()):
        return None
    roots = [low for low, _high in region.scope().ranges]
    return sum(
        pair.of for pair in aggregates.pairs_of(PEOPLE.code, [PEOPLE.key([])], roots).values()
    )


def people_in(regions: Sequence[Region]) -> dict[str, int] | None:
    """How many open files each of some divisions of one level has, asked for at once; None where no counts are kept."""
    if (
        not regions
        or Level(regions[0].level) > PEOPLE.depth
        or not aggregates.built(PEOPLE.code, today())
    ):
        return None
    found = aggregates.pairs_of(PEOPLE.code, [PEOPLE.key([])], [region.code for region in regions])
    return {place: pair.of for (_key, place), pair in found.items()}


def cards_shown(region: Region, chosen: dict[str, Any]) -> int | None:
    """How many cards a filter of the list shows, where the kept counts tell it: cards in use by category, grade and sex."""
    told = {"state", "category", "grade", "sex", PLACE}
    place = region if not chosen.get(PLACE) else Region.objects.filter(code=chosen[PLACE]).first()
    if (
        chosen.get("state") != "live"
        or any(v for k, v in chosen.items() if k not in told)
        or place is None
    ):
        return None
    if Level(place.level) > HOLDERS.depth or not aggregates.built(HOLDERS.code, today()):
        return None
    wanted = {
        "category": chosen.get("category"),
        "grade": chosen.get("grade"),
        "sex": chosen.get("sex"),
    }
    found = aggregates.pairs_of(HOLDERS.code, [], [low for low, _high in place.scope().ranges])
    return sum(
        pair.of
        for (key, _place), pair in found.items()
        if all(not want or str(_values(key)[name]) == str(want) for name, want in wanted.items())
    )


def counted(region: Region, children: Children) -> Iterator[tuple[dict[str, Any], int]]:
    """Cards in use of a division by all headings and the child that they lie in."""
    day = today()
    if Level(region.level) >= HOLDERS.depth or not aggregates.built(HOLDERS.code, day):
        yield from _counted_now(region, children, day)
        return
    roots = [low for low, _high in region.scope().ranges]
    below = [prefix.ljust(12, "0") for prefix in children.moved]
    left: Counter[str] = Counter()
    for (key, place), pair in aggregates.pairs_of(HOLDERS.code, [], [*roots, *below]).items():
        if place in below:
            left[key] -= pair.of
            yield {**_values(key), "place": children.place(place[: children.length])}, pair.of
        else:
            left[key] += pair.of
    for key, n in left.items():
        if n:
            yield {**_values(key), "place": region}, n


def _values(key: str) -> dict[str, Any]:
    """The headings of a key of the cube."""
    _code, category, grade, sex, age = key.split("|")
    return {"category": int(category), "grade": int(grade), "sex": sex, "age": int(age)}


def _counted_now(
    region: Region, children: Children, day: date
) -> Iterator[tuple[dict[str, Any], int]]:
    rows = Certificate.objects.live().within(region).order_by()
    named = {f"head_{name}": expression for name, expression in heads(day).items()}
    grouped = (
        rows.annotate(child=code_part(rows, children.length), **named)
        .values("child", *named)
        .annotate(n=Count("pk"))
    )
    for row in grouped:
        values = {name.removeprefix("head_"): row[name] for name in named}
        yield {**values, "place": children.place(row["child"])}, row["n"]


Lines = dict[Any, Holders]


def _categories(region: Region, children: Children, wanted: Wanted) -> Lines:
    shown = [(c, name) for c, name in CATEGORIES if wanted.category in {None, c}]
    return {
        c: Holders(str(name), {**wanted.query, "category": c, "under": region.code})
        for c, name in shown
    }


def _sexes(region: Region, children: Children, wanted: Wanted) -> Lines:
    names = {"male": _("男"), "female": _("女")}
    return {
        s: Holders(name, {**wanted.query, "sex": s, "under": region.code})
        for s, name in names.items()
    }


def _spans(day: date) -> list[tuple[date, date]]:
    """For each age group: born after, and born on or before."""
    return [(_birth_of(high + 1, day), _birth_of(low, day)) for low, high in AGES]


def _ages(region: Region, children: Children, wanted: Wanted) -> Lines:
    lines = {}
    for n, ((low, high), (after, until)) in enumerate(zip(AGES, _spans(today()), strict=True)):
        name = (
            _("%(n)d 岁及以上") % {"n": low}
            if high > 120
            else _("%(low)d—%(high)d 岁") % {"low": low, "high": high}
        )
        query = {
            "born_from": date.fromordinal(after.toordinal() + 1),
            "born_until": until,
            "under": region.code,
        }
        lines[n] = Holders(name, {**wanted.query, **query})
    return lines


def _age_group(day: date) -> When:
    return When(
        *(
            Then(person__birth__gt=after, person__birth__lte=until, then=Value(n))
            for n, (after, until) in enumerate(_spans(day))
        ),
        default=Value(len(AGES) - 1),
        output_field=IntegerField(),
    )


def _birth_of(age: int, day: date) -> date:
    """Born on or before this day, a person is at least so old on `day`."""
    # Somebody born on 29 February is a year older from 1 March on in common years.
    return date(day.year - age, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _regions(region: Region, children: Children, wanted: Wanted) -> Lines:
    lines = {
        place: Holders(place.name, {**wanted.query, "under": place.code})
        for place in children.regions or [region]
    }
    own = Holders(
        _("%(name)s（本级）") % {"name": region.name}, {**wanted.query, "under": region.code}
    )
    lines.setdefault(region, own)
    return lines


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
    return f"{reverse('certificates:case-list')}?{urlencode({'step': step, 'year': year, 'under': region.code})}"


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
