"""The one list view: pages that follow each other, sorting that begins anew, totals from kept counts."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import builders
from tests.builders import COUNTY, VILLAGE
from tests.ledgers.books import CARD_HEADS, HEADS, agree, book, cards, hand_in, people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.indicators import aggregates
from zulian.people.models import Person


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def signed_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def link(page: str, words: str) -> str:
    """Where the button called `words` leads; empty where there is none."""
    found = re.search(rf'href="([^"]+)">{words}<', page)
    return found[1].replace("&amp;", "&") if found else ""


def names(page: str) -> list[str]:
    return re.findall(r"演试\d+", page)


def test_pages_follow_each_other_and_lead_back(clerk: Post) -> None:
    agree(hand_in("people", clerk, book(HEADS, people(60))))
    client, seen, address = signed_in(clerk), [], "/people/?state=others"
    while True:
        page = client.get(address).content.decode()
        seen.append(names(page))
        assert "共 60 条" in page
        if not (after := link(page, "下一页")):
            break
        address = f"/people/{after}"
    assert [len(part) for part in seen] == [25, 25, 10]
    assert len({name for part in seen for name in part}) == 60
    back = client.get(f"/people/{link(page, '上一页')}").content.decode()
    assert names(back) == seen[1]
    sorted_anew = re.search(r'href="(\?[^"]*sort=name[^"]*)"', back)
    assert sorted_anew and "after" not in sorted_anew[1] and "before" not in sorted_anew[1]


def test_a_page_of_a_filter_stays_in_it(clerk: Post) -> None:
    agree(hand_in("people", clerk, book(HEADS, people(60))))
    client = signed_in(clerk)
    after = link(client.get("/people/?state=others&sex=male").content.decode(), "下一页")
    assert "sex=male" in after
    shown = set(names(client.get(f"/people/{after}").content.decode()))
    assert shown and not shown & set(
        Person.objects.filter(sex="female").values_list("name", flat=True)
    )


def test_totals_come_from_kept_counts(regions: None) -> None:
    from tests.certificates.office import office

    clerk = office().clerk
    agree(hand_in("certificates", clerk, book(CARD_HEADS, cards(60))))
    client = signed_in(clerk)
    pages = (
        "/people/",
        "/certificates/cards/?state=live",
        f"/certificates/cards/?state=live&under={COUNTY}",
    )

    def totals() -> list[str]:
        return [re.findall(r"共 \d+ 条", client.get(page).content.decode())[-1] for page in pages]

    counted = totals()
    aggregates.rebuild(today())
    assert totals() == counted == ["共 60 条"] * 3
    village = client.get(f"/certificates/cards/?state=live&under={VILLAGE}").content.decode()
    assert "共 60 条" in village
