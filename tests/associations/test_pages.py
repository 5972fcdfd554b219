"""What the registers of associations show and let do, asked through their pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.associations import stage
from tests.builders import post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.associations import proofs
from zulian.associations.models import Association, Kind, Member, RightsCase, Seat, Survey
from zulian.associations.services import bodies, cases, contacts, research
from zulian.associations.services.cases import Complaint
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def officer(client: Client, county: Post) -> Client:
    client.force_login(county.user)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"associations:{name}", args=args)


def test_a_list_tells_whether_an_association_is_whole_as_the_measure_does(county: Post) -> None:
    found = stage.standing(county)
    seen = []
    for step in (
        lambda: stage.committee(county, found),
        lambda: [stage.member(county, found) for _n in range(5)],
        lambda: bodies.leave_seat(Seat.objects.get(office="chair").pk, county, today(), "调动"),
        lambda: bodies.leave(Member.objects.all()[0].pk, county),
    ):
        step()
        row = Association.objects.get(pk=found.pk)
        seen.append(proofs.is_whole(row, today()))
        assert seen[-1] == (proofs.SET_UP.lacking(row, today()) == [])
    assert seen == [False, True, False, False]


def test_what_is_due_can_be_set_up_and_nothing_else(officer: Client, county: Post) -> None:
    due = Association.objects.get(region_id=county.region_id, kind=Kind.DEAF)
    page = officer.get(url("association", due.pk)).content.decode()
    assert "登记成立" in page and "策划活动" not in page and "年度工作报告" not in page
    answer = officer.get(url("association-staff", due.pk), follow=True).content.decode()
    assert "现在是“待成立”，不能添加" in answer
    big = {"set_up_on": today(), "area": "10001", "contact": ""}
    refused = officer.post(url("association-set-up", due.pk), big).content.decode()
    assert "请填不大于 10000 的数" in refused and refused.count("请填写这一项") == 1
    done = officer.post(
        url("association-set-up", due.pk), big | {"area": "20", "contact": "微信"}, follow=True
    )
    assert "策划活动" in done.content.decode()


def test_a_plan_begins_with_the_day_that_is_asked_for(officer: Client, county: Post) -> None:
    found = stage.standing(county)
    page = officer.get(
        url("association-activity", found.pk), {"occasion": "blind"}
    ).content.decode()
    assert "国际盲人节活动" in page and "本类别的节日：" in page
    assert (
        "国际盲人节活动" not in officer.get(url("association-activity", found.pk)).content.decode()
    )


def test_a_panel_shows_the_latest_and_leads_to_all_of_the_association(
    officer: Client, county: Post
) -> None:
    found = stage.standing(county)
    bodies.set_budget(found.pk, county, today().year, Decimal(100), "预算")
    for n in range(7):
        bodies.spend(found.pk, county, {"on": today(), "amount": Decimal(1), "purpose": f"支出{n}"})
    page = officer.get(url("association", found.pk)).content.decode()
    assert "支出6" in page and "支出0" not in page
    whole = f"{url('spending-list')}?association={found.pk}"
    assert whole in page and "支出0" in officer.get(whole).content.decode()


def test_a_chair_who_does_not_belong_is_told_at_the_field(officer: Client, county: Post) -> None:
    found = stage.standing(county)
    committee, who = bodies.elect(found.pk, county, today()), stage.holder()
    sent = {
        "id_number": who.id_number,
        "name": who.name,
        "home": who.region_id,
        "since": today(),
        "office": "chair",
    }
    page = officer.post(
        url("committee-seat", committee.pk), sent | {"tie": "none"}
    ).content.decode()
    assert "主席须由本类别残疾人或其亲属担任" in page.partition('class="field-error"')[2]
    assert (
        officer.post(url("committee-seat", committee.pk), sent | {"tie": "self"}).status_code == 302
    )
    twice = officer.post(
        url("committee-seat", committee.pk), sent | {"tie": "self"}
    ).content.decode()
    assert "这个人已在本届委员会中" in twice or "主席已有人担任" in twice


def test_a_case_taken_up_is_gone_for_all_but_its_circle(officer: Client, county: Post) -> None:
    case = cases.complain(stage.standing(county), Complaint("work", "演反映", "拖欠工资"))
    page = officer.get(url("case", case.pk)).content.decode()
    assert "拖欠工资" in page and "受理" in page
    assert AuditEntry.objects.filter(action="case.read").count() == 1
    cases.take_up(case.pk, post(Role.ASSOCIATION_OFFICER))
    assert officer.get(url("case", case.pk)).status_code == 404
    assert officer.post(url("case-close", case.pk), {"outcome": "好"}).status_code == 404
    assert url("case", case.pk) not in officer.get(url("case-list")).content.decode()
    told = officer.post(
        url("case-many"), {"action": "take", "row": case.pk}, follow=True
    ).content.decode()
    assert "请先在表格中选择" in told and RightsCase.objects.get(pk=case.pk).state == "handling"


def test_results_come_as_a_workbook_once_nobody_stands_out(officer: Client, county: Post) -> None:
    survey = stage.survey(county, stage.topic(county, stage.standing(county)))
    page = officer.get(url("survey", survey.pk)).content.decode()
    assert (
        f"http://testserver{url('public-survey', survey.code)}" in page and "导出 Excel" not in page
    )
    assert officer.get(url("survey-results", survey.pk)).status_code == 404
    for n in range(5):
        research.fill_in(survey.pk, f"t{n}", stage.given(survey))
    assert "导出 Excel" in officer.get(url("survey", survey.pk)).content.decode()
    assert officer.get(url("survey-results", survey.pk)).headers["Content-Type"].endswith("sheet")


def test_a_survey_takes_each_form_that_was_handed_out_once_and_no_invented_one(
    client: Client, county: Post
) -> None:
    survey = stage.survey(county, stage.topic(county, stage.standing(county)))
    address = url("public-survey", survey.code)
    given = {f"q{pk}": value for pk, value in stage.given(survey).items()}
    for invented in ("made-up", research.hand_out(Survey(pk=survey.pk + 1))):
        page = client.post(address, given | {"token": invented}).content.decode()
        assert "刷新页面后重新填写" in page and not survey.answers.exists()
    handed = client.get(address).context["form"]["token"].value()
    for _again in range(2):
        assert client.post(address, given | {"token": handed}).status_code == 302
    assert survey.answers.count() == 1


def test_two_opinions_are_answered_at_once(officer: Client, county: Post) -> None:
    stage.committee(county, stage.standing(county))
    contact = stage.contact(county, Seat.objects.all()[0])
    opinions = [contacts.collect(contact, today(), words) for words in ("修路", "装灯")]
    sent = {"action": "answer", "row": [row.pk for row in opinions], "filled": "1"}
    empty = officer.post(url("opinion-many"), sent).content.decode()
    assert empty.count("请填写这一项") == 2
    done = officer.post(
        url("opinion-many"), sent | {"answered_by": "城管局", "answer": "已转办"}
    ).content.decode()
    assert "已办 2 条" in done


def test_a_telephone_stays_where_nothing_is_typed(officer: Client, county: Post) -> None:
    found = stage.standing(county)
    sent = {"set_up_on": found.set_up_on, "area": "20", "contact": "微信"}
    officer.post(url("association-change", found.pk), sent | {"phone": "0418-2345678"})
    page = officer.get(url("association-change", found.pk)).content.decode()
    assert "不改就留空" in page and "2345678" not in page
    officer.post(url("association-change", found.pk), sent)
    assert Association.objects.get(pk=found.pk).phone == "0418-2345678"
