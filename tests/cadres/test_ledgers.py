"""The ledgers of the cadres room: taken in, the same again, given out, refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import COUNTY, OTHER_COUNTY, VILLAGE, post
from tests.cadres import stage
from tests.leadership import stage as leadership
from tests.ledgers.books import agree, book, faults, hand_in, number
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.cadres.models import Cadre, Reserve
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates

FILE_HEADS = (
    "姓名",
    "身份证号",
    "户籍所在地",
    "管理单位",
    "与残疾人的关系",
    "学历",
    "政治面貌",
    "现任职务",
    "参加工作时间",
    "手语",
)
LIST_HEADS = ("姓名", "身份证号", "名单层级", "起始年度", "培养方向", "确定日期", "确定文号")
BIRTH = date(1988, 5, 6)


def line(n: int, **more: str) -> list[str]:
    found = dict(
        zip(
            FILE_HEADS,
            [
                f"演干{n}",
                number(n, BIRTH),
                VILLAGE,
                COUNTY,
                "本人残疾",
                "本科",
                "中共党员",
                "科员",
                "2010.7.1",
                "熟练",
            ],
            strict=True,
        )
    )
    return list((found | more).values())


@pytest.fixture
def county(regions: None) -> Post:
    return post(Role.COUNTY_OFFICER)


def test_files_come_in_with_their_people_and_a_second_time_change_nothing(county: Post) -> None:
    data = book(FILE_HEADS, [line(n) for n in range(1, 6)], "干部名册")
    made = hand_in("cadres", county, data)
    assert (made.new, made.refused) == (5, 0)
    agree(made)
    found = Cadre.objects.with_names().get(person__name="演干3")
    assert (found.region_id, found.tie, found.education, found.sign) == (
        COUNTY,
        "self",
        "bachelor",
        "fluent",
    )
    assert (
        found.work_since == date(2010, 7, 1) and found.verified_on is None and not found.is_current
    )
    again = hand_in("cadres", county, data)
    assert (again.new, again.changed, again.same) == (0, 0, 5)
    changed = agree(hand_in("cadres", county, book(FILE_HEADS, [line(1, 现任职务="副理事长")])))
    assert changed.changed == 1 and Cadre.objects.get(person__name="演干1").position == "副理事长"


def test_wrong_rows_are_refused_with_a_sentence(county: Post) -> None:
    rows = [
        line(1, 参加工作时间="2090.1.1"),
        line(2, 管理单位=OTHER_COUNTY),
        line(3, 学历="高小"),
        line(4, 户籍所在地=""),
        line(5),
    ]
    made = hand_in("cadres", county, book(FILE_HEADS, rows))
    assert (made.new, made.refused) == (1, 4)
    words = str(faults(made))
    for expected in ("不能晚于今天", "管辖范围", "不在可选项", "户籍所在地"):
        assert expected in words


def test_a_confirmed_list_comes_in_for_people_with_a_file(county: Post) -> None:
    agree(hand_in("cadres", county, book(FILE_HEADS, [line(n) for n in (1, 2)])))
    rows = [
        [f"演干{n}", number(n, BIRTH), "县级", "2025", "副理事长", "2025.3.1", "演示〔2025〕2号"]
        for n in (1, 2, 3)
    ]
    made = hand_in("reserves", county, book(LIST_HEADS, rows))
    assert (made.new, made.refused) == (2, 1) and "还没有干部档案" in str(faults(made))
    agree(made, "good")
    found = Reserve.objects.get(cadre__person__name="演干1")
    assert (found.state, found.last_year, found.basis) == ("confirmed", 2029, "演示〔2025〕2号")


def test_imports_keep_the_counts_of_indicators_current(county: Post) -> None:
    with scope(EVERYTHING):
        aggregates.rebuild(today())
    agree(hand_in("cadres", county, book(FILE_HEADS, [line(n) for n in range(1, 4)])))
    stage.cadre(county)
    stage.career(Cadre.objects.all()[0])
    office = leadership.offices(COUNTY)[0]
    leadership.held(office)
    with scope(EVERYTHING):
        assert not aggregates.verify()
