"""The layout for Citus: every table has its place, keys stay in their county, and no hot statement crosses counties to join."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.tables.world import World, address
from zulian.accounts.roles import Role
from zulian.foundation.scopes import home_field

pytestmark = pytest.mark.django_db
LINES = [
    line.split(None, 2)
    for line in Path(__file__).with_name("layout.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]
PLACES = {line[0]: line[1] for line in LINES if line[0] != "loose"}
LOOSE = {line[1]: line[2] for line in LINES if line[0] == "loose"}
MODELS = {m._meta.label_lower: m for m in apps.get_models() if m.__module__.startswith("zulian.")}
CUT = {
    MODELS[label]._meta.db_table: MODELS[label]
    for label, place in PLACES.items()
    if place == "county"
}
# What a county's clerk opens all day long.
HOT = {
    "people:person-list": Role.CERTIFICATE_CLERK,
    "people:person": Role.CERTIFICATE_CLERK,
    "certificates:counter": Role.CERTIFICATE_CLERK,
    "certificates:card-list": Role.CERTIFICATE_CLERK,
    "certificates:card": Role.CERTIFICATE_CLERK,
    "certificates:case-list": Role.CERTIFICATE_CLERK,
    "certificates:case": Role.CERTIFICATE_CLERK,
    "certificates:holders": Role.COUNTY_OFFICER,
    "certificates:times": Role.COUNTY_OFFICER,
    "home": Role.COUNTY_OFFICER,
    "search": Role.COUNTY_OFFICER,
    "indicators:list": Role.COUNTY_OFFICER,
    "plans:assignment-list": Role.COUNTY_OFFICER,
    "plans:matrix": Role.COUNTY_OFFICER,
}


def keys(label: str) -> list[models.ForeignKey[models.Model, models.Model]]:
    return [f for f in MODELS[label]._meta.concrete_fields if isinstance(f, models.ForeignKey)]


def test_every_table_has_its_place() -> None:
    assert set(PLACES) == set(MODELS)
    assert set(PLACES.values()) == {"county", "everywhere", "one"}


@pytest.mark.parametrize("label", [label for label, place in PLACES.items() if place == "county"])
def test_a_table_that_is_cut_carries_its_division(label: str) -> None:
    column = MODELS[label]._meta.get_field(home_field(MODELS[label]).removesuffix("_id"))
    assert column.related_model is MODELS["regions.region"] and not column.null


@pytest.mark.parametrize("label", PLACES)
def test_keys_lead_to_the_same_county_or_to_what_lies_everywhere(label: str) -> None:
    here = PLACES[label]
    for key in keys(label):
        there = PLACES[key.related_model._meta.label_lower]  # type: ignore[union-attr]
        fits = there == "everywhere" or (here, there) in {("county", "county"), ("one", "one")}
        assert fits or f"{label}.{key.name}" in LOOSE, (
            f"{label}.{key.name} leads from {here} to {there}"
        )


def test_loose_keys_exist_and_say_why() -> None:
    for name, why in LOOSE.items():
        label, _dot, key = name.rpartition(".")
        assert key in {k.name for k in keys(label)} and len(why) > 10, name


@pytest.mark.parametrize("name", HOT)
def test_no_hot_statement_joins_across_counties(world: World, name: str) -> None:
    for statement in statements(world, name):
        tables = [
            table
            for table in CUT
            if f'FROM "{table}"' in statement or f'JOIN "{table}"' in statement
        ]
        assert not tables or narrowed(statement, tables), statement[:600]


def statements(world: World, name: str) -> list[str]:
    client = Client()
    client.force_login(world.inside[HOT[name]].user)
    with CaptureQueriesContext(connection) as queries:
        assert (
            client.get(address(name, world), {"q": "张三"} if name == "search" else {}).status_code
            == 200
        )
    return [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]


def narrowed(statement: str, tables: list[str]) -> bool:
    """Whether one of the tables is bound to a county, or to keys or a blind index; the others are joined to it by their keys."""
    for table in tables:
        home = CUT[table]._meta.get_field(home_field(CUT[table]).removesuffix("_id")).column
        bound = rf'"{table}"\."{home}" (>=|=|IN)|"?U\d+"?\."{home}" (>=|=|IN) (?!\(?SELECT)[\'\d(%]'
        known = rf'"(?:{table}|U\d+)"\."(id|\w+_id|\w+_index)"\)? (=|IN) (?!\(?SELECT)[\'\d(%]'
        if re.search(bound, statement) or re.search(known, statement):
            return True
    return False


def test_a_statement_over_all_counties_is_found_out() -> None:
    free = 'SELECT 1 FROM "people_person" INNER JOIN "certificates_certificate" ON ("people_person"."id" = "certificates_certificate"."person_id")'
    tables = ["people_person", "certificates_certificate"]
    assert not narrowed(f'{free} WHERE "people_person"."name" >= \'王\'', tables)
    assert narrowed(f'{free} WHERE "people_person"."region_id" >= \'210921000000\'', tables)
    assert narrowed(f'{free} WHERE "people_person"."id_index" = \'ab12\'', tables)
