"""What an association keeps of people: files stay, and merged files take their rows along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.associations import stage
from tests.builders import post
from tests.congress.stage import people
from zulian.accounts.roles import Role
from zulian.associations.models import Contact, Member, Seat
from zulian.associations.services import bodies
from zulian.foundation.clock import today
from zulian.people import services
from zulian.people.hooks import holds_of, unneeded_since
from zulian.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_a_file_stays_while_an_association_needs_it() -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.standing(county)
    one = stage.member(county, found)
    stage.committee(county, found)
    seat = Seat.objects.filter(association=found)[0]
    contact = stage.contact(county, seat)
    reasons = {
        hold.reason for who in (one.person, seat.person, contact.person) for hold in holds_of(who)
    }
    assert {
        "是协会会员，或有亲属会员",
        "是协会委员，或有亲属委员",
        "是协会委员的联系对象",
    } <= reasons
    bodies.leave(one.pk, county)
    assert "是协会会员，或有亲属会员" not in {hold.reason for hold in holds_of(one.person)}
    later = today() + timedelta(days=1)
    rows = Person.objects.filter(pk__in=[one.person_id, seat.person_id, contact.person_id])
    assert not unneeded_since(
        rows.filter(pk__in=[seat.person_id, contact.person_id]), later
    ).exists()


def test_merged_files_take_their_membership_along_and_back() -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.standing(county)
    one, into = stage.member(county, found), people(stage.VILLAGE, 1)[0]
    stage.committee(county, found)
    contact = stage.contact(county, Seat.objects.filter(association=found)[0])
    for person in (one.person, contact.person, into):
        Person.objects.filter(pk=person.pk).update(id_number="", id_index="", no_number="pending")
    old = Person.objects.get(pk=one.person_id)
    services.merge(old, Person.objects.get(pk=into.pk), "同一个人登记了两次")
    assert Member.objects.get(pk=one.pk).person_id == into.pk
    services.undo_merge(Person.objects.get(pk=old.pk))
    assert Member.objects.get(pk=one.pk).person_id == old.pk
    services.merge(
        Person.objects.get(pk=contact.person_id),
        Person.objects.get(pk=into.pk),
        "同一个人登记了两次",
    )
    assert Contact.objects.get(pk=contact.pk).person_id == into.pk


def test_two_members_of_one_association_can_not_be_one_person() -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.standing(county)
    one, two = stage.member(county, found), stage.member(county, found)
    for member in (one, two):
        member.person.certificates.all().delete()
        Person.objects.filter(pk=member.person_id).update(
            id_number="", id_index="", no_number="pending"
        )
    with pytest.raises(ValidationError, match="不能并存"):
        services.merge(
            Person.objects.get(pk=one.person_id),
            Person.objects.get(pk=two.person_id),
            "同一个人登记了两次",
        )
