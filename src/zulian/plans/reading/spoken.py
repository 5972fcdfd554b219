"""The levels whose own bodies a sentence is about, whoever it tells to act: 召开各级代表大会, 完成市、县、乡残联换届."""

from __future__ import annotations

import re

from zulian.plans.reading.levels import (
    ANY,
    CITY,
    all_levels,
    below_or_same,
    levels_in,
)

# What a sentence says of the bodies themselves, wherever it names them: 召开各级代表大会, 完成市、县、乡残联换届.
EVERY_LEVEL = re.compile(
    r"(?<!上)各级(?=残联|残疾人|领导班子|代表大会|专门协会|协会|新任|组织领导)"
)
NAMED_RUN = re.compile(
    rf"(?<!全)(?<!对)(?<!向)(?<!为)(?<!指导)(?<!督促)(?<!帮助)(?<!支持)(?<!督导)"
    rf"(?P<run>(?>{ANY}(?:[、和及]?{ANY}){{1,6}}))(?:两级|三级|四级|级)?(?:残疾人联合会|残联|残协|残疾人组织|残疾人代表大会|代表大会)"
)
# Whose congress is called: 召开县残联第八次代表大会.
CALLS = re.compile(
    rf"(?:召开|举行|筹备|开好)(?:好)?(?P<run>(?>{ANY}))(?:级)?(?:残联|残疾人联合会)(?=第[一二三四五六七八九十]{{1,3}}次|(?:残疾人)?代表大会|残代会)"
)
# How far each level is to come: 换发率市级达到90%，县级达到95%.
SHARE_OF_LEVEL = re.compile(
    r"(?P<run>[省市县区乡镇村]{1,2})(?:级|本级)(?:残联|残协)?(?:要|应|须)?(?:达到|达|不低于|不少于|至少|为)?\d{1,3}(?:\.\d)?[%％]"
)
WELCOMED = re.compile(rf"迎接[^，,。；;]{{0,20}}?对(?P<run>(?>{ANY}(?:[、和及]?{ANY}){{0,6}}))")


def levels_spoken_of(text: str, own: str = CITY) -> tuple[str, ...]:
    """The levels whose own bodies a sentence is about: 召开各级残疾人代表大会, 迎接对市、县（区）的检查."""
    if EVERY_LEVEL.search(text):
        return all_levels(own)
    shares = [match["run"] for match in SHARE_OF_LEVEL.finditer(text)]
    if len(shares) > 1:
        return below_or_same(levels_in("、".join(shares)), own)
    run = NAMED_RUN.search(text)
    # 乡镇残联 names one level by its two signs: it may be any words of a sentence.
    named = run if run and len(levels_in(run["run"])) > 1 else None
    match = WELCOMED.search(text) or named or CALLS.search(text)
    return below_or_same(levels_in(match["run"]), own) if match else ()
