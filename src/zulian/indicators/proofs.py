"""What a row must show before it counts as done (佐证): one condition for the measures and for the words on the row's page.

A typed date alone proves nothing. A wing names what its rows can show; its policy says what is demanded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, Q, QuerySet
from django.utils.translation import gettext as _

from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope


@dataclass(frozen=True)
class Proof:
    """One thing that a row can show: its name, and the condition of the rows that show it on a day."""

    name: Any
    shown: Callable[[date], Q]


@dataclass(frozen=True)
class Demand:
    """What rows of one kind must show: those of `proofs` that the list `key` of a policy names."""

    policy: str
    key: str
    proofs: Mapping[str, Proof]

    def wanted(self, day: date) -> list[Proof]:
        """The proofs demanded on a day; raises KeyError where the policy names one that the wing does not know."""
        return [self.proofs[name] for name in policy(self.policy, day)[self.key]]

    def met(self, day: date) -> Q:
        """Rows that show everything demanded."""
        condition = Q()
        for proof in self.wanted(day):
            condition &= proof.shown(day)
        return condition

    def lacking(self, row: Model, day: date) -> list[str]:
        """The names of what a row does not show, by the conditions of the measure itself, in one statement."""
        return self.lacking_among([row], day)[row.pk]

    def lacking_among(self, rows: Sequence[Model], day: date) -> dict[Any, list[str]]:
        """The same of several rows of one model, by their keys."""
        proofs = self.wanted(day)
        if not proofs or not rows:
            return {row.pk: [] for row in rows}
        columns = {
            f"proof_{n}": ExpressionWrapper(proof.shown(day), output_field=BooleanField())
            for n, proof in enumerate(proofs)
        }
        known = (
            type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).annotate(**columns)
        )
        return {
            key: [
                str(proof.name)
                for proof, is_shown in zip(proofs, shown, strict=True)
                if not is_shown
            ]
            for key, *shown in known.values_list("pk", *columns)
        }

    def sentence(self, row: Model, day: date, done: Any) -> str:
        """What a row that says `done` still lacks, as its page tells it; empty where it counts."""
        return lacking_words(done, self.lacking(row, day))


def lacking_words(done: Any, lacking: Sequence[str]) -> str:
    """That something is `done` and does not count for what it lacks; empty where it lacks nothing."""
    if not lacking:
        return ""
    return _("%(done)s，还缺：%(what)s，暂不计入。") % {"done": done, "what": "、".join(lacking)}


def written(column: str) -> Callable[[date], Q]:
    """Rows whose column of text is not blank."""
    return lambda day: ~Q(**{column: ""})


def exists(rows: Callable[[], QuerySet[Any]]) -> Q:
    """A condition on rows that stand in a relation, whatever their division; `rows` is called with every scope open."""
    with scope(EVERYTHING):
        return Q(Exists(rows()))
