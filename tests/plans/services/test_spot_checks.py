"""Spot checks: closed tasks drawn at random by an office further up; what is not so goes back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import COUNTY, TOWN, VILLAGE, assignment, bring_to, officer, photo, plan, post
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.plans.models import Assignment, Circular, SpotCheckItem, State
from zulian.plans.services import progress, spot_checks, work
from zulian.plans.timeline import timeline
from zulian.regions.models import Level

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    return plan(city)


@pytest.fixture
def closed(circular: Circular) -> Assignment:
    """A village's task that its township closed."""
    village, town = officer(VILLAGE), officer(TOWN)
    return bring_to(assignment(circular, "二（二）", VILLAGE), State.CLOSED, village, town)


@given(
    st.lists(st.integers(1, 10**6), unique=True, min_size=1, max_size=50),
    st.integers(1, 60),
    st.text(max_size=8),
)
def test_the_same_seed_draws_the_same(keys: list[int], size: int, seed: str) -> None:
    drawn = spot_checks.sample(keys, size, seed)
    assert drawn == spot_checks.sample(keys[::-1], size, seed)
    assert len(set(drawn)) == len(drawn) == min(size, len(keys)) and set(drawn) <= set(keys)


def test_only_what_others_below_judged_is_drawn_and_once(
    circular: Circular, city: Post, closed: Assignment
) -> None:
    county = officer(COUNTY)
    bring_to(assignment(circular, "一（一）", COUNTY), State.CLOSED, county, city)
    assert [row.pk for row in spot_checks.pool(circular, city)] == [closed.pk]
    assert [row.pk for row in spot_checks.pool(circular, county)] == [closed.pk]
    assert not spot_checks.pool(circular, city, Level.TOWNSHIP)
    check = spot_checks.draw(circular, city, 10)
    assert (check.drawn_from, check.items.count()) == (1, 1)
    assert spot_checks.sample([closed.pk], 10, check.seed) == [closed.pk]
    with pytest.raises(ValidationError, match="没有可抽查的任务"):
        spot_checks.draw(circular, city, 10)
    assert spot_checks.draw(circular, county, 1).items.count() == 1


def test_what_is_not_so_goes_back_and_both_are_told(
    circular: Circular, city: Post, closed: Assignment
) -> None:
    item = spot_checks.draw(circular, city, 5).items.get()
    with scope(city.region.scope()):
        assert {g.name: g.count for g in todo_for(city)}["等我核实的抽查"] == 1
    with pytest.raises(PermissionDenied):
        spot_checks.settle(item.pk, officer(COUNTY), is_sound=True)
    with pytest.raises(ValidationError, match="请写明情况"):
        spot_checks.settle(item.pk, city, is_sound=False)
    spot_checks.settle(item.pk, city, is_sound=False, remark="现场没有挂牌")
    row = Assignment.objects.with_names().get(pk=closed.pk)
    assert (row.state, row.reported_at, row.on_time) == (State.RETURNED, None, None)
    assert timeline(row)[0].note == "现场没有挂牌"
    told = set(Message.objects.filter(kind="returned").values_list("region_id", flat=True))
    assert told == {VILLAGE, TOWN}
    assert aggregates.verify() == []
    with pytest.raises(ValidationError, match="已经核实过"):
        spot_checks.settle(item.pk, city, is_sound=True)


def test_what_is_so_stays_closed(circular: Circular, city: Post, closed: Assignment) -> None:
    item = spot_checks.draw(circular, city, 5).items.get()
    spot_checks.settle(item.pk, city, is_sound=True)
    assert Assignment.objects.get(pk=closed.pk).state == State.CLOSED
    assert SpotCheckItem.objects.get().outcome == SpotCheckItem.Outcome.SOUND


def test_size_is_bounded_and_a_closed_plan_is_not_drawn_from(
    circular: Circular, city: Post, closed: Assignment
) -> None:
    for size in (0, spot_checks.MOST + 1):
        with pytest.raises(ValidationError, match="一次抽查"):
            spot_checks.draw(circular, city, size)
    item = spot_checks.draw(circular, city, 1).items.get()
    circular.closed_at = closed.closed_at
    circular.save()
    with pytest.raises(ValidationError, match="年终结账"):
        spot_checks.draw(circular, city, 1)
    with scope(city.region.scope()):
        assert {g.name: g.count for g in todo_for(city)}["等我核实的抽查"] == 1
    spot_checks.settle(item.pk, city, is_sound=False, remark="没有挂牌")
    assert SpotCheckItem.objects.get().outcome == SpotCheckItem.Outcome.FAULT
    assert Assignment.objects.get(pk=closed.pk).state == State.CLOSED
    told = Message.objects.filter(kind="returned")
    assert {letter.region_id for letter in told} == {VILLAGE, TOWN} and "记录在案" in told[0].title
    assert aggregates.verify() == []


