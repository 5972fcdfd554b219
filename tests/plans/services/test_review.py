"""From a file to an adopted plan: drafts change, adopted text does not, tasks fan out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from tests.builders import CITY, COUNTY, OTHER_CITY, OTHER_COUNTY, circular_text, draft, plan, post
from zulian.accounts.models import Message
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.plans.models import Assignment, Circular, Clause
from zulian.plans.services import receiving, removing, review
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def clause(circular: Circular, path: str) -> Clause:
    return Clause.objects.select_related("circular").get(circular=circular, path=path)


def test_a_draft_holds_what_was_read_with_indicators_suggested() -> None:
    made = draft(post(Role.CITY_OFFICER))
    assert (made.number, made.issuer) == (f"测残联〔{made.year}〕3号", "测试市残疾人联合会")
    assert [c.path for c in made.clauses.all()] == [
        "一",
        "一（一）",
        "一（二）",
        "二",
        "二（一）",
        "二（二）",
    ]
    assert clause(made, "一（一）").indicators
    assert clause(made, "一").indicators == []


def test_merging_joins_text_and_moves_tasks() -> None:
    made = draft(post(Role.CITY_OFFICER))
    before = review.merge_up(clause(made, "一（二）"))
    assert before.path == "一（一）" and "更新名册" in before.text
    assert before.tasks.count() == 2
    with pytest.raises(ValidationError, match="第一条"):
        review.merge_up(clause(made, "一"))


def test_splitting_makes_a_second_clause_right_after() -> None:
    made = draft(post(Role.CITY_OFFICER))
    before = clause(made, "一（二）")
    review.edit(before, {"text": before.text + "年底前通报结果。"})
    pieces = review.pieces_of(before)
    assert "".join(pieces) == before.text and len(pieces) > 1
    new = review.split(before, 1)
    paths = [c.path for c in made.clauses.all()]
    assert paths[paths.index("一（二）") + 1] == new.path
    assert (before.text, new.text) == (pieces[0], "".join(pieces[1:]))
    for number in (0, len(pieces), -1):
        with pytest.raises(ValidationError, match="第一句除外"):
            review.split(clause(made, "一（一）"), number)


def test_what_was_cut_off_goes_back_into_its_paragraph() -> None:
    """A break of the paper stays one; a cut within a paragraph leaves none behind."""
    text = circular_text().replace("换届请示。\n", "换届请示。同时报送名单。\n换届结果另行上报。\n")
    made = draft(post(Role.CITY_OFFICER), text)
    found = clause(made, "一（一）")
    assert found.text.endswith("名单。\n换届结果另行上报。")
    for number in (1, 2):
        new = review.split(found, number)
        assert "\n" not in (found.text[-1], new.text[0])
        merged = review.merge_up(Clause.objects.select_related("circular").get(pk=new.pk))
        assert merged.text == text.split("（一）报送请示。")[1].split("\n（二）")[0]
        found.refresh_from_db()


@given(st.text("甲乙，。；！（）《》“”\n", max_size=30))
def test_what_a_clause_can_be_cut_into_is_its_text(text: str) -> None:
    assert "".join(review.pieces_of(Clause(text=text))) == text


def test_adoption_fans_out_to_every_organisation_of_the_level() -> None:
    made = plan(post(Role.CITY_OFFICER))
    rows = Assignment.objects.filter(circular=made)
    assert set(rows.filter(clause__path="一（一）").values_list("region_id", flat=True)) == {
        COUNTY,
        OTHER_COUNTY,
    }
    assert rows.filter(clause__path="二（一）").count() == 3
    assert rows.filter(clause__path="二（二）").count() == 3
    assert not rows.filter(region__code__startswith=OTHER_CITY[:4]).exists()
    quarters = rows.filter(clause__path="一（二）", region_id=COUNTY)
    assert {r.period for r in quarters} <= {"第1季度", "第2季度", "第3季度", "第4季度"}
    assert quarters.count() == 4
    assert Message.objects.filter(region_id=COUNTY, kind="adopted").count() == 1


def test_an_adopted_circular_no_longer_changes() -> None:
    made = plan(post(Role.CITY_OFFICER))
    found = clause(made, "一（一）")
    task = found.tasks.select_related("circular", "clause").get()
    for change in (
        lambda: review.merge_up(found),
        lambda: review.split(found, 1),
        lambda: review.add_task(found, {"name": "又一项", "levels": ["county"]}),
        lambda: removing.remove_task(task),
        lambda: review.edit(task, {"name": "别的"}),
        lambda: review.edit(found, {"text": "别的"}),
        lambda: review.adopt(made),
    ):
        with pytest.raises(ValidationError, match="已(?:经)?下达"):
            change()


def test_a_task_without_a_level_stands_in_the_way() -> None:
    made = draft(post(Role.CITY_OFFICER))
    task = made.tasks.all()[0]
    review.edit(task, {"levels": []})
    with pytest.raises(ValidationError, match="没有选承担级别"):
        review.adopt(made)
    assert not Assignment.objects.exists()


def test_a_draft_is_unseen_below_and_seen_once_adopted() -> None:
    made = draft(post(Role.CITY_OFFICER))
    county = Region.objects.get(code=COUNTY).scope()
    with scope(county):
        assert not Circular.objects.exists()
    review.adopt(made)
    with scope(county):
        assert Circular.objects.get() == made
    with scope(Region.objects.get(code=OTHER_CITY).scope()):
        assert not Circular.objects.exists()


def test_every_step_leaves_an_audit_entry() -> None:
    plan(post(Role.CITY_OFFICER))
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "attachment.add",
        "circular.receive",
        "circular.adopt",
    }


class TestLinked:
    """Supplements, amendments and next year's circular."""

    def test_a_supplement_names_the_plan_it_belongs_to(self) -> None:
        city = post(Role.CITY_OFFICER)
        first = plan(city)
        data = builders.circular_text().encode()
        made = receiving.receive(data, "补充.txt", city, Circular.Kind.SUPPLEMENT, first)
        assert list(first.supplements.all()) == [made]
        assert receiving.previous(made) is None

    def test_a_supplement_without_a_plan_or_to_a_stranger_is_refused(self) -> None:
        city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
        data = builders.circular_text().encode()
        with pytest.raises(ValidationError, match="须选择对应的文件"):
            receiving.receive(data, "补充.txt", city, Circular.Kind.SUPPLEMENT)
        with pytest.raises(ValidationError, match="本单位"):
            receiving.receive(data, "修改.txt", county, Circular.Kind.AMENDMENT, plan(city))

    def test_next_years_circular_finds_this_years(self) -> None:
        city = post(Role.CITY_OFFICER)
        first = plan(city)
        year = timezone.localdate().year
        text = builders.circular_text().replace(str(year), str(year + 1))
        made = draft(city, text)
        assert made.year == year + 1
        assert receiving.previous(made) == first


