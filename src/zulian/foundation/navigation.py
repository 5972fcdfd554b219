"""The navigation: each app declares its entries in its `navigation.py`; they are rendered once for a role, a language and a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zulian.foundation.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Under these headings stand what several apps hold of one section of the work points, and what all sections share.
CADRES, GRASSROOTS = _("换届与干部"), _("基层组织")
ASSOCIATIONS, RECORDS = _("协会与社会组织"), _("档案与指标")

# Roles, entries and languages are few.
MOST_RENDERED = 1000
# A bar of so many entries has place for those of the office.
FEW = 5
# The lowest level of all: villages.
LOWEST = 12


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of the navigation.

    label: its words. url: the name of the address it leads to. order: where it stands. permission: who sees it, everybody
    where it is empty; unless: whoever holds this sees another one instead. lowest: the lowest level whose posts see it, where
    those below it have nothing there (a level is the number of digits of its code). app: it is the current one on all pages of that
    app; `is_current` says more of a page's name. is_office: it belongs to running the site, and stands in the menu of the
    user where there are many entries. section: under which heading it stands with others, by itself where it is empty or
    the only one of it that is seen. key: the letter that leads there behind a g; docs/manual/keys.md tells readers of it.
    """

    label: StrOrPromise
    url: str
    order: int
    permission: str = ""
    unless: str = ""
    lowest: int = LOWEST
    icon: str = ""
    section: StrOrPromise = ""
    is_office: bool = False
    key: str = ""
    is_current: Callable[[str], bool] | None = None

    def is_here(self, view_name: str) -> bool:
        """Whether a page belongs to the entry: one of its app, unless it says so itself."""
        if self.is_current is not None:
            return self.is_current(view_name)
        return view_name.partition(":")[0] == self.url.partition(":")[0]

    def is_for(self, post: Any) -> bool:
        """Whether a post sees it."""
        if post.region.level > self.lowest or (self.unless and post.may(self.unless)):
            return False
        return not self.permission or bool(post.may(self.permission))


@dataclass(frozen=True)
class Section:
    """Entries that stand together, under a heading where they are several."""

    label: StrOrPromise
    entries: tuple[Entry, ...]

    @property
    def is_alone(self) -> bool:
        """Whether its only entry stands in the bar itself."""
        return len(self.entries) == 1


def in_sections(entries: Iterable[Entry]) -> list[Section]:
    """Entries by their sections, each where its first entry stands."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(str(entry.section or entry.label), []).append(entry)
    return [Section(label, tuple(together)) for label, together in found.items()]


_entries: Registry[Entry] = Registry("entries of the navigation")


def register_entries(*entries: Entry) -> None:
    """Add entries to the navigation."""
    _entries.add_all(*entries)
    _seen.clear()
    _rendered.cache_clear()


# What posts of a role at a level see: the entries of the bar, and those of the menu. What a post may is a matter of its role.
_seen: dict[tuple[str, int], tuple[tuple[Entry, ...], tuple[Entry, ...]]] = {}


def is_entry(view_name: str) -> bool:
    """Whether an entry of the navigation leads to a page."""
    return any(entry.url == view_name for entry in _entries)


def navigation(post: Any, view_name: str) -> SafeString:
    """The bar of a post on a page; that of a post with few entries holds the office's too."""
    return _shown(post, view_name, is_menu=False)


def office(post: Any, view_name: str) -> SafeString:
    """What belongs to running the site, for the menu of a user whose bar does not hold it."""
    return _shown(post, view_name, is_menu=True)


def entries_for(post: Any) -> list[Entry]:
    """All entries that a post sees, wherever they stand."""
    return [entry for entry in _entries if entry.is_for(post)]


def _shown(post: Any, view_name: str, *, is_menu: bool) -> SafeString:
    whose = (post.role, int(post.region.level))
    if whose not in _seen:
        _seen[whose] = _bar_and_menu(post)
    entries = _seen[whose][is_menu]
    current = next((place for place, entry in enumerate(entries) if entry.is_here(view_name)), None)
    return _rendered(whose, current, is_menu, get_language() or "", get_script_prefix())


def _bar_and_menu(post: Any) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries of a post's bar and of its menu; a bar of few entries holds them all."""
    entries = sorted((e for e in _entries if e.is_for(post)), key=lambda entry: entry.order)
    bar = tuple(entry for entry in entries if not entry.is_office)
    menu = tuple(entry for entry in entries if entry.is_office)
    return (tuple(entries), ()) if len(bar) <= FEW else (bar, menu)


@lru_cache(MOST_RENDERED)
def _rendered(
    whose: tuple[str, int], place: int | None, is_menu: bool, _language: str, _prefix: str
) -> SafeString:
    """The bar or the menu of a role at a level, with the entry at a place as the current one."""
    entries = _seen[whose][is_menu]
    if is_menu and not entries:
        return SafeString()
    current = None if place is None else entries[place]
    context = {"entries": entries, "sections": in_sections(entries), "current": current}
    template = "foundation/office.html" if is_menu else "foundation/navigation.html"
    return render_to_string(template, context)
