"""What people put into the search box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.searching import Hit, Search, is_secret, register_search
from zulian.people.models import Person
from zulian.people.rules import IdNumberError, read_id_number, tidy

PHONE_LENGTH, ID_LENGTH = 11, 18


def people(post: Post, words: str) -> Sequence[QuerySet[Person]]:
    """People of the jurisdiction by name or pinyin, by the whole of a number of identity, certificate or telephone."""
    if not post.may("person.read"):
        return []
    rows = Person.objects.alive().select_related("region")
    if not is_secret(words):
        return rows.called_in_order(words)
    number = tidy(words)
    if len(number) == PHONE_LENGTH:
        return [rows.phoned(number).order_by("region_id", "pk")]
    return [rows.numbered(identity_in(number)).order_by("pk")]


def identity_in(number: str) -> str:
    """The number of identity that a certificate's begins with, or an old one of 15 digits stands for."""
    try:
        return read_id_number(number[:ID_LENGTH], today()).number
    except IdNumberError:
        return number[:ID_LENGTH]


def hits(people: Iterable[Person]) -> Iterator[Hit]:
    """Each with where it lives."""
    for person in people:
        url = reverse("people:person", args=[person.pk])
        yield Hit(_("人员档案"), person.name, url, person.region.name, person.region_id)


register_search(Search(people, hits, "people", is_quick=True))
