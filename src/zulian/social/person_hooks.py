"""What this room tells the people room: services bought for a person, why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.detail import ListItem, Panel
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import Hold, register_hold, register_keeper
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person
from zulian.social.models import Served


@register_panels(90)
def served(post: Post, person: Person) -> Iterator[Panel]:
    """Services bought for the person, the latest first."""
    yield from panel_of(
        Served, post, person, served_line, title=_("购买服务"), order=("-on", "-pk")
    )


def served_line(row: Served) -> ListItem:
    """A service: when, under which contract."""
    return ListItem(str(row.contract), row.contract.get_absolute_url(), str(row.on))


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """Who is served under a contract keeps the file open until it is fulfilled, then from the day of service."""
    with scope(EVERYTHING):
        last = (
            Served.objects.filter(person=person).select_related("contract").order_by("-on").first()
        )
    if last is not None:
        yield Hold(_("是购买服务的服务对象"), last.on if last.contract.fulfilled_on else None)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People who have not been served since a day, nor are under a contract that runs."""
    with scope(EVERYTHING):
        mine = Served.objects.filter(person=OuterRef("pk"))
        return rows.filter(
            ~Exists(mine.filter(on__gt=day)), ~Exists(mine.filter(contract__fulfilled_on=None))
        )
