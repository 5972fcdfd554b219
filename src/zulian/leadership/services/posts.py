"""Posts and terms: the posts of a federation as the policy has them, who takes one, who leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.clock import today
from zulian.foundation.dates import years_after
from zulian.foundation.policy import policy
from zulian.foundation.scopes import active_scope
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import Office, Term
from zulian.people.models import Person
from zulian.regions.models import Level, Region

LEVEL_NAMES = {Level.CITY: "city", Level.COUNTY: "county", Level.TOWNSHIP: "township"}


def level_of(region: Region) -> str:
    """The policy's name of a division's level; raises ValidationError where it has no federation."""
    name = LEVEL_NAMES.get(Level(region.level))
    if name is None:
        raise ValidationError({"region": _("只有市、县（区）、乡镇（街道）残联设这些职务。")})
    return name


def establish(region: Region) -> list[Office]:
    """Set up the posts that the policy foresees for a federation; those that are there stay. Returns the new ones."""
    return establish_all([region])


@unit_of_work
def establish_all(regions: Sequence[Region]) -> list[Office]:
    """As `establish` for many federations at once; the new posts come in the order of their federations."""
    in_use = Office.objects.in_use().filter(region__in=regions)
    known = set(in_use.values_list("region_id", "body", "rank", "number"))
    offices = [
        Office(
            region=region,
            body=post["body"],
            rank=post["rank"],
            number=number,
            leading=post["leading"],
            for_disabled=post["for_disabled"] and number == 1,
        )
        for region in regions
        for number, post in _foreseen(region)
        if (region.code, post["body"], post["rank"], number) not in known
    ]
    with audited_all("office.establish", offices):
        bulk.create(offices)
    return offices


def _foreseen(region: Region) -> list[tuple[int, dict[str, Any]]]:
    level = level_of(region)
    posts = [post for post in policy("leadership/posts", today())["post"] if level in post["levels"]]
    return [(number, post) for post in posts for number in range(1, post["number"] + 1)]


@unit_of_work
def add_office(region: Region, body: str, rank: str, leading: bool, for_disabled: bool) -> Office:
    """One more post beyond those of the policy."""
    level_of(region)
    if not active_scope().holds(region.code):
        raise ValidationError({"region": _("单位不在您的管辖范围内。")})
    taken = Office.objects.in_use().filter(region=region, body=body, rank=rank).values_list("number", flat=True)
    made = Office(
        region=region,
        body=body,
        rank=rank,
        number=max(taken, default=0) + 1,
        leading=leading,
        for_disabled=for_disabled,
    )
    with audited("office.add", made):
        made.save()
    return made


@unit_of_work
def abolish(pk: int) -> Office:
    """撤销 a post that nobody holds."""
    office = Office.objects.select_for_update(no_key=True).get(pk=pk)
    if office.terms.filter(ended_on=None).exists():
        raise ValidationError(_("这个职务现在有人担任，请先办理离任。"))
    with audited("office.abolish", office):
        office.abolished_on = today()
        office.save()
    return office


@dataclass(frozen=True)
class Taking:
    """Who takes a post, from when, how, by what paper."""

    person: Person
    since: date
    how: str
    tie: str = ""
    source: str = ""
    until: date | None = None


@unit_of_work
def take(office: Office, taking: Taking) -> Term:
    """Let a person take a post that is free on the day; the term runs for the years of the policy unless its end is given."""
    office = Office.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=office.pk)
    if not active_scope().holds(office.region_id):
        raise ValidationError(_("单位不在您的管辖范围内。"))
    if taking.since > today():
        raise ValidationError({"since": _("任职日期不能晚于今天。")})
    overlapping = office.terms.filter(ended_on=None) | office.terms.filter(ended_on__gt=taking.since)
    if office.abolished_on or overlapping.exists():
        raise ValidationError({"since": _("%(title)s在这一天不是空缺，请先办理原任的离任。") % {"title": office.title}})
    until = taking.until or years_after(taking.since, policy("leadership/posts", taking.since)["term_years"])
    if until <= taking.since:
        raise ValidationError({"until": _("届满日期应晚于任职日期。")})
    made = Term(
        office=office, region=office.region, person=taking.person, tie=taking.tie, how=taking.how, source=taking.source[:120],
        since=taking.since, until=until,
    )  # fmt: skip
    with audited("term.begin", made):
        made.save()
    return made


@unit_of_work
def leave(pk: int, day: date, why: str) -> Term:
    """离任: the post is free from that day."""
    term = Term.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if term.ended_on:
        raise ValidationError(_("这个任期已经结束。"))
    if not term.since <= day <= today():
        raise ValidationError({"day": _("离任日期应在任职之后、不晚于今天。")})
    with audited("term.end", term):
        term.ended_on, term.ended_why = day, why
        term.save()
    return term
