"""What a measure shall reach: targets of a division, and the light that a share has by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.audit import audited
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.models import Target
from zulian.indicators.registry import Indicator, known
from zulian.indicators.rules import Light, Pair, Show, light
from zulian.indicators.services import POLICY
from zulian.regions.models import Region, ancestors


@dataclass(frozen=True)
class Goal:
    """The target in force for an indicator: its value, the slack before red, and where it comes from."""

    value: float
    slack: float
    source: str
    # Without one that was set (目标) an indicator of which no value is everybody's aim shows no light.
    is_set: bool = True
    # Whether the clause itself asks for it, and no policy or federation beside it.
    is_asked: bool = False


def goals(region: Region, day: date) -> dict[str, Goal]:
    """The target in force of each indicator: the nearest federation's own, else the policy's default."""
    own: dict[str, Target] = {}
    for target in targets(region, day).select_related("region"):
        if target.indicator not in own or target.region_id > own[target.indicator].region_id:
            own[target.indicator] = target
    return {
        indicator.code: own_goal(
            indicator,
            float(nearest.value),
            _("%(who)s设定") % {"who": nearest.region.organisation},
            day,
        )
        if (nearest := own.get(indicator.code))
        else usual_goal(indicator, day)
        for indicator in known()
    }


def targets(region: Region, day: date) -> ScopedQuerySet[Target]:
    """The targets of a year that were set for a division or for one above it."""
    lineage = [region.code, *ancestors(region.code)]
    rows: ScopedQuerySet[Target] = Target.objects.filter(region_id__in=lineage, year=day.year)
    return rows


def own_goal(indicator: Indicator, value: float, source: str, day: date) -> Goal:
    """A target that a federation set."""
    return Goal(value, _slack(indicator, day), source)


def _slack(indicator: Indicator, day: date) -> float:
    """How far from its goal an indicator still counts as near to it."""
    return float(policy(POLICY, day)["slack"] if indicator.slack is None else indicator.slack)


def usual_goal(indicator: Indicator, day: date) -> Goal:
    """The policy's default, or none where there is no value that is everybody's aim."""
    figures = policy(POLICY, day)
    default = figures["target_missing" if indicator.show is Show.MISSING else "target_rate"]
    source = (
        figures.source if indicator.has_usual_goal else _("各地情况不同，没有通用的目标，可另设")
    )
    return Goal(default, _slack(indicator, day), source, indicator.has_usual_goal)


def light_of(indicator: Indicator, pair: Pair, goal: Goal) -> Light:
    """The light of a pair against the goal in force; none where no goal is set."""
    if not goal.is_set:
        return Light.NONE
    return light(pair, indicator.show, goal.value, goal.slack)


def set_target(indicator: Indicator, region: Region, year: int, value: float) -> Target:
    """Set what `region` wants to reach in `year`; a rate lies between 0 and 100.

    Raises ValidationError for one that does not.
    """
    if indicator.show is Show.RATE and not 0 <= value <= 100:
        raise ValidationError({"value": _("比率的目标应在 0 到 100 之间。")})
    target = Target.objects.filter(indicator=indicator.code, region=region, year=year).first()
    target = target or Target(indicator=indicator.code, region=region, year=year)
    with audited("indicator.target", target):
        target.value = value
        target.save()
    return target
