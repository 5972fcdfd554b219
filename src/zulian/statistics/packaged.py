"""The forms that come with the house (通用报表): read from `layouts/*.toml`, version by version, each with its source and standing.

A version holds `number`, `from` (a date), `source`, `standing` ("sourced" or "background") and the layout as `rules.Layout` reads
it. A change of a form is a new version: returns keep the one by which they were filled.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zulian.regions.models import Level
from zulian.statistics.rules import Layout

LAYOUTS = Path(__file__).parent / "layouts"
QUARTERLY, YEARLY = "quarter", "year"


@dataclass(frozen=True)
class Version:
    """A form in one of its versions: what it is called, how often it is filled, and by whom down to which level."""

    code: str
    name: str
    kind: str
    number: str
    period: str
    lowest: Level
    version: int
    since: date
    source: str
    is_background: bool
    data: Mapping[str, Any]

    @property
    def layout(self) -> Layout:
        """Its lines, columns and checks."""
        return Layout.of(self.data)

    @property
    def is_quarterly(self) -> bool:
        """Whether it is filled each quarter, and not once a year."""
        return self.period == QUARTERLY


@cache
def all_versions() -> tuple[Version, ...]:
    """All versions of all forms, the oldest of each first."""
    return tuple(one for path in sorted(LAYOUTS.glob("*.toml")) for one in _read(path))


def _read(path: Path) -> list[Version]:
    form = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [
        Version(
            path.stem,
            form["name"],
            form["kind"],
            form["number"],
            form["period"],
            Level[form["lowest"].upper()],
            version["number"],
            version["from"],
            version["source"],
            version["standing"] == "background",
            {
                key: version[key]
                for key in ("columns", "lines", "checks", "notes")
                if key in version
            },
        )
        for version in form["version"]
    ]
    return sorted(found, key=lambda version: version.since)


def in_force(day: date) -> list[Version]:
    """The version of each form that holds on a day."""
    latest = {version.code: version for version in all_versions() if version.since <= day}
    return list(latest.values())