class TestOneAYear:
    """One unit has one plan a year; all else belongs to it."""

    def test_a_second_is_refused_when_it_is_adopted_and_may_become_a_supplement(self) -> None:
        city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
        before = draft(city)
        first = plan(city)
        for second in (before, draft(city)):
            with pytest.raises(receiving.SecondPlan, match="一个单位一年只有一份") as refused:
                review.adopt(second)
            assert refused.value.plan == first
            assert not Assignment.objects.filter(circular=second).exists()
        review.make_part_of_plan(second, Circular.Kind.SUPPLEMENT)
        assert review.adopt(second)
        assert plan(county).is_adopted

    def test_the_year_before_and_the_next_have_their_own(self) -> None:
        city = post(Role.CITY_OFFICER)
        before = builders.past_plan(city)
        assert plan(city).year == before.year + 1

    def test_a_supplement_shares_year_and_period(self) -> None:
        city = post(Role.CITY_OFFICER)
        first = draft(city)
        last = first.ends_on + timedelta(days=31)
        review.edit(first, {"ends_on": last})
        review.adopt(first)
        year = str(first.year)
        made = draft(
            city, builders.circular_text().replace(year, str(first.year + 1)), supplements=first
        )
        assert (made.year, made.starts_on, made.ends_on) == (first.year, first.starts_on, last)

    def test_a_draft_becomes_a_supplement_only_where_there_is_a_plan(self) -> None:
        city = post(Role.CITY_OFFICER)
        made = draft(city)
        with pytest.raises(ValidationError, match="没有已下达的"):
            review.make_part_of_plan(made, Circular.Kind.SUPPLEMENT)
        with pytest.raises(ValidationError, match="请选择"):
            review.make_part_of_plan(made, Circular.Kind.PLAN)
        other = plan(city)
        with pytest.raises(ValidationError, match="已(?:经)?下达"):
            review.make_part_of_plan(other, Circular.Kind.AMENDMENT)

    @pytest.mark.parametrize(
        ("starts", "ends", "field"),
        [
            ((-200, 1), (0, 0), "starts_on"),
            ((0, 0), (0, 200), "ends_on"),
            ((5, 0), (4, 0), "ends_on"),
            ((0, 0), (0, 0), ""),
        ],
    )
    def test_the_period_lies_about_its_year(
        self, starts: tuple[int, int], ends: tuple[int, int], field: str
    ) -> None:
        made = draft(post(Role.CITY_OFFICER))
        first, last = date(made.year, 1, 1), date(made.year, 12, 31)
        begin = first + timedelta(days=sum(starts))
        end = first + timedelta(days=ends[0]) if ends[0] else last + timedelta(days=ends[1])
        if not field:
            review.edit(made, {"starts_on": begin, "ends_on": end})
            return
        with pytest.raises(ValidationError) as refused:
            review.edit(made, {"starts_on": begin, "ends_on": end})
        assert list(refused.value.error_dict) == [field]


def test_a_monthly_task_makes_its_periods_from_the_date_of_issue_on() -> None:
    year = timezone.localdate().year
    text = f"测残联〔{year}〕9号\n测试市残疾人联合会\n{year}年9月15日\n{year}年工作要点\n一、报送。各县（区）残联每月10日前报送数据。"
    made = plan(post(Role.CITY_OFFICER), text)
    rows = Assignment.objects.filter(circular=made, region_id=COUNTY)
    assert [(r.period, r.due.day) for r in rows.order_by("due")] == [
        ("10月", 10),
        ("11月", 10),
        ("12月", 10),
    ]


def test_the_city_itself_is_given_its_own_tasks() -> None:
    made = plan(post(Role.CITY_OFFICER))
    row = builders.assignment(made, "一（二）", CITY)
    assert row.issued_by_id == row.region_id == CITY
    assert row.due >= timezone.localdate().replace(month=1, day=1) + timedelta(days=30)
