"""Actors of a list of names, as in the head of a paper or a table's cell."""

from __future__ import annotations

from zulian.plans.reading.actors import (
    BODY_WORDS,
    NAME_ENDS,
    NAMED_LEVEL,
    NO_LEVEL,
    NO_NAME,
    OF_FEDERATION,
    PROVINCE_FEDERATION,
    Actors,
)
from zulian.plans.reading.levels import (
    ALL_LEVELS,
    LEVEL,
    PROVINCE,
    in_order,
    levels_in,
)
from zulian.plans.reading.splitting import (
    guarded,
    split_outside_brackets,
    whole,
)


def addressed_levels(addressees: list[str]) -> tuple[str, ...]:
    """The levels to which a circular is addressed: 各县（区）残联, 各乡镇残联; units like 县直各单位 are none."""
    found: list[str] = []
    for name in addressees:
        if not NO_LEVEL.search(name) and OF_FEDERATION.search(name):
            found += levels_in(BODY_WORDS.sub("", name.removeprefix("各")))
    return in_order(found)


def own_name(name: str) -> str:
    """The name by which one unit of a level is called (阜蒙县残联: 阜蒙县); "" for all of a level and for departments."""
    bare = BODY_WORDS.sub("", name.strip())
    is_own = NAMED_LEVEL.fullmatch(bare) and not NO_NAME.match(bare) and not LEVEL.fullmatch(bare)
    return bare if is_own else ""


def named_actors(names: str) -> Actors:
    """Actors of a list of names, as in a table cell: 市残联、各县（区）残联、乡镇."""
    levels: set[str] = set()
    others: dict[str, None] = {}
    own: dict[str, None] = {}
    for name in map(whole, split_outside_brackets(NAME_ENDS, guarded(names))):
        bare = name.strip().removeprefix("各")
        if PROVINCE_FEDERATION.fullmatch(bare):
            levels.add(PROVINCE)
            continue
        found = () if NO_LEVEL.search(name) else levels_in(BODY_WORDS.sub("", bare))
        if found and (len(bare) <= 12 and OF_FEDERATION.search(name)):
            levels.update(found)
            own |= {called: None for called in [own_name(name)] if called}
        elif "各级" in name:
            levels.update(ALL_LEVELS)
        elif bare:
            others.setdefault(bare if not NO_LEVEL.search(name) else name.strip())
    return Actors(in_order(levels), tuple(others), tuple(own))
