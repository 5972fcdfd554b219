"""The head of every page: rendered once for a user, their posts and a language; what changes with a request is put into it.

The template stands in `foundation/top.html`. It is given marks instead of the token against forged requests, the bar, the menu of
the office, the place in the manual, the unread messages and the words that were searched; `top` puts these in, escaped like everything else.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zulian.foundation import navigation as bar

# Some 4 kB each.
MOST_RENDERED = 1000
CHANGING = ("csrf", "help", "navigation", "office", "unread", "words")
# Nobody who chooses a name can guess one: each process has its own.
MARKS = {name: f"{secrets.token_hex(16)}-{name}" for name in CHANGING}
MARK = re.compile("|".join(MARKS.values()))
NAMES = {mark: name for name, mark in MARKS.items()}
# What Django gives for a token where there is none.
NOT_GIVEN = "NOTPROVIDED"
Others = tuple[tuple[int, str], ...]


def top(context: Mapping[str, Any]) -> SafeString:
    """The head of a page for whoever is signed in, from the context that all pages have."""
    request = context["request"]
    post, match = request.post, request.resolver_match
    page = match.view_name if match else ""
    posts: Iterable[Any] = context.get("posts", ())
    changing: dict[str, Callable[[], str]] = {
        "csrf": lambda: csrf_field(context.get("csrf_token")),
        "help": lambda: escape(context["help_url"]),
        "navigation": lambda: bar.navigation(post, page),
        "office": lambda: bar.office(post, page),
        "unread": lambda: unread_badge(context["unread_messages"]()),
        "words": lambda: escape(context.get("searched") or ""),
    }
    others = tuple((other.pk, str(other)) for other in posts if other.pk != post.pk)
    put_in: dict[str, str] = {}
    pieces = []
    for piece in pieces_of(
        request.user.name, str(post), others, get_language() or "", get_script_prefix()
    ):
        name = NAMES.get(piece)
        if name is not None and name not in put_in:
            put_in[name] = changing[name]()
        pieces.append(piece if name is None else put_in[name])
    return mark_safe("".join(pieces))  # noqa: S308  (pieces of a rendered template, and what is escaped above)


def csrf_field(token: Any) -> SafeString:
    """What `{% csrf_token %}` is in a form."""
    is_there = str(token or NOT_GIVEN) != NOT_GIVEN
    field = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    return format_html(field, token) if is_there else SafeString()


def unread_badge(number: int) -> SafeString:
    """How many messages are unread, nothing for none."""
    badge = '<span class="count">{}</span><span class="visually-hidden">{}</span>'
    return format_html(badge, number, _("条未读")) if number else SafeString()


@lru_cache(MOST_RENDERED)
def pieces_of(
    user: str, post: str, others: Others, _language: str, _prefix: str
) -> tuple[str, ...]:
    """The head in pieces: what stays, and between the marks of what changes. Language and prefix are part of what is kept."""
    marks = {name: mark_safe(mark) for name, mark in MARKS.items()}  # noqa: S308  (letters and digits)
    html = render_to_string(
        "foundation/top.html", {"user": user, "post": post, "others": others, "marks": marks}
    )
    pieces, start = [], 0
    for match in MARK.finditer(html):
        pieces += [html[start : match.start()], match[0]]
        start = match.end()
    return (*pieces, html[start:])


@lru_cache(MOST_RENDERED)
def comforts(_language: str, _prefix: str) -> SafeString:
    """What scripts show in their time, at the end of a page: the same for everybody."""
    return render_to_string("foundation/comforts.html")


@lru_cache(MOST_RENDERED)
def assets(signed_in: bool, _prefix: str) -> SafeString:
    """Icon, styles and scripts, whose addresses stay as long as the process does."""
    return render_to_string("foundation/assets.html", {"signed_in": signed_in})
