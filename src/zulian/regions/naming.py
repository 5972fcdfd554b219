"""Divisions found by the name of their organisation, which no column holds: it is made of the division's name."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from zulian.regions.models import Level

# How organisations are called beside the name of their division, the longer first; those of villages and of the others.
VILLAGES = ("残疾人协会", "残协")  # untranslated: as they are called
OTHERS = ("残疾人联合会", "残联")  # untranslated: as they are called
# What autonomous divisions end in, where people say only the last character: 阜蒙县 is 阜新蒙古族自治县.
AUTONOMOUS = {"县": "自治县", "旗": "自治旗", "乡": "族乡"}  # untranslated: kinds of divisions
SHORTEST, LONGEST = 2, 5
# What stands before an organisation where a list tells two of one name apart: 城区街道 · 富兴社区残协.
BETWEEN = "·"


def organisation_named(path: str, words: str) -> Q:
    """The condition that the division at `path` (a lookup path, "" for the division itself) is called so.

    `words` are a part of its name, or of its organisation's name as `Region.organisation` shows it.
    """
    words = words.rpartition(BETWEEN)[2].strip()
    lead = f"{path}__" if path else ""
    called = Q(**{f"{lead}name__contains": words}) | _abbreviated(lead, words)
    village = Q(**{f"{lead}level": Level.VILLAGE})
    for ends, those in ((VILLAGES, village), (OTHERS, ~village)):
        end = next((end for end in ends if words.endswith(end)), None)
        if end is not None:
            name = words.removesuffix(end)
            called |= those & _named(lead, name)
    return called


def _named(lead: str, name: str) -> Q:
    """By the end of the name; the whole of it is all that was said before the organisation. The country is 中国 there."""
    if name == "中国":  # untranslated: the name of the country
        return Q(**{f"{lead}level": Level.COUNTRY})
    return Q(**{f"{lead}name__contains": name}) | _abbreviated(lead, name)


def _abbreviated(lead: str, short: str) -> Q:
    """By the short name of an autonomous division: its first character, others of its name, and what it ends in.

    What is said without that ending (阜蒙) is the name of a county or a banner. Which characters are taken is usage, not a rule,
    so that more than one may be called so (阜新县).
    """
    ending = AUTONOMOUS.get(short[-1:], "")
    stem = short[:-1] if ending else short
    if not SHORTEST - bool(ending) <= len(stem) <= LONGEST or stem.isascii():
        return Q(pk__in=[])
    ends = [ending] if ending else [AUTONOMOUS["县"], AUTONOMOUS["旗"]]  # untranslated: as above
    called = Q(**{f"{lead}name__startswith": stem[0]})
    for character in stem[1:]:
        called &= Q(**{f"{lead}name__contains": character})
    return called & reduce(or_, (Q(**{f"{lead}name__endswith": end}) for end in ends))
