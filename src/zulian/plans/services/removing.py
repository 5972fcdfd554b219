"""Tasks taken out of a draft (删除任务), and put back as they were (撤销删除) until it is adopted.

What was taken out is noted in the reading of the draft: the rows of the task and its numbers, and the clause it stood in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from zulian.foundation.audit import record
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular, Clause, Task, TaskTarget
from zulian.plans.reading.duties import Guess
from zulian.plans.services import carrying, rewording
from zulian.plans.services.drafts import require_draft

NOTE = "removed"


@dataclass(frozen=True)
class Removed:
    """A task that was taken out: its key and name, the key of its clause, and its rows as JSON keeps them.

    `is_said`: its words stood in the clause then.
    """

    pk: int
    name: str
    clause: int
    is_said: bool
    rows: list[Any]


@unit_of_work
def remove_task(task: Task) -> None:
    """Take a task out of a draft; it can be put back. Raises ValidationError when the circular is adopted."""
    circular = _locked(task.circular)
    require_draft(circular)
    rows = serializers.serialize("python", [task, *task.targets.all()])
    note = {
        "name": task.name,
        "clause": task.clause_id,
        "is_said": rewording.is_said(task, task.clause),
        "rows": json.loads(json.dumps(rows, cls=DjangoJSONEncoder)),
    }
    circular.reading.setdefault(NOTE, {})[str(task.pk)] = note
    _keep(circular)
    record("task.remove", task, {"name": task.name, "clause": task.clause.path})
    task.delete()


def removed_from(circular: Circular) -> list[Removed]:
    """What was taken out of a draft and not put back, in the order in which it was."""
    return [Removed(int(key), **note) for key, note in circular.reading.get(NOTE, {}).items()]


def removed(circular: Circular, pk: int) -> Removed | None:
    """What was taken out of a draft under the key of its task; None where nothing was, or it was put back."""
    return next((one for one in removed_from(circular) if one.pk == pk), None)


@unit_of_work
def restore_task(circular: Circular, pk: int) -> Task:
    """撤销删除: a task comes back with its numbers, its units and what was assumed of it.

    Where its clause says something else by now it is marked to be looked at. Raises ValidationError when the circular is
    adopted, when the task is there again, when its clause is gone, or when what it goes on from last year was listed anew.
    """
    circular = _locked(circular)
    require_draft(circular)
    one = removed(circular, pk)
    if one is None:
        raise ValidationError(_("这项任务已经恢复，不用再撤销删除。"))
    clause = Clause.objects.filter(circular=circular, pk=one.clause).first()
    if clause is None:
        words = _(
            "任务“%(name)s”所在的条款已并入别的条款，不能撤销删除；请在并入的条款里“加任务”。"
        )
        raise ValidationError(words % {"name": one.name})
    if carrying.is_noted_anew(circular, pk):
        words = _("上年结转的任务“%(name)s”已经重新列入，不用再撤销删除。")
        raise ValidationError(words % {"name": one.name})
    task, targets = _rows_of(one)
    task.circular, task.clause = circular, clause
    if one.is_said and not rewording.is_said(task, clause):
        task.guesses = sorted({*task.guesses, Guess.TEXT})
    task.save(force_insert=True)
    TaskTarget.objects.bulk_create(targets)
    del circular.reading[NOTE][str(pk)]
    _keep(circular)
    record("task.restore", task, {"name": task.name, "clause": clause.path})
    return task


def _rows_of(one: Removed) -> tuple[Task, list[TaskTarget]]:
    """The rows of a task as they were, still to be saved; it goes along with no task above that is gone by now."""
    found = [row.object for row in serializers.deserialize("python", one.rows)]
    task = next(row for row in found if isinstance(row, Task))
    if task.goes_with_id and not Task.objects.filter(pk=task.goes_with_id).exists():
        task.goes_with_id = None
    return task, [row for row in found if isinstance(row, TaskTarget)]


def _locked(circular: Circular) -> Circular:
    """A circular as it is now, locked until the unit of work ends."""
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    return circular


def _keep(circular: Circular) -> None:
    Circular.objects.filter(pk=circular.pk).update(reading=circular.reading)
