"""The measures of section 四（一）–（四）, and that kept counts stay what counting anew would find."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.associations import stage
from tests.builders import COUNTY, post
from zulian.accounts.roles import Role
from zulian.associations.models import Association, Meeting, Seat
from zulian.associations.services import activities, bodies, cases, contacts, research, reviews
from zulian.associations.services.cases import Complaint
from zulian.foundation.clock import on_day, today
from zulian.foundation.registries import todo_for
from zulian.foundation.searching import search_for
from zulian.indicators import aggregates
from zulian.indicators.registry import named
from zulian.indicators.rules import Pair
from zulian.indicators.services import overview
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def pair(code: str) -> tuple[int, int]:
    indicator = named(f"associations.{code}")
    assert indicator is not None
    found: Pair = overview(Region.objects.get(code=COUNTY), today(), [indicator]).get(
        indicator.code, Pair()
    )
    return found.met, found.of


def test_means_and_committee_follow_what_is_done_and_the_kept_counts_with_them() -> None:
    county = post(Role.COUNTY_OFFICER)
    aggregates.rebuild(today())
    assert pair("set_up") == pair("office") == pair("staffed") == pair("in_term") == (0, 5)
    found = stage.standing(county)
    assert (pair("set_up"), pair("office")) == ((0, 5), (1, 5)), "a date alone is no association"
    bodies.change(found.pk, county, {"area": 4})
    assert pair("office") == (0, 5)
    staff = bodies.add_staff(
        found.pk, county, {"name": "演干事", "full_time": False, "duty": "", "since": today()}
    )
    assert pair("staffed") == (1, 5)
    bodies.end_staff(staff.pk, county, today())
    assert pair("staffed") == (0, 5)
    stage.committee(county, found)
    assert pair("in_term") == (1, 5) and pair("contacts") == (0, 5)
    members = [stage.member(county, found) for _n in range(5)]
    assert pair("set_up") == (1, 5)
    bodies.leave(members[0].pk, county)
    assert pair("set_up") == (0, 5)
    stage.member(county, found)
    assert pair("set_up") == (1, 5)
    bodies.leave_seat(Seat.objects.get(office="chair").pk, county, today(), "调动")
    assert pair("in_term") == (0, 5) and pair("contacts") == (0, 4) and pair("set_up") == (0, 5)
    assert aggregates.verify() == []


def test_systems_and_activities_follow_what_is_done() -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.standing(county)
    aggregates.rebuild(today())
    due = Meeting.objects.filter(region=county.region_id, due_on__lte=today())
    stage.committee(county, found)
    assert pair("meetings") == (0, due.count())
    if first := due.filter(association=found).first():
        stage.held(county, first)
        assert pair("meetings")[0] == 1
    seat = Seat.objects.filter(office="member")[0]
    rows = [stage.contact(county, seat) for _n in range(5)]
    assert pair("contacts") == (1, 5)
    contacts.collect(rows[0], today(), "刚提的")
    old = contacts.collect(rows[0], today() - timedelta(days=40), "早就提的")
    assert pair("answered") == (0, 1)
    contacts.answer(old.pk, county, "组联科", "好")
    assert pair("answered") == (1, 1)
    topic = stage.topic(county, found)
    assert pair("research") == pair("adopted") == (0, 0)
    research.go_out(
        topic.pk, county, {"on": today(), "place": "街上", "people": 3, "notes": "看过"}
    )
    research.write_up(topic.pk, county, "报告")
    assert pair("research") == (1, 1) and pair("adopted") == (0, 1)
    research.propose(topic.pk, county, "设护栏", "城管局")
    research.verdict(topic.pk, county, adopted=True, by="城管局", words="列入")
    assert pair("adopted") == (1, 1)
    member = stage.member(county, found)
    assert (
        pair("active_blind") == (0, 1)
        and pair("reached_blind") == (0, 1)
        and pair("reached_deaf") == (0, 0)
    )
    held = stage.approved(county, found)
    activities.hold(held.pk, county, [member], {})
    assert (
        pair("active_blind") == (1, 1)
        and pair("reached_blind") == (1, 1)
        and pair("summed") == (0, 1)
    )
    activities.sum_up(held.pk, county, "好", Decimal(0))
    assert pair("summed") == (1, 1)
    assert aggregates.verify() == []


def test_cases_and_reviews_follow_what_is_done() -> None:
    county = post(Role.COUNTY_OFFICER)
    found, year = stage.standing(county), today().year
    aggregates.rebuild(today())
    with on_day(today() - timedelta(days=60)):
        late = cases.complain(found, Complaint("work", "演", "拖欠"))
    prompt = cases.complain(found, Complaint("work", "演", "刚说的"))
    assert pair("cases") == (0, 1)
    for row in (late, prompt):
        cases.take_up(row.pk, county)
        cases.close(row.pk, county, "补发")
    assert pair("cases") == (1, 2)
    points = {key: 1 for key, _w, _n in reviews.items(year)}
    made = reviews.rate_self(found.pk, county, year - 1, points, "")
    assert pair("reviewed") == (0, 1)
    reviews.review(made.pk, county, points, "好")
    assert pair("reviewed") == (1, 1) and aggregates.verify() == []


def test_the_desk_shows_what_waits_and_search_finds_associations() -> None:
    county, office = post(Role.COUNTY_OFFICER), post(Role.ASSOCIATION_OFFICER)
    found = stage.standing(county)
    stage.committee(county, found)
    cases.complain(found, Complaint("work", "演", "拖欠工资两个月"))
    contacts.collect(stage.contact(county, Seat.objects.all()[0]), today(), "盲道")
    activities.submit(stage.planned(office, found).pk, office)
    with on_day(today() - timedelta(days=3)):
        stage.approved(county, found, title="三天前")
    reviews.rate_self(
        found.pk, county, today().year, {key: 1 for key, _w, _n in reviews.items(today().year)}, ""
    )
    mine = {group.name for group in todo_for(county)}
    assert {
        "要办的维权个案",
        "待答复的意见建议",
        "要登记总结的协会活动",
        "待审批的协会活动",
        "待评议的协会自评",
    } <= mine
    theirs = {group.name for group in todo_for(office)}
    assert "要办的维权个案" in theirs and "待审批的协会活动" not in theirs
    assert not any(
        "拖欠工资" in item.title + item.note for group in todo_for(county) for item in group.items
    )
    assert [
        hit.title
        for hit in search_for(county, "阜新蒙古族自治县盲协").hits
        if hit.kind == "专门协会"
    ] == [str(Association.objects.with_names().get(pk=found.pk))]
