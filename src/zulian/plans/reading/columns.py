"""Columns of a task table (任务分解表): what each is by its head, in all the names that offices give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

# A head is what the first of these patterns says that finds something in it.
KINDS = (
    (
        "none",
        re.compile(
            r"序号|^号$|类别|分类|对象|地点|电话|联系|经费|资金来源|完成情况|进展情况|落实情况"
        ),
    ),
    ("remark", re.compile("备注|说明")),
    ("number", re.compile("数量|量化|指标|目标[值数量]|任务[量数](?!据)|计划数|名额|预期值")),
    ("time", re.compile("时限|时间|时点|节点|期限|进度|截止|截至|日期|完成时|办结时|时段")),
    ("person", re.compile("责任人|负责人|经办人|承办人|领导|姓名")),
    (
        "help",
        re.compile("配合|协作|协办|协助|协同|协调单位|参与|参加|联合|会同|支持(?:单位|部门)|辅助"),
    ),
    ("task", re.compile("(?:任务|事项|内容|措施|举措|做法|清单|要点|要求)$")),
    ("bearer", re.compile("责任|牵头|承办|承担|主责|主办|负责|主体|单位|部门|科室|部室|处室|股室")),
    ("task", re.compile("任务|事项|内容|措施|举措|做法|清单|要点|要求|项目|工作")),
    ("number", re.compile("目标")),
)
# Which of several columns of that kind says the duty: the first of these.
TASKS = (
    *("任务", "事项", "重点工作", "工作内容", "要点", "清单", "内容", "项目"),
    *("措施", "举措", "做法", "工作"),
)
# What says in detail how the duty of another column is done.
DETAIL = re.compile("措施|举措|做法|内容|清单|要求")
UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[\u4e00-\u9fa5]{1,3})[）)]$")
# How many rows above the heads may bear the table's own title.
ABOVE = 3


@dataclass(frozen=True)
class Columns:
    """The places of a table's columns by what they say; `heads` is the row above the first of its duties."""

    heads: tuple[str, ...]
    first: int
    what: int
    detail: tuple[int, ...] = ()
    bearers: tuple[int, ...] = ()
    helpers: tuple[int, ...] = ()
    remarks: tuple[int, ...] = ()
    when: int | None = None
    number: int | None = None

    @property
    def unit(self) -> str:
        """The unit that the head of the numbers names: 数量（户）."""
        match = UNIT.search(self.heads[self.number]) if self.number is not None else None
        return match["unit"] if match else ""


def columns_of(rows: Sequence[tuple[str, ...]]) -> Columns | None:
    """The columns of a table of tasks; None for a table without a task and who does it, or by when."""
    for place, row in enumerate(rows[:ABOVE]):
        if columns := _of_heads(row, place + 1):
            # Heads in two rows: what both have in common is in the first, the rest in the second.
            while columns.first < len(rows) - 1 and _is_head_too(rows[columns.first], columns):
                columns = _of_heads(rows[columns.first], columns.first + 1) or replace(
                    columns, first=columns.first + 1
                )
            return columns
    return None


def _is_head_too(row: tuple[str, ...], above: Columns) -> bool:
    return len(row) > above.what and "".join(row[above.what].split()) == above.heads[above.what]


def _of_heads(row: tuple[str, ...], first: int) -> Columns | None:
    heads = tuple("".join(cell.split()) for cell in row)
    kinds = [kind_of(head) for head in heads]

    def places(kind: str) -> tuple[int, ...]:
        return tuple(place for place, found in enumerate(kinds) if found == kind)

    what = _task(heads, places("task"))
    bearers = places("bearer") or places("person")
    when, number = next(iter(places("time")), None), next(iter(places("number")), None)
    if what is None and number is not None and "目标" in heads[number]:
        what, number = number, next(iter(places("number")[1:]), None)
    if what is None or not (bearers or places("help") or when is not None):
        return None
    detail = tuple(n for n in places("task") if n != what and DETAIL.search(heads[n]))
    return Columns(
        heads, first, what, detail, bearers, places("help"), places("remark"), when, number
    )


def kind_of(head: str) -> str:
    """What a column says by its head; empty where that is none of what a duty needs.

    >>> [kind_of(head) for head in ("责任主体", "协作单位", "时间节点", "量化目标", "主要举措", "责任人")]
    ['bearer', 'help', 'time', 'number', 'task', 'person']
    """
    return next((kind for kind, pattern in KINDS if pattern.search(head)), "")


def _task(heads: Sequence[str], places: Sequence[int]) -> int | None:
    for name in TASKS:
        for place in places:
            if name in heads[place]:
                return place
    return None
