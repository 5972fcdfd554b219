"""What has its day in the calendar, declared once: meetings and activities that take place, and what is due by a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from zulian.foundation.clock import today
from zulian.foundation.registry import Registry
from zulian.foundation.summaries import as_day
from zulian.foundation.unions import ask_together

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# One select of the statement: the place of the kind, and what is told of its days.
SELECT = "SELECT %s AS place, calendar_day, total, waiting FROM ({}) AS asked_{}"


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Rows of one kind that have a day.

    key: names the kind, once in the site. name: its words. rows(post): those that a post may see, None where it may see
    none. day: the column of the day. done: the rows that no longer wait, None for those whose day is past. is_deadline: the
    day is one by which something is to be done; otherwise something takes place on it. in_feed: whether it may leave the site
    in a calendar feed, which nothing does that tells of a disabled person. title, note, url: what stands of a row; place: the code of its division.
    """

    key: str
    name: StrOrPromise
    rows: Callable[[Any], QuerySet[Any] | None]
    day: str
    done: Q | None = None
    is_deadline: bool = True
    in_feed: bool = False
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda row: ""
    url: Callable[[Any], str] = lambda row: str(row.get_absolute_url())
    place: Callable[[Any], str] = lambda row: ""

    def between(self, post: Any, first: date, last: date) -> QuerySet[Any] | None:
        """The rows of some days, first and last included, in the order of their days; None where a post may see none."""
        rows = self.rows(post)
        if rows is None:
            return None
        inside = rows.filter(**{f"{self.day}__gte": first, f"{self.day}__lte": last})
        return inside.order_by(self.day, "pk")

    @property
    def over(self) -> Q:
        """The rows that no longer wait, as of today."""
        return Q(**{f"{self.day}__lt": today()}) if self.done is None else self.done

    def day_of(self, row: Any) -> date:
        """The day of a row."""
        day: date = reduce(getattr, self.day.split("__"), row)
        return day


@dataclass(frozen=True)
class DayCount:
    """How many rows of a kind have one day, and how many of them still wait."""

    dated: Dated
    day: date
    total: int
    waiting: int


_dated: Registry[Dated] = Registry("things with a day", key=lambda dated: dated.key)


def register_dated(*declared: Dated) -> None:
    """Put rows into the calendar; raises ImproperlyConfigured where a key stands twice."""
    for dated in declared:
        _dated.add(dated)


def all_dated() -> list[Dated]:
    """All kinds, in the order in which they were declared."""
    return list(_dated)


def dated_named(key: str) -> Dated | None:
    """The kind of a key."""
    return _dated.get(key)


def days_of(post: Any, first: date, last: date) -> Mapping[date, Sequence[DayCount]]:
    """What stands on each day from `first` to `last`, of all kinds that a post may see, in one statement."""
    asked = [(d, rows) for d in _dated if (rows := d.between(post, first, last)) is not None]
    days: dict[date, list[DayCount]] = defaultdict(list)
    for place, day, total, waiting in _counted(asked):
        days[day].append(DayCount(asked[place][0], day, total, waiting))
    return days


def _counted(asked: Sequence[tuple[Dated, QuerySet[Any]]]) -> Iterable[tuple[int, date, int, int]]:
    """Place of the kind, day, how many rows, how many wait."""
    grouped = []
    for dated, rows in asked:
        # A row stands once, whatever its queryset joins.
        waits = Case(When(dated.over, then=Value(None)), default=F("pk"))
        grouped.append(
            rows.order_by()
            .select_related(None)
            .annotate(calendar_day=F(dated.day))
            .values("calendar_day")
            .annotate(total=Count("pk", distinct=True), waiting=Count(waits, distinct=True))
        )
    told = ask_together(SELECT, grouped)
    days = ((place, as_day(day), total, waiting) for place, day, total, waiting in told)
    return sorted((place, day, *counts) for place, day, *counts in days if day is not None)
