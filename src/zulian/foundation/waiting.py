"""What waits for a post (待办), declared once: the group on its home page, and the list that shows the same rows and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.list_query import TODO
from zulian.foundation.registries import Todo, TodoGroup, register_first_todo, register_todo
from zulian.foundation.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# So many rows are looked at for the few that the home page shows: the late ones stand first there.
SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Rows of one list that wait for a post.

    key: names it, once in the site, in the address of the list. name: its words. listing: the URL name of the list, whose
    rows are of the same model. permission: who has it at all. rows(post): its rows in the order in which they press, None
    where nothing of the kind waits for such a post. title, due, note, url: what stands of a row on the home page; a row is
    late once its day is past, unless `is_late` says it otherwise.
    """

    key: str
    name: StrOrPromise
    listing: str
    rows: Callable[[Any], QuerySet[Any] | None]
    permission: str = ""
    title: Callable[[Any], str] = str
    due: Callable[[Any], date | None] = lambda row: None
    is_late: Callable[[Any], bool] | None = None
    note: Callable[[Any], str] = lambda row: ""
    url: Callable[[Any], str] = lambda row: str(row.get_absolute_url())

    def of(self, post: Any) -> QuerySet[Any] | None:
        """The rows that wait for a post; None where it has no part in them."""
        return self.rows(post) if not self.permission or post.may(self.permission) else None

    def __call__(self, post: Any) -> Iterator[TodoGroup]:
        """The group of the home page."""
        rows = self.of(post)
        if rows is not None:
            few = Few.of(rows, SHOWN)
            yield self.group(few.total, map(self.line, few))

    def group(self, count: int, lines: Iterable[Todo]) -> TodoGroup:
        """The group of so many rows, of which the first are shown."""
        return TodoGroup(
            str(self.name), count, f"{reverse(self.listing)}?{TODO}={self.key}", tuple(lines)
        )

    def line(self, row: Any) -> Todo:
        """A row as it stands on the home page."""
        due = self.due(row)
        late = self.is_late(row) if self.is_late is not None else due is not None and due < today()
        return Todo(self.title(row), self.url(row), self.key, due, late, self.note(row))


_waiting: Registry[Waiting] = Registry("things that wait", key=lambda waiting: waiting.key)


def register_waiting(*declared: Waiting, are_first: bool = False) -> None:
    """Put what waits on the home page and into its lists; raises ImproperlyConfigured where a key stands twice.

    `are_first`: before all else, as the tasks of the plan do.
    """
    for waiting in declared:
        (register_first_todo if are_first else register_todo)(_waiting.add(waiting))


def waiting_in(listing: str, key: str) -> Waiting | None:
    """What waits by a key, where a list shows it."""
    waiting = _waiting.get(key)
    return waiting if waiting is not None and waiting.listing == listing else None


def those_waiting(rows: Any, listing: str, key: str, post: Any) -> Any:
    """Of the rows of a list those that wait for a post by a key; none where nothing of the kind does."""
    waiting = waiting_in(listing, key)
    mine = waiting.of(post) if waiting is not None else None
    return rows.none() if mine is None else rows.filter(pk__in=mine.order_by().values("pk"))
