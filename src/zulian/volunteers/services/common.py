"""What all services of the room share: the policy, the catalogue of services, rows locked for a step."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy

M = TypeVar("M", bound=Model)


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


def occasions() -> list[tuple[str, str]]:
    """Days of the year on which activities are held: key and name."""
    return [(str(key), str(name)) for key, name, _day, _usual in policy("volunteers/occasions", today())["days"]]


def locked(model: type[M], pk: int, *states: Any) -> M:
    """A row for a step, locked until the transaction ends; raises ValidationError where it has gone on meanwhile."""
    found: Any = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    if states and found.state not in states:
        raise ValidationError(
            _("“%(what)s”现在是“%(state)s”，请刷新页面再看。")
            % {"what": model._meta.verbose_name, "state": found.get_state_display()}
        )
    return found  # type: ignore[no-any-return]


def need_words(text: str, field: str, ask: str) -> str:
    """Words that must be given; raises ValidationError with what to fill in."""
    if not text.strip():
        raise ValidationError({field: ask})
    return text.strip()
