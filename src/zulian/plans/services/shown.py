"""What the buttons of a review show of a draft: each settles just that, so its digest is compared before it does (`services/seen.py`).

A button takes in what stands beside it and what it settles, no more: of what a page changes in one place only that place is
drawn anew, and the buttons elsewhere are to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from zulian.plans.models import Circular, Clause, Task, TaskTarget
from zulian.plans.services.guesses import Asked, GuessedTask, Question
from zulian.plans.services.outlook import Pair
from zulian.plans.services.removing import Removed
from zulian.plans.services.seen import Shown, digest_of

TARGET = ("pk", "what", "kind", "number", "unit", "span", "is_each", "measure")
TASK = (
    "pk",
    "name",
    "text",
    "levels",
    "places",
    "partners",
    "needs_evidence",
    "rhythm",
    "month_day",
    "due",
    "goes_along",
    "goes_with_id",
    "guesses",
)
CARRYING = ("pk", "title", "text", "carries_out_id", "is_mapped")


def _facts(row: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _task(task: Task) -> list[Any]:
    return [_facts(task, TASK), [_facts(target, TARGET) for target in task.targets.all()]]


def all_of(circular: Circular) -> list[Shown]:
    """删除草稿: its head, its clauses and its tasks."""
    return [
        Shown(circular, ("title", "number", "year", "default_due", "kind")),
        *(Shown(clause, CARRYING) for clause in circular.clauses.all()),
        *(Shown(task, (*TASK, "clause_id")) for task in circular.tasks.all()),
    ]


def of_task(task: Task) -> str:
    """删除: a task with its numbers."""
    return digest_of(_task(task))


def of_removed(one: Removed | None) -> str:
    """撤销删除: a task that was taken out, as it was; "" where it is there again."""
    return digest_of([one.pk, one.clause, one.rows]) if one else ""


def of_target(target: TaskTarget) -> str:
    """删目标: one number of a task."""
    return digest_of(_facts(target, TARGET))


def before_each(clauses: Iterable[Clause]) -> dict[int, int]:
    """The key of the clause that each could be joined to; the first below a heading has none before it."""
    return {
        clause.pk: before.pk
        for before, clause in pairwise(clauses)
        if before.pk != clause.parent_id
    }


def of_merge(clause: Clause, before: Mapping[int, int], tasks: Iterable[Task]) -> str:
    """并入上一条: the words and tasks of a clause, and which one stands before it."""
    words = _facts(clause, ("pk", "label", "title", "text"))
    return digest_of([before.get(clause.pk), words, [_task(task) for task in tasks]])


def of_carrying(clause: Clause) -> str:
    """确认承接: what a clause carries out, and its words."""
    return digest_of(_facts(clause, CARRYING))


def of_carries(clauses: Iterable[Clause]) -> str:
    """承接都确认: all clauses of which what they carry out is suggested."""
    return digest_of([_facts(clause, CARRYING) for clause in clauses if clause.is_suggested])


def of_matching(found: Iterable[tuple[Clause, Clause]]) -> str:
    """按内容对应: the clauses that would be matched, each with the one above."""
    return digest_of([[_facts(clause, CARRYING), above.pk] for clause, above in found])


def of_part(circular: Circular, adopted: Circular | None) -> str:
    """改为补充通知: which paper becomes a part of which plan."""
    head = _facts(circular, ("kind", "title", "number", "year", "issuer"))
    return digest_of([head, adopted.pk if adopted else None])


def of_settled(pairs: Iterable[Pair]) -> str:
    """都随上级任务办理: the tasks that would go along, each with the one above, and how far that one is."""
    return digest_of(
        [[_task(pair.task), pair.root.pk, pair.units, pair.done, pair.count] for pair in pairs]
    )


def of_question(question: Question | None) -> str:
    """都这样: what is assumed of several tasks alike; "" where nothing is any more."""
    return digest_of(_question(question)) if question else ""


def _question(question: Question) -> list[Any]:
    return [question.guess, question.sentence, [_task(task) for task in question.tasks]]


def of_guessed(one: GuessedTask | None) -> str:
    """就这样: what is assumed of one task; "" where nothing is any more."""
    return digest_of([_task(one.task), one.sentences]) if one else ""


def of_asked(asked: Asked) -> str:
    """其余都按推定: all that is assumed in a draft."""
    return digest_of(
        [
            [_question(question) for question in asked.questions],
            [[_task(one.task), one.sentences] for one in asked.guessed],
        ]
    )
