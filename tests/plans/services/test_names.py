"""Who is named in full on the page of a task: who works for a federation; the people of registers are masked."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import builders
from tests.builders import COUNTY, assignment, officer, photo, plan, post
from tests.commissioners import stage as commissioners
from tests.volunteers import stage as volunteers
from zulian.accounts.roles import Role
from zulian.indicators.registry import countable
from zulian.plans.services import talk, work
from zulian.plans.services.standing import links

pytestmark = pytest.mark.usefixtures("regions")


def test_people_of_registers_are_masked_whichever_list_they_come_from() -> None:
    volunteer = volunteers.volunteer()
    commissioners.rate(post(Role.CITY_OFFICER))
    commissioner = commissioners.appointed(account=builders.post("commissioner"))
    for row, code in (
        (volunteer, "volunteers.registered"),
        (commissioner, "commissioners.people_trained"),
    ):
        measure = countable(code)
        assert measure is not None
        (shown,) = links(measure.table, [row], "")
        assert row.person.masked_name in shown and row.person.name not in shown


def test_staff_are_named_in_full(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), officer(COUNTY)
    row = assignment(plan(city), "一（一）", COUNTY)
    work.sign(row.pk, county)
    talk.name_handler(row.pk, county, county)
    talk.say(row.pk, city, "进展如何？", county)
    work.report(row.pk, county, "已报送。", None, [photo()])
    client.force_login(city.user)
    page = client.get(row.get_absolute_url()).content.decode()
    # 承办人, who was asked, who reported.
    assert page.count(county.user.name) >= 3 and city.user.name in page and "**" not in page
