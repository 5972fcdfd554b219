"""The rows of an invented province: people, their cards, and cases in all states. Made in a process of their own, without the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from django.db.models import Model

from zulian.certificates.models import Case, Certificate, State, Step
from zulian.certificates.models.cases import Told
from zulian.certificates.rules.cards import CardState, Kind, valid_until
from zulian.foundation import bulk
from zulian.foundation.clock import today
from zulian.foundation.sealing import blind_many
from zulian.people.demo import GIVEN, SURNAMES
from zulian.people.models import Person
from zulian.people.rules import CHECKS, WEIGHTS
from zulian.regions.services import initials, pinyin

DIVISION = "210900"
HOUSES = 3000
CATEGORY_SHARES = ((4, 55), (2, 10), (1, 10), (5, 9), (6, 10), (3, 2), (7, 4))
GRADE_SHARES = ((1, 15), (2, 29), (3, 28), (4, 28))
CARD_SHARES = (
    (CardState.VALID, 93),
    (CardState.FROZEN, 2),
    (CardState.LOST, 1),
    (CardState.CANCELLED, 4),
)
ETHNIC_SHARES = (("01", 84), ("02", 6), ("11", 8), ("03", 2))
# Of a hundred people: how many have a finished case of this year, how many one in hand, how many none.
FINISHED, RUNNING_SHARE = 0.08, 0.012
WAITING = (
    State.MATERIALS,
    State.ORDER,
    State.ASSESS,
    State.PUBLISH,
    State.REVIEW,
    State.APPROVE,
    State.PRODUCE,
    State.HANDOVER,
)
DAYS_BACK = 12
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Chunk:
    """What a process needs to make some people: everything that must differ between chunks is laid down in it."""

    seed: tuple[int, int]
    places: list[str]
    births: list[int]
    serials: list[int]
    keys: dict[str, list[int]]
    stamp: datetime


def make(chunk: Chunk) -> Rows:
    """All rows of a chunk, as the driver takes them."""
    rows: Rows = {}
    chance = np.random.default_rng(chunk.seed)
    _people(chance, chunk, rows)
    return rows


def _keep(
    rows: Rows, chunk: Chunk, model: type[Model], columns: dict[str, Any], count: int
) -> list[int]:
    """Make rows of a model ready with the next of the chunk's keys; returns these."""
    label = model._meta.label_lower
    have = rows.setdefault(label, [])
    keys = chunk.keys[label][len(have) : len(have) + count]
    have += bulk.ready(model, columns | {"id": keys}, count)
    return keys


@cache
def _names() -> list[tuple[str, str, str]]:
    """Every name that is given, with its initials and its pinyin."""
    names = [f"{s}演{a}" for s in SURNAMES for a in GIVEN]
    return [(name, initials(name), pinyin(name)) for name in names]


@cache
def _houses() -> list[str]:
    """The blind index of every house number."""
    return ["", *blind_many(f"演示街{n}号" for n in range(1, HOUSES))]


def _pick(chance: np.random.Generator, shares: Sequence[tuple[Any, int]], count: int) -> list[Any]:
    """So many values, as common as their shares."""
    values = [value for value, _share in shares]
    weights = np.array([share for _value, share in shares], dtype=float)
    return [values[n] for n in chance.choice(len(values), count, p=weights / weights.sum())]


def _number(birth: str, serial: int) -> str:
    first = f"{DIVISION}{birth}{serial:03}"
    return first + CHECKS[sum(map(int.__mul__, map(int, first), WEIGHTS)) % 11]


