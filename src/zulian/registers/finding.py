"""Pages and functions that the search box finds by name: entries of the navigation, tabs of rooms, registers, what can be done.

Nothing is asked of the database: what a post may open follows from its role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.navigation import entries_for
from zulian.foundation.searching import Hit, register_pages
from zulian.regions.services import spoken
from zulian.registers.actions import Add
from zulian.registers.declared import registers
from zulian.registers.register import Register

if TYPE_CHECKING:
    from zulian.accounts.models import Post

# Of Latin letters fewer than two say nothing.
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Place:
    """A page: its title, the name of its address with its arguments, and what it stands within."""

    title: str
    name: str
    within: str = ""
    args: tuple[Any, ...] = ()

    def is_called(self, words: list[str]) -> bool:
        """Whether title and room bear all words; Latin ones are the initials or the pinyin of the title."""
        return all(self._bears(word) for word in words) and any(
            word in self.title.lower() or word.isascii() for word in words
        )

    def _bears(self, word: str) -> bool:
        if word in f"{self.title} {self.within}".lower():
            return True
        is_latin = word.isascii() and word.isalpha() and len(word) >= FEWEST_LETTERS
        return is_latin and any(said.startswith(word) for said in spoken(self.title))

    def rank(self, words: list[str]) -> tuple[bool, int]:
        """What is called exactly so comes first, then what is called shortly."""
        return self.title.lower() != "".join(words), len(self.title)


@register_pages
def pages(post: Post, words: str) -> list[Hit]:
    """Pages of a name that a post may open, each address once."""
    asked = words.lower().split()
    found: dict[str, Hit] = {}
    called = [place for place in _places(post) if place.is_called(asked)]
    for place in sorted(called, key=lambda place: place.rank(asked)):
        url = reverse(place.name, args=place.args)
        found.setdefault(url, Hit(_("页面和功能"), place.title, url, place.within))
    return list(found.values())


def _places(post: Post) -> Iterator[Place]:
    for entry in entries_for(post):
        yield Place(str(entry.label), entry.url, str(entry.section))
    rooms = {register.room.app: register.room for register in registers() if register.room.tabs}
    for room in rooms.values():
        for tab in room.tabs:
            if post.may(tab.permission):
                name = tab.to if ":" in tab.to else f"{room.app}:{tab.to}"
                yield Place(str(tab.words), name, str(room.name), tab.args)
    for register in registers():
        yield from _of_register(post, register)


def _of_register(post: Post, register: Register) -> Iterator[Place]:
    """The list of a register, and what can be done: rows are added at once, other steps begin at the list."""
    within, address = str(register.room.name), f"{register.room.app}:{register.key}-"
    is_seen = register.has_list and post.may(register.read_permission())
    if is_seen:
        yield Place(str(register.name()), f"{address}list", within)
    for action in register.actions:
        if not post.may(register.permission_of(action)):
            continue
        title = str(action.title or action.label)
        if isinstance(action, Add):
            yield Place(title, f"{address}{action.key}", within)
        elif is_seen:
            yield Place(title, f"{address}list", f"{within} · {register.name()}")
