"""Cells, headings and sheets of real offices, each file → what it must come to; `shared/cases/ledgers.json` beside the checkout
lists them.

A case is one of a kind: the kinds with their property tests stand in the modules beside this one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.builders import COUNTY, TOWN, VILLAGE
from tests.certificates.office import office
from tests.grassroots import stage
from tests.ledgers.books import agree, book, faults, hand_in, ledger, people, sheets
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.ledger import Draft
from zulian.foundation.scopes import scope
from zulian.grassroots.rules.sheet import read_standard
from zulian.ledgers import exports
from zulian.ledgers.evaluate import judge
from zulian.ledgers.models import Import, Job
from zulian.ledgers.reading import Layout, key_of, vocabulary
from zulian.people.models import Person
from zulian.regions.models import Region
from zulian.regions.services import load

pytestmark = pytest.mark.usefixtures("regions")
LIST = Path(__file__).parents[3] / "shared" / "cases" / "ledgers.json"
ANSWERS: dict[int, Callable[[], None]] = {}
FIVE = ["姓名", "身份证号", "户籍所在地", "联系电话", "民族"]
STREET, COMMUNITY = "210921001000", "210921001001"


def case(*numbers: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Name a function as the answer to cases of the list; its first line says what stands in the file."""

    def keep(answer: Callable[[], None]) -> Callable[[], None]:
        ANSWERS.update(dict.fromkeys(numbers, answer))
        return answer

    return keep


def clerk() -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def officer() -> Post:
    return builders.post(Role.COUNTY_OFFICER)


def counts(made: Import) -> tuple[int, int, int, int]:
    return made.new, made.changed, made.same, made.refused


def read(key: str, **cells: str) -> Draft:
    """One row of a ledger with these cells, by column keys, judged."""
    register = ledger(key)
    with scope(officer().region.scope()):
        layout = Layout("", 1, 1, {name: place for place, name in enumerate(cells)}, [], [])
        [draft] = next(judge(register, layout.places, [Draft(2, list(cells.values()))]))
    return draft


def value(key: str, column: str, text: str) -> Any:
    """What a cell says; its fault fails the test."""
    draft = read(key, **{column: text})
    assert column not in draft.faults or "必须填写" in draft.faults[column], draft.faults
    return draft.values.get(column)


def exported(key: str, post: Post, whole: bool = False) -> bytes:
    with scope(post.region.scope()):
        job = exports.ask(ledger(key), post, "", whole, "报省残联核查" if whole else "")
        job = Job.objects.get(pk=job.pk)
        assert job.file is not None
        return bytes(job.file.read())


def unchanged(key: str, post: Post, whole: bool = False) -> None:
    """An export goes in again as it came out."""
    with scope(post.region.scope()):
        made = hand_in(key, post, exported(key, post, whole))
    assert counts(made)[:2] == (0, 0) and made.refused == 0, faults(made)
    assert made.same


@case(139, 146)
def masked_telephones() -> None:
    """基层组织, exported masked and imported unchanged"""
    post = officer()
    rows = [[VILLAGE, "演员", "12000000001"]]
    agree(hand_in("organisations", post, book(["单位", "联系人", "联系人电话"], rows)))
    unchanged("organisations", post)


@case(142)
def spaced_names() -> None:
    """王五测, 王　五测 and 王 五测 without number, of one birth and village"""
    heads = ["姓名", "无证原因", "性别", "出生日期", "户籍所在地"]
    heads[1] = str(ledger("people").column("no_number").name)
    why = ledger("people").column("no_number").choices
    assert why is not None
    rows = [
        [name, why()[0], "男", "1960-05-06", VILLAGE] for name in ("王五测", "王　五测", "王 五测")
    ]
    made = hand_in("people", clerk(), book(heads, rows))
    assert (made.new, made.refused) == (1, 2)
    agree(made, "good")
    assert Person.objects.get().initials == "wwc"


@case(147)
def several_sheets() -> None:
    """one sheet for each township under one heading"""
    tables = [
        (f"演{n}镇", [FIVE, *people(9)[at : at + size]])
        for n, at, size in ((1, 0, 2), (2, 2, 3), (3, 5, 1))
    ]
    made = hand_in("people", clerk(), sheets(*tables))
    assert made.new + len(made.layout["unread"]) >= 3 and made.layout["unread"] == [
        "演2镇",
        "演3镇",
    ]


@case(148)
def hidden_sheet() -> None:
    """the first sheet, of old data, is hidden"""
    made = hand_in(
        "people",
        clerk(),
        sheets(("旧", [FIVE, *people(4)]), ("新", [FIVE, *people(2)]), hidden="旧"),
    )
    assert (made.layout["sheet"], made.new) == ("新", 2)


