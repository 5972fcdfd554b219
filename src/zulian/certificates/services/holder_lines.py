"""The lines of the table of holders (持证统计): by what, each with the list of cards that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as When
from django.db.models import CharField, F, IntegerField, Value
from django.db.models import When as Then
from django.db.models.functions import Substr
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.certificates.rules.cards import months_later
from zulian.foundation.clock import today
from zulian.people.disabilities import CATEGORIES
from zulian.regions.models import Children, Level, Region

AGES = ((0, 6), (7, 17), (18, 44), (45, 59), (60, 79), (80, 150))
GRADES = (1, 2, 3, 4)


# Where holders live, seen from their household register (人户分离).
LIVES = (
    ("home", gettext_lazy("住在户籍地")),
    ("county", gettext_lazy("住在本县（区）其他地方")),
    ("city", gettext_lazy("住在本市其他县（区）")),
    ("province", gettext_lazy("住在本省其他市")),
    ("away", gettext_lazy("住在外省")),
    ("unsaid", gettext_lazy("没有登记现居住地")),
)
# Months ahead by which a card's last day lies in a span; what is over comes before, the rest after.
SPANS = (3, 12, 36, 60)
YEARS_SHOWN = 10


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


Lines = dict[Any, Holders]


def by_category(region: Region, children: Children, wanted: Wanted) -> Lines:
    """A line for each category of disability that is asked for."""
    shown = [(c, name) for c, name in CATEGORIES if wanted.category in {None, c}]
    return {
        c: Holders(str(name), {**wanted.query, "category": c, "under": region.code})
        for c, name in shown
    }


def by_sex(region: Region, children: Children, wanted: Wanted) -> Lines:
    """A line for men and one for women."""
    names = {"male": _("男"), "female": _("女")}
    return {
        s: Holders(name, {**wanted.query, "sex": s, "under": region.code})
        for s, name in names.items()
    }


def _spans(day: date) -> list[tuple[date, date]]:
    """For each age group: born after, and born on or before."""
    return [(_birth_of(high + 1, day), _birth_of(low, day)) for low, high in AGES]


def by_age(region: Region, children: Children, wanted: Wanted) -> Lines:
    """A line for each span of ages."""
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


def age_group(day: date) -> When:
    """Which span of ages a person is in, by its place."""
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


def by_region(region: Region, children: Children, wanted: Wanted) -> Lines:
    """A line for each division below, and one for what lies in none of them."""
    lines = {
        place: Holders(place.name, {**wanted.query, "under": place.code})
        for place in children.regions or [region]
    }
    own = Holders(
        _("%(name)s（本级）") % {"name": region.name}, {**wanted.query, "under": region.code}
    )
    lines.setdefault(region, own)
    return lines


def by_issued(region: Region, children: Children, wanted: Wanted) -> Lines:
    """By the year in which the card was issued; what is older than a card is valid for in one line."""
    first = _first_year(today())
    years = range(first, today().year + 1)
    spans = {first - 1: (date(1900, 1, 1), date(first - 1, 12, 31))}
    spans |= {year: (date(year, 1, 1), date(year, 12, 31)) for year in years}
    names = {first - 1: _("%(n)d 年以前") % {"n": first}}
    return {
        year: Holders(
            names.get(year) or _("%(n)d 年") % {"n": year},
            {**wanted.query, "issued_from": since, "issued_until": until, "under": region.code},
        )
        for year, (since, until) in spans.items()
    }


def _first_year(day: date) -> int:
    return day.year - YEARS_SHOWN


def issued_year(day: date) -> Any:
    """The heading of the year of issue, by comparing days: asked for the year, SQLite would call Python for each row."""
    return When(
        *(
            Then(issued_on__lt=date(year + 1, 1, 1), then=Value(year))
            for year in range(_first_year(day) - 1, day.year)
        ),
        default=Value(day.year),
        output_field=IntegerField(),
    )


def expiry_spans(day: date) -> list[tuple[date, date]]:
    """For each span its first and last day: over, then up to so many months ahead, then the rest."""
    ends = [day - timedelta(days=1), *(months_later(day, months) for months in SPANS)]
    starts = [date(1900, 1, 1), *(end + timedelta(days=1) for end in ends)]
    return list(zip(starts, [*ends, date(2999, 12, 31)], strict=True))


def by_expiry(region: Region, children: Children, wanted: Wanted) -> Lines:
    """By how long the card is still valid."""
    names = (
        _("已过期"),
        _("3 个月内到期"),
        _("4—12 个月到期"),
        _("1—3 年到期"),
        _("3—5 年到期"),
        _("5 年以后到期"),
    )
    spans = expiry_spans(today())
    return {
        n: Holders(
            name,
            {**wanted.query, "until_from": first, "until_until": last, "under": region.code},
        )
        for n, (name, (first, last)) in enumerate(zip(names, spans, strict=True))
    }


def expiry_group(day: date) -> Any:
    """The heading of the span in which a card runs out."""
    spans = expiry_spans(day)
    return When(
        *(
            Then(valid_until__lte=last, then=Value(n))
            for n, (_first, last) in enumerate(spans[:-1])
        ),
        default=Value(len(spans) - 1),
        output_field=IntegerField(),
    )


def by_lives(region: Region, children: Children, wanted: Wanted) -> Lines:
    """By where the holder lives."""
    return {
        key: Holders(str(name), {**wanted.query, "lives": key, "under": region.code})
        for key, name in LIVES
    }


def lives_group() -> Any:
    """The heading of where the holder lives, seen from the household register."""
    parts = ((Level.COUNTY, "county"), (Level.CITY, "city"), (Level.PROVINCE, "province"))
    return When(
        Then(person__residence=None, then=Value("unsaid")),
        Then(Exact(F("person__residence"), F("region")), then=Value("home")),
        *(
            Then(
                Exact(Substr("person__residence", 1, level), Substr("region", 1, level)),
                then=Value(key),
            )
            for level, key in parts
        ),
        default=Value("away"),
        output_field=CharField(),
    )


Builder = Callable[[Region, Children, Wanted], Lines]
BUILDERS: dict[str, Builder] = {
    "category": by_category,
    "age": by_age,
    "sex": by_sex,
    "region": by_region,
    "lives": by_lives,
    "issued": by_issued,
    "expiry": by_expiry,
}
