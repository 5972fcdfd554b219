"""An uploaded workbook read as a standard, apart from the web server; and what is said when it cannot be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.bounded import Limits, Unreadable, read_bounded
from zulian.grassroots.rules.sheet_items import Entry, Reading
from zulian.grassroots.rules.workbook import FAULT, count
from zulian.ledgers.reading import fault_sentence, sniff_sheet

MAX_ITEMS, MAX_BYTES = 400, 10 * 2**20
# Somebody waits for the answer, and a standard is a few hundred rows.
LIMITS = Limits(processor=20, clock=40)


def read_file(source: Any) -> Reading:
    """The items of an uploaded workbook: the sheet of which most can be read; raises ValidationError with one sentence."""
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError({"file": _("文件超过 10 MB，请只保留评估标准一张表。")})
    try:
        reading: Reading = read_bounded(
            "zulian.grassroots.rules.workbook:read",
            data,
            sniff_sheet(data),
            limits=LIMITS,
            classes=(Reading, Entry, Decimal),
        )
    except Unreadable as fault:
        raise ValidationError({"file": _sentence(str(fault))}) from fault
    if count(reading) > MAX_ITEMS:
        raise ValidationError({"file": _("一份标准最多 %(n)d 项。") % {"n": MAX_ITEMS}})
    return reading


def _sentence(fault: str) -> str:
    """Why a sheet can't be read, where, and how to mend it."""
    if not fault.startswith(FAULT):
        return fault_sentence(fault)
    kind, _colon, place = fault.removeprefix(FAULT).partition(":")
    if kind == "points":
        row, _bar, text = place.partition("|")
        words = _("第 %(row)s 行的分值“%(text)s”读不懂，请填数字；合并的分值单元格不要跨两个项目。")
        return words % {"row": row, "text": text}
    return {
        "heading": _("没有找到表头，请保留“项目、分值、考核内容、评分标准、责任单位”这一行。"),
        "missing": _("第 %(row)s 行没有分值，上级项目也没有剩余的分数可分，请补上分值。")
        % {"row": place},
    }.get(kind, _("表里没有考核项目，请检查是否选错了文件。"))
