"""A form that is sent several times at once is done once, and each sending is answered alike."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

import zulian
from tests import builders
from tests.builders import COUNTY
from zulian.accounts.roles import Role
from zulian.foundation import once
from zulian.foundation.models import Sending
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.models import Person

PAGE = "/people/add/"
TOKEN = re.compile(r'name="once" value="([^"]+)"')


def client() -> Client:
    post = builders.post(Role.COUNTY_OFFICER)
    made = Client()
    made.force_login(post.user)
    return made


def given(browser: Client, **more: str) -> dict[str, Any]:
    """A form for somebody without a number, whom nothing but the token tells apart."""
    match = TOKEN.search(browser.get(PAGE).content.decode())
    assert match is not None
    return {
        "once": match[1],
        "name": "双击人",
        "region": COUNTY,
        "id_number": "",
        "no_number": "pending",
        "sex": "male",
        "birth": "1990-01-01",
        "ethnicity": "",
        **more,
    }


def test_four_sendings_at_once_make_one_row(own_database: None) -> None:
    builders.regions()
    browser = client()
    data, answers = given(browser), []

    def send() -> None:
        with scope(EVERYTHING):
            other = Client()
            other.cookies = browser.cookies
            answers.append(other.post(PAGE, data))
        connections.close_all()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Person.objects.filter(name="双击人").count() == 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1


def test_what_was_changed_meanwhile_is_another_sending(own_database: None) -> None:
    builders.regions()
    browser = client()
    data = given(browser)
    browser.post(PAGE, data)
    browser.post(PAGE, data | {"name": "另一人"})
    assert set(Person.objects.values_list("name", flat=True)) == {"双击人", "另一人"}


def test_a_refused_form_may_be_sent_again(own_database: None) -> None:
    builders.regions()
    browser = client()
    data = given(browser, region="999999999999")
    for _n in range(2):
        page = browser.post(PAGE, data)
        assert page.status_code == 200 and TOKEN.search(page.content.decode())[1] == data["once"]  # type: ignore[index]
    assert not Sending.objects.exists()


def test_old_claims_are_cleared(own_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    Sending.objects.create(digest="x", at=timezone.now() - timedelta(days=2))
    monkeypatch.setattr(once, "CLEARED_BY", 1)
    assert once._claim("y")
    assert list(Sending.objects.values_list("digest", flat=True)) == ["y"]


def test_every_form_shown_field_by_field_carries_its_token() -> None:
    """`{{ form }}` brings it along; a page that lays out its fields by hand has a key of its own, as the log of work done offline."""
    source = Path(zulian.__file__).parent
    by_hand = {
        path.name
        for path in source.rglob("*.html")
        if "as_field_group" in (text := path.read_text(encoding="utf-8"))
        and 'method="post"' in text
        and "{{ form }}" not in text
        and "{{ form.once }}" not in text
    }
    assert by_hand == {"log.html"}
