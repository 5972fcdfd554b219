"""What a request has looked up and need not look up again: the jurisdiction of its reader, the divisions below one.

It lasts until the request ends or something is written, and holds only what no page changes by looking at it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
_recalled: ContextVar[dict[Hashable, Any] | None] = ContextVar("zulian_recalled", default=None)


@contextmanager
def recalling() -> Iterator[None]:
    """Let what is looked up in the block be looked up once."""
    token = _recalled.set({})
    try:
        yield
    finally:
        _recalled.reset(token)


def recall(key: Hashable, look_up: Callable[[], T]) -> T:
    """What `look_up` gave for the key before in this request; outside of requests it is always asked."""
    recalled = _recalled.get()
    if recalled is None:
        return look_up()
    if key not in recalled:
        recalled[key] = look_up()
    return cast(T, recalled[key])


def forget() -> None:
    """Look everything up anew from now on: something was written."""
    recalled = _recalled.get()
    if recalled is not None:
        recalled.clear()
