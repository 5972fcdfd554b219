"""Pages for everybody, without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from zulian.foundation.scopes import EVERYTHING, scope

P = ParamSpec("P")


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for everybody, without an account: it sees all divisions, and shows only what its own code lets out."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with scope(EVERYTHING):
            return view(request, *args, **kwargs)

    return open_to_all  # type: ignore[return-value]
