"""What the search box finds: rows of many kinds, whose keys are asked for in one statement for all of them.

The kinds that are mostly looked for come with the page, the others after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from zulian.foundation.places import places_seen_by
from zulian.foundation.registry import Registry
from zulian.foundation.unions import ask_together

# Of each kind so many hits are shown; one more is asked for, to say that there are more.
MAX_HITS = 10
HITS_ASKED = MAX_HITS + 1
# One select of the statement: the place of the query, and the keys of its first rows.
SELECT = "SELECT %s AS place, search_key FROM ({}) AS asked_{}"


@dataclass(frozen=True)
class Hit:
    """One search result. `place` is the code of the division that it lies in: what stands above it comes before `detail`."""

    kind: str
    title: str
    url: str
    detail: str = ""
    place: str = ""


@dataclass(frozen=True)
class Search:
    """One kind of things that are looked for.

    `rows` gives for a post and words the ordered querysets whose first rows are hits, those of the first before those of the
    second; none where the post may not see them. `hits` makes hits of such rows. What `is_quick` comes with the page.
    """

    rows: Callable[[Any, str], Sequence[QuerySet[Any]]]
    hits: Callable[[list[Any]], Iterable[Hit]]
    is_quick: bool = False


_searches: Registry[Search] = Registry("kinds that are searched")


def register_search(search: Search) -> Search:
    """Let the search box find a kind of things."""
    return _searches.add(search)


@dataclass(frozen=True)
class SearchResult:
    """The first hits of each kind, and the kinds of which there are more."""

    hits: list[Hit]
    more: list[str]


def search_for(post: Any, words: str, *, is_quick: bool | None = None) -> SearchResult:
    """The hits for `words` within the open scope: of all kinds, or of those that are quick, or not, alone."""
    words = words.strip()
    asked = [
        (search, search.rows(post, words))
        for search in _searches
        if words and is_quick in {None, search.is_quick}
    ]
    queries = [rows for _search, several in asked for rows in several]
    keys = iter(first_keys(queries, HITS_ASKED))
    kinds: dict[str, list[Hit]] = {}
    for search, several in asked:
        rows = _rows([(query, next(keys)) for query in several])
        for hit in search.hits(rows) if rows else ():
            kinds.setdefault(hit.kind, []).append(hit)
    hits = [hit for of_kind in kinds.values() for hit in of_kind[:MAX_HITS]]
    return SearchResult(
        _with_places(post, hits),
        [kind for kind, of_kind in kinds.items() if len(of_kind) > MAX_HITS],
    )


def _with_places(post: Any, hits: list[Hit]) -> list[Hit]:
    """Hits with the names of the divisions above their places, so that one can tell rows of one name apart."""
    places = places_seen_by(post, (hit.place for hit in hits))
    if places is None:
        return hits
    return [replace(hit, detail=places.told(hit.place, hit.detail)) for hit in hits]


def _rows(keyed: Iterable[tuple[QuerySet[Any], list[Any]]]) -> list[Any]:
    """The rows of some keys in the order of their queries, each once, as many as are asked for."""
    rows: dict[Any, Any] = {}
    for query, keys in keyed:
        wanted = [key for key in keys if key not in rows][: HITS_ASKED - len(rows)]
        if wanted:
            rows.update((row.pk, row) for row in query.filter(pk__in=wanted))
    return list(rows.values())


def first_keys(queries: Sequence[QuerySet[Any]], size: int) -> list[list[Any]]:
    """The keys of the first `size` rows of each query, in one statement for all of them.

    >>> first_keys([], 10)
    []
    """
    keys: list[list[Any]] = [[] for _query in queries]
    # Keys of regions are texts: one type for all selects of a column.
    first = [
        query.select_related(None)
        .annotate(search_key=Cast("pk", CharField()))
        .values("search_key")[:size]
        for query in queries
    ]
    for place, key in ask_together(SELECT, first):
        keys[place].append(queries[place].model._meta.pk.to_python(key))
    return keys
