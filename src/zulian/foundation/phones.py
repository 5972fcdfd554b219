"""Telephone numbers as registers and forms take them: mobile numbers have eleven digits, landlines begin with anything but 1."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.ledger_cells import CellError, half_width, text_of

LENGTHS = range(7, 21)
# Before a mobile number: the country.
COUNTRY = re.compile(r"(?:\+|00)?86(?=1[0-9]{10}$)")
# What stands beside a number and is none: whose it is, in brackets. Between two numbers: signs, or 或.
ASIDE = re.compile(r"[(（][^()（）0-9]*[)）]|[\u3400-\u9fff]+[:：]?")
PARTS = re.compile(r"[/／、,，;；|\n]|或")  # untranslated: between two numbers
TWO = re.compile(r"(1[0-9]{10})(1[0-9]{10})")
MOBILE = 11
SIGNS = str.maketrans("", "", "-—–+()")


def digits_of(text: str) -> str:
    """A number without blanks and the signs between its parts."""
    plain = half_width(text).translate(SIGNS)
    return COUNTRY.sub("", plain)


def number_fault(digits: str, text: str) -> str:
    """Why digits are no telephone number, "" where they are one; `text` is what was written."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        return _("“%(text)s”不是电话号码，请填 7 至 20 位数字。") % {"text": text[:20]}
    if digits.startswith("1") and len(digits) != MOBILE:
        words = _("“%(text)s”不是电话号码：手机号码应为 11 位，现有 %(n)d 位；固定电话请加区号。")
        return words % {"text": text[:20], "n": len(digits)}
    return ""


def read_phone(text: str) -> str:
    """A telephone number of digits alone; raises CellError."""
    digits = numbers_of(text)[0]
    if fault := number_fault(digits, text):
        raise CellError(fault)
    return digits


def numbers_of(text: str) -> list[str]:
    """The numbers of a cell: several may be parted by signs, and whose they are may stand beside them; at least one.

    >>> numbers_of("+86 139 0000 0001（女儿）/0418-2800001")
    ['13900000001', '04182800001']
    """
    parts = [digits_of(ASIDE.sub("", part)) for part in PARTS.split(text)]
    found = [part for part in parts if part]
    if len(found) == 1 and (two := TWO.fullmatch(found[0])):
        return list(two.groups())
    return found or [digits_of(text)]


def second_note(text: str) -> str:
    """What is left out where a cell holds more than one number, "" where it holds one."""
    count = len(numbers_of(text))
    return _("有 %(n)d 个号码，只登记第一个。") % {"n": count} if count > 1 else ""


def contact_fault(text: str) -> str:
    """Why a text is no way to telephone; words beside a number ("转 8012") may stand there."""
    digits = digits_of(text)
    if digits.isascii() and digits.isdigit():
        return number_fault(digits, text)
    return "" if any(character.isdigit() for character in digits) else number_fault(digits, text)


def validate_contact(text: str) -> None:
    """For fields of forms: raises ValidationError for what is no way to telephone."""
    if fault := contact_fault(str(text)):
        raise ValidationError(fault)


def read_contact(limit: int) -> Callable[[str], str]:
    """A reader of a way to telephone, of at most `limit` characters, kept as it was written."""
    shorten = text_of(limit)

    def read(text: str) -> str:
        if fault := contact_fault(text):
            raise CellError(fault)
        return shorten(text)

    return read
