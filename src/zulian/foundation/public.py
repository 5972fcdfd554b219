"""Pages for everybody, without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from zulian.foundation.registry import Registry
from zulian.foundation.scopes import EVERYTHING, scope

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

P = ParamSpec("P")
_fronts: Registry[tuple[StrOrPromise, str, str, bool]] = Registry("public fronts")


def register_front(
    app: str, name: StrOrPromise, front: str, easy: str = "", *, is_service: bool = True
) -> None:
    """Let the public pages of a room stand under a name of their own, with the addresses of the first page and of easy reading.

    `is_service`: they are for those whom the federation serves, and the sign-in page leads to them.
    """
    _fronts.put(app, (name, front, easy, is_service))


def front_of(app: str) -> tuple[StrOrPromise, str, str] | None:
    """Name, address and address of easy reading ("" without) of a room's public pages, None where it has none."""
    if app not in _fronts:
        return None
    name, front, easy, _is_service = _fronts[app]
    return name, reverse(f"{app}:{front}"), reverse(f"{app}:{easy}") if easy else ""


def fronts() -> list[tuple[StrOrPromise, str]]:
    """Name and address of every room's public pages for those whom the federation serves."""
    return [
        (name, reverse(f"{app}:{front}"))
        for app, (name, front, _easy, is_service) in zip(_fronts.keys(), _fronts, strict=True)
        if is_service
    ]


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for everybody, without an account: it sees all divisions, and shows only what its own code lets out."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with scope(EVERYTHING):
            return view(request, *args, **kwargs)

    return open_to_all  # type: ignore[return-value]
