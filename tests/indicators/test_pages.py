"""The page of all measures: by sections, with their year and their units in small, found by light and by name; fronts of apps."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import known
from zulian.indicators.sections import app_of, in_sections
from zulian.indicators.services import SHOWN_DAYS, lines
from zulian.indicators.small_charts import bars, sparkline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def city(client: Client) -> Post:
    city = post(Role.CITY_OFFICER)
    client.force_login(city.user)
    return city


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_all_measures_stand_in_the_sections_of_their_apps(client: Client, city: Post) -> None:
    plan(city)
    page = client.get("/indicators/").content.decode()
    without_data = client.get("/indicators/", {"light": "none"}).content.decode()
    assert f"另有 {len(names(without_data))} 项暂无数据" in page
    both = [*names(page), *names(without_data)]
    assert sorted(both) == sorted(str(indicator.name) for indicator in known())
    for name, group in in_sections(known(), lambda indicator: indicator.code):
        assert f"{name}</h2>" in page + without_data
        assert len({app_of(one.code) for one in group}) == 1


def test_they_are_narrowed_by_light_and_by_name(client: Client, city: Post) -> None:
    plan(city)
    page = client.get("/indicators/")
    counts = {light: count for light, _word, count in page.context["lights"]}
    for light, count in counts.items():
        assert len(names(client.get("/indicators/", {"light": light}).content.decode())) == count
    found = names(client.get("/indicators/", {"q": "专职委员"}).content.decode())
    assert found and all("专职委员" in name for name in found)
    assert "没有符合的指标" in client.get("/indicators/", {"q": "没有这样的"}).content.decode()


def test_the_workbook_has_them_all(client: Client, city: Post) -> None:
    answer = client.get("/indicators/", {"export": "xlsx"})
    sheet = openpyxl.load_workbook(
        BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    ).active
    assert sheet is not None
    column = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert {str(indicator.name) for indicator in known()} <= set(column)


def test_a_year_of_snapshots_is_read_in_few_days(city: Post) -> None:
    today = timezone.localdate()
    code = known()[0].code
    with scope(EVERYTHING):
        Snapshot.objects.bulk_create(
            Snapshot(
                indicator=code, region=city.region, day=today - timedelta(days=n), met=n, of=400
            )
            for n in range(360)
        )
    with scope(city.region.scope()):
        points = lines(city.region, today)[code]
    assert SHOWN_DAYS // 2 <= len(points) <= SHOWN_DAYS + 1
    assert points == sorted(points) and points[-1][0] == today


def test_small_charts_draw_each_point_and_unit() -> None:
    day = timezone.localdate()
    line = sparkline([(day, 1.0), (day + timedelta(days=10), 5.0)])
    assert line.count(",") == 2 and "aria-hidden" in line
    assert sparkline([(day, 1.0)]) == ""
    drawn = bars([("<甲县>", 50.0, "l-green"), ("乙县", None, "l-none")])
    assert drawn.count("<rect") == 2 and "&lt;甲县&gt; 50" in drawn
    assert bars([]) == ""


def test_the_first_page_of_an_app_shows_its_measures_and_no_other_page(
    client: Client, city: Post
) -> None:
    plan(city)
    first = client.get("/plans/assignments/").content.decode()
    assert "本项业务的指标" in first
    assert "本项业务的指标" not in client.get("/plans/assignments/?year=all").content.decode()
    assert "本项业务的指标" not in client.get("/plans/reports/").content.decode()
