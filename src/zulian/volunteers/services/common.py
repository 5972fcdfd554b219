"""What all services of the room share: the policy, the catalogue of services."""

from __future__ import annotations

from datetime import date

from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy


def figures(day: date | None = None) -> Policy:
    """Ages, stars, hours and the catalogue."""
    return policy("volunteers/volunteers", day or today())


def catalogue() -> list[tuple[str, str]]:
    """Kinds of service: key and words."""
    return [(str(key), str(words)) for key, words, _trained in figures()["services"]]


def words_of(key: str) -> str:
    """The words of a kind of service."""
    return dict(catalogue()).get(key, key)


def trained_kinds() -> frozenset[str]:
    """Kinds of service for which a qualification is needed."""
    return frozenset(str(key) for key, _words, trained in figures()["services"] if trained)
