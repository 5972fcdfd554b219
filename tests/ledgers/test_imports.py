"""Imports from the file to the register: preview, writing, the same file twice, taking back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone

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
    ledger,
    number,
    old_book,
    people,
)
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.associations.models import Association
from zulian.certificates.models import Certificate
from zulian.certificates.rules.cards import Kind
from zulian.foundation.clock import today
from zulian.foundation.ledger import Draft, ledgers
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.grassroots.ledgers import FLAGS, NUMBERS
from zulian.grassroots.models import Organisation
from zulian.ledgers import jobs, services
from zulian.ledgers.evaluate import judge
from zulian.ledgers.models import Import, Job
from zulian.ledgers.reading import Layout
from zulian.people.models import Person
from zulian.people.rules import mask_id, mask_phone
from zulian.people.services import Entry, correct, register
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
    assert (person.name, person.birth, person.sex, person.region_id) == (
        "演试7",
        date(1960, 5, 6),
        "male",
        VILLAGE,
    )
    assert (person.phone, person.initials) == ("12000000007", "ys7")
    assert AuditEntry.objects.filter(action="ledger.import").get().changes["new"] == 30


def test_the_same_file_twice_changes_nothing(clerk: Post) -> None:
    data = book(HEADS, people(12))
    agree(hand_in("people", clerk, data))
    again = hand_in("people", clerk, data)
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, 12, 0)
    assert again.state == Import.State.NOTHING
    with pytest.raises(ValidationError, match="已经结束"):
        services.agree(again, clerk, "all")
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
    heads = (
        "序号",
        "手机号码",
        "身份证号码（必填）",
        "*残疾人姓名",
        "所属区划",
        "出生年月日",
        "爱好",
    )
    old = "210900600506011"
    rows = [[1, "１２０ 0000 0001", old, "演旧号", "演一镇演一村", "1960.5.6", "下棋"]]
    made = hand_in("people", clerk, book(heads, rows, "二〇二六年台账"))
    assert (made.new, made.refused) == (1, 0), faults(made)
    assert made.layout["extra"] == ["爱好"]
    agree(made)
    person = Person.objects.get()
    assert (person.id_number[:17], person.phone, person.region_id) == (
        "21090019600506011",
        "12000000001",
        VILLAGE,
    )


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_both_codings(clerk: Post, coding: str) -> None:
    text = "姓名,身份证号,户籍所在地\r\n" + "\r\n".join(
        ",".join(map(str, row[:3])) for row in people(5)
    )
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
    assert faults(made) == [
        {"id_number": "这个人已经登记，不在您的管辖范围内，请办理迁移，不要重复登记。"}
    ]


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
    assert (card.person.name, card.category, card.grade, str(card.valid_until)) == (
        "演证3",
        4,
        4,
        "2030-03-18",
    )
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


def test_staff_wait_with_their_posts_and_have_no_password_yet(regions: None) -> None:
    admin = builders.post(Role.SYSTEM_ADMIN)
    heads = ("登录名", "姓名", "岗位", "管辖区划")
    rows = [
        ["yanyi", "演一", "村（社区）专职委员", VILLAGE],
        ["yaner", "演二", "村（社区）专职委员", COUNTY],
    ]
    made = hand_in("staff", admin, book(heads, rows))
    assert (made.new, made.refused) == (1, 1)
    assert "不能设在" in faults(made)[0]["region"]
    agree(made, "good")
    user = User.objects.get(username="yanyi")
    assert not user.has_usable_password()
    given = Post.objects.get(user=user)
    assert given.region_id == VILLAGE and given.is_waiting
    assert not Post.objects.held().filter(pk=given.pk).exists()


def test_nobody_gives_a_post_to_themselves_by_a_sheet(regions: None) -> None:
    admin, other = builders.post(Role.SYSTEM_ADMIN), builders.post(Role.COUNTY_OFFICER)
    heads = ("登录名", "姓名", "岗位", "管辖区划")
    rows = [
        [admin.user.username, admin.user.name, "办证员", COUNTY],
        [other.user.username, other.user.name, "审计管理员", COUNTY],
        ["yanyi", "演一", "办证员", COUNTY],
    ]
    made = hand_in("staff", admin, book(heads, rows))
    assert (made.new, made.refused) == (1, 2)
    assert "不能办理自己的岗位和账号" in faults(made)[0]["username"]
    assert "管理员不兼任业务岗位" in faults(made)[1]["role"]


def test_two_rows_of_one_sheet_do_not_give_what_one_may_not(regions: None) -> None:
    admin, person = builders.post(Role.SYSTEM_ADMIN), builders.post(Role.COMMISSIONER, VILLAGE)
    Post.objects.filter(pk=person.pk).update(until=today() - timedelta(days=1))
    heads = ("登录名", "姓名", "岗位", "管辖区划")
    name = person.user.username
    rows = [[name, person.user.name, role, COUNTY] for role in ("办证员", "安全管理员")]
    made = hand_in("staff", admin, book(heads, rows))
    assert (made.new + made.changed, made.refused) == (1, 1)
    assert "管理员不兼任业务岗位" in faults(made)[0]["role"]


def test_a_sheet_makes_no_post_longer(regions: None) -> None:
    admin, person = builders.post(Role.SYSTEM_ADMIN), builders.post(Role.COMMISSIONER, VILLAGE)
    Post.objects.filter(pk=person.pk).update(until=today() + timedelta(days=3))
    heads = ("登录名", "姓名", "岗位", "管辖区划", "结束日期")
    later = (today() + timedelta(days=30)).isoformat()
    row = [person.user.username, person.user.name, "村（社区）专职委员", VILLAGE, later]
    assert "只能提前结束" in faults(hand_in("staff", admin, book(heads, [row])))[0]["until"]


def test_a_post_given_by_a_sheet_takes_an_account_out_of_the_demo(regions: None) -> None:
    admin = builders.post(Role.SYSTEM_ADMIN)
    moving, staying = (
        builders.post(Role.COMMISSIONER, VILLAGE, demo="记工作日志") for _n in range(2)
    )
    heads = ("登录名", "姓名", "岗位", "管辖区划")
    rows = [
        [moving.user.username, moving.user.name, "办证员", COUNTY],
        [staying.user.username, staying.user.name, "村（社区）专职委员", VILLAGE],
    ]
    made = hand_in("staff", admin, book(heads, rows))
    agree(made, "good")
    assert Post.objects.filter(user=moving.user).count() == 2
    assert list(User.objects.demo()) == [staying.user]


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
    made = hand_in(
        "people", clerk, old_book(heads, rows, "阜新县残疾人花名册（2010年）"), "花名册.xls"
    )
    births = {row["n"]: row["f"] for row in services.rows_of(made) if row["v"] == "refused"}
    assert (made.state, made.new, made.refused, births) == ("ready", 8, 0, {})
    assert made.layout["extra"] == ["备注"]
    agree(made)
    assert Person.objects.numbered(number(3)).get().name == "演旧3"


# Nothing destroyed


def test_masked_cells_change_nothing_and_say_so(clerk: Post) -> None:
    agree(hand_in("people", clerk, book(HEADS, people(3))))
    rows = people(3)
    for row in rows:
        row[1], row[3] = mask_id(row[1]), mask_phone(row[3])
    rows[2][0] = "演另三"
    made = hand_in("people", clerk, book(HEADS, rows))
    # The third one bears another name: nobody on file has it, so that the number can't be told.
    assert (made.same, made.refused, made.layout["masked"]) == (2, 1, ["身份证号", "联系电话"])
    assert "遮掩" in faults(made)[0]["id_number"]
    client = Client()
    client.force_login(clerk.user)
    page = client.get(f"/ledgers/imports/{made.pk}/?verdict=same").content.decode()
    assert page.count("遮掩过，不改动") == 4
    assert {p.phone for p in Person.objects.all()} == {row[3] for row in people(3)}


def test_a_masked_telephone_never_replaces_the_real_one(regions: None) -> None:
    """The blocker as it was found: a register whose telephones are free text, handed back as it was given out."""
    post = builders.post(Role.TOWNSHIP_OFFICER)
    organisation = Organisation.objects.get(region=post.region_id)
    organisation.contact_phone = "13800000001"
    organisation.save()
    made = hand_in(
        "organisations",
        post,
        book(["单位", "联系人", "联系电话"], [[post.region_id, "演联系", "138****0001"]]),
    )
    assert made.changed == 1
    agree(made)
    organisation.refresh_from_db()
    assert (organisation.contact, organisation.contact_phone) == ("演联系", "13800000001")


def test_nobody_new_is_made_of_masked_cells(clerk: Post) -> None:
    rows = people(2)
    rows[0][1], rows[1][3] = mask_id(rows[0][1]), mask_phone(rows[1][3])
    made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.new, made.refused) == (0, 2)


def test_two_namesakes_with_like_numbers_are_not_guessed_apart(clerk: Post) -> None:
    rows = people(1) + people(1)
    days = (date(1961, 1, 1) + timedelta(days=n) for n in range(365))
    rows[1][1] = next(
        number(1, day) for day in days if mask_id(number(1, day)) == mask_id(number(1))
    )
    agree(hand_in("people", clerk, book(HEADS, rows)))
    assert Person.objects.count() == 2
    rows[0][1] = mask_id(rows[0][1])
    made = hand_in("people", clerk, book(HEADS, rows[:1]))
    assert (made.refused, list(faults(made)[0])) == (1, ["id_number"])


@pytest.mark.parametrize("name", ["王五测", "王　五测", "王 五测", " 王五测　", "王 五 测"])
def test_a_blank_in_a_name_makes_no_second_person(clerk: Post, name: str) -> None:
    heads = ["姓名", "没有身份证号的原因", "性别", "出生日期", "户籍所在地"]
    row = ["王五测", "户口办理中", "男", "1961-05-04", VILLAGE]
    agree(hand_in("people", clerk, book(heads, [row])))
    made = hand_in("people", clerk, book(heads, [[name, *row[1:]]]))
    assert made.same == 1
    with scope(clerk.region.scope()):
        kept = register(Entry(name, Region.objects.get(code=VILLAGE), id_number=number(9)))
    assert (kept.name, kept.initials) == ("王五测", "wwc")


def test_what_a_sheet_does_not_say_stays_unknown(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    made = agree(
        hand_in(
            "people",
            post,
            book(["姓名", "身份证号", "户籍所在地"], [["演无族", number(3), VILLAGE]]),
        )
    )
    assert made.new == 1
    assert Person.objects.get(name="演无族").ethnicity == ""
    agree(hand_in("organisations", post, book(["单位", "负责人"], [[VILLAGE, "演负责"]])))
    organisation = Organisation.objects.get(region=VILLAGE)
    assert {getattr(organisation, name) for name in (*FLAGS, *NUMBERS)} == {None}


# What a register begins with by itself: who is entered serves from that day on and is shown to nobody; terms end by rule.
BEGUN = {
    ("cadres", "status"),
    ("social-organisations", "listed"),
    ("volunteers", "registered_on"),
    ("volunteers", "skills"),  # its empty list is ","
    ("terms", "until"),
    ("self-checks", "left_out"),  # its rows are never new
}
SHEETS: dict[str, tuple[str, dict[str, str]]] = {
    "people": (Role.COUNTY_OFFICER, {"姓名": "演一", "身份证号": number(1), "户籍所在地": VILLAGE}),
    "organisations": (Role.COUNTY_OFFICER, {"单位": VILLAGE, "负责人": "演负责"}),
    "cadres": (
        Role.COUNTY_OFFICER,
        {"姓名": "演二", "身份证号": number(2), "户籍所在地": VILLAGE, "管理单位": COUNTY},
    ),
    "volunteers": (
        Role.COUNTY_OFFICER,
        {"姓名": "演三", "身份证号": number(3), "户籍所在地": VILLAGE, "服务地区": VILLAGE},
    ),
    "social-organisations": (
        Role.COUNTY_OFFICER,
        {
            "名称": "演协会",
            "所在地区": COUNTY,
            "类型": "社会团体",
            "性质": "助残组织",
            "负责人": "演四",
            "服务内容": "照料",
        },
    ),
    "associations": (Role.COUNTY_OFFICER, {"地区": COUNTY, "协会": "盲人协会"}),
}


@pytest.mark.parametrize("key", sorted(SHEETS))
def test_no_ledger_fills_in_what_a_row_does_not_say(regions: None, key: str) -> None:
    role, cells = SHEETS[key]
    post = builders.post(Role(role))
    register_of = ledger(key)
    # What is due stands in these registers from the first day; here the row is a new one.
    Organisation.objects.all().delete()
    Association.objects.all().delete()
    with scope(post.region.scope()):
        layout = Layout("", 1, 1, {}, [], [])
        for place, head in enumerate(cells):
            layout.places[next(c.key for c in register_of.taken if str(c.name) == head)] = place
        draft = next(judge(register_of, layout.places, [Draft(2, list(cells.values()))]))[0]
    assert not draft.faults
    put = {name: value for columns in draft.puts.values() for name, value in columns.items()}
    unsaid = [c for c in register_of.taken if c.key not in draft.values and (c.get or c.key) in put]
    assert len(unsaid) > 3
    assert not [
        (c.key, put[c.get or c.key])
        for c in unsaid
        if put[c.get or c.key] not in ("", ",", None) and (key, c.key) not in BEGUN
    ]


def test_what_a_sheet_may_leave_out_can_stay_empty_in_the_register() -> None:
    """Of every ledger: a column without a word for unknown would have to make one up."""
    for register_of in ledgers():
        for column in register_of.taken:
            field = next(
                (
                    f
                    for f in register_of.model._meta.concrete_fields
                    if f.name == (column.get or column.key)
                ),
                None,
            )
            if field is None or column.required or (register_of.key, column.key) in BEGUN:
                continue
            can_be_empty = field.null or isinstance(field, models.CharField | models.TextField)
            assert can_be_empty or column.fixed, (register_of.key, column.key)
            assert not field.has_default() or column.fixed, (register_of.key, column.key)


def test_a_closed_division_takes_no_new_rows_by_code_or_name(clerk: Post) -> None:
    agree(hand_in("people", clerk, book(HEADS, people(1))))
    Region.objects.filter(code=VILLAGE).update(valid_to=date(2024, 1, 1))
    known = people(2)
    made = hand_in("people", clerk, book(HEADS, known))
    # Who is on file there stays as they are; nobody else is entered.
    assert (made.same, made.refused) == (1, 1)
    assert "已停用" in faults(made)[0]["region"]
    name = Region.objects.get(code=VILLAGE).name
    made = hand_in("people", clerk, book(HEADS, people(2, name)[1:]))
    assert list(faults(made)[0]) == ["region"]


# Ends


def page(post: Post, made: Import) -> str:
    client = Client()
    client.force_login(post.user)
    return client.get(f"/ledgers/imports/{made.pk}/").content.decode()


def test_a_file_that_cannot_be_read_comes_to_an_end(clerk: Post) -> None:
    made = hand_in("people", clerk, book(("甲", "乙"), [["一", "二"]]))
    assert made.state == Import.State.FAILED
    assert "没有找到表头" in last_job(made).message
    shown = page(clerk, made)
    assert "改正后重新上传" in shown and "确认导入" not in shown
    with pytest.raises(ValidationError):
        services.drop(made)


def test_a_reading_that_was_lost_or_stopped_comes_to_an_end(clerk: Post) -> None:
    made = hand_in("people", clerk, book(HEADS, people(1)))
    for end, state in ((jobs.ask_to_stop, Import.State.DROPPED), (lost, Import.State.FAILED)):
        reading = Import.objects.create(
            region=clerk.region, post=clerk, ledger="people", name="台账.xlsx", file=made.file
        )
        job = Job.objects.create(
            kind=Job.Kind.JUDGE, post=clerk, region=clerk.region, ledger="people", source=reading
        )
        end(job)
        assert Import.objects.get(pk=reading.pk).state == state


def lost(job: Job) -> None:
    """The worker of a job is gone, for the last time."""
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, attempts=jobs.MAX_ATTEMPTS, beat_at=long_ago
    )
    jobs.reclaim()


def test_a_file_with_nothing_to_import_comes_to_an_end(clerk: Post) -> None:
    rows = people(2)
    rows[0][3] = rows[1][3] = "电话"
    made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.state, made.refused) == (Import.State.NOTHING, 2)
    shown = page(clerk, made)
    assert "没有可以导入的行" in shown and "改正后重新上传" in shown and "下载退回的行" in shown
    assert "确认导入" not in shown and "放弃" not in shown


# The auditor


def test_the_auditor_looks_at_imports_and_changes_nothing(clerk: Post) -> None:
    rows = people(2)
    rows[0][3] = "电话"
    made = hand_in("people", clerk, book(HEADS, rows))
    auditor = builders.post(Role.AUDIT_ADMIN, COUNTY)
    client = Client()
    client.force_login(auditor.user)
    assert made.name in client.get("/ledgers/imports/").content.decode()
    shown = page(auditor, made)
    assert "演试1" in shown and number(1) not in shown
    assert not any(
        words in shown for words in ("确认导入", "放弃", "下载退回的行", "改正后重新上传")
    )
    assert client.get(f"/ledgers/imports/{made.pk}/refused/").status_code == 403
    for way in ("agree", "drop", "revert"):
        assert (
            client.post(f"/ledgers/imports/{made.pk}/{way}/", {"mode": "good"}).status_code == 403
        )
    beside = builders.post(Role.AUDIT_ADMIN, builders.OTHER_COUNTY)
    client.force_login(beside.user)
    assert client.get(f"/ledgers/imports/{made.pk}/").status_code == 404


def test_the_entry_of_an_import_keeps_the_address_of_who_confirmed_it(clerk: Post) -> None:
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.force_login(clerk.user)
    client.post(
        "/ledgers/people/import/", {"file": SimpleUploadedFile("台账.xlsx", book(HEADS, people(2)))}
    )
    made = Import.objects.get()
    other = Client(REMOTE_ADDR="10.9.9.9")
    other.force_login(clerk.user)
    other.post(f"/ledgers/imports/{made.pk}/agree/", {"mode": "all"})
    assert AuditEntry.objects.get(action="ledger.upload").address == "10.1.2.3"
    entry = AuditEntry.objects.get(action="ledger.import")
    assert (entry.address, entry.user_id) == ("10.9.9.9", clerk.user_id)
