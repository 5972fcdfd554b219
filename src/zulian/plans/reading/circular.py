"""A circular (文件) understood: header, clause tree, tail; together they give the paper's text back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from zulian.documents.reading import Grid, Paper, squeeze
from zulian.plans.reading.citations import Citation, citations
from zulian.plans.reading.duties import Duty, Usual, duties, of_table
from zulian.plans.reading.labels import label_of, said_label_of
from zulian.plans.reading.levels import level_below, level_of_issuer
from zulian.plans.reading.named import addressed_levels
from zulian.plans.reading.parts import (
    ATTACHMENT,
    ATTACHMENT_ITEM,
    Part,
    first_clause,
    first_said,
    header,
    number_in,
    organisations,
    parse_date,
    tail,
    tail_start,
)
from zulian.plans.reading.splitting import split_outside_brackets
from zulian.plans.reading.tree import Node, grow

YEAR = re.compile(r"(?:19|20)\d{2}")
NAMED_ISSUER = re.compile(r"^([^\d年关]{2,20}?(?:联合会|残联))")
ADDRESSEE_ENDS = re.compile(r"[、，,]")
# A list of kinds (市政府各委、办、局; 各县、区残联) is one addressee.
FRAGMENT = re.compile(r"^(?:[委办局处室院厅部区县市旗镇乡]|(?:区|市|旗|镇|乡|街道).{0,6})$")
OPEN_FRAGMENT = re.compile(r"(?:各[县市区乡镇旗]{1,2}|[^\w]?[委办局处室院]|各(?:有关)?[委办局])$")
CC_HEAD = re.compile(r"^.{2,4}?[:：]")


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
            if match := YEAR.search(words):
                return int(match[0])
        return (self.date or date.today()).year  # noqa: DTZ011


# So many words set apart by blanks are no name of an attachment, but a row.
ROW_CELLS = 4


def understand(paper: Paper) -> Reading:
    """Understand a paper as a circular; what is unclear is kept and named in `warnings`."""
    blocks = list(paper.blocks)
    first, labelled = first_clause(blocks), label_of
    if first == len(blocks) and (said := first_said(blocks)) is not None:
        # Lines 一是… 二是… are the clauses of a paper that has no others.
        first, labelled = said, said_label_of
    last = tail_start(blocks, first)
    reading = Reading(warnings=list(paper.warnings))
    reading.header = header(blocks[:first])
    reading.tail = tail(blocks[last:])
    reading.sections, label_warnings = grow(blocks[first:last], labelled)
    reading.warnings += label_warnings
    _fill(reading)
    reading.citations = [one for one in citations(paper.text) if one.title != reading.title]
    usual = _usual(reading)
    reading.duties = duties(reading.sections, usual)
    for block in [*blocks[:first], *blocks[last:]]:
        if isinstance(block, Grid):
            reading.duties += of_table("", block, usual)
    _warn(reading, paper)
    return reading


def _fill(reading: Reading) -> None:
    parts = reading.header + reading.tail
    reading.number = number_in(_first(parts, "number"))
    reading.title = "".join(_title(reading.header))
    reading.issuer = "、".join(_issuers(parts))
    if not reading.issuer and (named := NAMED_ISSUER.match(reading.title)):
        reading.issuer = named[1]
    reading.addressees = _addressees(_first(parts, "addressees").rstrip("：:"))
    reading.date = next((d for p in parts if p.role == "date" and (d := parse_date(p.text))), None)
    reading.cc = CC_HEAD.sub("", "".join(part.text for part in parts if part.role == "cc"))
    for part in parts:
        if part.role == "attachment":
            name = ATTACHMENT_ITEM.sub("", ATTACHMENT.sub("", part.text).strip()).strip()
            if name:
                reading.attachments.append(name)


def _first(parts: list[Part], role: str) -> str:
    return next((part.text for part in parts if part.role == role), "")


def _issuers(parts: list[Part]) -> list[str]:
    """The organisations that sign: those of the first signature and of the lines right below it; else of the masthead."""
    found: list[str] = []
    for part in parts:
        if part.role == "signature":
            found += organisations(part.text)
        elif found:
            break
    return found or organisations(_first(parts, "masthead").strip().removesuffix("文件"))


def _addressees(line: str) -> list[str]:
    """The addressees of a line; a list of kinds is one of them.

    >>> _addressees("市政府各委、办、局，各县、区残联")
    ['市政府各委、办、局', '各县、区残联']
    """
    found: list[str] = []
    joined = ""
    for name in split_outside_brackets(ADDRESSEE_ENDS, line):
        comma = line[len(joined) : len(joined) + 1] if joined else ""
        if found and comma == "、" and FRAGMENT.match(name) and OPEN_FRAGMENT.search(found[-1]):
            found[-1] += "、" + name
        elif name:
            found.append(name)
        joined += comma + name
    return found


def _title(parts: list[Part]) -> list[str]:
    """The first run of title lines."""
    found: list[str] = []
    for part in parts:
        if part.role == "title":
            found.append(part.text)
        elif found:
            break
    return found


def _usual(reading: Reading) -> Usual:
    """What holds where a clause says nothing."""
    own = level_of_issuer(reading.issuer)
    return Usual(
        reading.year,
        addressed_levels(reading.addressees),
        level_below(own),
        own or "city",
        reading.date,
        reading.issuer,
    )


def _warn(reading: Reading, paper: Paper) -> None:
    for missing, name in (
        (reading.number, _("文号")),
        (reading.issuer, _("发文机关")),
        (reading.title, _("标题")),
        (reading.date, _("成文日期")),
    ):
        if not missing:
            reading.warnings.append(
                _("没有读到%(what)s，请点“修改文件信息”补填。") % {"what": name}
            )
    if not reading.sections:
        reading.warnings.append(_("没有读到带编号的条款，请核对文件是否完整。"))
    if any(part.role == "annex" and label_of(part.text) for part in reading.tail):
        reading.warnings.append(
            _("附件里另有带编号的条款，没有列入本文件的条款；如任务写在附件里，请把附件单独上传。")
        )
    elif any(part.role == "text" and label_of(part.text) for part in reading.tail):
        reading.warnings.append(
            _(
                "落款后面还有带编号的内容，没有列入条款；如是本文件的条款，请把落款移到文末后重新上传。"
            )
        )
    if any(_is_row(part) for part in reading.tail):
        reading.warnings.append(
            _(
                "落款后面有像表格的几行文字，没有读成任务；如有要办的事，请在相应条款里加任务，或在 Word 里做成表格重新上传。"
            )
        )
    if squeeze(reading.text()) != squeeze(paper.text):
        reading.warnings.append(_("读取结果与原文不一致，请逐条核对。"))


def _is_row(part: Part) -> bool:
    """Whether a line below the signature is the row of a table that was set with blanks."""
    return part.role in {"attachment", "annex"} and len(part.text.split()) >= ROW_CELLS
