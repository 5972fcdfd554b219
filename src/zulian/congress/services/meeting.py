"""The meeting: who is there, whether that is enough, who sits where, which papers are wanted in which form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.congress.models import Congress, CongressState, Delegate, DelegateState
from zulian.congress.models.delegates import Need
from zulian.congress.rules.election import present_enough
from zulian.congress.services.delegates import locked_delegate
from zulian.congress.services.holding import terms
from zulian.congress.services.rounds import locked
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import now
from zulian.foundation.work import unit_of_work

PER_ROW = 12


@dataclass(frozen=True)
class Presence:
    """How many should come, how many are there, how many are needed."""

    due: int
    present: int
    needed: int

    @property
    def enough(self) -> bool:
        return present_enough(self.present, self.due, terms())


def presence(congress: Congress) -> Presence:
    """Who is there at this moment."""
    due = congress.delegates.elected().count()
    share = terms().quorum * due
    return Presence(
        due, congress.delegates.present().count(), -(-share.numerator // share.denominator)
    )


@unit_of_work
def check_in(pk: int) -> Delegate:
    """签到; twice changes nothing.

    Raises ValidationError for who was not elected.
    """
    delegate = locked_delegate(pk, CongressState.PREPARING, CongressState.HELD)
    if delegate.state != DelegateState.ELECTED:
        raise ValidationError(
            _("%(name)s不是当选代表，不能签到。") % {"name": delegate.person.name}
        )
    if delegate.checked_in_at is None:
        with audited("delegate.check_in", delegate):
            delegate.checked_in_at = now()
            delegate.save()
    return delegate


@unit_of_work
def check_out(pk: int) -> Delegate:
    """Take a wrong check-in back."""
    delegate = locked_delegate(pk, CongressState.PREPARING, CongressState.HELD)
    if delegate.checked_in_at is not None:
        with audited("delegate.check_out", delegate):
            delegate.checked_in_at = None
            delegate.save()
    return delegate


@unit_of_work
def seat_all(pk: int, per_row: int = PER_ROW) -> int:
    """排座: wheelchairs at the ends of the front rows, signers in front of the interpreter, the rest by unit. Returns how many.

    Raises ValidationError for rows that no hall has.
    """
    congress = locked(pk, CongressState.PREPARING)
    if not 2 <= per_row <= 60:
        raise ValidationError({"per_row": _("每排请填 2 至 60 座。")})
    people = list(congress.delegates.elected().select_related("unit").order_by("unit_id", "pk"))
    for delegate, seat in _seats(people, per_row):
        delegate.seat = seat
        delegate.save()
    record("congress.seats", congress, {"per_row": [None, per_row]})
    return len(people)


def _seats(people: Sequence[Delegate], per_row: int) -> list[tuple[Delegate, str]]:
    wheelchairs = [d for d in people if Need.WHEELCHAIR in d.needs]
    signers = [d for d in people if Need.SIGN in d.needs and d not in wheelchairs]
    others = [d for d in people if d not in wheelchairs and d not in signers]
    rows = max(-(-len(people) // per_row), -(-len(wheelchairs) // 2)) + 1
    ends = [(row, column) for row in range(1, rows + 1) for column in (1, per_row)]
    inner = [(row, column) for row in range(1, rows + 1) for column in range(1, per_row + 1)]
    taken = dict(zip(ends, wheelchairs, strict=False))
    free = [place for place in inner if place not in taken]
    taken |= dict(zip(free, [*signers, *others], strict=False))
    return [(delegate, f"{row}-{column}") for (row, column), delegate in taken.items()]


def wanted_papers(congress: Congress) -> list[tuple[str, int]]:
    """How many delegates want each accessible form or help."""
    counted = Counter(need for d in congress.delegates.elected() for need in d.needs)
    return [(str(name), counted[key]) for key, name in Need.choices]
