"""布置: the returns of a period come into being, for a division and for all below it that fill the form."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Level, Region, coded, next_below, parent_code
from zulian.statistics.counting import Period
from zulian.statistics.models import Filing
from zulian.statistics.offered import form_of
from zulian.statistics.packaged import Version

POLICY = "statistics/returns"
MONTHS, QUARTER = 12, 3


def period_of(form: Version, year: int, quarter: int, place: str, day: date) -> Period:
    """From which day to which a return counts: a quarter adds up from the year's first day, a year is as the division's policy says."""
    if form.is_quarterly:
        return Period(date(year, 1, 1), _month_end(year, quarter * QUARTER))
    figures = policy(POLICY, day, place)
    last, first = figures["year_cutoff_month"], figures["year_first_month"]
    since = date(year - 1 if first > last else year, first, 1)
    return Period(since, _month_end(year, last))


def due_after(form: Version, until: date, place: str, day: date) -> date:
    """By when a return is to be handed in."""
    key = "quarter_due_days" if form.is_quarterly else "year_due_days"
    days: int = policy(POLICY, day, place)[key]
    return until + timedelta(days=days)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@unit_of_work
def issue(post: Post, values: dict[str, Any], day: date) -> Filing:
    """布置 a form for a period to the own division and to those below it that fill it; what is there already stays.

    `values` are code, year, quarter (0 for a yearly form) and due_on, None for the policy's. Returns the own return. Raises
    ValidationError for a quarter that does not fit the form, and where all returns of the period are there.
    """
    form = form_of(post.region_id, values["code"], day)
    if form is None:
        raise ValidationError({"code": _("没有这张报表。")})
    year, quarter = values["year"], values["quarter"]
    if bool(quarter) != form.is_quarterly:
        words = _("这张报表按季度填报，请选季度。") if form.is_quarterly else _("年报不选季度。")
        raise ValidationError({"quarter": words})
    period = period_of(form, year, quarter, post.region_id, day)
    due_on = values["due_on"] or due_after(form, period.until, post.region_id, day)
    if due_on < period.until:
        raise ValidationError(
            {"due_on": _("上报期限不能早于截止日 %(day)s。") % {"day": period.until}}
        )
    with scope(EVERYTHING):
        units = list(_units(post.region, form.lowest))
        same = Filing.objects.filter(code=form.code, year=year, quarter=quarter)
        known = set(
            same.filter(region__in=[u for u, _to in units]).values_list("region", flat=True)
        )
    fresh = [
        _filing(form, (unit, to), (year, quarter), period, due_on)
        for unit, to in units
        if unit.code not in known
    ]
    if not fresh:
        raise ValidationError(_("这一期的报表已经布置过。"))
    with audited_all("filing.issue", fresh):
        for filing in fresh:
            filing.save()
    _tell(post, fresh)
    with scope(EVERYTHING):
        return same.get(region=post.region)


def _units(region: Region, lowest: Level) -> Iterator[tuple[Region, Region | None]]:
    """A division and those below it that fill a form, each with the one to which it hands in."""
    yield region, _judge_of(region)
    yield from _below(region, lowest)


def _judge_of(region: Region) -> Region | None:
    """The division above that judges a return; None where none works with this site: the own unit's other posts do then."""
    above = coded(parent_code(region.code))
    is_held = above is not None and Post.objects.held().filter(region=above).exists()
    return above if is_held else None


def _below(region: Region, lowest: Level) -> Iterator[tuple[Region, Region]]:
    level, children = next_below(region)
    if level > lowest:
        return
    for child in children:
        yield child, region
        yield from _below(child, lowest)


def _filing(
    form: Version,
    who: tuple[Region, Region | None],
    when: tuple[int, int],
    period: Period,
    due_on: date,
) -> Filing:
    return Filing(
        region=who[0],
        to=who[1],
        code=form.code,
        name=form.name,
        kind=form.kind,
        number=form.number,
        version=form.version,
        layout=dict(form.data) | {"source": form.source, "background": form.is_background},
        year=when[0],
        quarter=when[1],
        since=period.since,
        until=period.until,
        due_on=due_on,
    )


def _tell(post: Post, filings: list[Filing]) -> None:
    send_all(
        Letter(
            filing.region_id,
            "statistics",
            _("请填报“%(what)s”，%(day)s前上报") % {"what": filing, "day": filing.due_on},
            filing.get_absolute_url(),
            f"filing:{filing.pk}:issue",
            post.region.organisation,
        )
        for filing in filings
        if filing.region_id != post.region_id
    )


@unit_of_work
def put_off(filing: Filing, due_on: date) -> Filing:
    """改期限 of a return that is not handed in; raises ValidationError for a day before the cut-off."""
    if due_on < filing.until:
        raise ValidationError(
            {"due_on": _("上报期限不能早于截止日 %(day)s。") % {"day": filing.until}}
        )
    with audited("filing.put_off", filing):
        filing.due_on = due_on
        filing.save(update_fields=["due_on"])
    return filing
