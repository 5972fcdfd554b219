"""Writing what was judged, and taking it back: all rows in one transaction, in bulk, model by model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.changes import changing
from zulian.foundation.ledger import Draft, Ledger
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.ledgers.evaluate import Beat, simple

IN_STEP = 500
Write = dict[str, Any]


class BuiltOn(ValidationError):
    """An import can't be reverted, because somebody went on from what it wrote."""


def write(ledger: Ledger, drafts: list[Draft], beat: Beat) -> dict[int, list[Write]]:
    """Write all drafts; the caller holds the transaction. Returns by row number what was written, for a revert.

    A write is {"m": model label, "k": key, "b": {column: before} or None for a new row, "a": {column: after}}.
    """
    made: dict[int, list[Write]] = defaultdict(list)
    keys: dict[tuple[type[Model], int], Any] = {}
    touched: dict[type[Model], list[Any]] = {}
    for model in ledger.models:
        mine = [d for d in drafts if model in d.puts]
        fresh, known = (
            [d for d in mine if model not in d.found],
            [d for d in mine if model in d.found],
        )
        for draft in fresh:
            for column, above in ledger.links.get(model, {}).items():
                draft.puts[model][column] = keys.get((above, draft.number)) or draft.found[above].pk
        new_keys = bulk.insert(model, [d.puts[model] for d in fresh], beat)
        for draft, key in zip(fresh, new_keys, strict=True):
            keys[model, draft.number] = key
        bulk.update(model, [(d.found[model].pk, d.puts[model]) for d in known])
        label = model._meta.label_lower
        for draft, key in zip(fresh, new_keys, strict=True):
            made[draft.number].append({"m": label, "k": key, "b": None, "a": None})
        for draft in known:
            after = {name: simple(value) for name, value in draft.puts[model].items()}
            before = {name: simple(getattr(draft.found[model], name)) for name in after}
            made[draft.number].append(
                {"m": label, "k": draft.found[model].pk, "b": before, "a": after}
            )
        touched[model] = [*new_keys, *(d.found[model].pk for d in known)]
    ledger.after(touched)
    numbers = {key: number for (_model, number), key in keys.items()}
    for row in ledger.adds(touched):
        # With the row of its division it is taken back; the first row stands for a division that was there before.
        number = numbers.get(getattr(row, "region_id", None), drafts[0].number)
        made[number].append({"m": row._meta.label_lower, "k": row.pk, "b": None, "a": None})
    return made


def moved_words() -> str:
    """Why a row is not written that somebody changed after its preview."""
    return _("导入期间被别人改过，没有写入，请重新上传核对。")


def refuse_changed(ledger: Ledger, drafts: list[Draft]) -> None:
    """Lock the rows that are to be changed, and refuse those that somebody changed since they were judged."""
    for model in ledger.models:
        known = [draft for draft in drafts if model in draft.found and draft.puts.get(model)]
        for start in range(0, len(known), IN_STEP):
            part = known[start : start + IN_STEP]
            keys = [draft.found[model].pk for draft in part]
            with scope(EVERYTHING):
                locked = (
                    model._base_manager.select_for_update(no_key=True).order_by("pk").in_bulk(keys)
                )
            for draft in part:
                row, judged = locked.get(draft.found[model].pk), draft.found[model]
                if row is None or any(
                    getattr(row, name) != getattr(judged, name) for name in draft.puts[model]
                ):
                    draft.refuse("", moved_words())


def take_back(writes: Iterable[Write], beat: Beat) -> int:
    """Undo writes, the last first; raises BuiltOn where a row changed since, or another one needs it."""
    by_model: dict[str, list[Write]] = defaultdict(list)
    for one in writes:
        by_model[one["m"]].append(one)
    count = 0
    # Later models point to earlier ones, so they go first.
    for label in reversed(list(by_model)):
        model, mine = apps.get_model(label), by_model[label]
        for start in range(0, len(mine), IN_STEP):
            part = mine[start : start + IN_STEP]
            with scope(EVERYTHING):
                _put_back(model, [w for w in part if w["b"] is not None])
                _delete(model, [w["k"] for w in part if w["b"] is None])
            count += len(part)
            beat(count)
    return count


def _put_back(model: type[Model], writes: list[Write]) -> None:
    rows = model._default_manager.in_bulk([w["k"] for w in writes])
    back = []
    for one in writes:
        row = rows.get(one["k"])
        if row is None or any(
            simple(getattr(row, name)) != value for name, value in one["a"].items()
        ):
            raise BuiltOn(
                _("“%(row)s”在导入之后又有改动，不能整批撤销。") % {"row": row or one["k"]}
            )
        back.append(
            (one["k"], {name: _typed(model, name, value) for name, value in one["b"].items()})
        )
    bulk.update(model, back)


def _typed(model: type[Model], attname: str, value: Any) -> Any:
    field = next(f for f in model._meta.concrete_fields if f.attname == attname)
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _delete(model: type[Model], keys: list[Any]) -> None:
    """Delete rows that the import made, unless anything points to them."""
    if not keys:
        return
    for relation in model._meta.related_objects:
        other, column = relation.related_model, relation.field.name
        users = other._base_manager.filter(**{f"{column}__in": keys})
        if users.exists():
            name = other._meta.verbose_name
            raise BuiltOn(_("导入的记录已被“%(name)s”使用，不能整批撤销。") % {"name": name})
    with changing(model, keys):
        model._base_manager.filter(pk__in=keys)._raw_delete("default")
