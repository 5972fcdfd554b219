"""A list that shows only its first rows says so, in one way everywhere: how many there are, and where all stand."""

from __future__ import annotations

from typing import Any, Self

from django.utils.translation import gettext as _


class Few(list[Any]):
    """The first rows of a query. `total` is how many there are, `to` the address of the whole list, "" for none."""

    total: int
    to: str

    @classmethod
    def of(cls, rows: Any, most: int, to: str = "") -> Self:
        """The first `most` rows of an ordered query; where all of them are few, one statement tells both."""
        asked = list(rows[: most + 1])
        few = cls(asked[:most])
        few.total = len(asked) if len(asked) <= most else rows.count()
        few.to = to
        return few

    @property
    def words(self) -> str:
        """What is left out, in a sentence; "" where nothing is."""
        if self.total <= len(self):
            return ""
        return _("共 %(n)d 条，只列出前 %(m)d 条。") % {"n": self.total, "m": len(self)}
