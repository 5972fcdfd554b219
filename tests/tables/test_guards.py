"""What an import may not do, held for all ledgers at once: to files of people, to rows that share a key, to what is closed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField, Model

from tests.ledgers import books
from tests.tables.test_rounds import handed_back
from tests.tables.world import World
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS, Role
from zulian.foundation.actor import Actor, acting
from zulian.foundation.clock import today
from zulian.foundation.keys import new_key
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    ledgers,
    value_at,
)
from zulian.foundation.ledger_cells import CellError
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.ledgers import exports, services
from zulian.ledgers.evaluate import judge
from zulian.ledgers.reading import Layout
from zulian.people.models import Person

pytestmark = pytest.mark.django_db
TAKEN = [ledger for ledger in ledgers() if ledger.write != exports.OWN]
# The ledgers whose business the files of people are: a name that is corrected there is a correction.
OF_FILES = {"people", "certificates"}
OF_PEOPLE = [
    (ledger.key, role)
    for ledger in TAKEN
    if Person in ledger.models and ledger.key not in OF_FILES
    for role in sorted(PERMISSIONS[ledger.write])
]
OTHER_NAME = "姓名与登记的不一致，请核对姓名和身份证号。"
# ledger → what makes its row a closed one; None where no row of it ever closes.
CLOSED: dict[str, dict[str, Any] | None] = {
    "problems": {"state": "closed"},
    "terms": {"ended_on": today(), "ended_why": "resigned"},
    "volunteers": {"status": "left"},
    "commissioners": {"status": "left"},
    "social-organisations": {"state": "ended"},
    "departments": {"ended_on": today()},
    "liaisons": {"until": today()},
    "reserves": {"state": "appointed"},
    "delegates": {"congress__state": "filed", "congress__held_on": today()},
    "self-checks": {"assessment__state": "submitted"},
    "congresses": None,
    "certificates": None,
    "deaths": None,
    "departures": None,
    "national": None,
    "people": None,
    "cadres": None,
    "payments": None,
    "volunteer-hours": None,
    "volunteer-units": None,
    "associations": None,
    "association-members": None,
    "organisations": None,
    "regions": None,
    "staff": None,
}


def acting_as(post: Post) -> Any:
    return acting(Actor(post.user_id, post.pk, post.user.name, post.region_id, role=post.role))


def text_of(column: Column, row: Any) -> str:
    """What a column of a row reads like in a whole export."""
    kept = value_at(row, column.get or column.key)
    shown = column.show(kept) if column.show and column.mask is None else kept
    return "" if shown is None else str(shown)


def cells_of(ledger: Ledger, row: Any) -> dict[str, str]:
    """The cells of a row by the keys of the columns that are taken in."""
    return {column.key: text_of(column, row) for column in ledger.taken if not column.secret}


def judged(ledger: Ledger, cells: dict[str, str]) -> Draft:
    """One row, held against a ledger's rules."""
    layout = Layout("", 1, 1, {key: place for place, key in enumerate(cells)}, list(cells), [])
    [draft] = next(judge(ledger, layout.places, [Draft(2, list(cells.values()))]))
    return draft


@pytest.mark.parametrize(("key", "role"), OF_PEOPLE)
def test_a_file_of_somebody_changes_only_for_who_writes_files(
    world: World, key: str, role: Role
) -> None:
    ledger, post = books.ledger(key), world.inside[role]
    with scope(post.region.scope()), acting_as(post):
        path = (ledger.column("id_number").get or "id_number").rpartition(".")[0]
        ledger.prepare()
        rows = [row for row in ledger.rows() if value_at(row, path).id_number]
        rows = [row for row in rows if post.region.scope().holds(value_at(row, path).region_id)]
        if not rows:
            pytest.skip(f"{role} keeps no rows of {key} in the world")
        row, person = rows[0], value_at(rows[0], path)
        cells = cells_of(ledger, row) | {"phone": "13900001111"}
        draft = judged(ledger, cells)
        assert not draft.faults or "locked" in key, draft.faults
        wrote = "phone" in draft.puts.get(Person, {})
        assert wrote == (role in PERMISSIONS["person.write"])
        if not wrote:
            assert "不改动" in draft.left["phone"]
        for name in ("演他人", "施*", "华**", "12345", "施某某"):
            draft = judged(ledger, cells | {"name": name})
            assert set(draft.faults) == {"name"} and not any(draft.puts.values()), (
                name,
                draft.faults,
            )
            assert person.name not in draft.faults["name"]
        for name in ("已登记", "…", "***"):
            # These say nothing: the name on file stays.
            draft = judged(ledger, cells | {"name": name})
            assert "name" in draft.masked | draft.left and "name" not in draft.puts.get(Person, {})
        assert judged(ledger, cells | {"name": "演他人"}).faults == {"name": OTHER_NAME}


