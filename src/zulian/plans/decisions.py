"""What leading groups decide becomes a task of the plan in force, under the clause that is measured by the same register."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.audit import audited
from zulian.foundation.registries import register_tasks
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Assignment, Circular, Clause, Task
from zulian.regions.models import Level, Region, ancestors


@register_tasks
@unit_of_work
def take(
    post: Post, owner: Region, words: str, due: date, measured_by: str, partners: str = ""
) -> str:
    """An assignment of `owner`, given and judged by the federation that decided; "" where no open plan of the year covers it."""
    with scope(EVERYTHING):
        clause = _clause(post.region, due.year, measured_by)
        if clause is None:
            return ""
        last = Task.objects.filter(circular=clause.circular).order_by("-order").first()
        task = Task(
            circular=clause.circular,
            clause=clause,
            order=(last.order if last else 0) + 1,
            name=words[:120],
            text=words,
            levels=[Level(owner.level).name.lower()],
            partners=partners,
            due=due,
            needs_evidence=False,
        )
        with audited("task.decide", task):
            task.save()
        assignment = Assignment(
            circular=clause.circular,
            clause=clause,
            task=task,
            region=owner,
            issued_by=post.region,
            judged_by=post.region,
            given_on=clause.circular.as_of(clock.today()),
            due=due,
        )
        with audited("assignment.decide", assignment):
            assignment.save()
        url = reverse("plans:assignment", args=[assignment.pk])
        send(owner.code, "issued", words[:200], url, f"decided-{assignment.pk}")
        return url


def _clause(region: Region, year: int, measured_by: str) -> Clause | None:
    """The clause of the nearest adopted plan of a year that the register measures."""
    for code in (region.code, *ancestors(region.code)):
        rows = Circular.objects.filter(
            region_id=code, year=year, status=Circular.Status.ADOPTED, closed_at=None
        )
        # Locked, so that no plan is closed while a task comes in.
        for circular in rows.order_by("-pk").select_for_update(no_key=True):
            for clause in circular.clauses.select_related("circular").order_by("order"):
                if any(key.startswith(measured_by) for key in clause.indicators):
                    return clause
    return None
