"""No key of a page stands in the log: whoever reads one opens the page."""

from __future__ import annotations

import copy
import json
import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import builders, logs
from zulian.accounts.roles import Role
from zulian.foundation.keys import new_key
from zulian.foundation.logs import hide, hide_keys

KEYS = st.sampled_from(
    ["public/card", "mine", "associations/mine", "congress/count", "plans/calendar"]
)


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the site's own log writes."""
    yield from writing("line")


@pytest.fixture
def told() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What it writes for programs, read again."""
    for out in writing("json"):
        yield partial(lines_of, out)


def lines_of(out: StringIO) -> list[dict[str, Any]]:
    """The objects that were written."""
    return [json.loads(line) for line in out.getvalue().splitlines()]


def writing(form: str) -> Iterator[StringIO]:
    """What is written while the site logs in this form."""
    out = StringIO()
    chosen = copy.deepcopy(settings.LOGGING)
    chosen["handlers"]["console"]["formatter"] = form
    # The permission table's tests keep refusals quiet; the site itself tells them.
    each = "INFO" if form == "json" else "WARNING"
    levels = {"django.request": {"level": "WARNING"}, "zulian.requests": {"level": each}}
    with logs.as_before():
        dictConfig(chosen | {"loggers": levels})
        [handler] = logging.getLogger().handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(out)
        yield out


@given(KEYS, st.integers(0), st.sampled_from(["/", "/say/12/", ".ics", "", "?a=1"]))
def test_no_key_is_left_in_a_line(room: str, number: int, rest: str) -> None:
    for key in (new_key(), signing.dumps([number, 2], salt="x", compress=True), f"{number:016x}a"):
        assert key not in hide_keys(f"Not Found: /{room}/{key}{rest}")
        assert key not in hide_keys(f'GET "https://zulian.example/{room}/{key}{rest}" 404')


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /regions/210921000000/",
        "Not Found: /regions/210921000000",
        "Forbidden: /commissioners/recruitment/12/interview/",
        "Not Found: /plans/123456789012345678/",
        'File "/opt/zulian/lib/python3.11/site-packages/zulian/foundation/migrations/0002_deliveries.py", line 3',
        "Message 12: attempt 1 failed (SMTPRecipientsRefused 451), it is tried again",
    ],
)
def test_what_is_no_key_is_kept(line: str) -> None:
    assert hide_keys(line) == line


@pytest.mark.usefixtures("everything")
def test_neither_refusals_nor_errors_tell_the_key_of_a_page(
    written: StringIO, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key()
    assert client.get(reverse("volunteers:mine", args=[key])).status_code == 404
    assert client.get(f"/volunteers/mine/{key}/no-such-page/").status_code == 404
    assert (
        Client(enforce_csrf_checks=True).post(reverse("volunteers:mine", args=[key])).status_code
        == 403
    )

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError(f"/volunteers/mine/{key}/ broke")

    client.raise_request_exception = False
    monkeypatch.setattr("zulian.volunteers.views.mine.of_key", fail)
    assert client.get(reverse("volunteers:mine", args=[key])).status_code == 500
    lines = written.getvalue()
    assert key not in lines
    for words in (
        "Not Found: /volunteers/mine/***/\n",
        "/volunteers/mine/***/no-such-page/",
        "Forbidden (",
        "broke",
    ):
        assert words in lines


@pytest.mark.usefixtures("everything")
def test_a_refusal_is_one_line_and_a_fault_has_its_traceback(
    written: StringIO, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    refused: list[type[Exception]] = [PermissionDenied, BadRequest, DisallowedHost, Http404]
    for kind in refused:
        monkeypatch.setattr("zulian.volunteers.views.mine.of_key", failing(kind))
        client.get(reverse("volunteers:mine", args=[new_key()]))
    assert len(written.getvalue().splitlines()) == len(refused), written.getvalue()
    monkeypatch.setattr("zulian.volunteers.views.mine.of_key", failing(RuntimeError))
    client.get(reverse("volunteers:mine", args=[new_key()]))
    assert "Traceback" in written.getvalue()


def failing(kind: type[Exception]) -> Callable[..., None]:
    """A function that raises an error of this kind."""

    def fail(*_args: object, **_more: object) -> None:
        raise kind("because")

    return fail


@pytest.mark.parametrize(
    "text",
    [
        "no such person: 210902196503020015",
        "21090219650302001X41 is not whole",
        "send to 13900000000 failed",
        "duplicate key value\nDETAIL:  Key (name)=(王五) already exists.",
    ],
)
def test_numbers_of_people_and_rows_of_the_database_are_hidden(text: str) -> None:
    hidden = hide(text)
    assert "***" in hidden
    assert not any(word in hidden for word in ("21090219650302001", "13900000000", "王五"))


def test_numbers_of_rows_divisions_and_moments_stay() -> None:
    line = (
        "job 123456789012345678 of 210921000000 ended at 1764358968.123456 after 12345678901 bytes"
    )
    assert hide(line) == line


@pytest.mark.usefixtures("everything")
def test_each_request_is_one_object_with_its_number(
    told: Callable[[], list[dict[str, Any]]], client: Client
) -> None:
    builders.regions()
    officer = builders.post(Role.COUNTY_OFFICER)
    client.force_login(officer.user)
    answer = client.get(reverse("home"))
    [line] = told()
    assert line["request"] == answer.headers["X-Request-ID"]
    assert (line["route"], line["method"], line["status"]) == ("home", "GET", 200)
    assert (line["account"], line["level"]) == (officer.user_id, "INFO")
    assert line["milliseconds"] > 0
    assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(hours=8)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", ["9f86d081884c7d659a2feaa0c55ad015", "9f86d081-884c-4d65-9a2f-eaa0c55ad015"]
)
def test_a_number_that_the_proxy_gave_is_kept(client: Client, given: str) -> None:
    answer = client.get(reverse("accounts:sign-in"), headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] == given


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", ["", "1", "210902196503020015", "张三", "a" * 500, 'x" status=200']
)
def test_a_number_of_another_form_is_replaced(client: Client, given: str) -> None:
    answer = client.get(reverse("accounts:sign-in"), headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    uuid.UUID(hex=answer.headers["X-Request-ID"])


@pytest.mark.usefixtures("everything")
def test_a_fault_is_told_by_its_places_and_not_by_its_words(
    told: Callable[[], list[dict[str, Any]]], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        try:
            int("王五")
        except ValueError as error:
            raise RuntimeError("王五 210902196503020015") from error

    client.raise_request_exception = False
    monkeypatch.setattr("zulian.volunteers.views.mine.of_key", fail)
    client.get(reverse("volunteers:mine", args=[key := new_key()]))
    fault, answered = told()
    assert (fault["level"], fault["route"], fault["status"]) == ("ERROR", "volunteers:mine", 500)
    assert fault["message"] == "Internal Server Error: volunteers:mine"
    assert fault["fault"]["kind"] == "builtins.RuntimeError"
    assert fault["fault"]["at"][-1].endswith(" fail")
    assert fault["fault"]["from"]["kind"] == "builtins.ValueError"
    assert fault["request"] == answered["request"]
    assert not any(word in json.dumps(told(), ensure_ascii=False) for word in ("王五", "2109", key))


@pytest.mark.usefixtures("everything")
def test_an_address_that_is_none_is_not_written(
    told: Callable[[], list[dict[str, Any]]], client: Client
) -> None:
    client.get("/王五/13900000000/")
    answered, refused = told()
    assert refused["message"] == "Not Found: ***"
    assert (answered["route"], answered["status"]) == ("", 404)
