"""The register of organisations: one for each division, what each lacks, and the standing that a veto item ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import by_place, figures, policy
from zulian.foundation.steps import need_words, not_to_come
from zulian.foundation.work import unit_of_work
from zulian.grassroots.due import MANAGED
from zulian.grassroots.models import Item, Organisation, Problem, Standing
from zulian.grassroots.models.organisations import Grade
from zulian.grassroots.models.standards import LEVEL_KEYS
from zulian.grassroots.services.common import require_above
from zulian.grassroots.services.problems import Finding, find
from zulian.grassroots.services.standings import end, note
from zulian.indicators.registry import named
from zulian.indicators.services import overview
from zulian.regions.models import Level

POLICY = "grassroots/organisations"


@dataclass(frozen=True)
class Need:
    """One thing that an organisation of a level should have: a field, and how much of it (True: any)."""

    key: str
    least: Any

    @property
    def name(self) -> Any:
        field: Any = Organisation._meta.get_field(self.key)
        return field.verbose_name

    def met(self, row: Organisation) -> bool:
        value = getattr(row, self.key)
        return (
            bool(value) if self.least is True else value is not None and bool(value >= self.least)
        )

    @property
    def condition(self) -> Q:
        """The same in the database."""
        if self.least is not True:
            return Q(**{f"{self.key}__gte": self.least})
        field: Any = Organisation._meta.get_field(self.key)
        kind = field.get_internal_type()
        if kind == "BooleanField":
            return Q(**{self.key: True})
        return Q(**{f"{self.key}__isnull": False}) if kind == "DateField" else ~Q(**{self.key: ""})

    @property
    def words(self) -> str:
        """What is lacking, in words."""
        return (
            str(self.name)
            if self.least is True
            else _("%(name)s不足 %(n)s") % {"name": self.name, "n": self.least}
        )


def needs(level: int, day: date, place: str = "") -> list[Need]:
    """What an organisation of a level should have at a place."""
    wanted = policy(POLICY, day, place)[LEVEL_KEYS[Level(level)]]
    return [Need(key, least) for key, least in wanted.items()]


def held(level: int, need: Need, day: date) -> Q:
    """Organisations of a level that have what they should: each as its own division lays down."""
    key = f"{LEVEL_KEYS[Level(level)]}.{need.key}"
    if key not in figures(POLICY):
        return need.condition
    return by_place(POLICY, key, day, lambda least: Need(need.key, least).condition)


def missing(row: Organisation, day: date) -> list[Need]:
    """What an organisation lacks."""
    return [need for need in needs(row.region.level, day, row.region_id) if not need.met(row)]


def complete(day: date) -> Q:
    """Organisations that lack nothing."""
    wanted = [
        (Q(region__level=level), *(held(level, need, day) for need in needs(level, day)))
        for level in MANAGED
    ]
    return reduce(or_, (reduce(and_, conditions) for conditions in wanted))


def lacking(key: str, day: date) -> Q:
    """Organisations that lack one thing which those of their level should have."""
    wanted = [(level, need) for level in MANAGED for need in needs(level, day) if need.key == key]
    return reduce(
        or_,
        (Q(region__level=level) & ~held(level, need, day) for level, need in wanted),
        Q(pk__in=[]),
    )


@unit_of_work
def change(pk: int, values: dict[str, Any]) -> Organisation:
    """Correct an entry; whoever saves it has looked at it today."""
    organisation = (
        Organisation.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    not_to_come(values.get("established_on"), "established_on")
    with audited("organisation.change", organisation):
        for name, value in values.items():
            setattr(organisation, name, value)
        organisation.verified_on = today()
        organisation.save()
    return organisation


# Losing it


def veto_items(organisation: Organisation) -> QuerySet[Item]:
    """The veto items of the standard by which it holds its standing."""
    standing = organisation.standings.filter(ended_on=None).select_related("assessment").first()
    return Item.objects.filter(
        standard=standing.assessment.standard_id if standing else None, veto=True
    )


@unit_of_work
def fail_veto(pk: int, post: Post, item: Item, text: str) -> Problem:
    """A veto item failed after all (否决事项): the standing ends at once, and the problem is to be mended."""
    organisation = (
        Organisation.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    require_above(post, organisation.region_id)
    return lose(organisation, item, need_words(text, "text", _("请写明发生了什么、依据是什么。")))


def lose(organisation: Organisation, item: Item, text: str) -> Problem:
    """End the open standing of an organisation for a veto item.

    Raises ValidationError where there is none.
    """
    standing = organisation.standings.filter(ended_on=None).first()
    if standing is None:
        raise ValidationError(_("这个单位目前没有有效的达标记录。"))
    end(standing, _("否决事项：%(what)s") % {"what": text}, item.key)
    note(organisation, Grade.SHORT, None)
    return find(
        organisation.region,
        Finding(item.key, str(item), text, Problem.Source.VETO, veto=True),
        None,
    )


def check_vetoes(day: date) -> int:
    """The day's look at veto items that measure themselves. Returns how many standings ended."""
    count = 0
    open_ones = Standing.objects.filter(ended_on=None, until__gt=day).select_related(
        "organisation__region", "assessment"
    )
    automatic = _automatic(open_ones)
    for standing in open_ones:
        for item in automatic.get(standing.assessment.standard_id, []):
            indicator = named(item.indicator)
            pairs = overview(standing.organisation.region, day, [indicator]) if indicator else {}
            if indicator and any(pair.missing for pair in pairs.values()):
                with unit_of_work():
                    words = _("指标“%(name)s”不再满足") % {"name": indicator.name}
                    lose(standing.organisation, item, words)
                count += 1
                break
    return count


def _automatic(standings: Iterable[Standing]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    wanted = {s.assessment.standard_id for s in standings}
    for item in Item.objects.filter(standard__in=wanted, veto=True).exclude(indicator=""):
        found.setdefault(item.standard_id, []).append(item)
    return found
