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
from zulian.plans.services.behind import entry_of, links

pytestmark = pytest.mark.usefixtures("regions")


def test_who_keeps_a_register_reads_its_names_others_read_them_masked() -> None:
    volunteer = volunteers.volunteer()
    commissioners.rate(post(Role.CITY_OFFICER))
    own = builders.post("commissioner")
    commissioner = commissioners.appointed(account=own)
    for row, code in (
        (volunteer, "volunteers.registered"),
        (commissioner, "commissioners.people_trained"),
    ):
        measure = countable(code)
        assert measure is not None
        (shown,) = links(measure.table, [row], "", officer(COUNTY))
        assert row.person.name in shown and f'href="{row.get_absolute_url()}"' in shown
        (masked,) = links(measure.table, [row], "", post(Role.ASSESSOR))
        assert row.person.masked_name in masked and row.person.name not in masked
        assert "href" not in masked
    measure = countable("commissioners.people_trained")
    assert measure is not None
    (himself,) = links(measure.table, [commissioner], "", own)
    assert commissioner.person.name in himself


def test_what_is_missing_is_entered_at_its_rows_by_who_may_enter_it() -> None:
    county, village = officer(COUNTY), builders.post("commissioner")
    listed = entry_of("commissioners:commissioner-list", county)
    assert listed.endswith("/commissioners/")
    assert entry_of("commissioners:commissioner-list", county, "/rows/") == "/rows/"
    assert entry_of("commissioners:commissioner-list", village, "/rows/") == ""
    assert entry_of("commissioners:log-list", village)
    assert entry_of("certificates:promises", village) == ""


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
