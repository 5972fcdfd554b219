"""Kept counts of the whole site: they follow rows written in bulk, and are of the present definition of what they count."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tests.tables.world import World
from zulian.foundation import bulk
from zulian.foundation.clock import today
from zulian.foundation.policy import versions
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates, services
from zulian.indicators.aggregates import fingerprint, sources
from zulian.indicators.keeping import Keeper
from zulian.indicators.models import Built, Tally
from zulian.regions.models import Region

MOST = 40


def bearing() -> list[type[Model]]:
    """Other models whose new rows bear on rows there are that a source counts."""
    with scope(EVERYTHING):
        keepers = [Keeper(source) for source in sources()]
    models = {
        model for keeper in keepers for model in keeper.source.touched if keeper.wants_new(model)
    }
    return sorted(models, key=lambda model: model._meta.label)


def bearing_on(model: type[Model]) -> list[aggregates.Source]:
    return [source for source in sources() if model in source.touched]


def counting(model: type[Model]) -> list[aggregates.Source]:
    """The sources that count rows of a model itself, beside those on which it bears."""
    with scope(EVERYTHING):
        own = [source for source in sources() if source.rows(today()).model is model]
    return [source for source in own if model not in source.touched]


@pytest.mark.parametrize("model", bearing(), ids=lambda model: model._meta.label_lower)
def test_counts_follow_rows_of_another_model_that_are_written_in_bulk(
    model: type[Model], world: World
) -> None:
    key = model._meta.pk
    assert key is not None
    with transaction.atomic():
        rows = list(model._base_manager.order_by("pk")[:MOST])
        assert rows, "the world has no such row"
        columns = {
            field.attname: [getattr(row, field.attname) for row in rows]
            for field in model._meta.concrete_fields
        }
        # Written anew under their keys: what points to them finds them again.
        model._base_manager.filter(pk__in=columns[key.attname])._raw_delete("default")
        aggregates.rebuild(today(), [*bearing_on(model), *counting(model)])
        bulk.insert_columns(model, columns, len(rows))
        assert aggregates.verify() == []
        transaction.set_rollback(True)


def test_a_tenure_taken_in_with_an_import_fills_its_post(world: World) -> None:
    from zulian.commissioners.models import Position, Tenure

    with transaction.atomic():
        tenures = list(Tenure.objects.filter(ended_on=None)[:3])
        assert tenures
        columns = {
            f.attname: [getattr(row, f.attname) for row in tenures]
            for f in Tenure._meta.concrete_fields
        }
        Tenure._base_manager.filter(pk__in=columns["id"])._raw_delete("default")
        aggregates.rebuild(today(), bearing_on(Tenure))
        places = {Position.objects.get(pk=row.position_id).region_id for row in tenures}
        before = {
            row.region_id: row.met
            for row in Tally.objects.filter(key="commissioners.filled", region__in=places)
        }
        bulk.insert_columns(Tenure, columns, len(tenures))
        after = {
            row.region_id: row.met
            for row in Tally.objects.filter(key="commissioners.filled", region__in=places)
        }
        assert sum(after.values()) > sum(before.values())
        transaction.set_rollback(True)


PRINT = """
import django; django.setup()
from datetime import date
from zulian.foundation.chosen import Choices, reads_choices
from zulian.indicators.aggregates import fingerprint, sources
# No division has set anything, and there is no database to ask.
reads_choices(lambda: Choices([], {}))
print({source.code: fingerprint(source.code, date(2026, 3, 5)) for source in sources()})
"""


def test_a_definition_is_told_without_asking_the_database_and_is_the_same_in_every_process(
    world: World,
) -> None:
    fingerprint.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        here = {source.code: fingerprint(source.code, date(2026, 3, 5)) for source in sources()}
    # What a division set for itself is part of a definition; nothing else is asked.
    assert not [one for one in queries.captured_queries if "policies_setting" not in one["sql"]]
    assert len(set(here.values())) == len(here) > 20
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", PRINT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        )
        assert ast.literal_eval(answer.stdout) == here


def test_counts_of_a_former_definition_do_not_stand_and_are_made_anew(
    world: World,
) -> None:
    region = Region.objects.get(level=4, pk__startswith="2109")
    source = next(source for source in sources() if "volunteers.real_name" in _codes(source))
    with transaction.atomic():
        aggregates.rebuild(today(), [source])
        assert source.code in aggregates.standing(today())
        kept = services.overview(region, today())
        Built.objects.filter(code=source.code).update(fingerprint="of another condition")
        Tally.objects.filter(source=source.code).update(of=999_999)
        assert source.code not in aggregates.standing(today()) and not aggregates.built_on(
            source.code, today()
        )
        assert services.overview(region, today()) == kept, "counted from the rows meanwhile"
        aggregates.rebuild(today(), [source])
        assert source.code in aggregates.standing(today())
        assert aggregates.verify() == [] and services.overview(region, today()) == kept
        transaction.set_rollback(True)


def test_another_demand_of_a_policy_is_another_definition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = next(source for source in sources() if "volunteers.stations_village" in _codes(source))
    fingerprint.cache_clear()
    before = fingerprint(source.code, today())
    figures = versions("volunteers/proofs")[-1].values
    monkeypatch.setitem(figures, "station", ["place"])
    fingerprint.cache_clear()
    assert fingerprint(source.code, today()) != before
    monkeypatch.undo()
    fingerprint.cache_clear()
    assert fingerprint(source.code, today()) == before


def _codes(source: aggregates.Source) -> list[str]:
    return [indicator.code for indicator in getattr(source, "indicators", [])]
