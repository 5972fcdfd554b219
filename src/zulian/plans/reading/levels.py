"""Levels of the federation (省、市、县、乡、村) as words name them."""

from __future__ import annotations

import re
from collections.abc import Iterable

PROVINCE = "province"
CITY = "city"
COUNTY = "county"
TOWNSHIP = "township"
VILLAGE = "village"
ORDER = (PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE)
ALL_LEVELS = (CITY, COUNTY, TOWNSHIP)
OFFICES = {PROVINCE: "省残联", CITY: "市残联", COUNTY: "县残联"}  # untranslated: names in circulars
# Blanks beside an optional sign, so that a run of them is read in one way only.
GAP = r"\s*+(?:、\s*+)?"
LEVEL_WORDS = (
    (
        COUNTY,
        rf"县\s*[(（]\s*市{GAP}区\s*[)）]|县\s*[(（]\s*[区市旗]\s*[)）]|县市区|县、区|县区|区县|县|旗|(?<![社地片城])区",
    ),
    (
        TOWNSHIP,
        rf"乡\s*[(（]\s*镇{GAP}街道\s*[)）]|乡?镇\s*[(（]\s*街道?\s*[)）]|街道\s*[(（]\s*乡?镇\s*[)）]|"
        r"乡镇|街镇|镇街|街乡|街道|乡|镇",
    ),
    (
        VILLAGE,
        r"村\s*[(（]\s*[社居]区?\s*[)）]|社区\s*[(（]\s*村\s*[)）]|行政村|村居|村委会|居委会|社区|村",
    ),
    (CITY, r"市\s*[(（]\s*州\s*[)）]|地市|市|州"),
)
UNIT = "|".join(f"(?P<{level}>{words})" for level, words in LEVEL_WORDS)
LEVEL = re.compile(UNIT)
# In a run 区县 is read as its two words: taken as one, it would leave the bracket of 区、县（市、区） over.
ANY = "(?:" + "|".join(words.replace("|区县", "") for _level, words in LEVEL_WORDS) + ")"
ISSUER_LEVEL = re.compile(r"(?:自治区|[省市州盟县区旗乡镇道村])(?=残|人民政府|民政|委|政府)")
OWN = {
    "省": PROVINCE,
    "自治区": PROVINCE,
    "市": CITY,
    "州": CITY,
    "盟": CITY,
    "县": COUNTY,
    "区": COUNTY,
    "旗": COUNTY,
    "乡": TOWNSHIP,
    "镇": TOWNSHIP,
}


def levels_in(text: str) -> tuple[str, ...]:
    """All levels named in a phrase of level words."""
    return in_order(m.lastgroup for m in LEVEL.finditer(text))


def in_order(levels: Iterable[str | None]) -> tuple[str, ...]:
    """Levels from the outermost inwards, each once."""
    named = set(levels)
    return tuple(level for level in ORDER if level in named)


def all_levels(own: str) -> tuple[str, ...]:
    """The levels of 各级 in a circular of a level: a province speaks of itself too, nobody of those above."""
    return below_or_same((PROVINCE, *ALL_LEVELS), own) or (own,)


def below_or_same(levels: Iterable[str], own: str) -> tuple[str, ...]:
    """Those of some levels that a circular of a level can task: its own and those below."""
    return tuple(level for level in levels if ORDER.index(level) >= ORDER.index(own))


def level_of_issuer(issuer: str) -> str | None:
    """The level of the organisation that issued a circular; None where its name does not say it."""
    found = ISSUER_LEVEL.findall(issuer)
    return OWN.get(found[-1], TOWNSHIP if found[-1] == "道" else VILLAGE) if found else None


def level_below(level: str | None) -> str:
    """The level that a circular of another one goes to unless it says otherwise."""
    return ORDER[min(ORDER.index(level) + 1, len(ORDER) - 1)] if level else COUNTY
