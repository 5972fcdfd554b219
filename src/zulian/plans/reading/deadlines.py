"""Deadlines (时限) and rhythms (周期) as circulars word them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zulian.plans.reading.labels import CN, numeral


class Rhythm(StrEnum):
    """How often a recurring duty falls due."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


N = rf"[{CN}\d０-９]{{1,3}}"
BEFORE = r"(?:之前|以前|前|底前|底之前)"
FULL = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日(?:前|之前|以前)")
YEAR_MONTH = re.compile(rf"((?:19|20)\d{{2}})年({N})月(底|末|份|上旬|中旬|下旬)?(?:前|之前|以前)")
MONTH_DAY = re.compile(rf"(?<![\d年{CN}])({N})月({N})日(?:前|之前|以前)")
MONTH = re.compile(rf"(?<![\d年{CN}])({N})月(底|末|份|上旬|中旬|下旬)?(?:前|之前|以前)")
YEAR_END = re.compile(r"((?:19|20)\d{2}年)?(?:今年|本年|当年)?年(?:底|末|终)(?:前|之前|以前)|年内(?:完成)?|本年度内")
HALF_YEAR = re.compile(r"上半年(?:前|内|底前|完成|要|须|末)?")
QUARTER_END = re.compile(rf"第?({N})季度(?:末|底|结束)?(?:前|之前|以前|内)")
RHYTHMS = (
    (Rhythm.WEEK, re.compile(r"每周|每星期|按周")),
    (Rhythm.MONTH, re.compile(r"每个?月|按月|月度")),
    (Rhythm.QUARTER, re.compile(r"每个?季度|按季度|每季|按季")),
    (Rhythm.HALF, re.compile(r"每半年|半年一次|上、?下半年各")),
    (Rhythm.YEAR, re.compile(r"每年|每个?年度|按年度|一年一次")),
)
MONTHLY_DAY = re.compile(rf"每个?月(?:的)?({N})(?:日|号)(?:前|之前|以前)?")
THIRDS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True)
class Deadline:
    """When a duty falls due: the day of a single one, or the rhythm (and day of month) of a recurring one."""

    day: date | None = None
    rhythm: Rhythm | None = None
    month_day: int | None = None
    words: str = ""


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def deadline(text: str, year: int) -> Deadline | None:
    """The first deadline or rhythm in `text`, for a circular of `year`; None when it sets none."""
    if (found := MONTHLY_DAY.search(text)) and 1 <= numeral(found[1]) <= 31:
        return Deadline(rhythm=Rhythm.MONTH, month_day=numeral(found[1]), words=found[0])
    single = _single(text, year)
    if single is not None:
        return single
    for rhythm, pattern in RHYTHMS:
        if found := pattern.search(text):
            return Deadline(rhythm=rhythm, words=found[0])
    return None


def _single(text: str, year: int) -> Deadline | None:
    candidates: list[tuple[int, Deadline]] = []

    def add(found: re.Match[str] | None, y: int, month: int, day: int | None) -> None:
        if found and 1 <= month <= 12 and (day is None or 1 <= day <= calendar.monthrange(y, month)[1]):
            due = month_end(y, month) if day is None else date(y, month, day)
            candidates.append((found.start(), Deadline(due, words=found[0])))

    if m := FULL.search(text):
        add(m, int(m[1]), int(m[2]), int(m[3]))
    if m := YEAR_MONTH.search(text):
        add(m, int(m[1]), numeral(m[2]), THIRDS.get(m[3] or ""))
    if m := MONTH_DAY.search(text):
        add(m, year, numeral(m[1]), numeral(m[2]))
    if m := MONTH.search(text):
        add(m, year, numeral(m[1]), THIRDS.get(m[2] or ""))
    if m := YEAR_END.search(text):
        add(m, int(m[1][:4]) if m[1] else year, 12, 31)
    if m := QUARTER_END.search(text):
        add(m, year, min(max(numeral(m[1]), 1), 4) * 3, None)
    if m := HALF_YEAR.search(text):
        add(m, year, 6, 30)
    return min(candidates, key=lambda c: c[0])[1] if candidates else None
