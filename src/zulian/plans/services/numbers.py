"""Numbers of papers (文号): an organisation has one row of them for circulars, bulletins and supervision notices."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from zulian.plans.models import Circular, IssuedBulletin, Notice

# 第007号 is 7号.
PUNCTUATION = re.compile(r"[\W_]+")
LEADING_NOUGHTS = re.compile(
    r"(?<!\d)第? ?0*(?=\d)"
)  # untranslated: how numbers of papers are written

# 机关代字〔年份〕序号, as official papers bear it (background: 党政机关公文格式); bulletins in a row of their own bear 第3期.
WRITTEN = re.compile(
    r"[〔\[(【〈<]\d{4}年?[〕\])】〉>]第?\d{1,4}号|第\d{1,4}期"
)  # untranslated: how numbers of papers are written

YEAR_IN_BRACKETS = re.compile(
    r"[\[(（【〈<［](\d{4})年?[\])）】〉>］]"
)  # untranslated: how numbers of papers are written


def is_number(number: str) -> bool:
    """Whether some words have the form of a paper's number, however its brackets are typed.

    >>> is_number("阜残发〔2026〕3号"), is_number("阜残发[2026]3号"), is_number("随便")
    (True, True, False)
    """
    plain = "".join(unicodedata.normalize("NFKC", number).split())
    return WRITTEN.search(plain) is not None


def printed(number: str) -> str:
    """A number as papers print it, whatever brackets were typed.

    >>> printed(" 阜残发[2026]3号"), printed("第3期")
    ('阜残发〔2026〕3号', '第3期')
    """
    return YEAR_IN_BRACKETS.sub(r"〔\1〕", number.strip())


def bearer_of(number: str, code: str, own: Circular | None = None) -> str:
    """The paper of an organisation that bears a number already, in words; "" where none does. `own` is not compared with itself.

    Of circulars those count that went out, and any for a bulletin. Brackets, spaces and leading noughts make no new number.
    """
    wanted = _digits_and_words(number)
    circulars = Circular.objects.filter(region_id=code)
    if own is not None:
        circulars = circulars.filter(status=Circular.Status.ADOPTED).exclude(pk=own.pk)
    named = (
        (IssuedBulletin.objects.filter(region_id=code), "title", _("《%s》")),
        (circulars, "title", _("《%s》")),
        (Notice.objects.filter(issued_by_id=code), "number", _("督办通知%s")),
    )
    for rows, field, words in named:
        for known, name in rows.exclude(number="").values_list("number", field):
            if _digits_and_words(known) == wanted:
                return str(words % name.replace("\n", ""))
    return ""


def _digits_and_words(number: str) -> str:
    """A number with nothing but its letters and digits, however its brackets, spaces and noughts are typed."""
    plain = PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", number))
    return LEADING_NOUGHTS.sub("", plain).replace(" ", "")
