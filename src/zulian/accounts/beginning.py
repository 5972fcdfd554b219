"""What a new site needs before it works (开始使用): steps in their order, each measured live, with the one button and who does it.

Rooms above declare theirs (`<room>/beginning.py`). All rows that steps look at are counted in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from zulian.accounts.models import Post, User
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.registry import Registry
from zulian.foundation.summaries import summaries
from zulian.foundation.work import unit_of_work

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the trail keeps of a copy of the keys that somebody says to have put elsewhere.
KEYS_KEPT = "site.keep_keys"


@dataclass(frozen=True)
class Stand:
    """How far a step is: whether nothing is left to do, and in words."""

    is_done: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class BeginningStep:
    """One step. `rows` gives what is counted for a post, `stand` says what the counts mean.

    why: what is not possible without it. who: whose it is. The button leads to `url` and is shown to who holds
    `permission`; with `click` it is a form that is sent there. `on_server` marks what nobody can do on a page: the button
    only tells how.
    """

    key: str
    order: int
    name: StrOrPromise
    why: StrOrPromise
    who: StrOrPromise
    button: StrOrPromise
    url: Callable[[], str]
    permission: str
    stand: Callable[[Post, Sequence[int]], Stand]
    rows: Callable[[Post], Sequence[QuerySet[Any]]] = lambda _post: ()
    seen_with: str = "start.read"
    click: bool = False
    on_server: bool = False


@dataclass(frozen=True)
class Line:
    """A step as it stands for a post."""

    step: BeginningStep
    stand: Stand
    may: bool

    @property
    def is_own(self) -> bool:
        """Whether the post itself can do it here."""
        return self.may and not self.step.on_server


_steps: Registry[BeginningStep] = Registry("steps of the beginning", key=lambda step: step.key)


def register_steps(*steps: BeginningStep) -> None:
    """Let steps stand on the page 开始使用."""
    _steps.add_all(*steps)


def lines(post: Post) -> list[Line]:
    """All steps for a post, in their order, counted in one statement."""
    steps = sorted(
        (step for step in _steps if post.may(step.seen_with)), key=lambda step: step.order
    )
    asked = [list(step.rows(post)) for step in steps]
    counted = iter(summaries([(rows, "") for each in asked for rows in each]))
    lines = []
    for step, each in zip(steps, asked, strict=True):
        counts = [next(counted).count for _rows in each]
        lines.append(Line(step, step.stand(post, counts), post.may(step.permission)))
    return lines


def is_shown(user: User, post: Post) -> bool:
    """Whether the home page of a post leads to the beginning: until it is put away; accounts of the demo begin nothing."""
    return post.may("start.read") and user.begun_on is None and not user.demo


@unit_of_work
def put_away(user: User) -> None:
    """Let the home page no longer lead to the beginning, asked for or because all is done; the menu still does."""
    if user.begun_on is None:
        with audited("start.put_away", user):
            user.begun_on = today()
            user.save(update_fields=["begun_on"])


@unit_of_work
def keep_keys(post: Post) -> None:
    """Note in the trail that a copy of the keys was put elsewhere; only who did it can know."""
    record(KEYS_KEPT, post.region)
