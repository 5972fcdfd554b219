"""How alike two tasks are: whether what two plans ask of a unit is one thing, done once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from zulian.plans.models import Task
from zulian.plans.reading.titles import title_of
from zulian.plans.reading.verbs import VERB

# From here on two tasks ask for the same: below it their words only sound alike.
ALIKE = 0.4
# Above any likeness of words: the issuer has said that the task goes along with one from above.
SAID = 2.0
# What tells nothing of what is to be done: how many, and with which of the usual verbs.
NUMBERS = re.compile(
    r"(?:不少于|不低于|至少|达到|达)?\d+(?:\.\d+)?[%％]?[名人次个场家户套份条项期所]?(?:以上)?"  # untranslated: quantities
)
OPENING_VERBS = re.compile(rf"^(?:{VERB})+")


def of_words(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def of_tasks(own: Task, upper: Task) -> float:
    """How alike two tasks are, 0 to 1: by the registers that count both, else by what is to be done, with and without the verb.

    The usual verbs say little: 建立联席会议 and 建立联络站 are two things. `own.goes_along` is what the issuer has said of it.
    """
    if own.goes_along is not None:
        return SAID + of_words(own.name, upper.name) if own.goes_along else 0.0
    if _measures(own) & _measures(upper):
        return 1.0
    one, other = (NUMBERS.sub("", _act(task)) for task in (own, upper))
    return (of_words(one, other) + of_words(OPENING_VERBS.sub("", one), OPENING_VERBS.sub("", other))) / 2


def _act(task: Task) -> str:
    """What is to be done: the task's name, or what its text asks for where it is called by the heading of its clause."""
    return (title_of(task.text) if task.name == task.clause.name else "") or task.name


def _measures(task: Task) -> set[str]:
    return {target.measure for target in task.targets.all() if target.measure}


def tasks_of(keys: Iterable[int]) -> Mapping[int, Task]:
    """Some tasks with their targets, by their keys."""
    return Task.objects.select_related("clause").prefetch_related("targets").in_bulk(list(keys))
