"""The search box finds the pages of the plan in force by name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.builders import plan, post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import scope
from zulian.plans.page_names import plan_pages

pytestmark = pytest.mark.usefixtures("regions")


@pytest.mark.parametrize(
    ("words", "name"), [("进度", "matrix"), ("排名", "ranking"), ("通报", "bulletin")]
)
def test_a_page_of_ones_plan_is_found_by_its_name(words: str, name: str) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = plan(city)
    with scope(county.region.scope()):
        [hit] = plan_pages(county, words)
    assert hit.url == reverse(f"plans:{name}", args=[made.pk])


def test_nothing_is_found_without_a_plan_without_words_and_without_the_right() -> None:
    city, keeper = post(Role.CITY_OFFICER), post(Role.SYSTEM_ADMIN)
    assert plan_pages(city, "排名") == []
    plan(city)
    assert plan_pages(city, "没有这一页") == [] and plan_pages(city, "") == []
    assert plan_pages(keeper, "排名") == []
