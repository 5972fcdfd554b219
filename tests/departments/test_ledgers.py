"""The ledgers of departments and of who speaks for them."""

from __future__ import annotations

import pytest

from tests.builders import COUNTY, TOWN, post
from tests.departments import stage
from tests.ledgers.books import agree, book, faults, hand_in
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.models import Department, Liaison
from zulian.departments.services import departments
from zulian.foundation.clock import today

HEADS = ("名称", "所在地区", "类别", "简称、别称")
CONTACT_HEADS = ("部门", "所在地区", "姓名", "职务", "联系电话", "邮箱")


@pytest.fixture
def county(regions: None) -> Post:
    return post(Role.COUNTY_OFFICER)


def test_departments_come_in_and_are_known_again(county: Post) -> None:
    rows = [
        ["民政局", COUNTY, "政府部门", "民政，民政部门"],
        ["县医院", COUNTY, "医院", ""],
        ["学校", TOWN, "学校", ""],
    ]
    made = hand_in("departments", county, book(HEADS, rows))
    assert (made.new, made.refused) == (2, 1) and "自己登记" in str(faults(made))
    agree(made, "good")
    assert Department.objects.get(name="民政局").aliases == "民政、民政部门"
    rows[1][3] = "人民医院"
    again = hand_in("departments", county, book(HEADS, rows[:2]))
    assert (again.same, again.changed, again.refused) == (1, 1, 0)


def test_who_speaks_for_them_comes_in_by_the_name_of_the_department(county: Post) -> None:
    stage.department(county)
    rows = [
        ["民政局", COUNTY, "演甲", "副局长", "139 0000 0011", "a@example.org"],
        ["教育局", COUNTY, "演乙", "", "", ""],
    ]
    made = hand_in("liaisons", county, book(CONTACT_HEADS, rows))
    assert (made.new, made.refused) == (1, 1) and "没有登记这个部门" in str(faults(made))
    agree(made, "good")
    one = Liaison.objects.get()
    assert (one.department.name, one.phone, one.region_id) == ("民政局", "139 0000 0011", COUNTY)
    again = hand_in("liaisons", county, book(CONTACT_HEADS, rows[:1]))
    assert (again.same, again.refused) == (1, 0)


def test_those_of_others_and_those_who_left_come_back_unchanged(county: Post) -> None:
    row = stage.department(county)
    one = stage.liaison(county, row)
    city = post(Role.CITY_OFFICER)
    made = hand_in("departments", city, book(HEADS, [["民政局", COUNTY, "政府部门", ""]]))
    assert (made.same, made.refused) == (1, 0)
    made = hand_in("departments", city, book(HEADS, [["民政局", COUNTY, "其他", ""]]))
    assert made.refused == 1 and "自己登记" in str(faults(made))
    departments.end_liaison(one.pk, county, today())
    made = hand_in(
        "liaisons", county, book(CONTACT_HEADS, [["民政局", COUNTY, "演联络"] + [""] * 3])
    )
    assert (made.new, made.same) == (0, 1)
    changed = ["民政局", COUNTY, "演联络", "局长", "", ""]
    made = hand_in("liaisons", county, book(CONTACT_HEADS, [changed]))
    assert made.refused == 1 and "已经停用" in str(faults(made))


def test_a_bad_address_is_refused(county: Post) -> None:
    stage.department(county)
    rows = [["民政局", COUNTY, "演甲", "", "", "演甲邮箱"]]
    made = hand_in("liaisons", county, book(CONTACT_HEADS, rows))
    assert made.refused == 1