def web_table(rows: list[list[str]]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><body><table>{lines}</table></body></html>"


@case(149, 150)
def saved_by_a_web_system() -> None:
    """an .xls that is HTML, with and without a byte order mark"""
    post = clerk()
    for coding in ("utf-8", "utf-8-sig", "gb18030"):
        page = web_table([FIVE, *people(2)]).replace("utf-8", coding.removesuffix("-sig"))
        made = hand_in("people", post, page.encode(coding), "花名册.xls")
        assert (made.new, made.refused) == (2, 0), coding


@case(151)
def xml_spreadsheet() -> None:
    """an XML spreadsheet of 2003"""
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in [FIVE, *people(2)]
    )
    text = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    assert hand_in("people", clerk(), text.encode(), "花名册.xls").new == 2


@case(153)
def digits_kept_by_a_formula() -> None:
    """a csv with ="2109…" """
    rows = [FIVE, *([a, f'"=""{b}"""', *rest] for a, b, *rest in people(2))]
    text = "\r\n".join(",".join(row) for row in rows)
    assert hand_in("people", clerk(), text.encode(), "花名册.csv").new == 2


@case(154)
def numbered_blank_rows() -> None:
    """rows of which only 序号 is filled"""
    rows = [[n, *row] for n, row in enumerate(people(2), 1)] + [[n] for n in range(3, 9)]
    made = hand_in("people", clerk(), book(["序号", *FIVE], rows))
    assert counts(made) == (2, 0, 0, 0)


@case(155)
def headings_of_each_page() -> None:
    """the heading again on each printed page"""
    rows = [*people(4)[:2], FIVE, *people(4)[2:]]
    assert counts(hand_in("people", clerk(), book(FIVE, rows))) == (4, 0, 0, 0)


@case(156)
def group_rows() -> None:
    """a row 阜新镇 over its people"""
    rows = [["阜新镇"], *people(4)[:2], ["", "", "演二镇"], *people(4)[2:]]
    assert counts(hand_in("people", clerk(), book(FIVE, rows))) == (4, 0, 0, 0)


@case(160)
def shares_with_many_places() -> None:
    """自查评分, exported and imported unchanged"""
    post = builders.post(Role.CITY_OFFICER)
    stage.campaign(post)
    with scope(post.region.scope()):
        from zulian.grassroots.models import Mark

        for mark in Mark.objects.filter(item__kind="score").select_related("item")[:3]:
            mark.own = round(mark.item.points * 4 / 7, 2)
            mark.reckon()
            mark.save()
    unchanged("self-checks", post)


@case(161)
def masked_number() -> None:
    """a masked ID number"""
    masked = [["演一", "210900********0011", VILLAGE, "", ""]]
    [fault] = faults(hand_in("people", clerk(), book(FIVE, masked)))
    assert "遮掩" in fault["id_number"]


@case(162)
def cancelled_cards() -> None:
    """certificates, exported whole, one of them 已注销"""
    from tests.certificates.office import holder

    who = office()
    _someone, card = holder(who)
    card.cancel(today(), "本人申请")
    card.save()
    unchanged("certificates", who.clerk, whole=True)


def known_heading(key: str, head: str) -> str:
    return key_of(head, vocabulary(ledger(key)))


@case(163, 164, 165, 166)
def headings_of_people() -> None:
    """身份证号（18位）, 公民身份证号码, 户口所在地, 所属村（社区） …"""
    for head in ("身份证号（18位）", "公民身份证号码", "身份证件号码"):
        assert known_heading("people", head) == "id_number", head
    for head in ("户籍所在地（区划代码）", "户口所在地", "所属村（社区）", "村名"):
        assert known_heading("people", head) == "region", head


@case(168)
def headings_of_commissioners() -> None:
    """出生年月｜文化程度｜工作单位｜任职时间"""
    heads = {"出生年月": "birth", "文化程度": "education", "工作单位": "org", "任职时间": "since"}
    for head, key in heads.items():
        assert known_heading("commissioners", head) == key, head


@case(169)
def sexes() -> None:
    """性别 1 / 2"""
    assert [value("people", "sex", text) for text in ("1", "2", "男性")] == [
        "male",
        "female",
        "male",
    ]


@case(171, 172, 173)
def grades() -> None:
    """残疾等级 1级, 壹级, Ⅰ级"""
    assert [value("certificates", "grade", text) for text in ("1级", "壹级", "Ⅰ级", "一")] == [
        1
    ] * 4


