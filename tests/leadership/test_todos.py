"""The desk shows the terms of the own federation before they end."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import COUNTY, TOWN, post
from tests.leadership import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.registries import todo_for
from zulian.leadership.todos import ending


def test_terms_wait_before_they_end(regions: None) -> None:
    county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    first, second = stage.offices(COUNTY)[:2]
    stage.held(first, today() - timedelta(days=1700), until=today() + timedelta(days=90))
    stage.held(second)
    stage.held(stage.offices(TOWN)[0], until=today() + timedelta(days=90))
    assert ending(county).count() == 1
    assert not any("leadership" in group.url for group in todo_for(town))
