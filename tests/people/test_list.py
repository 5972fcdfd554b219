"""The list of people: what is on the card in use stands in it, and narrows it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from tests.builders import COUNTY, VILLAGE, post
from tests.congress.stage import people
from tests.tables.certificates import card_of
from zulian.accounts.roles import Role
from zulian.certificates.models import Certificate
from zulian.foundation.clock import today
from zulian.people.cards import NO_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def names(client: Client, **asked: str) -> set[str]:
    """Who stands in the list, as its workbook has it."""
    answer = client.get("/people/", {"state": "", **asked, "cols": "name", "export": "xlsx"})
    rows = openpyxl.load_workbook(BytesIO(answer.content)).active.values
    return {str(row[0]) for row in rows} - {"残疾人档案", "姓名"}


def test_cards_stand_in_the_list_and_narrow_it(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER, COUNTY)
    client.force_login(county.user)
    blind, lost, gone, none = people(VILLAGE, 4)
    for someone, category in ((blind, 1), (lost, 4), (gone, 4)):
        card_of(someone, today(), category)
    Certificate.objects.filter(person=lost).update(state="lost", grade=3)
    Certificate.objects.filter(person=gone).update(
        state="cancelled", ended_on=today(), ended_why="演"
    )
    page = client.get("/people/", {"state": ""}).content.decode()
    assert "视力" in page and "肢体三级" in page and "已挂失" in page and "已注销" not in page
    assert names(client) == {each.name for each in (blind, lost, gone, none)}
    assert names(client, category="1") == {blind.name}
    assert names(client, category="4") == names(client, card="lost") == {lost.name}
    assert names(client, category="4", grade="3", card="valid") == set()
    assert names(client, card=NO_CARD) == {gone.name, none.name}
    assert len(names(client, category="9", grade="x")) == 4, "nonsense narrows nothing"
