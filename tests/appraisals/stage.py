"""Plain builders of an appraisal: a city's plan with one task done by one county, a scheme in any state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.builders import COUNTY, OTHER_COUNTY, assignment, bring_to, plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.appraisals.models import Scheme, Score, UnitResult
from zulian.appraisals.rules import Kind
from zulian.appraisals.services import marks, schemes
from zulian.foundation.clock import on_day, today
from zulian.plans.models import Circular, State


@dataclass
class Stage:
    """Who appraises, who is appraised, and by which plan."""

    city: Post
    county: Post
    other: Post
    circular: Circular

    def scheme(self, state: str = Scheme.State.DRAFT) -> Scheme:
        """A scheme brought to a state on its normal way."""
        scheme = schemes.draw_up(self.city, self.circular, "演示考核办法")
        if state == Scheme.State.DRAFT:
            return scheme
        schemes.issue(scheme.pk, self.city)
        if state != Scheme.State.ISSUED:
            schemes.tell(scheme.pk, self.city)
        scheme = Scheme.objects.get(pk=scheme.pk)
        if state == Scheme.State.PUBLISHED:
            until = scheme.objection_until
            assert until is not None
            with on_day(until + timedelta(days=1)):
                schemes.publish(scheme.pk, self.city)
        return Scheme.objects.get(pk=scheme.pk)

    def result(self, scheme: Scheme, code: str = COUNTY) -> UnitResult:
        return UnitResult.objects.with_names().get(scheme=scheme, region=code)

    def score(self, scheme: Scheme, kind: Kind, code: str = COUNTY) -> Score:
        return Score.objects.with_names().get(
            result__scheme=scheme, result__region=code, item__kind=kind
        )


def stage() -> Stage:
    """A city with two counties; the first has done one of its tasks."""
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    circular = plan(city)
    bring_to(assignment(circular, "一（一）", COUNTY), State.CLOSED, county, city)
    return Stage(city, county, post(Role.COUNTY_OFFICER, OTHER_COUNTY), circular)


__all__ = ["Stage", "marks", "stage", "today"]
