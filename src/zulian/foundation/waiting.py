"""What waits for a post (待办), declared once: the group on its home page, and the list that shows the same rows and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from zulian.foundation.clock import today
from zulian.foundation.list_query import TODO
from zulian.foundation.registries import Todo, TodoGroup, register_slow_todo, register_todo
from zulian.foundation.registry import Registry
from zulian.foundation.summaries import Summary, summaries

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# So many rows are looked at for the few that the home page shows: the late ones stand first there.
SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Rows of one list that wait for a post.

    key: names it, once in the site, in the address of the list. name: its words. listing: the URL name of the list, whose
    rows are of the same model. permission: who has it at all. rows(post): its rows in the order in which they press, None
    where nothing of the kind waits for such a post. day: the column of the day by which it is to be done, "" for none; once
    that is past a row is late, unless `is_deadline` says that it is only when something takes place. title, note, url: what
    stands of a row on the home page; since: the column of the day or time from which it waits. is_of_people: people wait for
    it, who come before papers that press alike. is_waiting: it is asked for by now, however far its day is.
    """

    key: str
    name: StrOrPromise
    listing: str
    rows: Callable[[Any], QuerySet[Any] | None]
    permission: str = ""
    title: Callable[[Any], str] = str
    day: str = ""
    is_deadline: bool = True
    rank: int = 1
    since: str = ""
    is_of_people: bool = False
    is_waiting: bool = False
    note: Callable[[Any], str] = lambda row: ""
    url: Callable[[Any], str] = lambda row: str(row.get_absolute_url())

    def of(self, post: Any) -> QuerySet[Any] | None:
        """The rows that wait for a post; None where it has no part in them."""
        return self.rows(post) if not self.permission or post.may(self.permission) else None

    def group(self, rows: QuerySet[Any], summary: Summary) -> TodoGroup:
        """The group of the home page, of whose rows the first are asked for where they are shown."""
        url = f"{reverse(self.listing)}?{TODO}={self.key}"
        dated = summary if self.is_deadline else Summary(summary.count)
        return TodoGroup(
            str(self.name),
            summary.count,
            url,
            lambda: self.lines(rows),
            dated.late,
            dated.first,
            self.rank,
            dated.today,
            dated.soon,
            self.is_of_people,
            self.is_waiting,
        )

    def lines(self, rows: QuerySet[Any]) -> Iterable[Todo]:
        """The first rows as they stand on the home page."""
        return map(self.line, rows[:SHOWN])

    def line(self, row: Any) -> Todo:
        """A row as it stands on the home page."""
        day = self.day_of(row)
        late = self.is_deadline and day is not None and day < today()
        since = self._day(row, self.since)
        return Todo(
            self.title(row),
            self.url(row),
            self.key,
            day,
            late,
            self.note(row),
            since,
            self.is_deadline,
        )

    def day_of(self, row: Any) -> date | None:
        """The day by which a row is to be done."""
        return self._day(row, self.day)

    @staticmethod
    def _day(row: Any, path: str) -> date | None:
        """The day in a column of a row, on the clocks of the office where it holds a time."""
        value = reduce(getattr, path.split("__"), row) if path else None
        return localtime(value).date() if isinstance(value, datetime) else value


class SlowWaiting(Waiting):
    """What takes many statements to find, each time: it is asked for after the page."""

    def __call__(self, post: Any) -> Iterator[TodoGroup]:
        """The group, by itself."""
        rows = self.of(post)
        if rows is not None:
            [summary] = summaries([(rows, self.day)])
            yield self.group(rows, summary)


_waiting: Registry[Waiting] = Registry("things that wait", key=lambda waiting: waiting.key)


def register_waiting(*declared: Waiting) -> None:
    """Put what waits on the home page and into its lists; raises ImproperlyConfigured where a key stands twice."""
    for waiting in declared:
        _waiting.add(waiting)
        if isinstance(waiting, SlowWaiting):
            register_slow_todo(waiting.permission, waiting)


@register_todo
def all_waiting(post: Any) -> Iterator[TodoGroup]:
    """The groups of all that waits, counted in one statement."""
    asked = [
        (waiting, rows)
        for waiting in _waiting
        if not isinstance(waiting, SlowWaiting) and (rows := waiting.of(post)) is not None
    ]
    counted = summaries([(rows, waiting.day) for waiting, rows in asked])
    for (waiting, rows), summary in zip(asked, counted, strict=True):
        yield waiting.group(rows, summary)


def waiting_in(listing: str, key: str) -> Waiting | None:
    """What waits by a key, where a list shows it."""
    waiting = _waiting.get(key)
    return waiting if waiting is not None and waiting.listing == listing else None


def those_waiting(rows: Any, listing: str, key: str, post: Any) -> Any:
    """Of the rows of a list those that wait for a post by a key; none where nothing of the kind does."""
    waiting = waiting_in(listing, key)
    mine = waiting.of(post) if waiting is not None else None
    return rows.none() if mine is None else rows.filter(pk__in=mine.order_by().values("pk"))
