"""Targets of tasks: read from a duty's words, bound to what counts them, corrected in the review."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.audit import audited, record
from zulian.foundation.work import unit_of_work
from zulian.indicators.registry import countable, counted_by, counted_under, named, shared_by
from zulian.plans.models import Clause, Task, TaskTarget
from zulian.plans.reading.targets import Wanted, wanted
from zulian.plans.services.drafts import require_draft

MAX_NUMBER = 10**10


def read_targets(task: Task, text: str) -> list[TaskTarget]:
    """Save the targets that a duty's words ask for; what no register counts is left to the reports."""
    asked = [one for one in wanted(text) if 0 < one.number < MAX_NUMBER]
    targets = [_target(task, one, order) for order, one in enumerate(asked, 1)]
    for target in targets:
        _bind(target)
    return TaskTarget.objects.bulk_create(targets)


def _bind(target: TaskTarget) -> None:
    """A share is read among the indicators of its clause."""
    clause = target.task.clause
    if target.is_rate and target.measure not in clause.indicators:
        clause.indicators = [*clause.indicators, target.measure]
        clause.save(update_fields=["indicators"])


def _target(task: Task, one: Wanted, order: int) -> TaskTarget:
    return TaskTarget(
        task=task,
        order=order,
        kind=TaskTarget.Kind.SHARE if one.is_share else TaskTarget.Kind.COUNT,
        measure=_measure(one, task.clause),
        what=(task.clause.name if one.what == one.phrase else one.what)[:60],
        number=one.number,
        unit=one.unit[:10],
        span=one.span,
        is_each=one.is_each,
        phrase=one.phrase[:200],
    )


def _measure(one: Wanted, clause: Clause) -> str:
    """The code of what counts it: looked for in the words beside the number first, then in ever wider ones."""
    contexts = (*one.near, *_headings(clause))
    for words in contexts:
        found = shared_by(words) if one.is_share else counted_by(words, one.unit)
        if found:
            return str(found.code)
    under = (counted_under(one.near[-1], words, one.unit) for words in contexts)
    return next((str(found.code) for found in under if found and not one.is_share), "")


def _headings(clause: Clause) -> list[str]:
    """The clause's own words and the headings above it, the nearest first."""
    found, above = [clause.title + clause.text], clause.parent
    while above is not None:
        found.append(above.title)
        above = above.parent
    return found


def add(task: Task) -> TaskTarget:
    """A further number of a task in a draft, to be filled in: one report's figure until said otherwise."""
    require_draft(task.circular)
    last = task.targets.order_by("-order").first()
    target = TaskTarget(
        task=task, order=(last.order if last else 0) + 1, what=task.name[:60], number=Decimal(1), unit=_("次")
    )
    with audited("target.add", target):
        target.save()
    return target


@unit_of_work
def edit(target: TaskTarget, values: dict[str, Any]) -> None:
    """Correct a number of a draft. Raises ValidationError where what is to count it does not fit its kind."""
    require_draft(target.task.circular)
    measure, kind = values.get("measure", target.measure), values.get("kind", target.kind)
    if measure and (named(measure) if kind == TaskTarget.Kind.SHARE else countable(measure)) is None:
        raise ValidationError(
            {"measure": _("比例要选指标来衡量，数量要选计数来衡量；都没有合适的，请选“由上报填写”。")}
        )
    with audited("target.edit", target):
        for name, value in values.items():
            setattr(target, name, value)
        target.save()
    _bind(target)


@unit_of_work
def remove(target: TaskTarget) -> None:
    """Take a number out of a draft."""
    require_draft(target.task.circular)
    record("target.remove", target, {"task": target.task.name, "what": str(target)})
    target.delete()
