"""Two small registries that rooms above fill when their app is ready: what waits for me, and what search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zulian.foundation.registry import Registry


@dataclass(frozen=True)
class Todo:
    """One line of the to-do list: what to do, where, by when, and how pressing it is."""

    title: str
    url: str
    group: str
    due: date | None = None
    overdue: bool = False
    note: str = ""


@dataclass(frozen=True)
class TodoGroup:
    """The things of one kind that wait for me: the first few, the count of all, and the list that holds them."""

    name: str
    count: int
    url: str
    items: tuple[Todo, ...] = field(default_factory=tuple)

    @property
    def is_late(self) -> bool:
        """Whether something in it is past its day."""
        return any(item.overdue for item in self.items)


@dataclass(frozen=True)
class Hit:
    """One search result."""

    kind: str
    title: str
    url: str
    detail: str = ""


# So many items of a group stand on the home page.
HOME_ITEMS = 3
# Of each kind so many hits are shown; one more is asked for, to say that there are more.
MAX_HITS = 10
HITS_ASKED = MAX_HITS + 1
TaskMaker = Callable[[Any, Any, str, date, str], str]
TodoProvider = Callable[[Any], Iterable[TodoGroup]]
SearchProvider = Callable[[Any, str], Iterable[Hit]]
_todo: Registry[TodoProvider] = Registry("providers of to-dos")
# What stands before all else: the tasks of the plan.
_first_todo: Registry[TodoProvider] = Registry("first providers of to-dos")
_search: Registry[SearchProvider] = Registry("providers of hits")
_makers: Registry[TaskMaker] = Registry("makers of tasks")


def register_todo(provider: TodoProvider) -> TodoProvider:
    """Let `provider(post)` contribute groups to everybody's home page."""
    return _todo.add(provider)


def register_first_todo(provider: TodoProvider) -> TodoProvider:
    """The same for what stands before all else: the tasks of the plan."""
    return _first_todo.add(provider)


def register_search(provider: SearchProvider) -> SearchProvider:
    """Let `provider(post, words)` contribute to the search box, HITS_ASKED hits of a kind: one more than are shown."""
    return _search.add(provider)


def register_tasks(maker: TaskMaker) -> TaskMaker:
    """Let the room of plans make a task of what was decided elsewhere."""
    return _makers.add(maker)


def make_task(post: Any, owner: Any, words: str, due: date, measured_by: str) -> str:
    """Make a task for an organisation, under the clause measured by indicators of a prefix; its address, "" where no plan takes it."""
    return next(
        (url for maker in _makers if (url := maker(post, owner, words, due, measured_by))), ""
    )


def todo_for(post: Any) -> list[TodoGroup]:
    """Everything that waits for the holder of `post`: empty groups left out, those with something late first, of each its first items."""
    groups = [
        _first(group)
        for provider in (*_first_todo, *_todo)
        for group in provider(post)
        if group.count
    ]
    return sorted(groups, key=lambda group: not group.is_late)


def _first(group: TodoGroup) -> TodoGroup:
    """A group with its few most pressing items: all of them stand in its list."""
    items = sorted(group.items, key=lambda item: not item.overdue)
    return replace(group, items=tuple(items[:HOME_ITEMS]))


@dataclass(frozen=True)
class SearchResult:
    """The first hits of each kind, and the kinds of which there are more."""

    hits: list[Hit]
    more: list[str]


def search_for(post: Any, words: str) -> SearchResult:
    """The hits for `words` within the open scope."""
    kinds: dict[str, list[Hit]] = {}
    for provider in _search:
        for hit in provider(post, words):
            kinds.setdefault(hit.kind, []).append(hit)
    hits = [hit for found in kinds.values() for hit in found[:MAX_HITS]]
    return SearchResult(hits, [kind for kind, found in kinds.items() if len(found) > MAX_HITS])
