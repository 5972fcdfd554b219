"""Reading from a replica: lists and statistics may, everything else reads where it writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

REPLICA = "replica"
_allowed: ContextVar[bool] = ContextVar("zulian_replica", default=False)


@contextmanager
def from_replica() -> Iterator[None]:
    """Let the block read from the replica where there is one; inside a transaction it reads its own writes all the same."""
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


class Router:
    """Sends reads of a `from_replica` block to the replica; migrates only the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return (
            REPLICA if _allowed.get() and not transaction.get_connection().in_atomic_block else None
        )

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