def test_what_another_office_drew_too_is_settled_with_the_fault(
    circular: Circular, city: Post, closed: Assignment
) -> None:
    """One report is not found untrue by the city and true by the county: it is gone."""
    county = officer(COUNTY)
    first = spot_checks.draw(circular, city, 1).items.get()
    second = spot_checks.draw(circular, county, 1).items.get()
    spot_checks.settle(first.pk, city, is_sound=False, remark="没有挂牌")
    second.refresh_from_db()
    assert second.outcome == SpotCheckItem.Outcome.FAULT and "没有挂牌" in second.remark
    with pytest.raises(ValidationError, match="已经核实过"):
        spot_checks.settle(second.pk, county, is_sound=True)


def test_a_report_found_untrue_counts_no_longer(
    circular: Circular, city: Post, closed: Assignment
) -> None:
    item = spot_checks.draw(circular, city, 1).items.get()
    spot_checks.settle(item.pk, city, is_sound=False, remark="数字不实")
    assert closed.reports.get().outcome in progress.NOT_STANDING


def test_the_report_shows_what_the_check_found_and_not_why_it_had_been_accepted(
    client: Client, circular: Circular, city: Post
) -> None:
    village, town = officer(VILLAGE), officer(TOWN)
    row = assignment(circular, "二（二）", VILLAGE)
    bring_to(row, State.REPORTED, village, town)
    work.judge(row.pk, town, accepted=True, reason="村里人少")
    first = spot_checks.draw(circular, city, 1).items.get()
    other = spot_checks.draw(circular, officer(COUNTY), 1).items.get()
    spot_checks.settle(first.pk, city, is_sound=False, remark="现场没有挂牌")
    other.refresh_from_db()
    assert other.remark.endswith("现场没有挂牌")
    client.force_login(village.user)
    for address in (f"/plans/assignments/{row.pk}/", "/plans/reports/"):
        page = client.get(address).content.decode()
        at = page.index("抽查不实")
        assert "现场没有挂牌" in page[at : page.index("村里人少", at)]
        assert "办结时的审核意见：村里人少" in page and "抽查认定不实" not in page[at : at + 400]


def test_what_rested_on_a_fault_shows_it_and_is_told(
    client: Client, circular: Circular, city: Post
) -> None:
    """The county broke its task down to townships, and one of them is not so."""
    county, town = officer(COUNTY), officer(TOWN)
    row = assignment(circular, "一（一）", COUNTY)
    work.sign(row.pk, county)
    work.break_down(row.pk, county, row.due)
    part = bring_to(assignment(circular, "一（一）", TOWN), State.CLOSED, town, county)
    work.report(row.pk, county, "各乡镇都已报送。", None, [photo()])
    work.judge(row.pk, city, accepted=True, reason="已核实")
    client.force_login(county.user)
    address = f"/plans/assignments/{row.pk}/"
    assert "正在重办" not in client.get(address).content.decode()
    check = spot_checks.draw(circular, city, 200)
    spot_checks.settle(check.items.get(assignment=part).pk, city, is_sound=False, remark="没有请示")
    assert Assignment.objects.get(pk=row.pk).state == State.CLOSED
    page = client.get(address).content.decode()
    assert "正在重办" in page and f"/plans/assignments/{part.pk}/" in page
    told = Message.objects.filter(key__startswith="spot-check:").values_list("region_id", flat=True)
    assert set(told) == {TOWN, COUNTY}
    work.report(part.pk, town, "已补报。", None, [photo()])
    work.judge(part.pk, county, accepted=True, reason="已核实")
    assert "正在重办" not in client.get(address).content.decode()


def test_drawn_and_settled_on_the_pages(
    client: Client, circular: Circular, city: Post, closed: Assignment
) -> None:
    client.force_login(city.user)
    page = client.post(
        f"/plans/{circular.pk}/spot-checks/draw/", {"size": "3", "level": ""}, follow=True
    )
    assert "已抽取 1 项" in page.content.decode() and "随机种子" in page.content.decode()
    address = f"/plans/assignments/{closed.pk}/"
    assert "抽查核实" in client.get(address).content.decode()
    item = SpotCheckItem.objects.get()
    settled = f"/plans/spot-checks/{item.pk}/settle/"
    page = client.post(settled, {"verdict": "fault", "remark": "没有挂牌"}, follow=True)
    assert "已记为不实" in page.content.decode() and "抽查核实" not in page.content.decode()
    assert Assignment.objects.get(pk=closed.pk).state == State.RETURNED
