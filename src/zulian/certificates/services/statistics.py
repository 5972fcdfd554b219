"""Statistical tables: holders by heading and grade, working days per step. Each figure leads to the rows behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.certificates.models import Case, Certificate, Step
from zulian.certificates.models.cases import RUNNING, STEPS
from zulian.certificates.services import holder_lines as lines
from zulian.certificates.services.holder_lines import Holders, Wanted
from zulian.foundation.clock import today
from zulian.foundation.places import PLACE
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.indicators.aggregates import Aggregate, register_aggregate
from zulian.indicators.counting import code_part
from zulian.people.hooks import disabled_people, register_disabled
from zulian.people.models import Person
from zulian.regions.models import Children, Level, Region, coded


def live_on(day: date) -> Any:
    """The rows of the aggregate: cards in use."""
    return Certificate.objects.live()


def usual() -> dict[str, Any]:
    """The headings that all aggregates of holders have: what the table's columns and filters ask for."""
    return {"category": F("category"), "grade": F("grade"), "sex": F("person__sex")}


def cards_of(people: Sequence[Person]) -> Any:
    """The keys of the cards of some people."""
    return Certificate.objects.filter(
        person__in=[person.pk for person in people if person.pk]
    ).values("pk")


def known_by_card_or_case() -> Q:
    """The condition on a person that they have or had a card, or a case for one, wherever it is kept."""
    with scope(EVERYTHING):
        cards = Certificate.objects.filter(person=OuterRef("pk"))
        cases = Case.objects.filter(person=OuterRef("pk"))
        return Q(Exists(cards)) | Q(Exists(cases))


def disabled_on(day: date) -> Any:
    """The rows of the smallest aggregate: disabled people on file."""
    return disabled_people()


def holders_among(rows: Sequence[Certificate | Case]) -> list[int]:
    """The people of cards or cases."""
    return [row.person_id for row in rows]


register_disabled(known_by_card_or_case)
PEOPLE = register_aggregate(
    Aggregate(
        "people.disabled",
        disabled_on,
        lambda day: {},
        depth=Level.VILLAGE,
        touched={Certificate: holders_among, Case: holders_among},
    )
)


def holders_by(code: str, head: str, expression: Callable[[date], Any]) -> Aggregate:
    """An aggregate of the cards in use by the usual headings and one more."""
    return register_aggregate(
        Aggregate(
            code,
            live_on,
            lambda day: {**usual(), head: expression(day)},
            touched={Person: cards_of},
        )
    )


HOLDERS = holders_by("certificates.holders", "age", lines.age_group)
# By which heading which aggregate is asked; those not named here stand in that of ages.
CUBES = {
    "lives": holders_by("certificates.holders_lives", "lives", lambda day: lines.lives_group()),
    "issued": holders_by("certificates.holders_issued", "issued", lines.issued_year),
    "expiry": holders_by("certificates.holders_expiry", "expiry", lines.expiry_group),
}
WORDS = ("sex", "lives")
NAMES = {
    kept.code: ("category", "grade", "sex", head)
    for head, kept in [("age", HOLDERS), *CUBES.items()]
}


def holders(region: Region, by: str, wanted: Wanted) -> list[Holders]:
    """Live cards of a division by one heading, grade by grade: from the kept counts.

    Below the county, where no counts are kept, the cards of the one township or village are counted.
    """
    children = Children.of(region)
    by = by if by in lines.BUILDERS else "category"
    made = lines.BUILDERS[by](region, children, wanted)
    head = "place" if by == "region" else by
    for values, n in counted(region, children, by):
        fits = wanted.category in {None, values["category"]} and wanted.sex in {"", values["sex"]}
        if fits and values[head] in made:
            made[values[head]].grades[values["grade"]] += n
    filled = [
        line for key, line in made.items() if key != region or line.total or not children.regions
    ]
    whole = Holders(
        _("合计"),
        {**wanted.query, "under": region.code},
        sum((x.grades for x in filled), Counter()),
    )
    return [*filled, whole]


