"""The registers of leadership: a list without what was abolished, terms that end together, filters in the declared order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import COUNTY, post
from tests.leadership import stage
from zulian.accounts.roles import Role
from zulian.cadres.registers.files import CADRES
from zulian.foundation.clock import today
from zulian.leadership.models import Term
from zulian.leadership.services import terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    return client


def test_an_abolished_post_leaves_the_list_and_keeps_its_page(officer: Client) -> None:
    office, other = stage.offices(COUNTY)[:2]
    terms.abolish(office.pk)
    page = officer.get("/leadership/").content.decode()
    assert f'"/leadership/{other.pk}/"' in page and f'"/leadership/{office.pk}/"' not in page
    assert "这个职务已撤销" in officer.get(f"/leadership/{office.pk}/").content.decode()


def test_the_list_tells_vacant_posts_and_its_workbook_has_words_alone(officer: Client) -> None:
    office = stage.offices(COUNTY)[0]
    term = stage.held(office)
    page = officer.get("/leadership/").content.decode()
    assert (
        f"{term.person.name}（本人残疾）" in page
        and '<span class="state s-issued">空缺</span>' in page
    )
    [held] = [
        row
        for row in officer.get("/leadership/").context["table"].rows
        if row.record.pk == office.pk
    ]
    vacant = next(
        row
        for row in officer.get("/leadership/").context["table"].rows
        if row.record.pk != office.pk
    )
    assert str(vacant.get_cell_value("holder")) == "空缺" and str(
        held.get_cell_value("until")
    ) == str(term.until)


def test_terms_end_together_on_one_day(officer: Client) -> None:
    since = today() - timedelta(days=30)
    held = [stage.held(office, since) for office in stage.offices(COUNTY)[:2]]
    sent = {"action": "leave", "row": [term.pk for term in held], "filled": "1"}
    page = officer.post(
        "/leadership/terms/many/", sent | {"ended_on": str(today()), "ended_why": "congress"}
    )
    assert "已办 2 条" in page.content.decode()
    assert set(Term.objects.values_list("ended_on", "ended_why")) == {(today(), "congress")}


def test_filters_stand_in_the_order_in_which_they_are_declared() -> None:
    assert CADRES.filter_set is not None
    assert list(CADRES.filter_set.base_filters)[:5] == [
        "words",
        "tie",
        "category",
        "person__sex",
        "education",
    ]
