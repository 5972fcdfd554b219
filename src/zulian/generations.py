"""Which backups stay: the last of each of the last days, weeks and months that have one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import NamedTuple


class Generations(NamedTuple):
    """How many days, weeks and months a backup is kept of."""

    days: int
    weeks: int
    months: int


def kept(moments: Iterable[datetime], generations: Generations) -> set[datetime]:
    """Of the moments at which backups were made those that stay; a night without a backup takes no place of another."""
    newest_first = sorted(moments, reverse=True)
    spans: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (generations.days, lambda moment: moment.date()),
        (generations.weeks, lambda moment: moment.isocalendar()[:2]),
        (generations.months, lambda moment: (moment.year, moment.month)),
    )
    stay: set[datetime] = set()
    for count, span in spans:
        last: dict[Hashable, datetime] = {}
        for moment in newest_first:
            last.setdefault(span(moment), moment)
        stay.update(list(last.values())[:count])
    return stay
