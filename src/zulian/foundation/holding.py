"""A seat and who holds it (任职): offices, commissioners' positions and seats on committees are held in one way.

Somebody holds a seat from `since` on, until `ended_on`, the first day on which it is over, for the reason `ended_why`; a seat is
vacant while nobody holds it. A post (岗位) of a user is none of them: it is given with its last day, which still counts, and
nobody has to leave it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from zulian.foundation.scopes import ScopedQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

M = TypeVar("M", bound=models.Model)
# Held until further notice.
OPEN = Q(ended_on=None)


def not_ended(day: date) -> Q:
    """What was not over by a day."""
    return OPEN | Q(ended_on__gt=day)


def held_on(day: date) -> Q:
    """What somebody held on a day."""
    return Q(since__lte=day) & not_ended(day)


def ends_after_it_began(name: str, label: StrOrPromise) -> models.CheckConstraint:
    """The constraint that all of them have; `words` are told where it is broken."""
    return models.CheckConstraint(
        condition=OPEN | Q(ended_on__gte=F("since")), name=name, violation_error_message=label
    )


def one_holder(
    name: str, label: StrOrPromise, *fields: str, **more: Any
) -> models.UniqueConstraint:
    """The constraint that nobody else holds it at the same time; `words` are told where it is broken."""
    return models.UniqueConstraint(
        fields=fields, condition=Q(ended_on=None, **more), name=name, violation_error_message=label
    )


class HoldingQuerySet(ScopedQuerySet[M]):
    """Verbs of those who hold seats."""

    def open(self) -> Self:
        """Those who hold a seat until further notice."""
        return self.filter(OPEN)

    def held(self, day: date) -> Self:
        """Those who held a seat on a day; one whose foreseen end has passed is still held."""
        return self.filter(held_on(day))


class Holding(models.Model):
    """One time of holding a seat: the model says which seat, by whom, and how its reasons are called."""

    since: Any
    ended_on: Any
    ended_why: Any

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        """Whether it was left."""
        return self.ended_on is not None
