"""What all services of the room share: the policy, the catalogue of services, volunteers by their numbers, writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy
from zulian.volunteers.models import Volunteer

M = TypeVar("M", bound=Model)


def write(row: M, verb: str, step: Callable[[], object] | None = None, /, **values: Any) -> M:
    """Write a row after a step of it, with new values, and into the trail under a verb what changed."""
    with audited(verb, row):
        if step is not None:
            step()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


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


def numbered(number: str) -> Volunteer:
    """The volunteer of a number; raises ValidationError where the jurisdiction has none."""
    volunteer = Volunteer.objects.filter(number=number.strip()).first()
    if volunteer is None:
        raise ValidationError({"number": _("本辖区没有这个志愿者编号，请核对。")})
    return volunteer
