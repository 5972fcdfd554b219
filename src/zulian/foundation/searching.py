"""What the search box finds: rows of many kinds, whose keys are asked for in one statement for all of them, and pages by name.

The kinds that are mostly looked for come with the page, the others after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from zulian.foundation.places import places_seen_by
from zulian.foundation.registry import Registry
from zulian.foundation.unions import ask_together

# Of each kind so many hits are shown, and with one kind alone so many.
MAX_HITS, MAX_OF_KIND = 10, 100
# So many keys are counted of each kind, and one more to say that there are more.
KEYS_ASKED = MAX_OF_KIND + 1
# One select of the statement: the place of the query, and the keys of its first rows.
SELECT = "SELECT %s AS place, search_key FROM ({}) AS asked_{}"
# Numbers of people: of a telephone, of identity, of a certificate. They stand in no address, for addresses are kept in logs.
SECRET = re.compile(r"1[0-9]{10}|[0-9]{14,60}[0-9A-Z]{0,8}")
BETWEEN = re.compile(r"[\s-]+")
PAGES = "pages"


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
    second; none where the post may not see them. `hits` makes hits of such rows. `key` names the kind in addresses. What
    `is_quick` comes with the page.
    """

    rows: Callable[[Any, str], Sequence[QuerySet[Any]]]
    hits: Callable[[list[Any]], Iterable[Hit]]
    key: str
    is_quick: bool = False


@dataclass(frozen=True)
class Group:
    """The first hits of one kind, and how many there are: `total`, or more than that where it `is_more`."""

    kind: str
    key: str
    hits: list[Hit]
    total: int
    is_more: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether there are more than those shown."""
        return self.is_more or self.total > len(self.hits)

    @property
    def count_words(self) -> str:
        """How many there are, in words."""
        return (_("%(n)d 条以上") if self.is_more else _("%(n)d 条")) % {"n": self.total}


@dataclass(frozen=True)
class SearchResult:
    """What was found, by kinds."""

    groups: list[Group]

    @property
    def hits(self) -> list[Hit]:
        """All that is shown."""
        return [hit for group in self.groups for hit in group.hits]

    @property
    def more(self) -> list[str]:
        """The kinds of which there are more."""
        return [group.kind for group in self.groups if group.is_cut]


PageFinder = Callable[[Any, str], list[Hit]]
_searches: Registry[Search] = Registry("kinds that are searched", key=lambda search: search.key)
_pages: Registry[PageFinder] = Registry("finders of pages")


def register_search(search: Search) -> Search:
    """Let the search box find a kind of things."""
    return _searches.add(search)


def register_pages(finder: PageFinder) -> PageFinder:
    """Let the search box find pages and functions by their names, without asking the database."""
    return _pages.add(finder)


def is_secret(words: str) -> bool:
    """Whether words are a number of a person, which stands in no address.

    >>> is_secret("210900 19700101 001X"), is_secret("13800001234"), is_secret("210921000000"), is_secret("张三")
    (True, True, False, False)
    """
    return SECRET.fullmatch(BETWEEN.sub("", words).upper()) is not None


def search_for(
    post: Any, words: str, *, is_quick: bool | None = None, only: str = ""
) -> SearchResult:
    """The hits for `words` within the open scope: of all kinds, of those that are quick, or not, or of one kind alone."""
    words, most = words.strip(), MAX_OF_KIND if only else MAX_HITS
    asked = [
        (search, search.rows(post, words))
        for search in _searches
        if words and (search.key == only if only else is_quick in {None, search.is_quick})
    ]
    groups = []
    if words and (only == PAGES or (not only and is_quick is not False)):
        groups = _pages_called(post, words, most)
    keys = iter(first_keys([rows for _search, several in asked for rows in several], KEYS_ASKED))
    for search, several in asked:
        keyed = [(query, next(keys)) for query in several]
        found = {key for _query, some in keyed for key in some}
        rows = _rows(keyed, most)
        if hits := list(search.hits(rows)) if rows else []:
            is_more = len(found) > MAX_OF_KIND
            total = MAX_OF_KIND if is_more else len(found)
            groups.append(Group(hits[0].kind, search.key, hits, max(total, len(hits)), is_more))
    return SearchResult(_with_places(post, groups))


def _pages_called(post: Any, words: str, most: int) -> list[Group]:
    """Pages and functions of a name, as one kind."""
    hits = [hit for finder in tuple(_pages) for hit in finder(post, words)]
    return [Group(hits[0].kind, PAGES, hits[:most], len(hits))] if hits else []


def _with_places(post: Any, groups: list[Group]) -> list[Group]:
    """Hits with the names of the divisions above their places, so that one can tell rows of one name apart."""
    places = places_seen_by(post, (hit.place for group in groups for hit in group.hits))
    if places is None:
        return groups
    return [
        replace(
            group,
            hits=[replace(hit, detail=places.told(hit.place, hit.detail)) for hit in group.hits],
        )
        for group in groups
    ]


def _rows(keyed: Iterable[tuple[QuerySet[Any], list[Any]]], most: int) -> list[Any]:
    """The rows of some keys in the order of their queries, each once, as many as are shown."""
    rows: dict[Any, Any] = {}
    for query, keys in keyed:
        wanted = [key for key in keys if key not in rows][: most - len(rows)]
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
