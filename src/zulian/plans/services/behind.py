"""The unit's own rows behind each measure of a task, each a link to where it is entered, as far as the reader keeps that register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import resolve, reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.few import Few
from zulian.foundation.scopes import ScopedQuerySet, home_field
from zulian.indicators.registry import countable
from zulian.indicators.rules import Light
from zulian.indicators.services import failing
from zulian.indicators.tables import own_alone
from zulian.plans.models import Assignment
from zulian.plans.services.measured import (
    ClauseReading,
    Measured,
    PartReading,
    PeriodReading,
    TargetReading,
)
from zulian.plans.services.progress import frozen_keys, own_rows, times_of
from zulian.plans.services.standing import Standing, is_own
from zulian.registers.declared import registers
from zulian.registers.register import Register

SHOWN = 5
# Among so many of the frozen rows the first ones are looked for that are there still.
MOST_KEYS = 500
# How the path of a column ends that shows a person's whole name.
NAME = "person__name"


@dataclass(frozen=True)
class Way:
    """Where further rows are listed, in words that say whose."""

    url: str
    words: str


@dataclass(frozen=True)
class Behind:
    """One measure with the unit's own rows behind it: what is missing first; `entry` is where the reader enters it, "" where not.

    `missed_all` and `reached_all` are where more than the first few are listed.
    """

    reading: Measured
    missed: Sequence[Any]
    missed_count: int
    reached: Sequence[Any]
    reached_count: int
    entry: str
    missed_all: Way | None = None
    reached_all: Way | None = None


def rows_behind(
    found: Standing, assignment: Assignment, post: Post, today: date
) -> tuple[list[Behind], list[Behind]]:
    """The unit's own rows behind each measure, a few of each: behind what decides on the task, then behind the clause's others.

    `post` reads them: what it may keep is linked to its page.
    """
    day = assignment.circular.as_of(today)
    # A part of another's task has no light of its own; what counts for it is shown all the same.
    parts = [
        r
        for r in found.asked
        if assignment.parent_id and isinstance(r, TargetReading) and r.target.measure
    ]
    deciding = [*found.deciding, *parts]
    behind = [
        (
            r,
            _behind_rate(r, assignment, post, day)
            if isinstance(r, ClauseReading)
            else _behind_number(r, assignment, post, day),
        )
        for r in [*found.measured, *(r for r in parts if r.light is Light.NONE)]
    ]
    first = [one for reading, one in behind if reading in deciding]
    return first, [one for reading, one in behind if reading not in deciding]


def _behind_rate(reading: ClauseReading, assignment: Assignment, post: Post, day: date) -> Behind:
    indicator, region = reading.indicator, reading.region
    rows = indicator.rows(day)
    own = {home_field(rows.model): region.code} if is_own(reading) else {}
    if assignment.circular.is_closed:
        missed, reached = (
            _few_of(rows, keys)
            for keys in frozen_keys(assignment.circular, region, indicator, is_own=bool(own))
        )
    else:
        missed = Few.of(failing(indicator, region, day).filter(**own), SHOWN)
        reached = Few.of(
            rows.within(region).filter(indicator.of(day), indicator.met(day), **own), SHOWN
        )
    return Behind(
        reading,
        links(indicator.table, list(missed), region.code, post),
        missed.total,
        links(indicator.table, list(reached), region.code, post),
        reached.total,
        entry_of(indicator.entry, post, reading.failing_url if missed.total else ""),
        _all_missed(reading, is_closed=assignment.circular.is_closed),
        # No list shows what meets an indicator.
        None
        if reading.rows_url
        else Way(reading.url, _with_below(_("看这项指标"), is_own=bool(own))),
    )


def _all_missed(reading: ClauseReading, *, is_closed: bool) -> Way:
    """Where all is listed that fails an indicator: the unit's own where it tells of these; what was frozen is listed as a whole."""
    if is_closed:
        return Way(reading.url, _with_below(_("全部"), is_own=is_own(reading)))
    url = reading.rows_url or reading.failing_url
    return Way(own_alone(url) if is_own(reading) else url, _("全部"))


def _with_below(words: str, *, is_own: bool) -> str:
    """What a page is called that shows those below as well, beside a figure of the unit's own."""
    return _("%(words)s（含下级）") % {"words": words} if is_own else words


def _few_of(rows: ScopedQuerySet[Any], keys: list[Any]) -> Few:
    """The first of some rows that were kept by their keys, as far as they are there still."""
    few = Few.of(rows.filter(pk__in=keys[:MOST_KEYS]), SHOWN)
    few.total = len(keys)
    return few


