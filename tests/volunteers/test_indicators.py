"""The fourteen measures of section 三, and that kept counts stay what counting anew would find."""

from __future__ import annotations

import pytest

from tests.builders import COUNTY, post
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.registries import todo_for
from zulian.foundation.searching import search_for
from zulian.indicators import aggregates
from zulian.indicators.registry import named
from zulian.indicators.rules import Pair
from zulian.indicators.services import overview
from zulian.regions.models import Region
from zulian.volunteers.models import Member, Volunteer
from zulian.volunteers.services import activities, needs, network, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def pair(code: str) -> tuple[int, int]:
    indicator = named(code)
    assert indicator is not None
    found: Pair = overview(Region.objects.get(code=COUNTY), today(), [indicator])[code]
    return found.met, found.of


def test_measures_follow_what_is_done_and_the_kept_counts_with_them() -> None:
    county = post(Role.COUNTY_OFFICER)
    aggregates.rebuild(today())
    group = stage.group(county)
    meeting = stage.meeting(county, group)
    youth = Member.objects.get(group=group, department="youth")
    network.drop_member(youth.pk, county)
    assert pair("volunteers.groups") == (0, 1), "a date without the departments is no group"
    network.add_member(
        group.pk, county, {"department": "youth", "name": "演团委", "title": "", "phone": ""}
    )
    network.hold(meeting.pk, county, list(group.members.all()), "议定")
    assert pair("volunteers.groups") == pair("volunteers.meetings") == (1, 1)
    assert (
        pair("volunteers.hubs"),
        pair("volunteers.stations_township"),
        pair("volunteers.stations_village"),
    ) == (
        (0, 1),
        (0, 2),
        (0, 2),
    )
    hub = network.Unit.objects.get(region=COUNTY)
    network.change_unit(hub.pk, county, {"leader": "演", "place": "", "set_up_on": today()})
    assert pair("volunteers.hubs") == (0, 1), "a date without a place is no unit"
    network.change_unit(hub.pk, county, {"place": "室"})
    assert pair("volunteers.hubs") == (1, 1)
    brigade = network.add_brigade(
        county, {"host": "康复科", "leader": "", "place": "室", "set_up_on": today()}
    )
    assert pair("volunteers.brigades") == (0, 1)
    network.change_unit(brigade.pk, county, {"leader": "演"})
    assert pair("volunteers.brigades") == (1, 1)
    who = stage.volunteer()
    unchecked = registry.approve(stage.apply().pk, "")
    assert pair("volunteers.real_name") == (1, 2)
    registry.leave(unchecked.pk, "搬家")
    assert pair("volunteers.real_name") == (1, 1) and pair("volunteers.active") == (0, 1)
    waiting = stage.need(county)
    service = stage.served(county, who, 3, confirmed=False)
    assert pair("volunteers.helped") == (0, 1) and pair("volunteers.confirmed") == (0, 1)
    needs.confirm(service.pk, "station")
    assert (
        pair("volunteers.helped")
        == pair("volunteers.prompt")
        == pair("volunteers.active")
        == pair("volunteers.confirmed")
        == (1, 1)
    )
    assert pair("volunteers.again") == (0, 1)
    needs.refuse(waiting.pk, "已解决")
    over, empty = stage.activity(county, 0), stage.activity(county, 0, title="没有人来的活动")
    sign_up = activities.sign_up(over.slots.get().pk, who.pk)
    activities.come(sign_up.pk)
    assert pair("volunteers.held") == (0, 2)
    activities.settle(over.pk, county)
    activities.settle(empty.pk, county)
    assert pair("volunteers.held") == (1, 2) and pair("volunteers.told") == (0, 2)
    activities.sum_up(over.pk, county, {"summary": "好", "reached": 5})
    assert pair("volunteers.told") == (1, 2)
    activities.sum_up(empty.pk, county, {"summary": "补登记", "reached": 8})
    assert pair("volunteers.held") == pair("volunteers.told") == (2, 2)
    assert aggregates.verify() == []


def test_the_desk_shows_what_waits_and_search_finds_volunteers() -> None:
    county = post(Role.COUNTY_OFFICER)
    stage.apply()
    stage.need(county)
    stage.service(county)
    done = stage.served(county, who := stage.volunteer(), confirmed=False)
    needs.report_concern(done.pk, "served", "不好")
    names = {group.name for group in todo_for(county)}
    assert {
        "等审核的志愿者",
        "等受理的服务需求",
        "等匹配的服务",
        "等确认时长的服务",
        "等处理的安全和权益报告",
    } <= names
    assert "等处理的安全和权益报告" not in {g.name for g in todo_for(post(Role.STATION_LEADER))}
    assert [hit.title for hit in search_for(county, who.number).hits] == [who.person.name]
    found = [hit for hit in search_for(county, who.person.name).hits if hit.kind == "志愿者"]
    assert len(found) == 1 and Volunteer.objects.count() == 1