def _people(chance: np.random.Generator, chunk: Chunk, rows: Rows) -> None:
    """People, with their cards and cases."""
    births, count = chunk.births, len(chunk.births)
    days = [date.fromordinal(birth) for birth in births]
    numbers = [
        _number(day.strftime("%Y%m%d"), serial)
        for day, serial in zip(days, chunk.serials, strict=True)
    ]
    names = [_names()[n] for n in chance.integers(0, len(_names()), count)]
    phones = [f"120{n:08}" for n in chance.integers(0, 100_000_000, count)]
    numbered = chance.integers(1, HOUSES, count).tolist()
    houses = [f"演示街{n}号" for n in numbered]
    people = _keep(
        rows,
        chunk,
        Person,
        {
            "region_id": chunk.places,
            "name": [n[0] for n in names],
            "initials": [n[1] for n in names],
            "pinyin": [n[2] for n in names],
            "sex": ["male" if int(number[16]) % 2 else "female" for number in numbers],
            "birth": days,
            "ethnicity": _pick(chance, ETHNIC_SHARES, count),
            "id_number": numbers,
            "id_index": blind_many(numbers),
            "phone": phones,
            "phone_index": blind_many(phones),
            "address": houses,
            "address_index": [_houses()[n] for n in numbered],
            "since": [chunk.stamp] * count,
        },
        count,
    )
    _cards(chance, chunk, numbers, people, rows)


def _cards(
    chance: np.random.Generator, chunk: Chunk, numbers: list[str], people: list[int], rows: Rows
) -> None:
    """A card each; those of this year came by a finished case, some people have one in hand."""
    day, count, places, births = today(), len(people), chunk.places, chunk.births
    kinds, grades = _pick(chance, CATEGORY_SHARES, count), _pick(chance, GRADE_SHARES, count)
    states = _pick(chance, CARD_SHARES, count)
    ago = chance.integers(400, 3750, count)
    draws = chance.random(count)
    fresh = draws < FINISHED
    ago[fresh] = chance.integers(2, max(3, min(300, day.timetuple().tm_yday)), int(fresh.sum()))
    issued = [max(day.toordinal() - int(a), b + 400) for a, b in zip(ago, births, strict=True)]
    issued_days = [date.fromordinal(min(n, day.toordinal() - 1)) for n in issued]
    full = [
        f"{number}{kind}{grade}" for number, kind, grade in zip(numbers, kinds, grades, strict=True)
    ]
    indexes = blind_many(full)
    ended = [day if state == CardState.CANCELLED else None for state in states]
    until = [_until(d) for d in issued_days]
    cards = _keep(
        rows,
        chunk,
        Certificate,
        {
            "person_id": people,
            "region_id": places,
            "number": full,
            "number_index": indexes,
            "base_index": indexes,
            "state": states,
            "category": kinds,
            "grade": grades,
            "parts": [_parts(k, g) for k, g in zip(kinds, grades, strict=True)],
            "issued_on": issued_days,
            "valid_until": until,
            "ended_on": ended,
            "ended_why": ["持证人去世" if end else "" for end in ended],
        },
        count,
    )
    done = [n for n in range(count) if fresh[n]]
    running = [
        n
        for n in range(count)
        if FINISHED <= draws[n] < FINISHED + RUNNING_SHARE and states[n] == CardState.VALID
    ]
    _finished(chance, chunk, done, people, cards, issued_days, kinds, grades, rows)
    _running(chance, chunk, running, people, cards, rows)


@cache
def _until(issued: date) -> date:
    return valid_until(issued, 10)


@cache
def _parts(kind: int, grade: int) -> dict[str, int]:
    return {"4": grade, "2": min(4, grade + 1)} if kind == 7 else {str(kind): grade}


