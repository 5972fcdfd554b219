"""The search box: holders by name or pinyin, found whatever number of namesakes have no card."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import OTHER_COUNTY
from tests.certificates.office import holder, office, person
from zulian.foundation.scopes import Scope, code_range, scope
from zulian.foundation.searching import MAX_HITS, Hit, search_for

pytestmark = pytest.mark.usefixtures("regions")


def of_kind(hits: list[Hit], kind: str) -> list[Hit]:
    return [hit for hit in hits if hit.kind == kind]


def test_namesakes_without_a_card_do_not_crowd_out_holders() -> None:
    who = office()
    for _n in range(MAX_HITS + 4):
        person(name="演同名")
    _someone, card = holder(who, name="演同名")
    with scope(who.clerk.region.scope()):
        for words in ("演同", "ytm", "yantong"):
            result = search_for(who.clerk, words)
            cards = of_kind(result.hits, "残疾人证")
            assert [hit.url for hit in cards] == [f"/certificates/cards/{card.pk}/"], words
            assert len(of_kind(result.hits, "人员档案")) == MAX_HITS and result.more == ["人员档案"]
    with scope(Scope((code_range(OTHER_COUNTY),), ())):
        assert search_for(who.clerk, "演同").hits == search_for(who.clerk, "ytm").hits == []


def test_what_is_mostly_sought_comes_with_the_page_and_the_rest_after_it(client: Client) -> None:
    who = office()
    _someone, card = holder(who, name="演同名")
    client.force_login(who.clerk.user)
    page = client.get("/search/", {"q": "演同名"}).content.decode()
    assert f"/certificates/cards/{card.pk}/" in page and "part=rest" in page
    with scope(who.clerk.region.scope()):
        quick, rest = (search_for(who.clerk, "演", is_quick=one).hits for one in (True, False))
        assert set(quick) | set(rest) == set(search_for(who.clerk, "演").hits)
        assert not set(quick) & set(rest)
    part = client.get("/search/", {"q": "无此", "part": "rest"}, headers={"HX-Request": "true"})
    assert "请换个词" in part.content.decode() and "<html" not in part.content.decode()
