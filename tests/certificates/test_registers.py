"""What the registers of certificates declare, as their pages show it."""

from __future__ import annotations

import pytest
from django.forms import CheckboxSelectMultiple
from django.test import Client

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY
from tests.certificates.office import applied, bring_to, case_in, office, person, sworn
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Hospital, State, Team
from zulian.certificates.services import setup, visits
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope
from zulian.people.disabilities import SINGLE
from zulian.regions.models import Region
from zulian.registers.forms import model_form

pytestmark = pytest.mark.usefixtures("regions")


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def test_a_form_on_the_page_of_a_row_is_no_button_there_and_says_its_fault_on_a_page_of_its_own() -> (
    None
):
    who = office()
    case = bring_to(who, applied(who, person()), State.REVIEW)
    url = f"/certificates/cases/{case.pk}/"
    page = browser(who.reviewer).get(url).content.decode()
    assert f'action="{url}review/"' in page and f'href="{url}review/"' not in page
    assert "提交意见" not in browser(who.clerk).get(url).content.decode()
    faulty = (
        browser(who.reviewer)
        .post(f"{url}review/", {"verdict": "refuse", "words": ""})
        .content.decode()
    )
    assert "请写明理由" in faulty and 'value="refuse"' in faulty
    assert Case.objects.get(pk=case.pk).state == State.REVIEW


def test_a_list_says_a_state_as_the_page_of_the_row_does() -> None:
    who = office()
    case_in(who, State.ORDER, paused_on=today(), pause_reason="其他")
    page = browser(who.clerk).get("/certificates/cases/").content.decode()
    assert '<span class="state s-dropped">暂停·待派评定</span>' in page


def test_the_next_step_has_its_key() -> None:
    who = office()
    case = applied(who, person())
    page = browser(who.clerk).get(f"/certificates/cases/{case.pk}/").content.decode()
    assert 'data-key="1"' in page and "<kbd>1</kbd>" in page


def test_another_county_is_told_whose_turn_it_is() -> None:
    who, there = office(), office(OTHER_COUNTY)
    case = bring_to(who, applied(who, person()), State.CLOSED)
    moved = case_in(
        who, State.RELEASE, case.person, kind="transfer", to_region_id=builders.OTHER_VILLAGE
    )
    url = f"/certificates/cases/{moved.pk}/"
    assert "答复" not in browser(there.clerk).get(url).content.decode()
    answer = browser(there.clerk).get(f"{url}answer/")
    assert answer.status_code == 403 and "由另一个县（区）残联办理" in answer.content.decode()


def test_a_list_of_choices_is_offered_as_boxes_and_kept_as_values() -> None:
    form = model_form(Hospital, ("categories",))
    field = form().fields["categories"]
    assert isinstance(field.widget, CheckboxSelectMultiple)
    assert field.choices == list(SINGLE)
    filled = form({"categories": ["1", "4"]})
    assert filled.is_valid() and filled.cleaned_data == {"categories": [1, 4]}
    assert not form({"categories": ["7"]}).is_valid() and not form({"categories": []}).is_valid()


def test_a_hospital_keeps_its_row_when_it_is_renamed() -> None:
    leader = sworn(Role.COUNTY_OFFICER)
    hospital = setup.designate(leader.region, "演示甲院", [1], "", today())
    setup.designate(leader.region, "演示乙院", [1], "", today())
    client, url = browser(leader), f"/certificates/hospitals/{hospital.pk}/change/"
    values = {"name": "演示丙院", "categories": ["1", "2"], "basis": "演示", "since": str(today())}
    assert client.post(url, values).status_code == 302
    hospital.refresh_from_db()
    assert (hospital.name, hospital.categories, Hospital.objects.count()) == ("演示丙院", [1, 2], 2)
    twice = client.post(url, values | {"name": "演示乙院"}).content.decode()
    assert "这个地区已有同名医院" in twice
    hospital.refresh_from_db()
    assert hospital.name == "演示丙院"


def test_hours_and_names_of_teams_are_held_by_their_constraints() -> None:
    who = office()
    values = {
        "name": "第一小组",
        "members": "演甲",
        "starts": "08:30",
        "ends": "17:00",
        "capacity": "5",
        "active": "on",
    }
    client, url = browser(who.clerk), "/certificates/visits/teams/add/"
    assert "返回时间应晚于出发时间" in client.post(url, values | {"ends": "08:00"}).content.decode()
    assert "请填不小于 1 的数" in client.post(url, values | {"capacity": "0"}).content.decode()
    assert client.post(url, values).status_code == 302
    assert "本县（区）已有同名小组" in client.post(url, values).content.decode()
    assert Team.objects.count() == 1


def test_a_visit_at_odd_hours_is_refused_in_a_sentence() -> None:
    who, someone = office(), person()
    values = {
        "purpose": "deliver",
        "source": "counter",
        "why": "卧床",
        "from_time": "15:00",
        "to_time": "09:00",
    }
    page = (
        browser(who.clerk).post(f"/certificates/visits/ask/{someone.pk}/", values).content.decode()
    )
    assert "最晚时间应晚于最早时间" in page and "卧床" in page
    with scope(Region.objects.get(code=COUNTY).scope()):
        assert not visits.Request.objects.exists()
