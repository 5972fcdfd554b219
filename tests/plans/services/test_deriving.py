"""A county's plan carries out the city's: clause to clause, and a unit that both would task does it once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.builders import (
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    as_opened,
    assignment,
    draft,
    officer,
    photo,
    plan,
    post,
)
from tests.plans.county_papers import OWN
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.plans.models import Assignment, Circular, ReportFigure, State, TaskTarget
from zulian.plans.services import adopting, changes, deriving, judging, review, supervision, work
from zulian.plans.services.outlook import outlook_of
from zulian.plans.services.readings import PlanReadings

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def above(city: Post) -> Circular:
    return plan(city)


@pytest.fixture
def county(above: Circular) -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def own(county: Post) -> Circular:
    return draft(county, OWN.format(year=timezone.localdate().year))


def carried(circular: Circular) -> dict[str, str]:
    rows = circular.clauses.filter(carries_out__isnull=False).select_related("carries_out")
    return {clause.path: clause.carries_out.path for clause in rows if clause.carries_out}


def test_clauses_are_mapped_by_likeness_and_corrected_by_hand(
    above: Circular, own: Circular
) -> None:
    assert carried(own) == {"一（一）": "二（二）", "一（二）": "二（一）"}
    clause = own.clauses.select_related("circular").get(path="二（一）")
    with pytest.raises(ValidationError, match="上级本年"):
        deriving.map_clause(clause, own.clauses.get(path="一（一）"))
    deriving.map_clause(clause, above.clauses.get(path="一（一）"))
    assert carried(own)["二（一）"] == "一（一）"
    deriving.map_clause(clause, None)
    assert "二（一）" not in carried(own)


def test_without_a_plan_above_nothing_is_mapped() -> None:
    own = draft(post(Role.COUNTY_OFFICER), OWN.format(year=timezone.localdate().year))
    assert carried(own) == {} and deriving.upper_plan(own) is None


class TestOneAssignment:
    @pytest.fixture
    def given(self, own: Circular) -> Circular:
        seen = outlook_of(own)
        review.adopt(own)
        served = Assignment.objects.filter(circular=own, served_by__isnull=False).count()
        assert served == seen.served > 0
        return own

    def test_the_unit_has_one_thing_to_do(self, above: Circular, given: Circular) -> None:
        village = officer(VILLAGE)
        mine = assignment(given, "一（一）", VILLAGE)
        theirs = assignment(above, "二（二）", VILLAGE)
        assert mine.served_by == theirs
        with scope(village.region.scope()):
            group = next(g for g in todo_for(village) if g.name == "待签收的任务")
        assert group.count == 1
        # What only the county asks stands by itself.
        assert assignment(given, "二（一）", TOWN).served_by is None

    def test_one_report_moves_both_and_both_plans_count_it(
        self, above: Circular, given: Circular
    ) -> None:
        village, town = officer(VILLAGE), officer(TOWN)
        theirs = assignment(above, "二（二）", VILLAGE)
        work.sign(theirs.pk, village)
        work.report(theirs.pk, village, "已核准。", None, [photo()])
        mine = assignment(given, "一（一）", VILLAGE)
        assert (mine.state, mine.on_time, mine.evidence_count) == (State.REPORTED, True, 1)
        with pytest.raises(ValidationError, match="随上级的任务一并办理"):
            work.judge(mine.pk, town, accepted=True)
        assert [row.pk for row in judging.waiting_for(town.region)] == [theirs.pk]
        work.judge(theirs.pk, town, accepted=True, reason="已核实")
        assert assignment(given, "一（一）", VILLAGE).state == State.CLOSED
        today = timezone.localdate()
        _head, rows = supervision.matrix(PlanReadings(given, given.region, today, today))
        assert next(row.total.closed for row in rows if row.clause.path == "一（一）") == 1
        assert aggregates.verify() == []

    def test_dropped_above_it_is_to_be_done_here(
        self, above: Circular, given: Circular, city: Post
    ) -> None:
        village = officer(VILLAGE)
        theirs = assignment(above, "二（二）", VILLAGE)
        work.sign(theirs.pk, village)
        asked = changes.ask(theirs.pk, village, "drop", "撤并")
        changes.decide(asked.pk, city, True)
        mine = assignment(given, "一（一）", VILLAGE)
        assert (mine.served_by, mine.state, mine.signed_at) == (None, State.ISSUED, None)

    def test_a_closed_plan_below_moves_no_more(self, above: Circular, given: Circular) -> None:
        given.closed_at = timezone.now()
        given.save()
        work.sign(assignment(above, "二（二）", VILLAGE).pk, officer(VILLAGE))
        assert assignment(given, "一（一）", VILLAGE).state == State.ISSUED

    def test_the_plan_above_is_not_recalled_from_under_it(
        self, above: Circular, given: Circular, city: Post
    ) -> None:
        with pytest.raises(ValidationError, match="已下达承接这份文件的"):
            adopting.recall(above, city)

    def test_it_is_recalled_by_itself(self, above: Circular, given: Circular, county: Post) -> None:
        adopting.recall(given, county)
        assert not Assignment.objects.filter(circular=given).exists()
        assert assignment(above, "二（二）", VILLAGE).state == State.ISSUED

    def test_who_signed_the_task_of_both_has_signed_this_one_too(
        self, above: Circular, given: Circular, county: Post
    ) -> None:
        work.sign(assignment(above, "二（二）", VILLAGE).pk, officer(VILLAGE))
        with pytest.raises(ValidationError, match="已经签收一并办理"):
            adopting.recall(given, county)

    def test_another_county_is_left_alone(self, given: Circular) -> None:
        assert not Assignment.objects.filter(
            circular=given, region__code__startswith=OTHER_COUNTY[:6]
        ).exists()


def test_numbers_of_both_are_asked_once_in_one_report(above: Circular, own: Circular) -> None:
    task = own.tasks.get(clause__path="一（一）")
    target = TaskTarget.objects.create(
        task=task, what="名册", number=Decimal(1), unit="份", phrase="名册1份"
    )
    review.adopt(own)
    village = officer(VILLAGE)
    theirs = assignment(above, "二（二）", VILLAGE)
    assert target in work.asked_of(theirs)
    work.sign(theirs.pk, village)
    work.report(theirs.pk, village, "已核准。", {target.pk: Decimal(1)}, [photo()])
    assert ReportFigure.objects.get().target == target


def test_seen_on_the_pages(client: Client, above: Circular, own: Circular, county: Post) -> None:
    client.force_login(county.user)
    page = client.get(f"/plans/{own.pk}/review/").content.decode()
    assert "本文件承接上级" in page and "对应上级条款" in page
    clause = own.clauses.get(path="二（一）")
    address = f"/plans/clauses/{clause.pk}/carries-out/"
    assert "不承接上级条款" in client.get(address).content.decode()
    target = above.clauses.get(path="一（一）")
    assert (
        client.post(address, as_opened(client, address, {"carries_out": target.pk})).status_code
        == 302
    )
    assert carried(own)["二（一）"] == "一（一）"
    assert "只办一次" in client.get(f"/plans/{own.pk}/adopt/").content.decode()
    review.adopt(own)
    page = client.get(f"/plans/{own.pk}/").content.decode()
    assert f'href="/plans/{above.pk}/#c' in page
    with scope(EVERYTHING):
        mine = assignment(own, "一（一）", VILLAGE)
    page = client.get(f"/plans/assignments/{mine.pk}/").content.decode()
    assert "去办理" in page
    page = client.get(f"/plans/assignments/{mine.served_by_id}/").content.decode()
    assert "一并办理" in page and own.title in page


def test_the_unit_reads_the_words_of_both(
    client: Client, above: Circular, own: Circular, county: Post
) -> None:
    """One task serves both plans: the village reads what each asks for, who asks, and the clause where it says more."""
    clause = own.clauses.get(path="一（一）")
    clause.text += "逐人核对证号。"
    clause.save()
    review.adopt(own)
    mine = assignment(own, "一（一）", VILLAGE)
    client.force_login(officer(VILLAGE).user)
    page = client.get(f"/plans/assignments/{mine.served_by_id}/").content.decode()
    theirs = assignment(above, "二（二）", VILLAGE)
    assert theirs.task.text in page and mine.task.text in page
    assert f"{county.region.organisation}要求</h3>" in page and clause.text in page


def test_the_same_words_said_to_other_levels_are_mapped(own: Circular) -> None:
    own.clauses.update(carries_out=None)
    own.tasks.filter(clause__path="一（一）").update(levels=["county"])
    deriving.suggest(own)
    assert carried(own)["一（一）"] == "二（二）"
