"""What this room tells the people room: the way to an archive, why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.commissioners.models import Applicant, Commissioner, Log, Need
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import Action, Hold, register_action, register_hold, register_keeper
from zulian.people.models import Person


@register_action
def offer(post: Post, person: Person) -> Iterator[Action]:
    """The way to a person's archive; for commissioners the way to note a visit."""
    if post.may("commissioner.read") and (
        found := Commissioner.objects.filter(person=person).first()
    ):
        yield Action(_("专职委员档案"), found.get_absolute_url(), "clipboard-list")
    if post.may("log.write"):
        yield Action(
            _("记走访"),
            f"{reverse('commissioners:log-write')}?person={person.pk}",
            "edit",
            main=True,
        )


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """An archive, an application or a noted visit keeps the person's file open."""
    with scope(EVERYTHING):
        if Commissioner.objects.filter(person=person).exists():
            yield Hold(_("有专职委员档案"))
        if Applicant.objects.filter(person=person).exists():
            yield Hold(_("报名过专职委员"))
        if (
            last := Log.objects.filter(person=person)
            .order_by("-day")
            .values_list("day", flat=True)
            .first()
        ):
            yield Hold(_("有走访服务记录"), last)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People whom no archive, application, log or need names since a day."""
    with scope(EVERYTHING):
        mine = OuterRef("pk")
        return rows.filter(
            ~Exists(Commissioner.objects.filter(person=mine)),
            ~Exists(Applicant.objects.filter(person=mine)),
            ~Exists(Log.objects.filter(person=mine, day__gt=day)),
            ~Exists(Need.objects.filter(person=mine, log__day__gt=day)),
        )
