"""Writing the audit trail (审计日志); `zulian.foundation.anchors` verifies it.

A service wraps each change of a row in `with audited("verb", row):`; the block leaves one entry with the values before
and after. `record` serves events without a changed row. Entries are chained when the unit of work ends.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from zulian.foundation import bulk
from zulian.foundation.actor import current_actor
from zulian.foundation.keys import new_key
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.foundation.sealing import SealedField, blind, chain_digest
from zulian.foundation.work import TRAIL, closes, current_work, joined

# Never written to the trail, not even as a change, nor is any key that opens a page, checks somebody in or lets them answer.
# A view's query may hold a name that somebody looked for.
SECRET_FIELDS = frozenset({"password", "calendar_key", "page_key", "pin", "query"})
PLAIN = (str, int, bool, float)
_encoder = DjangoJSONEncoder()


@contextmanager
def audited(action: str, row: models.Model) -> Iterator[None]:
    """A change of `row` within one unit of work, with an audit entry of what changed."""
    with joined():
        before = {} if row._state.adding else _values(row)
        yield
        after = {} if row.pk is None else _values(row)
        _leave(action, row, _changed(before, after))


@contextmanager
def audited_all(action: str, rows: Sequence[models.Model]) -> Iterator[None]:
    """As `audited` for a change of many rows at once: one unit of work, one entry for each row."""
    with joined():
        before = [{} if row._state.adding else _values(row) for row in rows]
        yield
        for row, was in zip(rows, before, strict=True):
            _leave(action, row, _changed(was, _values(row)))


def record(action: str, row: models.Model, changes: dict[str, Any] | None = None) -> AuditEntry:
    """Add one entry about `row`; `changes` maps field names to [before, after] or carries free facts.

    The entry is written when the unit of work ends.
    """
    return _leave(
        action, row, json.loads(json.dumps(changes, cls=DjangoJSONEncoder)) if changes else {}
    )


def _leave(action: str, row: models.Model, changes: dict[str, Any]) -> AuditEntry:
    """Leave an entry with changes as JSON gives them back for the end of the unit of work."""
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
        changes=changes,
    )
    if work := current_work():
        work.leave(TRAIL, entry)
    else:
        with joined() as work:
            work.leave(TRAIL, entry)
    return entry


@closes(TRAIL)
def _chain(entries: list[AuditEntry]) -> None:
    """Write entries in their order, each with the digest of the one before, and seal the head anew."""
    head = _lock_head()
    previous = head.digest
    for entry in entries:
        entry.previous = previous
        entry.digest = previous = digest(entry)
    if len(entries) == 1:
        entries[0].save(force_insert=True)
    else:
        bulk.create(entries)
    count = head.count + len(entries)
    # A head that does not bear its seal was rewritten: it is not made good by the next entry.
    seal = seal_of(head.plain, count, previous) if head.count == 0 or is_sealed(head) else head.seal
    AuditHead.objects.filter(pk=head.pk).update(digest=previous, count=count, seal=seal)


def seal_of(plain: int, count: int, digest: str) -> str:
    """The seal of a head: keyed, over how many entries there are, how many of them are without a key, and the last digest."""
    return chain_digest(f"head {plain} {count} {digest}")


def is_sealed(head: AuditHead) -> bool:
    """Whether a head bears the seal of what it says."""
    return hmac.compare_digest(head.seal, seal_of(head.plain, head.count, head.digest))


def digest(entry: AuditEntry) -> str:
    """The keyed digest (64 hexadecimal digits) of an entry's facts and the digest of the entry before it."""
    return chain_digest(_facts(entry))


def plain_digest(entry: AuditEntry) -> str:
    """The digest as versions before 0.3 made it, without a key."""
    return hashlib.sha256(_facts(entry).encode()).hexdigest()


def _facts(entry: AuditEntry) -> str:
    facts = [
        entry.previous,
        entry.at.isoformat(),
        entry.user_id,
        entry.post_id,
        entry.actor,
        entry.address,
        entry.action,
        entry.model,
        entry.object_id,
        entry.label,
        entry.region_id,
        entry.changes,
    ]
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _lock_head() -> AuditHead:
    head = AuditHead.objects.select_for_update(no_key=True).filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    return head


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What changed: column → [before, after]."""
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }


@cache
def _recorded(model: type[models.Model]) -> list[tuple[str, bool]]:
    """The columns that the trail follows, each with whether it is sealed."""
    return [
        (field.attname, isinstance(field, SealedField))
        for field in model._meta.concrete_fields
        if field.name not in SECRET_FIELDS and field.default is not new_key
    ]


def _values(row: models.Model) -> dict[str, Any]:
    return {
        name: _sealed(getattr(row, name)) if is_sealed else _plain(getattr(row, name))
        # A request's user comes behind a proxy: its model is asked, not its type.
        for name, is_sealed in _recorded(row._meta.model)
    }


def _sealed(value: Any) -> str:
    """What the trail holds of sealed data: only that it changed."""
    return f"sealed:{blind(str(value))[:8]}" if value else ""


def _plain(value: Any) -> Any:
    """A value as JSON gives it back; most are that already, and others are asked for without the way there where it is known."""
    kind = type(value)
    if value is None or kind in PLAIN:
        return value
    if kind is date:
        return value.isoformat()
    if kind is Decimal or isinstance(value, str):
        return str(value)
    if kind is datetime:
        return _encoder.default(value)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, default=str))
