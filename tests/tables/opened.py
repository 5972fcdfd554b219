"""What the forms of a draft show of its rows, as they send it back: the digest by which the site knows that nothing changed."""

from __future__ import annotations

from django.db.models import Model

from zulian.plans.models import Circular, Clause, Task
from zulian.plans.services import deriving
from zulian.plans.services.guesses import question_of
from zulian.plans.services.seen import Shown, digest


def seen(row: Model, *names: str) -> str:
    """Of one row; "" where somebody else took it away meanwhile."""
    now = type(row)._base_manager.filter(pk=row.pk).first()
    return digest([Shown(now, names)]) if now else ""


def seen_alike(task: Task, guess: str, *names: str) -> str:
    """Of the tasks that share a guess."""
    now = Task.objects.select_related("circular").filter(pk=task.pk).first()
    question = question_of(now, guess) if now else None
    return digest([Shown(one, names) for one in question.tasks]) if question else ""


def seen_mapping(clause: Clause, *names: str) -> str:
    """Of a clause that carries out another, and of its tasks."""
    now = Clause.objects.filter(pk=clause.pk).first()
    if now is None:
        return ""
    tasks = [Shown(task, ("name", "goes_along", "goes_with_id")) for task in now.tasks.all()]
    return digest([Shown(now, ("carries_out_id", *names)), *tasks])


def seen_correction(circular: Circular) -> str:
    """Of all that a plan carries out after its adoption."""
    clauses = deriving.own_clauses(circular)
    tasks = [task for clause in clauses if clause.carries_out_id for task in clause.tasks.all()]
    return digest(
        [
            *(Shown(clause, ("carries_out_id",)) for clause in clauses),
            *(Shown(task, ("goes_along", "goes_with_id")) for task in tasks),
        ]
    )
