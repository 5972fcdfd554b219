"""The public side: what is shown to whom, codes by e-mail and text message, the code on the wall, the feed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.formats import date_format
from icalendar import Calendar

from tests.builders import photo, post
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import Delivery
from zulian.volunteers.models import Code, Registration, SignUp, Trained, Volunteer
from zulian.volunteers.papers import certificate_code
from zulian.volunteers.services import activities, codes, needs, network, offers, registry, training
from zulian.volunteers.services.common import figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
Committing = Callable[..., AbstractContextManager[Any]]


def at(name: str, *args: Any) -> str:
    return reverse(f"volunteers:{name}", args=args)


@override_settings(EMAIL_HOST="localhost")
def test_an_address_is_checked_by_a_code_that_works_once(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    made = stage.apply(email="a@example.org")
    client = Client()
    assert "验证联系方式" in client.get(at("mine", made.page_key)).content.decode()
    assert client.get(at("mine-code", made.page_key)).status_code == 200 and not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("mine-code", made.page_key))
    digits = re.search(r"\d{6}", mail.outbox[0].body)
    assert digits is not None
    wrong = client.post(
        at("mine-code", made.page_key), {"digits": "000000" if digits[0] != "000000" else "111111"}
    )
    assert "验证码不对" in wrong.content.decode() and not Registration.objects.get().contact_checked
    client.post(at("mine-code", made.page_key), {"digits": digits[0]})
    assert Registration.objects.get().contact_checked and not codes.check_code(
        "a@example.org", digits[0]
    )
    assert digits[0] not in str(list(Code.objects.values()))


@override_settings(EMAIL_HOST="localhost")
def test_codes_are_few_short_lived_and_not_guessed(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    for _n in range(5):
        with django_capture_on_commit_callbacks(execute=True):
            codes.send_code("b@example.org")
    with pytest.raises(codes.ValidationError, match="次数太多"):
        codes.send_code("b@example.org")
    right = re.search(r"\d{6}", mail.outbox[-1].body)
    assert right is not None
    for _n in range(5):
        codes.check_code("b@example.org", "x")
    assert not codes.check_code("b@example.org", right[0])
    with django_capture_on_commit_callbacks(execute=True):
        codes.send_code("c@example.org")
        waiting = Delivery.objects.get()
        # Tried for as long as it is valid.
        assert waiting.expires_at - waiting.due_at == timedelta(minutes=figures()["code_minutes"])
    late = re.search(r"\d{6}", mail.outbox[-1].body)
    assert late is not None
    with on_day(today() + timedelta(days=1)):
        assert not codes.check_code("c@example.org", late[0])


def test_text_messages_go_through_the_gateway(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    got: list[dict[str, str]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.handle_request, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with override_settings(SMS_URL=address), django_capture_on_commit_callbacks(execute=True):
        codes.send_code("13900000000")
    server.server_close()
    assert got[0]["phone"] == "13900000000" and re.search(r"\d{6}", got[0]["text"])
    with pytest.raises(codes.ValidationError, match="没有开通"):
        codes.send_code("13900000009")


@override_settings(EMAIL_HOST="localhost")
def test_a_lost_page_is_sent_to_the_address_on_file_alone(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    who = stage.volunteer(email="mine@example.org")
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            client.post(at("find"), {"number": who.number, "address": address}, follow=True).content
            for address in ("else@example.org", "mine@example.org")
        ]
    assert ["如果信息一致" in a.decode() for a in answers] == [True, True]
    assert [m.to for m in mail.outbox] == [["mine@example.org"]] and who.page_key in mail.outbox[
        0
    ].body


def test_the_place_and_the_telephone_are_told_to_who_accepted() -> None:
    county, who = post(Role.COUNTY_OFFICER), stage.volunteer()
    asked = needs.ask(county.region, "演家属", "13911112222", "村东头八号", stage.wanted(3))
    service = needs.triage(asked.pk, stage.wanted(3), needs.Verdict("low")).services.get()

    offer = offers.ask(service.pk, who.pk, [])
    client = Client()
    before = client.get(at("mine", who.page_key)).content.decode()
    client.post(at("mine-accept", who.page_key, offer.pk))
    after = client.get(at("mine", who.page_key)).content.decode()
    assert "村东头八号" not in before and "13911112222" not in before
    assert "村东头八号" in after and "13911112222" in after


def test_a_key_opens_its_own_things_only() -> None:
    county, who, other = post(Role.COUNTY_OFFICER), stage.volunteer(), stage.volunteer()
    offer = stage.offered(county, who).offers.get()
    client = Client()
    assert client.post(at("mine-accept", other.page_key, offer.pk)).status_code == 404
    booked = stage.booked(county, who, 5)
    for name in ("mine-arrive", "mine-depart", "mine-fall-out", "mine-rate", "mine-concern"):
        assert (
            client.post(
                at(name, other.page_key, booked.pk), {"why": "x", "mark": 5, "text": "x"}
            ).status_code
            == 404
        )
    assert client.get(at("mine", "nobody-knows-this")).status_code == 404
    assert client.get(at("asked", "nobody-knows-this")).status_code == 404
    stranger = stage.need(county)
    assert client.post(at("asked-confirm", stranger.page_key, booked.pk)).status_code == 404


def test_the_code_on_the_wall_needs_the_own_page_on_this_telephone() -> None:
    county, who = post(Role.COUNTY_OFFICER), stage.volunteer()
    session = training.hold(
        county, {"title": "班", "on": today(), "place": "室", "hours": 4, "keys": []}
    )
    client = Client()
    assert "请先在这部手机上打开" in client.get(at("arrive", session.code)).content.decode()
    client.get(at("mine", who.page_key))
    client.post(at("arrive", session.code))
    assert Trained.objects.get().volunteer_id == who.pk
    activity = stage.activity(county, 0)
    row = activities.sign_up(activity.slots.get().pk, who.pk)
    client.post(at("arrive", activity.code))
    assert SignUp.objects.get(pk=row.pk).state == "present"
    assert Client().get(at("arrive", "unknown")).status_code == 404


def test_only_consented_photographs_of_public_activities_are_public() -> None:
    county = post(Role.COUNTY_OFFICER)
    activity, draft = (
        stage.activity(county),
        stage.activity(county, published=False, title="未发布"),
    )
    shown = activities.add_photos(activity.pk, county, [photo()], "公开", True)[0]
    kept = activities.add_photos(activity.pk, county, [photo()], "内部", False)[0]
    client = Client()
    assert client.get(at("public-photo", shown.pk)).status_code == 200
    assert client.get(at("public-photo", kept.pk)).status_code == 404
    assert client.get(at("public-activity", draft.pk)).status_code == 404
    assert "内部" not in client.get(at("public-activity", activity.pk)).content.decode()


def test_the_feed_is_a_calendar_of_public_activities() -> None:
    county = post(Role.COUNTY_OFFICER)
    stage.activity(county)
    stage.activity(county, published=False, title="未发布")
    made = Calendar.from_ical(Client().get(at("public-feed")).content)
    assert [str(e["SUMMARY"]) for e in made.walk("VEVENT")] == ["助残日活动"]


def test_certificates_and_cards_are_verified_and_show_little() -> None:
    who = stage.volunteer()
    code = certificate_code(who, today())
    page = Client().get(at("public-verify", code)).content.decode()
    assert "证明属实" in page and who.person.name not in page and who.number in page
    assert Client().get(at("public-verify", code[:-2] + "xx")).status_code == 404
    card = Client().get(at("public-card", who.card_code)).content.decode()
    assert who.number in card and who.person.name not in card
    pdf = Client().get(at("mine-certificate", who.page_key))
    assert pdf.content[:4] == b"%PDF"


def test_divisions_are_suggested_to_everybody() -> None:
    assert "演一镇" in Client().get(at("public-places"), {"region": "演一镇"}).content.decode()


def test_the_monthly_table_is_the_registers_own_sum() -> None:
    county = post(Role.COUNTY_OFFICER)
    stage.served(county, stage.volunteer(), 0)
    unchecked = stage.volunteer()
    Volunteer.objects.filter(pk=unchecked.pk).update(verified_on=None)
    client = Client()
    client.force_login(county.user)
    page = client.get(at("statistics")).content.decode()
    assert "50%" in page and "中位数 0" in page
    assert f"截至 {date_format(today())}" in page  # not the last day of a month that goes on
    book = client.get(at("statistics"), {"export": "xlsx", "month": "2999-99"})
    assert book.content[:2] == b"PK"


@override_settings(EMAIL_HOST="localhost")
def test_who_is_asked_is_told(django_capture_on_commit_callbacks: Any) -> None:
    county, who = post(Role.COUNTY_OFFICER), stage.volunteer(email="asked@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        stage.offered(county, who)
        service = stage.booked(county, who, 6)
    assert {m.to[0] for m in mail.outbox} == {"asked@example.org"} and "邀请" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        offers.release(service.pk, "老人住院")
    assert "不用去了：老人住院" in mail.outbox[-1].body


def test_a_brigade_has_its_members() -> None:
    city = post(Role.CITY_OFFICER)
    made = network.add_brigade(
        city, {"host": "聋人协会", "leader": "演", "phone": "", "place": "室", "set_up_on": today()}
    )
    who, _other = stage.volunteer(), stage.volunteer()
    registry.change(who.pk, {"brigade": made}, ["sign"])
    client = Client()
    client.force_login(city.user)
    assert "1 人" in client.get(at("unit", made.pk)).content.decode()
    assert (
        who.number
        in (shown := client.get(at("volunteer-list"), {"brigade": made.pk}).content.decode())
        and "共 1 条" in shown
    )
    # A place in another city holds nobody, and what is no place says nothing.
    assert (
        "没有符合条件"
        in client.get(at("volunteer-list"), {"under": "999900000000"}).content.decode()
    )
    assert who.number in client.get(at("volunteer-list"), {"under": "x"}).content.decode()
