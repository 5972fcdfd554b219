"""What in the trail is told to the auditor: too many refusals or unmaskings in a day, exports at night, locked accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import post, todos
from zulian.accounts import alarms
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.actor import Actor, acting
from zulian.foundation.audit import record
from zulian.foundation.models import AuditEntry
from zulian.foundation.policy import policy
from zulian.foundation.scopes import scope

pytestmark = pytest.mark.usefixtures("regions")
GROUP = "审计日志里的异常"


@pytest.fixture
def auditor() -> Post:
    return post(Role.AUDIT_ADMIN)


@pytest.fixture
def officer() -> Post:
    return post(Role.COUNTY_OFFICER)


def at(hour: int) -> datetime:
    """An hour of yesterday, local time."""
    return timezone.localtime().replace(hour=hour, minute=30) - timedelta(days=1)


def done(by: Post, action: str, times: int, hour: int = 10) -> None:
    actor = Actor(user_id=by.user_id, post_id=by.pk, name=str(by.user), region=by.region_id)
    with time_machine.travel(at(hour), tick=False), acting(actor):
        for _n in range(times):
            record(action, by)


def found(auditor: Post) -> list[alarms.Alarm]:
    with scope(auditor.region.scope()):
        return alarms.alarms()


def figure(name: str) -> int:
    return int(policy(alarms.POLICY, timezone.localdate())[name])


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("page.refuse", "alarm_refusals"),
        ("page.miss", "alarm_refusals"),
        ("person.reveal", "alarm_reveals"),
    ],
)
def test_as_often_in_a_day_as_the_policy_says(
    auditor: Post, officer: Post, action: str, name: str
) -> None:
    done(officer, action, figure(name) - 1)
    assert found(auditor) == []
    done(officer, action, 1)
    [alarm] = found(auditor)
    assert (alarm.who, alarm.count, alarm.day) == (str(officer.user), figure(name), at(10).date())


@pytest.mark.parametrize(
    ("hour", "is_told"), [(21, False), (22, True), (5, True), (6, False), (12, False)]
)
@pytest.mark.parametrize("action", ["ledger.export", "list.export"])
def test_exports_are_told_at_night_alone(
    auditor: Post, officer: Post, action: str, hour: int, is_told: bool
) -> None:
    done(officer, action, 1, hour)
    assert bool(found(auditor)) is is_told


def test_it_stands_on_the_auditors_first_page_for_some_days_and_leads_to_the_entries(
    client: Client, auditor: Post, officer: Post
) -> None:
    assert GROUP not in todos(auditor)
    done(officer, "ledger.export", 3, 23)
    [line] = todos(auditor)[GROUP].items
    assert line.title == str(officer.user) and line.note == "夜间导出台账 3 次"
    assert GROUP not in todos(officer)
    client.force_login(auditor.user)
    shown = client.get(line.url).context["table"].rows
    assert {row.record.action for row in shown} == {"ledger.export"} and len(shown) == 3
    page = client.get(reverse("accounts:alarms")).content.decode()
    assert str(officer.user) in page and "夜间导出台账" in page
    sheet = client.get(reverse("accounts:alarms"), {"export": "xlsx"})
    assert sheet.status_code == 200 and "spreadsheet" in sheet["Content-Type"]
    with time_machine.travel(at(10) + timedelta(days=figure("alarm_days") + 2)):
        assert found(auditor) == []


def test_a_locked_account_is_named_though_nobody_was_signed_in(
    auditor: Post, officer: Post
) -> None:
    record("sign-in.lock", officer.user)
    AuditEntry.objects.filter(action="sign-in.lock").update(region_id=officer.region_id)
    [alarm] = found(auditor)
    assert alarm.who == str(officer.user) and "actor" not in alarm.url
