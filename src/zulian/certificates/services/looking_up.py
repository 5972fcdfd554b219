"""Who stands at the counter: the person, the card, and what can be applied for (受理窗口查询)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.certificates.models import Case, Certificate, Departure, State
from zulian.certificates.models.cases import age_by
from zulian.certificates.models.leaving import DepartureState
from zulian.certificates.rules import routes
from zulian.certificates.rules.cards import (
    CardState,
    Kind,
    NumberError,
    Standing,
    obstacle,
    read_number,
)
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.deaths import living_words
from zulian.people.models import Person
from zulian.people.rules import IdNumberError, read_id_number, tidy
from zulian.regions.models import Region

PHONE = re.compile("1[0-9]{10}")
MOST_FOUND = 20
# What makes out a card that says the same again.
STAYS = (Kind.RENEWAL, Kind.REPLACEMENT, Kind.DAMAGE)


@dataclass(frozen=True)
class Found:
    """What the counter's one field found: people of the jurisdiction, or where else the person is registered."""

    people: list[Person]
    person_elsewhere: Person | None = None
    id_number: str = ""

    @property
    def elsewhere(self) -> Region | None:
        """Where a person is registered whom this jurisdiction does not hold."""
        return self.person_elsewhere.region if self.person_elsewhere else None


def look_up(words: str) -> Found:
    """Find by ID number, certificate number, telephone, name, pinyin or its initials."""
    words = words.strip()
    number = tidy(words)
    if number[:6].isdigit() and len(number) >= 15:
        return _by_number(number)
    if PHONE.fullmatch(number):
        return Found(
            Few.of(Person.objects.alive().phoned(number).select_related("region"), MOST_FOUND)
        )
    rows = (
        Person.objects.alive().called(words).select_related("region")
        if words
        else Person.objects.none()
    )
    return Found(Few.of(rows, MOST_FOUND))


def _by_number(number: str) -> Found:
    try:
        long = len(number) > 18  # a certificate number begins with the ID number
        wanted = (
            read_number(number, today()).id_number
            if long
            else read_id_number(number, today()).number
        )
    except (IdNumberError, NumberError) as error:
        raise ValidationError({"words": str(error)}) from error
    person = Person.objects.alive().numbered(wanted).select_related("region").first()
    if person:
        return Found([person], id_number=wanted)
    with scope(EVERYTHING):
        other = Person.objects.alive().numbered(wanted).select_related("region").first()
    return Found([], other, wanted)


def standing(person: Person) -> Standing:
    """How a person stands with their certificates, wherever these were issued."""
    card = card_in_use(person)
    if card:
        state = CardState(card.state)
        is_moved = state is CardState.FROZEN and _is_locked_for_moving(person)
        return Standing(state, card.valid_until, is_moved=is_moved)
    with scope(EVERYTHING):
        gone = (
            Certificate.objects.filter(person=person, state=CardState.CANCELLED)
            .order_by("-ended_on")
            .first()
        )
    return Standing(cancelled_on=gone.ended_on if gone else None)


def unqualified_words() -> str:
    """What a holder is told whose newest assessment found nothing any more."""
    return _("经重新评定不符合残疾标准，异议期满后请办注销；有异议的在原办件登记。")


def is_found_unqualified(person: Person) -> bool:
    """Whether the newest assessment of a holder found nothing any more: the card is to be cancelled, and is not renewed."""
    with scope(EVERYTHING):
        assessed = Case.objects.filter(person=person, found_on__isnull=False)
        newest = assessed.exclude(state=State.WITHDRAWN).order_by("-pk").first()
    if newest is None or newest.state != State.UNQUALIFIED:
        return False
    return not newest.parts and newest.certificate_id is not None


def _is_locked_for_moving(person: Person) -> bool:
    """Whether a holder's card was locked because their household had moved without it."""
    with scope(EVERYTHING):
        frozen = Departure.objects.filter(person=person, state=DepartureState.FROZEN)
        return frozen.exists()


def card_in_use(person: Person) -> Certificate | None:
    """The card that a person holds, wherever it was issued."""
    with scope(EVERYTHING):
        return Certificate.objects.live().filter(person=person).first()


def obstacle_to(person: Person, kind: Kind, day: date) -> str:
    """Why a business can't begin for a person on `day`; empty when it can."""
    if words := living_words(person):
        return words
    with scope(EVERYTHING):
        running = Case.objects.running().filter(person=person).first()
    if running:
        words = _("已有一件“%(kind)s”在办（%(state)s），办结后才能再办。")
        return words % {"kind": running.get_kind_display(), "state": running.get_state_display()}
    if kind in STAYS and is_found_unqualified(person):
        return unqualified_words()
    bar = policy("certificates/procedure", day)["bar_months"]
    return obstacle(
        kind, standing(person), day, bar, policy("certificates/acceptance", day)["renew_months"]
    )


def offers(person: Person, day: date) -> list[tuple[Kind, str]]:
    """Every kind of business with what stands in its way, those that can begin first."""
    with scope(EVERYTHING):
        running = Case.objects.running().filter(person=person).first()
    if running or person.died_on:
        return []
    figures = (
        policy("certificates/procedure", day)["bar_months"],
        policy("certificates/acceptance", day)["renew_months"],
    )
    stands = standing(person)
    ends = is_found_unqualified(person)
    found = [
        (
            kind,
            unqualified_words()
            if ends and kind in STAYS
            else obstacle(kind, stands, day, *figures),
        )
        for kind in Kind
    ]
    return sorted(found, key=lambda pair: bool(pair[1]))


def keys_of(kind: Kind, day: date) -> tuple[str, ...]:
    """The keys of all materials that a business may ask for."""
    items = policy("certificates/materials", day)["materials"]
    return tuple(item["key"] for item in items if kind in item["kinds"])


def checklist(
    person: Person,
    kind: Kind,
    categories: Iterable[int],
    day: date,
    details: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """The items to bring: key, name, required; fewer for a change of `details` that makes no new card.

    What the card in use says counts beside the categories that are applied for.
    """
    rules, asked = policy("certificates/routes", day), details or {}
    card = card_in_use(person)
    concerned = {*categories, *(int(category) for category in (card.parts if card else {}))}
    age = age_by(person, asked.get("id_number", ""), day)
    is_named = any(asked.values())
    is_printed = not is_named or routes.is_printed(rules, asked)
    is_lost = kind is Kind.REPLACEMENT or (card is not None and card.state == CardState.LOST)
    conditions = {
        "guardian": routes.needs_guardian(age, sorted(concerned), rules),
        "numbered": bool(person.id_index),
        "printed": is_printed,
        "in_hand": is_printed and not is_lost,
        "lost": is_lost,
        "registered": is_printed or bool(asked.get("address")),
    }
    return [
        {"key": item["key"], "name": item["name"], "required": not item.get("optional", False)}
        for item in policy("certificates/materials", day)["materials"]
        if kind in item["kinds"] and conditions.get(item.get("when", ""), True)
    ]
