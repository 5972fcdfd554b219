"""Who judges: the organisation just above who carries the task; where nobody is there the next one; nobody their own work."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    officer,
    photo,
    plan,
    post,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.plans.models import Assignment, Circular, Report, State
from zulian.plans.services import judging, work
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    return plan(city)


def reported(row: Assignment, own: Post) -> Assignment:
    work.sign(row.pk, own)
    work.report(row.pk, own, "已完成。", None, [photo()])
    return Assignment.objects.with_names().get(pk=row.pk)


def waits(by: Post) -> list[str]:
    """Whose reports wait for an officer, as the to-do list has them."""
    with scope(by.region.scope()):
        groups = {group.name: group for group in todo_for(by)}
    waiting = sorted(judging.waiting_for(by.region).values_list("region_id", flat=True))
    assert ("等我审核的上报" in groups) == bool(waiting)
    return waiting


@pytest.mark.parametrize(
    ("path", "unit", "judge"),
    [
        ("一（一）", COUNTY, CITY),
        ("一（二）", CITY, CITY),
        ("二（一）", TOWN, COUNTY),
        ("二（二）", VILLAGE, TOWN),
    ],
)
def test_the_level_just_above_judges(circular: Circular, path: str, unit: str, judge: str) -> None:
    assert assignment(circular, path, unit).judged_by_id == judge


def test_a_village_reports_to_its_township_and_the_city_looks_on(
    circular: Circular, city: Post
) -> None:
    town, county, village = officer(TOWN), officer(COUNTY), officer(VILLAGE)
    row = reported(assignment(circular, "二（二）", VILLAGE), village)
    assert (waits(town), waits(county), waits(city)) == ([VILLAGE], [], [])
    for other in (city, county):
        with pytest.raises(PermissionDenied, match="审核"):
            work.judge(row.pk, other, accepted=True, reason="已核实")
    assert work.judge(row.pk, town, accepted=True, reason="已到现场核实").state == State.CLOSED


def test_where_nobody_is_just_above_the_next_stands_in(circular: Circular, city: Post) -> None:
    county, village = officer(COUNTY), officer(VILLAGE)
    row = reported(assignment(circular, "二（二）", VILLAGE), village)
    assert (waits(county), waits(city)) == ([VILLAGE], [])
    town = officer(TOWN)
    with pytest.raises(PermissionDenied):
        work.judge(row.pk, county, accepted=True, reason="已核实")
    assert waits(town) == [VILLAGE]


def test_nobody_accepts_their_own_work_where_a_colleague_can(
    circular: Circular, city: Post
) -> None:
    row = reported(assignment(circular, "一（二）", CITY), city)
    colleague = post(Role.CITY_OFFICER)
    with pytest.raises(ValidationError, match=f"请由本单位{colleague.user.name}审核"):
        work.judge(row.pk, city, accepted=True)
    assert work.judge(row.pk, colleague, accepted=True).state == State.CLOSED
    assert row.reports.get().outcome == Report.Outcome.ACCEPTED


def test_alone_in_the_office_it_stands_as_self_declared(circular: Circular, city: Post) -> None:
    row = reported(assignment(circular, "一（二）", CITY), city)
    assert work.judge(row.pk, city, accepted=True).state == State.CLOSED
    assert row.reports.get().outcome == Report.Outcome.DECLARED


def test_the_button_says_what_it_comes_to(client: Client, circular: Circular, city: Post) -> None:
    row = reported(assignment(circular, "一（二）", CITY), city)
    client.force_login(city.user)
    page, act = f"/plans/assignments/{row.pk}/", f"/plans/assignments/{row.pk}/judge/"
    assert "记为自报完成" in client.get(page).content.decode()
    post(Role.CITY_OFFICER)
    assert "记为自报完成" not in client.get(page).content.decode()
    Post.objects.exclude(pk=city.pk).filter(region_id=CITY).delete()
    answer = client.post(act, {"verdict": "accept"}, follow=True).content.decode()
    assert "已记为自报完成，任务已办结" in answer


def test_one_person_in_two_offices_does_not_judge_themselves(
    circular: Circular, city: Post
) -> None:
    county = Post.objects.create(
        user=city.user,
        role=Role.COUNTY_OFFICER,
        region=Region.objects.get(code=OTHER_COUNTY),
        since=city.since,
    )
    row = reported(assignment(circular, "一（一）", OTHER_COUNTY), county)
    colleague = post(Role.CITY_OFFICER)
    with pytest.raises(ValidationError, match="不能自己审核"):
        work.judge(row.pk, city, accepted=True, reason="已核实")
    assert work.judge(row.pk, colleague, accepted=True, reason="已核实").state == State.CLOSED
