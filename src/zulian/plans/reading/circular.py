"""A circular (文件) understood: header, clause tree, tail; together they give the paper's text back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zulian.documents.reading import Block, Grid, Line, Paper, squeeze
from zulian.plans.reading.citations import NUMBER, Citation, citations
from zulian.plans.reading.duties import Duty, duties, of_table
from zulian.plans.reading.labels import CN, label_of, numeral
from zulian.plans.reading.splitting import split_outside_brackets
from zulian.plans.reading.tree import Node, grow

ADDRESSEES = re.compile(
    r"^(?:各|市|省|县|区|局|有关|直属|[\u4e00-\u9fa5]{2,12}(?:残联|联合会|局|委|办))[^。；]{0,180}[:：]$"
)
ORGANISATION = re.compile(r"^[\u4e00-\u9fa5（）()\s]{2,40}(?:联合会|残联|委员会|办公室|人民政府|局|厅|部|协会|工委)$")
ARABIC_DATE = re.compile(r"^((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$")
CHINESE_DATE = re.compile(rf"^([{CN}○O0]{{4}})年([{CN}]{{1,2}})月([{CN}]{{1,3}})日$")
TITLE_END = re.compile(
    r"(?:要点|通知|意见|方案|计划|安排|办法|决定|规划|通报|报告|函|细则|规定|任务书|分解表)(?:[(（].{1,12}[)）])?$"
)
ATTACHMENT = re.compile(r"^附\s*件\s*+[0-9一二三四五六七八九十]*+\s*+[:：、.]?")
CC = re.compile(r"^(?:抄\s*送|抄\s*报|主\s*送|报\s*送)\s*[:：]")
PRINTED = re.compile(r"印发$|^[(（](?:此件|联系人|共印)|^共印|^联系人|^联系电话|^主题词|^签发人")
YEAR = re.compile(r"(?:19|20)\d{2}")
NAMED_ISSUER = re.compile(r"^([^\d年关]{2,20}?(?:联合会|残联))")
ADDRESSEE_ENDS = re.compile(r"[、，,]")
CC_HEAD = re.compile(r"^.{2,4}?[:：]")
ATTACHMENT_NUMBER = re.compile(r"^\d+[.．、]\s*")
TOWNSHIPS, COUNTIES = re.compile(r"乡|镇|街道"), re.compile(r"县|区")
STOPS = "。；;！？"
TAIL_LENGTH = 40


@dataclass
class Part:
    """A block of the header or tail, and the part it plays."""

    role: str
    text: str


@dataclass
class Reading:
    """All that was understood of a circular."""

    number: str = ""
    issuer: str = ""
    addressees: list[str] = field(default_factory=list)
    title: str = ""
    date: date | None = None
    header: list[Part] = field(default_factory=list)
    sections: list[Node] = field(default_factory=list)
    tail: list[Part] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    cc: str = ""
    warnings: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The paper's text again: header, tree, tail."""
        parts = [part.text for part in self.header] + [node.printed() for node in self.sections]
        return "\n".join(parts + [part.text for part in self.tail])

    @property
    def preamble(self) -> str:
        """Paragraphs between the header and the first clause."""
        return "\n".join(part.text for part in self.header if part.role == "text")

    @property
    def year(self) -> int:
        """The year of the work: named in the title, else of the number, else of the date."""
        for words in (self.title, self.number):
            if found := YEAR.search(words):
                return int(found[0])
        return (self.date or date.today()).year  # noqa: DTZ011


def understand(paper: Paper) -> Reading:
    """Understand a paper as a circular; what is unclear is kept and named in `warnings`."""
    blocks = list(paper.blocks)
    first = next((n for n, b in enumerate(blocks) if isinstance(b, Line) and label_of(b.text)), len(blocks))
    last = _tail_start(blocks, first)
    reading = Reading(warnings=list(paper.warnings))
    reading.header = _header(blocks[:first])
    reading.tail = _tail(blocks[last:])
    reading.sections, label_warnings = grow(blocks[first:last])
    reading.warnings += label_warnings
    _fill(reading)
    reading.citations = citations(paper.text)
    default = _default_levels(reading)
    reading.duties = duties(reading.sections, reading.year, default)
    for block in [*blocks[:first], *blocks[last:]]:
        if isinstance(block, Grid):
            reading.duties += of_table("", block, reading.year, default)
    _warn(reading, paper)
    return reading


def parse_date(text: str) -> date | None:
    """A line that is a date, in Arabic or Chinese numerals; None for anything else or an impossible day."""
    line = "".join(text.split())
    if found := ARABIC_DATE.match(line):
        numbers = [int(found[n]) for n in (1, 2, 3)]
    elif found := CHINESE_DATE.match(line):
        year = "".join(str(numeral(c)) if c not in "○O0" else "0" for c in found[1])
        numbers = [int(year), numeral(found[2]), numeral(found[3])]
    else:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def _header(blocks: list[Block]) -> list[Part]:
    parts = [Part("table" if isinstance(b, Grid) else _header_role(b.text), b.text) for b in blocks]
    # A title may run over several lines: short lines without a stop, up to the one that ends it.
    end = next((n for n, p in enumerate(parts) if p.role == "title"), None)
    while end is not None and end > 0 and parts[end - 1].role == "text" and _is_short(parts[end - 1].text):
        end -= 1
        parts[end].role = "title"
    if end is None:
        short = next((p for p in parts if p.role == "text" and _is_short(p.text)), None)
        if short is not None:
            short.role = "title"
    return parts


