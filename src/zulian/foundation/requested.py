"""The request at work, for the log: its number, its page by name and who asks, never its address: that may hold a key."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
# A UUID, or as many hexadecimal digits without hyphens as nginx makes: nothing of a person has either form.
WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ATTRIBUTE = "_zulian_requested"
log = logging.getLogger("zulian.requests")


@dataclass
class Requested:
    """A request at work; `account` is the number of who is signed in, once that is known."""

    number: str
    request: HttpRequest
    account: int | None = None

    @property
    def route(self) -> str:
        """The name of the page that is asked for; "" for an address that is none, and until it is known."""
        return route_of(self.request)

    def told(self) -> dict[str, object]:
        """What every line of the log says of the request that it belongs to."""
        return {
            "request": self.number,
            "method": method_of(self.request),
            "route": self.route,
            "account": self.account,
        }


_requested: ContextVar[Requested | None] = ContextVar("zulian_requested", default=None)


def request_of(record: logging.LogRecord) -> Requested | None:
    """The request that a record of the log belongs to; None in commands and jobs.

    Django writes of a refusal when its answer has left the middleware: then the record names the request.
    """
    named: Requested | None = getattr(getattr(record, "request", None), ATTRIBUTE, None)
    return named or _requested.get()


def signed_in(account: int) -> None:
    """Note who asks, from where it is known on."""
    if (requested := _requested.get()) is not None:
        requested.account = account


def route_of(request: HttpRequest) -> str:
    """The name of the page that a request asks for; "" for an address that is none, and until it is known."""
    match = request.resolver_match
    return match.view_name or "" if match is not None else ""


def number_of(given: str) -> str:
    """The number that a proxy gave a request, where it is well formed; else a new one."""
    return given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex


def method_of(request: HttpRequest) -> str:
    """The method of a request; a word that is none of them, which a client may choose freely, is `other`."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "other"


class RequestedMiddleware:
    """Gives each request a number, answers it, and writes a line of the log for each (the logger `zulian.requests`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with the number of its request."""
        with _at_work(request) as requested:
            began = time.perf_counter()
            response = self.get_response(request)
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            told = {"status": response.status_code, "milliseconds": milliseconds}
            log.info("answered", extra={"told": told})
            response.headers[HEADER] = requested.number
            return response


@contextmanager
def _at_work(request: HttpRequest) -> Iterator[Requested]:
    requested = Requested(number_of(request.headers.get(HEADER, "")), request)
    setattr(request, ATTRIBUTE, requested)
    token = _requested.set(requested)
    try:
        yield requested
    finally:
        _requested.reset(token)
