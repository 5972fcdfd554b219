"""The page of figures by group: from year to year, none that is still to come."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.mark.parametrize(("asked", "shown"), [(0, 0), (-1, -1), (1, 0)])
def test_it_leads_to_years_that_were(client: Client, asked: int, shown: int) -> None:
    year = today().year
    client.force_login(post(Role.COUNTY_OFFICER).user)
    page = client.get(reverse("associations:statistics"), {"year": year + asked}).content.decode()
    assert f"{year + shown} 年分类统计" in page
    assert f"?year={year + shown - 1}" in page
    assert f"?year={year + 1}" not in page
    assert f'href="?year={year + shown}" aria-current="true"' in page
