"""What a register declares is there: who may see it, the trace of a look, a page of its own; forms and colours of columns."""

from __future__ import annotations

from copy import copy
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import COUNTY, VILLAGE, post
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.registers.forms import model_form
from zulian.registers.shown import choice_of, colors_of, in_words
from zulian.volunteers.forms.office import UnitForm
from zulian.volunteers.forms.public import WantedForm
from zulian.volunteers.models import HelpNeed, Meeting, Offer, Slot, Unit, Volunteer
from zulian.volunteers.registers.needs import CONCERNS
from zulian.volunteers.registers.people import VOLUNTEERS
from zulian.volunteers.services import needs, network, training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def page(role: Role, url: str, code: str = COUNTY) -> Any:
    client = Client()
    client.force_login(post(role, code).user)
    return client.get(url)


def test_a_register_may_ask_for_another_permission_and_leave_a_trace() -> None:
    concern = needs.report_concern(
        stage.served(post(Role.COUNTY_OFFICER), stage.volunteer()).pk, "served", "多收了钱"
    )
    assert (CONCERNS.read_permission(), CONCERNS.permission_of(CONCERNS.action("settle"))) == (
        CONCERNS.read,
    ) * 2
    for url in (concern.get_absolute_url(), reverse("volunteers:concern-list")):
        assert page(Role.TOWNSHIP_OFFICER, url, VILLAGE[:9] + "000").status_code == 403
    looks = AuditEntry.objects.filter(action="concern.read")
    assert not looks.exists()
    assert "多收了钱" in page(Role.COUNTY_OFFICER, concern.get_absolute_url()).content.decode()
    assert looks.get().object_id == str(concern.pk)


def test_a_row_may_have_a_page_of_its_own() -> None:
    county, who = post(Role.COUNTY_OFFICER), stage.volunteer()
    session = training.hold(
        county, {"title": "手语班", "on": today(), "place": "室", "hours": 4, "keys": ["sign"]}
    )
    training.sign_in_by_hand(session.pk, county, who.number)
    shown = page(Role.COUNTY_OFFICER, session.get_absolute_url()).content.decode()
    assert "<svg" in shown and "已签到 1 人" in shown and "勾选的登记合格" in shown


def test_what_the_search_finds_may_be_said_otherwise() -> None:
    first, second = stage.volunteer(), stage.volunteer()
    Volunteer.objects.filter(pk=second.pk).update(number="Y1")
    assert [row.pk for row in VOLUNTEERS.found_by("Y1")] == [second.pk]
    assert first.pk in {row.pk for row in VOLUNTEERS.found_by(first.person.name)}
    assert not VOLUNTEERS.found_by("Y2")


def test_what_is_not_shown_again_stays_where_nothing_is_typed() -> None:
    county = post(Role.COUNTY_OFFICER)
    unit = Unit.objects.get(region=VILLAGE)
    unit.phone = "13900000000"
    unit.save()
    shown = UnitForm(instance=copy(unit))
    assert shown["phone"].value() == "" and "不改就留空" in str(shown["phone"].help_text)
    sent = {"leader": "演站长", "phone": "", "place": "", "set_up_on": str(today())}
    form = UnitForm(sent, instance=copy(unit))
    assert form.is_valid() and "phone" not in form.cleaned_data
    network.change_unit(unit.pk, county, form.cleaned_data)
    assert (Unit.objects.get(pk=unit.pk).phone, Unit.objects.get(pk=unit.pk).leader) == (
        "13900000000",
        "演站长",
    )
    assert UnitForm(sent | {"phone": "13911111111"}, instance=copy(unit)).is_valid()
    new = UnitForm(sent)
    assert new.is_valid() and new.cleaned_data["phone"] == ""


def test_a_choice_that_is_empty_keeps_its_own_words() -> None:
    repeat: Any = WantedForm().fields["repeat"]
    assert dict(repeat.choices)[""] == "一次"
    education: Any = model_form(Volunteer, ("education",))().fields["education"]
    assert str(dict(education.choices)[""]) == "不选"


def test_a_time_of_day_is_chosen_and_written_as_a_clock_says_it() -> None:
    start: Any = model_form(Slot, ("start",))().fields["start"]
    assert start.widget.input_type == "time" and in_words(time(9, 5)) == "09:05"


def test_colours_are_found_with_the_models_that_a_model_is_made_of() -> None:
    assert colors_of(Meeting, "state") == {
        "planned": "issued",
        "noticed": "reported",
        "held": "signed",
    }
    assert choice_of(Offer(answer=""), "answer") == ("reported", "待答复")
    assert choice_of(HelpNeed()) == ("issued", "待受理")
