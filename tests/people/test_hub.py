"""A person's file holds what all rooms know of the person, for whoever may see it, with the next step as its one main button."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.associations import stage as of_associations
from tests.builders import CITY, COUNTY, VILLAGE
from tests.certificates import office as of_cards
from tests.certificates.office import applied, holder, office
from tests.commissioners import stage as of_commissioners
from tests.volunteers import stage as of_volunteers
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Certificate
from zulian.commissioners.models import Commissioner, Log, Need
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.people import hooks, hub
from zulian.people.deaths import Told, record_death
from zulian.people.models import DeathSource, Person

pytestmark = pytest.mark.usefixtures("regions")


def page(by: Post, person: Person) -> str:
    client = Client()
    client.force_login(by.user)
    return client.get(person.get_absolute_url()).content.decode()


def main_buttons(text: str) -> list[str]:
    """The words of the primary buttons of a page."""
    return [
        re.sub(r"<[^>]+>", "", found).strip()
        for found in re.findall(
            r'<(?:a|button) class="btn btn-primary"[^>]*>(.*?)</(?:a|button)>', text
        )
    ]


def visited(person: Person, by: Commissioner) -> Log:
    return Log.objects.create(
        commissioner=by, region=by.region, day=today(), kind=Log.Kind.VISIT, person=person, key="a"
    )


class TestCards:
    def test_the_file_shows_the_card_and_leads_to_it(self) -> None:
        who = office()
        someone, card = holder(who)
        text = page(who.leader, someone)
        assert "肢体二级" in text and card.get_absolute_url() in text
        assert f"有效期至 {card.valid_until}" in text
        assert card.number not in text and someone.id_number not in text

    def test_a_card_that_ran_out_says_so(self) -> None:
        who = office()
        someone, card = holder(who)
        Certificate.objects.filter(pk=card.pk).update(
            issued_on=today() - timedelta(days=3660), valid_until=today() - timedelta(days=1)
        )
        text = page(who.clerk, someone)
        assert "已过期" in text and main_buttons(text) == ["换领残疾人证"]

    def test_the_case_that_runs_is_the_next_step_and_leads_back(self) -> None:
        who, someone = office(), of_cards.person()
        assert main_buttons(page(who.clerk, someone)) == ["申领残疾人证"]
        case = applied(who, someone)
        text = page(who.leader, someone)
        assert main_buttons(text) == ["在办：首次申领"] and case.get_absolute_url() in text
        client = Client()
        client.force_login(who.leader.user)
        back = client.get(case.get_absolute_url()).content.decode()
        assert f'href="{someone.get_absolute_url()}"' in back

    def test_a_holder_of_a_fresh_card_needs_nothing(self) -> None:
        who = office()
        someone, _card = holder(who)
        assert main_buttons(page(who.leader, someone)) == []
        assert main_buttons(page(who.clerk, someone)) == ["办理业务"]


class TestOtherRooms:
    def test_visits_and_needs_stand_there_and_what_waits_is_the_next_step(self) -> None:
        served, by = of_cards.person(), of_commissioners.appointed()
        log = visited(served, by)
        need = Need.objects.create(log=log, region=log.region, person=served, kind=Need.Kind.AID)
        text = page(builders.post(Role.TOWNSHIP_OFFICER, builders.TOWN), served)
        assert f"{today()} 入户走访" in text and by.person.name in text
        assert need.get_absolute_url() in text and main_buttons(text) == ["处理需求：困难救助"]

    def test_a_commissioner_notes_a_visit(self) -> None:
        account = builders.post(Role.COMMISSIONER, VILLAGE)
        of_commissioners.appointed(account=account)
        assert main_buttons(page(account, of_cards.person())) == ["记走访"]

    def test_the_archive_stands_there_with_allowances_by_year(self) -> None:
        of_commissioners.rate(builders.post(Role.CITY_OFFICER, CITY))
        found = of_commissioners.appointed()
        due = of_commissioners.payment(found)
        text = page(builders.post(Role.COUNTY_OFFICER, COUNTY), found.person)
        assert found.get_absolute_url() in text
        assert f"{due.month.year}年" in text and "应发 300.00 元，实发 0.00 元" in text
        assert "未发足" in text

    def test_a_seat_is_for_who_may_see_associations(self) -> None:
        county = builders.post(Role.COUNTY_OFFICER, COUNTY)
        of = of_associations.standing(county)
        seat = of_associations.seat(county, of_associations.committee(county, of))
        assert seat.get_absolute_url() in page(county, seat.person)
        village = builders.post(Role.COMMISSIONER, VILLAGE)
        assert seat.get_absolute_url() not in page(village, seat.person)

    def test_help_stands_there_and_its_page_leads_back_for_who_may_read_files(self) -> None:
        county = builders.post(Role.COUNTY_OFFICER, COUNTY)
        need = of_volunteers.need(county)
        assert need.person is not None
        assert need.get_absolute_url() in page(county, need.person)
        for by, leads in (
            (county, True),
            (builders.post(Role.STATION_LEADER, COUNTY), False),
        ):
            client = Client()
            client.force_login(by.user)
            back = client.get(need.get_absolute_url()).content.decode()
            assert (need.person.get_absolute_url() in back) is leads


def test_a_closed_file_offers_no_step() -> None:
    who, someone = office(), of_cards.person()
    someone.status, someone.closed_on = Person.Status.CLOSED, today()
    someone.save()
    assert main_buttons(page(who.clerk, someone)) == []


def test_rows_of_another_county_stay_there() -> None:
    who = office()
    someone, card = holder(who)
    with scope(EVERYTHING):
        other = office(builders.OTHER_COUNTY)
        Certificate.objects.filter(pk=card.pk).update(region=other.clerk.region)
    assert card.get_absolute_url() not in page(who.leader, someone)


def test_many_rows_cost_no_more_and_are_counted() -> None:
    """Rows that are not shown cost no further statement, whatever a page costs by itself."""
    served, by = of_cards.person(), of_commissioners.appointed()
    county = builders.post(Role.COUNTY_OFFICER, COUNTY)

    def log(n: int) -> None:
        Log.objects.create(
            commissioner=by, region=by.region, day=today(), kind="visit", person=served, key=str(n)
        )

    def asked() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as found:
            text = page(county, served)
        return len(found), text

    for n in range(hub.ROWS + 1):
        log(n)
    asked()  # What is asked once and kept is not what is counted.
    few, _text = asked()
    for n in range(hub.ROWS + 1, hub.ROWS + 3):
        log(n)
    many, text = asked()
    assert many == few
    assert "共 8 条，只列出前 5 条。" in text


class TestRegister:
    """The register of disabled people holds disabled people."""

    def listed(self, by: Post, **filters: str) -> str:
        client = Client()
        client.force_login(by.user)
        return client.get("/people/", filters).content.decode()

    def test_officials_and_volunteers_do_not_stand_in_it(self) -> None:
        who = office()
        holds, _card = holder(who, name="演持证")
        asks, plain = of_cards.person(name="演申领"), of_cards.person(name="演干部")
        applied(who, asks)
        text = self.listed(who.leader)
        assert holds.name in text and asks.name in text and plain.name not in text
        others = self.listed(who.leader, state="others")
        assert plain.name in others and holds.name not in others and asks.name not in others

    def test_who_died_is_counted_no_longer_and_still_found(self) -> None:
        who = office()
        someone, _card = holder(who, name="演逝者")
        record_death(someone, Told(today(), DeathSource.POLICE, ""), who.clerk)
        assert "演逝者" not in self.listed(who.leader)
        assert "演逝者" in self.listed(who.leader, state="died")

    def test_kept_counts_are_those_of_the_list_and_follow_cards_and_cases(self) -> None:
        who = office()
        holder(who)
        aggregates.rebuild(today())
        with scope(EVERYTHING):
            assert hooks.count_of(who.leader.region) == hooks.disabled_people().count() == 1
        asks, _plain = of_cards.person(), of_cards.person()
        with scope(EVERYTHING):
            assert hooks.count_of(who.leader.region) == 1
        applied(who, asks)
        with scope(EVERYTHING):
            assert hooks.count_of(who.leader.region) == hooks.disabled_people().count() == 2
        assert aggregates.verify() == []
