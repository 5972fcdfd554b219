"""What forms and buttons of a draft show of its rows, as they send it back: by it the site knows that nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from zulian.plans.models import Circular, Clause, Task, TaskTarget
from zulian.plans.services import deriving, guesses, outlook, receiving, removing, shown
from zulian.plans.services.seen import Shown, digest, mark

MARKED = ("name", "guesses")


def _now(row: Any) -> Any:
    """A row as it is now; None where somebody else took it away meanwhile."""
    return type(row)._base_manager.filter(pk=row.pk).first()


def _draft(row: Model) -> Circular:
    """The draft that a row is of."""
    if isinstance(row, TaskTarget):
        return row.task.circular
    return row if isinstance(row, Circular) else row.circular  # type: ignore[attr-defined, no-any-return]


def _of(row: Any, told: Callable[[Any], str]) -> dict[str, str]:
    now = _now(row)
    return {"seen": mark(_draft(now), told(now)) if now else ""}


def seen(row: Model, *names: str) -> str:
    """Of one row; "" where somebody else took it away meanwhile."""
    return _of(row, lambda now: digest([Shown(now, names)]))["seen"]


def seen_measures(clause: Clause, *names: str) -> str:
    """Of a clause, and of the tasks that are measured by it."""
    return _of(
        clause,
        lambda now: digest(
            [
                Shown(now, names),
                *(Shown(task, MARKED) for task in guesses.tasks_measured_by(now)),
            ]
        ),
    )["seen"]


def seen_tasks(clause: Clause, *names: str) -> str:
    """Of a clause that gets another task, and of those that it has."""
    return _of(
        clause,
        lambda now: digest([Shown(now, names), *(Shown(task, MARKED) for task in now.tasks.all())]),
    )["seen"]


def seen_number(target: TaskTarget, *names: str) -> str:
    """Of a number, and of its task."""
    return _of(target, lambda now: digest([Shown(now, names), Shown(now.task, MARKED)]))["seen"]


def seen_alike(task: Task, guess: str, *names: str) -> str:
    """Of the tasks that share a guess."""

    def told(now: Task) -> str:
        question = guesses.question_of(now, guess)
        return digest([Shown(one, names) for one in question.tasks]) if question else ""

    return _of(task, told)["seen"]


def seen_mapping(clause: Clause, *names: str) -> str:
    """Of a clause that carries out another, and of its tasks."""

    def told(now: Clause) -> str:
        tasks = [Shown(task, ("name", "goes_along", "goes_with_id")) for task in now.tasks.all()]
        return digest([Shown(now, ("carries_out_id", *names)), *tasks])

    return _of(clause, told)["seen"]


def seen_correction(circular: Circular) -> str:
    """Of all that a plan carries out after its adoption."""
    clauses = deriving.own_clauses(circular)
    tasks = [task for clause in clauses if clause.carries_out_id for task in clause.tasks.all()]
    rows = [
        *(Shown(clause, ("carries_out_id",)) for clause in clauses),
        *(Shown(task, ("goes_along", "goes_with_id")) for task in tasks),
    ]
    return mark(circular, digest(rows))


def seen_draft(circular: Circular) -> str:
    """Of a whole draft, which is deleted."""
    return _of(circular, lambda now: digest(shown.all_of(now)))["seen"]


def pressed_part(circular: Circular) -> dict[str, str]:
    """改为补充通知."""
    return _of(
        circular,
        lambda now: shown.of_part(now, receiving.adopted_plan(now.region_id, now.year)),
    )


def pressed_match(circular: Circular) -> dict[str, str]:
    """按内容对应."""
    return _of(circular, lambda now: shown.of_matching(deriving.suggestions(now)))


def pressed_carries(circular: Circular) -> dict[str, str]:
    """承接都确认."""
    return _of(circular, lambda now: shown.of_carries(now.clauses.all()))


def pressed_along(circular: Circular) -> dict[str, str]:
    """都随上级任务办理."""
    return _of(circular, lambda now: shown.of_settled(outlook.outlook_of(now).settled))


def pressed_all(circular: Circular) -> dict[str, str]:
    """其余都按推定."""
    return _of(circular, lambda now: shown.of_asked(guesses.asked_now(now)))


def pressed_task(task: Task) -> dict[str, str]:
    """就这样."""
    return _of(task, lambda now: shown.of_guessed(guesses.asked_now(now.circular).guessed_of(now)))


def pressed_restore(circular: Circular, pk: int) -> dict[str, str]:
    """撤销删除."""
    return _of(circular, lambda now: shown.of_removed(removing.removed(now, pk)))


def pressed_alike(task: Task, guess: str) -> dict[str, str]:
    """都这样."""
    return _of(task, lambda now: shown.of_question(guesses.question_of(now, guess)))


def pressed_carrying(clause: Clause) -> dict[str, str]:
    """确认承接."""
    return _of(clause, shown.of_carrying)


def pressed_merge(clause: Clause) -> dict[str, str]:
    """并入上一条."""
    return _of(
        clause,
        lambda now: shown.of_merge(
            now, shown.before_each(now.circular.clauses.all()), now.tasks.all()
        ),
    )


def pressed_removal(row: Task | TaskTarget) -> dict[str, str]:
    """删除, 删目标."""
    return _of(row, shown.of_task if isinstance(row, Task) else shown.of_target)
