"""Associations, means, committees, members: who belongs, what is short, what money is left."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from tests.associations import stage
from tests.builders import CITY, OTHER_COUNTY, post
from tests.congress.stage import people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.associations.models import Association, Kind, Member, Seat
from zulian.associations.services import bodies
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


def fault(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return (
        next(iter(error.value.error_dict))
        if hasattr(error.value, "error_dict")
        else error.value.messages[0]
    )


def test_each_city_and_county_is_due_its_five(county: Post) -> None:
    assert Association.objects.under(CITY).count() == 15
    assert set(Association.objects.filter(region_id=CITY).values_list("kind", flat=True)) == set(
        Kind
    )
    assert not Association.objects.standing().exists()


def test_an_association_is_written_by_its_own_office_alone(county: Post) -> None:
    found = stage.standing(county)
    with pytest.raises(PermissionDenied):
        bodies.change(found.pk, post(Role.COUNTY_OFFICER, OTHER_COUNTY), {"office": "别处"})
    with pytest.raises(PermissionDenied):
        bodies.change(found.pk, post(Role.CITY_OFFICER, CITY), {"office": "别处"})


def test_what_is_not_set_up_takes_nothing(county: Post) -> None:
    found = Association.objects.filter(region_id=county.region_id)[0]
    with pytest.raises(ValidationError, match="还没有成立"):
        bodies.elect(found.pk, county, today())


def test_gaps_close_one_by_one_until_there_are_none(county: Post) -> None:
    found = stage.standing(county)
    before = bodies.gaps(found)
    assert any("缺制度" in words for words in before) and any(
        "没有主席" in words for words in before
    )
    bodies.change(found.pk, county, {"equipment": "desk,computer,network,access,aid"})
    bodies.add_staff(
        found.pk, county, {"name": "演干事", "full_time": True, "duty": "", "since": today()}
    )
    bodies.set_budget(found.pk, county, today().year, Decimal(5000), "预算")
    for kind in ("constitution", "meeting", "contact", "research", "finance"):
        bodies.add_paper(found.pk, county, {"kind": kind, "title": kind, "adopted_on": today()})
    stage.committee(county, found)
    assert bodies.gaps(Association.objects.with_names().get(pk=found.pk)) == []


def test_the_chair_belongs_to_the_group_or_is_a_relative(county: Post) -> None:
    found = stage.standing(county)
    made = bodies.elect(found.pk, county, today())
    stranger = people(stage.VILLAGE, 1)[0]
    values = {"office": "chair", "tie": "none", "since": today()}
    with pytest.raises(ValidationError, match="主席须由本类别残疾人或其亲属担任"):
        bodies.take_seat(made.pk, county, stage.entry(stranger), values)
    with pytest.raises(ValidationError, match="残疾人证"):
        bodies.take_seat(made.pk, county, stage.entry(stranger), values | {"tie": "self"})
    deaf = stage.holder(Kind.DEAF)
    with pytest.raises(ValidationError) as error:
        bodies.take_seat(
            made.pk,
            county,
            stage.entry(stranger),
            values | {"tie": "relative", "through": deaf.id_number},
        )
    assert fault(error) == "through"
    blind = stage.holder()
    seat = bodies.take_seat(
        made.pk,
        county,
        stage.entry(stranger),
        values | {"tie": "relative", "through": blind.id_number},
    )
    assert seat.through == blind and seat.how == Seat.How.ELECTED
    with pytest.raises(ValidationError, match="主席已有人担任"):
        stage.seat(county, made, "chair")
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(tie="none")


def test_people_with_multiple_disability_belong_to_every_group(county: Post) -> None:
    found = stage.standing(county, Kind.MENTAL)
    someone = people(stage.VILLAGE, 1)[0]
    stage.card_of(someone, today() - timedelta(days=9), 7)
    assert bodies.join(
        found.pk, county, stage.entry(someone), {"tie": "self", "joined_on": today()}
    ).pk


def test_a_term_ends_its_seats_and_who_follows_within_it_is_by_election(county: Post) -> None:
    found = stage.standing(county)
    first = stage.committee(county, found, ago=200)
    chair = Seat.objects.get(committee=first, office="chair")
    stage.contact(county, chair)
    bodies.leave_seat(chair.pk, county, today(), "调动")
    assert not Association.objects.get(pk=found.pk).chair_tied
    follower = stage.seat(county, first, "chair", today())
    assert follower.how == Seat.How.BY_ELECTION and Association.objects.get(pk=found.pk).chair_tied
    second = bodies.elect(found.pk, county, today())
    assert second.ordinal == 2 and not Seat.objects.open().filter(committee=first).exists()
    assert Association.objects.get(pk=found.pk).term_until == second.until
    with pytest.raises(ValidationError, match="应晚于上一届"):
        bodies.elect(found.pk, county, today())


def test_members_join_once_and_the_count_is_kept(county: Post) -> None:
    found = stage.standing(county)
    one = stage.member(county, found)
    with pytest.raises(ValidationError, match="已是会员"):
        bodies.join(
            found.pk, county, stage.entry(one.person), {"tie": "self", "joined_on": today()}
        )
    assert Association.objects.get(pk=found.pk).member_count == 1
    bodies.leave(one.pk, county)
    assert (
        Association.objects.get(pk=found.pk).member_count == 0
        and not Member.objects.filter(left_on=None).exists()
    )
    again = bodies.join(
        found.pk, county, stage.entry(one.person), {"tie": "self", "joined_on": today()}
    )
    assert again.pk != one.pk
    with pytest.raises(ValidationError, match="已经退会"):
        bodies.leave(one.pk, county)


def test_nothing_is_spent_beyond_the_budget_and_the_budget_not_cut_below_it(county: Post) -> None:
    found = stage.standing(county)
    with pytest.raises(ValidationError, match="超出"):
        bodies.spend(found.pk, county, {"on": today(), "amount": Decimal(1), "purpose": "文具"})
    bodies.set_budget(found.pk, county, today().year, Decimal(100), "预算")
    bodies.spend(found.pk, county, {"on": today(), "amount": Decimal("99.50"), "purpose": "文具"})
    with pytest.raises(ValidationError, match=r"还可支出 0\.50 元"):
        bodies.spend(found.pk, county, {"on": today(), "amount": Decimal(1), "purpose": "文具"})
    with pytest.raises(ValidationError, match="不能少于"):
        bodies.set_budget(found.pk, county, today().year, Decimal(50), "预算")


def test_staff_come_and_go(county: Post) -> None:
    found = stage.standing(county)
    made = bodies.add_staff(
        found.pk, county, {"name": "演干事", "full_time": False, "duty": "", "since": today()}
    )
    assert Association.objects.get(pk=found.pk).staff_count == 1
    with pytest.raises(ValidationError, match="不能早于到岗"):
        bodies.end_staff(made.pk, county, today() - timedelta(days=1))
    bodies.end_staff(made.pk, county, today())
    assert Association.objects.get(pk=found.pk).staff_count == 0


def test_every_write_leaves_its_trace(county: Post) -> None:
    stage.member(county, stage.standing(county))
    assert {"association.change", "member.join"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )
