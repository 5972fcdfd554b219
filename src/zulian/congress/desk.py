"""What the congress room puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.congress.models import Congress, Step, StepState
from zulian.congress.models.rounds import DONE
from zulian.foundation.clock import today
from zulian.foundation.registries import Todo, TodoGroup, register_todo
from zulian.regions.models import Level

SHOWN, NOTICE_DAYS = 6, 30


@register_todo
def my_steps(post: Post) -> Iterator[TodoGroup]:
    """Steps of my own congress that come next, and those that wait for my approval."""
    if not post.may("congress.write"):
        return
    mine = (
        Step.objects.open()
        .filter(region_id=post.region_id, congress__state__in=["preparing", *DONE])
        .exclude(state=StepState.SUBMITTED)
    )
    soon = mine.filter(due__lte=_later(NOTICE_DAYS)).with_names().order_by("due", "order")
    yield TodoGroup(_("换届要办的步骤"), soon.count(), _own(post), tuple(_items(soon[:SHOWN])))
    if post.may("congress.round"):
        below = Level(post.region.level).below or 0
        waiting = (
            Step.objects.filter(state=StepState.SUBMITTED, region__level=below).with_names().order_by("done_on", "pk")
        )
        url = f"{reverse('congress:step-list')}?state=submitted"
        yield TodoGroup(_("等我审批的换届步骤"), waiting.count(), url, tuple(_items(waiting[:SHOWN])))


def _later(days: int) -> Any:
    return type(today()).fromordinal(today().toordinal() + days)


def _own(post: Post) -> str:
    found = Congress.objects.filter(region_id=post.region_id).order_by("-ordinal").first()
    return found.get_absolute_url() if found else reverse("congress:wave")


def _items(rows: Any) -> Iterator[Todo]:
    for step in rows:
        url = step.get_absolute_url()
        yield Todo(
            step.name, url, "congress", step.due, step.is_late, f"{step.region.organisation} · {step.congress.name}"
        )
