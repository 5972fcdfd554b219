"""Labels of clauses in every style of official documents, full and half width mixed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

CN = "零〇一二三四五六七八九十百"
# No circular counts further; what is longer, or mixes both, is no label.
NUMERAL = rf"[{CN}]{{1,9}}|\d{{1,9}}"
# 一、二级残疾人 names two grades; 二、二级评审 is a label and its heading.
TWO_GRADES = "|".join(f"{a}[、.．]{b}级" for a, b in pairwise("一二三四五六七八九十"))
UNITS_AFTER = "万亿千百十元人名个户次家件场期小年月日前米公平"
STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第\s*({NUMERAL})\s*(?:部分|编|篇)"),
    ("chapter", rf"第\s*({NUMERAL})\s*章"),
    ("section", rf"第\s*({NUMERAL})\s*节"),
    ("article", rf"第\s*({NUMERAL})\s*条"),
    ("chinese", rf"(?!{TWO_GRADES})([{CN}]{{1,9}})\s*[、.．](?![{CN}]{{1,9}}、)"),
    (
        "chinese_bracket",
        rf"[(（]\s*([{CN}]{{1,9}})\s*[)）]\s*[、.．]?|([㈠-㈩])\s*[、.．]?|([{CN}]{{1,9}})\s*[)）]\s*[、.．]?",
    ),
    # 13.5月第三周为…: the number of a clause that begins with a month or a year.
    (
        "number",
        r"([0-9０-９]{1,3})\s*(?:[、．]|[.](?:(?![0-9])|(?=\d{1,2}月|(?:19|20)\d{2}年)))|([⒈-⒛])",
    ),
    # 1.1, 2.3.1; no date and no quantity.
    ("dotted", rf"\d{{1,2}}(?:\.\d{{1,2}})?[.](\d{{1,2}})(?![\d.%％{UNITS_AFTER}])(?=\s*\S)"),
    (
        "number_bracket",
        r"[(（]\s*([0-9０-９]{1,3})\s*[)）]\s*[、.．]?|([0-9０-９]{1,3})\s*[)）]|([⑴-⒇])\s*[、.．]?",
    ),
    ("circle", r"([①-⑳㉑-㉟])\s*[、.．]?"),
    ("one_is", rf"([{CN}]{{1,9}})是"),
)
RANKS = {name: rank for rank, (name, _pattern) in enumerate(STYLES)}
# 一是…二是… only counts inside a paragraph that has both, see `split_enumeration`.
LINE_LABEL = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in STYLES if name != "one_is")
)
# “第三条”“第一章” may be spoken of in running text; a label is followed by a gap or a heading.
ENUMERATED = re.compile(rf"(?<![{CN}第])([{CN}]{{1,3}})是(?!否)")
# The first of each run of signs that stand for numbers, and its value: ① ⑴ ⒈ ㈠ ㉑.
SIGNS = {0x2460: 1, 0x2474: 1, 0x2488: 1, 0x3220: 1, 0x3251: 21}
VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Label:
    """A label as printed, its style, its rank (0 the outermost) and its value."""

    printed: str
    style: str
    value: int

    @property
    def rank(self) -> int:
        return RANKS[self.style]


def numeral(text: str) -> int:
    """The value of a Chinese, Arabic, full-width or circled numeral, or of a mixture.

    >>> numeral("二十一"), numeral("３"), numeral("③"), numeral("2十1")
    (21, 3, 3, 21)
    """
    if len(text) == 1 and not text.isdecimal() and text not in CN:
        code = ord(text)
        first = max(start for start in SIGNS if start <= code)
        return code - first + SIGNS[first]
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            value = int(char) if char.isdecimal() else VALUES[char]
            digit = digit * 10 + value if "十" not in text and "百" not in text else value
    return total + digit


def label_of(line: str) -> tuple[Label, str] | None:
    """Split a line into its label and the rest; None for a line without one."""
    match = LINE_LABEL.match(line)
    if match is None or match.lastgroup is None:
        return None
    digits = next(g for name, g in _groups(match) if g is not None)
    return Label(match[0].strip(), match.lastgroup, numeral(digits)), line[match.end() :].strip()


def said_label_of(line: str) -> tuple[Label, str] | None:
    """The same for a line 一是…, which is a clause only where a paper has no other labels (`parts.first_said`)."""
    match = ENUMERATED.match(line)
    if match is None:
        return None
    return Label(match[0], "one_is", numeral(match[1])), line[match.end() :].strip()


# Numbers within a paragraph (1.…；2.…；3.…), in brackets or as circles; each set apart by a stop.
INLINE = re.compile(
    r"(?:^|(?<=[。；;：:！，,\s]))(?:(?P<number>\d{1,2})[.．、](?!\d)|(?P<circle>[①-⑳])\s?"
    rf"|[(（](?P<chinese_bracket>[{CN}]{{1,3}})[)）]|[(（](?P<number_bracket>\d{{1,2}})[)）])"
)
INLINE_STYLES = ("chinese_bracket", "number", "number_bracket", "circle")


def _split_numbered(text: str) -> tuple[str, list[tuple[Label, str]]]:
    """The same for 1.甲。2.乙。 and ①甲；②乙。 in one paragraph, and for either in brackets."""
    for style in INLINE_STYLES:
        marks: list[re.Match[str]] = []
        for match in INLINE.finditer(text):
            if match[style] and numeral(match[style]) == len(marks) + 1:
                marks.append(match)
        if len(marks) > 1:
            ends = [mark.start() for mark in marks[1:]] + [len(text)]
            items = [
                (Label(mark[0].strip(), style, numeral(mark[style])), text[mark.end() : end])
                for mark, end in zip(marks, ends, strict=True)
            ]
            return text[: marks[0].start()], items
    return text, []


def split_following(label: Label, text: str) -> list[tuple[Label, str]]:
    """A labelled line cut before the labels of the same style that follow in it: ①甲；②乙；③丙。

    >>> [(found.printed, words) for found, words in split_following(Label("①", "circle", 1), "甲；②乙。")]
    [('①', '甲；'), ('②', '乙。')]
    """
    marks = list[re.Match[str]]()
    if label.style == "one_is":
        marks = _said_in(text, label.value + 1)
    elif label.style in INLINE_STYLES:
        for match in INLINE.finditer(text):
            if match[label.style] and numeral(match[label.style]) == label.value + len(marks) + 1:
                marks.append(match)
    ends = [*(mark.start() for mark in marks), len(text)]
    items = [
        (Label(mark[0].strip(), label.style, label.value + n), text[mark.end() : end])
        for n, (mark, end) in enumerate(zip(marks, ends[1:], strict=True), 1)
    ]
    return [(label, text[: ends[0]]), *items]


def _said_in(text: str, first: int) -> list[re.Match[str]]:
    """Where 一是, 二是 … begin in a text, in their order from the number `first` on."""
    marks: list[re.Match[str]] = []
    for match in ENUMERATED.finditer(text):
        boundary = match.start() == 0 or text[match.start() - 1] in "。；;：:，,！ 　"
        if boundary and numeral(match[1]) == first + len(marks):
            marks.append(match)
    return marks


def _groups(match: re.Match[str]) -> list[tuple[str, str | None]]:
    names = set(match.re.groupindex.values())
    return [("", g) for n, g in enumerate(match.groups(), 1) if n not in names]


def split_enumeration(text: str) -> tuple[str, list[tuple[Label, str]]]:
    """Split “总述：一是甲；二是乙。” into the text before and its items; no items unless 一是 and 二是 follow in order."""
    marks = _said_in(text, 1)
    if len(marks) < 2:
        return _split_numbered(text)
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [
        (Label(mark[0], "one_is", numeral(mark[1])), text[mark.end() : end])
        for mark, end in zip(marks, ends, strict=True)
    ]
    return text[: marks[0].start()], items
