"""The adapter that speaks the interface V1.0: one call by SOAP over HTTP, bounded in time and size, and nothing followed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from zulian.certificates.exchange.port import Answer, Outcome, Record
from zulian.foundation.ledger_cells import CellError, read_date
from zulian.foundation.policy import Policy
from zulian.people.rules import tidy

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
PIECE = 65_536
# Neither is needed in an answer, and both can make a small one grow without bounds.
FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")


class ExchangeError(Exception):
    """The other side gave no answer that can be read; the words say why and hold nothing of the person."""


class _Stay(HTTPRedirectHandler):
    """Follow no redirect: what was sent holds a password and somebody's number."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


@dataclass(frozen=True)
class Line:
    """The national register at an address, with what its operator gave to sign in."""

    url: str
    user: str
    password: str
    ip: str
    rules: Policy

    def ask(self, name: str, citizen_id: str) -> Answer:
        """Ask for one citizen by name and number."""
        try:
            return read_answer(self._call(request_of(self, name, citizen_id)), self.rules)
        except ExchangeError as error:
            return Answer(Outcome.FAILED, fault=str(error))

    def _call(self, body: bytes) -> bytes:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        # Whoever runs the site sets the address.
        request = Request(self.url, body, headers)  # noqa: S310
        opener = build_opener(_Stay, ProxyHandler({}))
        end = time.monotonic() + self.rules["seconds"]
        try:
            with opener.open(request, timeout=self.rules["seconds"]) as response:
                return self._read(response, end)
        except HTTPError as error:
            error.close()
            raise ExchangeError(f"HTTP {error.code}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise ExchangeError(type(error).__name__) from error

    def _read(self, response: Any, end: float) -> bytes:
        """The answer, as long as it comes in time and fits."""
        parts, size = [], 0
        while piece := response.read1(PIECE):
            parts.append(piece)
            size += len(piece)
            if size > self.rules["most_bytes"]:
                raise ExchangeError("too long")
            if time.monotonic() > end:
                raise ExchangeError("too slow")
        return b"".join(parts)


def request_of(line: Line, name: str, citizen_id: str) -> bytes:
    """The call: AuthenticationData and DisableSearchInfo, by the names of the interface."""
    function = line.rules["function"]
    signed = _elements(ip=line.ip, userName=line.user, passWord=line.password)
    asked = _elements(name=name, citizenId=citizen_id)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<soapenv:Envelope xmlns:soapenv="{ENVELOPE}" xmlns:q="{escape(line.rules["namespace"])}">'
        f"<soapenv:Body><q:{function}><AuthenticationData>{signed}</AuthenticationData>"
        f"<DisableSearchInfo>{asked}</DisableSearchInfo></q:{function}></soapenv:Body></soapenv:Envelope>"
    ).encode()


def _elements(**values: str) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())


def read_answer(data: bytes, rules: Policy) -> Answer:
    """Read a NewDisableQueryResult: its state, and the citizen where there is one. Raises ExchangeError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError("not UTF-8") from error
    if any(word in text.upper() for word in FORBIDDEN):
        raise ExchangeError("document type")
    try:
        # The text is bounded, and has neither document type nor entities of its own.
        root = ElementTree.fromstring(text.encode())  # noqa: S314
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise ExchangeError("no XML") from error
    state = _named(root, "state")
    if state is None:
        raise ExchangeError("no state")
    code = (state.text or "").strip()[:20]
    if code in rules["unknown"]:
        return Answer(Outcome.UNKNOWN, code)
    citizen = _named(root, "citizen")
    if code not in rules["found"] or citizen is None:
        return Answer(Outcome.FAILED, code, fault=f"state {code}")
    return Answer(Outcome.FOUND, code, _record(citizen, rules))


def _named(root: ElementTree.Element, name: str) -> ElementTree.Element | None:
    """The first element of a name, whatever its namespace."""
    return next((e for e in root.iter() if e.tag.rpartition("}")[2] == name), None)


def _record(citizen: ElementTree.Element, rules: Policy) -> Record:
    said = {e.tag.rpartition("}")[2]: (e.text or "").strip()[:200] for e in citizen.iter()}
    value = {key: said.get(name, "") for key, name in rules["fields"].items()}
    return Record(
        number=tidy(value["number"]),
        category=_digit(value["category"]),
        grade=_digit(value["grade"]),
        state=rules["states"].get(value["state"], value["state"][:20]),
        valid_until=_day(value["valid_until"]),
    )


def _digit(text: str) -> int | None:
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else None


def _day(text: str) -> date | None:
    try:
        return read_date(text) if text else None
    except CellError:
        return None
