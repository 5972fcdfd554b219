"""What the people room puts into the search box."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.registries import HITS_ASKED, Hit, register_search
from zulian.people.models import Person


@register_search
def people(post: Post, words: str) -> Iterator[Hit]:
    """People of the jurisdiction by name or pinyin initials; numbers are looked up at the counter, never in an address."""
    if post.may("person.read"):
        for person in (
            Person.objects.alive().select_related("region").first_called(words, HITS_ASKED)
        ):
            yield Hit(
                _("残疾人"),
                person.name,
                reverse("people:person", args=[person.pk]),
                person.region.name,
            )
