"""Offices and terms: the offices of a federation as the policy has them, who takes one, who leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.dates import years_after
from zulian.foundation.policy import policy
from zulian.foundation.scopes import active_scope
from zulian.foundation.steps import need_words
from zulian.foundation.work import unit_of_work
from zulian.leadership.due import LEVEL_NAMES
from zulian.leadership.models import Office, Term
from zulian.people.models import Person
from zulian.regions.models import Region


def require_federation(region: Region) -> None:
    """Raise ValidationError where a division has no federation with offices."""
    if region.level not in LEVEL_NAMES:
        raise ValidationError({"region": _("只有市、县（区）、乡镇（街道）残联设这些职务。")})


@unit_of_work
def add_office(region: Region, body: str, rank: str, leading: bool, for_disabled: bool) -> Office:
    """One more office beyond those of the policy.

    Raises ValidationError for a division beyond the jurisdiction.
    """
    require_federation(region)
    if not active_scope().holds(region.code):
        raise ValidationError({"region": _("单位不在您的管辖范围内。")})
    taken = (
        Office.objects.in_use()
        .filter(region=region, body=body, rank=rank)
        .values_list("number", flat=True)
    )
    office = Office(
        region=region,
        body=body,
        rank=rank,
        number=max(taken, default=0) + 1,
        leading=leading,
        for_disabled=for_disabled,
    )
    with audited("office.add", office):
        office.save()
    return office


@unit_of_work
def abolish(pk: int) -> Office:
    """撤销 an office that nobody holds.

    Raises ValidationError where somebody does.
    """
    office = Office.objects.select_for_update(no_key=True).get(pk=pk)
    if office.terms.open().exists():
        raise ValidationError(_("这个职务现在有人担任，请先办理离任。"))
    with audited("office.abolish", office):
        office.abolished_on = today()
        office.save()
    return office


@dataclass(frozen=True)
class Taking:
    """Who takes an office, from when, how, by what paper."""

    person: Person
    since: date
    how: str
    tie: str = ""
    source: str = ""
    until: date | None = None


@unit_of_work
def take(office: Office, taking: Taking) -> Term:
    """Let a person take an office that is free on the day; the term runs for the years of the policy unless its end is given.

    Raises ValidationError where it is not, for a day to come, an end before the beginning, and a division beyond the jurisdiction.
    """
    office = (
        Office.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=office.pk)
    )
    if not active_scope().holds(office.region_id):
        raise ValidationError(_("单位不在您的管辖范围内。"))
    if taking.since > today():
        raise ValidationError({"since": _("任职日期不能晚于今天。")})
    overlapping = office.terms.filter(ended_on=None) | office.terms.filter(
        ended_on__gt=taking.since
    )
    if office.abolished_on or overlapping.exists():
        raise ValidationError(
            {
                "since": _("%(title)s在这一天不是空缺，请先办理原任的离任。")
                % {"title": office.title}
            }
        )
    until = taking.until or years_after(
        taking.since, policy("leadership/offices", taking.since, office.region_id)["term_years"]
    )
    if until <= taking.since:
        raise ValidationError({"until": _("届满日期应晚于任职日期。")})
    term = Term(
        office=office,
        person=taking.person,
        tie=taking.tie,
        how=taking.how,
        source=taking.source[:120],
        since=taking.since,
        until=until,
    )
    with audited("term.begin", term):
        term.save()
    return term


@unit_of_work
def say_source(pk: int, source: str) -> Term:
    """补录任职依据 of a term: the paper or the election. ValidationError: nothing was said."""
    term = Term.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    with audited("term.source", term):
        term.source = need_words(source, "source", _("请填写任职依据。"))[:120]
        term.save()
    return term


@unit_of_work
def leave(pk: int, day: date, why: str) -> Term:
    """离任: the office is free from that day.

    Raises ValidationError for one that is over, and for a day before it began or to come.
    """
    term = Term.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if term.ended_on:
        raise ValidationError(_("这个任期已经结束。"))
    if not term.since <= day <= today():
        raise ValidationError({"ended_on": _("离任日期应在任职之后、不晚于今天。")})
    with audited("term.end", term):
        term.ended_on, term.ended_why = day, why
        term.save()
    return term
