"""Who acts: kept for the request or command, so that the audit trail needs no argument passed around."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The acting person: user and post ids (None for the system), a printable name, and the address they came from.

    `role` is the role of the post in use, "" for the system.
    """

    user_id: int | None = None
    post_id: int | None = None
    name: str = "系统"  # untranslated: stored in the audit trail
    region: str = ""
    address: str = ""
    role: str = ""


SYSTEM = Actor()
_actor: ContextVar[Actor] = ContextVar("zulian_actor", default=SYSTEM)


def current_actor() -> Actor:
    """The actor of this request or command; the system when nobody signed in."""
    return _actor.get()


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Let `actor` be the one who acts in the block."""
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)
