"""What was seen when a form of a draft was opened: nobody saves over what somebody else has changed since.

A form carries the digest of what it shows of its rows; it is compared under the lock of the draft, before anything is written.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular

T = TypeVar("T")
CHANGED = _("打开以后，草稿已被改动。请重新打开再改。")
LENGTH = 20


@dataclass(frozen=True)
class Shown:
    """A row with the names of its fields that a form shows."""

    row: Model
    names: tuple[str, ...]


def digest_of(values: Any) -> str:
    """What tells one state of some values from another."""
    told = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:LENGTH]


def digest(shown: Sequence[Shown]) -> str:
    """What tells one state of what a form shows from another."""
    return digest_of(
        [[one.row.pk, *(getattr(one.row, name) for name in one.names)] for one in shown]
    )


@unit_of_work
def act_as_seen(circular: Circular, shown: Sequence[Shown], seen: str, act: Callable[[], T]) -> T:
    """Do `act` on rows of a draft, which it is handed as they are now.

    Raises ValidationError where they are not as they were seen, or gone, and what `act` raises.
    """
    Circular._base_manager.select_for_update(no_key=True).get(pk=circular.pk)
    _look_again([one.row for one in shown])
    if seen != digest(shown):
        raise ValidationError(CHANGED)
    return act()


def _look_again(rows: Sequence[Model]) -> None:
    """Let rows have the values that the database has now; a statement for each model."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, known in by_model.items():
        now = model._base_manager.in_bulk([row.pk for row in known])
        for row in known:
            fresh = now.get(row.pk)
            if fresh is None:
                raise ValidationError(CHANGED)
            for field in model._meta.concrete_fields:
                setattr(row, field.attname, getattr(fresh, field.attname))
