"""The measures of section 四（五）, the ledger, desk and search."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import COUNTY, post
from tests.ledgers import books
from tests.social import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.foundation.searching import search_for
from zulian.indicators import aggregates
from zulian.indicators.registry import named
from zulian.indicators.rules import Pair
from zulian.indicators.services import overview
from zulian.regions.models import Region
from zulian.social.models import Organisation
from zulian.social.services import contracts, organisations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
HEADS = [
    "名称",
    "所在地区",
    "类型",
    "性质",
    "统一社会信用代码",
    "登记日期",
    "负责人",
    "服务内容",
    "同意公开",
]


def pair(code: str) -> tuple[int, int]:
    indicator = named(f"social.{code}")
    assert indicator is not None
    found = overview(Region.objects.get(code=COUNTY), today(), [indicator]).get(
        indicator.code, Pair()
    )
    return found.met, found.of


def test_measures_follow_what_is_done_and_the_kept_counts_with_them() -> None:
    county = post(Role.COUNTY_OFFICER)
    house, other = stage.registered(), stage.found()
    aggregates.rebuild(today())
    assert pair("registered") == (1, 2) and pair("inspected") == (0, 1)
    organisations.inspect(
        house.pk, {"year": today().year - 1, "on": today(), "result": "passed", "note": ""}
    )
    assert pair("inspected") == (1, 1)
    organisations.end(other.pk, today())
    assert pair("registered") == (1, 1)
    made = stage.contract(county, people=1)
    assert pair("fulfilled") == pair("served") == (0, 0)
    part = stage.milestone(county, made)
    served = stage.served(county, made)
    contracts.deliver(part.pk, "完", county)
    contracts.judge(part.pk, county, accepted=True, verdict="")
    assert pair("fulfilled") == pair("served") == (1, 1) and pair("satisfied") == (0, 1)
    contracts.evaluate(served.page_key, 4, "")
    assert pair("satisfied") == (1, 1) and aggregates.verify() == []


def test_a_list_of_organisations_comes_in_with_codes_checked() -> None:
    county = builders.post("county_officer", COUNTY)
    code = stage.code("group")
    lines = [
        [
            "演示车友会",
            COUNTY,
            "社会团体",
            "残疾人自己的组织",
            code.lower(),
            "2020-03-05",
            "演一",
            "出行互助",
            "是",
        ],
        [
            "演示错码社",
            COUNTY,
            "社会团体",
            "助残组织",
            code[:-1] + "O",
            "2020-03-05",
            "演二",
            "照料",
            "否",
        ],
        [
            "演示错类社",
            COUNTY,
            "基金会",
            "助残组织",
            stage.code("group"),
            "2020-03-05",
            "演三",
            "照料",
            "否",
        ],
        ["演示未登记社", COUNTY, "社会团体", "助残组织", "", "", "演四", "照料", ""],
        [
            "演示缺日期社",
            COUNTY,
            "社会团体",
            "助残组织",
            stage.code("group"),
            "",
            "演五",
            "照料",
            "",
        ],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("social-organisations", county, books.book(HEADS, lines))
        assert [sorted(f) for f in books.faults(made)] == [
            ["credit_code"],
            ["credit_code"],
            ["registered_on"],
        ]
        books.agree(made, "good")
        assert dict(Organisation.objects.values_list("name", "state")) == {
            "演示车友会": "registered",
            "演示未登记社": "found",
        }
        again = books.hand_in(
            "social-organisations", county, books.book(HEADS, [[*lines[0][:7], "出行和维修", "是"]])
        )
        assert (again.changed, again.new) == (1, 0)


def test_the_desk_shows_what_waits_and_search_finds_by_name_and_code() -> None:
    county = post(Role.COUNTY_OFFICER)
    stage.judging(county)
    made = stage.contract(county)
    contracts.deliver(stage.milestone(county, made).pk, "完", county)
    names = {group.name for group in todo_for(county)}
    assert {"要推进的购买服务", "待验收和付款的节点"} <= names
    house = stage.registered()
    for words in (house.name[2:], house.credit_code):
        assert house.name in [
            hit.title for hit in search_for(county, words).hits if hit.kind == "残疾人社会组织"
        ]