def holders_by_grade(region: Region) -> tuple[list[Holders], list[Holders]]:
    """Live cards of a division as a whole by category and by age, each by grade: one statement, from the kept counts where there are any."""
    none = Wanted()
    # Neither needs the divisions below.
    below = Children(region, (), {}, int(region.level))
    categories, ages = (lines.BUILDERS[by](region, below, none) for by in ("category", "age"))
    for values, n in _as_a_whole(HOLDERS, region):
        for line in (categories[values["category"]], ages[values["age"]]):
            line.grades[values["grade"]] += n
    return list(categories.values()), list(ages.values())


def _as_a_whole(kept: Aggregate, region: Region) -> Iterator[tuple[dict[str, Any], int]]:
    """Cards in use of a division by the headings of an aggregate."""
    day = today()
    if Level(region.level) > kept.depth or not aggregates.built(kept.code, day):
        rows = Certificate.objects.live().within(region)
        for row in kept.statement(rows, day):
            yield dict(zip(NAMES[kept.code], _heads(kept, row), strict=True)), row["n"]
        return
    roots = [low for low, _high in region.scope().ranges]
    for (key, _place), pair in aggregates.pairs_of(kept.code, [], roots).items():
        yield _values(kept, key), pair.of


def _heads(kept: Aggregate, row: dict[str, Any]) -> list[Any]:
    """The headings of a row that an aggregate's statement gave."""
    return [row[f"head_{n}"] for n in range(len(NAMES[kept.code]))]


def people_of(region: Region) -> int | None:
    """How many disabled people a division has, None where no counts are kept."""
    if not aggregates.built(PEOPLE.code, today()):
        return None
    roots = [low for low, _high in region.scope().ranges]
    return sum(
        pair.of for pair in aggregates.pairs_of(PEOPLE.code, [PEOPLE.key([])], roots).values()
    )


def people_in(regions: Sequence[Region]) -> dict[str, int] | None:
    """How many disabled people each of some divisions of one level has, asked for at once; None where no counts are kept."""
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
    place = coded(chosen[PLACE]) if chosen.get(PLACE) else region
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
        if all(
            not want or str(_values(HOLDERS, key)[name]) == str(want)
            for name, want in wanted.items()
        )
    )


def counted(
    region: Region, children: Children, by: str = ""
) -> Iterator[tuple[dict[str, Any], int]]:
    """Cards in use of a division by the headings of an aggregate and the child that they lie in."""
    day, kept = today(), CUBES.get(by, HOLDERS)
    if Level(region.level) >= kept.depth or not aggregates.built(kept.code, day):
        yield from _counted_now(kept, region, children, day)
        return
    roots = [low for low, _high in region.scope().ranges]
    below = [prefix.ljust(12, "0") for prefix in children.moved]
    left: Counter[str] = Counter()
    for (key, place), pair in aggregates.pairs_of(kept.code, [], [*roots, *below]).items():
        if place in below:
            left[key] -= pair.of
            yield {**_values(kept, key), "place": children.place(place[: children.length])}, pair.of
        else:
            left[key] += pair.of
    for key, n in left.items():
        if n:
            yield {**_values(kept, key), "place": region}, n


def _values(kept: Aggregate, key: str) -> dict[str, Any]:
    """The headings of a key of an aggregate."""
    _code, *values = key.split("|")
    return {
        name: value if name in WORDS else int(value)
        for name, value in zip(NAMES[kept.code], values, strict=True)
    }


def _counted_now(
    kept: Aggregate, region: Region, children: Children, day: date
) -> Iterator[tuple[dict[str, Any], int]]:
    rows = Certificate.objects.live().within(region).order_by()
    named = {f"head_{name}": expression for name, expression in kept.heads(day).items()}
    grouped = (
        rows.annotate(child=code_part(rows, children.length), **named)
        .values("child", *named)
        .annotate(n=Count("pk"))
    )
    for row in grouped:
        values = {name.removeprefix("head_"): row[name] for name in named}
        yield {**values, "place": children.place(row["child"])}, row["n"]


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
