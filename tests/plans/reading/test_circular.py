"""A circular understood: nothing lost, and header, tree, duties and tail as people read them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings

from tests.conftest import SHARED
from tests.documents.papers import WRITERS, as_txt, paragraphs
from zulian.documents.reading import read_paper, squeeze
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.parts import parse_date
from zulian.plans.reading.printing import as_json, joined


def read(*lines: str) -> Reading:
    return understand(read_paper(as_txt(lines)))


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=60)
@given(lines=paragraphs)
def test_header_tree_and_tail_give_the_text_back(kind: str, lines: list[str]) -> None:
    reading = understand(read_paper(WRITERS[kind](lines)))
    assert squeeze(reading.text()) == squeeze("".join(lines))
    assert squeeze(from_json(reading)) == squeeze("".join(lines))


def from_json(reading: Reading) -> str:
    """The text again from what the command prints."""
    return joined(json.loads(json.dumps(as_json(reading), ensure_ascii=False)))


def test_tables_between_paragraphs_keep_their_place() -> None:
    page = (
        "<html><body><p>要点</p><p>一、工作。先说。</p><table><tr><td>任务</td><td>时限</td></tr><tr><td>换届</td><td>6月</td></tr>"
        "</table><p>后说。</p><table><tr><td>甲</td><td>乙</td></tr></table><p>二、活动。一是办好；二是办实。</p>"
        "<table><tr><td>丙</td><td>丁</td></tr></table><p>（一）完。</p></body></html>"
    )
    paper = read_paper(page.encode())
    reading = understand(paper)
    assert squeeze(from_json(reading)) == squeeze(paper.text) and not any(
        "不一致" in w for w in reading.warnings
    )


@pytest.mark.skipif(not any(SHARED.glob("*.txt")), reason=f"no real text is at hand ({SHARED})")
def test_real_texts_come_back_from_their_json() -> None:
    for path in SHARED.glob("*.txt"):
        paper = read_paper(path.read_bytes())
        assert squeeze(from_json(understand(paper))) == squeeze(paper.text), path


class TestTheCircularOf2013:
    """The real input, where it is at hand."""

    @pytest.fixture
    def reading(self, real_circular: bytes) -> Reading:
        return understand(read_paper(real_circular))

    def test_header(self, reading: Reading) -> None:
        assert reading.number == "阜残联〔2013〕17号"
        assert reading.issuer == "阜新市残疾人联合会"
        assert reading.date is not None and reading.date.year == 2013
        assert reading.addressees
        assert "2013" in reading.title and reading.title.endswith("要点")

    def test_five_sections_with_sixteen_clauses(self, reading: Reading) -> None:
        assert [s.label for s in reading.sections] == ["一、", "二、", "三、", "四、", "五、"]
        assert [len(s.items) for s in reading.sections] == [3, 2, 4, 5, 2]

    def test_nothing_is_lost(self, reading: Reading, real_circular: bytes) -> None:
        assert squeeze(reading.text()) == squeeze(read_paper(real_circular).text)

    def test_every_clause_makes_somebody_do_something(self, reading: Reading) -> None:
        paths = {duty.clause for duty in reading.duties}
        for section in reading.sections:
            for item in section.items:
                assert any(path.startswith(item.path) for path in paths), item.path
        assert all(duty.actors for duty in reading.duties)

    def test_citations_are_found(self, reading: Reading) -> None:
        assert reading.citations

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
    def test_other_encodings_read_alike(
        self, reading: Reading, real_circular: bytes, encoding: str
    ) -> None:
        text = read_paper(real_circular).text
        assert as_json(understand(read_paper(text.encode(encoding)))) == as_json(reading)

    @pytest.mark.parametrize("kind", ["docx", "html"])
    def test_other_formats_read_alike(
        self, reading: Reading, real_circular: bytes, kind: str
    ) -> None:
        lines = [block.text for block in read_paper(real_circular).blocks]
        assert as_json(understand(read_paper(WRITERS[kind](lines)))) == as_json(reading)


class TestHeader:
    def test_the_date_may_stand_before_or_after_the_body_in_either_numerals(self) -> None:
        before = read("测残联〔2026〕3号", "2026年3月4日", "2026年工作要点", "一、工作。要做好。")
        after = read(
            "测残联〔2026〕3号",
            "2026年工作要点",
            "一、工作。要做好。",
            "测试市残疾人联合会",
            "二〇二六年三月四日",
        )
        assert before.date == after.date == date(2026, 3, 4)
        assert after.issuer == "测试市残疾人联合会"

    def test_a_title_over_several_lines_is_one(self) -> None:
        reading = read(
            "测试市残疾人联合会",
            "关于印发2026年",
            "组织工作要点的通知",
            "各县（区）残联：",
            "一、工作。要做好。",
        )
        assert reading.title == "关于印发2026年组织工作要点的通知"
        assert reading.addressees == ["各县（区）残联"]

    def test_attachments_signature_and_cc_are_the_tail(self) -> None:
        reading = read(
            "2026年工作要点",
            "一、工作。要做好。",
            "附件：1.任务分解表",
            "2.联系名单",
            "测试市残疾人联合会",
            "2026年3月4日",
            "抄送：市民政局。",
        )
        assert reading.attachments == ["任务分解表", "联系名单"]
        assert reading.cc == "市民政局。"
        assert [p.role for p in reading.tail] == [
            "attachment",
            "attachment",
            "signature",
            "date",
            "cc",
        ]

    @pytest.mark.parametrize("line", ["2026年13月1日", "2026年2月30日", "二〇二六年", "明天", ""])
    def test_impossible_dates_are_no_dates(self, line: str) -> None:
        assert parse_date(line) is None


class TestTree:
    def test_every_style_of_label_at_its_depth(self) -> None:
        reading = read(
            "2026年工作要点",
            "第一章 总则",
            "第一条 依法办事。",
            "一、换届。",
            "（一）筹备。要报送请示。",
            "1.名册。",
            "（1）登记。",
            "①核对。要准确。",
            "(二)选举。",
            "续写的一段。",
            "２．培训。",
        )
        chapter = reading.sections[0]
        first = chapter.items[0].items[0]
        assert (chapter.label, first.label) == ("第一章", "一、")
        paths = [node.path for node in first.walk()]
        assert paths[-1].endswith("（二）２") or paths[-1].endswith("(二)２")
        assert "续写的一段。" in next(n for n in first.walk() if n.label == "(二)").text

    def test_a_heading_with_run_in_text(self) -> None:
        node = read("要点", "一、健全网络。各县（区）残联要建立联席会议。").sections[0]
        assert (node.title, node.text) == ("健全网络", "各县（区）残联要建立联席会议。")

    def test_one_is_two_is_inside_a_paragraph(self) -> None:
        node = read("要点", "一、活动。一是办好助残日；二是组织盲人节；三是推荐项目。").sections[0]
        assert [item.label for item in node.items] == ["一是", "二是", "三是"]

    def test_one_is_alone_is_no_label(self) -> None:
        assert not read("要点", "一、活动。一是要认真，这一点不变。").sections[0].items

    @pytest.mark.parametrize(
        ("labels", "word"),
        [
            (("一、", "三、"), "缺号"),
            (("一、", "一、"), "重复"),
            (("一、", "二、", "三、", "一、"), "次序颠倒"),
        ],
    )
    def test_missing_repeated_and_out_of_order_labels_are_kept_and_flagged(
        self, labels: tuple[str, ...], word: str
    ) -> None:
        reading = read("要点", *(f"{label}工作。要做好。" for label in labels))
        assert [s.label for s in reading.sections] == list(labels)
        assert any(word in warning for warning in reading.warnings)


def test_rows_below_the_signature_are_told() -> None:
    text = (
        "测残联〔2027〕1号\n各县（区）残联：\n2027年工作要点\n一、办班。县（区）残联举办培训班。\n测试市残疾人联合会\n"
        "2027年1月12日\n附件：任务分工表\n序号 任务 责任单位 时限\n1 印制工作证600个 各县（区）残联 4月30日前\n"
    )
    reading = understand(read_paper(text.encode()))
    assert any("像表格的几行文字" in words for words in reading.warnings)
    plain = text.partition("序号")[0]
    assert not any("像表格" in words for words in understand(read_paper(plain.encode())).warnings)
