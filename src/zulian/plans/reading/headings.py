"""Levels that a heading, or the addressees of a paper, name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zulian.plans.reading.actors import ASSOCIATION_LEVELS, EVERY_LEVEL, FEDERATION
from zulian.plans.reading.splitting import without_citations
from zulian.plans.reading.levels import (
    ANY,
    CITY,
    TOWNSHIP,
    UNIT,
    VILLAGE,
    all_levels,
    below_or_same,
    in_order,
    levels_in,
)

# A heading that is nothing but who it is for, or ends by saying it: 二、乡镇（街道）, 关于专职委员（各级）.
LEVELS_ALONE = re.compile(
    rf"^(?:各)?(?P<run>(?>{ANY}(?:[、和及]{ANY}){{0,4}}))[两三四]?级?(?:层面)?(?:的?(?:重点)?(?:任务|工作))?$"
)
# 乡镇（街道）: the bracket belongs to the name of one level.
ENDS_AS_NAME = re.compile(rf"{UNIT}$")
LEVELS_BEHIND = re.compile(
    rf"[（(](?:(?P<every>各级)|(?P<run>(?>{ANY})级?(?:[、和及](?>{ANY})级?){{0,4}}[两三四]?级?))[）)]$"
)
HEADED_RUN = re.compile(
    rf"(?P<run>(?>{ANY}(?:[、和及]{ANY}){{1,6}}))|(?P<run2>(?>{ANY}{{1,4}}))(?P<body>{FEDERATION}|两级|三级|四级|级(?=残|专|协|组织))"
)
# The associations (专门协会) are set up in cities and counties: background of the field. Named as helpers they are no subject.
ASSOCIATIONS = re.compile(
    r"(?<!联合)(?<!会同)(?<!依托)(?<!通过)(?<!配合)(?<![、和及各])各?(?:专门协会|协会(?=工作|建设|活动|组织|办公|规范|机制)"
    r"|(?:盲人|聋人|肢残人|亲友)协会)"
)
OTHER_SUBJECTS = re.compile(
    r"社会组织|志愿|专职委员|残疾人证|办证|换届|代表大会|领导班子|干部|残协|残联|基层|乡镇|社区|村"
)
GRASS_ROOTS = re.compile(r"基层残疾人组织|基层组织|基层残联|基层行政村")
FOCUS = re.compile(r"为重点|为主|基层|向.{1,8}延伸")


@dataclass(frozen=True)
class Heading:
    """The levels that a heading names: alone those who act, or the focus (以村、社区为重点) of whoever else acts."""

    levels: tuple[str, ...] = ()
    is_focus: bool = False
    title: str = ""


def is_of_associations(titles: Iterable[str]) -> bool:
    """Whether a duty is about the associations, by its title and the headings above it, the nearest first."""
    for title in map(without_citations, titles):
        if ASSOCIATIONS.search(title):
            return True
        if OTHER_SUBJECTS.search(title):
            return False
    return False


def association_levels(own: str) -> tuple[str, ...]:
    """The levels at or below an issuer's that have associations."""
    return below_or_same(ASSOCIATION_LEVELS, own)


def heading_levels(title: str, own: str = CITY) -> Heading:
    """The levels of a heading: 做好市、县、乡残联换届 names three, 加强乡镇残联建设 one, 深入开展志愿服务 none."""
    if EVERY_LEVEL.search(title):
        return Heading(all_levels(own), title=title)
    behind = LEVELS_BEHIND.search(title)
    if behind and behind["every"]:
        return Heading(all_levels(own), title=title)
    told = LEVELS_ALONE.match(title) or (behind if not ENDS_AS_NAME.search(title) else None)
    found = [m["run"] or m["run2"] for m in HEADED_RUN.finditer(title)]
    found += [told["run"]] if told else []
    levels = {level for run in found for level in levels_in(run)}
    is_focus = bool(FOCUS.search(title))
    if GRASS_ROOTS.search(title):
        levels |= {TOWNSHIP, VILLAGE}
    return Heading(below_or_same(in_order(levels), own), is_focus, title)
