"""Imports from the file to the register: preview, writing, the same file twice, taking back."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import builders
from tests.builders import COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates.office import applied, office
from tests.ledgers.books import (
    CARD_HEADS,
    HEADS,
    agree,
    book,
    cards,
    faults,
    hand_in,
    last_job,
    number,
    old_book,
    people,
)
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.certificates.models import Certificate
from zulian.certificates.rules.cards import Kind
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.ledgers import services
from zulian.ledgers.models import Import, Job
from zulian.people.models import Person
from zulian.people.services import correct
from zulian.regions.models import Region, RegionEvent


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def test_people_are_previewed_and_then_written(clerk: Post) -> None:
    made = hand_in("people", clerk, book(HEADS, people(30), "阜新县残疾人花名册"))
    assert (made.state, made.new, made.refused) == ("ready", 30, 0)
    assert not Person.objects.exists()
    done = agree(made)
    assert done.state == Import.State.DONE
    person = Person.objects.numbered(number(7)).get()
    assert (person.name, person.birth, person.sex, person.region_id) == ("演试7", date(1960, 5, 6), "male", VILLAGE)
    assert (person.phone, person.initials) == ("12000000007", "ys7")
    assert AuditEntry.objects.filter(action="ledger.import").get().changes["new"] == 30


def test_the_same_file_twice_changes_nothing(clerk: Post) -> None:
    data = book(HEADS, people(12))
    agree(hand_in("people", clerk, data))
    again = hand_in("people", clerk, data)
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, 12, 0)
    agree(again)
    assert Person.objects.count() == 12


def test_changes_are_shown_field_by_field_and_empty_cells_change_nothing(clerk: Post) -> None:
    agree(hand_in("people", clerk, book(HEADS, people(3))))
    rows = people(3)
    rows[1][3], rows[2][3] = "12099998888", ""
    made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.changed, made.same) == (1, 2)
    changed = next(services.preview(made, "changed", 0, 1)[i] for i in [0])
    assert changed["d"]["phone"] == ["12000000002", "12099998888"]
    agree(made)
    assert Person.objects.phoned("12099998888").get().name == "演试2"
    assert Person.objects.numbered(number(3)).get().phone == "12000000003"


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        (1, 2.10902196005060011e17, "科学计数"),
        (1, "210900196005060011", "校验位"),
        (1, "21090019600506", "18 位"),
        (2, OTHER_VILLAGE, "管辖范围"),
        (2, "没有的村", "管辖范围"),
        (3, "电话", "不是电话号码"),
        (4, "火星族", "可选项"),
        (0, "", "新增记录必须填写"),
    ],
)
def test_a_bad_cell_is_refused_with_its_reason_and_the_others_may_go_in(
    clerk: Post, column: int, value: object, says: str
) -> None:
    rows = people(3)
    rows[1][column] = value
    with scope(clerk.region.scope()):
        made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.new, made.refused) == (2, 1)
    assert says in "".join(faults(made)[0].values())
    with pytest.raises(ValidationError, match="1 行被退回"):
        services.agree(made, clerk, "all")
    agree(made, "good")
    assert Person.objects.count() == 2


def test_headings_in_any_order_with_synonyms_and_old_numbers(clerk: Post) -> None:
    heads = ("序号", "手机号码", "身份证号码（必填）", "*残疾人姓名", "所属区划", "出生年月日", "爱好")
    old = "210900600506011"
    rows = [[1, "１２０ 0000 0001", old, "演旧号", "演一镇演一村", "1960.5.6", "下棋"]]
    made = hand_in("people", clerk, book(heads, rows, "二〇二六年台账"))
    assert (made.new, made.refused) == (1, 0), faults(made)
    assert made.layout["extra"] == ["爱好"]
    agree(made)
    person = Person.objects.get()
    assert (person.id_number[:17], person.phone, person.region_id) == ("21090019600506011", "12000000001", VILLAGE)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_both_codings(clerk: Post, coding: str) -> None:
    text = "姓名,身份证号,户籍所在地\r\n" + "\r\n".join(",".join(map(str, row[:3])) for row in people(5))
    assert hand_in("people", clerk, text.encode(coding), "台账.csv").new == 5


def test_one_person_twice_in_a_file_is_refused_once(clerk: Post) -> None:
    rows = [*people(2), people(1)[0]]
    made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.new, made.refused) == (2, 1)
    assert "与第 2 行是同一条记录" in faults(made)[0][""]


def test_a_person_of_another_county_is_not_taken(clerk: Post) -> None:
    other = builders.post(Role.CERTIFICATE_CLERK, builders.OTHER_COUNTY)
    agree(hand_in("people", other, book(HEADS, people(1, OTHER_VILLAGE))))
    made = hand_in("people", clerk, book(HEADS, people(1)))
    assert "已在彰武县演三镇演三村委会登记" in faults(made)[0]["id_number"]


def test_an_import_is_reverted_and_leaves_the_register_as_it_was(clerk: Post) -> None:
    agree(hand_in("people", clerk, book(HEADS, people(4))))
    rows = people(6)
    rows[0][3] = "12011112222"
    made = agree(hand_in("people", clerk, book(HEADS, rows)))
    assert Person.objects.count() == 6
    services.revert(made, clerk)
    assert last_job(made).state == Job.State.DONE, last_job(made).message
    assert Person.objects.count() == 4
    kept = Person.objects.numbered(number(1)).get()
    assert (kept.phone, Person.objects.phoned("12000000001").count()) == ("12000000001", 1)


def test_what_somebody_went_on_from_is_not_reverted(clerk: Post) -> None:
    made = agree(hand_in("people", clerk, book(HEADS, people(2))))
    with scope(clerk.region.scope()):
        correct(Person.objects.numbered(number(1)).get(), {"name": "演改名"})
    services.revert(made, clerk)
    assert "已有人办理" in last_job(made).message
    assert (Person.objects.count(), Import.objects.get(pk=made.pk).state) == (2, Import.State.DONE)


def test_a_later_import_is_reverted_first(clerk: Post) -> None:
    first = agree(hand_in("people", clerk, book(HEADS, people(2))))
    rows = people(2)
    rows[0][3] = "12011112222"
    agree(hand_in("people", clerk, book(HEADS, rows)))
    services.revert(first, clerk)
    assert "请先撤销" in last_job(first).message


def test_cards_come_with_their_holders(regions: None) -> None:
    clerk = office().clerk
    made = agree(hand_in("certificates", clerk, book(CARD_HEADS, cards(20))))
    assert (made.state, made.new) == ("done", 20), faults(made)
    card = Certificate.objects.numbered(f"{number(3)}44").get()
    assert (card.person.name, card.category, card.grade, str(card.valid_until)) == ("演证3", 4, 4, "2030-03-18")
    assert hand_in("certificates", clerk, book(CARD_HEADS, cards(20))).same == 20
    services.revert(made, clerk)
    assert (Certificate.objects.count(), Person.objects.count()) == (0, 0)


def test_a_card_is_used_by_a_case_and_then_stays(regions: None) -> None:
    who = office()
    clerk = who.clerk
    made = agree(hand_in("certificates", clerk, book(CARD_HEADS, cards(2))))
    with scope(clerk.region.scope()):
        applied(who, Person.objects.numbered(number(1)).get(), Kind.LOSS)
    services.revert(made, clerk)
    assert last_job(made).state == Job.State.FAILED
    assert Certificate.objects.count() == 2


def test_card_rules_are_told_at_the_cell(regions: None) -> None:
    clerk = office().clerk
    rows = cards(4)
    rows[0][5], rows[1][6], rows[2][1], rows[3][4] = "智力", "四级", number(99), "2099-01-01"
    rows[1][3] = f"{number(2)}33"
    made = hand_in("certificates", clerk, book(CARD_HEADS, rows))
    assert [next(iter(f)) for f in faults(made)] == ["category", "grade", "number", "issued_on"]


def test_without_promises_no_cards_are_taken_in(clerk: Post) -> None:
    with pytest.raises(ValidationError, match="请先签署"):
        hand_in("certificates", clerk, book(CARD_HEADS, cards(1)))


def test_divisions_are_added_and_renamed(regions: None) -> None:
    admin = builders.post(Role.SYSTEM_ADMIN)
    heads = ("区划代码", "名称", "更名依据文件")
    rows = [
        ["210921103000", "演新镇", ""],
        ["210921103201", "演新村委会", ""],
        [VILLAGE, "演一新村委会", "县政发〔2026〕1号"],
    ]
    made = agree(hand_in("regions", admin, book(heads, rows)))
    assert (made.new, made.changed) == (2, 1), faults(made)
    assert Region.objects.get(code="210921103201").level == 12
    assert RegionEvent.objects.get().name_before == "演一村委会"
    services.revert(made, admin)
    assert last_job(made).state == Job.State.DONE, last_job(made).message
    assert Region.objects.get(code=VILLAGE).name == "演一村委会"
    assert not Region.objects.filter(code="210921103000").exists()
    assert not RegionEvent.objects.exists()


def test_staff_get_their_posts_and_must_change_their_password(regions: None) -> None:
    admin = builders.post(Role.SYSTEM_ADMIN)
    heads = ("登录名", "姓名", "岗位", "管辖区划", "初始密码")
    rows = [
        ["yanyi", "演一", "村（社区）专职委员", VILLAGE, "first-pass-2013"],
        ["yaner", "演二", "村（社区）专职委员", COUNTY, "first-pass-2013"],
        ["yansan", "演三", "办证员", COUNTY, "short"],
    ]
    made = hand_in("staff", admin, book(heads, rows))
    assert (made.new, made.refused) == (1, 2)
    assert "不能设在" in faults(made)[0]["region"]
    agree(made, "good")
    user = User.objects.get(username="yanyi")
    assert user.check_password("first-pass-2013") and user.must_change_password
    assert Post.objects.filter(user=user).get().region_id == VILLAGE


def test_deadlines_are_set_by_who_gave_the_task(regions: None) -> None:
    city = builders.post(Role.CITY_OFFICER)
    circular = builders.plan(city)
    task = builders.assignment(circular, "一（一）", COUNTY)
    later = task.due.replace(month=12, day=30)
    data = book(("任务编号", "完成时限"), [[task.pk, later.isoformat()]])
    made = hand_in("assignments", builders.post(Role.COUNTY_OFFICER), data)
    assert "时限由其调整" in faults(made)[0]["due"]
    agree(hand_in("assignments", city, data))
    assert builders.assignment(circular, "一（一）", COUNTY).due == later


def test_a_real_xls_with_dates_and_a_title_is_read(clerk: Post) -> None:
    heads = ["序号", "残疾人姓名", "公民身份号码", "出生年月日", "户籍地", "备注"]
    rows = [[n, f"演旧{n}", number(n), date(1960, 5, 6), VILLAGE, "x"] for n in range(1, 9)]
    rows.append(["", "合计", "", "", "", "8人"])
    made = hand_in("people", clerk, old_book(heads, rows, "阜新县残疾人花名册（2010年）"), "花名册.xls")
    births = {row["n"]: row["f"] for row in services.rows_of(made) if row["v"] == "refused"}
    assert (made.state, made.new, made.refused, births) == ("ready", 8, 0, {})
    assert made.layout["extra"] == ["备注"]
    agree(made)
    assert Person.objects.numbered(number(3)).get().name == "演旧3"
