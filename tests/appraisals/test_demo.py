"""The demo of appraisals: last year's is over, this year's runs, once is enough."""

from __future__ import annotations

import pytest

from tests.appraisals.stage import stage
from tests.builders import CITY
from zulian.appraisals import demo
from zulian.appraisals.models import Scheme, Score
from zulian.foundation.clock import today
from zulian.plans.models import Circular

pytestmark = pytest.mark.usefixtures("regions")


@pytest.mark.parametrize(("years_ago", "state"), [(0, Scheme.State.ISSUED), (1, "published")])
def test_the_years_plans_have_their_schemes(years_ago: int, state: str) -> None:
    on = stage()
    Circular.objects.filter(pk=on.circular.pk).update(year=today().year - years_ago)
    demo.fill(today())
    scheme = Scheme.objects.get(region=CITY)
    assert scheme.state == state
    assert scheme.results.exclude(total=None).exists()
    answered = Score.objects.exclude(reply="")
    assert [score.region_id for score in answered] == [demo.OBJECTOR] * years_ago
    demo.fill(today())
    assert Scheme.objects.count() == 1
