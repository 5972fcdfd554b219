"""Divisions found by the name of their organisation, which no column holds: it is made of the division's name."""

from __future__ import annotations

from django.db.models import Q

from zulian.regions.models import Level

# How organisations are called beside the name of their division, the longer first; those of villages and of the others.
VILLAGES = ("残疾人协会", "残协")  # untranslated: as they are called
OTHERS = ("残疾人联合会", "残联")  # untranslated: as they are called
# What stands before an organisation where a list tells two of one name apart: 城区街道 · 富兴社区残协.
BETWEEN = "·"


def organisation_named(path: str, words: str) -> Q:
    """The condition that the division at `path` (a lookup path, "" for the division itself) is called so.

    `words` are a part of its name, or of its organisation's name as `Region.organisation` shows it.
    """
    words = words.rpartition(BETWEEN)[2].strip()
    lead = f"{path}__" if path else ""
    called = Q(**{f"{lead}name__contains": words})
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
    return Q(**{f"{lead}name__contains": name})
