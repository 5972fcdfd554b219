"""The search box: grouped and counted, pages by name, numbers that stand in no address, and what comes while somebody types."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.builders import CITY, COUNTY, OTHER_COUNTY
from tests.certificates.office import holder, office, person
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import scope
from zulian.foundation.searching import MAX_HITS, Group, Hit, search_for
from zulian.registers.finding import pages

pytestmark = pytest.mark.usefixtures("regions")
SEARCH, TYPED = "/search/", "/search/typed/"


def browser(by: Post) -> Client:
    client = Client()
    client.force_login(by.user)
    return client


def found(by: Post, words: str) -> dict[str, list[Hit]]:
    """The hits of a post, by kind."""
    with scope(by.region.scope()):
        groups = search_for(by, words).groups
    return {group.kind: group.hits for group in groups}


class TestPages:
    @pytest.mark.parametrize(
        ("words", "title", "url"),
        [
            ("日历", "日历", "/plans/calendar/"),
            ("rl", "日历", "/plans/calendar/"),
            ("月报", "统计月报", "/volunteers/statistics/"),
            ("换领", "到期换领", "/certificates/cases/?kind=renewal"),
            ("残疾人证 办件", "办件", "/certificates/cases/"),
            ("登记人员", "登记人员", "/people/add/"),
        ],
    )
    def test_pages_and_functions_are_found_by_name(self, words: str, title: str, url: str) -> None:
        hits = found(builders.post(Role.COUNTY_OFFICER, COUNTY), words)["页面和功能"]
        assert (title, url) in [(hit.title, hit.url) for hit in hits]

    def test_a_clerk_is_led_to_the_counter(self) -> None:
        hits = found(builders.post(Role.CERTIFICATE_CLERK, COUNTY), "换领")["页面和功能"]
        assert hits[0].url == "/certificates/counter/"

    @pytest.mark.parametrize("role", list(Role))
    def test_whatever_is_found_may_be_opened(self, role: Role) -> None:
        by = builders.post(role, CITY if role is Role.CITY_OFFICER else COUNTY)
        client = browser(by)
        everything = {hit.url for word in "档证会员记统指务要消区人" for hit in pages(by, word)}
        for url in sorted(everything):
            assert client.get(url).status_code == 200, url

    def test_what_a_post_may_not_open_is_not_found(self) -> None:
        assert "页面和功能" not in found(builders.post(Role.ASSESSOR, COUNTY), "补贴发放")


class TestGroups:
    def test_a_kind_says_how_many_there_are_and_shows_them_alone(self) -> None:
        clerk = office().clerk
        for n in range(MAX_HITS + 3):
            person(name=f"演多{n:02}")
        client = browser(clerk)
        text = client.get(SEARCH, {"q": "演多"}).content.decode()
        assert f"{MAX_HITS + 3} 条" in text and "kind=people" in text and "更多人员档案" in text
        alone = client.get(SEARCH, {"q": "演多", "kind": "people"}).content.decode()
        assert "演多12" in alone and "更多人员档案" not in alone
        assert client.get(SEARCH, {"q": "演多", "kind": "no such"}).status_code == 200

    def test_more_than_can_be_counted_is_said(self) -> None:
        assert Group("人员", "people", [], 100, is_more=True).count_words == "100 条以上"

    def test_statements_do_not_grow_with_what_is_found(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        clerk = office().clerk
        for n in range(MAX_HITS):
            person(name=f"演少{n}")
        with scope(clerk.region.scope()), django_assert_max_num_queries(6):
            search_for(clerk, "演少", is_quick=True)


class TestNumbers:
    def test_a_whole_number_leads_to_the_one_who_has_it(self) -> None:
        who = office()
        someone = person()
        client = browser(who.leader)
        number = (
            f"{someone.id_number[:6]} {someone.id_number[6:14]} {someone.id_number[14:].lower()}"
        )
        answer = client.post(SEARCH, {"q": number})
        assert answer.headers["Location"] == someone.get_absolute_url()
        assert client.post(SEARCH, {"q": someone.phone}).status_code in {200, 302}

    def test_the_number_of_a_card_leads_to_card_and_holder(self) -> None:
        who = office()
        someone, card = holder(who)
        answer = browser(who.leader).post(SEARCH, {"q": card.number})
        text = answer.content.decode()
        assert card.get_absolute_url() in text and someone.get_absolute_url() in text
        assert card.number not in text and "no-store" in answer.headers["Cache-Control"]

    def test_a_part_of_a_number_finds_nobody_and_is_not_repeated(self) -> None:
        someone, clerk = person(), office().clerk
        text = browser(clerk).post(SEARCH, {"q": someone.id_number[:17]}).content.decode()
        assert "没有这个号码" in text and someone.id_number[:17] not in text

    def test_nobody_of_another_county_is_found(self) -> None:
        someone, elsewhere = person(), office(OTHER_COUNTY).clerk
        text = browser(elsewhere).post(SEARCH, {"q": someone.id_number}).content.decode()
        assert "没有这个号码" in text and someone.get_absolute_url() not in text

    def test_a_number_in_an_address_is_refused(self) -> None:
        someone, clerk = person(), office().clerk
        text = browser(clerk).get(SEARCH, {"q": someone.id_number}).content.decode()
        assert "不写进网址" in text and someone.get_absolute_url() not in text
        assert someone.id_number not in text


class TestTyped:
    def test_what_is_quick_comes_first_and_the_rest_after_it(self) -> None:
        who = office()
        someone, card = holder(who, name="演打字")
        client = browser(who.clerk)
        quick = client.post(TYPED, {"q": "演打"}).content.decode()
        assert "<html" not in quick and card.get_absolute_url() in quick
        assert someone.get_absolute_url() in quick
        rest = client.post(TYPED, {"q": "演打", "part": "rest"}).content.decode()
        assert someone.get_absolute_url() not in rest and "查看全部结果" in rest

    def test_a_number_typed_is_found_and_stands_in_no_address(self) -> None:
        someone, clerk = person(), office().clerk
        text = browser(clerk).post(TYPED, {"q": someone.id_number}).content.decode()
        assert someone.get_absolute_url() in text and someone.id_number not in text

    def test_it_is_only_sent(self) -> None:
        client = browser(office().clerk)
        assert client.get(reverse("search-typed")).status_code == 405
        assert not client.post(TYPED, {"q": ""}).content.strip()

    def test_words_sent_without_scripts_lead_to_their_page(self) -> None:
        answer = browser(office().clerk).post(SEARCH, {"q": "演 张"})
        assert answer.headers["Location"] == "/search/?q=%E6%BC%94+%E5%BC%A0"
