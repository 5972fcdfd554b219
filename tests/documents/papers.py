"""Builds the same paragraphs as docx, html, pdf and txt, and generates papers for property tests."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from io import BytesIO

import docx
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

WORDS = "残联工作要点县区乡镇街道村社区志愿者协会证件培训检查落实登记上报每季度月底前，、《》（）%"
LABELS = (
    "一、",
    "二、",
    "三、",
    "十一、",
    "（一）",
    "（二）",
    "(三)",
    "（十二）",
    "1.",
    "2．",
    "3、",
    "（1）",
    "(2)",
    "①",
    "②",
    "第一章",
    "第二条",
    "第三部分",
    "１．",
)

sentences = st.text(st.sampled_from(WORDS), min_size=1, max_size=60).map(
    lambda t: t.strip() or "残联"
)
clauses = st.builds(
    lambda label, title, stop, text: label + title + stop + text,
    st.sampled_from(LABELS),
    sentences.map(lambda t: t[:20]),
    st.sampled_from(["", "。", "："]),
    st.one_of(st.just(""), sentences),
)
listed = st.lists(sentences.map(lambda t: t[:12]), min_size=2, max_size=4).map(
    lambda items: (
        "要做到：" + "；".join(f"{'一二三四'[n]}是{item}" for n, item in enumerate(items)) + "。"
    )
)
headers = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "测残联〔2026〕7号",
                "各县（区）残联：",
                "2026年组织工作要点",
                "测试市残疾人联合会",
                "2026年3月4日",
            ]
        ),
        sentences,
    ),
    max_size=5,
)
tails = st.lists(
    st.sampled_from(
        [
            "附件：1.任务分解表",
            "2.联系名单",
            "测试市残疾人联合会",
            "二〇二六年三月四日",
            "抄送：市民政局。",
            "（此件公开）",
        ]
    ),
    max_size=4,
)
paragraphs = st.builds(
    lambda head, body, tail: [*head, *body, *tail],
    headers,
    st.lists(st.one_of(clauses, clauses, sentences, listed), max_size=14),
    tails,
).filter(lambda lines: any(line.strip() for line in lines))


def as_txt(lines: Sequence[str]) -> bytes:
    return "\n".join(lines).encode()


def as_html(lines: Sequence[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def as_docx(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: object) -> bytes:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def as_pdf(lines: Sequence[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK"
    )
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(
        [Paragraph(html.escape(line), style) for line in lines]
    )
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "txt": as_txt,
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
}
