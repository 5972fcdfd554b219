"""Writing and verifying the audit trail (审计日志).

A service wraps each change of a row in `with audited("verb", row):`; the block runs in one transaction
and leaves one entry with the values before and after. `record` serves events without a changed row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from zulian.foundation import bulk
from zulian.foundation.actor import current_actor
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.foundation.sealing import SealedField, blind

# Never written to the trail, not even as a change.
SECRET_FIELDS = frozenset({"password", "calendar_key", "page_key"})
PLAIN = (str, int, bool, float)
# Entries of `together` that are not chained yet; None outside of it.
_waiting: ContextVar[list[AuditEntry] | None] = ContextVar("zulian_audit_waiting", default=None)


@contextmanager
def audited(action: str, row: models.Model) -> Iterator[None]:
    """One transaction around a change of `row`, closed by an audit entry with what changed."""
    with transaction.atomic(), _undone_by_errors():
        before = {} if row._state.adding else _values(row)
        yield
        after = {} if row.pk is None else _values(row)
        record(action, row, _changed(before, after))


@contextmanager
def audited_all(action: str, rows: Sequence[models.Model]) -> Iterator[None]:
    """As `audited` for a change of many rows at once: one transaction, one entry for each row, all chained together."""
    with together(), _undone_by_errors():
        before = [{} if row._state.adding else _values(row) for row in rows]
        yield
        for row, was in zip(rows, before, strict=True):
            record(action, row, _changed(was, _values(row)))


def record(action: str, row: models.Model, changes: dict[str, Any] | None = None) -> AuditEntry:
    """Add one entry about `row`; `changes` maps field names to [before, after] or carries free facts."""
    actor = current_actor()
    entry = AuditEntry(
        at=timezone.now(),
        user_id=actor.user_id,
        post_id=actor.post_id,
        actor=actor.name[:120],
        address=actor.address[:45],
        action=action,
        model=row._meta.label_lower,
        object_id=str(row.pk or ""),
        label=str(row)[:200],
        region_id=getattr(row, "region_id", None) or actor.region,
        changes=json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder)),
    )
    waiting = _waiting.get()
    if waiting is None:
        _chain([entry])
    else:
        waiting.append(entry)
    return entry


@contextmanager
def together() -> Iterator[None]:
    """One transaction whose entries are chained at its end, all at once: for work that writes thousands of them."""
    if _waiting.get() is not None:
        yield
        return
    entries: list[AuditEntry] = []
    token = _waiting.set(entries)
    try:
        with transaction.atomic():
            yield
            _chain(entries)
    finally:
        _waiting.reset(token)


@contextmanager
def _undone_by_errors() -> Iterator[None]:
    """Entries that wait to be chained are dropped when the change that they tell of is undone."""
    waiting = _waiting.get()
    kept = len(waiting) if waiting is not None else 0
    try:
        yield
    except BaseException:
        if waiting is not None:
            del waiting[kept:]
        raise


def _chain(entries: list[AuditEntry]) -> None:
    """Write entries in their order, each with the digest of the one before."""
    if not entries:
        return
    with transaction.atomic():
        head = _lock_head()
        previous = head.digest
        for entry in entries:
            entry.previous = previous
            entry.digest = previous = digest(entry)
        if len(entries) == 1:
            entries[0].save(force_insert=True)
        else:
            bulk.create(entries)
        AuditHead.objects.filter(pk=head.pk).update(digest=previous, count=head.count + len(entries))


def digest(entry: AuditEntry) -> str:
    """SHA-256 (hex) over the entry's facts and the digest of the entry before it."""
    facts = [
        entry.previous, entry.at.isoformat(), entry.user_id, entry.post_id, entry.actor, entry.address, entry.action,
        entry.model, entry.object_id, entry.label, entry.region_id, entry.changes,
    ]  # fmt: skip
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """Result of a verification: how many entries were read, and the id of the first that does not fit."""

    count: int
    broken_at: int | None
    missing: int = 0

    @property
    def sound(self) -> bool:
        return self.broken_at is None and not self.missing


def verify() -> Verdict:
    """Walk the whole chain, oldest first; must run under the scope of everything."""
    previous, count = "", 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous != previous or entry.digest != digest(entry):
            return Verdict(count, entry.pk)
        previous, count = entry.digest, count + 1
    head = AuditHead.objects.first()
    return Verdict(count, None, missing=(head.count if head else 0) - count)


def lock_trail() -> None:
    """Wait for the trail before anything else that many writers share; the transaction then adds its entries."""
    _lock_head()


def _lock_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What changed: column → [before, after]."""
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }


def _recorded(field: models.Field[Any, Any], value: Any) -> Any:
    """What the trail holds of a value: of sealed data only that it changed."""
    if isinstance(field, SealedField):
        return f"sealed:{blind(str(value))[:8]}" if value else ""
    return value


def _values(row: models.Model) -> dict[str, Any]:
    fields = (f for f in row._meta.concrete_fields if f.name not in SECRET_FIELDS)
    return {field.attname: _plain(_recorded(field, field.value_from_object(row))) for field in fields}


def _plain(value: Any) -> Any:
    """A value as JSON gives it back; most are that already, and days and amounts are asked for without the way there."""
    kind = type(value)
    if value is None or kind in PLAIN:
        return value
    if kind is date:
        return value.isoformat()
    if kind is Decimal:
        return str(value)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, default=str))
