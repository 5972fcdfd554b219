"""The country's divisions as shipped (随软件提供的区划表): 31 provinces down to townships, as of 2023; villages are imported.

The list comes from statistics and is made by `tools/divisions.py`; where it is from and what it leaves out stands in
docs/decisions/0006-divisions.md. What changed since is entered as a dated change (更名、并入), as everywhere.
"""

from __future__ import annotations

import csv
import lzma
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.scopes import prefix_length
from zulian.regions import services
from zulian.regions.called import Called, plain_place, ways_called, whole_code
from zulian.regions.models import Level, ancestors

CHINA = Path(__file__).parent / "data/china-2023.csv.xz"
YEAR = 2023
# So many are named where a text may mean several.
NAMED = 6


@dataclass(frozen=True)
class Shipped:
    """A division of the list; `path` is its name behind those above it."""

    code: str
    name: str
    path: str

    @property
    def level(self) -> Level:
        return Level(prefix_length(self.code))

    def __str__(self) -> str:
        return f"{self.path}（{self.code}）"


class Country(Called):
    """All divisions of the list, found by every usual way of calling them: 辽阳市, 辽阳, 辽宁省辽阳市, 阜蒙县."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(names, ())
        for code, name in names.items():
            for way in dict.fromkeys(ways_called(name)):
                self.own[way].append(code)

    def path(self, code: str) -> str:
        """A name with those above it before it: 辽宁省辽阳市白塔区."""
        return "".join(self.names.get(each, "") for each in (*reversed(ancestors(code)), code))

    def meant(self, words: str) -> list[str]:
        """The codes that a text may mean, in the order of their codes.

        What is called by its full name comes before what is called so for short; of the latter those of the highest level,
        for 辽阳 is the city and not the county in it.
        """
        words = plain_place(words.strip())
        if code := whole_code(words):
            return [code] if code in self.names else []
        found = self.find(words)
        whole = [code for code in found if words.endswith(self.names[code])]
        if whole or not found:
            return whole
        highest = min(prefix_length(code) for code in found)
        return [code for code in found if prefix_length(code) == highest]


@lru_cache(maxsize=1)
def country() -> Country:
    """The list, read once for a process."""
    with lzma.open(CHINA, "rt", encoding="utf-8", newline="") as lines:
        return Country({row["code"]: row["name"] for row in csv.DictReader(lines)})


def _shipped(code: str) -> Shipped:
    return Shipped(code, country().names[code], country().path(code))


def find(words: str) -> list[Shipped]:
    """The divisions that a name, a path of names or a code may mean; none for what is called otherwise."""
    return [_shipped(code) for code in country().meant(words)]


def suggest(words: str, most: int) -> list[Shipped]:
    """What to choose from for a text: what it means, then what has it in its name; at most `most`."""
    plain = plain_place(words.strip())
    if not plain:
        return []
    found = dict.fromkeys(country().meant(plain))
    if not plain.isascii():
        found |= dict.fromkeys(sorted(country().find(plain), key=prefix_length))
        holding = [code for code, name in country().names.items() if plain in name]
        found |= dict.fromkeys(sorted(holding, key=prefix_length))
    return [_shipped(code) for code in list(found)[:most]]


def the_one(words: str) -> Shipped:
    """The division that a text means; raises ValidationError where it means none or several, which are named."""
    found = find(words)
    if not found:
        raise ValidationError(
            _(
                "随软件提供的区划表里没有“%(words)s”，请写全称（如辽阳市、江苏省南京市鼓楼区）或区划代码。"
            ),
            params={"words": words},
        )
    if len(found) > 1:
        raise ValidationError(
            _("“%(words)s”有 %(n)d 个：%(names)s，请写明上级，或写区划代码。"),
            params={"words": words, "n": len(found), "names": _named(found)},
        )
    return found[0]


def _named(found: list[Shipped]) -> str:
    names = "、".join(map(str, found[:NAMED]))
    return names if len(found) <= NAMED else _("%(names)s等") % {"names": names}


def rows(code: str) -> list[tuple[str, str]]:
    """A division with all below it and those above it, as (code, name); none for a code that is not in the list."""
    names = country().names
    if code not in names:
        return []
    above = {each for each in ancestors(code) if each in names}
    begins = code[: prefix_length(code)]
    return [each for each in names.items() if each[0] in above or each[0].startswith(begins)]


def load(words: str) -> tuple[Shipped, int]:
    """Load the division that a text means, what lies below it and those above it; returns it with how many were new.

    Raises ValidationError where the text means none or several.
    """
    chosen = the_one(words)
    return chosen, services.load(rows(chosen.code))
