"""Everybody at once: applications lose nothing, places are never oversold, nobody is promised twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.builders import COUNTY, VILLAGE, post
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.volunteers.models import Offer, Registration, SignUp, Slot
from zulian.volunteers.services import activities, offers

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 25


@pytest.fixture(autouse=True)
def world() -> Any:
    """The divisions."""
    with scope(EVERYTHING):
        builders.regions()
        yield


def together(jobs: list[Callable[[], Any]]) -> list[Any]:
    """What each job answered, or the error that it was told; as many at once as there are hands."""
    start = Barrier(HANDS)

    def run(lot: list[Callable[[], Any]]) -> list[Any]:
        found = []
        start.wait()
        try:
            for job in lot:
                found.append(_try(job))
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(HANDS) as pool:
        lots = pool.map(run, [jobs[n::HANDS] for n in range(HANDS)])
        return [answer for lot in lots for answer in lot]


def _try(job: Callable[[], Any]) -> Any:
    try:
        with scope(EVERYTHING):
            return job()
    except ValidationError as error:
        return error


def test_five_hundred_registrations_at_once_are_all_kept() -> None:
    url = reverse("volunteers:public-join")
    forms = [
        {
            "name": f"演群{n}",
            "id_number": stage.id_number(30),
            "phone": "13900000000",
            "region": VILLAGE,
            "skills": ["company"],
            "radius": "5",
            "politics": "other",
            "consent": "on",
        }
        for n in range(500)
    ]
    # Each from an address of its own: one address sends a few an hour.
    clients = [Client(REMOTE_ADDR=f"10.0.{n // 250}.{n % 250}") for n in range(500)]
    answers = together(
        [
            lambda client=client, form=form: client.post(url, form).status_code  # type: ignore[misc]
            for client, form in zip(clients, forms, strict=True)
        ]
    )
    assert Counter(answers) == {302: 500}
    assert (
        Registration.objects.count() == 500
        and Registration.objects.values("page_key").distinct().count() == 500
    )


def test_fifty_for_the_last_five_places() -> None:
    slot = stage.activity(post(Role.COUNTY_OFFICER), places=5).slots.get()
    people = [stage.volunteer() for _n in range(50)]
    together([lambda who=who: activities.sign_up(slot.pk, who.pk) for who in people])  # type: ignore[misc]
    assert Counter(SignUp.objects.values_list("state", flat=True)) == {"in": 5, "waiting": 45}
    assert Slot.objects.get(pk=slot.pk).taken == 5


def test_one_volunteer_asked_for_by_everybody_is_promised_once() -> None:
    county, who = post(Role.COUNTY_OFFICER, COUNTY), stage.volunteer()
    wanted = [stage.service(county) for _n in range(HANDS)]
    answers = together([lambda s=s: offers.ask(s.pk, who.pk, []) for s in wanted])  # type: ignore[misc]
    assert sum(isinstance(a, Offer) for a in answers) == 1 and Offer.objects.count() == 1
