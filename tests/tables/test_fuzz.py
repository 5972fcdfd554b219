"""Requests put together by chance: addresses, posts, parameters, fields, files and headers. None breaks, none is half done.

Every request is taken back. `ZULIAN_TRUST=full` asks ten thousand times; what is drawn is the same each time.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest, QueryDict

from tests.tables.hostile import LONG, VALUES, reader, tokens, watched
from tests.tables.permissions import ADDRESSES, ROLES, Asker, audit_entries
from tests.tables.world import SENT, address
from zulian.accounts.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.long]
REQUESTS = 10_000 if os.environ.get("ZULIAN_TRUST") == "full" else 600
# So many requests are one test: what breaks is told at once.
BATCH = 100
FAULTY, REFUSED = 500, 400
WORDS = [
    *VALUES,
    LONG[:4000],
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "\r\nSet-Cookie: a=b",
    "None",
    "[]",
    '{"a": {}}',
    "2026-02-30",
    "9999-99",
    "٣",
    "True",
    "\ufeff",
    "\u202e",
]
FILES = [
    b"",
    b"\x00" * 100,
    b"%PDF-1.7\n",
    b"PK\x03\x04" + b"\xff" * 60,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    b"\xff\xd8\xff\xe0" + b"\x00" * 40,
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "姓名,身份证号\n\x00,\ud7ff".encode(),
]
HEADERS = {
    "HTTP_X_FORWARDED_FOR": ["1.1.1.1, ::1, \xff", "a" * 500],
    "HTTP_HX_REQUEST": ["true", "\x7f"],
    "HTTP_HX_TARGET": ["<img>"],
    "HTTP_ACCEPT_LANGUAGE": ["xx-" * 60, "*;q=nan"],
    "HTTP_RANGE": ["bytes=9-1", "bytes=-99999999999999999999"],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 32 Foo 20000"],
    "HTTP_IF_NONE_MATCH": ['"' * 50],
    "HTTP_REFERER": ["javascript:1", "http://[", "//a\\b"],
    "HTTP_X_REQUEST_ID": ["1\r\n2", "x" * 999],
    "HTTP_AUTHORIZATION": ["Bearer", "Basic ????"],
}


class Fuzzer:
    """Draws requests and asks them; what broke is kept by the words that tell it."""

    def __init__(self, asker: Asker, seed: int) -> None:
        self.asker, self.chance = asker, random.Random(seed)
        self.broken: list[str] = []

    def step(self) -> None:
        """One request."""
        name = self.chance.choice(ADDRESSES)
        method = "POST" if name in SENT and self.chance.random() < 0.6 else "GET"
        # Mostly who gets furthest, else anybody.
        role = reader(name, method) if self.chance.random() < 0.7 else None
        post = self.asker.world.inside[role or self.chance.choice(ROLES)]
        asked = self._asked_names(post, name, method)
        draw = self._sent if method == "POST" else self._got
        request = draw(post, name, sorted(asked))
        for header, values in HEADERS.items():
            if self.chance.random() < 0.15:
                request.META[header] = self.chance.choice(values)
        self._ask(request, f"{method} {name} as {post.role}")

    def _asked_names(self, post: Post, name: str, method: str) -> set[str]:
        """What an address reads, by asking it as it is meant."""
        request = self.asker.request(post, name, method, address(name, self.asker.world))
        if request.content_type == "application/json":
            return set()
        data = watched(request.POST if method == "POST" else request.GET)
        request.__dict__["GET" if method == "GET" else "_post"] = data
        self._ask(request, f"{method} {name} plain as {post.role}")
        return data.asked - {"csrfmiddlewaretoken"}

    def _word(self) -> str:
        if self.chance.random() < 0.1:
            return self.chance.choice(tokens())
        return self.chance.choice(WORDS)

    def _got(self, post: Post, name: str, asked: list[str]) -> HttpRequest:
        request = self.asker.request(post, name, "GET", address(name, self.asker.world))
        query = QueryDict(mutable=True)
        for key in asked:
            if self.chance.random() < 0.6:
                query.setlist(key, [self._word() for _n in range(self.chance.choice((1, 1, 2)))])
        request.META["QUERY_STRING"] = query.urlencode()
        request.__dict__.pop("GET", None)
        return request

    def _sent(self, post: Post, name: str, asked: list[str]) -> HttpRequest:
        world = self.asker.world
        body: Any = SENT[name](world)
        if isinstance(body, str):
            body = self.chance.choice([body[:-1], "[]", "null", '{"a": 1e400}', "\x00", body * 2])
            return self.asker.request(post, name, "POST", address(name, world), body)
        fields = dict(body)
        for key in {*asked, *fields}:
            if self.chance.random() < 0.4:
                is_file = hasattr(fields.get(key), "read") or self.chance.random() < 0.05
                fields[key] = self._file() if is_file else self._word()
        return self.asker.request(post, name, "POST", address(name, world), fields)

    def _file(self) -> SimpleUploadedFile:
        names = ("a.xlsx", "a.docx", "b.jpg", "../c.pdf", "\u202egpj.exe", "长" * 200 + ".xls", "")
        kind = self.chance.choice(("image/jpeg", "text/html", "application/x-foo", ""))
        return SimpleUploadedFile(self.chance.choice(names) or "x", self.chance.choice(FILES), kind)

    def _ask(self, request: HttpRequest, told: str) -> None:
        try:
            with transaction.atomic():
                before = audit_entries()
                response = self.asker.handler.get_response(request)
                if response.streaming:
                    b"".join(response.streaming_content)
                # A refusal is on record, and nothing else is.
                left = audit_entries() - before
                if response.status_code >= REFUSED and left > 1:
                    self.broken.append(f"{told}: {response.status_code}, and {left} entries")
                transaction.set_rollback(True)
        except Exception as error:  # whatever a view lets through is what is looked for
            self.broken.append(f"{told}: {type(error).__name__}: {str(error)[:200]}")
            return
        if response.status_code >= FAULTY:
            self.broken.append(f"{told}: {response.status_code}")


@pytest.mark.parametrize("batch", range(REQUESTS // BATCH))
def test_nothing_breaks(asker: Asker, batch: int) -> None:
    fuzzer = Fuzzer(asker, batch)
    for _request in range(BATCH):
        fuzzer.step()
    assert not fuzzer.broken, "\n".join(fuzzer.broken)
