"""What this room tells the people room: why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Reserve, ReserveState
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import (
    Action,
    Ends,
    Hold,
    register_action,
    register_death,
    register_hold,
    register_keeper,
)
from zulian.people.models import Person


@register_action
def offer(post: Post, person: Person) -> Iterator[Action]:
    """The way to a person's file as a cadre."""
    if post.may("cadre.read") and (cadre := Cadre.objects.filter(person=person).first()):
        yield Action(_("干部档案"), cadre.get_absolute_url(), "clipboard-list")


@register_hold
def on_file(person: Person) -> Iterator[Hold]:
    """A file as a cadre keeps the person's file open."""
    with scope(EVERYTHING):
        if Cadre.objects.filter(person=person).exists():
            yield Hold(_("有干部档案"))


def end_with_death(ends: Ends) -> None:
    """A death takes the person off the reserve; the file stays as of somebody who has left."""
    names = Reserve.objects.open().filter(cadre__person=ends.person)
    words = _("%(day)s 去世") % {"day": ends.day}
    removed = ReserveState.REMOVED
    ends.end("reserve.remove", names, state=removed, ended_on=today(), ended_why=words)
    serving = Cadre.objects.filter(person=ends.person, status=Cadre.Status.SERVING)
    ends.end("cadre.leave", serving, status=Cadre.Status.LEFT)


register_death(end_with_death)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People without a file as a cadre."""
    with scope(EVERYTHING):
        return rows.filter(~Exists(Cadre.objects.filter(person=OuterRef("pk"))))