def _behind_number(reading: TargetReading, assignment: Assignment, post: Post, day: date) -> Behind:
    measure = countable(reading.target.measure)
    if measure is None:
        return Behind(reading, (), 0, (), 0, "")
    times = times_of(reading.target, assignment.circular)
    if isinstance(reading, PartReading | PeriodReading) and reading.window:
        times = [reading.window]
    rows = (
        measure.rows(day)
        .within(reading.region)
        .filter(measure.within(times[0].since, min(times[-1].until, day)))
    )
    if is_own(reading):
        rows = own_rows(reading.target, rows, reading.region, day)
    reached = Few.of(rows, SHOWN)
    return Behind(
        reading,
        (),
        0,
        links(measure.table, list(reached), reading.region.code, post),
        reached.total,
        entry_of(measure.entry, post),
        None,
        Way(
            own_alone(reading.url) if is_own(reading) else reading.url,
            _("全部")
            if len(times) == len(times_of(reading.target, assignment.circular))
            else _("各期全部"),
        ),
    )


def entry_of(name: str, post: Post, failing_url: str = "") -> str:
    """Where a post enters what a measure counts: the rows that fail it, else the list `name`; "" where it may enter nothing there."""
    if not name:
        return ""
    url = reverse(name)
    register = next((r for r in registers() if f"{r.room.app}:{r.key}-list" == name), None)
    if register is None:
        may = post.may(resolve(url).func.permission)  # type: ignore[attr-defined]
    elif register.actions:
        may = any(post.may(register.permission_of(action)) for action in register.actions)
    else:
        # What it shows is entered on pages of its room.
        may = bool(register.list_acts(post))
    return (failing_url or url) if may else ""


def links(table: type[tables.Table], rows: Sequence[Any], own: str, post: Post) -> list[Any]:
    """Each row as its list shows it first, leading to its page; with its place unless that is `own`.

    To who does not read that register it is its name alone, that of a person masked.
    """
    if not rows:
        return []
    register = next((r for r in registers() if isinstance(rows[0], r.model)), None)
    if register is None or not post.may(register.read_permission()):
        return [format_html("{}{}", _masked(row, str(row)), _place(row, own)) for row in rows]
    seen, shown = _seen(register, rows, post), table(rows)
    return [
        format_html("{}{}", _linked(shown, row), _place(row, own))
        if row.pk in seen
        else format_html("{}{}", _masked(row, str(row)), _place(row, own))
        for row in rows
    ]


def _linked(table: tables.Table, row: Any) -> str:
    """What a row is called, its person in full where the list shows the name in full; it leads where the list leads."""
    words = str(row)
    for column in table.columns:
        path = str(column.accessor).replace(".", "__")
        if path.endswith(NAME):
            person = tables.A(path.removesuffix("__name")).resolve(row, quiet=True)
            words = words.replace(person.masked_name, person.name) if person else words
    link = next((c.column.link for c in table.columns if c.column.link is not None), None)
    url = link.compose_url(record=row, value=words, bound_column=None) if link else ""
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else url
    return format_html('<a href="{}">{}</a>', url, words) if url else words


def _seen(register: Register, rows: Sequence[Any], post: Post) -> set[Any]:
    """The keys of those rows that a post may see: of what is known to a circle alone, the circle's."""
    keys = {row.pk for row in rows}
    if type(register).seen_by is Register.seen_by:
        return keys
    shown = register.seen_by(register.rows().filter(pk__in=keys), post)
    return set(shown.values_list("pk", flat=True))


def _masked(record: Any, words: str) -> str:
    """What stands for a row to who does not keep its register, without the whole name of its person.

    Who works for a federation is named in full, by the account: 承办人, who reported, asked or signed.
    """
    known = record._state.fields_cache
    # Only what was looked up can have been shown.
    person = known.get("person")
    if person is None and (case := known.get("case")) is not None:
        person = case._state.fields_cache.get("person")
    if person is None:
        return words
    shown = conditional_escape(words).replace(escape(person.name), escape(person.masked_name))
    return mark_safe(shown)  # noqa: S308  (all that is put in is escaped)


def _place(record: Any, own: str) -> str:
    """Where a row lies, as far as its list has looked that up."""
    region = record._state.fields_cache.get("region")
    return "" if region is None or region.code == own else _("（%(name)s）") % {"name": region.name}
