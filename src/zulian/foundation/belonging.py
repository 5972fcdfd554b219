"""Whose a row is (归属): a child has the division of its parent, and goes along when the parent moves.

A model says `scope_parent = "volunteer"`, the foreign key (or the way over several, `slot__activity`) through which it
is scoped. New rows take their division from there when they are saved or written in bulk; when a parent's division changes,
by `save`, in bulk, by a ledger or because people are merged, its children follow in the same transaction, and theirs.
`scope_parent = Stays("volunteer")` fills a new row alike and leaves it where it was done: what an office did or paid.
Rows of a model that says `scope_goes_along = True` (files) go with the row that names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import F, Model
from django.db.models.signals import post_init, pre_save

from zulian.foundation import changes
from zulian.foundation.scopes import Stays, home_field
from zulian.foundation.work import unit_of_work

IN_STEP = 500
MEMORY = "_home_was"


@dataclass(frozen=True)
class Tie:
    """How rows of a model belong: the way to the parent (names of foreign keys), its model, and whether they go along."""

    model: type[Model]
    way: tuple[str, ...]
    parent: type[Model]
    follows: bool

    @property
    def home(self) -> str:
        """The child's column of the division."""
        return home_field(self.model)

    @property
    def first(self) -> Any:
        """The foreign key at the child itself."""
        return self.model._meta.get_field(self.way[0])

    @property
    def source(self) -> str:
        """Where a query on the child finds the parent's division."""
        return "__".join((*self.way, home_field(self.parent)))

    def parent_of(self, row: Model, known_only: bool = False) -> Any:
        """The parent of a row; None where it has none yet, or is not at hand and would have to be asked for."""
        found: Any = row
        for name in self.way:
            field = found._meta.get_field(name)
            if not field.is_cached(found) and (known_only or getattr(found, field.attname) is None):
                return None
            found = getattr(found, name)
        return found


_ties: dict[type[Model], Tie] = {}
_children: dict[type[Model], list[Tie]] = defaultdict(list)


def declare() -> None:
    """Read what all models say of their parents; raises FieldDoesNotExist for a way that there is not."""
    for model in apps.get_models():
        if tie := _read(model):
            _ties[model] = tie
            pre_save.connect(_before_save, sender=model, dispatch_uid=("belonging", model))
            if tie.follows:
                _children[tie.parent].append(tie)
    for parent in list(_children):
        post_init.connect(_remember, sender=parent, dispatch_uid=("belonging", parent))
        changes.follow(parent, _after_save)


def tie_of(model: type[Model]) -> Tie | None:
    """How rows of a model belong; None where they have a division of their own."""
    return _ties.get(model)


def children_of(model: type[Model]) -> Sequence[Tie]:
    """The models whose rows go along with those of `model`."""
    return _children.get(model, ())


def _read(model: type[Model]) -> Tie | None:
    said: str | None = getattr(model, "scope_parent", None)
    if said is None:
        return None
    way, parent = tuple(said.split("__")), model
    for name in way:
        parent = parent._meta.get_field(name).related_model  # type: ignore[assignment]
    return Tie(model, way, parent, not isinstance(said, Stays))


# New rows


def fill(row: Model) -> None:
    """Give a row without a division that of its parent."""
    tie = _ties.get(row._meta.model)
    if (
        tie is not None
        and getattr(row, tie.home) is None
        and (parent := tie.parent_of(row)) is not None
    ):
        _take(tie, row, parent)


def fill_all(rows: Sequence[Model]) -> None:
    """The same for new rows of one model; parents that are not at hand are asked for together."""
    tie = _ties.get(rows[0]._meta.model) if rows else None
    if tie is None:
        return
    open_rows = []
    for row in rows:
        if getattr(row, tie.home) is None:
            if (parent := tie.parent_of(row, known_only=True)) is not None:
                _take(tie, row, parent)
            else:
                open_rows.append(row)
    places = _places(tie, {getattr(row, tie.first.attname) for row in open_rows})
    for row in open_rows:
        setattr(row, tie.home, places.get(getattr(row, tie.first.attname)))


def filled(
    model: type[Model], columns: Mapping[str, Sequence[Any]], count: int
) -> Mapping[str, Sequence[Any]]:
    """Columns of `count` new rows with the division of their parents where they say none."""
    tie = _ties.get(model)
    if tie is None:
        return columns
    said, keys = columns.get(tie.home) or [None] * count, columns.get(tie.first.attname)
    if keys is None or None not in said:
        return columns
    places = _places(tie, set(keys))
    return {
        **columns,
        tie.home: [code or places.get(key) for code, key in zip(said, keys, strict=True)],
    }


