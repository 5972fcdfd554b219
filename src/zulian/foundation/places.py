"""Lists by place (按地区筛选): the one select of divisions that every list of scoped rows offers, and how a place is written.

Divisions lie a floor above; their app registers a `PlaceBook` when it is ready. Codes alone say what lies below what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zulian.foundation.escaping import escaped
from zulian.foundation.registry import Registry
from zulian.foundation.scopes import Scope, ScopedManager, active_scope, home_field, prefix_length

PLACE = "place"
# What links of earlier bulletins call it: their addresses are kept as they were issued.
OLD_PLACE = "under"
CODE_LENGTH, VILLAGE = 12, 12
LENGTHS = (2, 4, 6, 9, 12)
# Signs between a place and those above it, and before a deeper one in the select.
BETWEEN, INDENT = " · ", "\u3000"


@dataclass(frozen=True)
class Named:
    """A division with its name."""

    code: str
    name: str


class PlaceBook(Protocol):
    """What the app of divisions knows for lists."""

    def scope_of(self, code: str) -> Scope | None:
        """The jurisdiction of a division, what was merged into it included; None where there is no such division."""

    def around(self, chosen: str, others: Iterable[str]) -> tuple[list[Named], dict[str, str]]:
        """The divisions in use just below `chosen`, and the names of the divisions `others`; one statement."""

    def is_place(self, model: type[Model] | None) -> bool:
        """Whether rows of a model are divisions."""


# There is one.
_books: Registry[PlaceBook] = Registry("books of places", key=lambda _book: 0)


def register_places(book: PlaceBook) -> None:
    """Let lists be narrowed by the divisions of `book`."""
    _books.add(book)


def has_place(model: type[Model]) -> bool:
    """Whether rows of a model lie in a division: it is scoped, or is the division itself."""
    return isinstance(model._default_manager, ScopedManager) or (
        bool(_books) and _books[0].is_place(model)
    )


def asked_place(data: Mapping[str, Any]) -> str:
    """The division that an address asks for; "" for none and for what is no code."""
    code = str(data.get(PLACE) or "")
    return code if len(code) == CODE_LENGTH and code.isascii() and code.isdigit() else ""


def narrowed(rows: Any, data: Mapping[str, Any]) -> Any:
    """The rows that lie under the place an address asks for, and under what was merged into it; all where it asks for none.

    Beyond the open scope there are none, whatever of a row may be seen from here.
    """
    if not isinstance(rows, QuerySet) or not _books or not has_place(rows.model):
        return rows
    code = asked_place(data)
    if not code:
        return rows
    place = _books[0].scope_of(code) if active_scope().holds(code) else None
    return rows.none() if place is None else rows.filter(place.condition(home_field(rows.model)))


def between(own: str, code: str) -> list[str]:
    """The codes from just below `own` to just above `code`, the highest first; from the county on where it lies elsewhere.

    >>> between("210900000000", "210921101203")
    ['210921000000', '210921101000']
    >>> between("210921101000", "210921101203")
    []
    """
    held, length = prefix_length(own), prefix_length(code)
    above = held if code[:held] == own[:held] else 4
    return [code[:n].ljust(CODE_LENGTH, "0") for n in LENGTHS if above < n < length]


@dataclass(frozen=True)
class Choice:
    """One line of the select."""

    code: str
    words: str
    selected: bool


class Places:
    """The places of one list: what its select offers, and what stands before the places of its rows.

    `codes` are the places of the rows that are shown. Everything is asked for at once, when the first of it is needed.
    """

    def __init__(self, own: Named, chosen: str, codes: Iterable[str], offered: bool = True) -> None:
        self.own, self.chosen, self.offered = (
            own,
            chosen,
            offered and prefix_length(own.code) < VILLAGE,
        )
        self.codes = list(codes)
        self._leads: dict[str, str] = {}

    @cached_property
    def _known(self) -> tuple[list[Named], dict[str, str]]:
        way = self._way()
        above = {code for place in set(self.codes) for code in between(self.own.code, place)}
        if not self.offered and not above:
            return [], {}
        return _books[0].around(
            self.chosen or self.own.code if self.offered else "", sorted(above.union(way))
        )

    def _way(self) -> list[str]:
        """From just below one's own division to the chosen one."""
        if not self.chosen or self.chosen == self.own.code:
            return []
        return [*between(self.own.code, self.chosen), self.chosen]

    @cached_property
    def options(self) -> SafeString:
        """The lines of the select as HTML; "" for none."""
        lines = (
            f'<option value="{choice.code}"{" selected" if choice.selected else ""}>{escaped(choice.words)}</option>'
            for choice in self.choices
        )
        return mark_safe("".join(lines))  # noqa: S308  (codes are digits, words are escaped)

    @cached_property
    def choices(self) -> list[Choice]:
        """Own jurisdiction, the way down to what is chosen, what lies just below that; none where nothing lies below."""
        if not self.offered:
            return []
        children, names = self._known
        way = [code for code in self._way() if code in names]
        whole = Choice("", _("%(place)s（全部）") % {"place": self.own.name}, not way)
        down = [
            Choice(code, INDENT * n + names[code], code == self.chosen)
            for n, code in enumerate(way, 1)
        ]
        below = [Choice(each.code, INDENT * (len(way) + 1) + each.name, False) for each in children]
        return [whole, *down, *below]

    def lead(self, code: str) -> str:
        """What stands before a place so that one can tell it: "彰武县 · 阿尔乡镇 · "; "" for what lies just below one's own."""
        names = self._known[1]
        return "".join(
            names[above] + BETWEEN for above in between(self.own.code, code) if above in names
        )

    def told(self, code: str, words: str) -> str:
        """Some words of a row with its place before them, as far as one needs it."""
        lead = self.lead(code) if code else ""
        return lead + words if words else lead.removesuffix(BETWEEN)

    def written(self, code: str, content: Any) -> SafeString | Any:
        """A place as a cell shows it, with what stands before it."""
        lead = self._lead_before(code) if code else ""
        return mark_safe(f"{lead}{escaped(content)}") if lead else content  # noqa: S308  (both are escaped)

    def _lead_before(self, code: str) -> str:
        """What stands before a place as a cell shows it: once for all rows of the place."""
        if code not in self._leads:
            lead = self.lead(code)
            self._leads[code] = format_html('<span class="lead">{}</span>', lead) if lead else ""
        return self._leads[code]


def places_seen_by(post: Any, codes: Iterable[str]) -> Places | None:
    """The places of some rows as a post tells them apart; None without a post. Codes may be empty."""
    if post is None or not _books:
        return None
    return Places(Named(post.region_id, str(post.region)), "", filter(None, codes), offered=False)


def place_of(request: Any) -> Named | None:
    """The division of the post in use; None for a request without one."""
    post = getattr(request, "post", None)
    return Named(post.region_id, str(post.region)) if post is not None and _books else None


def is_place(model: type[Model] | None) -> bool:
    """Whether rows of a model are divisions."""
    return bool(_books) and _books[0].is_place(model)
