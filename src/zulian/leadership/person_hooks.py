"""What this room tells the people room: why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Inspection, Term
from zulian.people.hooks import Ends, Hold, register_death, register_hold, register_keeper
from zulian.people.models import Person


@register_hold
def in_office(person: Person) -> Iterator[Hold]:
    """An office that was held keeps the person's file open."""
    with scope(EVERYTHING):
        if Term.objects.filter(person=person).exists():
            yield Hold(_("有任职记录"))


def end_with_death(ends: Ends) -> None:
    """A death ends the posts that the person holds."""
    held = Term.objects.filter(person=ends.person, ended_on=None)
    why = Term.End.DIED
    ends.end("term.end", held.filter(since__lte=ends.day), ended_on=ends.day, ended_why=why)
    for term in held.filter(since__gt=ends.day):
        this = Term.objects.filter(pk=term.pk)
        ends.end("term.end", this, ended_on=term.since, ended_why=why)


register_death(end_with_death)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People whom neither term nor inspection speaks of."""
    with scope(EVERYTHING):
        kinds = [model.objects.filter(person=OuterRef("pk")) for model in (Term, Inspection)]
    return rows.filter(*(~Exists(kind) for kind in kinds))
