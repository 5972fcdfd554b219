"""A province measured: one of 100 000 people with its files, one of a million with its pages; both of the same divisions."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import connection
from tests import builders

from bench.files import exporting, importing
from bench.measure import Result, result, seconds
from bench.pages import finding, list_page, memory, overview, province, shell
from bench.partitions import partitions
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.demo.synth import COUNTIES, synth
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.indicators import services as indicators
from zulian.people.models import Person


def fill(people: int) -> Result:
    """The invented province, and its first count."""
    took = seconds(lambda: synth(people, 1, counties=COUNTIES))
    rate = people / took
    return result(
        f"synth: {people} people, people/s",
        rate,
        20_000,
        rate / 20_000,
        "at least 20 000 a second",
        rate >= 20_000,
    )


def snapshot() -> list[Result]:
    """The nightly count of everything."""
    took = seconds(lambda: indicators.take_snapshots(today()))
    faults = aggregates.verify()
    assert not faults, faults[:5]
    count = Person.objects.count()
    return [
        result(
            f"nightly snapshot of {count} people, s", took, 30, took / 30, "under 30 s", took < 30
        )
    ]


def small(people: int, rows: int) -> tuple[list[Result], float]:
    """What is measured in a smaller province."""
    found = [fill(people)]
    officer = builders.post(Role.CITY_OFFICER, province().code)
    clerk = _sworn(province().code)
    found += snapshot()
    lines, ours = overview()
    found += lines
    with tempfile.TemporaryDirectory() as folder, scope(officer.region.scope()):
        found += exporting(clerk, rows)
        found += importing(clerk, Path(folder), rows)
    return found, ours


def large(people: int) -> tuple[list[Result], float]:
    """What is measured in a whole province."""
    found = [fill(people)]
    officer = builders.post(Role.CITY_OFFICER, province().code)
    clerk = _sworn(province().code)
    found += snapshot()
    lines, ours = overview()
    found += lines
    with scope(EVERYTHING):
        found += finding(officer, clerk) + list_page(officer) + shell(officer) + memory(officer)
    if connection.vendor == "postgresql":
        found += partitions()
    return found, ours


def _sworn(code: str) -> Post:
    """A clerk for the whole province, who has signed."""
    from tests.certificates.office import sworn, texts

    builders.load([("210900000000", "阜新市")])
    texts()
    from zulian.certificates.models import PromiseText

    for text in PromiseText.objects.all():
        PromiseText.objects.create(
            region_id=code, kind=text.kind, version=1, text=text.text, since=text.since
        )
    return sworn(Role.CERTIFICATE_CLERK, code)
