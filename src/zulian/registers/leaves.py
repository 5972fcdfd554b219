"""Further pages of a row: some of its child registers stand on a page of their own, or one of them as a list with its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One further page of a row: `Leaf(key="quota", label=_("名额"), panels=[Unit])`.

    key: the last part of its address, and its tab in the room of the row. label: its title. panels, beside: the child
    registers that stand on it, as they would on the row's own page. rows: the child register of which it is the list
    instead, with table, filters and steps for many. intro: the sentence under its title, the row's name unless told.
    The buttons of an action whose `panel` is one of its child registers stand here, and the action leads back here.
    One without child registers is a page that the room writes itself, at an address of this name; actions stand there
    whose `panel` is its key.
    """

    key: str
    label: StrOrPromise
    panels: Sequence[type[Model]] = ()
    beside: Sequence[type[Model]] = ()
    rows: type[Model] | None = None
    intro: Callable[[Any], StrOrPromise] | None = None

    @property
    def children(self) -> list[type[Model]]:
        """The models whose registers stand on it."""
        return [*self.panels, *self.beside, *([self.rows] if self.rows else [])]
