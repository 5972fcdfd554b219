"""Deadlines as a month on a page and as an iCalendar feed."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.plans.models import WAITING, Assignment
from zulian.regions.models import Region

if TYPE_CHECKING:
    from icalendar import Event

FEED_DAYS = 400


@dataclass(frozen=True)
class Deadline:
    """One task that falls due on a day, for one or many organisations."""

    day: date
    task: str
    period: str
    circular: int
    clause: int
    total: int
    waiting: int


@dataclass(frozen=True)
class Month:
    """A month as weeks of days, Monday first; days of other months are None."""

    first: date
    weeks: list[list[tuple[date, list[Deadline]] | None]]

    @property
    def days(self) -> list[tuple[date, list[Deadline]]]:
        """The days that have deadlines: what a narrow screen lists."""
        return [day for week in self.weeks for day in week if day and day[1]]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


def month(first: date, region: Region) -> Month:
    """All deadlines of `region`'s jurisdiction in the month that begins on `first`, in one statement."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    rows = (
        Assignment.objects.at_first_deadline()
        .within(region)
        .counted()
        .filter(due__gte=first, due__lte=last)
        .order_by("due", "clause__order", "task_id")
        .values_list("due", "task__name", "period", "circular_id", "clause_id", "task_id")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(state__in=WAITING)))
    )
    by_day: dict[date, list[Deadline]] = {}
    for due, name, period, circular, clause, _task, total, waiting in rows:
        by_day.setdefault(due, []).append(
            Deadline(due, name, period, circular, clause, total, waiting)
        )
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    return Month(
        first,
        [
            [(d, by_day.get(d, [])) if d.month == first.month else None for d in week]
            for week in weeks
        ],
    )


def feed(posts: Iterable[Post], today: date, base: str) -> bytes:
    """An iCalendar file of the deadlines of the posts' own organisations that still wait.

    `base` is the site's own scheme and host. Runs under the scope of everything: the key of the feed says whose it is.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//zulian//zulian//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("组联通：任务时限"))
    own = {post.region_id for post in posts if post.may("assignment.act")}
    rows = (
        Assignment.objects.with_names()
        .at_first_deadline()
        .select_related("circular")
        .filter(
            region_id__in=own,
            state__in=WAITING,
            due__gte=today - timedelta(days=FEED_DAYS),
            due__lte=today + timedelta(days=FEED_DAYS),
        )
    )
    for row in rows:
        made.add_component(_event(row, base))
    return bytes(made.to_ical())


def _event(row: Assignment, base: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"assignment-{row.pk}@zulian")
    event.add("dtstamp", row.circular.adopted_at)
    event.add("dtstart", row.due)
    event.add("dtend", row.due + timedelta(days=1))
    event.add(
        "summary",
        _("到期：%(task)s%(period)s") % {"task": row.task.name, "period": row.period_name},
    )
    event.add(
        "description", f"{row.region.organisation} · {row.clause.path} · {row.get_state_display()}"
    )
    event.add("url", f"{base}{reverse('plans:assignment', args=[row.pk])}")
    return event
