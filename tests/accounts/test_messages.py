"""The inbox: one message a key, e-mail where a host is configured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

import zulian
from tests.builders import COUNTY, OTHER_COUNTY, post
from zulian.accounts.messages import KINDS, send, unread_of
from zulian.accounts.models import Message
from zulian.accounts.roles import PERMISSIONS, Role

# Roles above the city, whose divisions these tests have none of.
ABOVE = {"NATIONAL_OFFICER", "PROVINCE_OFFICER"}
SOURCE = Path(zulian.__file__).parent
pytestmark = pytest.mark.usefixtures("regions")


def test_the_same_key_is_sent_once() -> None:
    assert send(COUNTY, "x", "一", "/", "k1")
    assert not send(COUNTY, "x", "二", "/", "k1")
    assert [m.title for m in Message.objects.all()] == ["一"]


def test_e_mail_goes_to_officers_with_an_address(
    settings: object, django_capture_on_commit_callbacks: object
) -> None:
    settings.EMAIL_HOST = "localhost"  # type: ignore[attr-defined]
    post(Role.COUNTY_OFFICER, email="a@example.org")
    post(Role.COUNTY_OFFICER)
    post(Role.ASSESSOR, COUNTY, email="b@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        send(COUNTY, "x", "请签收", "/", "k2")
    assert [m.to for m in mail.outbox] == [["a@example.org"]]


@pytest.mark.parametrize("role", [role for role in Role if role.name not in ABOVE])
def test_unread_messages_are_those_of_the_inbox(role: Role) -> None:
    """Counted by a statement of its own on every page, of the same rows as in the inbox."""
    reader = post(role)
    for number, permission in enumerate(sorted(PERMISSIONS)):
        for place in (reader.region_id, OTHER_COUNTY):
            Message.objects.create(
                region_id=place, title="x", permission=permission, key=f"{number}{place}"
            )
    first = Message.objects.to(reader).first()
    for _read in range(2):
        rows = Message.objects.to(reader).filter(read_at=None)
        assert unread_of(reader) == rows.count()
        Message.objects.filter(pk=first.pk if first else None).update(read_at=timezone.now())


def test_opening_a_message_marks_it_read_and_goes_on(client: Client) -> None:
    person = post(Role.COUNTY_OFFICER)
    send(COUNTY, "x", "请签收", "/plans/", "k3")
    message = Message.objects.get()
    client.force_login(person.user)
    assert client.get(f"/accounts/inbox/{message.pk}/")["Location"] == "/plans/"
    message.refresh_from_db()
    assert message.read_at


class TestInbox:
    def test_by_what_it_is_about_and_whether_it_was_read(self, client: Client) -> None:
        person = post(Role.COUNTY_OFFICER)
        send(COUNTY, "reminder", "还有三天到期", "/", "a")
        send(COUNTY, "returned", "材料不全", "/", "b")
        client.force_login(person.user)
        page = client.get("/accounts/inbox/", {"kind": "到期提醒"}).content.decode()
        assert "还有三天到期" in page and "材料不全" not in page
        client.get(f"/accounts/inbox/{Message.objects.get(key='a').pk}/")
        page = client.get("/accounts/inbox/", {"state": "new"}).content.decode()
        assert "材料不全" in page and "还有三天到期" not in page

    def test_all_are_read_at_a_click_and_only_ones_own(self, client: Client) -> None:
        person = post(Role.COUNTY_OFFICER)
        send(COUNTY, "reminder", "一", "/", "a")
        send(COUNTY, "notice", "二", "/", "b")
        send(OTHER_COUNTY, "notice", "三", "/", "c")
        client.force_login(person.user)
        assert "2 条未读" in client.get("/accounts/inbox/").content.decode()
        page = client.post("/accounts/inbox/read/", follow=True).content.decode()
        assert "2 条消息已标为已读" in page and "全部标为已读" not in page
        assert list(Message.objects.filter(read_at=None).values_list("key", flat=True)) == ["c"]

    def test_every_kind_that_is_sent_has_words(self) -> None:
        """Whatever is sent says by its kind what it is about: kinds stand in the source as the second word of a message."""
        sent = re.compile(
            r"(?:\bsend\(|\bLetter\(|_tell\()\s*[\w.]+(?:\[[^]]*\])?,\s*\"([a-z-]+)\"", re.DOTALL
        )
        kinds = {
            kind
            for path in SOURCE.rglob("*.py")
            for kind in sent.findall(path.read_text(encoding="utf-8"))
        }
        assert {"adopted", "returned", "reminder", "meeting", "congress", "service"} <= kinds
        assert kinds <= set(KINDS)
