"""Pages of returns: the grid, its form, what those above see, the workbook, last year beside it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.builders import post
from tests.statistics import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.pages import Doubt
from zulian.statistics.models import Filing
from zulian.statistics.registers import issued_words
from zulian.statistics.services import filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def filing(city: Post, county: Post) -> Filing:
    return stage.of(stage.issued(city), county)


@pytest.fixture
def door(client: Client, county: Post) -> Client:
    client.force_login(county.user)
    return client


def text(door: Client, url: str) -> str:
    answer = door.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_a_return_is_asked_for_on_its_form(client: Client, city: Post) -> None:
    client.force_login(city.user)
    year, quarter = stage.last_quarter()
    values = {"code": "quick", "year": year, "quarter": quarter, "due_on": ""}
    answer = client.post("/statistics/issue/", values)
    assert answer.status_code == 302
    page = text(client, answer.headers["Location"])
    assert "背景知识" in page and "彰武县" in page and "导出 Excel" not in page
    assert "组织建设情况年报" in text(client, "/statistics/forms/")


def test_figures_are_filled_corrected_and_handed_in(filing: Filing, door: Client) -> None:
    door.post(f"/statistics/{filing.pk}/fill/")
    url = f"/statistics/{filing.pk}/correct/"
    assert 'name="n_18_n"' in text(door, url)
    kept = {f"n_{c.line}_{c.column}": c.reported or 0 for c in filing.cells.all()}
    page = door.post(url, kept | {"n_4_n": "7", "reason": ""}).content.decode()
    assert "请写明更正理由" in page and 'value="7"' in page
    assert door.post(url, kept | {"n_4_n": "7", "reason": "漏登"}).status_code == 302
    page = text(door, filing.get_absolute_url())
    assert "改为 7" in page and "漏登" in page and "全部成立" in page
    values = {"leader": "演负责", "explanation": ""}
    assert door.post(f"/statistics/{filing.pk}/hand-in/", values).status_code == 302
    assert "待审核" in text(door, filing.get_absolute_url())


def test_the_workbook_has_cover_table_and_seal_page(
    filing: Filing, door: Client, county: Post
) -> None:
    stage.handed_in(filing, county)
    answer = door.get(f"/statistics/{filing.pk}/workbook/")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["封面", "组联工作快报", "签章页"]
    table = book["组联工作快报"]
    assert table["A1"].value == "组联工作快报" and table["D3"].value == "数量"
    assert table["D21"].value == 3
    said = [str(row[0].value) for row in book["封面"].iter_rows()]
    assert any("阜新蒙古族自治县" in line for line in said)
    assert AuditEntry.objects.filter(action="filing.export").count() == 1


def test_last_year_stands_beside(filing: Filing, door: Client, county: Post) -> None:
    filling.fill(filing.pk, county)
    page = text(door, f"/statistics/{filing.pk}/compared/")
    assert "上年同期没有上报过" in page and "专职委员岗位" in page


def test_others_see_what_is_theirs(filing: Filing, client: Client, city: Post) -> None:
    client.force_login(post(Role.COUNTY_OFFICER, "210922000000").user)
    assert client.get(filing.get_absolute_url()).status_code == 404
    client.force_login(post(Role.COMMISSIONER).user)
    assert client.get("/statistics/").status_code == 403
    client.force_login(city.user)
    page = text(client, filing.get_absolute_url())
    assert "催报" in page and "审核通过" not in page


def test_a_deadline_that_is_over_already_is_told() -> None:
    filing = Filing(due_on=today() - timedelta(days=1))
    assert isinstance(issued_words(filing), Doubt) and "已过" in issued_words(filing)
    filing.due_on = today()
    assert not isinstance(issued_words(filing), Doubt)
