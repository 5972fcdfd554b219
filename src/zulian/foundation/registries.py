"""Small registries that apps above fill when they are ready: what waits for me, and who makes tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from zulian.foundation.clock import today
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


# How groups press, and what is soon.
LATE, SOON, WAITING, LATER = range(4)
SOON_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class TodoGroup:
    """The things of one kind that wait for me: how many, how many of them late, the day of the first, the list that holds them.

    `load` gives some of them, the most pressing first: whoever shows nothing of a group does not ask for them. `rank` is what
    comes first of those that press alike: 0 before 1 before 2.
    """

    name: str
    count: int
    url: str
    load: Callable[[], Iterable[Todo]] = tuple
    late: int = 0
    first: date | None = None
    rank: int = 1

    @cached_property
    def items(self) -> tuple[Todo, ...]:
        """The first few, what is late before the others."""
        return tuple(sorted(self.load(), key=lambda item: not item.overdue)[:HOME_ITEMS])

    @property
    def urgency(self) -> tuple[int, date, int]:
        """What groups are sorted by: late, due within days, waiting for an answer without a day, due later."""
        if self.late:
            pressing = LATE
        elif self.first is None:
            pressing = WAITING
        else:
            pressing = SOON if self.first <= today() + SOON_DAYS else LATER
        return pressing, self.first or date.max, self.rank


# So many groups stand on the home page with so many of their items each, the others with their counts alone.
HOME_GROUPS, HOME_ITEMS = 3, 3
TaskMaker = Callable[[Any, Any, str, date, str], str]
TodoProvider = Callable[[Any], Iterable[TodoGroup]]
_todo: Registry[TodoProvider] = Registry("providers of to-dos")
# What takes many statements to count is asked for after the page.
_slow_todo: Registry[tuple[str, TodoProvider]] = Registry("slow providers of to-dos")
_makers: Registry[TaskMaker] = Registry("makers of tasks")


def register_todo(provider: TodoProvider) -> TodoProvider:
    """Let `provider(post)` contribute groups to everybody's home page."""
    return _todo.add(provider)


def register_slow_todo(permission: str, provider: TodoProvider) -> None:
    """The same for what takes many statements, of who holds `permission`: the home page asks for it once it is shown."""
    _slow_todo.add((permission, provider))


def register_tasks(maker: TaskMaker) -> TaskMaker:
    """Let the room of plans make a task of what was decided elsewhere."""
    return _makers.add(maker)


def make_task(post: Any, owner: Any, words: str, due: date, measured_by: str) -> str:
    """Make a task for an organisation, under the clause measured by indicators of a prefix; its address, "" where no plan takes it."""
    return next(
        (url for maker in _makers if (url := maker(post, owner, words, due, measured_by))), ""
    )


def todo_for(post: Any) -> list[TodoGroup]:
    """Everything that waits for the holder of `post`, the most pressing first; empty groups are left out."""
    return sorted([*quick_todo(post), *slow_todo(post)], key=lambda group: group.urgency)


def quick_todo(post: Any) -> list[TodoGroup]:
    """The groups of a post's to-do list that are counted in few statements."""
    return _by_urgency(_todo, post)


def slow_todo(post: Any) -> list[TodoGroup]:
    """The groups of a post's to-do list that take many statements to find."""
    return _by_urgency(_slow_for(post), post)


def has_slow_todo(post: Any) -> bool:
    """Whether there may be anything of the kind for a post."""
    return bool(_slow_for(post))


def _slow_for(post: Any) -> list[TodoProvider]:
    return [provider for permission, provider in _slow_todo if post.may(permission)]


def _by_urgency(providers: Iterable[TodoProvider], post: Any) -> list[TodoGroup]:
    groups = [group for provider in providers for group in provider(post) if group.count]
    return sorted(groups, key=lambda group: group.urgency)
