"""What the pages of the room share: the way, lists and pages under the room's tabs, public pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.detail import Act, detail_page
from zulian.foundation.lists import list_page
from zulian.foundation.scopes import EVERYTHING, scope

P = ParamSpec("P")
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


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for everybody, without an account: it sees all divisions, and shows only what its own code lets out."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with scope(EVERYTHING):
            return view(request, *args, **kwargs)

    return open_to_all  # type: ignore[return-value]
