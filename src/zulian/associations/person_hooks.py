"""What this room tells the people room: why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zulian.associations.models import Contact, Member, Seat
from zulian.associations.services.common import keep_up
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.holding import not_ended
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import Ends, Hold, register_death, register_hold, register_keeper
from zulian.people.models import Person


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """Members, committee members and those whom they keep in contact with, and through whom relatives belong."""
    mine = Q(person=person) | Q(through=person)
    with scope(EVERYTHING):
        if Member.objects.filter(mine, left_on=None).exists():
            yield Hold(_("是协会会员，或有亲属会员"))
        if Seat.objects.open().filter(mine).exists():
            yield Hold(_("是协会委员，或有亲属委员"))
        if Contact.objects.filter(person=person, ended_on=None).exists():
            yield Hold(_("是协会委员的联系对象"))


def end_with_death(ends: Ends) -> None:
    """A death ends seats, membership, and the contacts that the person kept or was."""
    person, day = ends.person, ends.day
    words = _("去世")
    seats = Seat.objects.open().filter(person=person)
    contacts = Contact.objects.filter(Q(person=person) | Q(seat__person=person), ended_on=None)
    for contact in ends.end("contact.end", contacts, ended_on=today()):
        _recount(contact.seat_id)
    for seat in seats:
        this = Seat.objects.filter(pk=seat.pk)
        ends.end("seat.leave", this, ended_on=max(day, seat.since), ended_why=words)
    for member in Member.objects.filter(person=person, left_on=None):
        this_one = Member.objects.filter(pk=member.pk)
        ends.end("member.quit", this_one, left_on=max(day, member.joined_on))
    _keep_up(person)


def after_undone(person: Person) -> None:
    """What is kept of associations and seats follows the rows that are back."""
    with scope(EVERYTHING):
        contacts = Contact.objects.filter(Q(person=person) | Q(seat__person=person))
        for seat in sorted(set(contacts.values_list("seat_id", flat=True))):
            _recount(seat)
        _keep_up(person)


def _recount(seat: int) -> None:
    for row in Seat.objects.select_for_update(of=("self",), no_key=True).filter(pk=seat):
        with audited("seat.contacts", row):
            row.contacts = Contact.objects.filter(seat=row, ended_on=None).count()
            row.save()


def _keep_up(person: Person) -> None:
    rows = [model.objects.filter(person=person) for model in (Seat, Member)]
    for key in sorted(
        {pk for kind in rows for pk in kind.values_list("association_id", flat=True)}
    ):
        keep_up(key)


register_death(end_with_death, after_undone)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People whom no association has needed since a day."""
    me = OuterRef("pk")
    with scope(EVERYTHING):
        lately = Q(left_on=None) | Q(left_on__gt=day)
        return rows.filter(
            ~Exists(Member.objects.filter(lately, person=me)),
            ~Exists(Member.objects.filter(lately, through=me)),
            ~Exists(Seat.objects.filter(not_ended(day), person=me)),
            ~Exists(Seat.objects.filter(not_ended(day), through=me)),
            ~Exists(Contact.objects.filter(not_ended(day), person=me)),
        )
