"""Plain builders of units' own forms: workbooks as offices make them, and a form in each state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.statistics.editor import texts_of
from zulian.statistics.models import OwnForm
from zulian.statistics.services import own_forms

Rows = Sequence[Sequence[Any]]
# A yearly table with one line that the register counts, one by hand and their share.
LINES = [
    {"no": "一", "name": "专职委员", "head": True},
    {
        "no": "1",
        "name": "专职委员岗位",
        "unit": "个",
        "measure": "commissioners.filled",
        "part": "of",
    },
    {"no": "2", "name": "  其中：发放补贴", "unit": "个"},
    {"no": "3", "name": "发放比例", "unit": "%", "ratio": ["2", "1"]},
    {"no": "4", "name": "满意率", "unit": "%"},
]
CHECKS = [{"left": ["2"], "op": "<=", "right": ["1"], "words": "发放的不应多于岗位", "hard": True}]
DATA = {"columns": [{"key": "c1", "name": "数量"}], "lines": LINES, "checks": CHECKS, "notes": []}
YEARLY: Rows = [
    ["辽宁省残疾人组织建设情况年报表"],
    ["表号：辽残组联1表", "", "", "", "", "", "制定机关：演示省残联"],
    ["指标名称", "计量单位", "代码", "合计", "其中"],
    ["", "", "", "", "县级", "乡级", "村级"],
    ["甲", "乙", "丙", 1, 2, 3, 4],
    ["一、基层组织"],
    ["残联、残协", "个", "01"],
    ["  其中：规范化达标", "个", "02", "", "—"],
    ["二、专职委员"],
    ["专职委员岗位", "个", "03"],
    ["注：1.由县级残联填报。"],
    ["2.截至12月31日。"],
    ["单位负责人：", "", "填表人："],
]
MERGED = ("A1:G1", "E3:G3", "A3:A4", "B3:B4", "C3:C4", "D3:D4")


def workbook(rows: Rows, merged: Sequence[str] = (), **others: Rows) -> SimpleUploadedFile:
    """An uploaded workbook with a sheet of these rows, and others by their names."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "报表"
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for name, lines in others.items():
        other = book.create_sheet(name)
        for row in lines:
            other.append(list(row))
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("报表.xlsx", out.getvalue())


def yearly() -> SimpleUploadedFile:
    return workbook(YEARLY, MERGED)


def uploaded(post: Post) -> OwnForm:
    """A draft as it was read from a file."""
    return own_forms.take_in(post, yearly())


def head(**more: Any) -> dict[str, Any]:
    """What a form is called and how it is filled."""
    usual = {"name": "专职委员补贴表", "kind": "annual", "number": "演1表", "period": "year"}
    return usual | {"lowest": 6, "source": "演示通知"} | more


def draft(post: Post, **more: Any) -> OwnForm:
    """A draft that was looked at."""
    return own_forms.change(uploaded(post).pk, post, head(**more) | {"data": DATA})


def in_force(post: Post, since: date | None = None, **more: Any) -> OwnForm:
    return own_forms.enable(draft(post, **more).pk, post, since or today())


def two_sheets(post: Post) -> OwnForm:
    """A draft of a file with another table that may be read instead."""
    other = [["演示快报"], ["项目", "单位"], ["到岗", "人"]]
    return own_forms.take_in(post, workbook(YEARLY, MERGED, 快报=other))


def typed(form: OwnForm) -> dict[str, str]:
    """What the editor sends for a form as it is."""
    counts = {"cols": str(len(form.data["columns"])), "rows": str(len(form.data["lines"]))}
    said = {name: str(value) for name, value in (head() | texts_of(form.data)).items()}
    return said | counts
