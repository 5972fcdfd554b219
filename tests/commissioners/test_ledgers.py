"""A county's name list and a bank's list come in: posts taken, months paid, what is wrong said at its cell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders
from tests.builders import CITY, COUNTY, VILLAGE
from tests.commissioners import stage
from tests.congress.stage import BIRTH
from tests.ledgers import books
from tests.people.test_rules import numbered
from zulian.commissioners.models import Commissioner, Position
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
HEADS = [
    "姓名",
    "身份证号",
    "户籍所在地",
    "任职单位",
    "学历",
    "任职日期",
    "养老保险",
    "与残疾人的关系",
]
PAID = ["姓名", "身份证号", "月份", "实发", "发放日期", "拨付凭证"]


def test_a_name_list_takes_the_vacant_posts() -> None:
    county = builders.post("county_officer", COUNTY)
    stage.positions()
    numbers = [numbered(BIRTH - timedelta(days=900), n) for n in (1, 2, 3)]
    lines = [
        ["演委一", numbers[0], VILLAGE, VILLAGE, "高中或中专", "2024-03-01", "是", "本人残疾"],
        ["演委二", numbers[1], VILLAGE, VILLAGE, "大专", "2024-03-01", "否", "其他"],
        [
            "演委三",
            numbers[2],
            VILLAGE,
            "210921100202",
            "大专",
            str(today() + timedelta(days=9)),
            "也许",
            "其他",
        ],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("commissioners", county, books.book(HEADS, lines))
        assert [sorted(f) for f in books.faults(made)] == [["org"], ["pension", "since"]]
        books.agree(made, "good")
        found = Commissioner.objects.select_related("person").get()
        assert (found.person.name, found.region_id, found.pension, found.tie) == (
            "演委一",
            VILLAGE,
            True,
            "self",
        )
        assert found.tenures.get().position.region_id == VILLAGE and found.contracts.count() == 1
        assert Position.objects.vacant().count() == 3
        again = books.hand_in(
            "commissioners", county, books.book(HEADS, [[*lines[0][:4], "大专", *lines[0][5:]]])
        )
        assert (again.changed, again.new) == (1, 0)


def test_a_banks_list_says_what_was_paid() -> None:
    stage.rate(builders.post("city_officer", CITY))
    county, found = builders.post("county_officer", COUNTY), stage.appointed()
    row = stage.payment(found)
    month = f"{row.month:%Y年%m月}"
    lines = [
        [found.person.name, found.person.id_number, month, "280元", str(today()), "拨1"],
        [found.person.name, found.person.id_number, "2001-01", "280", str(today()), "拨1"],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("payments", county, books.book(PAID, lines))
        assert [list(f) for f in books.faults(made)] == [["month"]]
        books.agree(made, "good")
    row.refresh_from_db()
    assert (float(row.paid), float(row.owed), row.proof) == (280, 20, "拨1")
