"""Who wants to know of changed rows: counts that are kept current by the writes themselves, in the same transaction.

Saving and deleting a row is noticed by itself. Who writes many rows at once wraps it in `changing(model, keys)`; bulk
writing and deleting do so too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

Keys = Sequence[Any]
# The rows themselves where one is saved or deleted, None where many are written at once.
Rows = Sequence[Any] | None


class Watcher(Protocol):
    """Looks at rows of a model before and after they change."""

    def before(self, model: type[Model], keys: Keys, rows: Rows) -> Any:
        """What is remembered of things as they are; keys are empty while rows are not there yet."""

    def after(self, model: type[Model], keys: Keys, rows: Rows, remembered: Any) -> None:
        """Compare with things as they are now."""

    def wants_new(self, model: type[Model]) -> bool:
        """Whether new rows of a model bear on things that are there already, so that it must look before they are written."""


Follower = Callable[[Any, bool, Collection[str] | None], None]
_watchers: dict[type[Model], list[Watcher]] = {}
_followers: dict[type[Model], list[Follower]] = {}
# Models of which many rows are deleted at once: whoever watches them is told around all, not at each.
_told: ContextVar[frozenset[type[Model]]] = ContextVar("zulian_told", default=frozenset())
_is_unwatched: ContextVar[bool] = ContextVar("zulian_unwatched", default=False)


def watch(model: type[Model], watcher: Watcher) -> None:
    """Let `watcher` know of every change of a model's rows."""
    _connect(model)
    _watchers.setdefault(model, []).append(watcher)


def follow(model: type[Model], follower: Follower) -> None:
    """Let `follower(row, created, update_fields)` write what follows from a saved row, once all watchers know of it.

    What it writes has watchers of its own: while those of the row still compare, it would be counted twice.
    """
    _connect(model)
    _followers.setdefault(model, []).append(follower)


def _connect(model: type[Model]) -> None:
    if model not in _watchers and model not in _followers:
        pre_save.connect(_pre_save, sender=model)
        post_save.connect(_post_save, sender=model)
        pre_delete.connect(_pre_delete, sender=model)
        post_delete.connect(_post_delete, sender=model)


@contextmanager
def unwatched() -> Iterator[None]:
    """Nobody is told of changes in the block: for filling an empty place, after which everything is counted once."""
    token = _is_unwatched.set(True)
    try:
        yield
    finally:
        _is_unwatched.reset(token)


def _watchers_of(model: type[Model]) -> Sequence[Watcher]:
    return () if _is_unwatched.get() else _watchers.get(model, ())


@contextmanager
def changing(model: type[Model], keys: Keys) -> Iterator[None]:
    """Around a change of many rows that no `save` announces; the caller holds the transaction."""
    watchers = _watchers_of(model)
    remembered = [watcher.before(model, keys, None) for watcher in watchers]
    yield
    for watcher, was in zip(watchers, remembered, strict=True):
        watcher.after(model, keys, None, was)


@contextmanager
def adding(
    model: type[Model], keys: Keys, make_rows: Callable[[], Sequence[Any]]
) -> Iterator[None]:
    """Around writing many new rows. `make_rows` gives them as instances, for those who look at what they bear on."""
    watchers = _watchers_of(model)
    looking = [watcher for watcher in watchers if watcher.wants_new(model)]
    rows = make_rows() if looking else []
    remembered = [watcher.before(model, [], rows) for watcher in looking]
    yield
    for watcher in watchers:
        if watcher not in looking:
            # Nothing is to be remembered of rows that were not there.
            watcher.after(model, keys, None, None)
    for watcher, was in zip(looking, remembered, strict=True):
        watcher.after(model, keys, rows, was)


@contextmanager
def removing(model: type[Model], rows: Sequence[Model]) -> Iterator[None]:
    """Around deleting many rows of a model, whoever watches it being told of all together; the caller holds the transaction.

    What goes along with them (rows of other models) is told of row by row.
    """
    keys = [row.pk for row in rows]
    watchers = _watchers_of(model)
    remembered = [watcher.before(model, keys, rows) for watcher in watchers]
    token = _told.set(_told.get() | {model})
    try:
        yield
    finally:
        _told.reset(token)
    for watcher, was in zip(watchers, remembered, strict=True):
        watcher.after(model, keys, rows, was)


def _remember(model: type[Model], instance: Any, keys: Keys) -> None:
    instance.__dict__["_before"] = [
        watcher.before(model, keys, [instance]) for watcher in _watchers_of(model)
    ]


def _compare(model: type[Model], instance: Any) -> None:
    for watcher, was in zip(_watchers_of(model), instance.__dict__.pop("_before"), strict=True):
        watcher.after(model, [instance.pk], [instance], was)


def _pre_save(sender: type[Model], instance: Model, raw: bool, **_more: Any) -> None:
    if not raw:
        _remember(sender, instance, [] if instance._state.adding else [instance.pk])


def _post_save(sender: type[Model], instance: Model, raw: bool, **more: Any) -> None:
    if raw:
        return
    _compare(sender, instance)
    for follower in _followers.get(sender, ()):
        follower(instance, more["created"], more["update_fields"])


def _pre_delete(sender: type[Model], instance: Model, **_more: Any) -> None:
    if sender not in _told.get():
        _remember(sender, instance, [instance.pk])


def _post_delete(sender: type[Model], instance: Model, **_more: Any) -> None:
    if sender not in _told.get():
        _compare(sender, instance)
