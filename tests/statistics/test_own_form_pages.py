"""Pages of units' own forms: upload, editor, preview, what those below see, and where forms are listed and asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from tests.builders import post
from tests.commissioners import stage as commissioners
from tests.statistics import own_forms as stage
from tests.statistics.test_pages import text
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.statistics.models import OwnForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def door(client: Client, city: Post) -> Client:
    client.force_login(city.user)
    return client


def fields(page: str) -> dict[str, str]:
    """What the form on a page would send."""
    form = html.fromstring(page).xpath("//form[@enctype]")[0]
    return {name: value or "" for name, value in form.form_values() if name != "file"}


def edit(door: Client, form: OwnForm, **more: str) -> tuple[int, str]:
    url = f"/statistics/own-forms/{form.pk}/edit/"
    answer = door.post(url, fields(text(door, url)) | more)
    return answer.status_code, answer.content.decode()


def test_a_file_is_uploaded_and_its_guesses_are_shown_until_they_are_saved(door: Client) -> None:
    answer = door.post("/statistics/own-forms/upload/", {"file": stage.yearly()})
    form = OwnForm.objects.get()
    assert answer.headers["Location"] == form.get_absolute_url()
    page = text(door, form.get_absolute_url())
    assert "核对和修改" in page and "保存一次" in page and "启用</a>" not in page
    url = f"/statistics/own-forms/{form.pk}/edit/"
    page = text(door, url)
    assert "推定为其余各列之和" in page and "按名称推荐" in page
    before = form.data
    assert edit(door, form)[0] == 302
    form = OwnForm.objects.get(pk=form.pk)
    assert form.data == before and "推定" not in text(door, url)
    assert "启用</a>" in text(door, form.get_absolute_url())


def test_lines_are_bound_and_computed_and_faults_keep_what_was_typed(
    door: Client, city: Post
) -> None:
    form = stage.uploaded(city)
    status, page = edit(door, form, l4_formula="9", checks="01 < 2", l4_unit="处")
    assert status == 200 and "没有第 9 行" in page and "第 1 条" in page and 'value="处"' in page
    bound = {
        "l4_source": "commissioners.filled:of",
        "checks": "02 <= 01 达标的不应多于全部（必须）",
    }
    more = {
        "l5_no": "04",
        "l5_name": "两项之和",
        "l5_unit": "个",
        "l5_formula": "01+02",
        "l5_after": "02",
    }
    assert edit(door, form, **bound, **more)[0] == 302
    form = OwnForm.objects.get(pk=form.pk)
    lines = {line["no"]: line for line in form.data["lines"]}
    assert list(lines) == ["一", "01", "02", "04", "二", "03"]
    assert lines["03"]["measure"] == "commissioners.filled" and lines["04"]["sum"] == ["01", "02"]
    assert form.data["checks"][0]["hard"]
    page = text(door, form.get_absolute_url())
    assert (
        "台账：专职委员岗位" in page
        and "第 01、02 行之和" in page
        and "02 &lt;= 01 达标的不应多于全部（必须）" in page
    )
    assert "县级（只统计县（区）的）" in page


def test_a_preview_counts_and_keeps_nothing(door: Client, city: Post) -> None:
    commissioners.positions()
    page = text(door, f"/statistics/own-forms/{stage.draft(city).pk}/preview/")
    rows = html.fromstring(page).xpath("//tbody/tr[2]/td[@class='num']")
    assert int(rows[0].text_content()) > 0 and "只看不存" in page


def test_forms_in_force_are_listed_and_asked_for_below(
    door: Client, client: Client, city: Post
) -> None:
    form, hidden = stage.in_force(city), stage.draft(city, name="没启用的表")
    page = text(door, "/statistics/forms/")
    assert page.index("专职委员补贴表 V1") < page.index("组织建设情况年报")
    assert "没启用的表" in page and "阜新市残联" in page
    client.force_login(post(Role.COUNTY_OFFICER).user)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    page = text(client, form.get_absolute_url())
    assert "停用" not in page and "预览" in page
    assert "没启用的表" not in text(client, "/statistics/forms/")
    page = text(client, "/statistics/issue/")
    assert "专职委员补贴表（阜新市残联）" in page and "没启用的表" not in page


def test_versions_are_told_by_the_day(door: Client, city: Post) -> None:
    form = stage.in_force(city)
    assert door.post(f"/statistics/own-forms/{form.pk}/version/").status_code == 302
    draft = OwnForm.objects.get(version=2)
    url = f"/statistics/own-forms/{draft.pk}/enable/"
    assert "启用日期" in text(door, url)
    later = str(today() + timedelta(days=30))
    assert door.post(url, {"since": later}).status_code == 302
    assert "待启用" in text(door, draft.get_absolute_url())
    assert "其他版本" in text(door, form.get_absolute_url())
