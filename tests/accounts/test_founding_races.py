"""Two people begin one empty site at the same moment: one does, the others are told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from tests.waiting import PATIENCE_SECONDS
from zulian.accounts import founding
from zulian.accounts.founding import THREE, Admin
from zulian.accounts.models import User
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db(transaction=True)
# Two of one place, one of another in the same province.
PLACES = ("211000000000", "211000000000", "210300000000")


def beginning(place: str, number: int, start: Barrier) -> Callable[[], str]:
    admins = {role: Admin(f"{role}{number}", f"演{number}{role}") for role in THREE}

    def begin() -> str:
        try:
            start.wait(PATIENCE_SECONDS)
            founding.found(place, admins)
        except ValidationError as error:
            return "".join(error.messages)
        finally:
            connections.close_all()
        return ""

    return begin


def test_of_several_that_begin_at_once_one_does() -> None:
    start = Barrier(len(PLACES))
    acts = [beginning(place, number, start) for number, place in enumerate(PLACES)]
    with ThreadPoolExecutor(len(acts)) as pool:
        answers = [one.result() for one in [pool.submit(act) for act in acts]]
    assert answers.count("") == 1
    assert all("刚才已经启用" in words for words in answers if words)
    assert User.objects.count() == len(THREE)
    with scope(EVERYTHING):
        assert Region.objects.filter(level=4).count() == 1
