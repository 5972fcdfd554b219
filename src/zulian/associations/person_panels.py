"""What stands of this room on a person's page: seats, membership, who keeps in contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import Contact, Member, Seat
from zulian.foundation.detail import ListItem, Panel
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person


def _span(since: date, until: date | None, now: str, past: str) -> tuple[str, str, str]:
    """From when to when, with the colour and the words of whether it lasts."""
    return f"{since} — {until or ''}".strip(), *(("dropped", past) if until else ("closed", now))


@register_panels(60, is_beside=True)
def seats(post: Post, person: Person) -> Iterator[Panel]:
    """Seats on committees, those held first."""
    yield from panel_of(Seat, post, person, seat_line, order=("-since", "-pk"))


def seat_line(seat: Seat) -> ListItem:
    """A seat: the association and the office in it."""
    words = f"{seat.association.short} {seat.get_office_display()}"
    span = _span(seat.since, seat.ended_on, _("在任"), _("已卸任"))
    return ListItem(words, seat.get_absolute_url(), *span)


@register_panels(70, is_beside=True)
def members(post: Post, person: Person) -> Iterator[Panel]:
    """Membership in associations."""
    yield from panel_of(Member, post, person, member_line, order=("-joined_on", "-pk"))


def member_line(member: Member) -> ListItem:
    """In which association, from when."""
    span = _span(member.joined_on, member.left_on, _("在册"), _("已退会"))
    return ListItem(member.association.short, member.get_absolute_url(), *span)


@register_panels(80)
def contacts(post: Post, person: Person) -> Iterator[Panel]:
    """Which members of committees keep in contact."""
    title = _("协会委员联系")
    yield from panel_of(Contact, post, person, contact_line, title=title, order=("-since", "-pk"))


def contact_line(contact: Contact) -> ListItem:
    """Who keeps in contact, and the last visit."""
    words = f"{contact.association.short} {contact.seat.person.name}"
    seen = _("最近走访 %(day)s") % {"day": contact.visited_on} if contact.visited_on else ""
    span, tone, state = _span(contact.since, contact.ended_on, _("联系中"), _("已结束"))
    detail = " · ".join(filter(None, (span, seen)))
    return ListItem(words, contact.get_absolute_url(), detail, tone, state)
