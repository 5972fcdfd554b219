"""A server that speaks the query interface of the national register, V1.0, for tests: it knows whom it is told of."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from xml.etree import ElementTree
from xml.sax.saxutils import escape


class Register(BaseHTTPRequestHandler):
    """Answers getAllDisableCitizenInfo; `people` is {(name, number): fields}, `answer` goes before all."""

    people: ClassVar[dict[tuple[str, str], dict[str, str]]] = {}
    asked: ClassVar[list[dict[str, str]]] = []
    status: ClassVar[int] = 200
    answer: ClassVar[bytes | None] = None
    pause: ClassVar[float] = 0

    def do_POST(self) -> None:
        """Read the call, sign the asker in, and say what is known."""
        length = int(self.headers["Content-Length"])
        root = ElementTree.fromstring(self.rfile.read(length))  # noqa: S314  (our own call)
        said = {e.tag.rpartition("}")[2]: e.text or "" for e in root.iter()}
        self.asked.append(said)
        body = self.answer if self.answer is not None else self.answer_for(said)
        self.send_response(self.status)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        if self.status in {301, 302}:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for place in range(0, len(body), 100 if self.pause else len(body) or 1):
                self.wfile.write(body[place : place + (100 if self.pause else len(body))])
                time.sleep(self.pause)
        except OSError:
            pass

    def answer_for(self, said: dict[str, str]) -> bytes:
        """A NewDisableQueryResult."""
        if (said["userName"], said["passWord"], said["ip"]) != ("user", "secret", "10.0.0.1"):
            return envelope("9")
        fields = self.people.get((said["name"], said["citizenId"]))
        return envelope("0") if fields is None else envelope("1", fields)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def envelope(state: str, fields: dict[str, str] | None = None) -> bytes:
    """An answer by SOAP."""
    inside = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in (fields or {}).items())
    citizen = f"<citizen>{inside}</citizen>" if fields is not None else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<n:result xmlns:n="urn:x"><n:state>{state}</n:state>{citizen}</n:result>'
        "</s:Body></s:Envelope>"
    ).encode()


@contextmanager
def serving(**how: Any) -> Iterator[tuple[type[Register], dict[str, str]]]:
    """A register that runs, and the settings that lead to it."""
    kind = type("Serving", (Register,), {"people": {}, "asked": [], **how})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield (
            kind,
            {
                "NATIONAL_URL": f"http://127.0.0.1:{server.server_port}/query",
                "NATIONAL_USER": "user",
                "NATIONAL_PASSWORD": "secret",
                "NATIONAL_IP": "10.0.0.1",
            },
        )
    finally:
        server.shutdown()
        server.server_close()
