"""Pure rules about people (人员): citizen ID numbers (公民身份号码), what they say, and how personal data is shown.

The form of the number is GB 11643, its check character ISO 7064 MOD 11-2 (background knowledge of the field).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext as _

from zulian.foundation.sealing import mask

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# Blanks after or before a Chinese character: ledgers space names of two characters to the width of three.
BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
DOT = re.compile(r"(?<=[\u3400-\u9fff])[•‧∙・·．.](?=[\u3400-\u9fff])")
LONG = re.compile(r"[0-9]{17}[0-9X]")
SHORT = re.compile(r"[0-9]{15}")
EXCEL = re.compile(r"[0-9.]{1,40}E\+?[0-9]{1,4}")
# Two digits of a province, old and new divisions below them alike: a number keeps the code of its day of issue.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
FIRST_BIRTH = date(1880, 1, 1)
BETWEEN = re.compile(r"[\s\-—·]")
# Marks of a name that was hidden, behind a Chinese character; and words that stand where a name is not told.
HIDDEN_NAME = re.compile(r"[\u3400-\u9fff][xXＸｘ某]{1,3}$")  # untranslated: signs
NO_NAME = {
    "已登记",
    "同上",
    "不详",
    "未知",
    "暂无",
    "没有",
    "无",
    "空",
    "姓名",
}  # untranslated: names left out
NAME_SIGNS = "·•‧∙・.．-‐’' "
FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")


class Sex(StrEnum):
    """性别."""

    MALE = "male"
    FEMALE = "female"


class IdNumberError(ValueError):
    """The number is no citizen ID number; the message says why and how to mend it."""


@dataclass(frozen=True)
class IdNumber:
    """A citizen ID number of 18 characters and what it says."""

    number: str
    division: str
    birth: date
    sex: Sex


def check_character(first: str) -> str:
    """The check character of the first 17 digits.

    >>> check_character("11010519491231002")
    'X'
    """
    return CHECKS[
        sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11
    ]


def tidy(text: str) -> str:
    """A number as typed or pasted: spaces and dashes out, full width to half, x to X."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return BETWEEN.sub("", text).translate(FULL_WIDTH).upper()


@lru_cache(maxsize=4096)
def read_id_number(text: str, today: date) -> IdNumber:
    """Read a number of 18 characters, or an old one of 15 digits, which is completed.

    Raises IdNumberError with the fault: length, province, birth date, or check character.
    """
    number = tidy(text)
    if "*" in number or "＊" in number:
        raise IdNumberError(_("这是遮掩过的身份证号，请填写完整的号码。"))
    if EXCEL.fullmatch(number) and "E" in number:
        raise IdNumberError(
            _("身份证号被 Excel 变成了科学计数，后几位已丢失，请把该列设为文本后重新填写。")
        )
    if SHORT.fullmatch(number):
        number = complete(number)
    if not LONG.fullmatch(number):
        raise IdNumberError(
            _("身份证号应为 18 位，现为 %(n)d 位，或含有其他字符，请核对。") % {"n": len(number)}
        )
    if number[:2] not in PROVINCES:
        raise IdNumberError(
            _("身份证号开头的 %(code)s 不是省级代码，请核对前两位。") % {"code": number[:2]}
        )
    birth = _birth(number, today)
    if check_character(number[:17]) != number[17]:
        raise IdNumberError(
            _("身份证号的校验位不对，多半有一位输错或前后颠倒，请对照证件逐位核对。")
        )
    return IdNumber(number, number[:6], birth, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def complete(short: str) -> str:
    """An ID number of the first generation (15 digits) as one of 18: the century 19 and the check character."""
    long = f"{short[:6]}19{short[6:]}"
    return long + check_character(long)


def _birth(number: str, today: date) -> date:
    digits = number[6:14]
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise IdNumberError(
            _("身份证号第 7 至 14 位“%(day)s”不是一个日期，请核对。") % {"day": digits}
        ) from error
    if not FIRST_BIRTH <= birth <= today:
        raise IdNumberError(
            _("身份证号中的出生日期 %(day)s 不合理，请核对第 7 至 14 位。") % {"day": birth}
        )
    return birth


def age(birth: date, on: date) -> int:
    """Full years of age on a day; someone born on 29 February is a year older from 1 March on in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def tidy_name(text: str) -> str:
    """A name as it is kept: no blanks around it, none beside a Chinese character, single ones between other words.

    Between Chinese characters every keyboard has a dot of its own; the one of the citizen's card is kept.

    >>> tidy_name(" 买买提 • 艾力 "), tidy_name("买买提.艾力"), tidy_name("J. Smith")
    ('买买提·艾力', '买买提·艾力', 'J. Smith')
    """
    return DOT.sub("·", BESIDE_HAN.sub("", " ".join(text.split())))


def is_name(text: str) -> bool:
    """Whether a text can be somebody's name: letters, with dots, hyphens, apostrophes or digits between them, nothing hidden.

    >>> is_name("买买提·艾力"), is_name("张*"), is_name("张××"), is_name("12345")
    (True, False, False, False)
    """
    letters = [character for character in text if character.isalpha()]
    if not letters or HIDDEN_NAME.search(text) or text in NO_NAME:
        return False
    return all(character.isalnum() or character in NAME_SIGNS for character in text)


def mask_id(number: str) -> str:
    """210921********0011: division and last four."""
    return mask(number, 6, 4)


def mask_phone(number: str) -> str:
    """138****0000."""
    return mask(number, 3, 4)


def mask_name(name: str) -> str:
    """张*, 欧阳**: the first character of a name, two of a long one."""
    return mask(name, 1 if len(name) < 4 else 2, 0)
