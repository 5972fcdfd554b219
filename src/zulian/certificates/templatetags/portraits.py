"""Who is verified on a page: the photo, or that there is none (`services/portrait.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zulian.accounts.models import Post
from zulian.certificates.room import ROOM
from zulian.certificates.services.portrait import token_of
from zulian.people.models import Person

register = template.Library()
TEMPLATE = "certificates/portrait.html"


def portrait_of(person: Person, post: Post, here: str = "") -> SafeString:
    """The photo of a person for a post; only at home is one that lacks taken, which leads back here."""
    sees = bool(person.photo_id) and post.may("person.photo")
    at_home = post.region.scope().holds(person.region_id)
    facts = {
        "person": person,
        "url": ROOM.url("portrait", token_of(person, post)) if sees else "",
        "here": here,
        "takes": at_home and post.may("person.write"),
    }
    return render_to_string(TEMPLATE, facts)


@register.simple_tag(takes_context=True)
def portrait(context: Mapping[str, Any], person: Person) -> SafeString:
    """The photo of a person for the post in use."""
    request = context["request"]
    return portrait_of(person, request.post, request.path)
