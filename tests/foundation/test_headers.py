"""Pages that a key opens are kept by nobody and found by no search engine; robots see the public fronts alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import post
from zulian.accounts.roles import Role
from zulian.foundation.keys import new_key
from zulian.foundation.public import fronts

pytestmark = pytest.mark.usefixtures("regions")


def test_a_page_by_key_is_kept_and_found_by_nobody(client: Client) -> None:
    for name in ("volunteers:mine", "associations:mine", "social:judging"):
        answer = client.get(reverse(name, args=[new_key()]))
        assert answer["X-Robots-Tag"] == "noindex, nofollow", name
        assert "no-store" in answer["Cache-Control"], name


def test_other_pages_may_be_found(client: Client) -> None:
    for url in (reverse("volunteers:public"), reverse("manual:chapter", args=["start"])):
        assert "X-Robots-Tag" not in client.get(url), url


def test_robots_see_the_public_fronts_alone(client: Client) -> None:
    post(Role.COUNTY_OFFICER)
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *" and lines[-1] == "Disallow: /"
    assert lines[1:-1] == [f"Allow: {url}$" for _name, url in fronts()]
    assert len(lines) > 4
