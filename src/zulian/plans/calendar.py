"""Deadlines of tasks, and whatever else has its day, as a month on a page, as one day, and as an iCalendar feed."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, IntegerField, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.dated import Dated, DayCount, all_dated, days_of
from zulian.foundation.few import Few
from zulian.foundation.paging import KeyPage, key_page
from zulian.foundation.places import Places, places_seen_by
from zulian.foundation.scopes import home_field
from zulian.plans.models import WAITING, Assignment
from zulian.regions.models import Region

if TYPE_CHECKING:
    from icalendar import Event

FEED_DAYS = 400
# So many of each kind stand on the page of a day, so many of one that is shown alone on each of its pages, and in a feed.
MOST, PAGE, MOST_OF_A_KIND = 20, 50, 100
# What the rows of a day are sorted by: those that still wait before those that do not.
OVER = "calendar_over"


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
class DayOfMonth:
    """One day: the tasks that are due, and the other things that have this day, counted by their kinds."""

    day: date
    tasks: list[Deadline] = field(default_factory=list)
    others: list[DayCount] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month as weeks of days, Monday first; days of other months are None. `kinds` are those of other things in it."""

    first: date
    weeks: list[list[DayOfMonth | None]]
    kinds: list[Dated]

    @property
    def days(self) -> list[DayOfMonth]:
        """Its days, in their order."""
        return [day for week in self.weeks for day in week if day is not None]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


# What is shown of the kinds alone, beside the key of one of them.
TASKS = "tasks"


def month(first: date, post: Post, kind: str = "") -> Month:
    """All that has its day in a post's jurisdiction in the month that begins on `first`, in two statements.

    `kind` is the key of a kind that is shown alone, or TASKS.
    """
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    tasks = _tasks(first, last, post.region) if kind in {"", TASKS} else {}
    others = days_of(post, first, last)
    kinds = {one.dated.key: one.dated for counts in others.values() for one in counts}
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)

    def of(day: date) -> DayOfMonth:
        shown = [one for one in others.get(day, []) if kind in {"", one.dated.key}]
        return DayOfMonth(day, tasks.get(day, []), shown)

    return Month(
        first,
        [[of(day) if day.month == first.month else None for day in week] for week in weeks],
        list(kinds.values()),
    )


def _tasks(first: date, last: date, region: Region) -> dict[date, list[Deadline]]:
    """The deadlines of tasks from one day to another, by their days."""
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
    return by_day


@dataclass(frozen=True)
class DayLine:
    """One thing on the page of a day, with the colour and the words of how it stands."""

    title: str
    url: str
    note: str
    color: str
    words: str


@dataclass(frozen=True)
class DayGroup:
    """The things of one kind that have one day: the first of them, or a page where the kind is shown alone."""

    count: DayCount
    lines: Sequence[DayLine]
    page: KeyPage | None

    @property
    def has_more(self) -> bool:
        """Whether the kind is to be shown alone to see all of it."""
        return self.page is None and self.count.total > len(self.lines)


def day(
    shown: date, post: Post, kind: str = "", after: str = "", before: str = ""
) -> tuple[list[Deadline], list[DayGroup]]:
    """All that has one day in a post's jurisdiction: the tasks that are due, and the first rows of every other kind.

    Of a kind that is shown alone it is the page that begins after a place, or ends before one.
    """
    tasks = _tasks(shown, shown, post.region).get(shown, []) if kind in {"", TASKS} else []
    found: list[tuple[DayCount, Sequence[Any], KeyPage | None]] = []
    for count in days_of(post, shown, shown).get(shown, []):
        rows = count.dated.between(post, shown, shown)
        if rows is not None and kind in {"", count.dated.key}:
            over = Case(When(count.dated.over, then=1), default=0, output_field=IntegerField())
            sorted_rows = rows.annotate(**{OVER: over}).order_by(OVER, "pk")
            page = key_page(sorted_rows, PAGE, after, before) if kind else None
            lines = page.rows if page else Few.of(sorted_rows, MOST)
            found.append((count, lines, page))
    places = places_seen_by(
        post, (count.dated.place(row) for count, lines, _page in found for row in lines)
    )
    groups = [
        DayGroup(count, [_line(count.dated, row, places) for row in lines], page)
        for count, lines, page in found
    ]
    return tasks, groups


def _line(dated: Dated, row: Any, places: Places | None) -> DayLine:
    """A row on the page of a day, its note with the place before it."""
    is_over = bool(getattr(row, OVER))
    color, words = standing(dated, dated.day_of(row), is_over=is_over)
    note = dated.note(row)
    note = places.told(dated.place(row), note) if places else note
    return DayLine(dated.title(row), dated.url(row), note, color, words)


def standing(dated: Dated, day: date, *, is_over: bool) -> tuple[str, str]:
    """The colour and the words of how a thing stands today that has its day: done, overdue, or still to come."""
    if is_over:
        # Nobody says of it that it was done: it is its day that has passed.
        return ("closed", _("已办")) if dated.done is not None else ("dropped", _("已过"))
    if day > clock.today():
        return "signed", _("未到")
    if day == clock.today():
        return "issued", _("今天到期") if dated.is_deadline else _("今天")
    return ("overdue", _("逾期")) if dated.is_deadline else ("issued", _("未登记办理结果"))


def feed(posts: Iterable[Post], today: date, base: str) -> bytes:
    """An iCalendar file of the deadlines of the posts' own organisations that still wait.

    `base` is the site's own scheme and host. Runs under the scope of everything: the key of the feed says whose it is.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//zulian//zulian//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("组联通：时限和日程"))
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
    for dated, thing in _things(posts, today):
        made.add_component(_thing_event(dated, thing, base, today))
    return bytes(made.to_ical())


def _things(posts: Iterable[Post], today: date) -> Iterator[tuple[Dated, Any]]:
    """What else still waits of the posts' own organisations and may leave the site, each once."""
    first, last = today - timedelta(days=FEED_DAYS), today + timedelta(days=FEED_DAYS)
    told: set[tuple[str, Any]] = set()
    for post in posts:
        for dated in all_dated():
            rows = dated.between(post, first, last) if dated.in_feed else None
            if rows is None:
                continue
            own = rows.filter(**{home_field(rows.model): post.region_id}).exclude(dated.over)
            for row in Few.of(own, MOST_OF_A_KIND):
                if (dated.key, row.pk) not in told:
                    told.add((dated.key, row.pk))
                    yield dated, row


def _thing_event(dated: Dated, row: Any, base: str, today: date) -> Event:
    from icalendar import Event

    event, day = Event(), dated.day_of(row)
    event.add("uid", f"{dated.key}-{row.pk}@zulian")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{dated.name}：{dated.title(row)}")
    event.add("description", dated.note(row))
    event.add("url", f"{base}{dated.url(row)}")
    return event


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
