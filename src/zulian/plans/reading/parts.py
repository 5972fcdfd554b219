"""The parts of a circular around its clauses: header, attachments, signature, date, copies, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zulian.documents.reading import Block, Grid, Line, squeeze
from zulian.plans.reading.citations import NUMBER
from zulian.plans.reading.labels import CN, label_of, numeral, said_label_of, split_following

NAMES = r"残联|残疾人联合会|联合会|单位|部门|政府|委|办|局|厅|部|科|室|机关|中心|协会|街道|乡|镇|社区|学校|医院|企业|公司"
ADDRESSEES = re.compile(rf"^(?=[^。；]{{2,180}}[:：]$)[^。；]{{0,40}}?(?:各|有关|直属|{NAMES})")
NO_ADDRESSEES = re.compile(
    r"如下|现将|印发|通知|要求|以下|认真|为了|根据|按照|^附|^抄|责任单位|联系"
)
ORGANISATION = re.compile(
    r"^[\u4e00-\u9fa5（）()\s]{2,40}(?:联合会|残联|委员会|办公室|人民政府|局|厅|部|协会|工委|党组|科|处|室|中心)$"
)
NO_ORGANISATION = re.compile(r"转发|关于|印发|通知")
SEAL = re.compile(r"[(（] ?(?:印章|盖章|公章|章) ?[)）]$")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
ARABIC_DATE = re.compile(
    r"^((?:19|20)\d{2})(?:\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|[./-](\d{1,2})[./-](\d{1,2}))$"
)
CHINESE_DATE = re.compile(rf"^([{CN}○O0]{{4}})年([{CN}]{{1,2}})月([{CN}]{{1,3}})[日号]$")
TITLE_WORDS = r"要点|通知|意见|方案|计划|安排|办法|决定|规划|通报|报告|函|细则|规定|任务书|分解表"
TITLE_END = re.compile(rf"(?:{TITLE_WORDS})(?:[(（].{{1,12}}[)）])?$")
ATTACHMENT = re.compile(r"^附\s*件\s*+[0-9一二三四五六七八九十]*+\s*+[:：、.]?")
ATTACHMENT_ITEM = re.compile(r"^\s*[0-9０-９]{1,2}\s*[.．、]")
CC = re.compile(r"^(?:抄\s*送|抄\s*报|主\s*送|报\s*送|分\s*送)\s*[:：]")
PRINTED = re.compile(r"印发$|^[(（](?:此件|联系人|共印)|^共印|^联系人|^联系电话|^主题词|^签发人")
PAGE = re.compile(
    r"^[\s\-—–―－·.]*+(?:第\s*+)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*+\d{1,4}(?:\s*页)?)?[\s\-—–―－·.]*+$"
)
NUMBER_BEGINS = re.compile(rf"(?:{TITLE_WORDS})(?=[\u4e00-\u9fa5]{{2,8}}$)")
BRACKET = re.compile(r"[〔【\[（(﹝]")
SHORTEST_TITLE = 8
NUMBER_LABEL = re.compile(r"^(?:发?文\s*字?号|文件编号)")
STOPS = "。；;！？"
TAIL_LENGTH, LIST_LENGTH = 40, 60
# How far above the end a tail without a date is looked for.
TAIL_BLOCKS, LISTED_BLOCKS = 60, 15


@dataclass
class Part:
    """A block of the header or tail, and the part it plays."""

    role: str
    text: str


def parse_date(text: str) -> date | None:
    """A line that is a date, in Arabic or Chinese numerals; None for anything else or an impossible day."""
    line = "".join(text.split()).translate(FULL_WIDTH)
    if match := ARABIC_DATE.match(line):
        numbers = [int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])]
    elif match := CHINESE_DATE.match(line):
        year = "".join(str(numeral(c)) if c not in "○O0" else "0" for c in match[1])
        numbers = [int(year), numeral(match[2]), numeral(match[3])]
    else:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def header(blocks: Sequence[Block]) -> list[Part]:
    """What stands above the first clause, each block with its part."""
    parts = [part for block in blocks for part in _header_parts(block)]
    _listed_attachments(parts, is_numbered=True)
    # A title may run over several lines: short lines without a stop, up to the one that ends it.
    end = next((n for n, p in enumerate(parts) if p.role == "title"), None)
    while (
        end is not None
        and end > 0
        and parts[end - 1].role == "text"
        and _is_short(parts[end - 1].text)
    ):
        end -= 1
        parts[end].role = "title"
    if end is None:
        short = next((p for p in parts if p.role == "text" and _is_short(p.text)), None)
        if short is not None:
            short.role = "title"
    return parts


def _header_parts(block: Block) -> list[Part]:
    if isinstance(block, Grid):
        return [Part("table", block.text)]
    text = block.text
    number = NUMBER.search(text)
    if number and number.end() == len(text):
        # A title and the number behind it on one line.
        head = BRACKET.split(number[0])[0].rstrip()
        begins = NUMBER_BEGINS.search(text[: number.start()] + head)
        if begins and begins.end() >= SHORTEST_TITLE:
            return [Part("title", text[: begins.end()]), Part("number", text[begins.end() :])]
    return [Part(_header_role(text), text)]


def _header_role(text: str) -> str:
    bare = squeeze(text)
    if len(bare) <= TAIL_LENGTH and NUMBER.search(bare) and bare.endswith("号"):
        return "number"
    if parse_date(text):
        return "date"
    if ATTACHMENT.match(bare):
        return "attachment"
    if ADDRESSEES.match(bare) and not NO_ADDRESSEES.search(bare):
        return "addressees"
    if bare.endswith("文件") and ORGANISATION.match(bare.removesuffix("文件")):
        return "masthead"
    if _is_short(text) and TITLE_END.search(bare):
        return "title"
    if is_organisation(text):
        return "signature"
    return "text"


def is_organisation(text: str) -> bool:
    """Whether a line is the name of an organisation, or of several side by side, with or without （印章）."""
    bare = SEAL.sub("", text.strip())
    return bool(ORGANISATION.match(squeeze(bare))) and not NO_ORGANISATION.search(bare)


def organisations(text: str) -> list[str]:
    """The organisations of a signature line; letters set apart (测 试 市 残 联) are one name."""
    names = SEAL.sub("", text.strip()).split()
    if len(names) > 1 and all(ORGANISATION.match(name) for name in names):
        return names
    return ["".join(names)] if names else []


def _is_short(text: str) -> bool:
    return (
        len(squeeze(text)) <= 50
        and not any(stop in text for stop in STOPS)
        and not text.endswith(("：", ":"))
    )


def first_clause(blocks: Sequence[Block]) -> int:
    """Where the first clause stands: at the first label that is none of a list of attachments (附件：1.… 2.…)."""
    number = None
    for place, block in enumerate(blocks):
        if not isinstance(block, Line):
            continue
        if ATTACHMENT.match(block.text):
            own = label_of(ATTACHMENT.sub("", block.text).strip())
            number = own[0].value if own else 0
            continue
        label = label_of(block.text)
        is_listed = (
            number is not None
            and label is not None
            and label[0].style == "number"
            and label[0].value == number + 1
            and len(block.text) <= LIST_LENGTH
            and not block.text.endswith(("。", "：", ":", "；"))
            and _is_signed(blocks, place)
        )
        if is_listed and number is not None:
            number += 1
        elif label is not None:
            return place
        else:
            number = None
    return len(blocks)


def first_said(blocks: Sequence[Block]) -> int | None:
    """Where 一是… stands that begins a paper of such lines, for one without any other label; None where no 二是… follows it."""
    first = None
    for place, block in enumerate(blocks):
        found = said_label_of(block.text) if isinstance(block, Line) else None
        if found is None:
            continue
        if found[0].value == 1 and first is None:
            first = place
        if first is not None and any(label.value == 2 for label, _words in split_following(*found)):
            return first
    return None


def _is_signed(blocks: Sequence[Block], place: int) -> bool:
    """Whether a signature or a date ends the list of short lines from `place` on."""
    for block in blocks[place + 1 : place + LISTED_BLOCKS]:
        if not isinstance(block, Line) or len(block.text) > LIST_LENGTH:
            return False
        if is_organisation(block.text) or parse_date(block.text):
            return True
        if not ATTACHMENT_ITEM.match(block.text):
            return False
    return False


def tail_start(blocks: Sequence[Block], first: int) -> int:
    """Where the tail begins: attachments, signature, date, copies and all that follows them.

    `first` is the first clause. The first date with a signature above it ends the body; without one the tail is what can
    be nothing else at the end.
    """
    day = next((n for n in range(first + 1, len(blocks)) if _ends_body(blocks, n, first)), None)
    start = _without_date(blocks, first) if day is None else day
    while start - 1 > first and _role_at(blocks, start - 1) in {"signature", "date", "page"}:
        start -= 1
    return _with_attachments(blocks, first, start)


def _ends_body(blocks: Sequence[Block], place: int, first: int) -> bool:
    """Whether the line at `place` is the date of the paper."""
    if _role_at(blocks, place) != "date":
        return False
    above = _role_at(blocks, place - 1)
    if above in {"signature", "attachment"} or _inside_list(blocks, place - 1, first):
        return True
    return not any(isinstance(block, Line) and label_of(block.text) for block in blocks[place:])


def _without_date(blocks: Sequence[Block], first: int) -> int:
    start = len(blocks)
    for n in range(len(blocks) - 1, max(first, len(blocks) - TAIL_BLOCKS), -1):
        if isinstance(blocks[n], Grid):
            continue
        role = _role_at(blocks, n)
        if role != "text":
            start = n
        elif start == len(blocks) or not _inside_list(blocks, n, first):
            break
    return start


def _with_attachments(blocks: Sequence[Block], first: int, start: int) -> int:
    """Where the list of attachments above the signature begins, if there is one."""
    for n in range(start - 1, max(start - LISTED_BLOCKS, first), -1):
        block = blocks[n]
        if isinstance(block, Grid):
            continue
        if ATTACHMENT.match(block.text):
            start = n
        elif len(block.text) > LIST_LENGTH or block.text.endswith("。"):
            break
    return start


def _inside_list(blocks: Sequence[Block], place: int, first: int) -> bool:
    """Numbered lines between 附件： and the signature belong to the list of attachments."""
    for n in range(place, max(place - LISTED_BLOCKS, first), -1):
        block = blocks[n]
        if isinstance(block, Line):
            if ATTACHMENT.match(block.text):
                return True
            if len(block.text) > LIST_LENGTH or block.text.endswith("。"):
                return False
    return False


def _role_at(blocks: Sequence[Block], place: int) -> str:
    block = blocks[place]
    return _tail_role(block.text) if isinstance(block, Line) else "table"


def _tail_role(text: str) -> str:
    bare = squeeze(text)
    if parse_date(text):
        return "date"
    if CC.match(bare):
        return "cc"
    if PRINTED.search(bare):
        return "printed"
    if PAGE.match(text):
        return "page"
    if ATTACHMENT.match(bare):
        return "attachment"
    if is_organisation(text):
        return "signature"
    return "text"


def tail(blocks: Sequence[Block]) -> list[Part]:
    """What stands below the last clause, each block with its part; a text of its own that follows the date is an annex."""
    parts: list[Part] = []
    is_annex = False
    for block in blocks:
        role = "table" if isinstance(block, Grid) else _tail_role(block.text)
        before = parts[-1] if parts else None
        if role == "attachment" and any(part.role == "date" for part in parts):
            is_annex = True
        if is_annex:
            role = role if role == "table" else "annex"
        elif role == "text" and before and before.role == "cc" and not before.text.endswith("。"):
            role = "cc"
        parts.append(Part(role, block.text))
    _listed_attachments(parts, is_numbered=False)
    return parts


def _listed_attachments(parts: list[Part], is_numbered: bool) -> None:
    """The short lines below 附件：1.… are attachments too; where a title may follow, the numbered ones."""
    for above, part in zip(parts, parts[1:], strict=False):
        is_item = (
            (part.role == "text" or (part.role == "title" and ATTACHMENT_ITEM.match(part.text)))
            and len(part.text) <= LIST_LENGTH
            and not part.text.endswith(("。", "：", ":"))
        )
        if (
            above.role == "attachment"
            and is_item
            and (not is_numbered or ATTACHMENT_ITEM.match(part.text))
        ):
            part.role = "attachment"


def number_in(text: str) -> str:
    """The document number of a line, as printed without spaces; empty when it has none."""
    match = NUMBER.search(text) or NUMBER.search(squeeze(text))
    return NUMBER_LABEL.sub("", squeeze(match[0])) if match else ""
