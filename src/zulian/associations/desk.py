"""What the associations room puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.associations.models import Activity, Meeting, Opinion, Review, RightsCase
from zulian.foundation.clock import today
from zulian.foundation.dates import months_before
from zulian.foundation.public import register_front
from zulian.foundation.registries import Todo, TodoGroup, few, register_todo

SHOWN = 5
register_front("associations", gettext_lazy("专门协会"), "public", "easy")


@register_todo
def my_cases(post: Post) -> Iterator[TodoGroup]:
    """Complaints to take up and to close; their words stay on their page."""
    if not post.may("association.case"):
        return
    rows, count = few(RightsCase.objects.seen_by(post).filter(state__in=["new", "handling"]).order_by("due_on"), SHOWN)
    items = [
        Todo(
            str(c),
            c.get_absolute_url(),
            "case",
            due=c.due_on,
            overdue=c.late(today()),
            note=c.get_state_display(),
        )
        for c in rows
    ]
    yield TodoGroup(_("要办的维权个案"), count, reverse("associations:case-list"), tuple(items))


@register_todo
def my_association_work(post: Post) -> Iterator[TodoGroup]:
    """Own meetings that are overdue, opinions without an answer, activities to finish."""
    if not post.may("association.write"):
        return
    own, day = {"region_id": post.region_id}, today()
    due = (
        Meeting.objects.with_names()
        .filter(**own, association__set_up_on__isnull=False, due_on__gt=months_before(day, 12), due_on__lt=day)
        .exclude(state=Meeting.State.HELD)
        .order_by("due_on")
    )
    meetings, late = few(due, SHOWN)
    missed = [
        Todo(
            m.subject,
            m.get_absolute_url(),
            "meeting",
            due=m.due_on,
            overdue=True,
            note=m.association.short,
        )
        for m in meetings
    ]
    yield TodoGroup(_("过期未开的协会会议"), late, reverse("associations:meeting-list"), tuple(missed))
    opinions, unanswered = few(Opinion.objects.filter(**own, state=Opinion.State.OPEN).order_by("on"), SHOWN)
    asked = [Todo(o.text, o.get_absolute_url(), "opinion", note=str(o.on)) for o in opinions]
    yield TodoGroup(
        _("待答复的意见建议"), unanswered, f"{reverse('associations:opinion-list')}?state=open", tuple(asked)
    )
    over, open_ones = few(Activity.objects.filter(**own, state__in=["approved", "held"], on__lt=day), SHOWN)
    ending = [Todo(a.title, a.get_absolute_url(), "activity", due=a.on) for a in over]
    yield TodoGroup(_("要登记总结的协会活动"), open_ones, reverse("associations:activity-list"), tuple(ending))


@register_todo
def my_approvals(post: Post) -> Iterator[TodoGroup]:
    """What the federation decides: activities, yearly reviews."""
    if not post.may("association.lead"):
        return
    rows, count = few(Activity.objects.filter(region_id=post.region_id, state=Activity.State.SUBMITTED), SHOWN)
    items = [Todo(a.title, reverse("associations:activity-judge", args=[a.pk]), "activity", due=a.on) for a in rows]
    yield TodoGroup(
        _("待审批的协会活动"), count, f"{reverse('associations:activity-list')}?state=submitted", tuple(items)
    )
    waiting = Review.objects.filter(region_id=post.region_id, state=Review.State.SUBMITTED).with_names()
    reviews, left = few(waiting, SHOWN)
    rated = [Todo(f"{r.association.short} {r.year}", r.get_absolute_url(), "review") for r in reviews]
    yield TodoGroup(_("待评议的协会自评"), left, f"{reverse('associations:review-list')}?state=submitted", tuple(rated))
