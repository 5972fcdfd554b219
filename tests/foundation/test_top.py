"""The head of a page is kept for a user, and nothing of one request or user stands in the head of another's."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import escape

from tests.builders import COUNTY, post
from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import top

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
NASTY = '"><script>alert(1)</script>'


def head_of(reader: Post, client: Client, address: str = "/search/", **query: str) -> str:
    client.force_login(reader.user)
    page = client.get(address, query).content.decode()
    return page[page.index('<header class="top">') : page.index("</header>")]


def test_what_is_searched_is_escaped_and_stays_in_its_own_page(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    head = head_of(county, client, q=NASTY)
    assert NASTY not in head and f'value="{escape(NASTY)}"' in head
    assert 'name="q" type="search" maxlength="60" value=""' in head_of(county, client)


def test_names_are_escaped_and_each_sees_the_own_one() -> None:
    county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    county.user.name = NASTY
    county.user.save()
    heads = [head_of(reader, Client()) for reader in (county, town, county)]
    assert heads[0].count(escape(NASTY)) == 2 and NASTY not in heads[0]
    assert escape(NASTY) not in heads[1] and town.user.name in heads[1]
    assert not any(mark in head for head in heads for mark in top.MARKS.values())


def test_each_page_has_a_token_of_its_own(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    tokens = [
        set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', head_of(county, client)))
        for _page in range(2)
    ]
    assert all(len(of_page) == 1 for of_page in tokens) and tokens[0] != tokens[1]


def test_unread_messages_are_counted_anew(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    assert 'class="count"' not in head_of(county, client)
    send(COUNTY, "x", "一", "/", "k1")
    assert '<span class="count">1</span>' in head_of(county, client)
    # The page of messages counts its own.
    assert '<span class="count">1</span>' in head_of(county, client, "/accounts/inbox/")


def test_other_posts_are_offered(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    assert "切换到" not in head_of(county, client)
    other = Post.objects.create(user=county.user, role=Role.REVIEWER, region_id=COUNTY)
    assert f"切换到 {other}" in head_of(county, client)
    Post.objects.filter(pk=other.pk).delete()
    assert "切换到" not in head_of(county, client)
