"""Choices that have a colour: states say it beside their words, and every page takes it from there."""

from __future__ import annotations

from typing import Self

from django.db.models import TextChoices


class ColoredChoices(TextChoices):
    """Choices whose members are value, colour, words.

    The colours are those of the stylesheet (`.s-…`): issued, signed, reported, closed, returned, dropped, overdue.

    >>> class State(ColoredChoices):
    ...     OPEN = "open", "issued", "open"
    ...     DONE = "done", "closed", "done"
    >>> State.DONE.value, State.DONE.color, State.DONE.label
    ('done', 'closed', 'done')
    """

    color: str

    def __new__(cls, value: str, color: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.color = color
        return member
