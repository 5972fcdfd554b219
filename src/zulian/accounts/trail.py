"""What an entry of the audit trail says of its row, for people: each changed field by its name, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Field
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.models import AuditEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEALED = "sealed:"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")
# What is kept beside a value to find it by, and numbers of rows: told by the value itself.
DERIVED = re.compile(r"id|initials|pinyin|(?<!\w)\w++(?<=_index)")
MOST_CHARACTERS = 200
PAIR = 2
# What entries about no single row say besides.
FACTS: dict[str, StrOrPromise] = {
    "associations": gettext_lazy("协会"),
    "across": gettext_lazy("相加的列"),
    "asked": gettext_lazy("考核内容"),
    "checks": gettext_lazy("审核关系"),
    "columns": gettext_lazy("列"),
    "guesses": gettext_lazy("推定"),
    "hard": gettext_lazy("必须成立"),
    "left": gettext_lazy("左边"),
    "lines": gettext_lazy("行"),
    "measure": gettext_lazy("取数项"),
    "no": gettext_lazy("行次"),
    "notes": gettext_lazy("说明"),
    "op": gettext_lazy("关系"),
    "right": gettext_lazy("右边"),
    "sheet": gettext_lazy("工作表"),
    "tables": gettext_lazy("其他工作表"),
    "unit": gettext_lazy("计量单位"),
    "words": gettext_lazy("文字"),
    "changed": gettext_lazy("变更"),
    "clause": gettext_lazy("条款"),
    "cleared": gettext_lazy("解除锁定次数"),
    "congresses": gettext_lazy("代表大会"),
    "count": gettext_lazy("数量"),
    "county": gettext_lazy("县（区）"),
    "day": gettext_lazy("日期"),
    "field": gettext_lazy("字段"),
    "file": gettext_lazy("文件校验值"),
    "files": gettext_lazy("文件数"),
    "groups": gettext_lazy("小组"),
    "ledger": gettext_lazy("台账"),
    "meetings": gettext_lazy("会议"),
    "mode": gettext_lazy("方式"),
    "model": gettext_lazy("类别"),
    "month": gettext_lazy("月份"),
    "name": gettext_lazy("名称"),
    "new": gettext_lazy("新增"),
    "paper": gettext_lazy("文书"),
    "per_row": gettext_lazy("每排座位"),
    "post": gettext_lazy("岗位编号"),
    "query": gettext_lazy("筛选条件"),
    "reason": gettext_lazy("原因"),
    "refused": gettext_lazy("退回"),
    "rows": gettext_lazy("行数"),
    "same": gettext_lazy("无变化"),
    "units": gettext_lazy("单位数"),
    "whole": gettext_lazy("完整导出"),
    "year": gettext_lazy("年度"),
}


# Signs of checks as they are printed.
SIGNS = {"<=": "≤", ">=": "≥"}


def lines_of(entry: AuditEntry) -> list[str]:
    """The changes of an entry, one line each: 字段：旧 → 新; what was empty and stays so is left out."""
    return list(_lines(entry))


def _lines(entry: AuditEntry) -> Iterator[str]:
    for name, value in entry.changes.items():
        if DERIVED.fullmatch(name):
            continue
        field = _fields(entry.model).get(name)
        label = _label(field, name)
        if not (isinstance(value, list) and len(value) == PAIR):
            yield f"{label}：{_shown(field, value)}"
            continue
        before, after = (_shown(field, each) for each in value)
        if before != after:
            yield _("%(field)s：%(before)s → %(after)s") % {
                "field": label,
                "before": before,
                "after": after,
            }
        elif str(value[0] or "").startswith(SEALED):
            yield _("%(field)s：已更改（加密保存，不显示）") % {"field": label}


@cache
def _fields(model: str) -> dict[str, Field[Any, Any]]:
    """The fields of a model by the names of their columns; none of a model that is gone."""
    try:
        return {field.attname: field for field in apps.get_model(model)._meta.concrete_fields}
    except (LookupError, ValueError):
        return {}


def _label(field: Field[Any, Any] | None, name: str) -> str:
    return str(FACTS.get(name, name) if field is None else field.verbose_name)


def _shown(field: Field[Any, Any] | None, value: Any) -> str:
    if value in (None, "", [], {}):
        return _("空")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    words = dict(getattr(field, "flatchoices", None) or ())
    if not isinstance(value, list | dict) and value in words:
        return str(words[value])
    if isinstance(value, list):
        return "、".join(_shown(field, each) for each in value)[:MOST_CHARACTERS]
    if isinstance(value, dict):
        return "，".join(
            f"{FACTS.get(key, key)} {_shown(None, each)}" for key, each in value.items()
        )[:MOST_CHARACTERS]
    text = SIGNS.get(str(value), str(value))
    if text.startswith(SEALED):
        return _("已填（加密保存）")
    if MOMENT.fullmatch(text) and (moment := parse_datetime(text)) is not None:
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if timezone.is_aware(moment) else text
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
