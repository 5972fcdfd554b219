"""What the grassroots room puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.registries import Todo, TodoGroup, few, register_todo
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Campaign,
    Objection,
    Problem,
    ProblemState,
)
from zulian.grassroots.models.campaigns import TOLD
from zulian.grassroots.room import ROOM

SHOWN = 6


@register_todo
def my_sheets(post: Post) -> Iterator[TodoGroup]:
    """Sheets of mine to fill in or agree with, sheets below to check, visits of mine, objections."""
    if not post.may("grassroots.read"):
        return
    open_ones = (
        Assessment.objects.filter(campaign__state=Campaign.State.OPEN)
        .with_names()
        .order_by("campaign__self_due", "region_id")
    )
    own = open_ones.filter(region_id=post.region_id)
    yield _sheets(_("等本单位自查的评估表"), own.to_fill(), "self_due")
    yield _sheets(_("等本单位确认的评估结果"), own.filter(state__in=TOLD, accepted_on=None), "review_due")
    if post.may("grassroots.check"):
        below = (
            open_ones.filter(state=AssessmentState.SUBMITTED)
            .exclude(region_id=post.region_id)
            .exclude(submitted_by=post)
        )
        yield _sheets(_("等复核的评估表"), below.filter(region__level=_next_level(post.level)), "review_due")
        yield _sheets(_("由我实地检查的单位"), open_ones.to_visit().filter(visitor=post), "ends_on")
        waiting = (
            Objection.objects.filter(outcome="")
            .exclude(region_id=post.region_id)
            .select_related("mark__item", "region")
        )
        first, count = few(waiting, SHOWN)
        items = [
            Todo(str(o.mark.item), ROOM.to("objection-decide", o.pk), "objection", note=o.region.organisation)
            for o in first
        ]
        yield TodoGroup(_("等裁定的申诉"), count, ROOM.to("sheet-list"), tuple(items))


def _next_level(level: int) -> int:
    return {4: 6, 6: 9, 9: 12}.get(level, 0)


def _sheets(name: str, rows: Any, due: str) -> TodoGroup:
    first, count = few(rows, SHOWN)
    items = [
        Todo(
            f"{row.region.organisation} · {row.campaign.name}",
            row.get_absolute_url(),
            "sheet",
            due=getattr(row.campaign, due),
            overdue=getattr(row.campaign, due) < today(),
        )
        for row in first
    ]
    return TodoGroup(name, count, ROOM.to("sheet-list"), tuple(items))


@register_todo
def my_problems(post: Post) -> Iterator[TodoGroup]:
    """Problems of mine to mend, those below to verify."""
    if post.may("grassroots.fill"):
        mine = Problem.objects.filter(Q(owner=post) | Q(owner=None, region_id=post.region_id)).exclude(
            state__in=["mended", "closed"]
        )
        yield _problems(_("要整改的问题"), mine, "")
    if post.may("grassroots.check"):
        below = Problem.objects.filter(state=ProblemState.MENDED, region__level=_next_level(post.level))
        yield _problems(_("等验收的整改"), below, "?state=mended")


def _problems(name: str, rows: Any, query: str) -> TodoGroup:
    first, count = few(rows.with_names().order_by("due", "pk"), SHOWN)
    items = [
        Todo(
            p.text[:40],
            p.get_absolute_url(),
            "problem",
            due=p.due,
            overdue=p.is_overdue,
            note=p.region.organisation,
        )
        for p in first
    ]
    return TodoGroup(name, count, ROOM.to("problem-list") + query, tuple(items))
