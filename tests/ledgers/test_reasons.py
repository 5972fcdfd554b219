"""Why a row is refused stands on the page as in the file, and the template says beforehand what a row needs; of every ledger."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests import builders
from tests.builders import COUNTY, VILLAGE
from tests.ledgers.books import agree, book, faults, hand_in, ledger, number
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS, Role
from zulian.documents.services import keep
from zulian.foundation import clock
from zulian.foundation.ledger import Column, Draft, ledgers
from zulian.foundation.ledger_cells import CellError
from zulian.foundation.scopes import scope
from zulian.ledgers import services, sheets
from zulian.ledgers.evaluate import judge
from zulian.ledgers.models import Import
from zulian.ledgers.reading import Layout, plain_heading, vocabulary
from zulian.people.ledgers import NEW_PERSON
from zulian.people.models import Person

# Days to come, near enough to be no slip of the hand.
LATER, EARLIER = f"{timezone.localdate().year + 9}-01-01", f"{timezone.localdate().year + 8}-01-01"
KEYS = sorted(one.key for one in ledgers())
FILLED = [key for key in KEYS if PERMISSIONS[ledger(key).write]]  # the others are given out only
MAKING_PEOPLE = [one.key for one in ledgers() if Person in one.models]


def writer_of(key: str) -> Post:
    """A post that may fill a ledger."""
    roles = sorted(PERMISSIONS[ledger(key).write])
    role = Role.COUNTY_OFFICER if Role.COUNTY_OFFICER in roles else roles[0]
    return builders.post(Role(role), COUNTY)


def page_of(made: Import) -> str:
    client = Client()
    client.force_login(made.post.user)
    return client.get(f"/ledgers/imports/{made.pk}/").content.decode()


def refused_sheet(made: Import) -> Worksheet:
    client = Client()
    client.force_login(made.post.user)
    return load_workbook(BytesIO(client.get(f"/ledgers/imports/{made.pk}/refused/").content)).active


def template_of(key: str) -> Worksheet:
    out = BytesIO()
    sheets.template(ledger(key), out)
    return load_workbook(out).worksheets[0]


@pytest.mark.parametrize("key", FILLED)
@pytest.mark.parametrize("shown", [0, 2, 99])
def test_the_page_shows_each_reason_of_the_downloaded_file(
    regions: None, key: str, shown: int
) -> None:
    """Rows that are refused for each column and for the row as a whole, of sheets that have none, two or all columns."""
    post, register = writer_of(key), ledger(key)
    columns = register.taken[:shown]
    drafts = [
        Draft(n, [""] * len(columns))
        for n, _key in enumerate(["", *(c.key for c in register.columns)], 2)
    ]
    for draft, at in zip(drafts, ["", *(c.key for c in register.columns)], strict=True):
        draft.refuse(at, f"原因{draft.number}<“{at}”>")
    with scope(post.region.scope()):
        kept = keep(BytesIO(b"x"), "台账.csv", post.region, post, "csv", register.write)
        made = Import.objects.create(
            region=post.region, post=post, ledger=key, name=kept.name, file=kept
        )
        services._keep_pages(made, drafts)
        places = {column.key: place for place, column in enumerate(columns)}
        made.layout = {
            "sheet": "",
            "heading": 1,
            "heads": [str(c.name) for c in columns],
            "places": places,
            "extra": [],
        }
        made.judged()
        made.save()
    sheet = refused_sheet(made)
    reasons = [str(row[len(columns)].value) for row in sheet.iter_rows(min_row=2)]
    assert len(reasons) == len(drafts) == made.refused
    pages = [page_of(made)]
    client = Client()
    client.force_login(post.user)
    pages += [
        client.get(f"/ledgers/imports/{made.pk}/?verdict=refused&page={n}").content.decode()
        for n in range(1, 1 + len(drafts) // 25)
    ]
    for draft, reason in zip(drafts, reasons, strict=True):
        [(at, words)] = draft.faults.items()
        assert reason.endswith(words)
        assert sum(page.count(escape(words if at in places else reason)) for page in pages) == 1


def test_a_sheet_without_the_columns_that_new_rows_need_names_them(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    made = hand_in(
        "volunteers", post, book(["姓名", "身份证号"], [["演一", number(1)], ["演二", number(2)]])
    )
    assert (made.refused, made.layout["missing"]) == (2, ["户籍所在地", "服务地区"])
    page = page_of(made)
    assert "缺少必填的列：户籍所在地、服务地区" in page
    assert page.count("服务地区：新增记录必须填写“服务地区”。") == 2


@pytest.mark.parametrize("key", MAKING_PEOPLE)
def test_a_template_says_what_a_person_not_yet_registered_needs(key: str) -> None:
    column = ledger(key).column("region")
    assert column.required or column.sometimes == NEW_PERSON
    heads = {plain_heading(str(cell.value)): cell for cell in template_of(key)[1]}
    cell = heads[plain_heading(str(column.name))]
    assert str(cell.value).endswith(("*", f"（{NEW_PERSON}）"))
    assert column.required or "还没有登记过的人必须填写" in cell.comment.text


@pytest.mark.parametrize("key", KEYS)
def test_the_headings_of_a_template_are_read_again(key: str) -> None:
    known = vocabulary(ledger(key))
    assert [known.get(plain_heading(str(cell.value))) for cell in template_of(key)[1]] == [
        column.key for column in ledger(key).taken
    ]


@pytest.mark.parametrize("key", MAKING_PEOPLE)
def test_somebody_new_with_every_starred_column_lacks_nothing(regions: None, key: str) -> None:
    """No reason of a row that fills each column with a star or a word for new people is that something is missing."""
    post = writer_of(key)
    asked = [c for c in ledger(key).taken if c.required or c.sometimes]
    row = [_example(column) for column in asked]
    with scope(post.region.scope()):
        layout = Layout("", 1, 1, {column.key: place for place, column in enumerate(asked)}, [], [])
        [draft] = next(judge(ledger(key), layout.places, [Draft(2, row)]))
    assert not [
        words for words in draft.faults.values() if "必须填写" in words or "请填写" in words
    ]


def _example(column: Column) -> str:
    known = {"id_number": number(1), "name": "演一", "number": f"{number(1)}44"}
    if column.key in known:
        return known[column.key]
    if column.choices and (words := column.choices()):
        return words[0]
    if column.key in {"region", "org"}:
        return VILLAGE
    return "2020-03-19"


# Rows with faults of several kinds: cells that cannot be read, cells that are missing, rules of the person and of the register.
YOUNG = number(1, date(clock.today().year - 10, 5, 6))
MANY: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "volunteers": (
        {"姓名": "演一", "身份证号": YOUNG, "联系电话": "电话", "性别": "女", "注册日期": LATER},
        {
            "phone": "不是电话号码",
            "sex": "第 17 位",
            "region": "还没有登记",
            "org": "新增记录必须填写",
            "guardian": "监护人",
            "id_number": "周岁",
            "registered_on": "不能晚于今天",
        },
    ),
    "volunteer-hours": (
        {
            "姓名": "演一",
            "身份证号": number(1),
            "服务类别": "没有的服务",
            "开始时间": "2026-03-05 10:00",
            "结束时间": "2026-03-05 09:00",
        },
        {"kind": "没有的服务", "id_number": "没有这个身份证号", "end": "晚于开始"},
    ),
    "commissioners": (
        {
            "姓名": "演一",
            "身份证号": number(1),
            "任职单位": COUNTY,
            "任职日期": LATER,
            "协议截止": EARLIER,
        },
        {
            "region": "还没有登记",
            "since": "不能晚于今天",
            "until": "晚于任职日期",
            "org": "没有空缺",
        },
    ),
    "cadres": (
        {"姓名": "演一", "身份证号": number(1), "学历": "没有的学历", "入党时间": "1950-01-01"},
        {
            "region": "还没有登记",
            "org": "新增记录必须填写",
            "education": "可选项",
            "party_since": "出生之后",
        },
    ),
    "terms": (
        {
            "姓名": "演一",
            "身份证号": number(1),
            "任职单位": VILLAGE,
            "职务": "理事长",
            "任职日期": LATER,
        },
        {"region": "还没有登记", "since": "不能晚于今天", "title": "没有空缺"},
    ),
    "congresses": (
        {"单位": COUNTY, "第几次": "3", "召开日期": LATER, "代表名额": "10", "实到代表": "20"},
        {"held_on": "不能晚于今天", "attended": "不能多于"},
    ),
    "delegates": (
        {
            "姓名": "演一",
            "身份证号": number(1),
            "单位": COUNTY,
            "选举单位": "演选",
            "与残疾人的关系": "本人残疾",
            "性别": "女",
        },
        {"region": "还没有登记", "org": "没有正在筹备", "category": "须填残疾类别"},
    ),
    "association-members": (
        {
            "协会所在地区": COUNTY,
            "协会": "盲人协会",
            "姓名": "演一",
            "身份证号": number(1),
            "联系电话": "电话",
        },
        {"phone": "不是电话号码", "org": "没有这个协会", "region": "还没有登记"},
    ),
    "associations": (
        {"地区": VILLAGE, "协会": "盲人协会", "成立日期": LATER},
        {"org": "请填市或县", "set_up_on": "不能晚于今天"},
    ),
    "reserves": (
        {
            "身份证号": number(1),
            "名单层级": "县级",
            "起始年度": "2026",
            "截止年度": "2025",
            "确定日期": LATER,
        },
        {
            "id_number": "还没有干部档案",
            "direction": "新增记录必须填写",
            "last_year": "早于",
            "confirmed_on": "晚于今天",
        },
    ),
    "certificates": (
        {
            "姓名": "演一",
            "身份证号": number(2),
            "残疾人证号": f"{number(1)}44",
            "发证日期": LATER,
            "状态": "有效",
        },
        {"number": "证号前 18 位", "region": "新增记录必须填写", "issued_on": "今天之前"},
    ),
}


@pytest.mark.parametrize("key", sorted(MANY))
def test_all_reasons_of_a_row_are_told_at_once(regions: None, key: str) -> None:
    cells, reasons = MANY[key]
    post, known = writer_of(key), vocabulary(ledger(key))
    with scope(post.region.scope()):
        layout = Layout(
            "",
            1,
            1,
            {known[plain_heading(head)]: place for place, head in enumerate(cells)},
            [],
            [],
        )
        [draft] = next(judge(ledger(key), layout.places, [Draft(2, list(cells.values()))]))
    assert draft.faults.keys() >= reasons.keys(), draft.faults
    assert [at for at, words in reasons.items() if words not in draft.faults[at]] == [], (
        draft.faults
    )


def test_a_row_on_file_with_a_bad_cell_is_not_taken_for_a_new_one(regions: None) -> None:
    """What exists is found for refused rows too, so that no column is asked for which only a new row needs."""
    post = builders.post(Role.SYSTEM_ADMIN)
    heads = ["区划代码", "名称", "启用日期"]
    made = hand_in("regions", post, book(heads, [[VILLAGE, "", "不是日期"]]))
    assert list(faults(made)[0]) == ["valid_from"]


def test_a_refused_row_takes_nothing_from_the_others(regions: None) -> None:
    """Of two rows for one person the good one is found as itself, though a refused one stands before and behind it."""
    post = builders.post(Role.COUNTY_OFFICER)
    heads = ["姓名", "身份证号", "户籍所在地", "联系电话"]
    agree(hand_in("people", post, book(heads, [["演一", number(1), VILLAGE, "12000000001"]])))
    bad, good = ["演一", number(1), "", "电话"], ["演一", number(1), "", "12000000002"]
    made = hand_in("people", post, book(heads, [bad, good, bad]))
    assert (made.changed, made.refused) == (1, 2)
    assert [list(each) for each in faults(made)] == [["phone"], ["phone"]]


@pytest.mark.parametrize("key", KEYS)
def test_the_notes_of_a_template_list_the_words_of_columns_that_hold_several(key: str) -> None:
    out = BytesIO()
    sheets.template(ledger(key), out)
    explained = {
        row[0].value: str(row[2].value)
        for row in load_workbook(out)["填写说明"].iter_rows(min_row=2)
    }
    for column in ledger(key).taken:
        if column.several:
            assert all(word in explained[str(column.name)] for word in column.several())
            # What the note lists is what the column reads.
            assert column.read("、".join(column.several()))


def test_some_columns_hold_several() -> None:
    assert {(key, c.key) for key in KEYS for c in ledger(key).taken if c.several} >= {
        ("volunteers", "skills"),
        ("associations", "equipment"),
    }


def test_a_word_that_is_nearly_right_is_hinted() -> None:
    skills, near = (
        ledger("volunteers").column("skills"),
        ledger("volunteers").column("skills").several,
    )
    assert near is not None
    word = next(word for word in near() if len(word) > 3)
    with pytest.raises(CellError, match=f"您是不是要“{word}”"):
        skills.read(word[:-1])
    with pytest.raises(CellError) as refusal:
        skills.read("zzzz")
    assert "您是不是要" not in str(refusal.value)
    with pytest.raises(CellError, match="您是不是要“高中、中专”"):
        ledger("volunteers").column("education").read("高中中专")


def test_a_computed_column_is_said_to_be_ignored_and_tells_nobody(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    heads = ["志愿者编号", "姓名", "身份证号", "户籍所在地", "服务地区", "状态"]
    made = hand_in(
        "volunteers", post, book(heads, [["LN-1", "演一", number(1), VILLAGE, VILLAGE, "不是状态"]])
    )
    assert (made.new, made.layout["computed"]) == (1, ["志愿者编号", "状态"])
    assert "“志愿者编号、状态”由系统生成，导入时不读取，也不用来认行。" in page_of(made)
