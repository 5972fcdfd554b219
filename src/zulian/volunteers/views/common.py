"""What the pages of the room share: the way, lists and pages under the room's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.detail import Act, detail_page
from zulian.foundation.lists import list_page

Crumbs = list[tuple[Any, str]]


def home() -> Crumbs:
    """The room."""
    return [(_("志愿助残"), reverse("volunteers:list"))]


def to(name: str, *args: Any) -> str:
    """An address of the room."""
    return reverse(f"volunteers:{name}", args=args)


def listing(request: Any, tab: str, *, acts: Sequence[Act] = (), **more: Any) -> HttpResponseBase:
    """A list of the room."""
    return list_page(request, tab=tab, acts=list(acts), template="volunteers/plain.html", crumbs=home(), **more)


def one(request: Any, tab: str, *, template: str = "volunteers/one.html", **more: Any) -> HttpResponseBase:
    """A page of a row of the room."""
    return detail_page(request, tab=tab, template=template, **more)
