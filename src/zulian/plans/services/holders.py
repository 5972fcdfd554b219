"""What rooms above plans build on one: it is not taken back under them, nor deleted."""

from __future__ import annotations

from collections.abc import Callable

from zulian.foundation.registry import Registry
from zulian.plans.models import Circular

Holder = Callable[[Circular], str]
_holders: Registry[Holder] = Registry("holders of plans")


def register_holder(holder: Holder) -> Holder:
    """Let a room above say why a circular has to stay as it is, "" where it need not."""
    return _holders.add(holder)


def held_words(circular: Circular) -> str:
    """The first reason why a circular has to stay as it is, "" for none."""
    return next((words for holder in _holders if (words := holder(circular))), "")
