"""Carrying over: what a year left unfinished goes on in the next, exactly that, once, and each page says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import builders
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    bring_to,
    past_plan,
    post,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.plans import measures
from zulian.plans.models import Assignment, Circular, State
from zulian.plans.services import carrying, closing, removing, review, work
from zulian.plans.services.carrying import PATH, carry, default_due, next_plan, unfinished
from zulian.plans.timeline import timeline

pytestmark = pytest.mark.usefixtures("regions")
UNITS = [CITY, COUNTY, OTHER_COUNTY]


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def over(city: Post, county: Post) -> Circular:
    """Last year's plan, closed; the county had done its first task, and reported one quarter that nobody judged."""
    plan = past_plan(city)
    with on_day(plan.ends_on - timedelta(days=40)):
        bring_to(assignment(plan, "一（一）", COUNTY), State.CLOSED, county, city)
        bring_to(assignment(plan, "一（二）", COUNTY, "第3季度"), State.REPORTED, county, city)
    closing.close(plan, city)
    plan.refresh_from_db()
    return plan


def tasks(plan: Circular) -> list[int]:
    return [task.pk for task, _count in unfinished(plan).tasks]


def all_of(plan: Circular, city: Post) -> int:
    return carry(plan, city, tasks(plan), UNITS, default_due(plan))


def left(plan: Circular) -> int:
    return Assignment.objects.filter(circular=plan).open().count()


class TestIntoAnAdoptedPlan:
    @pytest.fixture
    def this(self, city: Post) -> Circular:
        return builders.plan(city)

    def test_exactly_the_unfinished_ones_go_over(
        self, over: Circular, this: Circular, city: Post
    ) -> None:
        wanted = {
            (a.region_id, a.task.name, a.period)
            for a in Assignment.objects.filter(circular=over).open()
        }
        assert all_of(over, city) == len(wanted) > 10
        new = Assignment.objects.filter(carried_from__circular=over).with_names()
        year = f"{over.year}年"
        assert {(a.region_id, a.task.name, a.period.removeprefix(year)) for a in new} == wanted
        assert {a.clause.path for a in new} == {str(PATH)}
        assert {(a.circular_id, a.state, a.due) for a in new} == {
            (this.pk, State.ISSUED, default_due(over))
        }
        assert left(over) == 0
        assert Assignment.objects.filter(circular=over, state=State.CLOSED).count() == 1

    def test_repeated_it_adds_nothing(self, over: Circular, this: Circular, city: Post) -> None:
        before_tasks = tasks(over)
        all_of(over, city)
        before = (Assignment.objects.count(), this.tasks.count(), this.clauses.count())
        with pytest.raises(ValidationError, match="没有可以结转的"):
            carry(over, city, before_tasks, UNITS, default_due(over))
        assert (Assignment.objects.count(), this.tasks.count(), this.clauses.count()) == before

    def test_units_and_tasks_are_chosen_and_the_rest_stays_overdue(
        self, over: Circular, this: Circular, city: Post
    ) -> None:
        first = assignment(over, "一（二）", OTHER_COUNTY).task_id
        assert carry(over, city, [first], [OTHER_COUNTY], default_due(over)) == 4
        still = assignment(over, "一（二）", COUNTY, "第4季度")
        assert (still.state, still.is_overdue) == (State.ISSUED, True)
        assert carry(over, city, [first], [COUNTY, CITY], default_due(over)) == 8
        assert this.tasks.filter(clause__path=str(PATH)).count() == 1

    def test_one_carried_stays_unfinished_in_its_own_year(
        self, over: Circular, this: Circular, city: Post
    ) -> None:
        reported = assignment(over, "一（二）", COUNTY, "第3季度")
        assert reported.state == State.REPORTED
        all_of(over, city)
        rows = Assignment.objects.filter(circular=over).counted()
        carried = rows.filter(state=State.CARRIED)
        assert carried.filter(pk=reported.pk).exists()
        assert not Assignment.objects.overdue().filter(circular=over).exists()
        late = carried.filter(due__lt=today())
        assert set(rows.filter(measures.overdue(today()))) == set(late)

    def test_both_pages_tell_it(self, over: Circular, this: Circular, city: Post) -> None:
        all_of(over, city)
        old = assignment(over, "一（一）", OTHER_COUNTY)
        new = Assignment.objects.get(carried_from=old)
        went = next(step for step in timeline(old) if step.what == "结转到下年")
        came = next(step for step in timeline(new) if step.what == "由上年结转")
        assert this.title in went.note and over.title in came.note
        assert went.at == came.at
        assert Message.objects.filter(region_id=OTHER_COUNTY, kind="carried").count() == 1
        assert AuditEntry.objects.filter(action="assignment.carry", object_id=str(old.pk)).exists()

    def test_the_work_goes_on_there(self, over: Circular, this: Circular, city: Post) -> None:
        all_of(over, city)
        new = Assignment.objects.with_names().get(
            carried_from=assignment(over, "一（一）", OTHER_COUNTY)
        )
        other = post(Role.COUNTY_OFFICER, OTHER_COUNTY)
        assert bring_to(new, State.CLOSED, other, city).state == State.CLOSED

    def test_parts_go_with_the_task_that_they_are_of(self, city: Post, county: Post) -> None:
        plan = past_plan(city)
        row = assignment(plan, "一（一）", COUNTY)
        with on_day(date(plan.year, 3, 1)):
            work.sign(row.pk, county)
            work.break_down(row.pk, county, row.due)
        builders.plan(city)
        all_of(plan, city)
        part = Assignment.objects.get(carried_from__parent=row, region_id=TOWN)
        assert part.parent == Assignment.objects.get(carried_from=row)
        assert part.issued_by_id == COUNTY
        assert part.task_id == part.parent.task_id

    @pytest.mark.parametrize("days", [-1, 400])
    def test_the_new_deadline_lies_in_the_new_period(
        self, over: Circular, this: Circular, city: Post, days: int
    ) -> None:
        with pytest.raises(ValidationError, match="完成时限应在"):
            carry(over, city, tasks(over), UNITS, this.starts_on + timedelta(days=days))
        assert left(over) > 0


