"""An invented province of any size: divisions, people, cards and cases in all states, the same for the same seed.

Nobody in it exists: ID numbers are of the division 210900, which was never issued; codes of divisions begin with 98.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

import numpy as np
from django.db import connection, connections
from django.db.models import Model

from zulian.certificates.demo.synth_rows import Chunk, Rows, make
from zulian.certificates.models import Case, Certificate, Step
from zulian.foundation import bulk
from zulian.foundation.audit import record
from zulian.foundation.clock import now, today
from zulian.foundation.fields import begins
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.indicators.models import Built
from zulian.people.demo import GIVEN
from zulian.people.models import Person
from zulian.processes import STOP_SIGNALS, end_with
from zulian.regions.models import Level, Region
from zulian.regions.services import FIRST_DAY, initials

PROVINCE = "98"
PER_COUNTY, COUNTIES, CITIES = 10_000, 100, 14
TOWNS, VILLAGES = 15, 12
CHUNK, AHEAD, MOST = 10_000, 3, 10_000_000
AGES = ((3, 17, 6), (18, 44, 19), (45, 59, 27), (60, 79, 36), (80, 95, 12))
MODELS: tuple[type[Model], ...] = (Person, Certificate, Case, Step)
# How many keys are held ready for ten people; what is not used stays free for ever.
PER_TEN: dict[type[Model], int] = {Person: 10, Certificate: 10, Case: 2, Step: 6}


def synth(
    people: int, seed: int, beat: Callable[[int], None] = lambda n: None, counties: int = 0
) -> Counter[str]:
    """Add a province of so many people; returns what was made, by kind. The fewer people, the fewer counties, unless told.

    Rows are made and sealed in processes beside this one, which only writes them. Raises ValueError where there is such
    a province already, or for more people than there are numbers.
    """
    if not 0 < people <= MOST:
        raise ValueError(f"Between 1 and {MOST} people, please")
    context = multiprocessing.get_context("fork")
    connections.close_all()  # no connection survives a fork
    workers = ProcessPoolExecutor(min(2, os.cpu_count() or 1), context, _stay_with, (os.getpid(),))
    with workers as pool, scope(EVERYTHING), unit_of_work():
        pool.submit(int).result()
        if Region.objects.filter(begins("code", PROVINCE)).exists():
            raise ValueError("There is an invented province already")
        made: Counter[str] = Counter()
        villages = _divisions(counties or max(1, min(COUNTIES, people // PER_COUNTY)), made)
        with bulk.loading(*MODELS):
            done = 0
            for rows in _in_turn(pool, _chunks(people, seed, villages)):
                for model in MODELS:
                    bulk.write(model, rows[model._meta.label_lower])
                    made[model._meta.model_name or ""] += len(rows[model._meta.label_lower])
                done += len(rows[Person._meta.label_lower])
                beat(done)
        # Counted again by the next `counts rebuild`: many rows came in without a word to those who count.
        Built.objects.all().delete()
        record("demo.synth", Region.objects.get(code=PROVINCE.ljust(12, "0")), dict(made))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _stay_with(parent: int) -> None:
    """A process beside this one leaves signals to it, and ends with it."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    end_with(parent)


def _in_turn(pool: ProcessPoolExecutor, chunks: Iterator[Chunk]) -> Iterator[Rows]:
    """What the processes make, in the order of the chunks, never more than some of them ahead."""
    waiting: deque[Future[Rows]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(make, chunk))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _chunks(people: int, seed: int, villages: list[str]) -> Iterator[Chunk]:
    """Births, numbers and keys of everybody, cut into chunks."""
    chance = np.random.default_rng(seed)
    births = _births(chance, people)
    serials = _serials(births)
    homes = np.sort(chance.integers(0, len(villages), people))
    keys = {
        model._meta.label_lower: (bulk.reserve(model, people * per // 10), per)
        for model, per in PER_TEN.items()
    }
    stamp = now()
    for number, start in enumerate(range(0, people, CHUNK)):
        part = slice(start, start + CHUNK)
        own = {
            label: found[start * per // 10 : (start + CHUNK) * per // 10]
            for label, (found, per) in keys.items()
        }
        places = [villages[n] for n in homes[part]]
        yield Chunk(
            (seed, number), places, births[part].tolist(), serials[part].tolist(), own, stamp
        )


def _divisions(counties: int, made: Counter[str]) -> list[str]:
    """The tree. Returns the codes of the villages."""
    rows = [(PROVINCE.ljust(12, "0"), "演示省", Level.PROVINCE)]
    villages = []
    for n in range(counties):
        city, county = n % CITIES + 1, n // CITIES + 1
        if county == 1:
            rows.append((f"{PROVINCE}{city:02}".ljust(12, "0"), f"演{_word(city)}市", Level.CITY))
        code = f"{PROVINCE}{city:02}{county + 20:02}"
        rows.append((code.ljust(12, "0"), f"演{_word(city)}{_word(county)}县", Level.COUNTY))
        for town in range(1, TOWNS + 1):
            rows.append(
                (f"{code}{town + 99}000", f"{_word(town + county)}{_word(town)}镇", Level.TOWNSHIP)
            )
            for village in range(1, VILLAGES + 1):
                own = f"{code}{town + 99}{village + 199}"
                rows.append((own, f"{_word(town)}{_word(village)}村委会", Level.VILLAGE))
                villages.append(own)
    bulk.insert_columns(
        Region,
        {
            "code": [r[0] for r in rows],
            "name": [r[1] for r in rows],
            "level": [int(r[2]) for r in rows],
            "initials": [initials(r[1]) for r in rows],
            "valid_from": [FIRST_DAY] * len(rows),
        },
        len(rows),
    )
    made["regions"] += len(rows)
    return sorted(villages)


def _word(n: int) -> str:
    return GIVEN[n % len(GIVEN)]


def _births(chance: np.random.Generator, count: int) -> Any:
    """Days of birth as ordinals, as old as holders are."""
    bands = np.array([(low, high) for low, high, _weight in AGES])
    weights = np.array([weight for _low, _high, weight in AGES], dtype=float)
    chosen = bands[chance.choice(len(AGES), count, p=weights / weights.sum())]
    ages = chosen[:, 0] + chance.random(count) * (chosen[:, 1] - chosen[:, 0])
    return today().toordinal() - (ages * 365.25).astype(int)


def _serials(births: Any) -> Any:
    """For each birth how many of the same day came before: no number is made twice."""
    order = np.argsort(births, kind="stable")
    days = births[order]
    first = np.searchsorted(days, days)
    found = np.empty(len(births), dtype=int)
    found[order] = np.arange(len(births)) - first
    if len(found) and found.max() > 999:
        raise ValueError("Too many people for the numbers of one day of birth")
    return found
