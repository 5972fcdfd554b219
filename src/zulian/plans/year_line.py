"""The line of a year (全年时间线): for each kind of thing that has its day, how much each month holds and what of it waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.dated import all_dated, days_of
from zulian.plans.calendar import TASKS
from zulian.plans.models import WAITING, Assignment

MONTHS = range(1, 13)


@dataclass(frozen=True)
class MonthCount:
    """What a month holds of one kind: how much, what of it waits still, and what of that is late."""

    first: date
    total: int = 0
    waiting: int = 0
    late: int = 0

    @property
    def light(self) -> str:
        """The colour of the month: something late, something to come, or all done."""
        if self.late:
            return "overdue"
        return "working" if self.waiting else "done"


@dataclass(frozen=True)
class KindLine:
    """The months of one kind, None where there is nothing."""

    key: str
    name: str
    months: list[MonthCount | None]


# A day of a kind: how much it holds, what of it waits, and whether what waits there is late.
Told = tuple[date, int, int, bool]


def year_line(year: int, post: Post) -> list[KindLine]:
    """All that has its day of a year in a post's jurisdiction, the tasks first, in two statements."""
    first, last, today = date(year, 1, 1), date(year, 12, 31), clock.today()
    rows = (
        Assignment.objects.at_first_deadline()
        .within(post.region)
        .counted()
        .filter(due__gte=first, due__lte=last)
    )
    days = (
        rows.order_by()
        .values_list("due")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(state__in=WAITING)))
    )
    tasks = [(day, total, waiting, day < today) for day, total, waiting in days]
    lines = [KindLine(TASKS, _("任务时限"), _months(year, tasks))] if tasks else []
    told: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for day, counts in days_of(post, first, last).items():
        for one in counts:
            is_late = one.dated.is_deadline and day < today
            key = (one.dated.key, str(one.dated.name))
            told[key].append((day, one.total, one.waiting, is_late))
    # As they are declared, so that the things of one app stand together.
    order = {dated.key: place for place, dated in enumerate(all_dated())}
    kinds = sorted(told.items(), key=lambda one: order[one[0][0]])
    return lines + [KindLine(key, name, _months(year, of)) for (key, name), of in kinds]


def _months(year: int, told: Iterable[Told]) -> list[MonthCount | None]:
    """The days of one kind by their months."""
    sums = {month: [0, 0, 0] for month in MONTHS}
    for day, total, waiting, is_late in told:
        counts = sums[day.month]
        counts[0] += total
        counts[1] += waiting
        counts[2] += waiting if is_late else 0
    return [
        MonthCount(date(year, month, 1), *counts) if counts[0] else None
        for month, counts in sums.items()
    ]
