"""Which days a form or a ledger takes: those that what it speaks of can plausibly have; 1850 and 2199 are slips of the hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import clock


@dataclass(frozen=True)
class Span:
    """Days from a first one on, to the end of a year so many years ahead; 0 is until today."""

    first: date
    years_ahead: int

    @property
    def last(self) -> date:
        """The last day that is taken today."""
        today = clock.today()
        return date(today.year + self.years_ahead, 12, 31) if self.years_ahead else today

    def fault(self, day: date) -> str:
        """Why a day is not taken, in words; "" for one that is."""
        first, last = self.first, self.last
        if first <= day <= last:
            return ""
        if self.years_ahead == 0 and day > last:
            return _("不能晚于今天（%(last)s），请核对日期。") % {"last": last}
        words = _("请填 %(first)s 至 %(last)s 之间的日期，请核对年份。")
        return words % {"first": first, "last": last}

    def __call__(self, day: date) -> None:
        """As a validator of a field; raises ValidationError."""
        if words := self.fault(day):
            raise ValidationError(words, code="implausible_day")


# Nobody on file was born before, no term, card or contract of today ends after.
ANY_DAY = Span(date(1900, 1, 1), 20)
# What has happened to somebody on file.
PAST = Span(date(1900, 1, 1), 0)
# Organisations, offices and stations are not older than the republic's own, and are there already.
FOUNDED = Span(date(1949, 10, 1), 0)
# When a paper came in: old ones are registered late, none before it came.
RECEIVED = Span(date(2000, 1, 1), 0)
# By when something is to be done: old plans may be entered, but nobody plans further ahead.
DEADLINE = Span(date(2000, 1, 1), 10)


class DayField(forms.DateField):
    """A day within a span; a plain field of a form of the house takes any plausible day."""

    def __init__(self, *, span: Span = ANY_DAY, **more: Any) -> None:
        super().__init__(**more)
        self.validators = [*self.validators, span]


def bound_day(field: forms.DateField) -> None:
    """Let a field of days that has no span take plausible days alone."""
    if not any(isinstance(validator, Span) for validator in field.validators):
        field.validators = [*field.validators, ANY_DAY]
