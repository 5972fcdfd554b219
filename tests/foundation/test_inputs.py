"""What a request brings is checked where it is read: what a database refuses is answered with 400, never with 500."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests import builders
from tests.builders import COUNTY
from zulian.accounts.models import User
from zulian.accounts.roles import Role
from zulian.foundation.fields import begins
from zulian.foundation.inputs import (
    StorableInputMiddleware,
    read_day,
    read_id,
    read_ids,
    read_json,
    read_year,
)
from zulian.regions.models import Region

SENTENCE = "无法处理这次请求"
FACTORY = RequestFactory()


@pytest.fixture
def client(regions: None) -> Client:
    """A browser of the county's officer that answers errors as a server does."""
    client = Client(raise_request_exception=False)
    client.force_login(builders.post(Role.COUNTY_OFFICER).user)
    return client


ASKED: dict[str, Callable[[Client], Any]] = {
    "NUL in a query": lambda c: c.get("/search/?q=a%00b"),
    "NUL in the name of a parameter": lambda c: c.get("/search/?a%00b=1"),
    "NUL in a path": lambda c: c.get("/regions/2109%0021/"),
    "a surrogate in a query, by a charset that can write it": lambda c: c.get(
        "/search/?q=%2B2AA-", headers={"content-type": "text/plain; charset=utf-7"}
    ),
    "NUL in a form": lambda c: c.post("/accounts/password/", {"old": "a\0b"}),
    "NUL in the sign-in": lambda c: c.post(
        "/accounts/sign-in/", {"username": "a\0b", "password": "x"}
    ),
    "a surrogate in a form": lambda c: c.generic(
        "POST",
        "/accounts/password/",
        multipart_field("old", b"+2AA-"),
        f"{MULTIPART}; charset=utf-7",
    ),
}
MULTIPART = "multipart/form-data; boundary=part"


def multipart_field(name: str, value: bytes) -> bytes:
    """A form with one field."""
    return (
        f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value
        + b"\r\n--part--\r\n"
    )


@pytest.mark.parametrize("what", ASKED)
def test_what_no_database_takes_is_refused_with_a_sentence(client: Client, what: str) -> None:
    response = ASKED[what](client)
    assert response.status_code == 400 and SENTENCE in response.content.decode()


@pytest.mark.parametrize("value", ['"a\\000b"', '"\\000"'])
def test_a_cookie_with_nul_is_refused_before_the_session_is_looked_up(
    regions: None, value: str
) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/", headers={"cookie": f"sessionid={value}"})
    assert response.status_code == 400 and SENTENCE in response.content.decode()


def test_names_of_files_come_without_what_cannot_be_stored() -> None:
    """Django's own parser leaves out of a file's name what is not printable."""
    head = '--part\r\nContent-Disposition: form-data; name="file"; filename="a\0b.txt"\r\n\r\nx\r\n--part--\r\n'
    request = FACTORY.generic("POST", "/", head.encode(), MULTIPART)
    assert request.FILES["file"].name == "ab.txt"


def test_what_can_be_stored_goes_on(client: Client) -> None:
    assert client.get("/search/?q=%F0%A0%80%80%EF%BF%BD").status_code == 200
    file = SimpleUploadedFile("要点.txt", b"x")
    assert client.post("/plans/upload/", {"file": file}).status_code in {200, 403}


def test_an_address_as_long_as_forms_allow_is_refused_at_its_field(regions: None) -> None:
    """288 characters passed the form and broke PostgreSQL."""
    client = Client()
    client.force_login(builders.post(Role.SYSTEM_ADMIN).user)
    email = f"{'a' * 60}@{'.'.join(['b' * 55] * 4)}.cn"
    assert 254 < len(email) < 320
    data = {
        "name": "演新",
        "username": "brandnew",
        "role": Role.COUNTY_OFFICER,
        "region": COUNTY,
        "email": email,
    }
    response = client.post("/accounts/staff/add/", data)
    assert response.status_code == 200 and "254" in response.content.decode()
    assert not User.objects.filter(username="brandnew").exists()


def answer(body: bytes) -> Any:
    """What is read of a JSON body."""
    return read_json(FACTORY.post("/", body, content_type="application/json"))


def test_json_is_read_once() -> None:
    assert answer(b'[{"key": "x", "stop": 1}]') == [{"key": "x", "stop": 1}]
    assert (
        answer(b"") is None
        and answer(b"{") is None
        and answer(b"\xff") is None
        and answer(b"[" * 100_000) is None
    )
    for hostile in ({"a": "\0"}, [["\ud800"]], {"\0": 1}, "\udfff"):
        with pytest.raises(BadRequest):
            answer(json.dumps(hostile).encode())


def test_a_body_that_is_no_form_is_left_to_the_view() -> None:
    middleware = StorableInputMiddleware(lambda request: HttpResponse())
    request = FACTORY.post("/", b'["\\u0000"]', content_type="application/json")
    middleware.process_view(request)
    assert io.BytesIO(request.body).read() == b'["\\u0000"]'


def test_row_numbers_years_and_days() -> None:
    assert read_ids(
        ["1", "", "x", "-1", "²", "٣", str(2**63), str(2**63 - 1), "9" * 5000, "007"]
    ) == [1, 2**63 - 1, 7]
    assert read_id("12") == 12 and read_id(" 12") is None
    assert (
        read_year("2026", 1) == 2026 and read_year("1999", 1) == 1 and read_year("9" * 5000, 1) == 1
    )
    assert read_day("2026-02-28") == date(2026, 2, 28)
    assert (
        read_day("0001-01-01") is None and read_day("2026-02-29") is None and read_day("x") is None
    )


@pytest.mark.parametrize("last", ["\ud7ff", "\ue000", "\U0010ffff", "\uffff", "a"])
def test_beginnings_of_any_character(regions: None, last: str) -> None:
    """The character after the last one is half a pair, or none."""
    Region.objects.filter(code=COUNTY).update(initials=f"x{last}z")
    assert [row.code for row in Region.objects.filter(begins("initials", f"x{last}"))] == [COUNTY]
    assert not Region.objects.filter(begins("initials", f"x{last}y")).exists()
    assert not Region.objects.filter(begins("initials", f"{last}z")).exists()
    Region.objects.filter(code=COUNTY).update(initials=f"{last}{last}")
    assert [row.code for row in Region.objects.filter(begins("initials", last))] == [COUNTY]
