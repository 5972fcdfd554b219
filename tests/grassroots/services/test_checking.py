"""A sheet on its way: self-check, review, visit, difference, objection, settlement; what each may not do."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import builders
from tests.builders import COUNTY, TOWN
from tests.grassroots import stage
from zulian.accounts.models import Post
from zulian.foundation.clock import on_day, today
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Mark,
    Organisation,
    Problem,
    ProblemState,
)
from zulian.grassroots.services import campaigns, checking, objections, organisations, problems
from zulian.grassroots.services.checking import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(everything: None) -> Assessment:
    builders.regions()
    return stage.sheet(stage.campaign(city()), TOWN)


def city() -> Post:
    return builders.post("city_officer", builders.CITY)


def county() -> Post:
    return builders.post("county_officer", COUNTY)


def town() -> Post:
    return builders.post("township_officer", TOWN)


def test_a_campaign_calls_every_organisation_of_its_levels(row: Assessment) -> None:
    sheets = Assessment.objects.filter(campaign=row.campaign)
    assert {s.region_id for s in sheets} == {"210921100000", "210921101000", "210922100000"}
    assert Mark.objects.filter(assessment=row).count() == 4 and Organisation.objects.count() == 8


def test_the_whole_way_to_a_standing(row: Assessment) -> None:
    own, above, head = town(), county(), row.campaign.region
    checking.fill(row.pk, stage.entries(row, "40", "15", "40", "1"))
    handed = checking.submit(row.pk, own)
    assert handed.own_percent == Decimal(95)
    assert [(p.subject, p.source) for p in Problem.objects.filter(region=TOWN)] == [
        ("有场所", "own")
    ]
    checking.review(row.pk, above, stage.entries(row, "30", "", "", ""))
    told = checking.finish_review(row.pk, above)
    assert told.percent == Decimal(85) and told.told_on == today()
    judge = Post.objects.get(region=head)
    with pytest.raises(ValidationError, match="申诉期"):
        objections.settle(row.pk, judge)
    objections.accept(row.pk, own)
    done = objections.settle(row.pk, judge)
    assert (done.grade, done.percent) == ("reached", Decimal(85))
    organisation = Organisation.objects.get(region=TOWN)
    assert organisation.grade == "reached" and organisation.reached_until is not None
    assert organisation.reached_until > today() + timedelta(days=1090)


def test_what_is_blank_or_without_a_reason_is_named(row: Assessment) -> None:
    own = town()
    with pytest.raises(ValidationError, match=r"还有 4 项没有填写：第 1.1、1.2、2.1、3.1 项"):
        checking.submit(row.pk, own)
    checking.fill(
        row.pk, {pk: Entry(e.mark) for pk, e in stage.entries(row, "40", "10", "40", "0").items()}
    )
    with pytest.raises(ValidationError, match=r"第 1.2、3.1 项没有得满分"):
        checking.submit(row.pk, own)


@pytest.mark.parametrize("mark", ["41", "-1", "x", "1.234", "NaN", "1e9"])
def test_a_mark_out_of_bounds_changes_nothing(row: Assessment, mark: str) -> None:
    pks = list(row.marks.order_by("item_id").values_list("pk", flat=True))
    with pytest.raises(ValidationError, match=r"第 1.1 项的得分应在 0 到 40 之间"):
        checking.fill(row.pk, {pks[0]: Entry(mark), pks[1]: Entry("20")})
    assert not row.marks.exclude(own=None).exists()


def test_nobody_checks_themselves(row: Assessment) -> None:
    above = county()
    stage.handed_in(row, above)
    for act in (checking.finish_review, lambda pk, post: checking.review(pk, post, {})):
        with pytest.raises(PermissionDenied):
            act(row.pk, town())
        with pytest.raises(PermissionDenied, match="由您填报"):
            act(row.pk, above)
    assert checking.finish_review(row.pk, county()).state == AssessmentState.REVIEWED


def test_given_back_and_handed_in_again(row: Assessment) -> None:
    own = town()
    stage.handed_in(row, own)
    checking.give_back(row.pk, county(), "缺照片")
    checking.fill(row.pk, stage.entries(row, "35", "20", "40", "1"))
    assert checking.submit(row.pk, own).own_percent == Decimal(95)


def test_an_objection_is_decided_before_anything_is_settled(row: Assessment) -> None:
    own, above, head = town(), county(), Post.objects.get(region=row.campaign.region)
    stage.reviewed(row, own, above, ("20", "", "", ""))
    marks = list(row.marks.order_by("item_id"))
    with pytest.raises(ValidationError, match="不需要申诉"):
        objections.object_to(marks[1].pk, own, "不同意")
    found = objections.object_to(marks[0].pk, own, "牌子已挂，照片见附件")
    with (
        on_day(today() + timedelta(days=30)),
        pytest.raises(ValidationError, match="申诉还没有裁定"),
    ):
        objections.settle(row.pk, head)
    objections.decide(found.pk, above, "38", "照片属实，字号偏小")
    assert Assessment.objects.get(pk=row.pk).percent == Decimal(98)
    with on_day(today() + timedelta(days=30)):
        assert objections.settle(row.pk, head).grade == "good"


def test_a_drawn_organisation_is_visited_first(row: Assessment) -> None:
    own, above, head = town(), county(), Post.objects.get(region=row.campaign.region)
    stage.handed_in(row, own)
    assert campaigns.draw(row.campaign_id, head, 100, 1, seed=7) == 1
    checking.finish_review(row.pk, above)
    with on_day(today() + timedelta(days=30)), pytest.raises(ValidationError, match="实地检查"):
        objections.settle(row.pk, head)
    assert (
        campaigns.send_inspector(row.campaign, head, [row.pk], head, today() + timedelta(days=3))
        == 1
    )
    checking.visit(row.pk, head, stage.entries(row, "10", "", "", "0"))
    seen = checking.finish_visit(row.pk, head)
    assert seen.percent == Decimal(70)
    with pytest.raises(ValidationError, match="已经开始检查"):
        campaigns.draw(row.campaign_id, head, 100, 1)
    with on_day(today() + timedelta(days=30)):
        assert objections.settle(row.pk, head).grade == "short"
    assert Organisation.objects.get(region=TOWN).reached_until is None
    found = {p.subject: (p.source, p.veto) for p in Problem.objects.filter(region=TOWN)}
    assert found == {"有牌子": ("visit", False), "无侵权": ("visit", True)}


def test_a_veto_that_fails_later_takes_the_standing_and_its_mending_gives_it_back(
    row: Assessment,
) -> None:
    own, above, head = town(), county(), Post.objects.get(region=row.campaign.region)
    stage.settled(row, own, above, head)
    there = Organisation.objects.get(region=TOWN)
    veto = organisations.veto_items(there)[0]
    with pytest.raises(PermissionDenied):
        organisations.fail_veto(there.pk, own, veto, "投诉属实")
    problem = organisations.fail_veto(there.pk, above, veto, "投诉属实")
    there.refresh_from_db()
    assert (there.grade, there.reached_until) == ("short", None)
    problems.plan(problem.pk, "管理松", "整顿", own, today() + timedelta(days=5))
    problems.mend(problem.pk, own, "已整顿", [builders.photo()])
    problems.verify(problem.pk, above, True, "属实")
    there.refresh_from_db()
    assert there.grade == "good" and there.reached_until is not None


def test_a_problem_that_comes_back_is_known_and_one_item_has_one_open_problem(
    row: Assessment,
) -> None:
    own, above = town(), county()
    first = problems.find(
        row.region, problems.Finding("k", "有牌子", "牌子掉了", Problem.Source.OWN), row
    )
    same = problems.find(
        row.region, problems.Finding("k", "有牌子", "仍无牌子", Problem.Source.VISIT), row
    )
    assert first.pk == same.pk and same.text == "仍无牌子"
    problems.plan(first.pk, "风大", "重挂", own, today())
    with pytest.raises(ValidationError, match="不能自行推后"):
        problems.plan(first.pk, "风大", "重挂", own, today() + timedelta(days=9))
    with pytest.raises(ValidationError, match="上传"):
        problems.mend(first.pk, own, "已挂", [])
    problems.mend(first.pk, own, "已挂", [builders.photo()])
    with pytest.raises(PermissionDenied):
        problems.verify(first.pk, own, True, "")
    problems.verify(first.pk, above, False, "字太小")
    problems.mend(first.pk, own, "已换大字", [builders.photo()])
    assert problems.verify(first.pk, above, True, "").state == ProblemState.CLOSED
    again = problems.find(
        row.region, problems.Finding("k", "有牌子", "又掉了", Problem.Source.REVIEW), row
    )
    assert again.repeats_id == first.pk
    with pytest.raises(ValidationError, match="已有未销号"):
        problems.reopen(first.pk, above, "又掉了", today())


def test_evidence_is_kept_once_and_used_for_many_items(row: Assessment) -> None:
    own, marks = town(), list(row.marks.order_by("item_id"))
    made = checking.add_evidence(marks[0].pk, own, [builders.photo()], "门牌")
    checking.add_evidence(marks[0].pk, own, [], "名册", "http://127.0.0.1:8000/people/?level=9")
    assert checking.use_evidence(marks[1].pk, [made[0].pk]) == 1
    assert [e.link for e in marks[0].evidence.all()] == ["", "/people/?level=9"]
    with pytest.raises(ValidationError, match="台账页面的地址"):
        checking.add_evidence(marks[0].pk, own, [], "外网", "http://example.org/nowhere-here/")
    assert Mark.objects.get(pk=marks[0].pk).pieces == 2


def test_a_veto_that_measures_itself_ends_the_standing_on_the_day_it_fails(row: Assessment) -> None:
    own, above, head = town(), county(), Post.objects.get(region=row.campaign.region)
    stage.settled(row, own, above, head)
    veto = organisations.veto_items(Organisation.objects.get(region=TOWN))[0]
    veto.indicator = "grassroots.mended"
    veto.save()
    assert organisations.check_vetoes(today()) == 0
    late = problems.find(
        row.region, problems.Finding("", "其他", "欠账", Problem.Source.OTHER), None, today()
    )
    assert (late.state, late.due) == ("found", today())
    assert organisations.check_vetoes(today()) == 0
    assert organisations.check_vetoes(today() + timedelta(days=1)) == 1
    found = Organisation.objects.get(region=TOWN)
    assert (found.grade, found.reached_until) == ("short", None)
    assert Problem.objects.get(region=TOWN, source="veto").text == "指标“问题按期销号率”不再满足"
