"""Figures equal the rows behind them: holders by every heading, working days per step, the six indicators."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median as plain_median
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE
from tests.certificates.office import Office, applied, bring_to, office, person, reload
from tests.tables.certificates import card_of
from zulian.certificates.indicators import EXPIRED, HOME_VISITS, ON_TIME, PROMISES, SAME_DAY, UPHELD
from zulian.certificates.models import Certificate, State
from zulian.certificates.services import counter, decisions, statistics
from zulian.certificates.services.decisions import Verdict
from zulian.certificates.services.holder_lines import Wanted
from zulian.certificates.services.statistics import median, percentile
from zulian.foundation.clock import on_day, today
from zulian.foundation.workdays import add_workdays
from zulian.indicators import aggregates
from zulian.indicators.services import by_child, failing, overview
from zulian.people.models import Person
from zulian.regions.models import Region

ALL = (PROMISES, SAME_DAY, ON_TIME, HOME_VISITS, EXPIRED, UPHELD)


@given(st.lists(st.integers(0, 60), min_size=1))
def test_the_histogram_gives_the_median_and_the_percentile_of_the_list(values: list[int]) -> None:
    histogram = Counter(values)
    assert median(histogram) == plain_median(values)
    ninety = percentile(histogram, 90)
    assert ninety in values
    assert ninety is not None
    assert sum(v <= ninety for v in values) * 10 >= 9 * len(values)
    assert all(
        sum(v <= smaller for v in values) * 10 < 9 * len(values)
        for smaller in values
        if smaller < ninety
    )


def test_of_nothing_there_is_no_median() -> None:
    assert median(Counter()) is None
    assert percentile(Counter(), 90) is None


@pytest.mark.usefixtures("regions")
class TestHolders:
    def reader(self, who: Office) -> Client:
        client = Client()
        client.force_login(who.leader.user)
        return client

    @pytest.mark.parametrize(
        "by", ["category", "age", "sex", "region", "lives", "issued", "expiry"]
    )
    def test_every_figure_leads_to_as_many_rows(self, by: str) -> None:
        who = office()
        for n, birth in enumerate(
            (date(2015, 5, 5), date(1990, 1, 1), date(1940, 1, 1), date(1970, 6, 6))
        ):
            card = card_of(
                person(VILLAGE if n % 2 else TOWN, birth=birth), today() - timedelta(days=400 + n)
            )
            Certificate.objects.filter(pk=card.pk).update(grade=n + 1, category=1 + n % 2)
            lives = (None, card.region_id, OTHER_COUNTY, "110000000000")[n]
            Person.objects.filter(pk=card.person_id).update(
                residence=Region.objects.filter(code=lives).first() if lives else None
            )
        client, region = self.reader(who), Region.objects.get(code=COUNTY)
        lines = statistics.holders(region, by, Wanted())
        assert lines[-1].total == 4
        assert sum(line.total for line in lines[:-1]) == 4
        aggregates.rebuild(today())
        assert statistics.holders(region, by, Wanted()) == lines
        city = statistics.holders(Region.objects.get(code=CITY), by, Wanted())
        assert city[-1].total == 4
        for line in lines:
            for grade in ("", "1", "2", "3", "4"):
                figure = line.grades[int(grade)] if grade else line.total
                assert f"共 {figure} 条" in client.get(line.url(grade)).content.decode(), (
                    line.name,
                    grade,
                )

    def test_a_category_and_a_sex_narrow_every_heading(self) -> None:
        office()
        card_of(person(), today() - timedelta(days=400))
        region = Region.objects.get(code=COUNTY)
        assert (
            statistics.holders(region, "age", Wanted(4, "male"))[-1].total
            + statistics.holders(region, "age", Wanted(4, "female"))[-1].total
            == 1
        )
        assert statistics.holders(region, "age", Wanted(1))[-1].total == 0

    def test_days_per_step_and_the_cases_behind_them(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.REVIEW)
        with on_day(add_workdays(case.due or today(), 2).day):
            decisions.review(case.pk, who.reviewer, Verdict.PASS)
            line = next(
                s
                for s in statistics.step_times(Region.objects.get(code=COUNTY), today().year)
                if s.name == "审核"
            )
        assert (line.count, line.median, line.ninety, line.late) == (1, 12, 12, 1)
        client = self.reader(who)
        assert "共 1 条" in client.get(line.url + "&slow=yes").content.decode()
        assert (
            "共 0 条"
            in client.get(line.url.replace("step=review", "step=approve")).content.decode()
        )


@pytest.mark.usefixtures("regions")
def test_each_indicator_drills_to_its_rows_and_rolls_up() -> None:
    who = office()
    someone = person()
    bring_to(who, applied(who, someone), State.CLOSED)
    late = counter.start(person(), who.clerk, counter.Application(_first(), ("id_card",), (4,)))
    card_of(person(), today() - timedelta(days=3700))
    with on_day(add_workdays(late.due or today(), 1).day):
        county, day = Region.objects.get(code=COUNTY), today()
        pairs = overview(county, day, ALL)
        for indicator in ALL:
            pair = pairs.get(indicator.code)
            missing = failing(indicator, county, day).count()
            assert missing == (pair.missing if pair else 0), indicator.code
            children = by_child(indicator, county, day)
            assert sum(p.of for _r, p in children) == (pair.of if pair else 0)
            assert pairs.get(indicator.code) == overview(county, day, [indicator]).get(
                indicator.code
            )
        assert pairs[ON_TIME.code].missing == 1
        assert pairs[EXPIRED.code].missing == 1
        assert not overview(Region.objects.get(code=OTHER_COUNTY), day, [EXPIRED]).get(EXPIRED.code)
    assert reload(late).state == State.MATERIALS


def _first() -> Any:
    from zulian.certificates.rules.cards import Kind

    return Kind.FIRST
