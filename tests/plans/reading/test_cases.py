"""Every case of the list of papers that were once read wrongly: each a few words with the right answer.

The list is not part of the project; where it is not at hand the tests are skipped. A case that is new there has no reading
here and fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import SHARED
from tests.documents.papers import as_txt, saved
from zulian.documents.reading import ReadError, read_paper
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.quantities import value_of

FILE = SHARED.parent / "cases/circulars.json"
NUMBER, TITLE, ADDRESSEES = "测残联〔2026〕3号", "关于印发2026年工作要点的通知", "各县（区）残联："
ISSUER, DAY = "测试市残疾人联合会", "2026年3月4日"
THE_DAY = date(2026, 3, 4)

Check = Callable[[], None]
CHECKS: dict[int, Check] = {}


def case(*numbers: int) -> Callable[[Check], Check]:
    def keep(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(numbers, check))
        return check

    return keep


def lines_of(
    *body: str,
    head: Iterable[str] = (NUMBER, TITLE, ADDRESSEES, "现印发。"),
    end: Iterable[str] = (),
) -> list[str]:
    return [*head, *body, *(end or (ISSUER, DAY))]


def paper(
    *body: str,
    head: Iterable[str] = (NUMBER, TITLE, ADDRESSEES, "现印发。"),
    end: Iterable[str] = (),
) -> Reading:
    return understand(read_paper(as_txt(lines_of(*body, head=head, end=end))))


def duties_of(text: str) -> list[Duty]:
    return paper(f"一、工作。{text}").duties


def levels(duty: Duty) -> set[str]:
    """The levels that were read, not assumed."""
    return set() if Guess.LEVELS in duty.guesses else set(duty.actors.levels)


@case(7)
def _an_unknown_last_line() -> None:
    reading = paper(
        "一、工作。要做好。", "附件：1.任务分解表", "2.名单", end=(ISSUER, DAY, "- 3 -")
    )
    assert (reading.issuer, reading.date, reading.attachments) == (
        ISSUER,
        THE_DAY,
        ["任务分解表", "名单"],
    )
    assert reading.tail[-1].text == "- 3 -" and len(reading.sections) == 1 and not reading.warnings


@case(10)
def _an_annex() -> None:
    reading = paper(
        "一、甲。要做好。",
        "二、乙。要办好。",
        end=(ISSUER, DAY, "附件1", "检查方案", "一、检查内容。", "二、检查时间。5月。"),
    )
    assert [s.label for s in reading.sections] == ["一、", "二、"]
    assert (reading.issuer, reading.date) == (ISSUER, THE_DAY)
    assert [p.text for p in reading.tail if p.role == "annex"][0] == "附件1"
    assert not any("缺号" in w or "重复" in w or "颠倒" in w for w in reading.warnings)


@case(11)
def _copies_over_two_lines() -> None:
    end = (
        ISSUER,
        DAY,
        "抄送：省残联，市委组织部，",
        "市民政局。",
        "测试市残疾人联合会办公室 2026年3月4日印发",
    )
    reading = paper("一、工作。要做好。", end=end)
    assert (reading.cc, reading.issuer, reading.date) == (
        "省残联，市委组织部，市民政局。",
        ISSUER,
        THE_DAY,
    )
    assert reading.sections[0].text == "要做好。"


@case(13)
def _an_attachment_above_the_signature_of_the_notice() -> None:
    head = (
        NUMBER,
        "关于印发工作要点的通知",
        ADDRESSEES,
        "现印发。",
        "附件：2026年组联工作要点",
        ISSUER,
        DAY,
        "2026年组联工作要点",
    )
    reading = paper("一、工作。要做好。", head=head, end=("（此件公开）",))
    assert reading.attachments == ["2026年组联工作要点"]
    assert (reading.issuer, reading.date, len(reading.sections)) == (ISSUER, THE_DAY, 1)


@case(18)
def _a_line_of_a_government_page() -> None:
    reading = paper(
        "一、甲。", head=("索引号: 0112/2026-17785 文号: 测残联〔2026〕9号", TITLE, ADDRESSEES)
    )
    assert reading.number == "测残联〔2026〕9号"


@case(19)
def _title_and_number_on_one_line() -> None:
    reading = paper("一、甲。", head=("关于做好节水工作的复函测残函〔2026〕21号", ADDRESSEES))
    assert (reading.number, reading.title) == ("测残函〔2026〕21号", "关于做好节水工作的复函")


@case(20)
def _small_brackets() -> None:
    assert paper("一、甲。", head=("测残联函﹝2026﹞3号", TITLE)).number == "测残联函﹝2026﹞3号"


@case(26)
def _rooms_and_units_as_addressees() -> None:
    found = paper("一、甲。", head=(NUMBER, TITLE, "残联机关各部室、直属各单位："))
    assert found.addressees == ["残联机关各部室", "直属各单位"]


@case(27)
def _kinds_of_addressees() -> None:
    found = paper("一、甲。", head=(NUMBER, TITLE, "市政府各委、办、局，各县、区残联："))
    assert found.addressees == ["市政府各委、办、局", "各县、区残联"]


@case(28)
def _a_title_that_begins_with_an_organisation() -> None:
    head = (NUMBER, "测试市人民政府办公室转发市民政局", "关于做好救助工作意见的通知", ADDRESSEES)
    reading = paper("一、甲。", head=head, end=("测试市人民政府办公室", DAY))
    assert reading.issuer == "测试市人民政府办公室"
    assert reading.title == "测试市人民政府办公室转发市民政局关于做好救助工作意见的通知"


@case(29)
def _two_organisations_on_one_line() -> None:
    reading = paper("一、甲。要做好。", end=("测试市残疾人联合会　测试市民政局", DAY))
    assert reading.issuer.split("、") == ["测试市残疾人联合会", "测试市民政局"]


@case(30)
def _two_organisations_on_two_lines() -> None:
    reading = paper("一、甲。要做好。", end=("测试市残疾人联合会", "测试市民政局", DAY))
    assert reading.issuer.split("、") == ["测试市残疾人联合会", "测试市民政局"]


def _signature(line: str, issuer: str) -> Check:
    def check() -> None:
        reading = paper("一、工作。要做好。", end=(line, DAY))
        assert (reading.issuer, reading.date, reading.sections[0].text) == (
            issuer,
            THE_DAY,
            "要做好。",
        )

    return check


CHECKS[34] = _signature("测试市残联组联科", "测试市残联组联科")
CHECKS[35] = _signature("测试市残疾人联合会（印章）", "测试市残疾人联合会")
CHECKS[36] = _signature("测试市残疾人联合会党组", "测试市残疾人联合会党组")


def _date_line(line: str) -> Check:
    def check() -> None:
        assert paper("一、甲。要做好。", end=(ISSUER, line)).date == THE_DAY

    return check


CHECKS |= {
    38: _date_line("2026.3.4"),
    39: _date_line("２０２６年３月４日"),
    40: _date_line("二〇二六年三月四号"),
}


def _due(words: str, *days: str) -> Check:
    def check() -> None:
        found = duties_of(f"各县（区）残联要{words}。")
        assert [duty.deadline and str(duty.deadline.day) for duty in found] == list(days)
        assert all(
            levels(duty) == {"county"} and Guess.DEADLINE not in duty.guesses for duty in found
        )

    return check


CHECKS |= {
    44: _due("不迟于5月20日报送", "2026-05-20"),
    45: _due("最迟5月底完成", "2026-05-31"),
    46: _due("截至9月30日完成", "2026-09-30"),
    48: _due("于3月1日至5月31日开展", "2026-05-31"),
    49: _due("明年3月底前完成", "2027-03-31"),
    51: _due("2027年上半年完成", "2027-06-30"),
    55: _due("每年6月底和12月底前各报送一次", "2026-06-30", "2026-12-31"),
    57: _due("6月30日、12月15日前分别报送", "2026-06-30", "2026-12-15"),
    58: _due("4月底前、10月底前各检查一次", "2026-04-30", "2026-10-31"),
    63: _due("于2026.6.30前完成", "2026-06-30"),
    65: _due("元月底前完成", "2026-01-31"),
    67: _due("第三季度完成", "2026-09-30"),
    68: _due("力争年底完成", "2026-12-31"),
    70: _due("9月上旬完成", "2026-09-10"),
}


def _actors(text: str, named: set[str], departments: list[str]) -> Check:
    def check() -> None:
        (duty,) = duties_of(text)
        assert (levels(duty), list(duty.actors.departments)) == (named, departments)

    return check


CHECKS |= {
    73: _actors("做好救助。【责任单位：市民政局】", set(), ["市民政局"]),
    75: _actors(
        "做好救助。（责任单位：市残联；配合单位：市民政局、各县（区）残联）",
        {"city", "county"},
        ["市民政局"],
    ),
    76: _actors(
        "做好救助。（市残联牵头，市民政局、各县（区）残联配合）", {"city", "county"}, ["市民政局"]
    ),
    77: _actors("做好救助。（市残联、市民政局按职责分工负责）", {"city"}, ["市民政局"]),
    87: _actors("各街镇残联应建立台账。", {"township"}, []),
    88: _actors("村（社区）专职委员每月走访一次。", {"village"}, []),
}


@case(79)
def _who_and_when_in_one_note() -> None:
    (duty,) = duties_of("做好救助。（责任部门：组联科，责任人：某某，完成时间：9月底）")
    assert (levels(duty), duty.actors.departments) == (set(), ("组联科",))
    assert duty.deadline and str(duty.deadline.day) == "2026-09-30"


@case(81)
def _notes_on_lines_of_their_own() -> None:
    reading = paper(
        "一、任务",
        "1.完成指标。",
        "牵头单位：区发改局",
        "责任单位：东山经济开发区，各街道、区直各部门",
    )
    (duty,) = reading.duties
    assert levels(duty) == {"township"}
    assert list(duty.actors.departments) == ["区发改局", "东山经济开发区", "区直各部门"]


def _addressed(line: str, level: str) -> Check:
    def check() -> None:
        (duty,) = paper("一、甲。要做好。", head=(NUMBER, TITLE, line, "现印发。")).duties
        assert levels(duty) == {level}

    return check


CHECKS |= {
    90: _addressed("各乡镇残联，县直各有关单位：", "township"),
    93: _addressed("各市（州）残联：", "city"),
}


@case(95)
def _a_heading_that_is_a_duty() -> None:
    found = paper("一、换届", "（一）各县（区）残联6月底前完成换届。换届结果报备。").duties
    assert str(found[0].deadline and found[0].deadline.day) == "2026-06-30" and levels(
        found[0]
    ) == {"county"}
    assert "完成换届" in found[0].title


@case(96)
def _a_heading_with_a_rhythm_and_a_number() -> None:
    duty = paper("一、走访", "（一）各县（区）残联每季度至少走访50户。要建立走访台账。").duties[0]
    assert duty.deadline and duty.deadline.rhythm == "quarter"
    assert [(q.number, q.unit) for q in duty.quantity] == [("50", "户")]


@case(100)
def _merged_cells_of_word() -> None:
    document = docx.Document()
    for line in lines_of("一、任务分解", end=(" ",))[:-1]:
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate(
        [("任务", "责任单位", "完成时限"), ("完成甲", "市残联", "6月底"), ("完成乙", "", "")]
    ):
        for column, cell in enumerate(words):
            table.cell(row, column).text = cell
    for column in (1, 2):
        for row, merge in ((1, 'w:val="restart"'), (2, "")):
            table.cell(row, column)._tc.get_or_add_tcPr().append(
                parse_xml(f"<w:vMerge {nsdecls('w')} {merge}/>")
            )
    _check_rows(understand(read_paper(saved(document))))


@case(101)
def _merged_cells_of_a_page() -> None:
    rows = (
        "<tr><td>任务</td><td>责任单位</td><td>完成时限</td></tr>"
        '<tr><td>完成甲</td><td rowspan="2">市残联</td><td rowspan="2">6月底</td></tr><tr><td>完成乙</td></tr>'
    )
    _check_rows(understand(read_paper(_page("一、任务分解", rows))))


def _page(line: str, rows: str) -> bytes:
    head = "".join(f"<p>{words}</p>" for words in (NUMBER, TITLE, ADDRESSEES, line))
    return f"<html><body>{head}<table>{rows}</table></body></html>".encode()


def _check_rows(reading: Reading) -> None:
    first, second = (duty for duty in reading.duties if duty.text in {"完成甲", "完成乙"})
    for duty in (first, second):
        assert levels(duty) == {"city"} and duty.deadline and str(duty.deadline.day) == "2026-06-30"


@case(103)
def _rooms_as_heads_of_columns() -> None:
    rows = (
        "<tr><td>重点任务</td><td>牵头科室</td><td>配合科室</td><td>完成时间</td></tr>"
        "<tr><td>完成甲</td><td>组联科</td><td>教就科</td><td>6月</td></tr>"
    )
    (duty,) = (
        d for d in understand(read_paper(_page("一、任务分解", rows))).duties if d.text == "完成甲"
    )
    assert duty.actors.departments == ("组联科", "教就科")


@case(105)
def _times_of_cells() -> None:
    rows = (
        "<tr><td>任务</td><td>责任单位</td><td>完成时限</td></tr>"
        "<tr><td>完成甲</td><td>市残联</td><td>全年</td></tr><tr><td>完成乙</td><td>市残联</td><td>2026.6</td></tr>"
    )
    found = [
        d
        for d in understand(read_paper(_page("一、任务分解", rows))).duties
        if d.text in {"完成甲", "完成乙"}
    ]
    assert [str(d.deadline and d.deadline.day) for d in found] == ["2026-12-31", "2026-06-30"]


def _counts(words: str, number: str, unit: str, what: str = "") -> Check:
    def check() -> None:
        (duty,) = duties_of(f"各县（区）残联要{words}。")
        (found,) = duty.quantity
        assert (found.value, found.unit) == (value_of(number), unit)
        assert not what or found.what == what

    return check


CHECKS |= {
    108: _counts("扶持3万名残疾人就业", "30000", "名"),
    109: _counts("创新平台达到1万个", "10000", "个"),
    110: _counts("改造3,000户", "3000", "户"),
    111: _counts("培训1.2万人次", "12000", "人次"),
    114: _counts("重度残疾人护理补贴覆盖率达到100%", "100", "%", "重度残疾人护理补贴覆盖率"),
}


@case(114)
def _the_whole_subject_of_a_share() -> None:
    (found,) = (
        q for duty in duties_of("重度残疾人护理补贴覆盖率达到100%。") for q in duty.quantity
    )
    assert found.what == "重度残疾人护理补贴覆盖率" and found.value == 100


def _unwarned(*body: str) -> Check:
    def check() -> None:
        assert not paper(*body).warnings

    return check


CHECKS |= {
    116: _unwarned("一、甲", "1.做好甲。", "2.做好乙。", "二、乙", "3.做好丙。"),
    118: _unwarned("一、甲", "（一）做好甲。", "二、乙", "（二）做好乙。"),
    119: _unwarned(
        "第一章 甲", "第一条 做好甲。", "第二条 做好乙。", "第二章 乙", "第三条 做好丙。"
    ),
}


@case(120)
def _signs_as_labels() -> None:
    for label, style in (
        ("⑴", "number_bracket"),
        ("㈠", "chinese_bracket"),
        ("一)", "chinese_bracket"),
    ):
        (node,) = paper(f"{label}甲工作。").sections
        assert (node.label, node.style, node.value, node.text) == (label, style, 1, "甲工作。")


@case(121)
def _a_hyphen_of_word() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("一、2016")
    paragraph._p.append(
        parse_xml(f"<w:r {nsdecls('w')}><w:noBreakHyphen/><w:t>2020年规划。要做。</w:t></w:r>")
    )
    reading = understand(read_paper(saved(document)))
    assert "2016-2020年规划" in reading.text()


@case(125)
def _legal_numbering() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    levels_xml = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="78">{levels_xml}</w:abstractNum>'
        ),
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="78"/></w:num>')
    )
    for level, words in ((0, "换届。"), (1, "甲工作。")):
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>'
            )
        )
    (section,) = understand(read_paper(saved(document))).sections
    assert [(node.label, node.text) for node in section.walk()] == [
        ("一、", "换届。"),
        ("1.1", "甲工作。"),
    ]


def _drawn(draw: Callable[[Canvas], None]) -> Reading:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    draw(canvas)
    canvas.save()
    return understand(read_paper(out.getvalue()))


@case(128)
def _a_wide_title() -> None:
    title = "关于印发测试市2026年残疾人组织工作要点的通知"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 22)
        canvas.drawString(90, 780, title)
        canvas.setFont("STSong-Light", 16)
        for place, line in enumerate(
            (ADDRESSEES, "　　一、工作。各县（区）残联要做好换届工作并且按时上报完成情况。")
        ):
            canvas.drawString(90, 740 - 28 * place, line)

    reading = _drawn(draw)
    assert (reading.title, reading.addressees) == (title, ["各县（区）残联"])


@case(134)
def _ragged_lines() -> None:
    rows = (
        (122, "一、工作。各县（区）残联要按照《关于"),
        (90, "2026-2030年残疾人组织建设工作的意见》要求做好换届工作"),
        (90, "并按时上报完成情况。"),
    )

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 16)
        for place, (left, line) in enumerate([(90, TITLE), *rows]):
            canvas.drawString(left, 780 - 28 * place, line)

    reading = _drawn(draw)
    (section,) = reading.sections
    assert (section.title, "一、工作。" + section.text) == (
        "工作",
        "".join(line for _left, line in rows),
    )
    assert [c.title for c in reading.citations] == ["关于2026-2030年残疾人组织建设工作的意见"]


def _refused(data: bytes) -> Check:
    def check() -> None:
        with pytest.raises(ReadError, match="另存为 .docx") as error:
            read_paper(data)
        assert str(error.value).count("。") == 1

    return check


CHECKS |= {
    131: _refused(rb"{\rtf1\ansi\ansicpg936 \'d2\'bb}"),
    132: _refused(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n=E4=B8=80"),
    133: _refused(
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
    ),
}


@case(137)
def _a_short_name() -> None:
    reading = paper("一、工作。各县（区）残联要按照《甲办法》（以下简称《办法》）办理。")
    assert [c.title for c in reading.citations] == ["甲办法"]


def cases() -> list[int]:
    return (
        [int(one["n"]) for one in json.loads(FILE.read_text(encoding="utf-8"))]
        if FILE.exists()
        else []
    )


@pytest.mark.skipif(not FILE.exists(), reason=f"the list of cases is not at hand ({FILE})")
def test_every_case_of_the_list_has_its_reading() -> None:
    assert set(cases()) <= set(CHECKS)


@pytest.mark.parametrize("number", sorted(CHECKS))
def test_a_case_is_read_rightly(number: int) -> None:
    CHECKS[number]()


def test_the_file_is_where_the_other_data_are() -> None:
    assert FILE.parent.parent == Path(SHARED).parent
