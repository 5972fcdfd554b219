"""What this room tells the people room: delegates, why a file must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.congress.models import Congress, CongressState, Delegate, Nominee
from zulian.congress.services.delegates import refresh
from zulian.foundation.detail import ListItem, Panel
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import Ends, Hold, register_death, register_hold, register_keeper
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person
from zulian.registers.shown import choice_of


@register_panels(90, is_beside=True)
def delegations(post: Post, person: Person) -> Iterator[Panel]:
    """Congresses to which the person was sent."""
    yield from panel_of(Delegate, post, person, delegate_line, title=_("代表"), order=("-pk",))


def delegate_line(delegate: Delegate) -> ListItem:
    """A congress, and how it stands with the delegate."""
    url, how = delegate.get_absolute_url(), delegate.get_how_display()
    return ListItem(str(delegate.congress), url, how, *choice_of(delegate))


@register_hold
def on_a_list(person: Person) -> Iterator[Hold]:
    """The history of congresses names its delegates and candidates."""
    with scope(EVERYTHING):
        if (
            Delegate.objects.filter(person=person).exists()
            or Nominee.objects.filter(person=person).exists()
        ):
            yield Hold(_("是代表大会的代表或候选人"))


def end_with_death(ends: Ends) -> None:
    """A death takes a name off the lists of congresses that are still to be held; those held keep their delegates."""
    preparing = Delegate.objects.at_hand().filter(
        person=ends.person, congress__state=CongressState.PREPARING
    )
    words = _("%(day)s 死亡") % {"day": ends.day}
    gone = ends.end(
        "delegate.withdraw", preparing, state=Delegate.State.WITHDRAWN, listed=False, note=words
    )
    for key in {delegate.congress_id for delegate in gone}:
        refresh(key)


def after_undone(person: Person) -> None:
    """The lists that have a name again are looked at anew."""
    keys = (
        Congress.objects.preparing().filter(delegates__person=person).values_list("pk", flat=True)
    )
    for key in set(keys):
        refresh(key)


register_death(end_with_death, after_undone)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People whom no congress names."""
    with scope(EVERYTHING):
        kinds = [model.objects.filter(person=OuterRef("pk")) for model in (Delegate, Nominee)]
    return rows.filter(*(~Exists(kind) for kind in kinds))
