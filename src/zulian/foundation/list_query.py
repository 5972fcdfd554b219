"""What the address of a list says beside its filters: place, order, columns, size, and where the page begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from zulian.foundation.columns import COLUMNS
from zulian.foundation.places import OLD_PLACE, PLACE

# The largest is for choosing rows: as many as can be done at once.
SIZES = (25, 50, 100, 500)
SIZE, SORT, EXPORT, LAST, TODO = "size", "sort", "export", "last", "todo"
MAX_VALUE, MAX_VALUES, MAX_QUERY = 200, 60, 1500


@dataclass(frozen=True)
class ListQuery:
    """The query of a list's address, of which only what the list knows is kept."""

    data: QueryDict
    known: frozenset[str]
    usual: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        data: QueryDict,
        names: Iterable[str],
        own_place: bool,
        usual: Mapping[str, str] | None = None,
    ) -> ListQuery:
        """What is known of `data`: the filters `names` and what every list reads.

        `usual` is what the list is asked for where the address says nothing of it.
        """
        plain = data.copy()
        for name, value in (usual or {}).items():
            plain.setdefault(name, value)
        old = plain.get(OLD_PLACE, "")
        if not own_place and OLD_PLACE in plain:
            del plain[OLD_PLACE]
            if PLACE not in plain:
                plain[PLACE] = old
        return cls(plain, frozenset(names) | {PLACE, SORT, COLUMNS, SIZE, TODO}, usual or {})

    def without(self, names: Iterable[str]) -> ListQuery:
        """The same as if some names had not been asked for: what is usual holds for them."""
        plain = self.data.copy()
        for name in names:
            plain.pop(name, None)
            if name in self.usual:
                plain[name] = self.usual[name]
        return ListQuery(plain, self.known, self.usual)

    @property
    def size(self) -> int:
        """How many rows stand on a page."""
        asked = self.data.get(SIZE, "")
        return next((size for size in SIZES if str(size) == asked), SIZES[0])

    @property
    def is_narrowed(self) -> bool:
        """Whether the list shows fewer rows than it usually does."""
        beside = {SORT, SIZE, COLUMNS}
        return any(
            name not in beside and self.usual.get(name) != value for name, value in self.pairs()
        )

    @property
    def is_last(self) -> bool:
        """Whether the last page is asked for."""
        return LAST in self.data

    def pairs(self, *without: str) -> Iterator[tuple[str, str]]:
        """What is known, name by name, within bounds and without some names."""
        for name, values in self.data.lists():
            if name in self.known and name not in without:
                yield from (
                    (name, str(value))
                    for value in values[:MAX_VALUES]
                    if value and len(value) <= MAX_VALUE
                )

    def encoded(self, *without: str, **changes: str) -> str:
        """The same as the query of an address, some values changed or left out."""
        return urlencode([*self.pairs(*without, *changes), *changes.items()])

    @property
    def kept(self) -> str:
        """What a view of one's own keeps; "" where it would be too long."""
        text = self.encoded()
        return text if len(text) <= MAX_QUERY else ""
