"""What a request brings, checked once, where it is read: text that a database refuses is answered with 400."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from zulian.foundation.addresses import MAX_ID
from zulian.foundation.bounds import is_storable

LONGEST_ID = len(str(MAX_ID))
# The embedded database compares no pattern of more than 50 000 bytes.
LONGEST_PARAMETER = 10_000
LONGEST_BACK = 1000
FIRST_YEAR, LAST_YEAR = 2000, 2100


class StorableInputMiddleware:
    """Refuses addresses, queries, cookies and forms with NUL or with halves of surrogate pairs in them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _refuse(request.path)
        _refuse(*_texts_of(request.GET))
        if any(len(text) > LONGEST_PARAMETER for text in _texts_of(request.GET)):
            raise BadRequest("A parameter of the query is too long")
        _refuse(*request.COOKIES, *request.COOKIES.values())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Once a view is found, the form that it will read; names of files come clean from Django's parser."""
        if request.method == "POST":
            _refuse(*_texts_of(request.POST))


def _texts_of(data: QueryDict) -> Iterator[str]:
    for name, values in data.lists():
        yield name
        yield from (str(value) for value in values)


def _refuse(*texts: str) -> None:
    if not all(map(is_storable, texts)):
        raise BadRequest("The request holds NUL or a lone surrogate")


def read_json(request: HttpRequest) -> Any:
    """The JSON of a request, None for an empty or broken one; raises BadRequest for text that no database takes."""
    try:
        value = json.loads(request.body or b"null")
    except (ValueError, RecursionError):
        return None
    _refuse(*_texts_in(value))
    return value


def _texts_in(value: Any) -> Iterator[str]:
    """All texts of a JSON value, the names of its members included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts_in(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _texts_in(part)


def read_id(text: str) -> int | None:
    """The row number that a text says; None where it says none that a row could have."""
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_ID:
        return None
    number = int(text)
    return number if number <= MAX_ID else None


def read_ids(texts: Iterable[str]) -> list[int]:
    """The row numbers among texts, in their order; what is none is left out, for no row has it."""
    return [number for text in texts if (number := read_id(text)) is not None]


def read_year(text: str, otherwise: int) -> int:
    """The year that a text says, `otherwise` where it says none that a register could be asked for."""
    year = read_id(text)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else otherwise


def read_day(text: str) -> date | None:
    """The day that a text says as 2013-03-19; None where it says none that a register could be asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_verdict(data: QueryDict, good: str, bad: str) -> bool:
    """Which of two buttons was pressed: whether it was the `good` one; raises BadRequest for a word that stands on neither."""
    said = data.get("verdict", "")
    if said not in {good, bad}:
        raise BadRequest(f"The verdict is neither {good} nor {bad}")
    return said == good


def back_asked(request: HttpRequest) -> str:
    """The page of this site that led to a form and is come back to (`back`), "" where none says so and for any other address."""
    back = request.POST.get("back") or request.GET.get("back", "")
    is_ours = (
        len(back) < LONGEST_BACK
        and back.startswith("/")
        and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    )
    return back if is_ours else ""