class TestIntoADraft:
    def test_it_is_noted_and_follows_at_adoption(self, over: Circular, city: Post) -> None:
        draft = builders.draft(city)
        count = left(over)
        assert all_of(over, city) == count == left(over)
        assert not Assignment.objects.filter(circular=draft).exists()
        with pytest.raises(ValidationError, match="已经列入"):
            all_of(over, city)
        assert carrying.waiting(over, Circular.objects.get(pk=draft.pk)) == count
        clause = draft.clauses.get(path=str(PATH))
        assert clause.tasks.count() == len(tasks(over))
        review.adopt(draft)
        new = Assignment.objects.filter(circular=draft, clause=clause)
        assert new.count() == count == new.filter(carried_from__circular=over).count()
        assert left(over) == 0
        moment = carrying.carried_at(new[0])
        assert draft.adopted_at and moment == draft.adopted_at

    def test_only_what_was_chosen_and_is_left(self, over: Circular, city: Post) -> None:
        draft = builders.draft(city)
        chosen = assignment(over, "一（二）", COUNTY).task_id
        carry(over, city, [chosen], [COUNTY], default_due(over))
        review.adopt(draft)
        new = Assignment.objects.filter(circular=draft, carried_from__isnull=False)
        assert {
            (a.region_id, a.carried_from.task_id) for a in new.select_related("carried_from")
        } == {(COUNTY, chosen)}
        assert new.count() == 4

    def test_of_two_drafts_one_takes_it_and_nothing_goes_over_twice(
        self, over: Circular, city: Post
    ) -> None:
        first = builders.draft(city)
        chosen = tasks(over)
        carry(over, city, chosen[:1], UNITS, default_due(over))
        second = builders.draft(city)
        assert next_plan(over) == first
        carry(over, city, chosen[1:], UNITS, default_due(over))
        second.refresh_from_db()
        assert carrying.NOTE not in second.reading
        review.adopt(Circular.objects.get(pk=first.pk))
        assert left(over) == 0
        assert (
            Assignment.objects.filter(carried_from__circular=over).count()
            == Assignment.objects.filter(circular=over, state=State.CARRIED).count()
        )

    def test_a_task_taken_out_of_the_draft_is_not_carried(self, over: Circular, city: Post) -> None:
        draft = builders.draft(city)
        all_of(over, city)
        task = draft.tasks.select_related("circular", "clause").filter(clause__path=str(PATH))[0]
        old = Circular.objects.get(pk=draft.pk).reading[carrying.NOTE][str(task.pk)]["of"]
        removing.remove_task(task)
        review.adopt(draft)
        assert Assignment.objects.filter(task=old).open().exists()
        assert left(over) == Assignment.objects.filter(task=old).open().count()


class TestRefused:
    def test_only_the_issuer_and_not_while_it_runs(self, city: Post, county: Post) -> None:
        plan = builders.plan(city)
        with pytest.raises(PermissionDenied):
            carry(plan, county, [], [], today())
        with (
            on_day(plan.ends_on - timedelta(days=1)),
            pytest.raises(ValidationError, match="届时才能结转"),
        ):
            carry(plan, city, [], [], today())

    def test_without_next_years_plan(self, over: Circular, city: Post) -> None:
        assert next_plan(over) is None
        with pytest.raises(ValidationError, match="请先上传"):
            all_of(over, city)

    def test_what_is_left_of_a_year_before_a_closed_one_goes_into_the_year_that_runs(
        self, city: Post
    ) -> None:
        older, between = past_plan(city, 2), past_plan(city)
        closing.close(between, city)
        with pytest.raises(ValidationError, match=f"还没有{today().year}年的工作要点"):
            all_of(older, city)
        this = builders.plan(city)
        assert next_plan(older) == this
        count = left(older)
        assert carry(older, city, tasks(older), UNITS, default_due(older, this)) == count > 0
        assert left(older) == 0
        assert (
            Assignment.objects.filter(circular=this, carried_from__circular=older).count() == count
        )

    def test_the_adopted_plan_comes_before_a_draft(self, over: Circular, city: Post) -> None:
        builders.draft(city)
        adopted = builders.plan(city)
        builders.draft(city, supplements=adopted)
        assert next_plan(over) == adopted


def test_what_is_unfinished_is_told_by_task_and_division(over: Circular) -> None:
    told = unfinished(over)
    assert told.total == left(over) == sum(count for _unit, count in told.units)
    assert [region.code for region, _count in told.units] == UNITS
    own = Assignment.objects.filter(circular=over, region_id=CITY).open().count()
    assert {region.code: count for region, count in told.units}[CITY] == own
    assert Assignment.objects.filter(circular=over, region_id=VILLAGE).open().exists()
