"""What the lines of a unit's own form may be filled from: measures of the registry, and those that a line's name suggests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from heapq import nlargest
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from zulian.indicators.registry import (
    Countable,
    Indicator,
    countable,
    countables,
    counted_by,
    known,
)
from zulian.indicators.registry import named as indicator_named
from zulian.indicators.sections import grouped
from zulian.statistics.counting import MET, OF, part_words
from zulian.statistics.packaged import all_versions
from zulian.statistics.sheet_words import OF_IT

HEAD_LINE, BY_HAND = "head", ""
# A measure is called nearly as a line is where it has so much of the line's pairs of characters and both are so much alike;
# fewer pairs than these tell nothing.
NEAR, ALIKE, FEWEST_PAIRS, MOST_ALIKE = 0.5, 0.4, 2, 5
# What is done is meant where so much of its words stands in the name; names end in what tells nothing more.
DEED, COUNTERS = 0.8, "数人个次"  # untranslated: how names in forms end
Choice = tuple[str, str]
Groups = list[tuple[str, list[Choice]]]


def value_of(said: Mapping[str, Any]) -> str:
    """The choice that stands for where a line's numbers come from."""
    if said.get("head"):
        return HEAD_LINE
    code = said.get("measure", "")
    return f"{code}:{said.get('part', '')}" if code else BY_HAND


def said_by(value: str) -> dict[str, Any]:
    """What a line says by a choice."""
    if value == HEAD_LINE:
        return {"head": True}
    code, _colon, part = value.partition(":")
    if not code:
        return {}
    return {"measure": code, "part": part} if part else {"measure": code}


def measure_groups() -> Groups:
    """All measures under the sections that keep them: what is counted in a time, and both parts of what is a share."""
    found: dict[str, list[Choice]] = {}
    for name, choices in grouped(countables(), lambda one: str(one.name)):
        found.setdefault(name, []).extend((f"{code}:", label) for code, label in choices)
    for part in (OF, MET):
        for name, choices in grouped(known(), partial(label_of, part=part)):
            found.setdefault(name, []).extend((f"{code}:{part}", label) for code, label in choices)
    return list(found.items())


def label_of(measure: Indicator | Countable, part: str) -> str:
    """What is counted, in words: a countable's name, or a part of an indicator's meaning with its name."""
    if isinstance(measure, Countable):
        return str(measure.name)
    words = part_words(measure, part)
    side = _("分母") if part == OF else _("分子")
    return _("%(words)s（“%(name)s”的%(side)s）") % {
        "words": words,
        "name": measure.name,
        "side": side,
    }


def label_of_value(value: str) -> str:
    """The words of a choice; what the registry has no more says so."""
    code, _colon, part = value.partition(":")
    measure = indicator_named(code) or countable(code)
    return _("已取消的取数项") if measure is None else label_of(measure, part)


def suggested(name: str, unit: str, groups: Groups) -> list[Choice]:
    """The measures of some groups that the name of a line suggests, the surest first.

    What packaged forms fill such a line from, the register that counts such things, and what is called nearly so.
    """
    values = list(_packaged().get((_bare(name), unit), ()))
    found = counted_by(name, unit) if unit else None
    if found is not None:
        values.append(f"{found.code}:")
    values.extend(_alike(name, groups))
    return [(value, label_of_value(value)) for value in dict.fromkeys(values)]


def _alike(name: str, groups: Groups) -> list[str]:
    """The few measures with most of a name's pairs of characters in their own words, each count once.

    What is done within a time (培训…, 新聘…) comes after what is there, unless the name says what is done as well.
    """
    bare = _bare(name)
    asked = _pairs_of(bare.rstrip(COUNTERS))
    if len(asked) < FEWEST_PAIRS:
        return []
    near: dict[str, tuple[bool, float, str]] = {}
    for value, _label in (choice for _group, choices in groups for choice in choices):
        words, is_deed = _own_words(value)
        pairs = _pairs_of(words)
        shared = len(asked & pairs)
        likeness = 2 * shared / (len(asked) + len(pairs))
        if shared >= NEAR * len(asked) and likeness >= ALIKE:
            fits = not is_deed or shared >= DEED * len(pairs)
            near.setdefault(words, (fits, likeness, value))
    return [value for *_ranks, value in nlargest(MOST_ALIKE, near.values())]


def _own_words(value: str) -> tuple[str, bool]:
    """What a choice counts, in its own words alone; and whether it counts what is done within a time."""
    code, _colon, part = value.partition(":")
    measure = indicator_named(code)
    if measure is not None:
        return part_words(measure, part), False
    deed = countable(code)
    return (str(deed.name), True) if deed is not None else ("", False)


@cache
def _pairs_of(words: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(words)))


@cache
def _packaged() -> dict[tuple[str, str], tuple[str, ...]]:
    """Name and unit of the lines of packaged forms, with what fills them whole."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for version in all_versions():
        for line in _whole(version.data["lines"]):
            found.setdefault((_bare(line["name"]), line["unit"]), (value_of(line),))
    return found


def _whole(lines: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return (line for line in lines if line.get("measure") and "where" not in line)


def _bare(name: str) -> str:
    return "".join(name.split()).removeprefix(OF_IT).lstrip("：:")
