"""The manual (使用手册) on the site: its chapters, for everybody, with and without an account.

`tools/manual.py` makes the pages from docs/manual.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.public import public, register_front

PAGES = Path(__file__).parent / "manual"
INDEX = "index"
HEADING = re.compile(r"<h1>([^<]*)</h1>\n?")
CHAPTER, PICTURE = re.compile(r'"chapter:([a-z-]+)"'), re.compile(r'"picture:([^"]+)"')
register_front("manual", gettext_lazy("组联通"), "index", is_service=False)


@public
def index(request: HttpRequest) -> HttpResponseBase:
    """Which chapter is whose."""
    return _page(request, INDEX)


@public
def chapter(request: HttpRequest, name: str) -> HttpResponseBase:
    """One chapter."""
    if name == INDEX or name not in chapters():
        raise Http404
    return _page(request, name)


@cache
def chapters() -> dict[str, str]:
    """The HTML of each page by its name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("*.html")}


def _page(request: HttpRequest, name: str) -> HttpResponseBase:
    text = chapters()[name]
    heading = HEADING.match(text)
    assert heading is not None, f"The chapter {name} has no heading"
    crumbs = [] if name == INDEX else [(_("使用手册"), reverse("manual:index"))]
    context = {"title": heading[1], "crumbs": crumbs, "text": _addressed(text[heading.end() :])}
    return render(request, "accounts/chapter.html", context)


def _addressed(text: str) -> SafeString:
    """A page with the addresses of chapters and pictures in it; what stands in it is our own, not typed by anybody."""
    text = CHAPTER.sub(lambda match: f'"{reverse("manual:chapter", args=[match[1]])}"', text)
    text = PICTURE.sub(lambda match: f'"{static(f"manual/{match[1]}")}"', text)
    return mark_safe(text)  # noqa: S308
