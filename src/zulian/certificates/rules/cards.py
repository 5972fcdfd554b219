"""The certificate's number, the combination of categories, how long it holds, and which business may begin when."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from itertools import count

from django.utils.translation import gettext as _

from zulian.people.rules import IdNumberError, read_id_number, tidy

NUMBER = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(?:[A-Z]([1-9][0-9]?))?")


class Category(IntEnum):
    """残疾类别, numbered as in the certificate's number (GB/T 26341-2010, measures art. 5)."""

    VISUAL = 1
    HEARING = 2
    SPEECH = 3
    LIMB = 4
    INTELLECTUAL = 5
    PSYCHIATRIC = 6
    MULTIPLE = 7


class Kind(StrEnum):
    """办件类别: what a person comes for."""

    FIRST = "first"
    RENEWAL = "renewal"
    REPLACEMENT = "replacement"
    DAMAGE = "damage"
    REGRADE = "regrade"
    DETAILS = "details"
    TRANSFER = "transfer"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    LOSS = "loss"
    CANCEL = "cancel"


# What makes out a card; the others change the state of one.
PRINTING = (Kind.FIRST, Kind.RENEWAL, Kind.REPLACEMENT, Kind.DAMAGE, Kind.REGRADE, Kind.DETAILS)


# What makes out the same card once more, which therefore gains no years.
SAME = (Kind.REPLACEMENT, Kind.DAMAGE, Kind.DETAILS)


class CardState(StrEnum):
    """证件状态."""

    VALID = "valid"
    FROZEN = "frozen"
    LOST = "lost"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


LIVE = (CardState.VALID, CardState.FROZEN, CardState.LOST)


class NumberError(ValueError):
    """No certificate number; the message says why."""


@dataclass(frozen=True)
class Number:
    """What a certificate number says: the citizen ID number, category, grade, and which reissue (0: the first)."""

    id_number: str
    category: Category
    grade: int
    reissue: int


def base_number(id_number: str, category: int, grade: int) -> str:
    """The 20 characters of a certificate: citizen ID number, category digit, grade digit (background)."""
    return f"{id_number}{category:d}{grade:d}"


def number_after(base: str, losses: int, mark: str) -> str:
    """The number of a certificate after so many losses of cards with the same 20 characters: B1, B2 … with the mark B.

    Nothing else adds a mark: renewal, damage and changes of what the 20 characters do not say keep the number (second-hand).
    """
    return base if losses == 0 else f"{base}{mark}{losses}"


@dataclass(frozen=True)
class Made:
    """One card of a person: the mark that its number bears (0: none), the business it came from, whether it was lost.

    The business is None for a card that was taken in.
    """

    reissue: int
    kind: Kind | None
    is_lost: bool = False


def losses_of(cards: Iterable[Made]) -> int:
    """The losses that the number of a person's next card with the same 20 characters states, after these, the oldest first.

    A card that was taken in says the losses before it itself; of those made out here the lost ones count, however they
    ended. The number of a lost card is never given again, though an earlier version had marked it without a loss.
    """
    losses, lost = 0, set()
    for card in cards:
        if card.kind is None:
            losses = max(losses, card.reissue)
        if card.is_lost:
            losses += 1
            lost.add(card.reissue)
    return next(n for n in count(losses) if n not in lost)


def read_number(text: str, today: date) -> Number:
    """Read a certificate number; raises NumberError with the fault."""
    match = NUMBER.fullmatch(tidy(text))
    if match is None:
        raise NumberError(_("残疾人证号应为 20 位（补换发的后加字母和序号），请对照证件核对。"))
    try:
        id_number = read_id_number(match[1], today).number
    except IdNumberError as error:
        raise NumberError(str(error)) from error
    return Number(id_number, Category(int(match[2])), int(match[3]), int(match[4] or 0))


def combine(parts: Mapping[int, int]) -> tuple[Category, int]:
    """Category and grade of findings {category: grade}: several make 多重, with the most severe grade (art. 13)."""
    if not parts:
        raise ValueError("No finding to combine")
    category = Category(next(iter(parts))) if len(parts) == 1 else Category.MULTIPLE
    return category, min(parts.values())


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_until(issued: date, years: int) -> date:
    """The last day of a certificate: the day before its anniversary after `years` years."""
    end = months_later(issued, years * 12)
    return date.fromordinal(end.toordinal() - 1)


@dataclass(frozen=True)
class Standing:
    """How a person stands: the state and last day of the live card, and when the last one was cancelled.

    `is_moved`: the card is locked because the household has moved without it.
    """

    card: CardState | None = None
    until: date | None = None
    cancelled_on: date | None = None
    is_moved: bool = False


def obstacle(kind: Kind, standing: Standing, day: date, bar_months: int, renew_months: int) -> str:
    """Why a business can't begin on `day`; empty when it can (art. 19, 24)."""
    if kind is Kind.FIRST:
        return _first(standing, day, bar_months)
    if standing.card is None:
        return _("没有可办的残疾人证，请先办理首次申领。")
    is_over = standing.until is not None and day > standing.until
    ends = standing.until is not None and day >= standing.until
    # What is not printed changes on a card that has run out as well: the counter looks at the details.
    again = kind in SAME and kind is not Kind.DETAILS
    if ends and again and standing.card in {CardState.VALID, CardState.LOST}:
        return _("证件有效期至 %(until)s，请办到期换领。") % {"until": standing.until}
    wanted = {
        Kind.UNFREEZE: (CardState.FROZEN, CardState.LOST),
        # Whose card is lost and has run out meanwhile has no other way to a card.
        Kind.RENEWAL: (CardState.VALID, CardState.LOST) if is_over else (CardState.VALID,),
        Kind.CANCEL: LIVE,
        Kind.DETAILS: LIVE,
        # What was locked because the household had moved is just to be transferred.
        Kind.TRANSFER: (CardState.VALID, CardState.FROZEN)
        if standing.is_moved
        else (CardState.VALID,),
        Kind.REPLACEMENT: (CardState.VALID, CardState.LOST),
    }.get(kind, (CardState.VALID,))
    if standing.card not in wanted:
        return {
            CardState.VALID: _("证件没有冻结或挂失，不需要解除。"),
            CardState.FROZEN: _("证件已冻结，请先解冻。"),
            CardState.LOST: _("证件已挂失，请先补办，或解除挂失。"),
        }[standing.card]
    if (
        kind is Kind.RENEWAL
        and standing.until
        and day < months_later(standing.until, -renew_months)
    ):
        words = _(
            "证件 %(until)s 到期，到期前 %(n)d 个月起才能换领；损毁请办损毁换领，类别等级有变请办变更。"
        )
        return words % {"until": standing.until, "n": renew_months}
    return ""


def _first(standing: Standing, day: date, bar_months: int) -> str:
    if standing.card is not None:
        return _("已有残疾人证，不能重复申领；请办换领、补办或变更。")
    if standing.cancelled_on:
        free = months_later(standing.cancelled_on, bar_months)
        if day < free:
            words = _("残疾人证于 %(on)s 注销，满一年后（%(free)s 起）才能重新申请。")
            return words % {"on": standing.cancelled_on, "free": free}
    return ""


def mask_number(number: str) -> str:
    """210900********001X12: what the certificate adds to the ID number stays readable."""
    return f"{number[:6]}{'*' * 8}{number[14:]}" if len(number) >= 20 else number
