"""What the cadres room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Reserve, ReserveState
from zulian.cadres.services.quality import facts_of, issues_of
from zulian.foundation.registries import HITS_ASKED, Hit, Todo, TodoGroup, register_search, register_todo
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.due import LEVEL_NAMES
from zulian.people.models import Person

SHOWN = 6


@register_todo
def my_cadres(post: Post) -> Iterator[TodoGroup]:
    """Files to mend, names to review."""
    if post.may("cadre.write"):
        # Mine, and those of my own organisation for which nobody answers.
        mine = Cadre.objects.serving().filter(Q(keeper=post) | Q(keeper=None, region_id=post.region_id))
        yield _files(list(mine.select_related("region")))
        rows = Reserve.objects.filter(
            state__in=[ReserveState.NOMINATED, ReserveState.REVIEWED], level=LEVEL_NAMES.get(post.level, "")
        )
        yield _reserve(rows.select_related("region").prefetch_related("cadre__person"))


def _files(rows: list[Cadre]) -> TodoGroup:
    """What one keeper's files lack; they are few, and what is asked of people and cards is asked by key."""
    lacking = [(facts, issues) for facts in facts_of(rows) if (issues := issues_of(facts))]
    items = [
        Todo(
            facts.person.name,
            facts.cadre.get_absolute_url(),
            "cadre",
            note="、".join(str(issue.name) for issue in issues),
        )
        for facts, issues in lacking[:SHOWN]
    ]
    return TodoGroup(
        _("要核实、补全的干部档案"), len(lacking), f"{reverse('cadres:cadre-list')}?issue=any", tuple(items)
    )


def _reserve(rows: Any) -> TodoGroup:
    items = [
        Todo(
            r.cadre.person.name,
            r.get_absolute_url(),
            "reserve",
            note=f"{r.get_state_display()} · {r.region.name}",
        )
        for r in rows[:SHOWN]
    ]
    return TodoGroup(_("等审核、确定的后备人选"), rows.count(), reverse("cadres:reserve-list"), tuple(items))


@register_search
def cadres(post: Post, words: str) -> Iterator[Hit]:
    """Cadres by name: there are few of them, so their people are asked by key."""
    if post.may("cadre.read"):
        cadres_by_person = {cadre.person_id: cadre for cadre in Cadre.objects.select_related("region")}
        with scope(EVERYTHING):
            people = list(Person.objects.filter(pk__in=cadres_by_person).called(words)[:HITS_ASKED])
        for person in people:
            cadre = cadres_by_person[person.pk]
            yield Hit(
                _("干部"),
                person.name,
                cadre.get_absolute_url(),
                f"{cadre.position} · {cadre.region.name}",
            )
