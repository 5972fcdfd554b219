"""Readers of docx, pdf, html and txt: all text comes back, whatever the wrapping."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings

from tests.documents.papers import WRITERS, as_pdf, paragraphs, saved
from zulian.documents.reading import Grid, read_paper, squeeze


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=40)
@given(lines=paragraphs)
def test_every_character_of_a_paper_is_read(kind: str, lines: list[str]) -> None:
    paper = read_paper(WRITERS[kind](lines))
    assert paper.kind == kind
    assert squeeze(paper.text) == squeeze("".join(lines))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_files_in_every_encoding(encoding: str) -> None:
    words = "一、抓好换届筹备。\n各县（区）残联要按时上报。"
    assert read_paper(words.encode(encoding)).text == words


def test_a_web_page_loses_its_menus_but_keeps_its_tables() -> None:
    page = """<html><head><meta charset="gb2312"></head><body><nav>首页 政务</nav><div class="TRS_Editor">
    <p>一、抓好换届筹备工作，各县（区）按时上报。</p><table><tr><td>任务</td><td>时限</td></tr><tr><td>报送</td><td>6月</td></tr></table>
    </div><footer>版权所有</footer><script>alert(1)</script></body></html>"""
    paper = read_paper(page.encode("gb18030"))
    assert "首页" not in paper.text and "版权" not in paper.text and "alert" not in paper.text
    assert any(
        isinstance(block, Grid) and block.rows[1] == ("报送", "6月") for block in paper.blocks
    )


def test_a_paragraph_over_two_pdf_lines_is_one_again() -> None:
    long = "一、" + "各县（区）残联要把任务落实到岗到人并按时上报完成情况" * 4 + "。"
    assert [b.text for b in read_paper(as_pdf([long, "二、抓好培训。"])).blocks] == [
        long,
        "二、抓好培训。",
    ]


def numbered_docx() -> bytes:
    """A Word file whose labels are automatic: 一、 and （一） of one list, restarting under each section."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (style, text) in enumerate(
            [
                ("chineseCountingThousand", "%1、"),
                ("chineseCounting", "（%2）"),
                ("decimalEnclosedCircle", "%3"),
            ]
        )
    )
    root = document.part.numbering_part.element
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    for level, words in (
        (0, "换届。"),
        (1, "筹备。"),
        (1, "选举。"),
        (2, "计票。"),
        (0, "基层。"),
        (1, "自查。"),
    ):
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            )
        )
    return saved(document)


def test_automatic_numbering_becomes_the_labels_the_reader_sees() -> None:
    lines = [block.text for block in read_paper(numbered_docx()).blocks]
    assert lines == [
        "一、换届。",
        "（一）筹备。",
        "（二）选举。",
        "①计票。",
        "二、基层。",
        "（一）自查。",
    ]


def test_tables_and_text_boxes_of_word_are_read() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), ("任务", "时限", "培训", "9月"), strict=True
    ):
        cell.text = words
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("正文")._p.append(box)
    paper = read_paper(saved(document))
    assert isinstance(paper.blocks[0], Grid)
    assert paper.blocks[0].rows == (("任务", "时限"), ("培训", "9月"))
    assert [b.text for b in paper.blocks[1:]] == ["正文", "框中文字"]


def test_tables_in_tables_are_read_once() -> None:
    """Thirty deep: read anew with every table around it, the innermost would be read a thousand million times."""
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    for _ in range(30):
        cell.text = "外"
        cell = cell.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "内"
    (table,) = read_paper(saved(document)).blocks
    assert isinstance(table, Grid)
    assert table.text.count("内") == 1
    assert table.text.count("外") == 30
