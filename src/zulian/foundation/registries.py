"""Two small registries that rooms above fill when their app is ready: what waits for me, and what search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any


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


@dataclass(frozen=True)
class Hit:
    """One search result."""

    kind: str
    title: str
    url: str
    detail: str = ""


TodoProvider = Callable[[Any], Iterable[TodoGroup]]
SearchProvider = Callable[[Any, str], Iterable[Hit]]
_todo: list[TodoProvider] = []
_search: list[SearchProvider] = []


def register_todo(provider: TodoProvider) -> TodoProvider:
    """Let `provider(post)` contribute groups to everybody's home page."""
    _todo.append(provider)
    return provider


def register_search(provider: SearchProvider) -> SearchProvider:
    """Let `provider(post, words)` contribute to the search box, at most ten hits each."""
    _search.append(provider)
    return provider


def todo_for(post: Any) -> list[TodoGroup]:
    """Everything that waits for the holder of `post`, empty groups left out."""
    return [group for provider in _todo for group in provider(post) if group.count]


def search_for(post: Any, words: str) -> list[Hit]:
    """All hits for `words` within the open scope."""
    return [hit for provider in _search for hit in provider(post, words)]