def _finished(
    chance: np.random.Generator,
    chunk: Chunk,
    chosen: list[int],
    people: list[int],
    cards: list[int],
    issued: list[date],
    kinds: list[int],
    grades: list[int],
    rows: Rows,
) -> None:
    """First applications that ended with the card, a few without one."""
    places = chunk.places
    ways = _pick(
        chance, ((State.CLOSED, 92), (State.UNQUALIFIED, 5), (State.WITHDRAWN, 3)), len(chosen)
    )
    late = chance.random(len(chosen)) < 0.06
    took = chance.integers(14, 30, len(chosen))
    arrived = [issued[n] - timedelta(days=int(t)) for n, t in zip(chosen, took, strict=True)]
    accepted = [day + timedelta(days=n % 9 == 0) for n, day in enumerate(arrived)]
    kept = [way == State.CLOSED for way in ways]
    keys = _keep(
        rows,
        chunk,
        Case,
        {
            "region_id": [places[n] for n in chosen],
            "person_id": [people[n] for n in chosen],
            "certificate_id": [cards[n] if k else None for n, k in zip(chosen, kept, strict=True)],
            "kind": [Kind.FIRST] * len(chosen),
            "state": ways,
            "arrived_on": arrived,
            "accepted_on": accepted,
            "ended_on": [issued[n] for n in chosen],
            "late": [bool(x) for x in late],
            "found_on": arrived,
            "told_on": arrived,
            "told_how": [Told.HANDED if k else Told.LETTER for k in kept],
            "parts": [
                _parts(kinds[n], grades[n]) if k else {} for n, k in zip(chosen, kept, strict=True)
            ],
            "category": [kinds[n] if k else None for n, k in zip(chosen, kept, strict=True)],
            "grade": [grades[n] if k else None for n, k in zip(chosen, kept, strict=True)],
            "handed_how": ["person" if k else "" for k in kept],
            "handed_to": ["本人" if k else "" for k in kept],
        },
        len(chosen),
    )
    steps: dict[str, list[Any]] = {
        name: []
        for name in (
            "case_id",
            "region_id",
            "state",
            "entered_on",
            "due",
            "left_on",
            "days",
            "late",
        )
    }
    days = chance.integers(0, 6, (len(chosen), 3))
    for at, (n, key) in enumerate(zip(chosen, keys, strict=True)):
        for place, state in enumerate((State.MATERIALS, State.ASSESS, State.APPROVE)):
            used = int(days[at, place])
            begin = arrived[at] + timedelta(days=4 * place)
            ends = begin + timedelta(days=used)
            row = (key, places[n], state, begin, begin + timedelta(days=5), ends, used, used > 5)
            for name, value in zip(steps, row, strict=True):
                steps[name].append(value)
    _keep(rows, chunk, Step, steps, len(steps["case_id"]))


def _running(
    chance: np.random.Generator,
    chunk: Chunk,
    chosen: list[int],
    people: list[int],
    cards: list[int],
    rows: Rows,
) -> None:
    """Cases in hand, in every state, some of them late; transfers wait for either county."""
    day, places = today(), chunk.places
    where = _pick(
        chance, [*((s, 1) for s in WAITING), (State.RELEASE, 1), (State.RECEIVE, 1)], len(chosen)
    )
    moving = [state in {State.RELEASE, State.RECEIVE} for state in where]
    back = chance.integers(0, DAYS_BACK, len(chosen))
    arrived = [day - timedelta(days=int(b)) for b in back]
    due = [d + timedelta(days=8) for d in arrived]
    keys = _keep(
        rows,
        chunk,
        Case,
        {
            "region_id": [places[n] for n in chosen],
            "person_id": [people[n] for n in chosen],
            "certificate_id": [cards[n] for n in chosen],
            "to_region_id": [
                places[(n + 7) % len(places)] if m else None
                for n, m in zip(chosen, moving, strict=True)
            ],
            "kind": [Kind.TRANSFER if m else Kind.REGRADE for m in moving],
            "state": where,
            "arrived_on": arrived,
            "accepted_on": [
                None if s == State.MATERIALS else d for s, d in zip(where, arrived, strict=True)
            ],
            "due": due,
        },
        len(chosen),
    )
    open_steps = {
        "case_id": keys,
        "region_id": [places[n] for n in chosen],
        "state": where,
        "entered_on": arrived,
        "due": due,
    }
    _keep(rows, chunk, Step, open_steps, len(chosen))
