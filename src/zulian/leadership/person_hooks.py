"""What this room tells the people room: offices held, why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.detail import ListItem, Panel
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Inspection, Term
from zulian.people.hooks import Ends, Hold, register_death, register_hold, register_keeper
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person


@register_panels(30, is_beside=True)
def terms(post: Post, person: Person) -> Iterator[Panel]:
    """Offices in federations, those held last first."""
    yield from panel_of(Term, post, person, term_line, title=_("任职"), order=("-since", "-pk"))


def term_line(term: Term) -> ListItem:
    """A post, and from when to when it was or is to be held."""
    words = f"{term.office.region.organisation} {term.office.title}"
    is_held = term.ended_on is None
    state = ("reported", _("现任")) if is_held else ("dropped", _("历任"))
    span = f"{term.since} — {term.ended_on or term.until}"
    return ListItem(words, term.office.get_absolute_url(), span, *state)


@register_hold
def in_office(person: Person) -> Iterator[Hold]:
    """An office that was held keeps the person's file open."""
    with scope(EVERYTHING):
        if Term.objects.filter(person=person).exists():
            yield Hold(_("有任职记录"))


def end_with_death(ends: Ends) -> None:
    """A death ends the offices that the person holds."""
    held = Term.objects.open().filter(person=ends.person)
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
