"""How sheets name a division: by short name, by a path of names from above with some left out, by code. Pure, over codes and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from zulian.foundation.ledger_cells import half_width
from zulian.foundation.scopes import prefix_length
from zulian.regions.models import Level, ancestors
from zulian.regions.naming import AUTONOMOUS

# untranslated: how villages and communities end, from here to OFFICES
VILLAGE_ENDS = (
    "村村民委员会",
    "村民委员会",
    "村村委会",
    "村委会",
    "嘎查村委会",
    "嘎查委员会",
    "嘎查",
    "村",
)
COMMUNITY_ENDS = (
    "社区居民委员会",
    "社区居委会",
    "社区委员会",
    "居民委员会",
    "居委会",
    "家委会",
    "社区",
)
OFFICES = ("街道办事处", "街道办")
STREET = "街道"
UNITS = ("省", "市", "自治区", "区", "县", "旗", "镇", "乡", "街道", "苏木")
CODE_LENGTHS, WHOLE = (2, 4, 6, 9, 12), 12
# So many names are compared letter by letter; a larger jurisdiction is searched by the names that hold the word.
COMPARED, OFFERED, LONGEST = 3000, 4, 60


class Called:
    """The divisions of a jurisdiction by their own names; `find` says which of them a text may mean."""

    def __init__(self, names: Mapping[str, str], codes: Iterable[str]) -> None:
        self.names = names
        self.own: dict[str, list[str]] = defaultdict(list)
        for code in codes:
            self.own[_own(names[code], code)].append(code)

    def find(self, text: str) -> list[str]:
        """The codes of the divisions that a text names; those whose own name is the longest part of it."""
        words = plain_place(text)[:LONGEST]
        for start in range(len(words)):
            found = [
                code
                for key in _keys(words[start:])
                for code in self.own.get(key, ())
                if self._is_above(words[:start], code)
            ]
            if found:
                return sorted(set(found))
        return []

    def _is_above(self, words: str, code: str) -> bool:
        """Whether a text consists of names of divisions above a code, from above down; some may be left out."""
        for above in ancestors(code):
            if not words:
                return True
            name = self.names.get(above, "")
            words = next(
                (words.removesuffix(way) for way in ways_called(name) if words.endswith(way)), words
            )
        return not words

    def like(self, text: str) -> list[str]:
        """The codes of divisions that a text may mean, though it names none of them; the likeliest first."""
        words = plain_place(text)[:LONGEST]
        stems = {_stem(key): codes for key, codes in self.own.items()}
        mine = _stem(next(_keys(words)))
        near = [stem for stem in stems if len(stem) > 1 and words.endswith((stem, f"{stem}村"))]
        near += [stem for stem in stems if len(mine) > 1 and (mine in stem)]
        if len(stems) <= COMPARED:
            near += get_close_matches(mine, stems, n=OFFERED, cutoff=0.5)
        return [code for stem in dict.fromkeys(near) for code in stems[stem]][:OFFERED]


def plain_place(text: str) -> str:
    """A place without blanks and the signs that part its names."""
    return half_width(text).translate(str.maketrans("", "", "/-·,，>、"))


def whole_code(text: str) -> str:
    """The twelve digits of a division's code, of which the zeros behind may be left out; "" for what is no code.

    >>> whole_code("210921100"), whole_code("2109211")
    ('210921100000', '')
    """
    if not (text.isascii() and text.isdigit()):
        return ""
    short = text.rstrip("0") if len(text) > WHOLE else text
    return short.ljust(WHOLE, "0") if len(short) in CODE_LENGTHS else ""


def _own(name: str, code: str) -> str:
    """The key of a division's own name: of a village what it is called and whether it is one or a community."""
    return _village(name) if prefix_length(code) == Level.VILLAGE else name


def _keys(text: str) -> Iterator[str]:
    """The keys under which a text may stand as a division's own name."""
    yield _village(text)
    yield text
    for office in OFFICES:
        if text.endswith(office):
            yield text.removesuffix(office) + STREET


def _village(name: str) -> str:
    for kind, ends in (("村", VILLAGE_ENDS), ("社区", COMMUNITY_ENDS)):
        for end in ends:
            if name.endswith(end) and len(name) > len(end):
                return f"{name.removesuffix(end)}|{kind}"
    return name


def _stem(key: str) -> str:
    return key.partition("|")[0]


def ways_called(name: str) -> Iterator[str]:
    """How a division is called, before the name of one below it or by itself: 阜新蒙古族自治县, 阜蒙县, 阜新; 海州区, 海州."""
    if not name:
        return
    yield name
    if name.endswith(STREET):
        yield from (name.removesuffix(STREET) + office for office in OFFICES)
    for short, whole in AUTONOMOUS.items():
        if name.endswith(whole):
            # 阜新蒙古族自治县 as 阜新县 and 阜蒙县: its first characters, and one of the people's name.
            yield from (name[:2] + short, name[0] + name[2] + short, name[:2], name[0] + name[2])
    unit = next((unit for unit in UNITS if name.endswith(unit) and len(name) - len(unit) > 1), "")
    if unit:
        yield name.removesuffix(unit)
