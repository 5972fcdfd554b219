"""What this room tells the people room: the file as a cadre, why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Reserve, ReserveState
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem, Panel
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import (
    Ends,
    Hold,
    register_death,
    register_hold,
    register_keeper,
)
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person
from zulian.registers.shown import choice_of


@register_panels(40, is_beside=True)
def file(post: Post, person: Person) -> Iterator[Panel]:
    """The file as a cadre."""
    yield from panel_of(Cadre, post, person, file_line, title=_("干部档案"))


def file_line(cadre: Cadre) -> ListItem:
    """What a cadre is, and where."""
    title = cadre.position or _("干部")
    detail = cadre.unit or cadre.region.organisation
    return ListItem(title, cadre.get_absolute_url(), detail, *choice_of(cadre, "status"))


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
