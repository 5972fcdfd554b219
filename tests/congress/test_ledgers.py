"""The ledgers of the congress room: earlier congresses and lists of delegates."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import COUNTY, OTHER_COUNTY, TOWN, VILLAGE, post
from tests.congress import stage
from tests.ledgers.books import agree, book, faults, hand_in, number
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, Delegate
from zulian.congress.services import delegates

PAST = ("单位", "第几次", "召开日期", "代表名额", "实到代表", "地点")
NAMES = (
    "姓名",
    "身份证号",
    "户籍所在地",
    "单位",
    "选举单位",
    "与残疾人的关系",
    "残疾类别",
    "中共党员",
    "基层一线",
    "单位及职务",
)
BIRTH = date(1988, 5, 6)


@pytest.fixture
def county(regions: None) -> Post:
    return post(Role.COUNTY_OFFICER)


def test_earlier_congresses_come_in_as_filed(county: Post) -> None:
    rows = [
        [COUNTY, "4", "2016.6.1", "80", "78", "县礼堂"],
        [COUNTY, "5", "2021.6.1", "80", "79", ""],
        [TOWN, "5", "2021.4.1", "30", "31", ""],
        [OTHER_COUNTY, "5", "2021.6.1", "9", "9", ""],
    ]
    made = hand_in("congresses", county, book(PAST, rows))
    assert (made.new, made.refused) == (2, 2)
    assert "不能多于" in str(faults(made)) and "管辖范围" in str(faults(made))
    agree(made, "good")
    found = Congress.objects.get(region_id=COUNTY, ordinal=4)
    assert (str(found), found.state, found.attended, found.round) == (
        "阜新蒙古族自治县残联第四次代表大会",
        "filed",
        78,
        None,
    )


def test_a_congress_of_a_round_is_not_touched_by_a_sheet(county: Post) -> None:
    stage.open_round(post(Role.CITY_OFFICER))
    made = hand_in("congresses", county, book(PAST, [[COUNTY, "6", "2026.1.1", "80", "80", ""]]))
    assert made.refused == 1 and "换届轮次" in str(faults(made))


def test_a_list_of_delegates_comes_in_for_the_congress_under_preparation(county: Post) -> None:
    own = stage.of(stage.open_round(post(Role.CITY_OFFICER)), COUNTY)
    stage.units(own, [1, 1], 4)
    stage.relax(own)

    def row(n: int, **more: str) -> list[str]:
        values = [
            f"演代表{n}",
            number(n, BIRTH),
            VILLAGE,
            COUNTY,
            f"第{1 + n % 2}选举单位",
            "本人残疾",
            "肢体",
            "是",
            "否",
            "演示单位",
        ]
        return list((dict(zip(NAMES, values, strict=True)) | more).values())

    rows = [
        *(row(n) for n in range(1, 5)),
        row(6, 残疾类别=""),
        row(7, 选举单位="没有的单位"),
        row(8, 单位=TOWN[:6] + "101000"),
    ]
    made = hand_in("delegates", county, book(NAMES, rows))
    assert (made.new, made.refused) == (4, 3)
    assert "须填残疾类别" in str(faults(made)) and "没有这个选举单位" in str(faults(made))
    agree(hand_in("delegates", county, book(NAMES, rows[:4])))
    assert Delegate.objects.filter(congress=own, party=True, category=4).count() == 4
    assert Congress.objects.get(pk=own.pk).composition_met
    again = hand_in("delegates", county, book(NAMES, rows[:4]))
    assert again.same == 4
    assert delegates.compose(own).met
