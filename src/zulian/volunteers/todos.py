"""What the volunteers put on the to-do list."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.public import register_front
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.regions.models import Level
from zulian.volunteers.models import Activity, Concern, HelpNeed, Registration, Service
from zulian.volunteers.services.common import words_of

register_front("volunteers", _("助残志愿服务"), "public")


def has_part(post: Post) -> bool:
    """Whether a post looks after volunteers itself; a province leaves them to its cities."""
    return post.level >= Level.CITY and post.may("volunteer.write")


def to_match(post: Post) -> QuerySet[Service] | None:
    """Services that nobody has taken up: they are matched all at once, on a page of their own."""
    rows = Service.objects.filter(on__gte=today(), state="open").select_related("need", "region")
    return rows.order_by("on", "pk") if has_part(post) else None


def applications(post: Post) -> QuerySet[Registration] | None:
    """Applications to review."""
    return (
        Registration.objects.filter(state="waiting").order_by("at", "pk")
        if has_part(post)
        else None
    )


def new_needs(post: Post) -> QuerySet[HelpNeed] | None:
    """Needs to take up."""
    return HelpNeed.objects.filter(state="new").order_by("at", "pk") if has_part(post) else None


def done_services(post: Post) -> QuerySet[Service] | None:
    """Services whose hours are to be confirmed."""
    return Service.objects.filter(state="done").order_by("on", "pk") if has_part(post) else None


def to_sum_up(post: Post) -> QuerySet[Activity]:
    """One's own activities that are over and not summed up."""
    over = Q(state="held") | Q(state="published", on__lt=today())
    return Activity.objects.filter(over, region=post.region_id).order_by("on", "pk")


register_waiting(
    Waiting(
        key="volunteers.match",
        is_of_people=True,
        name=_("等匹配的服务"),
        listing="volunteers:match",
        rows=to_match,
        title=lambda service: words_of(service.need.kind),
        day="on",
        note=lambda service: service.region.name,
        url=lambda service: reverse("volunteers:match"),
    ),
    Waiting(
        key="volunteers.registrations",
        name=_("等审核的志愿者"),
        listing="volunteers:registration-list",
        rows=applications,
        title=lambda registration: registration.name,
        since="at",
    ),
    Waiting(
        key="volunteers.needs",
        is_of_people=True,
        name=_("等受理的服务需求"),
        listing="volunteers:need-list",
        rows=new_needs,
        since="at",
        note=lambda need: need.get_source_display(),
    ),
    Waiting(
        key="volunteers.services",
        name=_("等确认时长的服务"),
        listing="volunteers:service-list",
        rows=done_services,
    ),
    Waiting(
        key="volunteers.concerns",
        name=_("等处理的安全和权益报告"),
        listing="volunteers:concern-list",
        permission="volunteer.safeguard",
        rows=lambda post: Concern.objects.filter(state="open").order_by("pk"),
        since="at",
    ),
    Waiting(
        key="volunteers.activities",
        name=_("要收尾的志愿活动"),
        listing="volunteers:activity-list",
        permission="volunteer.activity",
        rows=to_sum_up,
        title=lambda activity: activity.title,
        day="on",
        is_deadline=False,
    ),
)
