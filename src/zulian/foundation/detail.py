"""The one page of a row: what it is, what can be done with it, its facts, and lists of what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zulian.foundation.few import Few

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Button:
    """Something to do: a link, or with `click` a button that does it at once. `main` stands out, at most once on a page.

    `key` is the key of the keyboard that does it, on pages whose script listens to keys.
    """

    words: StrOrPromise
    url: str
    icon: str = ""
    main: bool = False
    click: bool = False
    key: str = ""


@dataclass(frozen=True)
class ListItem:
    """A line of a list: words, where they lead, more in grey, a state in its colour, things to do."""

    text: StrOrPromise
    url: str = ""
    detail: StrOrPromise = ""
    tone: str = ""
    state: StrOrPromise = ""
    acts: Sequence[Button] = ()


@dataclass(frozen=True)
class Panel:
    """A list that belongs to the row; `of` are the rows behind its items where they are the first of more."""

    title: StrOrPromise
    items: Sequence[ListItem]
    empty: StrOrPromise
    acts: Sequence[Button] = ()
    of: Few | None = None


# How high a panel's head, one of its lines, and a fact are beside each other, about.
HEAD, LINE, FACT = 3, 2, 1


def _height(panel: Panel) -> int:
    """How high a panel is, about."""
    return HEAD + LINE * max(len(panel.items), 1)


def balanced(
    facts: Sequence[object], cards: Sequence[Panel], beside: Sequence[Panel]
) -> tuple[list[Panel], list[Panel]]:
    """The panels of both columns, of which the first of the second go below the first column as long as that evens them.

    One after the other, as on a phone, they stay in their order.
    """
    left, right = list(cards), list(beside)
    height = FACT * len(facts) + sum(map(_height, left))
    rest = sum(map(_height, right))
    while len(right) > 1 and _height(right[0]) < rest - height:
        moved = right.pop(0)
        left.append(moved)
        height, rest = height + _height(moved), rest - _height(moved)
    return left, right


def detail_page(
    request: HttpRequest,
    *,
    title: StrOrPromise,
    facts: Sequence[tuple[StrOrPromise, Any]] = (),
    acts: Sequence[Button] = (),
    cards: Sequence[Panel] = (),
    beside: Sequence[Panel] = (),
    state: tuple[str, StrOrPromise] | None = None,
    intro: StrOrPromise = "",
    alert: StrOrPromise = "",
    crumbs: Sequence[tuple[StrOrPromise, str]] = (),
    template: str = "foundation/detail.html",
    **context: Any,
) -> HttpResponse:
    """Render the page of a row. `state` is its tone and words; `beside` stands in the second column, as far as the two are as long."""
    told = [(name, value) for name, value in facts if value not in ("", None)]
    left, right = balanced(told, cards, beside)
    shown = {
        "title": title,
        "facts": told,
        "acts": list(acts),
        "cards": left,
        "beside": right,
        "state": state,
        "intro": intro,
        "alert": alert,
        "crumbs": list(crumbs),
    }
    return render(request, template, shown | context)
