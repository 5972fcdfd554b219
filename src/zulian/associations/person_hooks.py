"""What this room tells the people room: why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zulian.associations.models import Contact, Member, Seat
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import Hold, register_hold, register_keeper
from zulian.people.models import Person


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """Members, committee members and those whom they keep in contact with, and through whom relatives belong."""
    mine = Q(person=person) | Q(through=person)
    with scope(EVERYTHING):
        if Member.objects.filter(mine, left_on=None).exists():
            yield Hold(_("是协会会员，或有亲属会员"))
        if Seat.objects.filter(mine, left_on=None).exists():
            yield Hold(_("是协会委员，或有亲属委员"))
        if Contact.objects.filter(person=person, ended_on=None).exists():
            yield Hold(_("是协会委员的联系对象"))


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People whom no association has needed since a day."""
    me = OuterRef("pk")
    with scope(EVERYTHING):
        lately = Q(left_on=None) | Q(left_on__gt=day)
        return rows.filter(
            ~Exists(Member.objects.filter(lately, person=me)),
            ~Exists(Member.objects.filter(lately, through=me)),
            ~Exists(Seat.objects.filter(lately, person=me)),
            ~Exists(Seat.objects.filter(lately, through=me)),
            ~Exists(Contact.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), person=me)),
        )