def _header_role(text: str) -> str:
    bare = squeeze(text)
    if len(bare) <= TAIL_LENGTH and NUMBER.search(bare) and bare.endswith("号"):
        return "number"
    if parse_date(text):
        return "date"
    if ADDRESSEES.match(bare):
        return "addressees"
    if bare.endswith("文件") and ORGANISATION.match(bare.removesuffix("文件")):
        return "masthead"
    if _is_short(text) and TITLE_END.search(bare):
        return "title"
    if ORGANISATION.match(bare):
        return "signature"
    return "text"


def _is_short(text: str) -> bool:
    return len(squeeze(text)) <= 50 and not any(stop in text for stop in STOPS) and not text.endswith(("：", ":"))


def _tail_start(blocks: list[Block], first: int) -> int:
    """Where the tail begins: attachments, signature, date, cc line and what is printed below them."""
    start = len(blocks)
    for n in range(len(blocks) - 1, first, -1):
        block = blocks[n]
        if isinstance(block, Grid):
            continue
        role = _tail_role(block.text)
        if role in {"signature", "date", "cc", "printed", "attachment"}:
            start = n
        elif len(blocks) - n > 60 or (start == len(blocks)) or not _inside_list(blocks, n, start):
            break
    return start


def _inside_list(blocks: list[Block], n: int, start: int) -> bool:
    """Numbered lines between 附件： and the signature belong to the list of attachments."""
    for k in range(n, max(n - 15, -1), -1):
        block = blocks[k]
        if isinstance(block, Line):
            if ATTACHMENT.match(block.text):
                return True
            if len(block.text) > 60 or block.text.endswith("。"):
                return False
    return False


def _tail_role(text: str) -> str:
    bare = squeeze(text)
    if parse_date(text):
        return "date"
    if CC.match(bare):
        return "cc"
    if PRINTED.search(bare):
        return "printed"
    if ATTACHMENT.match(bare):
        return "attachment"
    if ORGANISATION.match(bare):
        return "signature"
    return "text"


def _tail(blocks: list[Block]) -> list[Part]:
    parts: list[Part] = []
    for block in blocks:
        role = "table" if isinstance(block, Grid) else _tail_role(block.text)
        listed = role == "text" and parts and parts[-1].role == "attachment" and len(block.text) <= 60
        parts.append(Part("attachment" if listed else role, block.text))
    return parts


def _fill(reading: Reading) -> None:
    parts = reading.header + reading.tail

    def first(*roles: str) -> str:
        return next((p.text for p in parts if p.role in roles), "")

    number = NUMBER.search(squeeze(first("number")))
    reading.number = number[0] if number else ""
    signature = first("signature") or first("masthead").removesuffix("文件")
    reading.issuer = squeeze(signature)
    reading.title = "".join(_title(reading.header))
    if not reading.issuer and (named := NAMED_ISSUER.match(reading.title)):
        reading.issuer = named[1]
    reading.addressees = [a for a in split_outside_brackets(ADDRESSEE_ENDS, first("addressees").rstrip("：:")) if a]
    reading.date = next((d for p in parts if p.role == "date" and (d := parse_date(p.text))), None)
    reading.cc = CC_HEAD.sub("", first("cc"))
    for part in reading.tail:
        if part.role == "attachment" and (name := ATTACHMENT_NUMBER.sub("", ATTACHMENT.sub("", part.text))):
            reading.attachments.append(name.strip())


def _title(header: list[Part]) -> list[str]:
    """The first run of title lines."""
    found: list[str] = []
    for part in header:
        if part.role == "title":
            found.append(part.text)
        elif found:
            break
    return found


def _default_levels(reading: Reading) -> tuple[str, ...]:
    """Who acts where a clause names nobody: the addressees' level."""
    words = "、".join(reading.addressees)
    if TOWNSHIPS.search(words) and not COUNTIES.search(words):
        return ("township",)
    return ("county",)


def _warn(reading: Reading, paper: Paper) -> None:
    for missing, name in (
        (reading.number, _("文号")),
        (reading.issuer, _("发文机关")),
        (reading.title, _("标题")),
        (reading.date, _("成文日期")),
    ):
        if not missing:
            reading.warnings.append(_("没有读到%(what)s，请在核对页面补填。") % {"what": name})
    if not reading.sections:
        reading.warnings.append(_("没有读到带编号的条款，请核对文件是否完整。"))
    if squeeze(reading.text()) != squeeze(paper.text):
        reading.warnings.append(_("读取结果与原文不一致，请逐条核对。"))


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain data: the schema is described in docs/circular-json.md."""
    return {
        "number": reading.number,
        "issuer": reading.issuer,
        "addressees": reading.addressees,
        "title": reading.title,
        "date": reading.date.isoformat() if reading.date else None,
        "preamble": reading.preamble,
        "sections": [_node_json(node) for node in reading.sections],
        "citations": [{"title": c.title, "number": c.number or None} for c in reading.citations],
        "duties": [_duty_json(duty) for duty in reading.duties],
        "attachments": reading.attachments,
        "cc": reading.cc or None,
        "warnings": reading.warnings,
    }


def _node_json(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": node.label,
        "title": node.title,
        "text": node.text,
        "items": [_node_json(item) for item in node.items],
    }
    if node.tables:
        found["tables"] = [[list(row) for row in table.rows] for table in node.tables]
    return found


def _duty_json(duty: Duty) -> dict[str, Any]:
    due = duty.deadline
    return {
        "clause": duty.clause,
        "actors": [*duty.actors.levels, *duty.actors.departments],
        "deadline": due.day.isoformat() if due and due.day else None,
        "recurring": {"every": due.rhythm.value, "day": due.month_day} if due and due.rhythm else None,
        "quantity": [{"number": q.number, "unit": q.unit, "what": q.what} for q in duty.quantity],
        "text": duty.text,
    }
