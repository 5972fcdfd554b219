"""Clauses and tasks that the search box finds, and the address of a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.searching import Hit
from zulian.plans.models import (
    Assignment,
    Circular,
    Clause,
)


def task_url(pk: int) -> str:
    return reverse("plans:assignment", args=[pk])


def clauses(post: Post, words: str) -> list[QuerySet[Clause]]:
    """Clauses of the circulars in view."""
    if not post.may("plan.read"):
        return []
    rows = Clause.objects.filter(
        Q(title__contains=words) | Q(text__contains=words), circular__in=Circular.objects.all()
    )
    return [rows.select_related("circular").order_by("-circular__year", "circular_id", "pk")]


def clause_hits(clauses: Iterable[Clause]) -> Iterator[Hit]:
    """Each with its circular."""
    for clause in clauses:
        url = reverse("plans:circular", args=[clause.circular_id]) + f"#c{clause.pk}"
        yield Hit(_("条款"), str(clause), url, clause.circular.title)


def tasks(post: Post, words: str) -> list[QuerySet[Assignment]]:
    """Assignments of the jurisdiction."""
    if not post.may("plan.read"):
        return []
    rows = Assignment.objects.with_names().select_related("circular").to_do()
    return [rows.filter(task__name__contains=words).order_by("-circular__year", "region_id", "pk")]


def task_hits(assignments: Iterable[Assignment]) -> Iterator[Hit]:
    """Each with its period, organisation, the year of its plan, and state."""
    for assignment in assignments:
        year = _("%(year)d年") % {"year": assignment.circular.year}
        facts = (assignment.region.organisation, year, assignment.get_state_display())
        name = f"{assignment.task.name}{assignment.period_name}"
        url = task_url(assignment.pk)
        yield Hit(_("任务"), name, url, " · ".join(map(str, facts)), assignment.region_id)
