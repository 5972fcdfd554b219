"""Cells of ledgers read to values: words, numbers, dates, choices; each reader raises CellError with a sentence that says how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zulian.foundation.days import ANY_DAY, Span
from zulian.foundation.spellings import POLITICS, spellings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]"
)


FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]{1,3}0{1,2}:00(?::00)?)?"  # untranslated: how ledgers write dates
)
MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")  # untranslated: how ledgers write months
MAY_BE_TENTH = re.compile(r"[0-9]{4}\.1")
# Behind a period without end, and between its two days.
NO_END = ("长期", "永久", "长期有效", "无固定期限")  # untranslated: as cards and contracts say
BETWEEN_DAYS = re.compile(
    r"(?<=[\d日])\s*(?:--?|—+|–|~|～|至|到)\s*(?=\d{4})"
)  # untranslated: between days
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")


# Excel's day numbers of 1927 to 2100: a year alone (2024) or a month (202403) is none, and no day.
EXCEL_DAY_ZERO, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 10_000, 73_415
# So many choices a sentence names.
SHOWN_CHOICES = 12


SEPARATORS = re.compile("[、，,;；]")  # untranslated: how lists are written


class CellError(ValueError):
    """A cell cannot be taken; the message says why and how to mend it, `choices` what it may mean, the likeliest first."""

    def __init__(self, words: str, choices: Iterable[str] = ()) -> None:
        super().__init__(words)
        self.choices = tuple(choices)


class CellLeft(ValueError):
    """A cell says too little to change anything, and its row goes on without it; the message says why."""


def clean(text: str) -> str:
    """A cell's text without invisible characters and without blanks around it."""
    if text.isprintable():
        return text.strip()
    return INVISIBLE.sub("", text).strip()


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones, all blanks out: for numbers and codes."""
    return "".join(text.translate(FULL_WIDTH).split())


def text_of(limit: int) -> Callable[[str], str]:
    """A reader of text of at most `limit` characters."""

    def read(text: str) -> str:
        if len(text) > limit:
            raise CellError(
                _("最多 %(n)d 个字，现有 %(have)d 个，请缩短。") % {"n": limit, "have": len(text)}
            )
        return text

    return read


def read_date(text: str, span: Span = ANY_DAY) -> date:
    """A date as ledgers write it: 2013-03-19, 2013.3.19, 2013/3/19, 2013年3月19日, 20130319, or Excel's day number.

    Raises CellError for what is no date, and for one that no register could speak of.
    """
    day = _date_of(text)
    if words := span.fault(day):
        raise CellError(words)
    return day


@lru_cache(maxsize=20_000)
def _date_of(text: str) -> date:
    plain = text.translate(FULL_WIDTH).strip()
    match = DATE.fullmatch(plain) or COMPACT_DATE.fullmatch(plain)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := MONTH.fullmatch(plain):
            return date(int(match[1]), int(match[2]), 1)
        if SERIAL.fullmatch(plain) and FIRST_SERIAL <= int(float(plain)) <= LAST_SERIAL:
            return EXCEL_DAY_ZERO + timedelta(days=int(float(plain)))
    except ValueError as error:
        raise CellError(
            _("“%(text)s”不是一个存在的日期，请核对。") % {"text": text[:20]}
        ) from error
    raise CellError(_("“%(text)s”不是完整的日期，请写成 2013-03-19 这样。") % {"text": text[:20]})


def is_month(text: str) -> bool:
    """Whether a cell says a month alone: 2020.1, 2020年1月."""
    return MONTH.fullmatch(text.translate(FULL_WIDTH).strip()) is not None


def month_note(text: str) -> str:
    """What is guessed where a cell says a month and a day is asked for, "" where it says a day.

    Excel keeps 2020.10 typed as a number as 2020.1, so that a single 1 behind the point may be October.
    """
    if not is_month(text):
        return ""
    if MAY_BE_TENTH.fullmatch(half_width(text)):
        return _("只写了年月，按 1 月 1 日登记；如果是 10 月，请改填。")
    return _("只写了年月，按当月 1 日登记。")


def read_end(text: str, span: Span = ANY_DAY) -> date:
    """The last day of a period: a day, or the second of two (2020.3.19-2030.3.18). Raises CellError."""
    if half_width(text) in NO_END:
        raise CellError(_("请填到期的日期；没有到期日期的，请留空。"))
    return read_date(BETWEEN_DAYS.split(text.strip())[-1], span)


def read_start(text: str, span: Span = ANY_DAY) -> date:
    """The first day of a period: a day, or the first of two. Raises CellError."""
    return read_date(BETWEEN_DAYS.split(text.strip())[0], span)


def show_date(value: Any) -> Any:
    """A date for a cell, nothing for none."""
    return value if value else ""


def one_of(
    pairs: Iterable[tuple[Any, Any]], synonyms: Mapping[str, Any] | None = None
) -> Callable[[str], Any]:
    """A reader of one of several words, by (value, word); other ways to say it in `synonyms`."""
    known_pairs = tuple(pairs)

    @cache
    def words(_language: str | None) -> dict[str, Any]:
        found = spellings(known_pairs) | {str(value): value for value, _word in known_pairs}
        return (
            found
            | (dict(synonyms or {}))
            | {half_width(str(word)): value for value, word in known_pairs}
        )

    def read(text: str) -> Any:
        found = words(get_language())
        if text in found:
            return found[text]
        wanted = half_width(text)
        for way in (wanted, wanted.lower()):
            if way in found:
                return found[way]
        choices = [str(word) for _value, word in known_pairs]
        near = likely(text, choices)
        names = listed(choices[:SHOWN_CHOICES]) + (_("等") if choices[SHOWN_CHOICES:] else "")
        facts = {"text": text[:20], "names": names, "near": near[0] if near else ""}
        if near:
            raise CellError(
                _("“%(text)s”不在可选项中，您是不是要“%(near)s”？可填：%(names)s。") % facts, near
            )
        raise CellError(_("“%(text)s”不在可选项中，请填：%(names)s。") % facts)

    return read


def listed(choices: Sequence[str]) -> str:
    """Choices in a sentence, parted by a sign that none of them holds."""
    mark = next(
        mark for mark in "、；|" if mark == "|" or not any(mark in word for word in choices)
    )
    return mark.join(choices)


def likely(text: str, choices: Sequence[str]) -> list[str]:
    """The choices that a text may mean, the likeliest first: those that hold it or are held by it, and those written much like it."""
    plain = text[:40]
    holding = [word for word in choices if len(plain) > 1 and (plain in word or word in plain)]
    like = get_close_matches(plain, choices, n=3, cutoff=0.5)
    return list(dict.fromkeys([*like, *holding]))[:3]


def nearest(text: str, choices: Sequence[str]) -> str:
    """The choice that a text most likely means, "" where none is like it."""
    return next(iter(likely(text, choices)), "")


def several_of(text: str, pairs: Iterable[tuple[str, str]], unknown: StrOrPromise) -> list[str]:
    """The keys of several words parted by 、 or commas, by (key, word); each once.

    Raises CellError with the sentence `unknown` (%(what)s, %(names)s) for a word that there is not, and the nearest one.
    """
    known = {word: key for key, word in pairs}
    keys = {**{key: key for key in known.values()}, **known}
    parts = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    wrong = next((part for part in parts if part not in keys), None)
    if wrong is not None:
        sentence = str(unknown) % {"what": wrong[:20], "names": "、".join(known)}
        near = likely(wrong, list(known)) or sharing(wrong, list(known))
        words = [
            "、".join(dict.fromkeys(word if part == wrong else part for part in parts))
            for word in near
        ]
        hint = _("您是不是要“%(near)s”？") % {"near": near[0]} if near else ""
        raise CellError(sentence + hint, words)
    return list(dict.fromkeys(keys[part] for part in parts))


def sharing(text: str, choices: Sequence[str]) -> list[str]:
    """The choices that share characters with a text, those that share most first."""
    shared = {word: len(set(word) & set(text)) for word in choices}
    return sorted((word for word in choices if shared[word]), key=lambda word: -shared[word])[:3]


def shown_as(pairs: Iterable[tuple[Any, Any]]) -> Callable[[Any], str]:
    """The word of a value, by (value, word); nothing for an unknown one."""
    words = dict(pairs)
    return lambda value: str(words.get(value, ""))


def words_of(pairs: Iterable[tuple[Any, Any]]) -> Callable[[], list[str]]:
    """The texts of a drop-down of (value, word)."""
    known_pairs = tuple(pairs)
    return lambda: [str(word) for _value, word in known_pairs]


YES, NO = (
    ("是", "有", "√", "✔", "Y", "1"),
    ("否", "无", "×", "—", "N", "0"),
)  # untranslated: how ledgers say yes and no


def read_yes(text: str) -> bool:
    """Yes or no."""
    plain = half_width(text).upper()
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise CellError(_("“%(text)s”请改填“是”或“否”。") % {"text": text[:20]})


def read_party(text: str) -> bool:
    """Whether somebody is a member of the party, in a word for it, or as 政治面貌 says it; raises CellError."""
    plain = half_width(text)
    members, others = POLITICS[0][1], [word for _offered, words in POLITICS[1:] for word in words]
    if plain in (*members, *POLITICS[0][0]):
        return True
    return False if plain in others else read_yes(text)


def show_yes(value: Any) -> str:
    """Yes or no in a word, nothing where neither was said."""
    return "" if value is None else _("是") if value else _("否")