@case(174, 176, 179)
def categories() -> None:
    """残疾类别 肢残, 04, 语言"""
    texts = ("肢残", "04", "语言", "盲")
    assert [value("certificates", "category", text) for text in texts] == [4, 4, 3, 1]


@case(181)
def ethnicities() -> None:
    """民族 蒙"""
    assert [value("people", "ethnicity", text) for text in ("蒙", "汉", "蒙古")] == [
        "02",
        "01",
        "02",
    ]


@case(183, 185)
def telephones() -> None:
    """联系电话 (0418)2800001, 无, /"""
    assert value("people", "phone", "(0418)2800001") == "04182800001"
    for text in ("无", "/"):
        draft = read("people", phone=text)
        assert "phone" not in draft.values and "phone" not in draft.faults


@case(186)
def from_and_until() -> None:
    """有效期 2020.3.19-2030.3.18"""
    assert value("certificates", "valid_until", "2020.3.19-2030.3.18") == date(2030, 3, 18)


@case(187)
def without_end() -> None:
    """有效期 长期"""
    draft = read("certificates", valid_until="长期")
    words = draft.faults.get("valid_until", "") + draft.left.get("valid_until", "")
    assert "发证日期" in words


@case(188)
def midnight() -> None:
    """出生日期 1960/5/6 0:00"""
    assert value("people", "birth", "1960/5/6 0:00") == date(1960, 5, 6)


@case(189)
def months() -> None:
    """任职日期 2020.1, 2020年1月"""
    assert [value("commissioners", "since", t) for t in ("2020.1", "2020年1月")] == [
        date(2020, 1, 1)
    ] * 2


@case(190)
def schooling() -> None:
    """学历 高中, 中专, 初中, 小学, 本科, 专科"""
    words = {
        "高中": "high",
        "中专": "high",
        "初中": "middle",
        "小学": "middle",
        "本科": "bachelor",
        "专科": "college",
    }
    for key in ("volunteers", "commissioners", "cadres"):
        assert {text: value(key, "education", text) for text in words} == words


@case(192, 193)
def politics() -> None:
    """政治面貌 群众, 党员, 团员"""
    words = {"群众": "other", "党员": "party", "团员": "league"}
    assert {text: value("volunteers", "politics", text) for text in words} == words


@case(196)
def services() -> None:
    """服务类别 家政服务, 助行, 法律援助, 其他"""
    for text in ("家政服务", "助行", "法律援助", "其他"):
        draft = read("volunteers", skills=text)
        assert "skills" in draft.values or "skills" in draft.asks


@case(199, 200, 206)
def places() -> None:
    """城区街道富民社区, …居民委员会, and the nine digits of a township"""
    load([(STREET, "城区街道"), (COMMUNITY, "富民社区居委会")])
    for text in ("城区街道富民社区", "城区街道富民社区居民委员会", "富民社区"):
        assert value("people", "region", text) == COMMUNITY, text
    assert value("people", "region", TOWN[:9]) == TOWN
    assert Region.objects.get(code=COUNTY).name.endswith(
        value("people", "region", VILLAGE) and "县"
    )


@case(213)
def subtotals_of_a_standard() -> None:
    """a row 小计 after each project"""
    rows = [
        ["考评项目", "考评内容", "标准分数", "评分办法", "负责考核部门"],
        ["甲", "一", "5", "a", "x"],
        ["小计", "", "5", "", ""],
        ["乙", "二", "10", "b", "y"],
        ["", "小计", "10", "", ""],
        ["合计", "", "15", "", ""],
    ]
    found = read_standard(rows, [])
    assert sum(entry.worth for entry in found.entries) == 15 == found.total
    assert [entry.title for entry in found.entries] == ["甲", "乙"]


@case(214)
def bonus_items() -> None:
    """加分项 with 加3分"""
    rows = [
        ["项目", "分值", "考核内容", "评分标准", "责任单位"],
        ["甲", "10", "一", "a", "x"],
        ["加分项", "加3分", "受表彰", "每次加1分", "x"],
    ]
    found = read_standard(rows, [])
    assert [entry.worth for entry in found.entries] == [10, 0]
    assert found.bonus == [3]


def cases() -> list[Any]:
    """The list beside the checkout; without it the answers by their numbers."""
    if LIST.exists():
        told = {int(one["n"]): one["input"] for one in json.loads(LIST.read_text(encoding="utf-8"))}
    else:
        told = {n: str(answer.__doc__) for n, answer in ANSWERS.items()}
    return [pytest.param(n, id=f"{n}-{words[:40]}") for n, words in sorted(told.items())]


@pytest.mark.parametrize("n", cases())
def test_a_case_comes_to_what_it_must(n: int) -> None:
    ANSWERS[n]()
