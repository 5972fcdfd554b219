"""A volunteer who moves to another county arrives there whole: qualified, matched, with what was learnt and done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.builders import OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.ledgers import books
from tests.volunteers import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.ledgers.services import revert
from zulian.regions.models import Region
from zulian.volunteers.models import Qualification, Stint, Trained, Training, Volunteer
from zulian.volunteers.services import matching, registry, training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
HEADS = ["姓名", "证件号码", "户籍所在地", "服务区域", "服务类别"]


@pytest.fixture
def city() -> Post:
    return builders.post(Role.CITY_OFFICER)


@pytest.fixture
def who(city: Post) -> Volunteer:
    """Somebody in the first county who has been trained, is qualified and has served."""
    found = stage.volunteer(skills=("company", "sign"))
    training.qualify(found, "sign", today(), "手语班")
    session = Training.objects.create(
        region=city.region, title="手语班", on=today(), place="市残联", hours=8
    )
    Trained.objects.create(training=session, volunteer=found)
    stage.served(builders.post(Role.COUNTY_OFFICER), found)
    return found


def change(who: Volunteer, city: Post) -> None:
    with scope(city.region.scope()):
        registry.change(who.pk, {"region": Region.objects.get(code=OTHER_VILLAGE)}, who.skill_keys)


def take_in(who: Volunteer, city: Post) -> books.Import:
    line = [who.person.name, who.person.id_number, VILLAGE, OTHER_VILLAGE, "陪伴聊天、手语翻译"]
    with scope(city.region.scope()):
        made = books.hand_in("volunteers", city, books.book(HEADS, [line]))
        assert (made.changed, made.refused) == (1, 0)
        return books.agree(made)


def seen_from(code: str, who: Volunteer) -> list[int]:
    """How many of a volunteer's rows a division sees."""
    with scope(Region.objects.get(code=code).scope()):
        return [
            model.objects.filter(volunteer=who).count() for model in (Qualification, Trained, Stint)
        ]


@pytest.mark.parametrize("move", [change, take_in])
def test_a_volunteer_moves_with_all_that_describes_them(
    move: Callable[[Volunteer, Post], object], who: Volunteer, city: Post
) -> None:
    aggregates.rebuild(today())
    assert (seen_from(VILLAGE, who), seen_from(OTHER_COUNTY, who)) == ([1, 1, 1], [0, 0, 0])
    move(who, city)
    assert (seen_from(VILLAGE, who), seen_from(OTHER_COUNTY, who)) == ([0, 0, 0], [1, 1, 1])
    assert aggregates.verify() == []


def test_the_new_county_matches_them_and_the_old_one_cannot_open_them(
    who: Volunteer, city: Post
) -> None:
    stage.places()
    old, new = (
        builders.post(Role.COUNTY_OFFICER, code) for code in (builders.COUNTY, OTHER_COUNTY)
    )
    change(who, city)
    service = stage.service(new, kind="sign", person=stage.people(OTHER_VILLAGE, 1)[0])
    with scope(new.region.scope()):
        assert [(p.service.pk, p.volunteer.pk) for p in matching.propose(new.region).pairs] == [
            (service.pk, who.pk)
        ]
    page = reverse("volunteers:volunteer", args=[who.pk])
    answers = {}
    for post in (old, new):
        client = Client()
        client.force_login(post.user)
        answers[post] = client.get(page)
    assert answers[old].status_code == 404
    assert "手语班" in answers[new].content.decode()


def test_a_ledger_taken_back_brings_all_back(who: Volunteer, city: Post) -> None:
    made = take_in(who, city)
    with scope(city.region.scope()):
        revert(made, city)
    assert (seen_from(VILLAGE, who), seen_from(OTHER_COUNTY, who)) == ([1, 1, 1], [0, 0, 0])


def test_the_trail_says_once_that_they_moved(who: Volunteer, city: Post) -> None:
    before = AuditEntry.objects.count()
    change(who, city)
    [entry] = AuditEntry.objects.order_by("pk")[before:]
    assert (entry.action, entry.changes["region_id"]) == (
        "volunteer.change",
        [VILLAGE, OTHER_VILLAGE],
    )


def test_a_qualification_is_given_where_the_volunteer_is(who: Volunteer, city: Post) -> None:
    change(who, city)
    moved = Volunteer.objects.get(pk=who.pk)
    training.qualify(moved, "company", date(today().year, 1, 2), "上岗培训")
    assert set(Qualification.objects.values_list("region_id", flat=True)) == {OTHER_VILLAGE}
