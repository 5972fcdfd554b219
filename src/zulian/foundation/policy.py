"""Figures set by regulation or by the house, read from `<app>/policy/<name>.toml`, versioned by date of force.

Each file holds one or more `[[version]]` tables: `from` (a date), `source` (where the figure comes from),
`standing` ("sourced" or "background"), `fixed` (keys that it leaves to nobody) and the values. Code never carries such a figure
itself. Beside them stand the file's `title` and its `[figures]` (`zulian.foundation.figures`): those that a division may set are
asked for with a place, where the choice of the nearest division lies over the packaged value (`zulian.foundation.chosen`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from zulian.foundation.chosen import Choice, Choices, choices_now
from zulian.foundation.figures import Figure, overlaid, read_figures
from zulian.foundation.scopes import code_range, prefix_length

PACKAGE = Path(__file__).parent.parent


class PolicyError(LookupError):
    """No such policy file, none of its versions is in force on the day asked for, or a place is needed and not told."""


@dataclass(frozen=True)
class Policy:
    """One version of a policy: its values, since when it is in force, and its source line.

    fixed: keys that nobody may choose while it is in force. chosen: the choices that lie over its values. placeless: what cannot
    be told without a place.
    """

    name: str
    since: date
    source: str
    background: bool
    values: dict[str, Any]
    fixed: frozenset[str] = frozenset()
    chosen: Mapping[str, Choice] = field(default_factory=dict, hash=False, compare=False)
    placeless: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Any:
        if key in self.placeless:
            raise PolicyError(
                f"{self.name} {key} may be set by a division: ask for it with a place"
            )
        return self.values[key]


@cache
def _read(name: str) -> dict[str, Any]:
    app, _, stem = name.partition("/")
    path = PACKAGE / app / "policy" / f"{stem}.toml"
    if not path.is_file():
        raise PolicyError(f"There is no policy file {name}")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def versions(name: str) -> tuple[Policy, ...]:
    """All versions of the policy `app/name`, oldest first, as they are packaged."""
    known = {"from", "source", "standing", "fixed"}
    policies = [
        Policy(
            name,
            v["from"],
            v["source"],
            v["standing"] == "background",
            {k: x for k, x in v.items() if k not in known},
            frozenset(v.get("fixed", ())),
        )
        for v in _read(name)["version"]
    ]
    return tuple(sorted(policies, key=lambda p: p.since))


@cache
def names() -> tuple[str, ...]:
    """The names of all policies."""
    return tuple(
        f"{path.parent.parent.name}/{path.stem}" for path in sorted(PACKAGE.glob("*/policy/*.toml"))
    )


def title_of(name: str) -> str:
    """What a policy is called."""
    return str(_read(name).get("title", ""))


@cache
def figures(name: str) -> dict[str, Figure]:
    """The figures of a policy that are shown, by their keys."""
    return read_figures(name, _read(name).get("figures", {}))


@cache
def _placeless(name: str) -> frozenset[str]:
    return frozenset(figure.root for figure in figures(name).values() if figure.by)


def packaged(name: str, on: date) -> Policy:
    """The version of policy `app/name` in force on the day `on`, without what divisions chose."""
    valid = [p for p in versions(name) if p.since <= on]
    if not valid:
        raise PolicyError(f"No version of {name} is in force on {on}")
    return valid[-1]


def policy(name: str, on: date, place: str | None = None) -> Policy:
    """The version of policy `app/name` in force on the day `on`, at the division of a code.

    Without a place it tells no figure that a division may set, and raises PolicyError where it is asked for one; "" is nowhere
    in particular, where nobody chose.
    """
    found, settable = packaged(name, on), _placeless(name)
    if not settable:
        return found
    if place is None:
        return _without_place(name, found.since)
    return _over(found, choices_now(), place, on) if place else found


@cache
def _without_place(name: str, since: date) -> Policy:
    found, without = packaged(name, since), _placeless(name)
    told = {key: value for key, value in found.values.items() if key not in without}
    return replace(found, values=told, placeless=without)


def _over(found: Policy, choices: Choices, place: str, on: date) -> Policy:
    known = figures(found.name)
    chosen = {
        key: choice
        for key, choice in choices.in_force(found.name, place, on).items()
        if key in known and known[key].by and key not in found.fixed
    }
    if not chosen:
        return found
    values = found.values
    for key, choice in chosen.items():
        values = overlaid(values, key.split("."), choice.value)
    return replace(found, values=values, chosen=chosen)


def by_place(
    name: str, key: str, on: date, build: Callable[[Any], Q], field: str = "region_id"
) -> Q:
    """A condition that depends on a figure, over rows of many divisions: each by the figure of its own, in `field`.

    As long as nobody chose it is the condition of the packaged figure alone. Raises PolicyError for a figure that is not declared as
    `counted`: what kept counts hold does not change on a day that is counted already.
    """
    figure, choices, found = figures(name)[key], choices_now(), packaged(name, on)
    if not figure.counted:
        raise PolicyError(f"{name} {key} is read over many divisions: declare it as counted")
    usual = figure.of(found.values)

    def at(code: str) -> Any:
        return figure.of(_over(found, choices, code, on).values)

    # Each division whose figure differs from the one around it cuts its range out of that.
    parts: dict[str, Any] = {}
    for code in choices.cuts(name, key):
        around = next((c for c in reversed(parts) if _holds(c, code)), None)
        if at(code) != (usual if around is None else parts[around]):
            parts[code] = at(code)
    if not parts:
        return build(usual)
    condition = build(usual) & ~_in(field, parts)
    for code, value in parts.items():
        inside = [c for c in parts if c != code and _holds(code, c)]
        condition |= _in(field, [code]) & ~_in(field, inside) & build(value)
    return condition


def _holds(outer: str, inner: str) -> bool:
    return inner.startswith(outer[: prefix_length(outer)])


def _in(field: str, codes: Any) -> Q:
    condition = Q(pk__in=[])
    for code in codes:
        low, high = code_range(code)
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition
