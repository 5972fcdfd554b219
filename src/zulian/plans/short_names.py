"""What a clause or a task is called within the running text of an official paper: short, whole, with the marks of Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zulian.plans.reading.acts import is_circumstance
from zulian.plans.reading.splitting import CITED, SENTENCE_ENDS, cut_after

# A name within a sentence is read at a glance.
LONGEST_NAME = 18
# Half-width marks as typed beside Chinese words, and the full-width ones of an official paper.
CJK = "[\u4e00-\u9fff《》“”‘’（）()]"  # untranslated: a class of characters
HALF_WIDTH = re.compile(
    rf"(?:(?<={CJK})[,;:!?]|[,;:!?](?={CJK})|\((?=[^()\n]*[\u4e00-\u9fff][^()\n]*\))) *"
)
CLOSING = re.compile(r"（([^（）()\n]*)\)")
FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（"}
INNER_QUOTES = str.maketrans("“”", "‘’")
NUMBER_BEHIND = re.compile(
    r"(?<=》)[(（][^()（）]{2,40}号[)）]"
)  # untranslated: the number of a cited paper
# 《甲》《乙》等有关文件 is one 有关文件.
RELATED = "有关文件"  # untranslated: what stands for cited titles
RELATED_AGAIN = re.compile(
    rf"(?:的)?(?:{RELATED}[、和及与]?)+(?:等)?(?:有关|相关)?"  # untranslated: what follows cited titles
    r"(?:文件|规定|通知|意见|办法|精神|要求){0,2}"  # untranslated: the same
)
COMMAS = frozenset("，")
STOPS = "。；;：:，,、！! \n"
# Which measure word (量词) things are counted with, by how their name ends; others are counted in 项.
COUNTERS = {
    (
        "岗位",
        "单位",
        "组织",
        "协会",
        "社区",
        "村",
        "站",
        "家庭",
    ): "个",  # untranslated: words of Chinese alone
    ("证件", "办件", "案件", "证", "档案"): "件",  # untranslated: words of Chinese alone
    (
        "人",
        "人员",
        "干部",
        "专职委员",
        "代表",
        "会员",
        "志愿者",
    ): "名",  # untranslated: words of Chinese alone
}


def official_marks(words: str) -> str:
    """Words with full-width marks and brackets around Chinese, as an official paper has them.

    >>> official_marks("完成任务,迎接对市、县(区)的检查")
    '完成任务，迎接对市、县（区）的检查'
    """
    return CLOSING.sub(r"（\1）", HALF_WIDTH.sub(lambda mark: FULL_WIDTH[mark[0].strip()], words))


def quotable(words: str) -> str:
    """Words as they stand within “…”: official marks, and quotations in them with ‘…’.

    >>> quotable("实施“强基育人”工程")
    '实施‘强基育人’工程'
    """
    return official_marks(words).translate(INNER_QUOTES)


def short_name(candidates: Iterable[str], otherwise: str) -> str:
    """The first candidate that is short enough; else one with its cited titles told as 有关文件, or its beginning up to a comma.

    Where none has a beginning that stands for itself, `otherwise` is the name.

    >>> short_name(["认真贯彻落实省残联印发的《关于做好换届工作的意见》（辽残发〔2013〕1号）"], "一（一）")
    '认真贯彻落实省残联印发的有关文件'
    """
    known = sorted(filter(None, map(_plain, candidates)), key=lambda words: RELATED in words)
    whole = next((words for words in known if len(words) <= LONGEST_NAME), "")
    return whole or next((begun for words in known if (begun := _begun(words))), "") or otherwise


def _plain(words: str) -> str:
    """The first sentence of some words without cited titles."""
    sentences = cut_after(SENTENCE_ENDS, quotable(words).strip())
    first = sentences[0].strip(STOPS) if sentences else ""
    if len(first) <= LONGEST_NAME:
        return first
    return RELATED_AGAIN.sub(_related, CITED.sub(RELATED, NUMBER_BEHIND.sub("", first)))


def _related(match: re.Match[str]) -> str:
    of = "的"  # untranslated: the particle of what is cited
    return of + RELATED if match[0].startswith(of) else RELATED


def _begun(words: str) -> str:
    """As much of some words as is short enough, up to a comma where no bracket is open; "" where it only says how or when."""
    kept = ""
    for piece in cut_after(COMMAS, words):
        if len(kept) + len(piece.rstrip(STOPS)) > LONGEST_NAME:
            break
        kept += piece
    return "" if is_circumstance(kept) else kept.rstrip(STOPS)


def counter_of(name: str) -> str:
    """The measure word of what an indicator counts.

    >>> counter_of("未签承诺的岗位"), counter_of("到期未换的证件"), counter_of("逾期任务")
    ('个', '件', '项')
    """
    return next(
        (word for ends, word in COUNTERS.items() if name.endswith(ends)), "项"
    )  # untranslated: the same
