"""What can be said of an assignment on a day, past days included: the one source of every count and list of plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.dates import end_of as end_of


def given(day: date) -> Q:
    """What had been given out by then: nothing else is counted of a day."""
    return Q(given_on__lte=day)


def signed(day: date) -> Q:
    return Q(signed_at__lt=end_of(day))


def unsigned(day: date) -> Q:
    return given(day) & (Q(signed_at=None) | Q(signed_at__gte=end_of(day)))


def _unreported(day: date) -> Q:
    return Q(reported_at=None) | Q(reported_at__gte=end_of(day))


def reported(day: date) -> Q:
    """A report stands: one that was sent back does not."""
    return Q(reported_at__lt=end_of(day))


def overdue(day: date) -> Q:
    """The deadline has passed and no report stands."""
    return given(day) & Q(due__lt=day) & _unreported(day)


def expected(day: date) -> Q:
    """What a report rate is taken over: past its deadline, or reported before it."""
    return given(day) & Q(due__lt=day) | reported(day)


def not_overdue(day: date) -> Q:
    return ~overdue(day)


def overdue_at_end(day: date) -> Q:
    """As `overdue`, at the end of `day`: its own deadlines have passed with it."""
    return given(day) & Q(due__lte=day) & _unreported(day)


def expected_at_end(day: date) -> Q:
    """As `expected`, at the end of `day`."""
    return given(day) & Q(due__lte=day) | reported(day)


def not_overdue_at_end(day: date) -> Q:
    return ~overdue_at_end(day)


def on_time(day: date) -> Q:
    return reported(day) & Q(on_time=True)


def proven(day: date) -> Q:
    return reported(day) & Q(evidence_count__gt=0)


def closed(day: date) -> Q:
    return Q(closed_at__lt=end_of(day))


Measure = Callable[[date], Q]
MEASURES: dict[str, tuple[object, Measure]] = {
    "all": (_("全部任务"), given),
    "signed": (_("已签收"), signed),
    "unsigned": (_("未签收"), unsigned),
    "expected": (_("应上报"), expected),
    "reported": (_("已上报"), reported),
    "on_time": (_("按时上报"), on_time),
    "proven": (_("附有佐证"), proven),
    "closed": (_("已办结"), closed),
    "overdue": (_("逾期未报"), overdue),
}
# What differs once a day is over, by what is asked while it runs.
_AT_END: dict[Measure, Measure] = {
    expected: expected_at_end,
    overdue: overdue_at_end,
    not_overdue: not_overdue_at_end,
}


def at_end(measure: Measure) -> Measure:
    """What a measure says of a day that is over: its own deadlines have passed with it."""
    return _AT_END.get(measure, measure)


def measures_on(day: date, today: date) -> dict[str, tuple[object, Measure]]:
    """All measures of a day: while it runs its own deadlines are still to be kept, once it is over they have passed."""
    if day >= today:
        return MEASURES
    return {name: (words, at_end(measure)) for name, (words, measure) in MEASURES.items()}
