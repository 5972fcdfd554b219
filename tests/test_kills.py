"""A process killed at random moments of writing: what it was told is written is there, and nothing is half there.

Imports have a test of their own (tests/ledgers/test_jobs.py). `ZULIAN_TRUST=full` kills two hundred times.
"""

from __future__ import annotations

import os
import random
import signal
import struct
import time
from itertools import count

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from tests import builders
from tests.certificates import office as of_cards
from zulian.certificates.models import Case
from zulian.foundation import anchors
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.indicators.models import Tally
from zulian.people.models import Person

ROUNDS = 200 if os.environ.get("ZULIAN_TRUST") == "full" else 15
# So many new people a round have numbers of their own.
APART = 1000
KEY = struct.Struct("<q")


def _write(who: of_cards.Office, first: int, telling: int) -> None:
    """Register people and take their applications, one after the other, telling the key of each case once it is written."""
    of_cards._serial = count(first)
    while True:
        case = of_cards.applied(who, of_cards.person(name="演被杀"))
        os.write(telling, KEY.pack(case.pk))


def _killed(who: of_cards.Office, first: int, pause: float) -> set[int]:
    """The cases of which a writing process told that they are written, before it was killed in the middle of something."""
    connections.close_all()
    told, telling = os.pipe()
    child = os.fork()
    if not child:
        try:
            # What the parent has open is the parent's.
            del connections[DEFAULT_DB_ALIAS]
            _write(who, first, telling)
        finally:
            os._exit(1)
    os.close(telling)
    written = os.read(told, KEY.size)
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(told, 65536):
        written += piece
    os.close(told)
    return {key for (key,) in KEY.iter_unpack(written)}


def _counts() -> dict[tuple[str, str], tuple[int, int]]:
    rows = Tally.objects.exclude(met=0, of=0).values_list("key", "region_id", "met", "of")
    return {(key, region): (met, of) for key, region, met, of in rows}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_what_was_confirmed_stays_and_nothing_is_half() -> None:
    with scope(EVERYTHING):
        builders.regions()
        who, chance = of_cards.office(), random.Random(26)
        # From now on counts are kept with each write.
        aggregates.rebuild(today())
        confirmed: set[int] = set()
        for n in range(ROUNDS):
            told = _killed(who, (n + 1) * APART, chance.uniform(0, 0.15))
            assert told, "nothing was written at all"
            assert set(Case.objects.filter(pk__in=told).values_list("pk", flat=True)) == told
            confirmed |= told
        cases, people = Case.objects.all(), Person.objects.filter(name="演被杀")
        assert confirmed <= set(cases.values_list("pk", flat=True))
        # At most the one under way at each kill is there untold; each has what belongs to it, and its entry.
        assert people.count() - len(confirmed) <= ROUNDS
        assert not cases.filter(materials=None).exists()
        for model, rows in ((Case, cases), (Person, people)):
            entries = AuditEntry.objects.filter(model=model._meta.label_lower)
            recorded = {int(key) for key in entries.values_list("object_id", flat=True)}
            assert set(rows.values_list("pk", flat=True)) <= recorded
        assert not anchors.verify().faults
        kept = _counts()
        assert kept, "no count was kept"
        aggregates.rebuild(today())
        assert _counts() == kept
