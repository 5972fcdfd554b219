"""Cards whose number does not say what it should: found and listed, for the next card is numbered by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.utils.translation import gettext as _

from zulian.certificates.models import Case, Certificate
from zulian.certificates.models.cases import KINDS
from zulian.certificates.rules.cards import CardState, Kind, losses_of, number_after
from zulian.certificates.services.cards import made
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import code_range

IN_PIECE = 500
BASE = 20  # characters of a number before the mark
# Until now loss and damage were one business: what its clerk wrote tells them apart, as far as it does.
DAMAGED = ("损", "坏", "破", "污")  # untranslated: words of reasons
LOST = ("丢", "遗", "失", "盗")  # untranslated: words of reasons


@dataclass(frozen=True)
class Doubt:
    """One card whose number is wrong or in doubt: the number it should bear, and why, in words."""

    card: Certificate
    right: str
    why: str


def doubts(code: str = "") -> Iterator[Doubt]:
    """Cards in view whose mark does not count losses, the oldest first, of one division or of all.

    Only 20 characters that were given more than once can be wrong: the first card made out here never bore a mark.
    """
    shared = Certificate.objects.order_by("base_index").values("base_index")
    bases = list(
        shared.annotate(cards=Count("pk")).filter(cards__gt=1).values_list("base_index", flat=True)
    )
    low, high = code_range(code) if code else ("", "A")
    for start in range(0, len(bases), IN_PIECE):
        some = bases[start : start + IN_PIECE]
        found = Certificate.objects.filter(base_index__in=some).with_names()
        by_base = groupby(found.order_by("base_index", "person_id", "pk"), key=_whose)
        for _base, cards in by_base:
            yield from (d for d in _judged(list(cards)) if low <= d.card.region_id < high)


def _whose(card: Certificate) -> tuple[str, int]:
    return card.base_index, card.person_id


def _judged(cards: list[Certificate]) -> Iterator[Doubt]:
    history = [made(card) for card in cards]
    void = _set_aside(cards)
    mark = policy("certificates/routes", today())["reissue_mark"]
    for place, (card, one) in enumerate(zip(cards, history, strict=True)):
        if one.kind is None or card.pk in void:
            continue
        losses = losses_of(history[:place])
        right = number_after(card.number[:BASE], losses, mark)
        if right != card.number:
            words = _("因“%(kind)s”制证，按遗失次数应为第 %(n)d 次补发")
            yield Doubt(card, right, words % {"kind": dict(KINDS)[one.kind], "n": losses})
        elif one.kind is Kind.REPLACEMENT and (reason := _damage_in_reason(card)):
            fewer = number_after(card.number[:BASE], losses - 1, mark)
            words = _("按补办编号，但事由写的是“%(why)s”，请核对是遗失还是损毁")
            yield Doubt(card, fewer, words % {"why": reason})


def _set_aside(cards: list[Certificate]) -> set[int]:
    """Those that were made out and never handed over: nothing came after them, and what was before them held on."""
    ended = [card.pk for card in cards if card.state == CardState.REPLACED]
    followed = Certificate.objects.filter(before__in=ended).values_list("before", flat=True)
    return set(ended) - set(followed)


def _damage_in_reason(card: Certificate) -> str:
    """What was written of a card that was replaced, where it speaks of damage and of no loss."""
    case = Case.objects.filter(certificate=card, kind=Kind.REPLACEMENT).order_by("pk").first()
    reason = case.reason if case else ""
    speaks = any(word in reason for word in DAMAGED) and not any(word in reason for word in LOST)
    return reason if speaks else ""
