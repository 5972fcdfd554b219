"""One unit of work: a service and all that it calls, in one transaction, closed in one order.

What every writer of a place shares (the kept counts, the head of the audit trail) is written last, just before the
outermost commit: it is held for the shortest time, and because all writers lock in the same order (their own rows, then
counts, then the trail) no two of them wait for each other in a ring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, overload

from django.db import IntegrityError, connection, transaction

from zulian.foundation.constraints import refusal_of
from zulian.foundation.recall import forget
from zulian.foundation.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")
Closer = Callable[[list[Any]], None]
# The order in which what is left for the end is written.
COUNTS, TRAIL = "counts", "trail"
ORDER = (COUNTS, TRAIL)


class Work:
    """What an open unit of work leaves for its end, and what it need not look up twice."""

    def __init__(self) -> None:
        self.is_undivided = False
        self.left: dict[str, list[Any]] = {name: [] for name in ORDER}
        self.known: dict[str, Any] = {}

    def leave(self, name: str, item: Any) -> None:
        """Leave something to be written at the end."""
        self.left[name].append(item)

    def mark(self) -> dict[str, int]:
        """How much is left by now."""
        return {name: len(items) for name, items in self.left.items()}

    def back_to(self, mark: dict[str, int]) -> None:
        """Forget what was left since a mark, because it was undone."""
        for name, length in mark.items():
            del self.left[name][length:]
        self.known.clear()

    def close(self) -> None:
        """Write what was left, in its order."""
        if any(self.left.values()) and connection.vendor == "postgresql":
            # Keys to other rows are looked after now, not at the commit: that locks those rows, and what all share comes last.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ORDER:
            if items := self.left[name]:
                _closers[name](items)
                items.clear()


_open: ContextVar[Work | None] = ContextVar("zulian_open_work", default=None)
_closers: Registry[Closer] = Registry("closers of units of work")
_openers: Registry[Callable[[], None]] = Registry("openers of units of work")


def closes(name: str) -> Callable[[Closer], Closer]:
    """Declare who writes what units leave under a name of ORDER."""

    def declare(closer: Closer) -> Closer:
        return _closers.put(name, closer)

    return declare


def opens(opener: Callable[[], None]) -> Callable[[], None]:
    """Declare what is done at the beginning of every outermost unit, before it touches a row."""
    return _openers.add(opener)


def current_work() -> Work | None:
    """The unit that is open here, None where there is none."""
    return _open.get()


@overload
def unit_of_work(act: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def unit_of_work() -> AbstractContextManager[Work]: ...
def unit_of_work(act: Callable[..., Any] | None = None, /) -> Any:
    """One unit of work, as a decorator of a service or around a block; all of it is written or nothing.

    Within an open one it is a part of it, undone by itself when it fails. What a constraint of the database refuses is told
    by an outermost service as a ValidationError, in the sentence of the constraint.
    """
    if act is None:
        return _unit()

    @wraps(act)
    def service(*args: Any, **kwargs: Any) -> Any:
        is_outermost = _open.get() is None
        try:
            with _unit():
                return act(*args, **kwargs)
        except IntegrityError as error:
            if is_outermost:
                raise refusal_of(error) from error
            raise

    return service


@contextmanager
def _unit() -> Iterator[Work]:
    work = _open.get()
    if work is None:
        with _outermost() as work:
            yield work
        return
    if work.is_undivided:
        with transaction.atomic(savepoint=False):
            yield work
        return
    mark = work.mark()
    try:
        with transaction.atomic():
            yield work
    except BaseException:
        work.back_to(mark)
        raise


@contextmanager
def undivided() -> Iterator[Work]:
    """A unit of work whose parts cannot be undone by themselves: one failure undoes all of it, even where somebody catches it.

    For a long row of services that is written as a whole or not at all: it asks the database for no savepoints.
    """
    with unit_of_work() as work:
        was, work.is_undivided = work.is_undivided, True
        try:
            yield work
        finally:
            work.is_undivided = was


@contextmanager
def joined() -> Iterator[Work]:
    """The open unit of work, or one of its own where none is open.

    A failure inside undoes the whole unit or the part of it that is open, even where somebody catches it.
    """
    work = _open.get()
    if work is not None:
        with transaction.atomic(savepoint=False):
            yield work
        return
    with _outermost() as work:
        yield work


@contextmanager
def _outermost() -> Iterator[Work]:
    work = Work()
    token = _open.set(work)
    try:
        with transaction.atomic():
            for opener in _openers:
                opener()
            yield work
            work.close()
    finally:
        _open.reset(token)
        forget()
