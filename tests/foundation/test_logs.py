"""No key of a page stands in the log: whoever reads one opens the page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from io import StringIO
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from zulian.foundation.keys import new_key
from zulian.foundation.logs import hide_keys

KEYS = st.sampled_from(
    ["public/card", "mine", "associations/mine", "congress/count", "plans/calendar"]
)


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the site's own log writes."""
    out, usual = StringIO(), logging.getLogger().handlers[:]
    # The permission table's tests keep refusals quiet; the site itself tells them.
    dictConfig(settings.LOGGING | {"loggers": {"django.request": {"level": "WARNING"}}})
    [handler] = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(out)
    yield out
    dictConfig(settings.LOGGING)
    logging.getLogger().handlers[:] = usual


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
