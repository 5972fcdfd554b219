"""No migration locks a filled table for long on PostgreSQL; what stood before this rule is in `migration_locks.txt`, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres import operations as concurrent
from django.db import migrations, models
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.expressions import Value
from django.db.models.fields import NOT_PROVIDED

FILE = Path(__file__).with_name("migration_locks.txt")
# Says what a column would be, without a connection.
POSTGRESQL = DatabaseWrapper({"NAME": "none", "OPTIONS": {}, "ENGINE": "", "TIME_ZONE": None})
HOW = {
    "index": "add it by AddIndexConcurrently, in a migration that is not atomic",
    "constraint": "add it by AddConstraintNotValid and ValidateConstraint, a unique one from an index made concurrently",
    "column": "add it empty and without index or reference, fill it by pieces, index it concurrently",
    "default": "give it a constant, or let it be empty",
    "type": "add a column of the new type, fill it by pieces, let the old one go in a later version",
    "not null": "add a check by AddConstraintNotValid, validate it, then alter the column",
    "statement": "say in the list which lock it takes and for how long",
}
Finding = tuple[str, str]


def findings(
    state: ProjectState, app: str, made: set[str], operation: Operation
) -> Iterator[Finding]:
    """What an operation does that locks a table that is filled already, each with its kind; `made` are this migration's own tables."""
    named = getattr(operation, "model_name", "").lower()
    if isinstance(operation, migrations.RunSQL):
        yield "statement", "RunSQL"
    if not named or named in made:
        return
    if isinstance(operation, migrations.AddIndex) and not isinstance(
        operation, concurrent.AddIndexConcurrently
    ):
        yield "index", f"AddIndex {named} {operation.index.name}"
    if isinstance(operation, migrations.AddConstraint) and not isinstance(
        operation, concurrent.AddConstraintNotValid
    ):
        yield "constraint", f"AddConstraint {named} {operation.constraint.name}"
    if isinstance(operation, migrations.AddField):
        for kind in added(operation.field):
            yield kind, f"AddField {named}.{operation.name}"
    if isinstance(operation, migrations.AlterField):
        before = state.models[app, named].fields[operation.name]
        for kind in altered(before, operation.field):
            yield kind, f"AlterField {named}.{operation.name}"


def is_indexed(field: Any) -> bool:
    return bool(field.db_index or field.unique)


def added(field: Any) -> Iterator[str]:
    """Why a new column takes long: an index or reference over all rows, a default that is counted for each of them."""
    if field.many_to_many:
        return
    if is_indexed(field) or (field.remote_field is not None and field.db_constraint):
        yield "column"
    if field.db_default is not NOT_PROVIDED and not isinstance(field.db_default, Value):
        yield "default"
    if (
        not field.null
        and not field.has_default()
        and field.db_default is NOT_PROVIDED
        and not field.blank
    ):
        yield "default"


def altered(before: Any, after: Any) -> Iterator[str]:
    """Why a change of a column takes long: rows are written anew, or all of them read."""
    if is_rewritten(before, after):
        yield "type"
    if before.null and not after.null:
        yield "not null"
    if is_indexed(after) and not is_indexed(before):
        yield "index"


def is_rewritten(before: Any, after: Any) -> bool:
    """Whether PostgreSQL writes rows anew: not for a longer text, nor for one without a bound."""
    if before.remote_field is not None or after.remote_field is not None:
        return bool(before.remote_field is None) != bool(after.remote_field is None)
    old, new = (field.db_parameters(POSTGRESQL) for field in (before, after))
    if old.get("collation") != new.get("collation"):
        return True
    texts = {models.CharField, models.TextField}
    kinds = [next((k for k in type(f).__mro__ if k in texts), None) for f in (before, after)]
    if all(kinds):
        return bool(
            after.max_length and (not before.max_length or after.max_length < before.max_length)
        )
    return bool(old["type"] != new["type"])


def found() -> dict[str, str]:
    """Everything of the kind in the migrations of this project: where it is, and its kind."""
    loader, state, all_found = MigrationLoader(None, ignore_no_migrations=True), ProjectState(), {}
    seen: set[tuple[str, str]] = set()
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key in seen:
                continue
            seen.add(key)
            migration = loader.graph.nodes[key]
            ours = type(migration).__module__.startswith("zulian.")
            before = set(state.models)
            for operation in migration.operations:
                made = {name for app, name in set(state.models) - before if app == key[0]}
                if ours:
                    for kind, what in findings(state, key[0], made, operation):
                        all_found[f"{key[0]}.{key[1]} {what}"] = kind
                operation.state_forwards(key[0], state)
    return all_found


def listed() -> dict[str, str]:
    """What stands in the list, with its reason."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {what: reason for what, _colon, reason in pairs}


def test_no_migration_locks_a_filled_table_for_long() -> None:
    fresh = {what: kind for what, kind in found().items() if what not in listed()}
    assert not fresh, "\n".join(f"{what}: {HOW[kind]}" for what, kind in fresh.items())


def test_what_is_listed_is_there_and_has_its_reason() -> None:
    assert listed().keys() - found().keys() == set()
    assert all(len(reason) > 20 for reason in listed().values())


TEXT = models.CharField(max_length=20)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (TEXT, models.CharField("名称", max_length=40), []),
        (TEXT, models.TextField(), []),
        (TEXT, models.CharField(max_length=10), ["type"]),
        (TEXT, models.IntegerField(), ["type"]),
        (TEXT, models.CharField(max_length=20, db_collation="C"), ["type"]),
        (TEXT, models.CharField(max_length=20, db_index=True), ["index"]),
        (models.CharField(max_length=20, null=True), TEXT, ["not null"]),
        (models.IntegerField(), models.BigIntegerField(), ["type"]),
    ],
)
def test_a_change_of_a_column_is_judged(before: Any, after: Any, kinds: list[str]) -> None:
    assert list(altered(before, after)) == kinds


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        (models.CharField(max_length=20, default=""), []),
        (models.DateField(null=True), []),
        (models.DateField(null=True, db_index=True), ["column"]),
        (models.ForeignKey("x.Y", models.PROTECT, null=True), ["column"]),
        (models.IntegerField(), ["default"]),
        (models.DateTimeField(db_default=models.functions.Now()), ["default"]),
    ],
)
def test_a_new_column_is_judged(field: Any, kinds: list[str]) -> None:
    assert list(added(field)) == kinds
