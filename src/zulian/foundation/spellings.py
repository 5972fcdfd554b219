"""How offices write the words that columns choose among: 1, 男性, 壹级, Ⅰ级, 肢残, 04, 群众, 本科. Pure.

Which kind of words a column holds is told by the words themselves, so that every register of people reads them alike. Codes of sex are
those of GB/T 2261.1, of categories those of the number of the certificate (background knowledge of the field).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# untranslated: how ledgers write, from here to EDUCATION
SEXES = {
    "男": ("1", "男性", "男士", "m", "male"),
    "女": ("2", "女性", "女士", "f", "female"),
}
CATEGORIES = {
    "视力": ("盲", "盲人", "视障", "视觉", "低视力", "1"),
    "听力": ("聋", "聋人", "听障", "听觉", "2"),
    "言语": ("哑", "语言", "语障", "言语障碍", "3"),
    "肢体": ("肢", "肢障", "肢体障碍", "4"),
    "智力": ("智障", "智能", "弱智", "5"),
    "精神": ("精", "精障", "精神障碍", "精神病", "6"),
    "多重": ("多种", "综合", "多重障碍", "7"),
}
NUMERALS = ("一壹Ⅰi1", "二贰Ⅱ2", "三叁Ⅲ3", "四肆Ⅳ4", "五伍Ⅴ5")
ROMAN = ("i", "ii", "iii", "iv", "v")
# The first word of each that a column offers is the one that is meant.
POLITICS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("中共党员", "党员"), ("党员", "中国共产党党员", "共产党员", "中共预备党员", "预备党员")),
    (("共青团员", "团员"), ("团员", "共青团", "中国共产主义青年团团员")),
    (("群众", "其他"), ("群众", "普通公民", "一般群众", "无")),
    (("无党派人士", "无党派", "其他"), ("无党派人士", "无党派", "无党派民主人士")),
    (
        ("民主党派", "其他"),
        ("民主党派", "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟"),
    ),
)
EDUCATION: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "初中",
        (
            "文盲",
            "半文盲",
            "未上学",
            "小学",
            "小学肄业",
            "小学毕业",
            "初中",
            "初中毕业",
            "初中肄业",
        ),
    ),
    (
        "高中",
        (
            "高中",
            "高中毕业",
            "中专",
            "中等专科",
            "中技",
            "技校",
            "职高",
            "职业高中",
            "中职",
            "大学预科",
        ),
    ),
    ("大专", ("大专", "专科", "大学专科", "高职", "高等职业", "大专毕业", "专科毕业")),
    ("本科", ("本科", "大学", "大学本科", "全日制本科", "学士", "本科毕业", "大学毕业")),
    ("研究生", ("研究生", "硕士", "硕士研究生", "博士", "博士研究生")),
)
DISABLED = ("残疾", "残疾人", "残")


def spellings(pairs: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    """Other ways to write the words of a column, by (value, word) → value; a word of the column itself is none of them.

    >>> spellings([("male", "男"), ("female", "女")])["1"]
    'male'
    """
    values = {str(word): value for value, word in pairs}
    found: dict[str, Any] = {}
    for word, others in _all(values):
        for other in others:
            found.setdefault(other, values[word])
    for value in values.values():
        for code in _codes(value):
            found.setdefault(code, value)
    return {text: value for text, value in found.items() if text not in values}


def _all(values: dict[str, Any]) -> Iterator[tuple[str, Iterable[str]]]:
    """The words of a column, each with its other ways, by the kinds that the words show."""
    words = set(values)
    if words == set(SEXES):
        yield from SEXES.items()
    if {"视力", "听力"} <= words:
        yield from _categories(words)
    if {"一级", "二级"} <= words:
        yield from _grades(words)
    if any(word in words for word in POLITICS[0][0]):
        yield from _politics(words)
    if any("本科" in word for word in words):
        yield from _schooling(words)
    if "汉族" in words:
        yield from ((word, (word.removesuffix("族"),)) for word in words)
        yield "蒙古族", ("蒙", "蒙族")


def _categories(words: set[str]) -> Iterator[tuple[str, Iterable[str]]]:
    for word in words & CATEGORIES.keys():
        short = (word, word[0], *(each for each in CATEGORIES[word] if not each.isdigit()))
        behind = [stem + end for stem in short for end in DISABLED]
        codes = [each for each in CATEGORIES[word] if each.isdigit()]
        yield word, (*CATEGORIES[word], *behind, *(f"0{code}" for code in codes))


def _grades(words: set[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """一级 as 一, 壹级, Ⅰ级, I级, 1级, 01, 残疾一级."""
    for numerals, roman in zip(NUMERALS, ROMAN, strict=True):
        word = f"{numerals[0]}级"
        if word in words:
            ways = [*dict.fromkeys([*numerals, roman, f"0{numerals[-1]}"])]
            ends = [way + end for way in ways for end in ("", "级", "等", "级残疾")]
            yield word, (*ends, *(f"残疾{end}" for end in ends))


def _politics(words: set[str]) -> Iterator[tuple[str, Iterable[str]]]:
    for offered, others in POLITICS:
        word = next((each for each in offered if each in words), None)
        if word is not None:
            yield word, others


def _schooling(words: set[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Each school by the group that holds it; what is above all groups belongs to the one that is open above."""
    for school, others in EDUCATION:
        word = next((each for each in words if school in each), None)
        if word is None and school == EDUCATION[-1][0]:
            word = next((each for each in words if each.endswith("及以上")), None)
        if word is not None:
            yield word, others


def _codes(value: Any) -> list[str]:
    """A code with and without the zero before it."""
    code = str(value)
    if not code.isdigit() or len(code) > 2:
        return []
    return [code, code.zfill(2), str(int(code))]
