"""What this room tells the people room: the way to a volunteer, why a file must stay, and that it meets needs of help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import (
    Action,
    Hold,
    register_action,
    register_hold,
    register_keeper,
    register_need,
)
from zulian.people.models import Person
from zulian.volunteers.models import HelpNeed, Volunteer
from zulian.volunteers.services.needs import hand_in

register_need("help", hand_in)


@register_action
def offer(post: Post, person: Person) -> Iterator[Action]:
    """The way to the volunteer that a person is."""
    if post.may("volunteer.read") and (found := Volunteer.objects.filter(person=person).first()):
        yield Action(_("志愿者档案"), reverse("volunteers:volunteer", args=[found.pk]), "users")


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """A volunteer, or somebody helped, keeps their file open."""
    with scope(EVERYTHING):
        if Volunteer.objects.filter(person=person).exists():
            yield Hold(_("是注册志愿者"))
        if (
            last := HelpNeed.objects.filter(person=person)
            .order_by("-at")
            .values_list("at", flat=True)
            .first()
        ):
            yield Hold(_("有志愿服务需求"), last.date())


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People who are no volunteers and have asked for no help since a day."""
    with scope(EVERYTHING):
        mine = OuterRef("pk")
        return rows.filter(
            ~Exists(Volunteer.objects.filter(person=mine)),
            ~Exists(HelpNeed.objects.filter(person=mine, at__date__gt=day)),
        )
