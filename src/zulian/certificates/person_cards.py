"""What lists of people say of cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, Subquery

from zulian.certificates.models import Certificate
from zulian.certificates.rules.cards import LIVE
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.cards import register_cards


class Cards:
    """The register of certificates as lists of people ask it. A card is seen with its holder, wherever it is kept."""

    states: ClassVar[Sequence[tuple[str, str, Any]]] = [
        (state.value, state.color, state.label)
        for state in Certificate.State
        if state.value in LIVE
    ]

    def columns(self) -> dict[str, Any]:
        with scope(EVERYTHING):
            # A person has at most one card in use.
            card = Certificate.objects.live().filter(person=OuterRef("pk"))
            names = ("category", "grade", "state")
            return {f"card_{name}": Subquery(card.values(name)[:1]) for name in names}

    def holding(self, **card: Any) -> Q:
        with scope(EVERYTHING):
            live = Certificate.objects.live().filter(person=OuterRef("pk"), **card)
            return Q(Exists(live))


register_cards(Cards())
