"""A death ends what a living person holds, in all rooms and in one unit, and can be taken back as a whole."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.builders import COUNTY, VILLAGE, post
from tests.certificates.office import applied, holder, office, person, reload
from tests.congress import stage
from zulian.accounts.roles import Role
from zulian.associations.models import Association, Member
from zulian.certificates.models import Certificate, State
from zulian.certificates.rules.cards import CardState, Kind
from zulian.commissioners.models import Commissioner, Payment, Position, Tenure
from zulian.commissioners.services import archive
from zulian.congress.models import Delegate
from zulian.foundation.anchors import verify
from zulian.foundation.clock import today
from zulian.leadership.models import Tie
from zulian.people.deaths import Told, record_death, undo_death
from zulian.people.models import Person
from zulian.people.services import Entry, enrol
from zulian.regions.models import Region
from zulian.volunteers.models import HelpNeed, Volunteer

pytestmark = pytest.mark.usefixtures("regions")
TOLD = Told(date(2026, 5, 2), "civil", "5月火化名单")


def again(someone: Person) -> Person:
    return Person.objects.get(pk=someone.pk)


def test_day_and_source_stand_on_the_person() -> None:
    someone = person()
    record_death(someone, TOLD, None)
    someone = again(someone)
    assert (someone.died_on, someone.death_source) == (date(2026, 5, 2), "civil")
    undo_death(someone, "同名误报")
    assert (again(someone).died_on, again(someone).death_source) == (None, "")
    assert verify().sound


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(date(2999, 1, 1), "civil"), "不能晚于今天"),
        (Told(date(1969, 12, 31), "civil"), "不能早于出生日期"),
    ],
)
def test_an_impossible_day_is_refused(told: Told, words: str) -> None:
    someone = person()
    with pytest.raises(ValidationError, match=words):
        record_death(someone, told, None)


def test_the_card_and_what_was_applied_for_end_and_come_back() -> None:
    who = office()
    someone, card = holder(who)
    case = applied(who, someone, Kind.REGRADE)
    record_death(someone, Told(today(), "family"), who.clerk)
    card = Certificate.objects.get(pk=card.pk)
    assert (card.state, card.ended_on) == (CardState.CANCELLED, today())
    assert reload(case).state == State.WITHDRAWN
    with pytest.raises(ValidationError, match="死亡"):
        applied(who, again(someone), Kind.REGRADE)
    assert not undo_death(someone, "本人健在").left
    card = Certificate.objects.get(pk=card.pk)
    assert (card.state, card.ended_on, card.ended_why) == (CardState.VALID, None, "")
    assert reload(case).state == State.ORDER
    assert case.history.filter(left_on=None).count() == 1


def test_what_has_changed_since_stays_and_is_said() -> None:
    who = office()
    someone, card = holder(who)
    record_death(someone, Told(today(), "family"), who.clerk)
    Certificate.objects.filter(pk=card.pk).update(ended_why="本人申请")
    assert undo_death(someone, "本人健在").left == ("残疾人证",)
    card = Certificate.objects.get(pk=card.pk)
    assert card.state == CardState.CANCELLED


def test_a_post_its_allowance_and_a_membership_end() -> None:
    position = Position.objects.get(region_id=VILLAGE, number=1)
    someone = person()
    terms = archive.Terms(Tie.SELF, Tenure.How.RECOMMENDED, date(2025, 1, 1))
    found = archive.appoint(position.pk, someone, terms)
    for month in (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)):
        Payment.objects.create(
            commissioner=found, region_id=VILLAGE, month=month, due=Decimal("620.00")
        )
    association = Association.objects.filter(region_id=COUNTY).first()
    assert association is not None
    Member.objects.create(
        association=association, person=someone, tie="self", joined_on=date(2025, 1, 1)
    )
    record_death(someone, TOLD, None)
    found.refresh_from_db()
    assert found.status == Commissioner.Status.LEFT
    assert Tenure.objects.get().ended_why == Tenure.Why.DIED
    dues = list(Payment.objects.order_by("month").values_list("due", flat=True))
    assert dues == [Decimal("620.00"), Decimal("40.00"), Decimal("0.00")]
    assert Member.objects.get().left_on == date(2026, 5, 2)
    assert not undo_death(someone, "误报").left
    dues = list(Payment.objects.order_by("month").values_list("due", flat=True))
    assert dues == [Decimal("620.00")] * 3
    association.refresh_from_db()
    assert (Tenure.objects.get().ended_on, association.member_count) == (None, 1)


def test_a_volunteer_and_the_needs_of_who_was_helped_end() -> None:
    someone = person()
    volunteer = Volunteer.objects.create(
        person=someone, region_id=VILLAGE, number="V1", registered_on=date(2025, 1, 1)
    )
    need = HelpNeed.objects.create(
        region_id=VILLAGE,
        person=someone,
        name=someone.name,
        source="visit",
        kind="daily",
        text="买菜",
        on=today() + timedelta(days=3),
        start="09:00",
        end="10:00",
    )
    record_death(someone, TOLD, None)
    volunteer = Volunteer.objects.get()
    assert volunteer.status == Volunteer.Status.LEFT
    need = HelpNeed.objects.get(pk=need.pk)
    assert need.state == HelpNeed.State.CLOSED
    undo_death(someone, "误报")
    assert HelpNeed.objects.get(pk=need.pk).state == HelpNeed.State.NEW


def test_nobody_is_taken_on_after_their_death() -> None:
    someone = person()
    record_death(someone, TOLD, None)
    entry = Entry(someone.name, Region.objects.get(code=VILLAGE), id_number=someone.id_number)
    with pytest.raises(ValidationError, match="死亡"):
        enrol(entry)


def test_a_name_comes_off_the_list_of_a_congress_that_is_to_be_held() -> None:
    city = post(Role.CITY_OFFICER)
    congress = stage.of(stage.open_round(city), COUNTY)
    stage.units(congress, [1, 1], 4)
    delegate = stage.fill(congress)[0]
    record_death(delegate.person, TOLD, None)
    delegate = Delegate.objects.get(pk=delegate.pk)
    assert (delegate.state, delegate.listed) == ("withdrawn", False)
    assert "死亡" in delegate.note
    assert not undo_death(delegate.person, "误报").left
    delegate = Delegate.objects.get(pk=delegate.pk)
    assert (delegate.state, delegate.listed, delegate.note) == ("proposed", True, "")
