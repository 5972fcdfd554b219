"""Easy reading (易读): the pages for people with intellectual disability: large print, one thing in a line, a picture beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zulian.foundation.few import Few

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Line:
    """A short sentence with its picture; with an address it is a large button."""

    icon: str
    words: StrOrPromise
    url: str = ""


def easy_page(
    request: HttpRequest,
    title: StrOrPromise,
    lines: Sequence[Line],
    whole: str = "",
    alone: str = "",
) -> HttpResponse:
    """Render the lines; `whole` leads to the page in full words, `alone` back to the start of easy reading."""
    context = {"title": title, "lines": lines, "whole": whole, "alone": alone, "easy": True}
    return render(request, "foundation/easy.html", context)


def more_of(rows: Few) -> list[Line]:
    """A line that says how many more there are than are listed; none where all are."""
    return [Line("chevron-right", rows.words)] if rows.words else []


def lines_of(text: str, icon: str = "chevron-right") -> list[Line]:
    """The sentences of an easy text, a line each."""
    parts = text.replace("。", "。\n").splitlines()  # untranslated: the full stop of Chinese
    return [Line(icon, part.strip()) for part in parts if part.strip()]
