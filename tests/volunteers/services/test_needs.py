"""From a need to confirmed hours: triage, offers, replacement, check-in, confirmation, what both sides say."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import COUNTY, VILLAGE, post
from tests.volunteers import stage
from zulian.accounts.models import Message
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.people.hooks import meets, take_need
from zulian.volunteers.models import Concern, HelpNeed, Offer, Service, Stint, Volunteer
from zulian.volunteers.services import hours, matching, needs, offers, registry, training
from zulian.volunteers.services.needs import Verdict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> object:
    return post(Role.COUNTY_OFFICER)


def fresh(service: Service) -> Service:
    return Service.objects.with_names().get(pk=service.pk)


def test_a_repeated_need_becomes_a_service_for_each_day(county) -> None:
    wanted = stage.wanted(2, repeat="week", until=today() + timedelta(days=30))
    made = needs.triage(stage.need(county).pk, wanted, Verdict("low"))
    assert [s.on for s in made.services.all()] == [
        today() + timedelta(days=2 + 7 * n) for n in range(5)
    ]
    with pytest.raises(ValidationError):
        needs.triage(made.pk, wanted, Verdict("low"))


def test_commissioners_needs_come_here(county) -> None:
    person = stage.people(VILLAGE, 1)[0]
    assert meets("help")
    url = take_need("help", person, county, "希望有人来看望")
    made = HelpNeed.objects.get()
    assert url == f"/volunteers/needs/{made.pk}/" and made.source == "log" and made.state == "new"


def test_the_whole_way_to_confirmed_hours_and_a_star(county) -> None:
    who = stage.volunteer()
    Volunteer.objects.filter(pk=who.pk).update(hours=0)
    with on_day(today() - timedelta(days=20)) as day:
        hours.note(
            who.pk,
            hours.Stretch(stage.moment(day, 0), stage.moment(day, 10), "event", "station"),
            True,
        )
    service = stage.served(county, who)
    found = Volunteer.objects.get(pk=who.pk)
    assert (found.hours, found.times_served, found.stars) == (Decimal(12), 2, 0)
    assert fresh(service).state == "confirmed" and service.need.state == "closed"
    assert HelpNeed.objects.get(pk=service.need_id).help_days == 0


def test_hours_wait_for_who_was_served(county) -> None:
    who = stage.volunteer()
    service = stage.served(county, who, confirmed=False)
    assert Volunteer.objects.get(pk=who.pk).hours == 0
    needs.confirm(service.pk, Stint.How.SERVED)
    with pytest.raises(ValidationError):
        needs.confirm(service.pk, Stint.How.SERVED)
    assert Volunteer.objects.get(pk=who.pk).hours == Decimal("2.5")


def test_nobody_is_asked_twice_for_a_day(county) -> None:
    who = stage.volunteer()
    stage.offered(county, who)
    with pytest.raises(ValidationError, match="已"):
        offers.ask(stage.service(county).pk, who.pk, [])
    assert Offer.objects.count() == 1


def test_who_is_unqualified_or_of_the_other_sex_is_refused(county) -> None:
    who = stage.volunteer(skills=("sign", "company"))
    with pytest.raises(ValidationError, match="资格"):
        offers.ask(stage.service(county, kind="sign").pk, who.pk, [])
    training.qualify(who, "sign", today(), "班")
    offers.ask(stage.service(county, 3, kind="sign").pk, who.pk, [])
    other = next(p for p in stage.people(VILLAGE, 6) if p.sex != who.person.sex)
    strict = stage.service(county, 4, verdict=Verdict("low", same_sex=True), person=other)
    with pytest.raises(ValidationError, match="同性"):
        offers.ask(strict.pk, who.pk, [])
    with pytest.raises(ValidationError, match="没有登记"):
        offers.ask(stage.service(county, 5, kind="hair").pk, who.pk, [])


def test_declining_reopens_and_the_plan_asks_somebody_else(county) -> None:
    stage.places()
    one, two = stage.volunteer(), stage.volunteer()
    service = stage.service(county)
    first = matching.propose(county.region).pairs[0].volunteer
    other = two if first.pk == one.pk else one
    offers.ask(service.pk, first.pk, [])
    offers.decline(service.offers.get().pk, first, "没空")
    assert [p.volunteer.pk for p in matching.propose(county.region).pairs] == [other.pk]


def test_falling_out_tells_the_station_and_lists_others(county) -> None:
    stage.places()
    who, other = stage.volunteer(), stage.volunteer()
    service = stage.booked(county, who)
    offers.fall_out(service.pk, who, "生病")
    assert (
        fresh(service).state == "open"
        and Message.objects.filter(region=COUNTY, kind="service").exists()
    )
    assert [p.volunteer.pk for p in matching.candidates(fresh(service))] == [other.pk]


def test_offers_nobody_answers_expire(county) -> None:
    service = stage.offered(county, stage.volunteer(), 9)
    assert offers.expire() == 0
    with on_day(today() + timedelta(days=3)):
        assert offers.expire() == 1
    assert fresh(service).state == "open"


def test_the_plan_says_why_and_is_adopted_by_a_person(county) -> None:
    stage.places()
    known = stage.volunteer()
    service = stage.served(county, known)
    again = stage.service(county, 3, person=service.need.person)
    made = matching.propose(county.region)
    assert any("以前去过" in why for why in made.pairs[0].why) and any(
        "公里" in w or "本地" in w for w in made.pairs[0].why
    )
    done, faults = matching.decide(county.region, [(again.pk, known.pk)])
    assert (done, faults) == (1, []) and fresh(again).state == "offered"
    done, faults = matching.decide(county.region, [(again.pk, known.pk)])
    assert done == 0 and faults


def test_who_is_on_leave_is_asked_for_the_days_after_it(county) -> None:
    stage.places()
    who = stage.volunteer()
    registry.pause(who.pk, today() + timedelta(days=4))
    soon, later = stage.service(county, 3), stage.service(county, 8)
    assert [p.service.pk for p in matching.propose(county.region).pairs] == [later.pk]
    with pytest.raises(ValidationError, match="暂停"):
        offers.ask(soon.pk, who.pk, [])
    assert offers.ask(later.pk, who.pk, []).volunteer_id == who.pk


def test_nobody_can_help_says_why(county) -> None:
    stage.service(county, kind="hair")
    stage.volunteer()
    made = matching.propose(county.region)
    assert not made.pairs and "理发" in made.unmet[0][1]


def test_both_sides_say_how_it_was_and_reports_are_sealed(county) -> None:
    service = stage.served(county, stage.volunteer())
    needs.rate(service.pk, "served", 5, "好")
    needs.rate(service.pk, "served", 4, "还好")
    assert service.feedback.get().mark == 4
    needs.report_concern(service.pk, "served", "拿走了东西")
    raw = Concern.objects.extra(select={"raw": "text"}).values_list("raw", flat=True)[0]  # noqa: S610
    assert "拿走" not in str(raw) and Concern.objects.get().text == "拿走了东西"
    assert needs.settle_concern(Concern.objects.get().pk, "已归还").state == "done"


def test_closing_a_need_frees_who_was_promised(county) -> None:
    who = stage.volunteer()
    service = stage.booked(county, who)
    needs.close(service.need_id, "住院了")
    assert fresh(service).state == "cancelled" and fresh(service).volunteer is None
    stage.offered(county, who)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.integers(0, 46), st.integers(1, 20)), min_size=1, max_size=8))
def test_stretches_never_overlap_and_never_exceed_a_day(stretches: list[tuple[int, int]]) -> None:
    """Whatever is noted: kept stretches lie apart, a day has at most twelve hours, the sum is theirs."""
    who = stage.volunteer()
    day = today() - timedelta(days=2)
    for start, long in stretches:
        begin = stage.moment(day, start // 2, start % 2 * 30)
        try:
            hours.note(
                who.pk,
                hours.Stretch(begin, begin + timedelta(minutes=30 * long), "event", "station"),
                True,
            )
        except ValidationError:
            continue
    kept = list(Stint.objects.filter(volunteer=who).order_by("start"))
    assert all(a.end <= b.start for a, b in zip(kept, kept[1:], strict=False))
    assert sum(s.hours for s in kept if s.day == day) <= 12
    assert Volunteer.objects.get(pk=who.pk).hours == sum((s.hours for s in kept), Decimal(0))


def test_what_cannot_have_been_is_refused(county) -> None:
    who, day = stage.volunteer(), today() - timedelta(days=1)
    for start, end in ((8, 8), (0, 13)):
        with pytest.raises(ValidationError):
            hours.note(
                who.pk,
                hours.Stretch(stage.moment(day, start), stage.moment(day, end), "event", "station"),
                True,
            )
    ahead = today() + timedelta(days=1)
    with pytest.raises(ValidationError, match="不能晚于现在"):
        hours.note(
            who.pk,
            hours.Stretch(stage.moment(ahead, 8), stage.moment(ahead, 9), "event", "station"),
            True,
        )
    assert not Stint.objects.exists()
