"""What the volunteers room puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.public import register_front
from zulian.foundation.registries import Todo, TodoGroup, few, register_todo
from zulian.regions.models import Level
from zulian.volunteers.models import Activity, Concern, HelpNeed, Registration, Service

SHOWN = 5
register_front("volunteers", gettext_lazy("助残志愿服务"), "public")


@register_todo
def my_volunteers(post: Post) -> Iterator[TodoGroup]:
    """Applications to review, needs to take up, services to match and to confirm; a province leaves them to its cities."""
    if post.level < Level.CITY or not post.may("volunteer.write"):
        return
    waiting, applied = few(Registration.objects.filter(state="waiting").order_by("at"), SHOWN)
    items = [Todo(r.name, r.get_absolute_url(), "registration") for r in waiting]
    yield TodoGroup(
        _("等审核的志愿者"), applied, f"{reverse('volunteers:registration-list')}?state=waiting", tuple(items)
    )
    new, told = few(HelpNeed.objects.filter(state="new").order_by("at"), SHOWN)
    asked = [Todo(str(n), n.get_absolute_url(), "help", note=n.get_source_display()) for n in new]
    yield TodoGroup(_("等受理的服务需求"), told, f"{reverse('volunteers:need-list')}?state=new", tuple(asked))
    counts = Service.objects.filter(on__gte=today()).aggregate(n=Count("pk", filter=Q(state="open")))
    yield TodoGroup(_("等匹配的服务"), counts["n"], reverse("volunteers:match"))
    done = Service.objects.filter(state="done").count()
    yield TodoGroup(_("等确认时长的服务"), done, f"{reverse('volunteers:service-list')}?state=done")


@register_todo
def my_concerns(post: Post) -> Iterator[TodoGroup]:
    """Reports that wait, for those who may see them."""
    if post.may("volunteer.safeguard"):
        yield TodoGroup(
            _("等处理的安全和权益报告"),
            Concern.objects.filter(state="open").count(),
            reverse("volunteers:concern-list"),
        )


@register_todo
def my_activities(post: Post) -> Iterator[TodoGroup]:
    """Own activities that are over and not summed up."""
    if post.may("volunteer.activity"):
        own = Activity.objects.filter(region=post.region_id)
        late, count = few(own.filter(Q(state="held") | Q(state="published", on__lt=today())), SHOWN)
        items = [Todo(a.title, a.get_absolute_url(), "activity", due=a.on) for a in late]
        yield TodoGroup(_("要收尾的志愿活动"), count, f"{reverse('volunteers:activity-list')}?state=held", tuple(items))
