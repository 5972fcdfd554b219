"""What lists of people say of the card in use: category and grade, and its state. The register of certificates lies above and tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.foundation.cells import badge
from zulian.foundation.registry import Registry
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.people.models import Person

# What is asked for beside the states of a card.
NO_CARD = "none"


class CardBook(Protocol):
    """What the register of certificates knows of lists of people."""

    # Each state of a card in use: its value, colour and words.
    states: ClassVar[Sequence[tuple[str, str, Any]]]

    def columns(self) -> dict[str, Any]:
        """Annotations of people: `card_category`, `card_grade`, `card_state` of the card in use, empty without one."""

    def holding(self, **card: Any) -> Q:
        """The condition on people that they hold a card in use of such a `category`, `grade`, `state`."""


# There is one.
_books: Registry[CardBook] = Registry("books of cards", key=lambda _book: 0)


def register_cards(book: CardBook) -> None:
    """Let lists of people tell what is on their cards."""
    _books.add(book)


def with_cards(rows: QuerySet[Any]) -> QuerySet[Any]:
    """People with what is on the card in use."""
    for book in _books:
        rows = rows.annotate(**book.columns())
    return rows


def narrowed_to_cards(
    rows: QuerySet[Any], category: Any = None, grade: Any = None, state: str = ""
) -> QuerySet[Any]:
    """Those of some people who hold such a card in use; with NO_CARD as its state, those who hold none."""
    for book in _books:
        if state == NO_CARD:
            rows = rows.exclude(book.holding())
        asked = {"category": category, "grade": grade, "state": "" if state == NO_CARD else state}
        card = {name: value for name, value in asked.items() if value}
        rows = rows.filter(book.holding(**card)) if card else rows
    return rows


def state_choices() -> list[tuple[str, Any]]:
    """What a list may be asked for of the cards of its people."""
    states = [(value, words) for book in _books for value, _color, words in book.states]
    return [*states, (NO_CARD, _("无证"))]


def disability_words(row: Person) -> str:
    """Category and grade on the card in use: 肢体二级."""
    kind, grade = getattr(row, "card_category", None), getattr(row, "card_grade", None)
    return f"{dict(CATEGORIES)[kind]}{dict(GRADES)[grade]}" if kind and grade else ""


def state_words(row: Person) -> Any:
    """The state of the card in use, with its colour."""
    asked = getattr(row, "card_state", None)
    states = [(color, words) for book in _books for value, color, words in book.states]
    values = [value for book in _books for value, _color, _words in book.states]
    return badge(*states[values.index(asked)]) if asked in values else ""
