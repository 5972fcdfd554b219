"""What is declared of a register holds: whose an action is, which filters are hidden, bounds and colours of the model."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.builders import COUNTY, TOWN, post
from tests.grassroots import stage
from zulian.accounts.roles import Role
from zulian.foundation.ledger_cells import CellError
from zulian.foundation.ledger_columns import model_column
from zulian.foundation.scopes import scope
from zulian.grassroots.models import Assessment, Organisation
from zulian.grassroots.registers.campaigns import CAMPAIGNS
from zulian.grassroots.registers.organisations import ORGANISATIONS
from zulian.grassroots.registers.problems import PROBLEMS
from zulian.grassroots.registers.sheets import SHEETS
from zulian.grassroots.registers.standards import STANDARDS
from zulian.registers.filters import narrowed_url
from zulian.registers.forms import model_form
from zulian.registers.pages import refused
from zulian.registers.shown import colors_of


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_an_action_is_for_some_of_those_who_hold_its_permission() -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    campaign, draw = stage.campaign(city), CAMPAIGNS.action("draw")
    assert CAMPAIGNS.may(city, draw, campaign) and not CAMPAIGNS.may(county, draw, campaign)
    request: Any = RequestFactory().get("/")
    request.post = county
    with scope(county.region.scope()), pytest.raises(PermissionDenied, match="由所属单位办理"):
        refused(CAMPAIGNS, draw, request, campaign)


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_rows_are_added_in_several_ways_and_said_in_a_sentence_of_what_came(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    client.force_login(county.user)
    assert [str(act.words) for act in STANDARDS.list_acts(county)] == [
        "从 Excel 导入标准",
        "新建",
        "从示例开始",
    ]
    book = stage.workbook([stage.FIVE, ("甲", 5, "一", "a", "x"), ("乙", 5, "二", "b", "y")])
    sent = {"name": "标准", "level": "9", "pass_mark": "80", "good_mark": "90", "file": book}
    page = client.post(reverse("grassroots:standard-import"), sent, follow=True).content.decode()
    assert "已读入 2 项" in page and ">标准 V1<" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_the_page_of_a_row_leads_to_the_whole_of_a_long_panel() -> None:
    sheet = stage.sheet(stage.campaign(post(Role.CITY_OFFICER)), TOWN)
    organisation = Organisation.objects.get(region=TOWN)
    assert narrowed_url(PROBLEMS, sheet) == f"/grassroots/problems/?assessment={sheet.pk}"
    assert (
        narrowed_url(SHEETS, sheet.campaign) == f"/grassroots/sheets/?campaign={sheet.campaign_id}"
    )
    assert narrowed_url(SHEETS, organisation) == ""


def test_filters_of_links_are_hidden() -> None:
    assert ORGANISATIONS.filter_set is not None
    fields = ORGANISATIONS.filter_set({}, Organisation._base_manager.none()).form.fields
    assert [name for name, field in fields.items() if field.widget.is_hidden] == ["lack"]


def test_bounds_stand_at_the_model() -> None:
    form = model_form(Organisation, ("establishment", "funds"), optional=("establishment", "funds"))
    assert form({"establishment": "1000", "funds": "100000000"}).errors == {
        "establishment": ["请填不大于 999 的数。"],
        "funds": ["请填不大于 99999999 的数。"],
    }
    assert form({}).is_valid()
    read = model_column(Organisation, "funds").read
    assert (read("3,000"), read("12,345,678")) == (3000, 12_345_678)
    for text in ("3,0", "30,00", "1,0000", "100,000,000"):
        with pytest.raises(CellError):
            read(text)


def test_colours_stand_with_the_choices_in_the_model_or_beside_it() -> None:
    assert colors_of(Assessment, "state")["returned"] == "overdue"
    assert colors_of(Assessment, "grade") == colors_of(Organisation, "grade") != {}


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_yes_and_no_stand_in_lists_as_a_mark_and_a_dash(client: Client) -> None:
    stage.standard(post(Role.COUNTY_OFFICER, COUNTY))
    client.force_login(post(Role.COUNTY_OFFICER, COUNTY).user)
    page = client.get(reverse("grassroots:standard-list")).content.decode()
    assert '<span class="false">—</span>' in page
