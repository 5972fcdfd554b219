"""Contact: people given to committee members, visits, opinions collected, answered, and what changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import Contact, Opinion, Seat, Visit
from zulian.associations.services.common import require_own
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person


def _seat(pk: int, post: Post) -> Seat:
    seat = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("association__region")
        .get(pk=pk)
    )
    require_own(seat, post)
    if seat.is_over:
        raise ValidationError(_("这位委员已经卸任。"))
    return seat


def _count(seat: Seat) -> None:
    with audited("seat.contacts", seat):
        seat.contacts = Contact.objects.filter(seat=seat, ended_on=None).count()
        seat.save()


@unit_of_work
def assign(pk: int, post: Post, id_number: str, since: date) -> Contact:
    """A person of the group becomes a contact of a committee member.

    Raises ValidationError for who is not on file as one of the group.
    """
    seat = _seat(pk, post)
    not_to_come(since, "since")
    with scope(EVERYTHING):
        person = Person.objects.alive().numbered(id_number).first()
    disability = disabilities_of([person.pk]).get(person.pk) if person else None
    if (
        person is None
        or disability is None
        or disability.category not in seat.association.categories
    ):
        raise ValidationError({"id_number": _("档案中没有这个身份证号的本类别残疾人，请核对。")})
    contact = Contact(seat=seat, association=seat.association, person=person, since=since)
    with audited("contact.assign", contact):
        contact.save()
    _count(seat)
    return contact


@unit_of_work
def end(pk: int, post: Post) -> Contact:
    """结束联系."""
    contact = (
        Contact.objects.select_for_update(of=("self",), no_key=True)
        .select_related("seat")
        .get(pk=pk)
    )
    require_own(contact, post)
    with audited("contact.end", contact):
        contact.ended_on = contact.ended_on or today()
        contact.save()
    _count(contact.seat)
    return contact


@unit_of_work
def visit(pk: int, post: Post, values: dict[str, Any], opinion: str) -> Visit:
    """走访: what was learnt, and an opinion where one was said.

    Raises ValidationError for a day outside the time of the contact.
    """
    contact = Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(contact, post)
    not_to_come(values["on"], "on")
    if contact.ended_on is not None or values["on"] < contact.since:
        raise ValidationError({"on": _("走访日期应在联系期间内。")})
    new_visit = Visit(contact=contact, association_id=contact.association_id, **values)
    with audited("visit.add", new_visit):
        new_visit.save()
    with audited("contact.visited", contact):
        contact.visited_on = max(contact.visited_on or new_visit.on, new_visit.on)
        contact.save()
    if opinion.strip():
        collect(contact, values["on"], opinion)
    return new_visit


@unit_of_work
def collect(contact: Contact, on: date, text: str) -> Opinion:
    """收集意见."""
    opinion = Opinion(
        association_id=contact.association_id, contact=contact, on=on, text=text.strip()
    )
    with audited("opinion.collect", opinion):
        opinion.save()
    return opinion


@unit_of_work
def answer(pk: int, post: Post, by: str, text: str) -> Opinion:
    """答复: by whom, in which words."""
    opinion = locked(Opinion, pk, Opinion.State.OPEN)
    require_own(opinion, post)
    with audited("opinion.answer", opinion):
        opinion.reply()
        opinion.answered_by, opinion.answered_on = by.strip(), today()
        opinion.answer = need_words(text, "answer", _("请填写答复内容。"))
        opinion.save()
    return opinion


@unit_of_work
def follow_up(pk: int, post: Post, changed: bool, text: str) -> Opinion:
    """落实: what changed, or why nothing did."""
    opinion = locked(Opinion, pk, Opinion.State.ANSWERED)
    require_own(opinion, post)
    with audited("opinion.follow_up", opinion):
        opinion.carry_out() if changed else opinion.give_up()
        opinion.change, opinion.changed_on = (
            need_words(text, "change", _("请写明改变了什么，或未能落实的原因。")),
            today(),
        )
        opinion.save()
    return opinion
