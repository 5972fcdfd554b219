"""Papers in the form of letters (函): the issuer's name alone in red, two double lines, no number on the first page."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx

from zulian.documents.official import Official, Text, write_docx


def test_a_letter_bears_its_own_head() -> None:
    letter = Official(
        "关于商请的函", "民政局", "演示县残联", date(2026, 3, 1), number="演残函〔2026〕1号"
    )
    letter.blocks.append(Text(("请支持。",)))
    letter.is_letter = True
    section = docx.Document(BytesIO(write_docx(letter))).sections[0]
    head, foot = section.first_page_header, section.first_page_footer
    assert head.paragraphs[0].text == "演示县残联" and "文件" not in head.paragraphs[0].text
    assert 'w:bottom w:val="thickThinSmallGap"' in head._element.xml
    assert 'w:top w:val="thinThickSmallGap"' in foot._element.xml and foot.paragraphs[0].text == ""
    assert "PAGE" in section.footer._element.xml


def test_any_other_paper_bears_none_of_it() -> None:
    paper = Official("通知", "", "演示县残联", date(2026, 3, 1), number="演残发〔2026〕1号")
    document = docx.Document(BytesIO(write_docx(paper)))
    assert "演示县残联文件" in document.paragraphs[0].text
    assert not document.sections[0].different_first_page_header_footer
