"""What waits for whom, and why a file stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import builders
from tests.builders import CITY, COUNTY
from tests.commissioners import stage
from zulian.accounts.models import Post
from zulian.commissioners.services import appraisal, work
from zulian.foundation.clock import today
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.foundation.searching import search_for
from zulian.people.hooks import holds_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def groups(post: Post) -> dict[str, int]:
    with scope(post.region.scope()):
        return {str(group.name): group.count for group in todo_for(post)}


def test_the_day_of_a_commissioner_and_of_who_keeps_them() -> None:
    county, village = builders.post("county_officer", COUNTY), builders.post("commissioner")
    stage.rate(builders.post("city_officer", CITY))
    stage.positions()
    found, someone = stage.appointed(account=village), stage.person()
    stage.payment(found)
    appraisal.begin(county, "考核", today() - timedelta(days=9), today())
    assert groups(village)["今天的工作日志"] == 1 and groups(village)["等我自评的考核表"] == 1
    work.write(village, work.Entry(today(), "visit", someone, "", "aid", "低保"), "k1")
    assert "今天的工作日志" not in groups(village)
    mine = groups(county)
    wanted = {
        "空缺的专职委员岗位": 3,
        "要补全、核实的专职委员档案": 1,
        "欠发的专职委员补贴": 1,
        "走访发现、待办理的需求": 1,
        "等评分的专职委员考核表": 1,
    }
    assert {name: mine[name] for name in wanted} == wanted
    with scope(county.region.scope()):
        assert [
            hit.title
            for hit in search_for(county, found.person.name).hits
            if hit.kind == "专职委员"
        ] == [found.person.name]
    assert "有专职委员档案" in {h.reason for h in holds_of(found.person)} and "有走访服务记录" in {
        h.reason for h in holds_of(someone)
    }


@pytest.mark.parametrize(
    ("ends_in", "stands_under"), [(0, "今天到期"), (-2, "逾期"), (30, "以后到期")]
)
def test_marks_of_oneself_press_by_the_day_on_which_the_appraisal_ends(
    client: Client, ends_in: int, stands_under: str
) -> None:
    """The line says 今天到期 where the list above it does, and never among what has no day."""
    county, village = builders.post("county_officer", COUNTY), builders.post("commissioner")
    stage.rate(builders.post("city_officer", CITY))
    stage.positions()
    stage.appointed(account=village)
    last = today() + timedelta(days=ends_in)
    appraisal.begin(county, "考核", last - timedelta(days=9), last)
    client.force_login(village.user)
    parts = client.get("/").context["parts"]
    assert [
        part.name for part in parts for group, _n in part.lines if group.name == "等我自评的考核表"
    ] == [stands_under]
