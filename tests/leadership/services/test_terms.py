"""Offices and terms: one holder at a time, history kept, vacancies and ends seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.builders import COUNTY, TOWN, VILLAGE
from tests.congress.stage import people
from tests.leadership import stage
from zulian.foundation.clock import on_day, today
from zulian.leadership.models import Office, Term
from zulian.leadership.services import terms
from zulian.regions.due import make_due_everywhere
from zulian.regions.models import Region


def test_posts_are_there_by_the_policy(regions: None) -> None:
    assert [o.title for o in stage.offices(TOWN)] == ["理事长", "副理事长"]
    county = stage.offices(COUNTY)
    assert len(county) == 8 and sum(o.for_disabled for o in county) == 2
    assert stage.offices(VILLAGE) == []
    with pytest.raises(ValidationError, match="乡镇"):
        terms.add_office(
            Region.objects.get(code=VILLAGE), "board", "chair", leading=True, for_disabled=False
        )


def test_a_post_has_one_holder_at_a_time_and_is_vacant_after_they_left(regions: None) -> None:
    office = stage.offices(COUNTY)[0]
    term = stage.held(office, today() - timedelta(days=100))
    assert (term.until.year, term.until.month) == (term.since.year + 5, term.since.month)
    with pytest.raises(ValidationError, match="不是空缺"):
        stage.held(office)
    assert office not in Office.objects.vacant(today())
    with pytest.raises(ValidationError, match="离任日期"):
        terms.leave(term.pk, today() + timedelta(days=1), "transfer")
    terms.leave(term.pk, today() - timedelta(days=10), "transfer")
    assert office in Office.objects.vacant(today())
    with pytest.raises(ValidationError, match="不是空缺"):
        stage.held(office, today() - timedelta(days=50))
    stage.held(office, today() - timedelta(days=10))
    assert Term.objects.filter(office=office).count() == 2


def test_a_term_that_ends_within_a_year_warns(regions: None) -> None:
    first, second = stage.offices(COUNTY)[:2]
    near = stage.held(first, today() - timedelta(days=4 * 366), until=today() + timedelta(days=300))
    far = stage.held(second, today() - timedelta(days=100))
    assert near.is_running_out and not far.is_running_out
    assert list(Term.objects.ending(today(), 365)) == [near]
    with on_day(today() + timedelta(days=400)):
        assert list(Term.objects.held(today())) == [near, far]  # held on without a congress


def test_a_held_post_is_not_abolished(regions: None) -> None:
    office = stage.offices(COUNTY)[0]
    term = stage.held(office)
    with pytest.raises(ValidationError, match="有人担任"):
        terms.abolish(office.pk)
    terms.leave(term.pk, today(), "resigned")
    terms.abolish(office.pk)
    with pytest.raises(ValidationError, match="不是空缺"):
        terms.take(office, terms.Taking(people(COUNTY, 1)[0], today(), "appointed"))
    # What was abolished does not come back by itself, nor once a day.
    assert make_due_everywhere(today()) == []
    again = terms.add_office(
        office.region, office.body, office.rank, leading=True, for_disabled=False
    )
    assert again.title == office.title
