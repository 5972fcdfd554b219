"""Views of one's own (常用视图): a list's query under a name. The floor above keeps them; lists show them and hand over what to keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol
from urllib.parse import parse_qsl

from django.core import signing

from zulian.foundation.list_query import ListQuery
from zulian.foundation.places import PLACE
from zulian.foundation.registry import Registry

SALT = "zulian.list-view"
# A number of a person, a card or a telephone: no view keeps it.
PERSONAL = re.compile(r"[0-9]{11}")


class View(Protocol):
    """A view of one's own."""

    pk: int
    name: str
    query: str


Provider = Callable[[Any, str], Iterable[View]]
_providers: Registry[Provider] = Registry("providers of views")


def register_views(provider: Provider) -> Provider:
    """Let `provider(request, page)` tell the views that whoever asks has of a list, called by what they are kept as."""
    return _providers.add(provider)


def views_of(request: Any, page: str) -> list[View]:
    """One's own views of a list."""
    return [view for provider in _providers for view in provider(request, page)]


# Under which names the views of a list were kept before.
_former: dict[str, tuple[str, ...]] = {}


def register_former(page: str, *names: str) -> None:
    """Let the list that keeps its views as `page` still show those that were kept as one of `names`."""
    _former[page] = names


def names_of(page: str) -> list[str]:
    """What a list's views are kept as, now and before."""
    return [page, *_former.get(page, ())]


def sealed_view(page: str, query: ListQuery) -> str:
    """What the form that keeps a view sends: page and query, signed, so that nothing but known parameters comes back."""
    return signing.dumps([page, query.kept], salt=SALT)


def read_view(text: str) -> tuple[str, str]:
    """Page and query of `sealed_view`; raises ValueError for anything else, and where the query names somebody by number."""
    try:
        page, query = signing.loads(text[:4000], salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise ValueError(text[:20]) from error
    return str(page), str(query)


def is_personal(query: str) -> bool:
    """Whether a query holds the number of a person, a card or a telephone."""
    return any(PERSONAL.search(value) for name, value in parse_qsl(query) if name != PLACE)
