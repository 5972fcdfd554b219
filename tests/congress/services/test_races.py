"""Two people at the same moment: one result is announced, one name stands on the list, one term begins."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import TOWN, VILLAGE, post
from tests.certificates.services.test_races import together
from tests.congress import stage
from tests.leadership.stage import offices
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, Delegate
from zulian.congress.services import contests, delegates, tellers
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Term
from zulian.leadership.services import terms

pytestmark = pytest.mark.django_db(transaction=True)


def ready(seats: int) -> Congress:
    builders.regions()
    found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
    return stage.ready(found, post(Role.TOWNSHIP_OFFICER), post(Role.COUNTY_OFFICER), seats=seats)


def test_a_result_is_announced_once() -> None:
    with scope(EVERYTHING):
        made = stage.contest(ready(3), "board.chair", stage.people(VILLAGE, 1), 1)
        for seat, teller in (("a", "演甲"), ("b", "演乙")):
            tellers.enter(made.pk, seat, stage.entered(made, [3], teller))
        answers = together(lambda: contests.decide(made.pk))
        assert Term.objects.count() == 1
    assert answers.count("") == 1 and all("已产生结果" in words for words in answers if words)


def test_the_last_seat_of_a_unit_is_given_once() -> None:
    with scope(EVERYTHING):
        builders.regions()
        found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
        [unit] = stage.units(found, [1], 1)
        people = iter(stage.people(VILLAGE, 4))
        assert (
            together(
                lambda: delegates.propose(found.pk, next(people), delegates.Name(unit, "none"))
            )
            == [""] * 4
        )
        assert (
            Delegate.objects.filter(unit=unit, listed=True).count() == 1
            and Delegate.objects.count() == 4
        )


def test_a_vacant_post_is_taken_once() -> None:
    with scope(EVERYTHING):
        builders.regions()
        office = offices(TOWN)[0]
        people = iter(stage.people(VILLAGE, 4))
        answers = together(
            lambda: terms.take(office, terms.Taking(next(people), today(), "appointed"))
        )
        assert Term.objects.filter(office=office).count() == 1
    assert answers.count("") == 1 and all("不是空缺" in words for words in answers if words)
