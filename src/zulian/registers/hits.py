"""Rows of a register as the search box shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from zulian.foundation.searching import Hit
from zulian.registers.shown import Shown

if TYPE_CHECKING:
    from zulian.registers.register import Register


def hits_of(register: Register, rows: Iterable[Any]) -> Iterator[Hit]:
    """A hit for each row: what it is and is called, where it leads, and what else is told of it."""
    for row in rows:
        yield Hit(
            str(register.model._meta.verbose_name),
            register.title_of(row),
            register.home_of(row),
            " · ".join(dict.fromkeys(filter(None, _told(register, row)))),
            register.place_code(row),
        )


def _told(register: Register, row: Any) -> Iterator[str]:
    yield register.hit_detail(row)
    for shown in map(Shown.of, register.hit_columns):
        value = shown.value_of(row)
        yield "" if value is None else str(value)
    state = register.state_of(row)
    yield str(state[1]) if state else ""
