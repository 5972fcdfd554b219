"""The figures of a policy (政策数值): what each is called, and who may set it for a division within which bounds.

A policy file names them in `[figures."key"]`: `title`, `unit`, `by` (levels that may set it, none where a rule fixes it), `least` and
`most`, or `options`. A key leads into the values by dots; among tables that have keys, by the key of one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.numbers import plain

# Levels as the files name them; a level is the number of digits of its code.
LEVELS = {"province": 2, "city": 4, "county": 6}


@dataclass(frozen=True)
class Figure:
    """One figure of a policy.

    by: the levels that may set it. least, most: its bounds, both included. options: pairs (value, words) where only these can be
    chosen. counted: kept counts or the way of things begun hang on it, so that it is set for days to come alone.
    """

    policy: str
    key: str
    title: str
    unit: str = ""
    by: tuple[int, ...] = ()
    least: int | float = 0
    most: int | float = 0
    options: tuple[tuple[Any, str], ...] = ()
    counted: bool = False

    @property
    def root(self) -> str:
        """The first part of its key: what code asks a policy for."""
        return self.key.partition(".")[0]

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number."""
        return not self.options and isinstance(self.least, int) and isinstance(self.most, int)

    def of(self, values: Mapping[str, Any]) -> Any:
        """Its value among the values of a version; raises KeyError where there is none."""
        found: Any = values
        for part in self.key.split("."):
            found = found[_place(found, part)]
        return found

    def words(self, value: Any) -> str:
        """A value of it as it is shown."""
        named = next((words for chosen, words in self.options if chosen == value), None)
        if named is not None:
            return named
        if isinstance(value, bool):
            return _("是") if value else _("否")
        return f"{number_words(value)}{self.unit}"

    @property
    def bounds(self) -> dict[str, str]:
        """Its bounds as they are shown."""
        return {
            "least": number_words(self.least),
            "most": number_words(self.most),
            "unit": self.unit,
        }

    def check(self, value: Any) -> Any:
        """The value as it is kept; raises ValidationError for one that it cannot have."""
        if self.options:
            if any(type(chosen) is type(value) and chosen == value for chosen, _w in self.options):
                return value
            raise ValidationError({"value": _("请从列出的选项中选择。")})
        if isinstance(value, bool) or not _is_number(value):
            raise ValidationError({"value": _("请填写数字。")})
        if self.is_whole and value != int(value):
            raise ValidationError({"value": _("请填写整数。")})
        if not self.least <= value <= self.most:
            words = _("应不小于 %(least)s、不大于 %(most)s%(unit)s。")
            raise ValidationError({"value": words % self.bounds})
        return int(value) if self.is_whole else float(value)


def number_words(value: Any) -> str:
    """A number without zeros that say nothing; anything else as it is."""
    return plain(Decimal(str(value))) if isinstance(value, float) else str(value)


def _is_number(value: Any) -> bool:
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def _place(values: Any, part: str) -> Any:
    """Where a part of a key leads: a key of a table, or the table of that key in a list."""
    if isinstance(values, Mapping):
        return part
    places = (n for n, one in enumerate(values) if one.get("key") == part)
    place = next(places, None)
    if place is None:
        raise KeyError(part)
    return place


def overlaid(values: Any, path: Sequence[str], value: Any) -> Any:
    """Values with another one at a path; what was there before is left as it was."""
    if not path:
        return value
    copy: Any = dict(values) if isinstance(values, Mapping) else list(values)
    place = _place(values, path[0])
    copy[place] = overlaid(values[place], path[1:], value)
    return copy


def written(value: Any) -> str:
    """A value as it is kept."""
    return json.dumps(value, ensure_ascii=False)


def read_figures(policy: str, raw: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of a policy file by their keys."""
    return {
        key: Figure(
            policy,
            key,
            facts["title"],
            facts.get("unit", ""),
            tuple(LEVELS[name] for name in facts.get("by", ())),
            facts.get("least", 0),
            facts.get("most", 0),
            tuple((one["value"], one["title"]) for one in facts.get("options", ())),
            facts.get("counted", False),
        )
        for key, facts in raw.items()
    }