@pytest.mark.parametrize(
    "role",
    [Role.STATION_LEADER, Role.ASSOCIATION_OFFICER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER],
)
def test_nobody_learns_where_somebody_lives(world: World, role: Role) -> None:
    """Somebody who is on file beyond the jurisdiction: every ledger says the same one sentence."""
    post = world.inside[role]
    with scope(EVERYTHING):
        beyond = next(
            p
            for p in Person.objects.alive().exclude(id_index="")
            if not post.region.scope().holds(p.region_id)
        )
        home = beyond.region.name
    with scope(post.region.scope()), acting_as(post):
        for ledger in TAKEN:
            if Person not in ledger.models or role not in PERMISSIONS[ledger.write]:
                continue
            cells = {"name": beyond.name, "id_number": beyond.id_number, "region": post.region_id}
            first = next(iter(ledger.rows()), None)
            ledger.prepare()
            if first is not None:
                cells = cells_of(ledger, first) | cells | {"sex": "", "birth": ""}
            draft = judged(ledger, cells)
            words = "".join(draft.faults.values())
            assert "不在您的管辖范围内" in words and home not in words, (ledger.key, draft.faults)


@pytest.mark.parametrize("key", [ledger.key for ledger in TAKEN])
def test_two_rows_of_a_register_with_one_key_change_nothing(world: World, key: str) -> None:
    """Either the database knows only one such row, or an import says that it cannot tell them apart."""
    ledger = books.ledger(key)
    for role in sorted(PERMISSIONS[ledger.write]):
        post = world.inside[role]
        with scope(post.region.scope()), acting_as(post):
            row = ledger.rows().first()
            if row is None or not _twin(ledger.model, row.pk):
                continue
            before = _stored(ledger.model)
            preview = handed_back(
                ledger, post, bool(ledger.reveal and role in PERMISSIONS[ledger.reveal])
            )
            assert (preview.new, preview.changed) == (0, 0), [
                r for r in services.rows_of(preview) if r["v"] != "same"
            ][:3]
            assert _stored(ledger.model) == before
            return


def _twin(model: type[Model], pk: Any) -> bool:
    """Whether the register takes a second row with the content of one that is there."""
    row: Any = model._base_manager.get(pk=pk)
    row.pk, row._state.adding = None, True
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and isinstance(field, CharField):
            setattr(row, field.attname, new_key()[: field.max_length])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    return True


def _stored(model: type[Model]) -> list[Any]:
    return list(model._base_manager.order_by("pk").values())


@pytest.mark.parametrize("key", [key for key, values in CLOSED.items() if values])
def test_what_is_closed_is_not_rewritten(world: World, key: str) -> None:
    ledger = books.ledger(key)
    for role in sorted(PERMISSIONS[ledger.write]):
        post = world.inside[role]
        with scope(post.region.scope()), acting_as(post):
            row: Any = ledger.rows().first()
            if row is None:
                continue
            _close(row, CLOSED[key] or {})
            ledger.prepare()
            row = ledger.rows().get(pk=row.pk)
            cells = cells_of(ledger, row)
            changed = _rewritten(ledger, row, cells)
            draft = judged(ledger, changed)
            assert draft.faults and not [
                m for m, put in draft.puts.items() if put and draft.faults is None
            ]
            assert "改写" not in str(draft.faults), draft.faults
            assert not judged(ledger, cells).puts.get(ledger.model)
            return
    raise AssertionError(f"the world has no row of {key}")


def _close(row: Any, values: dict[str, Any]) -> None:
    way = next(iter(values)).split("__")[:-1]
    for part in way:
        row = getattr(row, part)
    type(row)._base_manager.filter(pk=row.pk).update(
        **{path.rpartition("__")[2]: v for path, v in values.items()}
    )


def _rewritten(ledger: Ledger, row: Any, cells: dict[str, str]) -> dict[str, str]:
    """The cells of a row with one text changed that an import may change in an open row."""
    for column in ledger.taken:
        if (
            column.fixed
            or column.mask
            or column.secret
            or column.key in {"name", "subject", "org", "title"}
            or column.reader
        ):
            continue
        words = list(column.choices()) if column.choices else ["改写过的内容", "3"]
        for word in words:
            try:
                value = column.read(word)
            except CellError:
                continue
            if value != value_at(row, column.get or column.key):
                return cells | {column.key: word}
    raise AssertionError(f"{ledger.key} has no column to change")


def test_every_ledger_says_whether_its_rows_close() -> None:
    assert set(CLOSED) | {"assignments"} >= {ledger.key for ledger in TAKEN}
