"""An invented province of any size: divisions, people, cards and cases in all states, the same for the same seed.

Nobody in it exists: ID numbers are of the division 210900, which was never issued; codes of divisions begin with 98.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from django.db import connection, transaction

from zulian.certificates.demo.people import GIVEN, SURNAMES
from zulian.certificates.models import Case, Certificate, State, Step
from zulian.certificates.rules.cards import CardState, Kind, valid_until
from zulian.foundation import bulk
from zulian.foundation.audit import record
from zulian.foundation.clock import now, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.sealing import blind_many
from zulian.people.models import Person
from zulian.people.rules import CHECKS, WEIGHTS
from zulian.regions.models import Level, Region
from zulian.regions.services import FIRST_DAY, initials, pinyin

PROVINCE, DIVISION = "98", "210900"
PER_COUNTY, COUNTIES, CITIES = 10_000, 100, 14
TOWNS, VILLAGES = 15, 12
CHUNK = 20_000
AGES = ((3, 17, 6), (18, 44, 19), (45, 59, 27), (60, 79, 36), (80, 95, 12))
CATEGORY_SHARES = ((4, 55), (2, 10), (1, 10), (5, 9), (6, 10), (3, 2), (7, 4))
GRADE_SHARES = ((1, 15), (2, 29), (3, 28), (4, 28))
CARD_SHARES = ((CardState.VALID, 93), (CardState.FROZEN, 2), (CardState.LOST, 1), (CardState.CANCELLED, 4))
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


def synth(people: int, seed: int, beat: Callable[[int], None] = lambda n: None) -> Counter[str]:
    """Add a province of so many people; returns what was made. Each call needs a database without one."""
    made: Counter[str] = Counter()
    with scope(EVERYTHING), transaction.atomic():
        if Region.objects.filter(code__startswith=PROVINCE).exists():
            raise ValueError("There is an invented province already")
        villages = _divisions(people, made)
        chance = np.random.default_rng(seed)
        serials: Counter[int] = Counter()
        homes = np.sort(chance.integers(0, len(villages), people))
        for start in range(0, people, CHUNK):
            places = [villages[n] for n in homes[start : start + CHUNK]]
            _people(chance, places, serials, made)
            beat(start + len(places))
        record("demo.synth", Region.objects.get(code=PROVINCE.ljust(12, "0")), dict(made))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _divisions(people: int, made: Counter[str]) -> list[str]:
    """The tree: fewer counties for fewer people. Returns the codes of the villages."""
    counties = max(1, min(COUNTIES, people // PER_COUNTY))
    rows = [(PROVINCE.ljust(12, "0"), "演示省", Level.PROVINCE)]
    villages = []
    for n in range(counties):
        city, county = n % CITIES + 1, n // CITIES + 1
        if county == 1:
            rows.append((f"{PROVINCE}{city:02}".ljust(12, "0"), f"演{_word(city)}市", Level.CITY))
        code = f"{PROVINCE}{city:02}{county + 20:02}"
        rows.append((code.ljust(12, "0"), f"演{_word(city)}{_word(county)}县", Level.COUNTY))
        for town in range(1, TOWNS + 1):
            rows.append((f"{code}{town + 99}000", f"{_word(town + county)}{_word(town)}镇", Level.TOWNSHIP))
            for village in range(1, VILLAGES + 1):
                own = f"{code}{town + 99}{village + 199}"
                rows.append((own, f"{_word(town)}{_word(village)}村委会", Level.VILLAGE))
                villages.append(own)
    bulk.insert_columns(Region, {
        "code": [r[0] for r in rows], "name": [r[1] for r in rows], "level": [int(r[2]) for r in rows],
        "initials": [initials(r[1]) for r in rows], "valid_from": [FIRST_DAY] * len(rows),
    }, len(rows))  # fmt: skip
    made["regions"] += len(rows)
    return sorted(villages)


def _word(n: int) -> str:
    return GIVEN[n % len(GIVEN)]


@cache
def _names() -> list[tuple[str, str, str]]:
    """Every name that is given, with its initials and its pinyin."""
    names = [f"{s}演{a}" for s in SURNAMES for a in GIVEN]
    return [(name, initials(name), pinyin(name)) for name in names]


def _pick(chance: np.random.Generator, shares: Sequence[tuple[Any, int]], count: int) -> list[Any]:
    """So many values, as common as their shares."""
    values = [value for value, _share in shares]
    weights = np.array([share for _value, share in shares], dtype=float)
    return [values[n] for n in chance.choice(len(values), count, p=weights / weights.sum())]


def _births(chance: np.random.Generator, count: int, day: date) -> list[int]:
    """Days of birth as ordinals, as old as holders are."""
    bands = _pick(chance, [((low, high), weight) for low, high, weight in AGES], count)
    draws = chance.random(count)
    return [
        day.toordinal() - int(low * 365.25 + draw * (high - low) * 365.25)
        for (low, high), draw in zip(bands, draws, strict=True)
    ]


def _number(birth: str, serial: int) -> str:
    first = f"{DIVISION}{birth}{serial:03}"
    return first + CHECKS[sum(map(int.__mul__, map(int, first), WEIGHTS)) % 11]


def _people(chance: np.random.Generator, places: list[str], serials: Counter[int], made: Counter[str]) -> None:
    """People of some villages, with their cards and cases."""
    day, count = today(), len(places)
    births = _births(chance, count, day)
    numbers, days = [], []
    texts = {b: date.fromordinal(b).strftime("%Y%m%d") for b in set(births)}
    for n, birth in enumerate(births):
        while serials[birth] > 999:
            birth += 1
            texts.setdefault(birth, date.fromordinal(birth).strftime("%Y%m%d"))
        births[n] = birth
        numbers.append(_number(texts[birth], serials[birth]))
        days.append(date.fromordinal(birth))
        serials[birth] += 1
    names = [_names()[n] for n in chance.integers(0, len(_names()), count)]
    phones = [f"120{n:08}" for n in chance.integers(0, 100_000_000, count)]
    houses = [f"演示街{n}号" for n in chance.integers(1, 3000, count)]
    stamp = now()
    keys = bulk.insert_columns(Person, {
        "region_id": places, "name": [n[0] for n in names], "initials": [n[1] for n in names], "pinyin": [n[2] for n in names],
        "sex": ["male" if int(number[16]) % 2 else "female" for number in numbers], "birth": days,
        "ethnicity": _pick(chance, ETHNIC_SHARES, count), "id_number": numbers, "id_index": blind_many(numbers),
        "phone": phones, "phone_index": blind_many(phones), "address": houses, "address_index": blind_many(houses),
        "since": [stamp] * count,
    }, count)  # fmt: skip
    made["people"] += count
    _cards(chance, places, births, numbers, keys, made)


def _cards(
    chance: np.random.Generator, places: list[str], births: list[int], numbers: list[str], people: list[int], made: Counter[str]
) -> None:  # fmt: skip
    """A card each; those of this year came by a finished case, some people have one in hand."""
    day, count = today(), len(people)
    kinds, grades = _pick(chance, CATEGORY_SHARES, count), _pick(chance, GRADE_SHARES, count)
    states = _pick(chance, CARD_SHARES, count)
    ago = chance.integers(400, 3750, count)
    draws = chance.random(count)
    fresh = draws < FINISHED
    ago[fresh] = chance.integers(2, max(3, min(300, day.timetuple().tm_yday)), int(fresh.sum()))
    issued = [max(day.toordinal() - int(a), b + 400) for a, b in zip(ago, births, strict=True)]
    issued_days = [date.fromordinal(min(n, day.toordinal() - 1)) for n in issued]
    full = [f"{number}{kind}{grade}" for number, kind, grade in zip(numbers, kinds, grades, strict=True)]
    indexes = blind_many(full)
    ended = [day if state == CardState.CANCELLED else None for state in states]
    until = [_until(d) for d in issued_days]
    cards = bulk.insert_columns(Certificate, {
        "person_id": people, "region_id": places, "number": full, "number_index": indexes, "base_index": indexes, "state": states,
        "category": kinds, "grade": grades, "parts": [_parts(k, g) for k, g in zip(kinds, grades, strict=True)],
        "issued_on": issued_days, "valid_until": until, "ended_on": ended,
        "ended_why": ["持证人去世" if end else "" for end in ended],
    }, count)  # fmt: skip
    made["certificates"] += count
    done = [n for n in range(count) if fresh[n]]
    running = [
        n for n in range(count) if FINISHED <= draws[n] < FINISHED + RUNNING_SHARE and states[n] == CardState.VALID
    ]
    _finished(chance, done, places, people, cards, issued_days, kinds, grades, made)
    _running(chance, running, places, people, cards, made)


@cache
def _until(issued: date) -> date:
    return valid_until(issued, 10)


@cache
def _parts(kind: int, grade: int) -> dict[str, int]:
    return {"4": grade, "2": min(4, grade + 1)} if kind == 7 else {str(kind): grade}


def _finished(
    chance: np.random.Generator, chosen: list[int], places: list[str], people: list[int], cards: list[int], issued: list[date],
    kinds: list[int], grades: list[int], made: Counter[str],
) -> None:  # fmt: skip
    """First applications that ended with the card, a few without one."""
    ways = _pick(chance, ((State.CLOSED, 92), (State.UNQUALIFIED, 5), (State.WITHDRAWN, 3)), len(chosen))
    late = chance.random(len(chosen)) < 0.06
    took = chance.integers(14, 30, len(chosen))
    arrived = [issued[n] - timedelta(days=int(t)) for n, t in zip(chosen, took, strict=True)]
    accepted = [day + timedelta(days=n % 9 == 0) for n, day in enumerate(arrived)]
    kept = [way == State.CLOSED for way in ways]
    keys = bulk.insert_columns(Case, {
        "region_id": [places[n] for n in chosen], "person_id": [people[n] for n in chosen],
        "certificate_id": [cards[n] if k else None for n, k in zip(chosen, kept, strict=True)], "kind": [Kind.FIRST] * len(chosen),
        "state": ways, "arrived_on": arrived, "accepted_on": accepted, "ended_on": [issued[n] for n in chosen],
        "late": [bool(x) for x in late], "told_on": arrived,
        "parts": [_parts(kinds[n], grades[n]) if k else {} for n, k in zip(chosen, kept, strict=True)],
        "category": [kinds[n] if k else None for n, k in zip(chosen, kept, strict=True)],
        "grade": [grades[n] if k else None for n, k in zip(chosen, kept, strict=True)],
        "handed_how": ["person" if k else "" for k in kept], "handed_to": ["本人" if k else "" for k in kept],
    }, len(chosen))  # fmt: skip
    made["cases"] += len(chosen)
    steps: dict[str, list[Any]] = {
        name: [] for name in ("case_id", "region_id", "state", "entered_on", "due", "left_on", "days", "late")
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
    made["steps"] += len(bulk.insert_columns(Step, steps, len(steps["case_id"])))


def _running(
    chance: np.random.Generator, chosen: list[int], places: list[str], people: list[int], cards: list[int], made: Counter[str]
) -> None:  # fmt: skip
    """Cases in hand, in every state, some of them late; transfers wait for either county."""
    day = today()
    where = _pick(chance, [*((s, 1) for s in WAITING), (State.RELEASE, 1), (State.RECEIVE, 1)], len(chosen))
    moving = [state in {State.RELEASE, State.RECEIVE} for state in where]
    back = chance.integers(0, DAYS_BACK, len(chosen))
    arrived = [day - timedelta(days=int(b)) for b in back]
    due = [d + timedelta(days=8) for d in arrived]
    keys = bulk.insert_columns(Case, {
        "region_id": [places[n] for n in chosen], "person_id": [people[n] for n in chosen], "certificate_id": [cards[n] for n in chosen],
        "to_region_id": [places[(n + 7) % len(places)] if m else None for n, m in zip(chosen, moving, strict=True)],
        "kind": [Kind.TRANSFER if m else Kind.REGRADE for m in moving], "state": where, "arrived_on": arrived,
        "accepted_on": [None if s == State.MATERIALS else d for s, d in zip(where, arrived, strict=True)], "due": due,
    }, len(chosen))  # fmt: skip
    made["cases"] += len(chosen)
    open_steps = {
        "case_id": keys, "region_id": [places[n] for n in chosen], "state": where, "entered_on": arrived, "due": due,
    }  # fmt: skip
    made["steps"] += len(bulk.insert_columns(Step, open_steps, len(chosen)))
