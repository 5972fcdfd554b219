"""The one kind of registry: what apps declare when they are ready, in the order of INSTALLED_APPS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Things of one kind that apps declare, in their order; with a `key` each key stands once.

    >>> colors = Registry[str]("colors", key=len)
    >>> colors.add("red"), colors.get(3), list(colors)
    ('red', 'red', ['red'])

    `add` gives back what it was given, so that it may stand as a decorator. Once closed it takes nothing more: who closes it
    has counted on having seen all.
    """

    def __init__(self, kind: str, key: Callable[[Item], Hashable] | None = None) -> None:
        self.kind = kind
        self._key = key
        self._items: dict[Hashable, Item] = {}
        self._closed_by = ""

    def add(self, item: Item) -> Item:
        """Declare one. Raises ImproperlyConfigured where its key is taken, and once the registry is closed."""
        return self.put(self._key(item) if self._key else len(self._items), item)

    def put(self, key: Hashable, item: Item) -> Item:
        """Declare one under a key that it does not hold itself; raises as `add` does."""
        if self._closed_by:
            words = "%s were read by %s before %r was declared: let its app stand further up in INSTALLED_APPS"
            raise ImproperlyConfigured(words % (self.kind, self._closed_by, key))
        if key in self._items:
            raise ImproperlyConfigured(f"There are two {self.kind} {key!r}")
        self._items[key] = item
        return item

    def add_all(self, *items: Item) -> None:
        """Declare several; raises as `add` does."""
        for item in items:
            self.add(item)

    def close(self, by: str) -> None:
        """Take nothing more; `by` says who has read them all."""
        self._closed_by = by

    def get(self, key: Hashable) -> Item | None:
        """The one of a key, None where there is none."""
        return self._items.get(key)

    def keys(self) -> Collection[Hashable]:
        """The keys of all, in their order."""
        return self._items.keys()

    def __getitem__(self, key: Hashable) -> Item:
        return self._items[key]

    def __contains__(self, key: Hashable) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    @contextmanager
    def temporary(self) -> Iterator[None]:
        """What is declared in the block is forgotten at its end: for trying declarations out."""
        kept, closed_by = dict(self._items), self._closed_by
        self._closed_by = ""
        try:
            yield
        finally:
            self._items, self._closed_by = kept, closed_by
