"""How numbers and times of some words are shared out among several levels, or among the units below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zulian.plans.reading.actors import Actors
from zulian.plans.reading.acts import act_start
from zulian.plans.reading.deadlines import AT, EVERY
from zulian.plans.reading.duty import (
    EACH_UNIT,
)
from zulian.plans.reading.levels import ANY, LEVEL, below_or_same, levels_in
from zulian.plans.reading.spoken import SHARE_OF_LEVEL
from zulian.plans.reading.times import Deadline, N

# Several levels with something of their own: 县、乡分别…, 市本级50名，各县（区）80名.
RESPECTIVELY = re.compile(
    r"分别|[市县乡镇村](?:级|本级|（区）|（街道）|（社区）)?(?:残联|残协)?(?:不少于|至少|各)?"
    r"\d{1,6}[名人户个次场期件][，,、；;]各?[市县乡镇村]"
)
# For whom or what something holds that is told next: 逾期未换的，.
CONDITION = re.compile("(?:对)?[^，,。；;]{2,20}的[，,]")
OF_ONE_LEVEL = re.compile(
    # 500人次（市级）、100人次（县级）.
    r"\d[\u4e00-\u9fa5%％]{0,4}[（(][省市县区乡镇村街道、]{1,6}(?:本级|级)?[）)]|[省市县区乡镇村](?:本级|级)(?:不少于|至少|各)?\d"
)


# 各县区9月底前、各乡镇11月底前完成: two who have one act, each by a time of their own.
WHO = rf"各?(?>{ANY}(?:[、和及]{ANY}){{0,2}})(?:级|本级)?(?:残联|残协)?(?:要|应)?"
BY_TIME = (
    rf"{WHO}[在于]?(?:{AT}|{EVERY}(?:年|半年|季度|月|周)[末底]?(?:{N}[日号])?)(?:之前|以前|前)?"
)
TIMED_BESIDE = re.compile(rf"{BY_TIME}、(?={BY_TIME})")


def each_with_its_time(segment: str) -> list[str]:
    """A segment cut between several who have one act, each with a time of their own.

    >>> each_with_its_time("县区残联9月底前、乡镇残联11月底前完成自查，")
    ['县区残联9月底前、', '乡镇残联11月底前完成自查，']
    """
    ends = [match.end() for match in TIMED_BESIDE.finditer(segment)]
    if not ends or not TIMED_BESIDE.match(segment.lstrip()):
        return [segment]
    return [segment[start:end] for start, end in zip([0, *ends], [*ends, None], strict=True)]


def taken_condition(pieces: Sequence[tuple[list[str], object]]) -> list[str]:
    """The condition at the end of the last of some pieces, taken out of it: it is of what follows (逾期未换的，乡镇残联上门核实).

    >>> taken_condition([(["村残协通知本人，", "逾期未换的，"], None)])
    ['逾期未换的，']
    """
    parts = pieces[-1][0] if pieces else []
    is_condition = (
        len(parts) > 1 and CONDITION.fullmatch(parts[-1]) and act_start(parts[-1]) is None
    )
    return [parts.pop()] if is_condition else []


def are_apart(text: str, count: int) -> bool:
    """Whether the numbers of some words are of one level each."""
    shares = list(SHARE_OF_LEVEL.finditer(text))
    return len(shares) > 1 or bool(
        OF_ONE_LEVEL.search(text) or (count > 1 and RESPECTIVELY.search(text))
    )


def each_its_own(text: str, actors: Actors, dues: list[Deadline]) -> list[Actors]:
    """Of several levels with as many times, each with its own: 县、乡、村分别于3月底、4月底、5月底前; none where it is not so."""
    if len(dues) < 2 or len(dues) != len(actors.levels) or not RESPECTIVELY.search(text):
        return []
    named = [match.lastgroup for match in LEVEL.finditer(text[: text.find("分别")])]
    in_text = [level for level in dict.fromkeys(named) if level in actors.levels]
    if len(in_text) != len(dues):
        return []
    return [replace(actors, levels=(str(level),)) for level in in_text]


def is_apiece(text: str, actors: Actors) -> bool:
    """Whether a number is asked for each unit below all who act: 市残联每县（区）抽查2个乡镇."""
    below = [level for match in EACH_UNIT.finditer(text) for level in levels_in(match["run"])]
    return bool(actors.levels) and any(
        level not in actors.levels and below_or_same([level], actors.levels[-1]) for level in below
    )
