"""The words by which an office's table is recognised: headings, notes, totals, what stands above it; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

# Words of offices' tables, compared with what they say.
NAMES = frozenset(
    [
        "指标名称",
        "项目",
        "指标",
        "名称",
        "统计指标",
        "项目名称",
        "指标项目",
        "内容",
        "统计项目",
        "统计内容",
        "项目内容",
        "指标内容",
    ]
)
NUMBERS = frozenset(["行次", "代码", "指标代码", "行号", "行", "编号", "序号", "项目代码"])
ORDER = frozenset({"序号", "编号"})
UNITS = frozenset(["计量单位", "单位", "计算单位", "数量单位"])
ASIDE = frozenset(["备注", "说明", "指标解释", "指标说明", "填报说明", "数据来源"])
TOTALS = frozenset(["合计", "总计", "小计", "总数", "共计", "总计数", "合计数"])
# Columns of the whole number, as it is counted.
WHOLE = frozenset(
    [
        "数量",
        "本年",
        "本年数",
        "本期",
        "本期数",
        "本季",
        "本季度",
        "累计",
        "累计数",
        "本年累计",
        "实绩",
        "人数",
        "个数",
    ]
)
LETTERS = frozenset("甲乙丙丁戊己庚辛")
CROSSED = frozenset({"—", "－", "-", "–", "――", "——", "×", "X", "x", "/", "／", "*", "╳"})
NOTE = re.compile(r"^(?:注|说明|备注|填表说明|填报说明) ?[:：]? ?")
SIGNED = re.compile(
    r"^(?:单位)?(?:负责人|填表人|制表人|审核人|填报人|联系人|联系电话|统计负责人|报出日期|填表日期|填报日期|领导签字)"
)
LEVEL_WORDS = {
    "province": ("省级", "省本级", "省"),
    "city": ("市级", "市本级", "地市级", "地级", "市", "市州级"),
    "county": ("县级", "县区级", "县（区）级", "县", "县（区）", "县区", "县（市、区）", "区县级"),
    "township": (
        "乡级",
        "乡镇级",
        "乡镇",
        "乡镇（街道）",
        "乡镇街道",
        "街道",
        "乡（镇）",
        "镇街级",
    ),
    "village": ("村级", "村", "村（社区）", "村社区", "社区", "村（居）", "社区（村）", "村居"),
}
LEVELS = {word: level for level, words in LEVEL_WORDS.items() for word in words}
TABLE_NUMBER = re.compile(r"表\s*号\s*[:：]\s*(\S{1,40})")
GROUNDS = re.compile(r"(?:制定机关|制表机关|批准机关|批准文号|备案文号|文\s*号)\s*[:：]\s*\S+")
UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s：:、，（）]{1,6})\s*$")
QUARTERLY = ("季报", "季度", "快报", "按季")
KINDS = (("book", ("台账",)), ("quick", QUARTERLY), ("annual", ("年报",)))
OF_UNIT = "残联"
# What begins a part of the line above; what joins words where 、 would part them.
OF_IT, AND = "其中", "和"


def plain(text: str) -> str:
    """A heading without blanks, with brackets as offices write them."""
    return "".join(text.split()).replace("(", "（").replace(")", "）").strip("*：:")


def title_of(rows: Iterable[Sequence[str]], sheet: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What stands above a table: its name, number, grounds, how often it is filled, a unit of all lines; and what of it was guessed."""
    cells = list(_cells(rows))
    lone = [cell for cell in cells if len(cell) > 3 and "：" not in cell and ":" not in cell]
    name = max(lone, key=len, default="") or sheet
    head: dict[str, Any] = {"name": name[:80]}
    for cell in cells:
        if found := TABLE_NUMBER.search(cell):
            head["number"] = found[1]
        if (found := UNIT.search(cell)) and OF_UNIT not in found[1]:
            head["unit"] = found[1]
    grounds = [found[0] for cell in cells for found in GROUNDS.finditer(cell)]
    head["source"] = "，".join(dict.fromkeys(grounds))[:200]
    head["kind"] = next((k for k, words in KINDS if any(w in name for w in words)), "annual")
    is_quarterly = any(word in name for word in QUARTERLY)
    head["period"] = "quarter" if is_quarterly else "year"
    guesses = {
        "name": _("取自表的标题。") if lone else _("表上没有标题，取自工作表名。"),
        "period": _("按标题推定，请核对。"),
        "kind": _("按标题推定，请核对。"),
    }
    return head, guesses


def _cells(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """The texts above a table; a label whose value stands in the next cell is one text with it."""
    for row in rows:
        texts, label = list(dict.fromkeys(cell.strip() for cell in row if cell.strip())), ""
        for text in texts:
            if text.endswith(("：", ":")) and len(text) < 8:
                yield label
                label = text
            else:
                yield label + text
                label = ""
        yield label
