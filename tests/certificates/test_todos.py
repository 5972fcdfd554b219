"""The search box: holders by name or pinyin, found whatever number of namesakes have no card."""

from __future__ import annotations

import pytest

from tests.builders import OTHER_COUNTY
from tests.certificates.office import holder, office, person
from zulian.certificates.todos import cards
from zulian.foundation.registries import HITS_ASKED
from zulian.foundation.scopes import Scope, code_range, scope
from zulian.people.todos import people

pytestmark = pytest.mark.usefixtures("regions")


def test_namesakes_without_a_card_do_not_crowd_out_holders() -> None:
    who = office()
    for _n in range(HITS_ASKED + 3):
        person(name="演同名")
    _someone, card = holder(who, name="演同名")
    county = who.clerk.region.scope()
    with scope(county):
        for words in ("演同", "ytm", "yantong"):
            hits = list(cards(who.clerk, words))
            assert [hit.url for hit in hits] == [f"/certificates/cards/{card.pk}/"], words
            assert len(list(people(who.clerk, words))) == HITS_ASKED
    with scope(Scope((code_range(OTHER_COUNTY),), ())):
        assert not list(cards(who.clerk, "演同")) and not list(people(who.clerk, "ytm"))