def _take(tie: Tie, row: Any, parent: Any) -> None:
    """Let a row have its parent's division, as a row of the register too where the parent has that at hand."""
    above: Any = next(
        (f for f in parent._meta.concrete_fields if f.attname == home_field(tie.parent)), None
    )
    mine: Any = next(f for f in tie.model._meta.concrete_fields if f.attname == tie.home)
    if above.is_relation and above.is_cached(parent):
        setattr(row, mine.name, getattr(parent, above.name))
    else:
        setattr(row, tie.home, getattr(parent, above.attname))


def _places(tie: Tie, keys: Collection[Any]) -> dict[Any, str]:
    """The division of the parents by the key that the child holds."""
    rows = tie.first.related_model._base_manager
    source = "__".join((*tie.way[1:], home_field(tie.parent)))
    wanted = [key for key in keys if key is not None]
    return {
        key: code
        for part in _steps(wanted)
        for key, code in rows.filter(pk__in=part).values_list("pk", source)
    }


def _before_save(sender: type[Model], instance: Model, raw: bool, **_more: Any) -> None:
    if not raw and instance._state.adding:
        fill(instance)


# Rows that move


def carry(model: type[Model], keys: Sequence[Any]) -> None:
    """Let the children and files of rows whose division may have changed go along, and theirs; the caller holds the transaction."""
    for field in _going_along(model):
        _take_along(model, field, keys)
    for tie in children_of(model):
        _move(tie, "__".join(tie.way), keys)


def reparented(model: type[Model], column: str, keys: Sequence[Any]) -> None:
    """Let rows whose foreign key `column` was changed have the division of their new parent."""
    tie = _ties.get(model)
    if tie is not None and tie.follows and tie.way[0] == column:
        _move(tie, "pk", keys)


def updated(model: type[Model], changed: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """After (key, {column: value}) pairs were written in bulk."""
    if (tie := _ties.get(model)) is not None:
        reparented(model, tie.way[0], [key for key, row in changed if tie.first.attname in row])
    if model in _children:
        home = home_field(model)
        carry(model, [key for key, row in changed if home in row])


def mend() -> None:
    """Bring home rows that earlier versions left behind when their parent moved; safe to repeat."""
    for tie in [tie for ties in _children.values() for tie in ties]:
        if keys := list(astray(tie).order_by("pk").values_list("pk", flat=True)):
            with unit_of_work():
                _move(tie, "pk", keys)


def written(rows: Sequence[Model], names: Collection[str]) -> None:
    """Remember the division of rows given as instances of one model, where its column was just written."""
    model = rows[0]._meta.model
    if model in _children and home_field(model) in names:
        for row in rows:
            _remember(model, row)


def astray(tie: Tie) -> Any:
    """The rows of a model that are not where their parent is."""
    return tie.model._base_manager.exclude(**{tie.home: F(tie.source)})


@cache
def _going_along(model: type[Model]) -> list[Any]:
    """The foreign keys to rows that go along."""
    return [
        f
        for f in model._meta.concrete_fields
        if getattr(f.related_model, "scope_goes_along", False)
    ]


def _take_along(model: type[Model], field: Any, keys: Sequence[Any]) -> None:
    home, place = home_field(model), f"{field.name}__{home_field(field.related_model)}"
    named = model._base_manager.exclude(**{field.name: None}).exclude(**{place: F(home)})
    found = {
        key: code
        for part in _steps(keys)
        for key, code in named.filter(pk__in=part).values_list(field.attname, home)
    }
    _send(field.related_model, found)


def _move(tie: Tie, by: str, keys: Sequence[Any]) -> None:
    rows = astray(tie).order_by("pk")
    found = {
        key: code
        for part in _steps(keys)
        for key, code in rows.filter(**{f"{by}__in": part}).values_list("pk", tie.source)
    }
    _send(tie.model, found)
    if found:
        carry(tie.model, list(found))


def _send(model: type[Model], places: Mapping[Any, str]) -> None:
    """Write the division of rows by their key; who watches them is told."""
    if not places:
        return
    keys: dict[str, list[Any]] = defaultdict(list)
    for key, code in places.items():
        keys[code].append(key)
    with changes.changing(model, list(places)):
        for code, there in keys.items():
            for part in _steps(there):
                model._base_manager.filter(pk__in=part).update(**{home_field(model): code})


def _steps(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), IN_STEP):
        yield keys[start : start + IN_STEP]


def _remember(sender: type[Model], instance: Model, **_more: Any) -> None:
    held = instance.__dict__
    held[MEMORY] = held.get(home_field(sender))


def _after_save(instance: Model, created: bool, update_fields: Collection[str] | None) -> None:
    """Only a save that writes another division than the row had asks for its children."""
    model, held = instance._meta.model, instance.__dict__
    home = home_field(model)
    if home not in held or (
        update_fields is not None and not {home, home.removesuffix("_id")} & set(update_fields)
    ):
        return
    was, held[MEMORY] = held.get(MEMORY), held[home]
    if not created and was != held[home]:
        carry(model, [instance.pk])
