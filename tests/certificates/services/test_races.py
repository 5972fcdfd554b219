"""Two people at the same moment: one step is done, the other one is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from tests import builders
from tests.certificates.office import applied, bring_to, office, person
from tests.waiting import PATIENCE_SECONDS
from zulian.certificates.models import Case, Certificate, State
from zulian.certificates.services import decisions
from zulian.foundation.scopes import EVERYTHING, scope

pytestmark = pytest.mark.django_db(transaction=True)


def together(act: Callable[[], Any], times: int = 4) -> list[str]:
    """What came of doing the same thing in several threads at once: "" or the sentence of the refusal."""
    start = Barrier(times)

    def one(_n: int) -> str:
        try:
            with scope(EVERYTHING):
                start.wait(PATIENCE_SECONDS)
                act()
        except ValidationError as error:
            return "".join(error.messages)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


def test_two_clerks_start_the_same_business() -> None:
    with scope(EVERYTHING):
        builders.regions()
        who, someone = office(), person()
        answers = together(lambda: applied(who, someone))
        assert Case.objects.filter(person=someone).count() == 1
    assert answers.count("") == 1
    assert all("在办" in words for words in answers if words)


def test_two_clerks_make_out_the_same_card() -> None:
    with scope(EVERYTHING):
        builders.regions()
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.PRODUCE)
        answers = together(lambda: decisions.produce(case.pk, who.clerk))
        assert Certificate.objects.filter(person=someone).count() == 1
    assert answers.count("") == 1
    assert all("刚刚办过" in words for words in answers if words)
