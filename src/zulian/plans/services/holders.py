"""What rooms above plans build on one: it is not taken back under them, nor deleted, and its pages lead there."""

from __future__ import annotations

from collections.abc import Callable

from zulian.accounts.models import Post
from zulian.foundation.detail import Button
from zulian.foundation.registry import Registry
from zulian.plans.models import Circular

Holder = Callable[[Circular], str]
Finder = Callable[[Circular, Post], Button | None]
_holders: Registry[Holder] = Registry("holders of plans")
_finders: Registry[Finder] = Registry("finders of what is built on plans")


def register_holder(holder: Holder) -> Holder:
    """Let a room above say why a circular has to stay as it is, "" where it need not."""
    return _holders.add(holder)


def held_words(circular: Circular) -> str:
    """The first reason why a circular has to stay as it is, "" for none."""
    return next((words for holder in _holders if (words := holder(circular))), "")


def register_built(finder: Finder) -> Finder:
    """Let the pages of a plan lead to what a room above has built on it, None where a post may read none."""
    return _finders.add(finder)


def ways_up(circular: Circular, post: Post) -> list[Button]:
    """The ways from a plan to what is built on it, for a post."""
    return [button for finder in _finders if (button := finder(circular, post))]
