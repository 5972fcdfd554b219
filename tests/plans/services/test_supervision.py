"""Supervision: matrix, ranking, reminders, notices; sums agree with the rows behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CITY, COUNTY, OTHER_COUNTY, TOWN, assignment, bring_to, plan, post, todos
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.foundation.workdays import add_workdays
from zulian.indicators.aggregates import rebuild
from zulian.indicators.rules import Pair
from zulian.plans import cells
from zulian.plans.models import Assignment, Circular, Clause, Notice, State
from zulian.plans.rules import Cell, Light, Score
from zulian.plans.services import notices, supervision
from zulian.plans.services.daily import daily
from zulian.plans.services.readings import PlanReadings
from zulian.plans.views.supervision import ShownCell, _papers
from zulian.regions.models import Children, Region
from zulian.regions.services import merge

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    made = plan(city)
    county = post(Role.COUNTY_OFFICER)
    bring_to(assignment(made, "一（一）", COUNTY), State.CLOSED, county, city)
    return made


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def readings(circular: Circular, code: str) -> PlanReadings:
    today = timezone.localdate()
    return PlanReadings(circular, region(code), circular.as_of(today), today)


def cell(circular: Circular, path: str, code: str, under: str = CITY) -> Cell:
    _head, rows = supervision.matrix(readings(circular, under))
    row = next(r for r in rows if r.clause.path == path)
    return next(c for r, c in row.cells if r.code == code)


def test_cells_say_the_state_of_a_clause_in_a_county(circular: Circular) -> None:
    assert cell(circular, "一（一）", COUNTY).light is Light.DONE
    assert cell(circular, "一（一）", OTHER_COUNTY).light is Light.WAITING
    late = cell(circular, "二（一）", COUNTY)
    assert (late.total, late.overdue, late.issued) == (2, 2, 2) and late.measured.of
    assert cell(circular, "二（一）", COUNTY).light is Light.OVERDUE


def test_drilling_down_shows_the_townships(circular: Circular) -> None:
    head, _rows = supervision.matrix(readings(circular, COUNTY))
    assert [r.code for r in head][-2:] == [TOWN, "210921101000"]
    assert cell(circular, "二（一）", TOWN, COUNTY).total == 1


def test_totals_equal_the_rows(circular: Circular) -> None:
    for code in (CITY, COUNTY, TOWN):
        _head, rows = supervision.matrix(readings(circular, code))
        total = sum((row.total for row in rows), Cell())
        mine = Assignment.objects.within(region(code))
        assert total.total == mine.count()
        assert total.overdue == mine.overdue().count()
        assert total.closed == mine.filter(state=State.CLOSED).count()


def test_rows_of_a_merged_township_stay_in_the_sum(circular: Circular) -> None:
    merge(region(TOWN), region("210921101000"), timezone.localdate(), "演示文件")
    assert cell(circular, "二（一）", "210921101000", COUNTY).total == 2
    assert cell(circular, "二（一）", COUNTY).total == 2


def test_kept_cells_are_those_that_are_counted(circular: Circular, city: Post) -> None:
    """From the day's work on, whatever is done: for the city, a county, and a city without a place of its own in the plan."""
    day = timezone.localdate()
    counted = {code: supervision.matrix(readings(circular, code)) for code in (CITY, COUNTY)}
    rebuild(day)
    assert {
        code: supervision.matrix(readings(circular, code)) for code in (CITY, COUNTY)
    } == counted
    county, other = post(Role.COUNTY_OFFICER), post(Role.COUNTY_OFFICER, OTHER_COUNTY)
    bring_to(assignment(circular, "一（一）", OTHER_COUNTY), State.RETURNED, other, city)
    bring_to(assignment(circular, "一（二）", COUNTY), State.REPORTED, county, city)
    merge(region(TOWN), region("210921101000"), day, "演示文件")
    clauses = [clause.pk for clause in circular.clauses.all()]
    for code in (CITY, COUNTY):
        children = Children.of(region(code))
        kept = cells._kept(children, clauses)
        assert {k: v for k, v in kept.items() if v.total} == dict(
            cells._counted(circular, children, day, day)
        )


def test_the_ranking_follows_its_formula(circular: Circular) -> None:
    places = supervision.ranking(readings(circular, CITY))
    assert [(n, r.code) for n, r, _s in places] == [(1, COUNTY), (2, OTHER_COUNTY)]
    for _n, _r, score in places:
        weighed = [(score.weights[code], pair) for code, pair in score.pairs.items() if pair.of]
        mean = sum(w * p.met / p.of for w, p in weighed) / sum(w for w, _p in weighed)
        assert score.value == round(100 * mean, 1)
    assert sum(places[0][2].weights.values()) == 100


def test_who_did_nothing_is_not_praised(city: Post) -> None:
    """What cannot be computed yet has no weight; it is no full mark."""
    made = plan(city, "2026年工作要点\n一、工作。各县（区）残联要在12月底前报送。")
    assert [score.value for _n, _r, score in supervision.ranking(readings(made, CITY))] == [
        0.0,
        0.0,
    ]


def test_equal_scores_share_a_place(city: Post) -> None:
    circular = plan(city, "2026年工作要点\n一、工作。各县（区）残联要报送。")
    assert [n for n, _r, _s in supervision.ranking(readings(circular, CITY))] == [0, 0]
    circular.assignments.update(due=timezone.localdate() - timedelta(days=1))
    assert [n for n, _r, _s in supervision.ranking(readings(circular, CITY))] == [1, 1]


pairs = st.integers(0, 50).flatmap(lambda of: st.integers(0, of).map(lambda met: Pair(met, of)))


