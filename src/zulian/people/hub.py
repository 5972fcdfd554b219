"""A person's file as the hub: what each room above holds of the person stands there, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.foundation.registry import Registry
from zulian.people import hooks
from zulian.people.models import Person
from zulian.registers.declared import register_of
from zulian.registers.filters import narrowed_url
from zulian.registers.register import Register

if TYPE_CHECKING:
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

# So many rows of one kind stand on the page; the panel says how many there are.
ROWS = 5
PanelProvider = Callable[[Post, Person], Iterable[Panel]]


@dataclass(frozen=True)
class Spoke:
    """Panels of one room, where they stand: by their order, in the second column where they tell of an office held."""

    provider: PanelProvider
    order: int
    is_beside: bool


_spokes: Registry[Spoke] = Registry("providers of panels of a person")


def register_panels(
    order: int, *, is_beside: bool = False
) -> Callable[[PanelProvider], PanelProvider]:
    """Let a room show its rows of a person on the person's page; the provider shows a post what it may see alone."""

    def add(provider: PanelProvider) -> PanelProvider:
        _spokes.add(Spoke(provider, order, is_beside))
        return provider

    return add


def panels_for(post: Post, person: Person, *, is_beside: bool) -> list[Panel]:
    """The panels of all rooms in one column of a person's page."""
    spokes = sorted(
        (each for each in _spokes if each.is_beside is is_beside), key=lambda each: each.order
    )
    return [panel for spoke in spokes for panel in spoke.provider(post, person)]


def panel_of(
    model: type[Model],
    post: Post,
    person: Person,
    line: Callable[[Any], ListItem],
    *,
    title: StrOrPromise = "",
    path: str = "person",
    order: Iterable[str] = (),
) -> Iterator[Panel]:
    """The first rows of a register that speak of a person; nothing where the post may not see any, or there are none.

    `line` makes a line of a row, `path` is the column of the person, `order` what comes first.
    """
    register = register_of(model)
    if not post.may(register.read_permission()):
        return
    seen = register.seen_by(register.rows(), post).filter(**{path: person})
    rows = Few.of(seen.order_by(*order) if order else seen, ROWS, narrowed_url(register, person))
    if rows:
        yield Panel(title or register.name(), [line(row) for row in rows], "", of=rows)


def buttons_for(post: Post, person: Person) -> list[Button]:
    """What rooms above offer for a person: the next useful step is the first and the only main one."""
    offered = hooks.actions_for(post, person)
    step = next((action for action in offered if action.main), None)
    ordered = sorted(offered, key=lambda action: action is not step)
    return [Button(a.name, a.url, a.icon, a is step) for a in ordered]


def disability_words(person: Person) -> str:
    """Category and grade of the card in use, "" where there is none."""
    fact = hooks.disabilities_of([person.pk]).get(person.pk)
    return fact.words if fact else ""


class LeadsToFile(Register):
    """A register whose rows are about a person: their pages lead back to the person's file, for who may read it."""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the file."""
        acts = super().acts(row, post, panel)
        if panel or row.person_id is None or not post.may("person.read"):
            return acts
        url = reverse("people:person", args=[row.person_id])
        return [*acts, Button(_("人员档案"), url, "user-circle")]
