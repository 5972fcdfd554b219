"""What a request looked up is looked up once, and anew after something was written."""

from __future__ import annotations

import pytest

from tests.builders import post
from zulian.accounts.roles import Role
from zulian.foundation.recall import forget, recall, recalling
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Children


def asked(times: list[int]) -> int:
    return recall("key", lambda: times.append(1) or len(times))


def test_outside_of_a_request_it_is_always_asked() -> None:
    times: list[int] = []
    assert (asked(times), asked(times)) == (1, 2)


def test_in_a_request_it_is_asked_once_until_something_is_forgotten() -> None:
    times: list[int] = []
    with recalling():
        assert (asked(times), asked(times)) == (1, 1)
        forget()
        assert asked(times) == 2
    assert asked(times) == 3


@pytest.mark.django_db
def test_a_unit_of_work_lets_all_be_looked_up_anew() -> None:
    times: list[int] = []
    with recalling():
        asked(times)
        with unit_of_work():
            pass
        assert asked(times) == 2


@pytest.mark.usefixtures("regions")
def test_divisions_follow_what_was_saved(django_assert_num_queries: object) -> None:
    region = post(Role.CITY_OFFICER).region
    with recalling():
        before = [child.name for child in Children.of(region).regions]
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert [child.name for child in Children.of(region).regions] == before
        child = Children.of(region).regions[0]
        child.name = "改名县"
        child.save()
        assert "改名县" in [one.name for one in Children.of(region).regions]