@given(st.lists(pairs, min_size=4, max_size=4))
def test_a_score_lies_between_0_and_100(four: list[Pair]) -> None:
    names = [i.code for i in supervision.WEIGHED]
    weights = dict(zip(names, (40, 30, 20, 10), strict=True))
    assert 0 <= Score(dict(zip(names, four, strict=True)), weights).value <= 100


class TestReminders:
    def test_before_and_after_the_deadline_once_a_day(self, circular: Circular) -> None:
        row = assignment(circular, "一（一）", OTHER_COUNTY)
        for words, due in (
            ("还有 3 个工作日", add_workdays(timezone.localdate(), 3).day),
            ("已逾期 7 天", timezone.localdate() - timedelta(days=7)),
        ):
            Message.objects.filter(kind="reminder").delete()
            Assignment.objects.exclude(pk=row.pk).delete()
            Assignment.objects.filter(pk=row.pk).update(due=due)
            assert supervision.remind(timezone.localdate()) == 1
            assert supervision.remind(timezone.localdate()) == 0
            assert words in Message.objects.get(kind="reminder").title

    def test_what_is_reported_is_not_reminded_of(self, circular: Circular) -> None:
        Assignment.objects.exclude(state=State.CLOSED).delete()
        Assignment.objects.update(due=timezone.localdate() - timedelta(days=7))
        assert supervision.remind(timezone.localdate()) == 0

    def test_the_days_work_is_safe_to_repeat(self, circular: Circular) -> None:
        first, second = daily(), daily()
        assert first.snapshots == second.snapshots > 0
        assert second.reminders == 0


class TestNotices:
    def test_only_late_tasks_and_only_from_above(self, circular: Circular, city: Post) -> None:
        late = assignment(circular, "二（一）", TOWN)
        made = notices.issue_notice(late.pk, city, "请说明原因并限期上报。")
        assert made.number == f"督办〔{timezone.localdate().year}〕1号"
        assert made.reply_due == add_workdays(timezone.localdate(), 5).day
        assert Message.objects.filter(kind="notice", region_id=TOWN).exists()
        with pytest.raises(ValidationError, match="没有逾期"):
            notices.issue_notice(assignment(circular, "一（一）", COUNTY).pk, city, "快办")
        with pytest.raises(ValidationError, match="上级"):
            notices.issue_notice(late.pk, post(Role.TOWNSHIP_OFFICER), "快办")

    def test_the_form_says_to_whom_on_what_until_when_and_what_has_no_reply(
        self, client: Client, circular: Circular, city: Post
    ) -> None:
        late, day = (
            assignment(circular, "二（一）", TOWN),
            add_workdays(timezone.localdate(), 5).day,
        )
        client.force_login(city.user)
        address = f"{late.get_absolute_url()}notice/"
        page = client.get(address).content.decode()
        assert late.region.organisation in page and late.task.name in page
        assert f"5 个工作日内（{day} 以前）" in page and "没有回复" not in page
        made = notices.issue_notice(late.pk, city, "限期上报")
        page = client.get(address).content.decode()
        assert "这项任务已有督办通知没有回复" in page and made.number in page

    def test_the_issuer_is_told_of_the_reply_and_reminded_of_one_that_is_late(
        self, circular: Circular, city: Post
    ) -> None:
        late, town = assignment(circular, "二（一）", TOWN), post(Role.TOWNSHIP_OFFICER)
        made = notices.issue_notice(late.pk, city, "限期上报")
        waiting = "到期没有回复的督办通知"
        assert waiting not in todos(city)
        with on_day(made.reply_due + timedelta(days=1)):
            assert todos(city)[waiting].count == 1
            notices.reply_notice(made.pk, town, "已安排")
            assert waiting not in todos(city)
        told = Message.objects.get(region_id=CITY, kind="notice")
        assert made.number in told.title and "已安排" in told.title
        assert told.sender == town.region.organisation

    def test_numbers_run_on_and_a_notice_is_answered_once(
        self, circular: Circular, city: Post
    ) -> None:
        late = assignment(circular, "二（一）", TOWN)
        first = notices.issue_notice(late.pk, city, "一")
        with pytest.raises(ValidationError, match="期满没有回复再督办"):
            notices.issue_notice(late.pk, city, "二")
        town = post(Role.TOWNSHIP_OFFICER)
        with on_day(first.reply_due + timedelta(days=1)):
            second = notices.issue_notice(late.pk, city, "二")
        assert second.number.endswith("2号")
        with pytest.raises(ValidationError, match="不是发给"):
            notices.reply_notice(second.pk, city, "好")
        notices.reply_notice(second.pk, town, "已安排")
        with pytest.raises(ValidationError, match="已经回复"):
            notices.reply_notice(second.pk, town, "再答")
        assert Notice.objects.get(pk=second.pk).reply == "已安排"


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, []), (13, []), (14, [7, 7]), (37, [13, 13, 11]), (40, [10, 10, 10, 10])],
)
def test_a_wide_matrix_is_cut_into_sheets_that_hold_all_of_its_columns(
    count: int, sizes: list[int]
) -> None:
    head = [Region(code=f"2109211{n:02}000", name=f"演{n}乡", level=9) for n in range(count)]
    cells = [ShownCell("done", "已完成", str(n), "", "") for n in range(count)]
    sheets = _papers(head, [(Clause(path="一"), list(cells), Cell())])
    assert [len(heads) for heads, _rows in sheets] == sizes
    if sizes:
        assert [region for heads, _rows in sheets for region in heads] == head
        assert [cell for _heads, [(_clause, shown, _total)] in sheets for cell in shown] == cells
