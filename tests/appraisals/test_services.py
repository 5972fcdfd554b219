"""The year of an appraisal: drawn up, handed down, counted, judged, told, objected to, published."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.appraisals.stage import Stage, stage
from tests.builders import COUNTY, OTHER_COUNTY, photo, post
from zulian.accounts.models import Message
from zulian.accounts.roles import Role
from zulian.appraisals.models import LateBy, Scheme, SchemeItem, Score, UnitResult
from zulian.appraisals.rules import COUNTED, Kind
from zulian.appraisals.services import marks, schemes
from zulian.appraisals.services.marks import Given
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.plans.models import Assignment
from zulian.plans.services import adopting, supervision
from zulian.plans.services.readings import PlanReadings
from zulian.regions.models import Children

pytestmark = pytest.mark.usefixtures("regions")
State = Scheme.State


@pytest.fixture
def on() -> Stage:
    return stage()


def values(**more: Any) -> dict[str, Any]:
    return {
        "title": "创新工作",
        "kind": Kind.JUDGED,
        "points": Decimal(10),
        "late_by": LateBy.ALL,
        "each": None,
        "rule": "",
        **more,
    }


class TestScheme:
    """What is appraised, by whom, and until when it can be changed."""

    def test_it_begins_with_the_weights_of_the_ranking(self, on: Stage) -> None:
        scheme = on.scheme()
        points = {item.kind: item.points for item in scheme.items.all()}
        assert points[Kind.MEASURED] == 40 and schemes.points_of(scheme) == 100
        assert schemes.gap_words(scheme) == ""
        assert set(points) >= set(COUNTED)

    def test_one_for_each_plan_of_ones_own(self, on: Stage) -> None:
        on.scheme()
        with pytest.raises(ValidationError, match="还没有考核办法"):
            schemes.draw_up(on.city, on.circular, "又一个")
        with pytest.raises(ValidationError, match="还没有考核办法"):
            schemes.draw_up(on.county, on.circular, "下级的")
        Scheme.objects.all().delete()
        with pytest.raises(ValidationError, match="请填写名称"):
            schemes.draw_up(on.city, on.circular, " ")

    def test_points_come_to_a_hundred_before_it_is_handed_down(self, on: Stage) -> None:
        scheme = on.scheme()
        schemes.add_item(scheme.pk, on.city, values())
        with pytest.raises(ValidationError, match="合计 110"):
            schemes.issue(scheme.pk, on.city)
        measured = scheme.items.get(kind=Kind.MEASURED)
        schemes.change_item(
            measured.pk, on.city, values(title="台账", kind=Kind.MEASURED, points=Decimal(30))
        )
        assert schemes.issue(scheme.pk, on.city).state == State.ISSUED

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"points": Decimal(0)}, "大于 0"),
            ({"kind": Kind.LATE}, "每逾期一项"),
            ({"kind": Kind.ON_TIME}, "不重复计分"),
        ],
    )
    def test_an_item_that_cannot_be_counted_is_refused(
        self, on: Stage, wrong: dict[str, Any], words: str
    ) -> None:
        scheme = on.scheme()
        with pytest.raises(ValidationError, match=words):
            schemes.add_item(scheme.pk, on.city, values(**wrong))

    def test_once_handed_down_it_stands(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        item = scheme.items.all()[0]
        for step in (
            lambda: schemes.add_item(scheme.pk, on.city, values()),
            lambda: schemes.change_item(item.pk, on.city, values()),
            lambda: schemes.drop_item(item.pk, on.city),
            lambda: schemes.rename(scheme.pk, on.city, "改名"),
            lambda: schemes.drop(scheme.pk, on.city),
            lambda: schemes.issue(scheme.pk, on.city),
        ):
            with pytest.raises(ValidationError, match="考核中"):
                step()

    def test_nobody_else_appraises(self, on: Stage) -> None:
        scheme = on.scheme()
        another = post(Role.COUNTY_OFFICER)
        for step in (schemes.issue, schemes.drop):
            with pytest.raises(PermissionDenied):
                step(scheme.pk, another)

    def test_a_draft_can_be_changed_and_dropped(self, on: Stage) -> None:
        scheme = on.scheme()
        assert schemes.rename(scheme.pk, on.city, " 新名 ").name == "新名"
        schemes.drop_item(scheme.items.get(kind=Kind.BONUS).pk, on.city)
        schemes.drop(scheme.pk, on.city)
        assert not SchemeItem.objects.exists() and not Scheme.objects.exists()


class TestRecall:
    """A scheme that was handed down too early is called back, changed, and handed down anew."""

    def test_it_is_a_draft_again_and_the_units_know_why(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        with pytest.raises(ValidationError, match="写明收回的理由"):
            schemes.recall(scheme.pk, on.city, " ")
        recalled = schemes.recall(scheme.pk, on.city, "加分上限有误")
        assert recalled.state == State.DRAFT and recalled.issued_on is None
        assert not UnitResult.objects.exists() and not Score.objects.exists()
        told = Message.objects.filter(region_id=COUNTY, title__contains="加分上限有误")
        assert told.count() == 1
        with scope(on.county.region.scope()):
            assert not Scheme.objects.exists()

    def test_it_is_told_each_time_that_it_is_handed_down(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        schemes.recall(scheme.pk, on.city, "加分上限有误")
        schemes.issue(scheme.pk, on.city)
        letters = Message.objects.filter(region_id=COUNTY, title__contains="请签订目标责任书")
        assert letters.count() == 2

    def test_not_once_something_was_given_or_shown(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        bonus = on.score(scheme, Kind.BONUS)
        marks.prove(bonus.pk, on.county, [photo()])
        with pytest.raises(ValidationError, match="已有打分或佐证材料"):
            schemes.recall(scheme.pk, on.city, "改分值")
        bonus.papers.clear()
        marks.judge(bonus.pk, on.city, Decimal(1), "")
        with pytest.raises(ValidationError, match="已有打分或佐证材料"):
            schemes.recall(scheme.pk, on.city, "改分值")

    def test_not_once_the_results_were_told_and_by_nobody_else(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        with pytest.raises(PermissionDenied):
            schemes.recall(scheme.pk, on.county, "改分值")
        schemes.tell(scheme.pk, on.city)
        with pytest.raises(ValidationError, match="结果已告知"):
            schemes.recall(scheme.pk, on.city, "改分值")


class TestLate:
    """Points go off for tasks below as well, for the unit's own alone, or for the share that is late."""

    @pytest.mark.parametrize("late_by", LateBy)
    def test_what_goes_off(self, on: Stage, late_by: LateBy) -> None:
        scheme = on.scheme()
        late = scheme.items.get(kind=Kind.LATE)
        more = {"title": "逾期", "kind": Kind.LATE, "points": Decimal(100), "each": Decimal("0.3")}
        schemes.change_item(late.pk, on.city, values(**more, late_by=late_by))
        schemes.issue(scheme.pk, on.city)
        gone = today() - timedelta(days=1)
        Assignment.objects.filter(region__code__startswith=OTHER_COUNTY[:6]).update(due=gone)
        schemes.count(scheme.pk, on.city)
        rows = Assignment.objects.filter(circular=on.circular).counted()
        below = rows.filter(region__code__startswith=OTHER_COUNTY[:6]).count()
        own = rows.filter(region_id=OTHER_COUNTY).count()
        assert below > own > 0, "this world has tasks of townships as well"
        off = {LateBy.ALL: Decimal("0.3") * below, LateBy.OWN: Decimal("0.3") * own}
        score = on.score(scheme, Kind.LATE, OTHER_COUNTY)
        assert score.counted == off.get(late_by, Decimal(30))
        assert str(own if late_by == LateBy.OWN else below) in score.basis


