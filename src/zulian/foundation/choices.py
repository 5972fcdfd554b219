"""Choices: some have a colour, which states say beside their words on every page; lists are sorted as the choices are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Case, IntegerField, QuerySet, TextChoices, Value, When
from django.db.models.constants import LOOKUP_SEP


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


def in_order_of_choices(
    rows: QuerySet[Any], path: str, values: Iterable[Any], *, is_descending: bool
) -> QuerySet[Any]:
    """Rows in the order in which a field's choices are given (待签收, 办理中, 已办结), not in that of their codes."""
    places = [When(**{path: value}, then=Value(place)) for place, value in enumerate(values)]
    # One name, not a path through relations: pages read it off the row.
    name = f"{path.replace(LOOKUP_SEP, '_')}_place"
    placed: QuerySet[Any] = rows.annotate(
        **{name: Case(*places, default=Value(len(places)), output_field=IntegerField())}
    )
    ordered: QuerySet[Any] = placed.order_by(f"-{name}" if is_descending else name)
    return ordered
