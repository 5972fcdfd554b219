"""Guesses of a reading (推定): what a circular does not say and was assumed; told in words, confirmed or corrected once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.templatetags.zulian import day
from zulian.foundation.work import unit_of_work
from zulian.indicators.registry import named
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.services.drafts import require_draft


@dataclass(frozen=True)
class GuessedTask:
    """A task with the sentences that say what was assumed of it and what holds now."""

    task: Task
    clause: Clause
    sentences: list[str]


def guessed_tasks(circular: Circular, tasks: Iterable[Task], clauses: Sequence[Clause]) -> list[GuessedTask]:
    """The tasks that still carry a guess; asks the database for nothing where targets are prefetched."""
    by_key = {clause.pk: clause for clause in clauses}
    return [
        GuessedTask(task, by_key[task.clause_id], _sentences(circular, task, by_key)) for task in tasks if task.guesses
    ]


def count(guessed: Iterable[GuessedTask]) -> int:
    """How many single guesses there are in some tasks."""
    return sum(len(one.sentences) for one in guessed)


def _sentences(circular: Circular, task: Task, clauses: dict[int, Clause]) -> list[str]:
    levels = task.level_names or _("无")
    words = {
        Guess.LEVELS: _("原文没有写由谁办，推定为%(levels)s") % {"levels": levels},
        Guess.ADDRESSEES: _("原文没有写由谁办，按主送单位推定为%(levels)s") % {"levels": levels},
        Guess.BODIES: _("原文没有写由谁办，按有专门协会的级别推定为%(levels)s") % {"levels": levels},
        Guess.DEADLINE: _("原文没有写何时完成，推定为%(when)s") % {"when": _when(circular, task)},
        Guess.MEASURE: _measure_sentence(task, clauses),
    }
    return [words[guess] for guess in Guess if guess in task.guesses]


def _when(circular: Circular, task: Task) -> str:
    if task.rhythm:
        return task.get_rhythm_display()
    return day(task.due) if task.due else _("文件的默认时限 %(day)s") % {"day": day(circular.default_due)}


def _measure_sentence(task: Task, clauses: dict[int, Clause]) -> str:
    names = _measures(task, clauses)
    if not names:
        return _("原文没有写用什么衡量，推定由各单位上报")
    return _("原文没有写用什么衡量，推定用“%(names)s”") % {"names": "、".join(names)}


def _measures(task: Task, clauses: dict[int, Clause]) -> list[str]:
    """The names of what measures a task: its numbers, else the indicators of its clause or of the one above."""
    if numbers := [target.measure_name for target in task.targets.all() if target.measure]:
        return numbers
    clause: Clause | None = clauses[task.clause_id]
    while clause is not None and not clause.indicators and clause.parent_id:
        clause = clauses.get(clause.parent_id)
    codes = clause.indicators if clause is not None else []
    return [str(indicator.name) for code in codes if (indicator := named(code))]


@unit_of_work
def confirm(task: Task) -> None:
    """就这样: what was assumed of a task holds. Raises ValidationError when its circular is adopted."""
    require_draft(task.circular)
    with audited("task.confirm", task):
        task.guesses = []
        task.save(update_fields=["guesses"])


@unit_of_work
def confirm_all(circular: Circular) -> int:
    """Let all that was assumed in a draft hold; returns of how many tasks.

    Raises ValidationError when the circular is adopted, or when nothing is left to confirm.
    """
    require_draft(circular)
    rows = circular.tasks.select_for_update(no_key=True, of=("self",)).order_by("pk")
    tasks = [task for task in rows if task.guesses]
    if not tasks:
        raise ValidationError(_("没有推定的内容了。"))
    with audited_all("task.confirm", tasks):
        for task in tasks:
            task.guesses = []
        bulk.save(tasks, ["guesses"])
    return len(tasks)


def settle_measure(tasks: Iterable[Task]) -> None:
    """Somebody chose what measures these tasks: that is no guess any more."""
    for task in tasks:
        if Guess.MEASURE in task.guesses:
            task.guesses = [guess for guess in task.guesses if guess != Guess.MEASURE]
            task.save(update_fields=["guesses"])


def tasks_measured_by(clause: Clause) -> list[Task]:
    """The tasks that the indicators of a clause measure: its own, and those of items below without their own."""
    found, bearing = list(clause.tasks.all()), [clause.pk]
    while bearing:
        items = Clause.objects.filter(parent_id__in=bearing, indicators=[])
        found += Task.objects.filter(clause__in=items)
        bearing = list(items.values_list("pk", flat=True))
    return found