class TestCounting:
    """What the plan says of each unit."""

    def test_every_unit_below_has_its_marks_and_its_message(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        units = Children.of(scheme.region).regions
        assert {r.region_id for r in scheme.results.all()} == {unit.code for unit in units}
        assert Score.objects.count() == len(units) * scheme.items.count()
        assert Message.objects.filter(region_id=COUNTY, title__contains="责任书").exists()

    def test_marks_agree_with_the_ranking(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        readings = PlanReadings(on.circular, scheme.region, on.circular.as_of(today()), today())
        told = {child.code: score for _n, child, score in supervision.ranking(readings)}
        for code, score in told.items():
            signed = on.score(scheme, Kind.SIGNED, code)
            pair = score.pairs["plans.signed"]
            assert signed.basis == f"{pair.met}／{pair.of} 项"
            assert signed.counted == round(Decimal(10) * pair.met / pair.of, 1)
        assert on.result(scheme).place == 1

    def test_who_reported_nothing_of_what_was_due_has_proven_nothing(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        Assignment.objects.filter(region_id=OTHER_COUNTY).update(due=today() - timedelta(days=1))
        with on_day(today() + timedelta(days=1)):
            schemes.count(scheme.pk, on.city)
        proven = on.score(scheme, Kind.PROVEN, OTHER_COUNTY)
        assert proven.counted == 0 and proven.basis.startswith("0／")

    def test_it_is_counted_anew_as_work_goes_on(self, on: Stage) -> None:
        from tests.builders import assignment, bring_to
        from zulian.plans.models import State as TaskState

        scheme = on.scheme(State.ISSUED)
        before = on.score(scheme, Kind.SIGNED, OTHER_COUNTY).counted
        for path in ("一（一）", "一（二）"):
            bring_to(
                assignment(on.circular, path, OTHER_COUNTY), TaskState.SIGNED, on.other, on.city
            )
        schemes.count(scheme.pk, on.city)
        after = on.score(scheme, Kind.SIGNED, OTHER_COUNTY).counted
        assert before is not None and after is not None and after > before


class TestMarks:
    """What is given by hand stays within the points, and says why where it is not what the plan says."""

    def test_a_mark_by_hand(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        bonus = on.score(scheme, Kind.BONUS)
        before = on.result(scheme).total
        with pytest.raises(ValidationError, match="请打分"):
            marks.judge(bonus.pk, on.city, None, "")
        marks.judge(bonus.pk, on.city, Decimal(3), "全省先进")
        total = on.result(scheme).total
        assert before is not None and total == before + 3
        with pytest.raises(ValidationError, match="0 到 5"):
            marks.judge(bonus.pk, on.city, Decimal(6), "")
        with pytest.raises(PermissionDenied):
            marks.judge(bonus.pk, on.county, Decimal(1), "")

    def test_another_mark_than_the_plans_needs_its_reason(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        signed = on.score(scheme, Kind.SIGNED)
        with pytest.raises(ValidationError, match="写明理由"):
            marks.judge(signed.pk, on.city, Decimal("0.5"), " ")
        marks.judge(signed.pk, on.city, Decimal("0.5"), "补签不算")
        schemes.count(scheme.pk, on.city)
        assert on.score(scheme, Kind.SIGNED).points == Decimal("0.5"), "what was given stays"
        marks.judge(signed.pk, on.city, None, "")
        assert on.score(scheme, Kind.SIGNED).points == on.score(scheme, Kind.SIGNED).counted

    def test_a_slip_is_taken_back_until_the_results_are_told(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        bonus = on.score(scheme, Kind.BONUS)
        marks.judge(bonus.pk, on.city, Decimal(3), "记错单位")
        marks.judge(bonus.pk, on.city, None, "")
        assert on.score(scheme, Kind.BONUS).given is None
        schemes.recall(scheme.pk, on.city, "分值有误")
        schemes.issue(scheme.pk, on.city)
        bonus = on.score(scheme, Kind.BONUS)
        marks.judge(bonus.pk, on.city, Decimal(3), "全省先进")
        schemes.tell(scheme.pk, on.city)
        with pytest.raises(ValidationError, match="请打分"):
            marks.judge(bonus.pk, on.city, None, "撤回")

    def test_of_two_who_judge_at_once_the_second_is_told(self, on: Stage) -> None:
        bonus = on.score(on.scheme(State.ISSUED), Kind.BONUS)
        marks.judge(bonus.pk, on.city, Decimal(3), "", was="")
        with pytest.raises(ValidationError, match=r"刚由别人打了 3.0 分"):
            marks.judge(bonus.pk, on.city, Decimal(1), "", was="")
        assert marks.judge(bonus.pk, on.city, Decimal(1), "", was="3.0").given == 1

    def test_a_mark_that_was_told_is_put_right_with_a_reason_that_is_told(self, on: Stage) -> None:
        scheme = on.scheme(State.TOLD)
        bonus = on.score(scheme, Kind.BONUS)
        with pytest.raises(ValidationError, match="更正须写明理由"):
            marks.judge(bonus.pk, on.city, Decimal(2), " ")
        marks.judge(bonus.pk, on.city, Decimal(2), "漏记省级表彰")
        assert Message.objects.filter(region_id=COUNTY, title__contains="得分已更正").count() == 1

    def test_whose_mark_is_put_right_is_heard_again(self, on: Stage) -> None:
        scheme = on.scheme(State.TOLD)
        bonus, told = on.score(scheme, Kind.BONUS), scheme.objection_until
        assert told is not None
        marks.object_to(bonus.pk, on.county, "没有给加分")
        marks.answer(bonus.pk, on.city, Decimal(3), "核实属实")
        with on_day(told + timedelta(days=1)):
            marks.judge(bonus.pk, on.city, Decimal(1), "误记两项")
            with pytest.raises(ValidationError, match="期满后才能公布"):
                schemes.publish(scheme.pk, on.city)
            assert marks.object_to(bonus.pk, on.county, "两项都有文件").reply == ""

    def test_the_marks_of_all_units_for_an_item(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        mine, others = (on.score(scheme, Kind.BONUS, code) for code in (COUNTY, OTHER_COUNTY))
        item = mine.item
        column = {mine.pk: Given(Decimal(2), "先进", ""), others.pk: Given(None, "", "")}
        marks.judge_all(item.pk, on.city, column)
        assert on.score(scheme, Kind.BONUS).given == 2
        assert on.score(scheme, Kind.BONUS, OTHER_COUNTY).given is None
        wrong = {mine.pk: Given(Decimal(3), "", "2.0"), others.pk: Given(Decimal(9), "", "")}
        with pytest.raises(ValidationError, match="0 到 5") as told:
            marks.judge_all(item.pk, on.city, wrong)
        assert set(told.value.error_dict) == {f"given_{others.pk}"}
        assert on.score(scheme, Kind.BONUS).given == 2, "all or none"
        untouched = {mine.pk: Given(None, "", ""), others.pk: Given(Decimal(1), "", "")}
        marks.judge_all(item.pk, on.city, untouched)
        assert on.score(scheme, Kind.BONUS).given == 2, "what somebody else gave meanwhile stays"
        assert on.score(scheme, Kind.BONUS, OTHER_COUNTY).given == 1
        stale = {mine.pk: Given(Decimal(3), "", "")}
        with pytest.raises(ValidationError, match="刚由别人打了"):
            marks.judge_all(item.pk, on.city, stale)
        with pytest.raises(PermissionDenied):
            marks.judge_all(item.pk, on.county, column)

    def test_what_is_judged_has_its_mark_before_anything_is_told(self, on: Stage) -> None:
        scheme = on.scheme()
        measured = scheme.items.get(kind=Kind.MEASURED)
        schemes.change_item(
            measured.pk, on.city, values(title="台账", kind=Kind.MEASURED, points=Decimal(30))
        )
        schemes.add_item(scheme.pk, on.city, values())
        schemes.issue(scheme.pk, on.city)
        with pytest.raises(ValidationError, match="没有打分"):
            schemes.tell(scheme.pk, on.city)
        for score in Score.objects.filter(item__kind=Kind.JUDGED):
            marks.judge(score.pk, on.city, Decimal(8), "")
        assert schemes.tell(scheme.pk, on.city).state == State.TOLD


class TestObjections:
    """A unit objects to its own marks, within the days, once each; the answer may change the mark."""

    def test_an_objection_and_its_answer(self, on: Stage) -> None:
        scheme = on.scheme(State.TOLD)
        signed = on.score(scheme, Kind.SIGNED)
        with pytest.raises(PermissionDenied):
            marks.object_to(signed.pk, on.other, "不服")
        with pytest.raises(ValidationError, match="异议理由"):
            marks.object_to(signed.pk, on.county, " ")
        with scope(on.county.region.scope()):
            marks.object_to(signed.pk, on.county, "全部已签收")
        with pytest.raises(ValidationError, match="已经提出过"):
            marks.object_to(signed.pk, on.county, "再提")
        assert list(Score.objects.objected()) == [signed]
        with pytest.raises(ValidationError, match="写明答复"):
            marks.answer(signed.pk, on.city, Decimal(10), "")
        before = on.result(scheme).total
        marks.answer(signed.pk, on.city, Decimal(10), "核实属实")
        after = on.result(scheme).total
        assert before is not None and after is not None and after >= before
        with pytest.raises(ValidationError, match="没有待答复"):
            marks.answer(signed.pk, on.city, None, "再答")

    def test_where_nothing_was_given_it_may_stay_so(self, on: Stage) -> None:
        scheme = on.scheme(State.TOLD)
        bonus = on.score(scheme, Kind.BONUS)
        marks.object_to(bonus.pk, on.county, "没有给加分")
        assert marks.answer(bonus.pk, on.city, None, "不在加分范围").given is None
        assert Message.objects.filter(region_id=COUNTY, title__contains="异议已答复").exists()

    def test_only_within_the_days(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        signed = on.score(scheme, Kind.SIGNED)
        with pytest.raises(ValidationError, match="还没有告知"):
            marks.object_to(signed.pk, on.county, "早了")
        scheme = schemes.tell(scheme.pk, on.city)
        until = scheme.objection_until
        assert until is not None
        with on_day(until + timedelta(days=1)), pytest.raises(ValidationError, match="已于"):
            marks.object_to(signed.pk, on.county, "晚了")
        with on_day(until):
            marks.object_to(signed.pk, on.county, "最后一天")
            with pytest.raises(ValidationError, match="期满后才能公布"):
                schemes.publish(scheme.pk, on.city)
        with on_day(until + timedelta(days=1)):
            with pytest.raises(ValidationError, match="没有答复"):
                schemes.publish(scheme.pk, on.city)
            marks.answer(signed.pk, on.city, None, "维持")
            assert schemes.publish(scheme.pk, on.city).state == State.PUBLISHED


class TestThePlan:
    """A plan by which units are appraised stays."""

    def test_it_is_not_taken_back(self, on: Stage) -> None:
        plan = on.scheme(State.ISSUED).circular
        with pytest.raises(ValidationError, match="考核办法已按这份工作要点下达"):
            adopting.recall(plan, on.city)

    def test_a_draft_of_a_scheme_goes_first(self, on: Stage) -> None:
        scheme = on.scheme()
        with pytest.raises(ValidationError, match="请先在“绩效考核”删除"):
            adopting.recall(scheme.circular, on.city)
        schemes.drop(scheme.pk, on.city)
        assert adopting.obstacle(on.circular) != "" or adopting.recall(on.circular, on.city)


class TestWhoSees:
    """A unit sees its own marks; all results are everybody's once they are published."""

    def test_a_draft_is_the_issuers_alone(self, on: Stage) -> None:
        on.scheme()
        with scope(on.county.region.scope()):
            assert not Scheme.objects.exists() and not SchemeItem.objects.exists()

    def test_a_unit_sees_by_what_it_is_appraised_and_its_own_marks(self, on: Stage) -> None:
        on.scheme(State.ISSUED)
        with scope(on.county.region.scope()):
            assert Scheme.objects.exists() and SchemeItem.objects.exists()
            assert {r.region_id for r in UnitResult.objects.all()} == {COUNTY}
            assert {s.region_id for s in Score.objects.all()} == {COUNTY}


class TestPapers:
    """What a unit shows for its marks."""

    def test_the_unit_shows_and_who_appraises_reads(self, on: Stage) -> None:
        scheme = on.scheme(State.ISSUED)
        score = on.score(scheme, Kind.BONUS)
        with scope(on.county.region.scope()):
            marks.prove(score.pk, on.county, [photo(), photo()])
        with scope(on.city.region.scope()):
            assert Score.objects.get(pk=score.pk).papers.count() == 2
        told = Message.objects.filter(region_id=scheme.region_id, title__contains="上传了佐证材料")
        assert told.count() == 1
        with pytest.raises(PermissionDenied):
            marks.prove(score.pk, on.other, [photo()])

    def test_so_many_and_no_more(self, on: Stage) -> None:
        score = on.score(on.scheme(State.ISSUED), Kind.BONUS)
        with pytest.raises(ValidationError, match="请选择"):
            marks.prove(score.pk, on.county, [])
        with pytest.raises(ValidationError, match="最多 9 个"):
            marks.prove(score.pk, on.county, [photo() for _n in range(marks.MOST_PAPERS + 1)])
        assert not score.papers.exists()

    def test_until_the_days_for_objections_are_over(self, on: Stage) -> None:
        scheme = on.scheme(State.TOLD)
        score, until = on.score(scheme, Kind.BONUS), scheme.objection_until
        assert until is not None
        marks.prove(score.pk, on.county, [photo()])
        with on_day(until + timedelta(days=1)), pytest.raises(ValidationError, match="截止"):
            marks.prove(score.pk, on.county, [photo()])
