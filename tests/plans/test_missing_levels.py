"""Where a level is missing a plan works all the same: a municipality has no cities, a city such as Dongguan no counties."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.indicators.registry import named
from zulian.indicators.services import by_child, take_snapshots
from zulian.plans.models import Assignment
from zulian.plans.services.work import units_to_give
from zulian.regions import shipped
from zulian.regions.models import Level, Region, level_below

pytestmark = pytest.mark.usefixtures("everything")


@pytest.mark.parametrize(
    ("place", "role", "level", "child", "other"),
    [
        ("北京市", Role.PROVINCE_OFFICER, Level.COUNTY, "东城区", "西城区"),
        ("东莞市", Role.CITY_OFFICER, Level.TOWNSHIP, "虎门镇", "长安镇"),
    ],
)
def test_a_plan_is_seen_by_the_nearest_level_below(
    place: str, role: Role, level: Level, child: str, other: str, client: Client
) -> None:
    chosen, _count = shipped.load(place)
    officer = builders.post(role, chosen.code)
    circular = builders.plan(officer)
    assigned = set(Assignment.objects.values_list("region__name", "region__level"))
    assert {(child, level), (other, level)} <= assigned
    take_snapshots(today())
    client.force_login(officer.user)
    for page in ("matrix", "ranking", "bulletin"):
        answer = client.get(reverse(f"plans:{page}", args=[circular.pk]))
        assert answer.status_code == 200
        assert page == "bulletin" or child in answer.content.decode(), page
    assert child in client.get(reverse("plans:overview")).content.decode()
    assert child in client.get(reverse("regions:detail", args=[chosen.code])).content.decode()
    indicator = named("plans.reported")
    assert indicator is not None
    region = Region.objects.get(code=chosen.code)
    counted = {one.name for one, pair in by_child(indicator, region, today()) if pair.of}
    assert {child, other} <= counted


def test_a_task_is_broken_down_to_the_nearest_level_below() -> None:
    chosen, _count = shipped.load("东莞市")
    officer = builders.post(Role.CITY_OFFICER, chosen.code)
    builders.plan(officer)
    task = Assignment.objects.first()
    assert task is not None
    own = Assignment(
        circular=task.circular,
        clause=task.clause,
        task=task.task,
        region=officer.region,
        period="另一期",
        due=task.due,
    )
    assert len(units_to_give(own)) == 36
    assert level_below(officer.region) == Level.TOWNSHIP
