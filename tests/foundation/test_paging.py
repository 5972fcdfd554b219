"""Pages by key: forward and back they show every row once, in the order of the whole, whatever the order and the gaps."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders
from tests.builders import VILLAGE
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.paging import NoOrder, bounded_count, key_page, terms_of

ORDERS: list[list[Any]] = [
    ["pk"],
    ["-pk"],
    ["region", "pk"],
    ["-since", "role"],
    ["until"],
    ["-until", "since"],
    ["user__name", "-region_id"],
    [F("until").asc(nulls_first=True), "-pk"],
    [F("until").desc(nulls_last=True), "since"],
    [],
]


@pytest.fixture
def posts(regions: None) -> None:
    for n in range(37):
        made = builders.post(
            Role.COUNTY_OFFICER if n % 3 else Role.COMMISSIONER, VILLAGE if n % 2 else ""
        )
        until = date(2024, 1, 1 + n % 4) if n % 5 else None
        Post.objects.filter(pk=made.pk).update(
            until=until, since=date(2020, 1, 1) + timedelta(days=n % 7)
        )


def walk(rows: Any, size: int) -> tuple[list[int], list[int]]:
    """Keys in the order of paging forward, and of paging back from the end."""
    forward, page = [], key_page(rows, size)
    forward += [row.pk for row in page.rows]
    while page.after:
        page = key_page(rows, size, after=page.after)
        forward += [row.pk for row in page.rows]
    back = [row.pk for row in page.rows]
    while page.before:
        page = key_page(rows, size, before=page.before)
        back = [row.pk for row in page.rows] + back
    return forward, back


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("size", [1, 5, 36, 37, 100])
def test_every_row_once_both_ways(posts: None, order: list[Any], size: int) -> None:
    rows = Post.objects.order_by(*order) if order else Post.objects.all()
    whole = [row.pk for row in rows.order_by(*(term.expression for term in terms_of(rows)))]
    assert walk(rows, size) == (whole, whole)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(place=st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda b: b.hex())))
def test_what_is_no_place_is_the_first_page(posts: None, place: str) -> None:
    rows = Post.objects.order_by("until")
    assert [r.pk for r in key_page(rows, 5, after=place).rows] == [
        r.pk for r in key_page(rows, 5).rows
    ]


def test_an_order_that_is_no_column_is_refused(posts: None) -> None:
    with pytest.raises(NoOrder):
        key_page(Post.objects.order_by("?"), 5)


def test_counting_stops_at_its_bound(posts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bounded_count(Post.objects.all()) == (37, False)
    monkeypatch.setattr("zulian.foundation.paging.COUNTED", 20)
    assert bounded_count(Post.objects.all()) == (20, True)


HOSTILE_PLACES: list[Any] = [
    "\ud800",
    "\x00",
    2**63,
    -(2**63) - 1,
    1e308,
    True,
    [],
    {},
    "长" * 10_000,
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "NaN",
    "²",
    "9" * 5000,
]


@pytest.mark.parametrize("order", ["pk", "region", "since", "user__name", "user__last_login"])
@pytest.mark.parametrize("place", HOSTILE_PLACES, ids=lambda place: repr(place)[:20])
def test_a_place_that_no_column_holds_is_the_first_page(
    posts: None, order: str, place: Any
) -> None:
    """Such a place is no error, on either database: at most it is one that stands before or after all rows."""
    rows = Post.objects.order_by(order, "pk") if order != "pk" else Post.objects.order_by("pk")
    token = (
        base64.urlsafe_b64encode(json.dumps([place] * len(terms_of(rows))).encode())
        .decode()
        .rstrip("=")
    )
    for page in (key_page(rows, 5, after=token), key_page(rows, 5, before=token)):
        assert len(page.rows) in {0, 5}
    unstorable = place in ("\x00", "\ud800")
    if unstorable or (order == "pk" and place is not True and not isinstance(place, str)):
        assert [row.pk for row in key_page(rows, 5, after=token).rows] == [
            row.pk for row in key_page(rows, 5).rows
        ]
