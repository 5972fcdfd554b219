"""The inbox: one message a key, e-mail where a host is configured."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from tests.builders import COUNTY, post
from zulian.accounts.messages import send
from zulian.accounts.models import Message
from zulian.accounts.roles import Role

pytestmark = pytest.mark.usefixtures("regions")


def test_the_same_key_is_sent_once() -> None:
    assert send(COUNTY, "x", "一", "/", "k1")
    assert not send(COUNTY, "x", "二", "/", "k1")
    assert [m.title for m in Message.objects.all()] == ["一"]


def test_e_mail_goes_to_officers_with_an_address(settings: object, django_capture_on_commit_callbacks: object) -> None:
    settings.EMAIL_HOST = "localhost"  # type: ignore[attr-defined]
    post(Role.COUNTY_OFFICER, email="a@example.org")
    post(Role.COUNTY_OFFICER)
    post(Role.ASSESSOR, COUNTY, email="b@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        send(COUNTY, "x", "请签收", "/", "k2")
    assert [m.to for m in mail.outbox] == [["a@example.org"]]


def test_opening_a_message_marks_it_read_and_goes_on(client: Client) -> None:
    person = post(Role.COUNTY_OFFICER)
    send(COUNTY, "x", "请签收", "/plans/", "k3")
    message = Message.objects.get()
    client.force_login(person.user)
    assert client.get(f"/accounts/inbox/{message.pk}/")["Location"] == "/plans/"
    message.refresh_from_db()
    assert message.read_at
