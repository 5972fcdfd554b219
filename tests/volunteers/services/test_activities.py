"""Activities: from the plan to the summary, places, waiting lists."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import CITY, COUNTY, OTHER_TOWN, TOWN, VILLAGE, photo, post
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.people.commemorative_days import year_days
from zulian.plans.models import Assignment
from zulian.volunteers.models import Activity, SignUp, Slot, Unit, Volunteer
from zulian.volunteers.services import activities, network, registry, training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> object:
    return post(Role.COUNTY_OFFICER)


def test_places_are_given_once_and_the_first_who_waits_moves_up(county) -> None:
    slot = stage.activity(county, places=2).slots.get()
    people = [stage.volunteer() for _n in range(4)]
    made = [activities.sign_up(slot.pk, p.pk) for p in people]
    assert [row.state for row in made] == ["in", "in", "waiting", "waiting"]
    assert activities.sign_up(slot.pk, people[0].pk).pk == made[0].pk
    registry.pause(people[2].pk, today() + timedelta(days=60))
    activities.sign_off(made[0].pk, people[0])
    assert [SignUp.objects.get(pk=row.pk).state for row in made] == ["out", "in", "waiting", "in"]
    assert Slot.objects.get(pk=slot.pk).taken == 2
    assert activities.sign_up(slot.pk, people[0].pk).state == "waiting"


def test_nobody_is_in_two_places_at_once(county) -> None:
    who = stage.volunteer()
    one, two = stage.activity(county), stage.activity(county, title="另一场")
    activities.sign_up(one.slots.get().pk, who.pk)
    with pytest.raises(ValidationError, match="已有别的"):
        activities.sign_up(two.slots.get().pk, who.pk)
    stage.booked(county, other := stage.volunteer(), 5)
    with pytest.raises(ValidationError):
        activities.sign_up(two.slots.get().pk, other.pk)


def test_a_role_that_needs_training_is_for_the_trained(county) -> None:
    activity = stage.activity(county)
    slot = activities.add_slot(
        activity.pk,
        county,
        {
            "name": "手语",
            "kind": "sign",
            "start": stage.time(13),
            "end": stage.time(14),
            "places": 1,
        },
    )
    who = stage.volunteer()
    with pytest.raises(ValidationError, match="资格"):
        activities.sign_up(slot.pk, who.pk)
    training.qualify(who, "sign", today(), "班")
    assert activities.sign_up(slot.pk, who.pk).state == "in"


def test_the_way_of_an_activity(county) -> None:
    with on_day(today() - timedelta(days=2)):
        activity = stage.activity(county, 0, published=False)
        with pytest.raises(ValidationError):
            activities.settle(activity.pk, county)
        activities.publish(activity.pk, county)
        present, absent = (
            activities.sign_up(activity.slots.get().pk, stage.volunteer().pk) for _n in range(2)
        )
        activities.come(present.pk)
        activities.settle(activity.pk, county)
    assert Volunteer.objects.get(pk=present.volunteer_id).hours == Decimal("1.5")
    assert SignUp.objects.get(pk=absent.pk).state == "absent"
    with pytest.raises(ValidationError):
        activities.sum_up(activity.pk, county, {"summary": " "})
    activities.add_photos(activity.pk, county, [photo()], "现场", False)
    assert activities.sum_up(activity.pk, county, {"summary": "好", "reached": 9}).state == "summed"
    with pytest.raises(PermissionDenied):
        activities.sum_up(activity.pk, post(Role.COUNTY_OFFICER, "210922000000"), {"summary": "好"})


def test_without_roles_it_is_not_published_and_cancelled_it_lets_all_go(county) -> None:
    values = stage.GOOD | {
        "title": "空",
        "occasion": "eye",
        "on": today() + timedelta(days=9),
        "place": "场",
        "text": "x",
        "expected": 1,
    }
    with pytest.raises(ValidationError, match="岗位"):
        activities.publish(activities.plan(county, values).pk, county)
    activity = stage.activity(county)
    row = activities.sign_up(activity.slots.get().pk, stage.volunteer().pk)
    activities.cancel(activity.pk, county)
    assert (
        SignUp.objects.get(pk=row.pk).state == "out"
        and Activity.objects.get(pk=activity.pk).state == "cancelled"
    )


def test_templates_know_their_days() -> None:
    assert activities.template("disabled", 2026)["on"].isoformat() == "2026-05-17"
    assert [key for _day, key, _name, _usual in year_days(2026)][:2] == ["ear", "leifeng"]
    assert activities.template("none", 2026) == {}


# The network


def test_holes_are_what_is_due_and_not_set_up(county) -> None:
    unit = Unit.objects.get(region=TOWN)
    missing = Unit.objects.missing().within(county.region)
    assert missing.count() == 5
    network.change_unit(
        unit.pk,
        county,
        {"leader": "演", "phone": "13900000000", "place": "室", "set_up_on": today()},
    )
    assert missing.count() == 4
    network.dissolve(unit.pk)
    assert missing.count() == 5


def test_a_meeting_is_noticed_held_and_its_decision_becomes_a_task_of_the_plan(county) -> None:
    from tests import builders
    from zulian.plans.models import Clause

    group = stage.group(county)
    city = post(Role.CITY_OFFICER, CITY)
    circular = builders.plan(city)
    meeting = stage.meeting(county, group)
    network.notify(meeting.pk, county)
    network.hold(meeting.pk, county, list(group.members.all()), "议定分工")
    town = stage.Region.objects.get(code=TOWN)
    due = today().replace(month=12, day=31)
    alone = network.decide(meeting.pk, county, "建站", town, due)
    assert alone.url == "" and network.settle_decision(alone.pk, county).done_on == today()
    Clause.objects.filter(circular=circular, path="一（二）").update(
        indicators=["volunteers.groups"]
    )
    made = network.decide(meeting.pk, county, "年底前建齐联络站", town, due)
    row = Assignment.objects.get(region=TOWN, task__name="年底前建齐联络站")
    assert made.url == f"/plans/assignments/{row.pk}/" and (row.issued_by_id, row.due) == (
        COUNTY,
        due,
    )
    with pytest.raises(ValidationError):
        network.settle_decision(made.pk, county)


def test_a_village_commissioner_sets_up_the_station_of_the_own_village_alone(county) -> None:
    values = {"leader": "演", "phone": "", "place": "室", "set_up_on": today()}
    own, other = post(Role.COMMISSIONER, VILLAGE), post(Role.COMMISSIONER, "210921100202")
    station = Unit.objects.get(region=VILLAGE)
    assert network.change_unit(station.pk, own, values).set_up_on == today()
    for stranger in (other, post(Role.TOWNSHIP_OFFICER, OTHER_TOWN), post(Role.CERTIFICATE_CLERK)):
        with pytest.raises(PermissionDenied):
            network.change_unit(station.pk, stranger, values)
    above = Unit.objects.get(region=TOWN)
    with pytest.raises(PermissionDenied):
        network.change_unit(above.pk, own, values)
    assert network.change_unit(above.pk, post(Role.TOWNSHIP_OFFICER), values).set_up_on == today()


def test_brigades_of_departments_and_associations_are_due_in_a_city(county) -> None:
    city = post(Role.CITY_OFFICER, CITY)
    hosts = network.brigade_hosts()
    due = Unit.objects.missing().filter(kind=Unit.Kind.BRIGADE, region=CITY)
    assert (
        set(due.values_list("region_id", "host")) == {(CITY, host) for host in hosts}
        and "盲人协会" in hosts
    )
    values = {"host": "盲人协会", "leader": "演", "phone": "", "place": "室", "set_up_on": today()}
    made = network.add_brigade(city, values)
    assert due.count() == len(hosts) - 1
    with pytest.raises(ValidationError, match="已经有"):
        network.add_brigade(city, values)
    network.dissolve(made.pk)
    assert due.count() == len(hosts), "a brigade that is due becomes a hole again"
    extra = network.add_brigade(city, values | {"host": "信息科"})
    assert network.dissolve(extra.pk).ended_on == today()


def test_brigades_belong_to_one_host(county) -> None:
    values = {"host": "康复科", "leader": "演", "phone": "", "place": "室", "set_up_on": today()}
    network.add_brigade(county, values)
    with pytest.raises(ValidationError, match="已经有"):
        network.add_brigade(county, values)


def test_training_gives_qualifications_that_expire(county) -> None:
    who = stage.volunteer(skills=("sign",))
    session = training.hold(
        county, {"title": "手语班", "on": today(), "place": "室", "hours": 8, "keys": ["sign"]}
    )
    row = training.sign_in(session.code, who)
    assert training.sign_in(session.code, who).pk == row.pk
    assert (
        training.passed(session.pk, county, [row.pk]) == 1
        and training.passed(session.pk, county, [row.pk]) == 0
    )
    made = who.qualifications.get()
    assert (made.key, made.until.year - today().year) == ("sign", 2)
    with pytest.raises(ValidationError):
        training.hold(
            county, {"title": "班", "on": today(), "place": "室", "hours": 8, "keys": ["company"]}
        )
