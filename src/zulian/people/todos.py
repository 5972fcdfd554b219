"""What people put into the search box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.searching import Hit, Search, register_search
from zulian.people.models import Person


def people(post: Post, words: str) -> Sequence[QuerySet[Person]]:
    """People of the jurisdiction by name or pinyin; numbers are looked up at the counter, never in an address."""
    if not post.may("person.read"):
        return []
    return Person.objects.alive().select_related("region").called_in_order(words)


def hits(people: Iterable[Person]) -> Iterator[Hit]:
    """Each with where it lives."""
    for person in people:
        url = reverse("people:person", args=[person.pk])
        yield Hit(_("残疾人"), person.name, url, person.region.name, person.region_id)


register_search(Search(people, hits, is_quick=True))
