"""Posts and their holders: quota, appointment, change, leaving, what an archive lacks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests import builders
from tests.builders import TOWN, VILLAGE
from tests.commissioners import stage
from zulian.commissioners.models import Commissioner, Position
from zulian.commissioners.services import archive
from zulian.commissioners.services.archive import Leaving, Terms
from zulian.foundation.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_the_posts_of_the_quota_are_there() -> None:
    assert {p.region_id for p in stage.positions()} == {
        "210921100000",
        "210921101000",
        "210921100201",
        "210921100202",
    }
    assert Position.objects.vacant().count() == Position.objects.count() == 6
    more = archive.add_position(stage.position().region)
    assert more.number == 2 and archive.abolish(more.pk).abolished_on == today()


def test_a_post_has_one_holder_and_a_person_one_post() -> None:
    found = stage.appointed()
    with pytest.raises(ValidationError, match="已有人任职"):
        archive.appoint(stage.position().pk, stage.person(), Terms("none", "recommended", today()))
    with pytest.raises(ValidationError, match="请先办理离任"):
        archive.appoint(
            stage.position(TOWN).pk, found.person, Terms("none", "recommended", today())
        )
    with pytest.raises(ValidationError, match="请先办理离任"):
        archive.abolish(stage.position().pk)
    assert found.contracts.get().until > today()


@pytest.mark.parametrize("years", [17, 60, 75])
def test_ages_of_the_policy(years: int) -> None:
    young = stage.person()
    young.birth = today() - timedelta(days=int(years * 365.25) + 3)
    young.save()
    with pytest.raises(ValidationError, match="任职时年龄"):
        archive.appoint(stage.position().pk, young, Terms("none", "recommended", today()))


def test_leaving_needs_a_handover_and_the_archive_is_taken_up_again() -> None:
    found = stage.appointed()
    with pytest.raises(ValidationError, match="交接"):
        archive.leave(found.pk, Leaving(today(), "resigned", " "))
    archive.leave(found.pk, Leaving(today(), "resigned", "交给村委会王主任"))
    found.refresh_from_db()
    assert found.status == Commissioner.Status.LEFT and found.contracts.get().until == today()
    assert Position.objects.vacant().filter(region=VILLAGE).count() == 1
    again = archive.appoint(
        stage.position(TOWN).pk, found.person, Terms("self", "recommended", today())
    )
    assert again.pk == found.pk and again.tenures.count() == 2 and again.region_id == TOWN


def test_a_transfer_ends_one_tenure_and_begins_another() -> None:
    found = stage.appointed()
    until = found.contracts.get().until
    archive.transfer(found.pk, stage.position(TOWN).pk, today(), "花名册已移交")
    found.refresh_from_db()
    old, new = found.tenures.order_by("since")
    assert (old.ended_why, new.how, found.region_id) == ("transfer", "transferred", TOWN)
    assert found.contracts.first().until == until  # type: ignore[union-attr]


def test_what_an_archive_lacks_and_when_it_is_complete() -> None:
    found = stage.appointed()
    assert archive.missing_of([found.pk], today())[found.pk] == [
        "联系电话",
        "照片",
        "社会保险",
        "系统账号",
    ]
    post = builders.post("commissioner", VILLAGE)
    archive.change(found.pk, {"pension": True, "account": post})
    found.person.phone = "13900000000"
    found.person.index()
    found.person.save()
    assert archive.missing_of([found.pk], today())[found.pk] == ["照片"]
    assert not Commissioner.objects.filter(archive.complete(today())).exists()
    with pytest.raises(ValidationError, match="任职的单位"):
        archive.change(found.pk, {"account": builders.post("commissioner", "210921100202")})
    archive.verify(found.pk)
    assert Commissioner.objects.filter(archive.fresh(today())).exists()
