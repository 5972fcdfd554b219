"""Which rows of the associations count, and which of them meet a measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from zulian.associations import proofs
from zulian.associations.models import (
    Answer,
    Association,
    Fieldwork,
    Meeting,
    Opinion,
    Research,
    Seat,
)
from zulian.associations.rules.figures import POLICY
from zulian.foundation.dates import months_before
from zulian.foundation.holding import held_on
from zulian.foundation.policy import by_place
from zulian.foundation.scopes import ScopedQuerySet

Condition = Callable[[date], Q]


def associations(day: date) -> ScopedQuerySet[Association]:
    rows: ScopedQuerySet[Association] = Association.objects.with_names()
    return rows


def everything(day: date) -> Q:
    return Q()


def set_up(day: date) -> Q:
    """Associations set up with what the policy demands: a date alone is no association."""
    return Q(set_up_on__lte=day) & proofs.SET_UP.met(day)


def housed(day: date) -> Q:
    large = by_place(POLICY, "office_area", day, lambda least: Q(area__gte=least))
    return large & Q(set_up_on__lte=day) & ~Q(office="")


def staffed(day: date) -> Q:
    return by_place(POLICY, "staff", day, lambda least: Q(staff_count__gte=least))


def in_term(day: date) -> Q:
    return Q(term_until__gte=day, chair_tied=True)


def of_kind(kind: str) -> Condition:
    return lambda day: Q(kind=kind)


def active(day: date) -> Q:
    return by_place(POLICY, "active_months", day, lambda n: Q(active_on__gt=months_before(day, n)))


def meetings(day: date) -> ScopedQuerySet[Meeting]:
    rows: ScopedQuerySet[Meeting] = Meeting.objects.with_names()
    return rows


def due(day: date) -> Q:
    """Meetings of the calendar that fell due within a year; before it was set up, an association had none to hold."""
    standing = Q(association__set_up_on__lte=F("due_on"))
    missing = Q(association__set_up_on=None) | Q(association__set_up_on__gt=day)
    return Q(due_on__gt=months_before(day, 12), due_on__lte=day) & (standing | missing)


def held(day: date) -> Q:
    return Q(state=Meeting.State.HELD, on__lte=day) & proofs.MEETING.met(day)


def meetings_of(rows: Sequence[Association]) -> list[int]:
    meetings = Meeting.objects.filter(association__in=[row.pk for row in rows if row.pk])
    return list(meetings.values_list("pk", flat=True))


def seats(day: date) -> ScopedQuerySet[Seat]:
    rows: ScopedQuerySet[Seat] = Seat.objects.select_related(
        "association__region", "person", "committee"
    )
    return rows


def in_office(day: date) -> Q:
    return held_on(day)


def in_contact(day: date) -> Q:
    return by_place(POLICY, "contacts", day, lambda least: Q(contacts__gte=least))


def opinions(day: date) -> ScopedQuerySet[Opinion]:
    rows: ScopedQuerySet[Opinion] = Opinion.objects.with_names()
    return rows


def to_answer(day: date) -> Q:
    """Opinions of a year that were answered, or should have been by now."""
    year = Q(on__gt=months_before(day, 12), on__lte=day)
    long_ago = by_place(
        POLICY, "answer_days", day, lambda days: Q(on__lte=day - timedelta(days=days))
    )
    return year & (answered(day) | long_ago)


def answered(day: date) -> Q:
    return ~Q(state=Opinion.State.OPEN) & (Q(answered_on=None) | Q(answered_on__lte=day))


def research(day: date) -> ScopedQuerySet[Research]:
    rows: ScopedQuerySet[Research] = Research.objects.with_names()
    return rows


def research_due(day: date) -> Q:
    return Q(due_on__gt=months_before(day, 12), due_on__lte=day) | done_lately(day)


def done_lately(day: date) -> Q:
    return Q(reported_on__gt=months_before(day, 12), reported_on__lte=day)


def done(day: date) -> Q:
    return (
        ~Q(state=Research.State.FIELD)
        & (Q(reported_on=None) | Q(reported_on__lte=day))
        & proofs.RESEARCH.met(day)
    )


def research_of_fieldwork(rows: Sequence[Fieldwork]) -> list[int]:
    return [row.research_id for row in rows]


def research_of_answers(rows: Sequence[Answer]) -> QuerySet[Any]:
    return Research.objects.filter(surveys__in=[row.survey_id for row in rows]).values("pk")


def adopted(day: date) -> Q:
    return (
        Q(state=Research.State.ADOPTED)
        & (Q(verdict_on=None) | Q(verdict_on__lte=day))
        & proofs.RESEARCH.met(day)
    )
