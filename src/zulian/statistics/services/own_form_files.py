"""The file of a unit's own table read to forms, bounded as imports are; what cannot be read costs one sentence."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.ledgers.reading import read_grids, sniff_sheet
from zulian.statistics.sheet import MAX_COLUMNS, MAX_LINES, Table, table_of

MAX_FILE = 5 * 2**20


def read_file(source: Any) -> list[Table]:
    """The tables of a file, one for each sheet that has one; raises ValidationError at the field `file`."""
    data = source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ValidationError({"file": _("文件超过 5 MB，请只留下报表这一张表。")})
    try:
        grids = read_grids(data, sniff_sheet(data))
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    tables = [table for grid in grids if (table := table_of(*grid)) is not None]
    if not tables:
        words = _("没有找到报表：表头要有“指标名称”或“项目”一列，下面逐行写各项指标。")
        raise ValidationError({"file": words})
    fitting = [table for table in tables if _fits(table)]
    if not fitting:
        words = _("一张报表最多 %(lines)d 行、%(columns)d 列数，请拆分后再上传。")
        raise ValidationError({"file": words % {"lines": MAX_LINES, "columns": MAX_COLUMNS}})
    return fitting


def _fits(table: Table) -> bool:
    return len(table.data["lines"]) <= MAX_LINES and len(table.data["columns"]) <= MAX_COLUMNS
