"""Who carries a task that serves a plan below meets what that plan asks: its number and its earlier day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.builders import TOWN, VILLAGE, assignment, officer, photo, plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment, State, TaskTarget
from zulian.plans.services import work
from zulian.plans.services.standing import standing

pytestmark = pytest.mark.usefixtures("regions")
OWN = """蒙残联〔{year}〕7号
{year}年2月1日
{year}年全县残联组织工作要点
一、建强基层
（一）落实岗位。村（社区）残协要在年底前核准专职委员名册。
"""


@pytest.fixture
def village() -> Post:
    return officer(VILLAGE)


@pytest.fixture
def theirs(village: Post) -> Assignment:
    """The village's task from the city, which serves the county's as well: due two days earlier, 3 things."""
    today = timezone.localdate()
    above = plan(post(Role.CITY_OFFICER))
    own = plan(post(Role.COUNTY_OFFICER), OWN.format(year=today.year))
    row, mine = assignment(above, "二（二）", VILLAGE), assignment(own, "一（一）", VILLAGE)
    assert mine.served_by == row
    TaskTarget.objects.create(
        task=mine.task, what="公示栏", number=Decimal(3), unit="块", phrase="公示栏3块"
    )
    Assignment.objects.filter(pk=row.pk).update(due=today + timedelta(days=5))
    Assignment.objects.filter(pk=mine.pk).update(due=today + timedelta(days=3))
    work.sign(row.pk, village)
    return row


def test_the_earlier_day_and_the_number_are_on_every_page(
    client: Client, theirs: Assignment, village: Post
) -> None:
    day = timezone.localdate() + timedelta(days=3)
    client.force_login(village.user)
    page = client.get(f"/plans/assignments/{theirs.pk}/").content.decode()
    head = page[page.index("<h1>") : page.index("</p>", page.index("<h1>"))]
    assert "阜新蒙古族自治县残联要求" in head
    assert "公示栏3块" in page and "目标任务量" in page
    page = client.get(f"/plans/assignments/{theirs.pk}/report/").content.decode()
    assert f"{day}（阜新蒙古族自治县残联要求）" in page and "公示栏" in page
    page = client.get("/plans/assignments/").content.decode()
    assert f"{day}（阜新蒙古族自治县残联要求）" in page
    with scope(village.region.scope()):
        item = next(g for g in todo_for(village) if g.name == "办理中、要上报的任务").items[0]
    assert item.due == day


def test_late_for_the_plan_below_it_is_late_everywhere_but_in_the_plan_above(
    client: Client, theirs: Assignment, village: Post
) -> None:
    with on_day(timezone.localdate() + timedelta(days=4)):
        client.force_login(village.user)
        page = client.get("/plans/assignments/?late=yes").content.decode()
        assert f"/plans/assignments/{theirs.pk}/" in page and "逾期·办理中" in page
        assert "s-overdue" in client.get(f"/plans/assignments/{theirs.pk}/").content.decode()
        with scope(village.region.scope()):
            group = next(g for g in todo_for(village) if g.name == "办理中、要上报的任务")
        assert group.items[0].overdue
        page = client.get(
            f"/plans/assignments/?late=yes&circular={theirs.circular_id}"
        ).content.decode()
        assert f"/plans/assignments/{theirs.pk}/" not in page
        with scope(EVERYTHING):
            assert theirs not in Assignment.objects.overdue()
            assert theirs in Assignment.objects.late_anywhere(
                timezone.localdate() + timedelta(days=4)
            )


class TestTwoNumbers:
    """The city asks for 3, the county for 8: one report is judged by both, and neither is closed against its number unasked."""

    @pytest.fixture
    def both(self, theirs: Assignment, request: pytest.FixtureRequest) -> Assignment:
        measure = getattr(request, "param", "")
        [mine] = theirs.serves.all()
        TaskTarget.objects.filter(task=mine.task).delete()
        for task, number in ((theirs.task, 3), (mine.task, 8)):
            TaskTarget.objects.create(
                task=task, what="走访", number=Decimal(number), unit="户", measure=measure
            )
        return theirs

    def reported(self, row: Assignment, village: Post, count: int) -> Assignment:
        figures = {target.pk: Decimal(count) for target in work.asked_of(row)}
        assert len(figures) == 2
        work.report(row.pk, village, "已走访。", figures, [photo()])
        return Assignment.objects.with_names().get(pk=row.pk)

    @pytest.mark.parametrize(("count", "is_asked"), [(2, True), (4, True), (8, False)])
    def test_the_judge_is_asked_for_a_reason_on_either(
        self, client: Client, both: Assignment, village: Post, count: int, is_asked: bool
    ) -> None:
        row, town = self.reported(both, village, count), officer(TOWN)
        client.force_login(town.user)
        page = client.get(f"/plans/assignments/{row.pk}/").content.decode()
        warned = "阜新蒙古族自治县残联要求：走访 " in page and "上报的数还没有达到目标：" in page
        assert warned == is_asked
        assert page.count("写明理由") == (2 if is_asked else 0)
        if is_asked:
            with pytest.raises(ValidationError, match=f"阜新蒙古族自治县残联要求：走访 {count}／8"):
                work.judge(row.pk, town, accepted=True)
            judged = work.judge(row.pk, town, accepted=True, reason="其余的外出")
        else:
            judged = work.judge(row.pk, town, accepted=True)
        assert judged.state == State.CLOSED

    @pytest.mark.parametrize("both", ["commissioners.visits"], indirect=True)
    def test_the_report_begins_with_both_and_the_registers_close_it_for_both_alone(
        self, both: Assignment
    ) -> None:
        found = standing(both, timezone.localdate())
        said = found.sentences.split("\n")
        assert [line.partition("：")[0] for line in said] == [
            "入户走访次数",
            "阜新蒙古族自治县残联要求",
        ]
        assert "3" in said[0] and "8" in said[1]
        assert found.is_denied and not found.is_proved
