"""Figures set by regulation or by the house, read from `<app>/policy/<name>.toml`, versioned by date of force.

Each file holds one or more `[[version]]` tables: `from` (a date), `source` (where the figure comes from),
`standing` ("sourced" or "background") and the values. Code never carries such a figure itself.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent


class PolicyError(LookupError):
    """No such policy file, or none of its versions is in force on the day asked for."""


@dataclass(frozen=True)
class Policy:
    """One version of a policy: its values, since when it is in force, and its source line."""

    name: str
    since: date
    source: str
    background: bool
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@cache
def versions(name: str) -> tuple[Policy, ...]:
    """All versions of the policy `app/name`, oldest first."""
    app, _, stem = name.partition("/")
    path = PACKAGE / app / "policy" / f"{stem}.toml"
    if not path.is_file():
        raise PolicyError(f"There is no policy file {name}")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["version"]
    known = {"from", "source", "standing"}
    policies = [
        Policy(
            name,
            v["from"],
            v["source"],
            v["standing"] == "background",
            {k: x for k, x in v.items() if k not in known},
        )
        for v in raw
    ]
    return tuple(sorted(policies, key=lambda p: p.since))


def policy(name: str, on: date) -> Policy:
    """The version of policy `app/name` in force on the day `on`."""
    valid = [p for p in versions(name) if p.since <= on]
    if not valid:
        raise PolicyError(f"No version of {name} is in force on {on}")
    return valid[-1]
