"""The words by which clauses call what registers count (名词): combined, for clauses say them in many ways."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product


def combined(
    subjects: Iterable[str], before: Iterable[str] = (), after: Iterable[str] = ()
) -> tuple[str, ...]:
    """Each subject behind each word of `before` and in front of each word of `after`, the longest first.

    >>> combined(["志愿者"], before=["培训"], after=["的培训"])
    ('志愿者的培训', '培训志愿者')
    """
    kept = tuple(subjects)
    found = {word + subject for word, subject in product(tuple(before), kept)}
    found |= {subject + word for subject, word in product(kept, tuple(after))}
    return tuple(sorted(found, key=lambda noun: (-len(noun), noun)))


# What clauses put behind the people who are trained.
TRAINING = (
    "培训",
    "的培训",
    "培训班",
    "进行培训",
    "参加培训",
    "业务培训",
    "轮训",
)  # untranslated: words of clauses
TRAINING_OF = ("培训", "轮训")  # untranslated: words of clauses
TIMES = ("次", "期", "场", "班")  # untranslated: units of clauses
PEOPLE = ("名", "人", "位")  # untranslated: units of clauses
PERSON_TIMES = ("人次",)  # untranslated: a unit of clauses
PLACES = ("个", "所", "处", "家", "支")  # untranslated: units of clauses
ACTIVITIES = ("次", "场", "项", "个")  # untranslated: units of clauses
