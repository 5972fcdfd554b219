"""Small registries that apps above fill when they are ready: what waits for me, and who makes tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any

from zulian.foundation.clock import today
from zulian.foundation.registry import Registry
from zulian.foundation.summaries import SOON_DAYS


@dataclass(frozen=True)
class Todo:
    """One line of the to-do list: what to do, where, by when, and how pressing it is."""

    title: str
    url: str
    group: str
    due: date | None = None
    overdue: bool = False
    note: str = ""
    since: date | None = None
    # Whether `due` is a deadline; else it is only when something takes place, of which nothing is said but the day.
    is_deadline: bool = True


class Pressing(IntEnum):
    """How things press: late, due today, due within days, waiting for an answer without a day, due later."""

    LATE = 0
    TODAY = 1
    SOON = 2
    WAITING = 3
    LATER = 4


@dataclass(frozen=True)
class TodoGroup:
    """The things of one kind that wait for me: how many, how many of them late, the day of the first, the list that holds them.

    `load` gives some of them, the most pressing first: whoever shows nothing of a group does not ask for them. `rank` is what
    comes first of those that press alike: 0 before 1 before 2; what people wait for (`is_of_people`) comes before that.
    """

    name: str
    count: int
    url: str
    load: Callable[[], Iterable[Todo]] = tuple
    late: int = 0
    first: date | None = None
    rank: int = 1
    today: int = 0
    soon: int = 0
    is_of_people: bool = False
    # Whether somebody waits for it by now, however far its day is.
    is_waiting: bool = False

    @cached_property
    def items(self) -> tuple[Todo, ...]:
        """The first few: those that are late where any are."""
        rows = tuple(self.load())
        late = tuple(item for item in rows if item.overdue)
        return (late or rows)[:HOME_ITEMS]

    @property
    def pressing(self) -> Pressing:
        """How the most pressing of its things press."""
        if self.late:
            return Pressing.LATE
        if self.first is None:
            return Pressing.WAITING
        if self.first <= today():
            return Pressing.TODAY
        return Pressing.SOON if self.first <= today() + SOON_DAYS else self._undated

    @property
    def _undated(self) -> Pressing:
        """How what is due on no near day presses."""
        return Pressing.WAITING if self.is_waiting else Pressing.LATER

    @property
    def urgency(self) -> tuple[Pressing, bool, int, date]:
        """What groups are sorted by."""
        return self.pressing, not self.is_of_people, self.rank, self.first or date.max

    def count_of(self, pressing: Pressing) -> int:
        """How many of its things press so."""
        dated = {
            Pressing.LATE: self.late,
            Pressing.TODAY: self.today,
            Pressing.SOON: self.soon,
        }
        # A group that counts no days of its own presses as its first thing does.
        rest = self._undated if any(dated.values()) else self.pressing
        left = self.count - sum(dated.values()) if pressing == rest else 0
        return dated.get(pressing, 0) + left


# So many groups stand on the home page with so many of their items each, the others with their counts alone.
HOME_GROUPS, HOME_ITEMS = 3, 3
TaskMaker = Callable[[Any, Any, str, date, str, str], str]
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


def make_task(
    post: Any, owner: Any, words: str, due: date, measured_by: str, partners: str = ""
) -> str:
    """Make a task for an organisation, under the clause measured by indicators of a prefix; its address, "" where no plan takes it.

    `partners` are the departments that help with it.
    """
    made = (maker(post, owner, words, due, measured_by, partners) for maker in _makers)
    return next(filter(None, made), "")


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


@dataclass(frozen=True)
class QuickAction:
    """What a post does many times a day, a click away on its home page: words, the name of the address, permission, icon."""

    label: Any
    url: str
    permission: str
    icon: str


_quick_actions: Registry[QuickAction] = Registry("quick actions")


def register_quick_actions(*actions: QuickAction) -> None:
    """Put actions on the home page of who may do them."""
    _quick_actions.add_all(*actions)


def quick_actions(post: Any) -> list[QuickAction]:
    """Those of a post."""
    return [action for action in _quick_actions if post.may(action.permission)]
