"""Citations (引用文件): 《…》 with nested 〈…〉, and the document numbers behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN, CLOSE = "《〈﹤<", "》〉﹥>"
NUMBER = re.compile(
    r"[\u4e00-\u9fa5]{2,14}\s*+[〔【\[（(﹝]\s*(?:19|20)\d{2}\s*[〕】\])）﹞]\s*+(?:第\s*+)?\d{1,4}\s*号"
)
TITLE_BRACKET = re.compile("[《〈》〉]")
SHORT_NAME = re.compile(r"(?:以下)?(?:统|合)?简称(?:为)?[:：]?")
SENT_OUT = re.compile("(?:现|兹)?将$")
SENT_WITH_IT = ("印发", "予以印发", "下发", "发给")  # untranslated: words of circulars
MAX_TITLE = 200


@dataclass(frozen=True)
class Citation:
    """A cited document: the title without its brackets, and its number where given."""

    title: str
    number: str


def citations(text: str) -> list[Citation]:
    """All cited documents in reading order, each once; nested titles stay inside the outer one."""
    found: dict[Citation, None] = {}
    ends = _closing_brackets(text)
    short: set[str] = set()
    position = 0
    while (start := text.find("《", position)) >= 0:
        end = ends.get(start)
        if end is None:
            position = start + 1
            continue
        tail = text[end + 1 : end + 40].lstrip()
        title = text[start + 1 : end]
        if SENT_OUT.search(text, max(0, start - 8), start) and tail.startswith(SENT_WITH_IT):
            # 现将《…》印发给你们: what is sent out is the paper itself.
            position = end + 1
            continue
        if SHORT_NAME.search(text, max(0, start - 8), start):
            # （以下简称《办法》）: another name of the one just cited.
            position = end + 1
            short.add(title)
            continue
        number = ""
        if tail[:1] in {"(", "（"} and (match := NUMBER.match(tail[1:])):
            number = "".join(match[0].split())
        found.setdefault(Citation(title, number))
        position = end + 1
    return [citation for citation in found if citation.title not in short]


def _closing_brackets(text: str) -> dict[int, int]:
    """Where each opening bracket is closed, those of an over-long title left out."""
    ends: dict[int, int] = {}
    still_open: list[int] = []
    for bracket in TITLE_BRACKET.finditer(text):
        if bracket[0] in "《〈":
            still_open.append(bracket.start())
        elif still_open and bracket.start() - (start := still_open.pop()) < MAX_TITLE:
            ends[start] = bracket.start()
    return ends
