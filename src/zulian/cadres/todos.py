"""What the cadres room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Reserve, ReserveState
from zulian.cadres.services.quality import Facts, Issue, facts_of, issues_of
from zulian.foundation.registries import Todo
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.searching import Hit, Search, register_search
from zulian.foundation.waiting import SHOWN, SlowWaiting, Waiting, register_waiting
from zulian.leadership.due import LEVEL_NAMES
from zulian.people.models import Person


def own_files(post: Post) -> QuerySet[Cadre]:
    """The files that a post keeps, and those of its own organisation for which nobody answers."""
    mine = Cadre.objects.serving().filter(Q(keeper=post) | Q(keeper=None, region_id=post.region_id))
    return mine.select_related("region")


class Lacking(SlowWaiting):
    """Files that lack something: what is asked of people and cards is asked for all at once."""

    def lines(self, rows: QuerySet[Cadre]) -> Iterator[Todo]:
        """The first files with what they lack."""
        for facts, issues in lacking(rows)[:SHOWN]:
            words = "、".join(str(issue.name) for issue in issues)
            yield Todo(facts.person.name, facts.cadre.get_absolute_url(), self.key, note=words)


def lacking(files: QuerySet[Cadre]) -> list[tuple[Facts, Sequence[Issue]]]:
    """Of some files those that lack something, with what."""
    return [(facts, issues) for facts in facts_of(list(files)) if (issues := issues_of(facts))]


def to_mend(post: Post) -> QuerySet[Cadre]:
    """One's own files that lack something."""
    keys = [facts.cadre.pk for facts, _issues in lacking(own_files(post))]
    return Cadre.objects.filter(pk__in=keys).select_related("region")


def to_decide(post: Post) -> QuerySet[Reserve]:
    """Names on the reserve of one's own level that are to be reviewed or decided."""
    rows = Reserve.objects.filter(
        state__in=[ReserveState.NOMINATED, ReserveState.REVIEWED],
        level=LEVEL_NAMES.get(post.level, ""),
    )
    return rows.select_related("region").prefetch_related("cadre__person").order_by("pk")


register_waiting(
    Lacking(
        key="cadres.files",
        name=_("要核实、补全的干部档案"),
        listing="cadres:cadre-list",
        permission="cadre.write",
        rows=to_mend,
    ),
    Waiting(
        key="cadres.reserve",
        name=_("等审核、确定的后备人选"),
        listing="cadres:reserve-list",
        permission="cadre.write",
        rows=to_decide,
        title=lambda row: row.cadre.person.name,
        note=lambda row: f"{row.get_state_display()} · {row.region.name}",
    ),
)


def cadres(post: Post, words: str) -> list[QuerySet[Cadre]]:
    """Cadres by name: there are few of them, so each is asked for their person."""
    if not post.may("cadre.read"):
        return []
    with scope(EVERYTHING):
        people = Person.objects.filter(pk=OuterRef("person_id")).called(words)
    rows = Cadre.objects.filter(Exists(people)).select_related("region", "person")
    return [rows.order_by("person__name", "pk")]


def cadre_hits(cadres: Iterable[Cadre]) -> Iterator[Hit]:
    """Each with position and place."""
    for cadre in cadres:
        detail = f"{cadre.region.name} · {cadre.position}"
        url = cadre.get_absolute_url()
        yield Hit(gettext("干部"), cadre.person.name, url, detail, cadre.region_id)


register_search(Search(cadres, cadre_hits, "cadres"))
