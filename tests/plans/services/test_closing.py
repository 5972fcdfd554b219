"""Closing a plan's year: what is frozen is what was true on its last day, and nothing moves afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

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
    photo,
    post,
)
from tests.ledgers import books
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import ledger
from zulian.foundation.actor import Actor, acting
from zulian.foundation.clock import on_day, today
from zulian.foundation.ledger import Draft
from zulian.foundation.models import AuditEntry
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.indicators.goals import goals, light_of
from zulian.indicators.models import Target
from zulian.indicators.rules import Pair
from zulian.ledgers.jobs import Stopped
from zulian.plans import decisions, measures
from zulian.plans.indicators import ON_TIME, OVERDUE, REPORTED
from zulian.plans.models import Assignment, ChangeRequest, Circular, Clause, Result, State
from zulian.plans.services import changes, closing, notices, receiving, results, review, work
from zulian.regions.models import Region
from zulian.volunteers.models import Unit

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def over(city: Post) -> Circular:
    """Last year's plan; nobody has done anything."""
    return past_plan(city)


def result(plan: Circular, key: str, code: str) -> Pair:
    found = Result.objects.filter(circular=plan, key=key, region_id=code).first()
    return Pair(int(found.met), int(found.of)) if found else Pair()


def station(code: str, **more: Any) -> Unit:
    """The station that is due in a division, with a leader and a place."""
    unit = Unit.objects.get(region_id=code, kind=Unit.Kind.STATION)
    for name, value in {"leader": "演站长", "place": "村部", **more}.items():
        setattr(unit, name, value)
    unit.save()
    return unit


def due_group(city: Post) -> list[str]:
    return [
        todo.title
        for group in todo_for(city)
        if group.name == "等我年终结账"
        for todo in group.items
    ]


class TestWho:
    def test_only_the_issuer_closes_it_and_not_before_its_last_day(
        self, city: Post, county: Post
    ) -> None:
        plan = builders.plan(city)
        with pytest.raises(PermissionDenied):
            closing.close(plan, county)
        with (
            on_day(plan.ends_on - timedelta(days=1)),
            pytest.raises(ValidationError, match="届时才能结账"),
        ):
            closing.close(plan, city)
        with on_day(plan.ends_on):
            assert closing.close(plan, city) > 0

    def test_a_draft_and_a_supplement_are_not_closed_by_themselves(
        self, city: Post, over: Circular
    ) -> None:
        with on_day(over.ends_on):
            supplement = builders.plan(city, supplements=over)
            with pytest.raises(ValidationError, match="一并结账"):
                closing.close(supplement, city)
        with pytest.raises(ValidationError, match="已下达"):
            closing.close(builders.draft(city), city)

    def test_twice_is_refused_and_adds_nothing(self, city: Post, over: Circular) -> None:
        closing.close(over, city)
        before = Result.objects.count()
        with pytest.raises(ValidationError, match="已经结账"):
            closing.freeze(over, {})
        assert Result.objects.count() == before

    def test_a_stop_before_the_results_are_written_leaves_nothing(
        self, city: Post, over: Circular
    ) -> None:
        def stop() -> None:
            raise Stopped

        registers = closing.register_shares(over)
        with pytest.raises(Stopped):
            closing.freeze(over, registers, stop)
        assert not Result.objects.exists()
        assert not Circular.objects.exclude(closed_at=None).exists()
        assert closing.freeze(over, registers) == Result.objects.count()

    def test_its_issuer_is_reminded_from_the_last_day_on(self, city: Post, over: Circular) -> None:
        with on_day(over.ends_on - timedelta(days=1)):
            assert due_group(city) == []
        assert due_group(city) == [f"{over.year}年工作要点执行期已满，请结账"]
        closing.close(over, city)
        assert due_group(city) == []


class TestFigures:
    def test_own_measures_are_counted_by_their_dates_as_of_the_last_day(
        self, over: Circular, city: Post, county: Post
    ) -> None:
        """One was reported in the year; one in January, which last year's result must not know."""
        with on_day(over.ends_on - timedelta(days=30)):
            bring_to(assignment(over, "一（二）", COUNTY, "第4季度"), State.CLOSED, county, city)
        other = post(Role.COUNTY_OFFICER, OTHER_COUNTY)
        with on_day(over.ends_on + timedelta(days=5)):
            bring_to(
                assignment(over, "一（二）", OTHER_COUNTY, "第4季度"), State.REPORTED, other, city
            )
        closing.close(over, city)
        quarterly = Clause.objects.get(circular=over, path="一（二）")
        by_day = measures.expected_at_end(over.ends_on)
        own = Assignment.objects.filter(circular=over).counted()
        for code in (CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE):
            rows = own.under(code).filter(by_day)
            met = rows.filter(REPORTED.met(over.ends_on)).count()
            assert result(over, REPORTED.code, code) == Pair(met, rows.count())
        assert result(over, REPORTED.code, VILLAGE) == Pair(0, 1), (
            "due on the last day, it was to be reported on it"
        )
        assert result(over, REPORTED.code, COUNTY).met == 1
        assert result(over, REPORTED.code, OTHER_COUNTY).met == 0
        if REPORTED.code in quarterly.indicators:
            assert result(over, f"{REPORTED.code}:{quarterly.pk}", COUNTY).met == 1

    def test_the_plans_own_measures_stand_at_each_clause_that_is_bound_to_them(
        self, over: Circular, city: Post, county: Post
    ) -> None:
        clause = Clause.objects.get(circular=over, path="二（一）")
        Clause.objects.filter(pk=clause.pk).update(indicators=[OVERDUE.code])
        closing.close(over, city)
        assert result(over, f"{OVERDUE.code}:{clause.pk}", CITY) == Pair(0, 3)
        assert result(over, f"{OVERDUE.code}:{clause.pk}", TOWN) == Pair(0, 1)
        town = Result.objects.get(circular=over, key=f"{OVERDUE.code}:{clause.pk}", region_id=TOWN)
        assert town.missed == [assignment(over, "二（一）", TOWN).pk]
        assert Result.objects.get(circular=over, key=town.key, region_id=CITY).missed == []

    def test_registers_are_asked_as_of_the_last_day(self, over: Circular, city: Post) -> None:
        """A station set up in the year counts, one set up in January does not, and a merged village counts where it went."""
        Clause.objects.filter(circular=over, path="二（二）").update(
            indicators=["volunteers.stations_village"]
        )
        villages = list(Region.objects.under(CITY).filter(level=12).values_list("code", flat=True))
        for n, code in enumerate(villages):
            day = over.ends_on + timedelta(days=n - 1)
            station(code, set_up_on=day)
        closing.close(over, city)
        assert result(over, "volunteers.stations_village", CITY) == Pair(2, len(villages))
        rows = Result.objects.filter(circular=over, key="volunteers.stations_village").under(CITY)
        keys = sorted(pk for row in rows for pk in row.missed + row.reached)
        assert keys == sorted(Unit.objects.filter(region__in=villages).values_list("pk", flat=True))

    def test_a_division_that_was_merged_counts_where_it_went(
        self, over: Circular, city: Post
    ) -> None:
        Region.objects.filter(code=TOWN).update(valid_to=over.ends_on, successor_id="210921101000")
        closing.close(over, city)
        assert not Result.objects.filter(circular=over, region_id=TOWN).exists()
        rows = Assignment.objects.filter(circular=over)
        count = rows.under(TOWN).count() + rows.under("210921101000").count()
        assert result(over, OVERDUE.code, "210921101000").of == count == 4

    def test_the_light_is_that_of_the_nearest_target(
        self, over: Circular, city: Post, county: Post
    ) -> None:
        Target.objects.create(indicator=ON_TIME.code, region_id=COUNTY, year=over.year, value=0)
        closing.close(over, city)
        for code in (CITY, COUNTY, TOWN):
            row = Result.objects.get(circular=over, key=ON_TIME.code, region_id=code)
            goal = goals(Region.objects.get(code=code), over.ends_on)[ON_TIME.code]
            assert row.light == light_of(ON_TIME, Pair(int(row.met), int(row.of)), goal)
        assert Result.objects.get(circular=over, key=ON_TIME.code, region_id=TOWN).light == "green"
        assert (
            Result.objects.get(circular=over, key=ON_TIME.code, region_id=OTHER_COUNTY).light
            == "red"
        )

    def test_the_supplement_is_closed_with_its_plan(self, over: Circular, city: Post) -> None:
        with on_day(date(over.year, 6, 1)):
            supplement = builders.plan(city, supplements=over)
        both = Assignment.objects.filter(circular__in=[over, supplement]).counted().count()
        closing.close(over, city)
        supplement.refresh_from_db()
        assert supplement.is_closed
        assert result(over, OVERDUE.code, CITY).of == both
        assert not Result.objects.filter(circular=supplement).exists()


class TestNothingMoves:
    """A closed plan takes nothing any more."""

    def test_no_step_of_work_is_taken(self, over: Circular, city: Post, county: Post) -> None:
        first, last = (assignment(over, "一（二）", COUNTY, f"第{n}季度") for n in (3, 4))
        signed, row = (
            assignment(over, "一（二）", COUNTY, "第2季度"),
            assignment(over, "一（一）", COUNTY),
        )
        for one in (signed, last, first):
            work.sign(one.pk, county)
        work.report(last.pk, county, "完成", None, [photo()])
        asked = changes.ask(first.pk, county, ChangeRequest.Kind.DROP, "撤并")
        later = row.due + timedelta(days=9)
        closing.close(over, city)
        before = list(Assignment.objects.filter(circular=over).order_by("pk").values())
        steps: dict[str, Callable[[], Any]] = {
            "sign": lambda: work.sign(row.pk, county),
            "report": lambda: work.report(signed.pk, county, "完成", None, [photo()]),
            "judge": lambda: work.judge(last.pk, city, accepted=True),
            "close_by_register": lambda: work.close_by_register(row.pk, county),
            "break_down": lambda: work.break_down(signed.pk, county, signed.due),
            "ask": lambda: changes.ask(row.pk, county, ChangeRequest.Kind.POSTPONE, "忙", later),
            "decide": lambda: changes.decide(asked.pk, city, approved=True),
            "issue_notice": lambda: notices.issue_notice(row.pk, city, "限期"),
        }
        acting_on_one = {
            name
            for module in (work, changes)
            for name, act in vars(module).items()
            if callable(act)
            and getattr(act, "__module__", "") == module.__name__
            and hasattr(act, "__wrapped__")
        }
        assert steps.keys() == acting_on_one | {"issue_notice"}
        for step in steps.values():
            with pytest.raises(ValidationError, match="已年终结账"):
                step()
        assert list(Assignment.objects.filter(circular=over).order_by("pk").values()) == before

    def test_the_same_steps_are_taken_before(
        self, over: Circular, city: Post, county: Post
    ) -> None:
        row = assignment(over, "一（一）", COUNTY)
        assert bring_to(row, State.CLOSED, county, city).state == State.CLOSED

    def test_the_ledger_sets_no_deadline(self, over: Circular, city: Post) -> None:
        row = assignment(over, "一（一）", COUNTY)
        closing.close(over, city)
        drafts = [Draft(2, [], values={"pk": row.pk, "due": row.due + timedelta(days=9)})]
        book = books.ledger("assignments")
        with acting(Actor(city.user_id, city.pk, "演", city.region_id)):
            assert book.find and book.plan
            book.find(drafts)
            book.plan(drafts[0])
        assert "已年终结账" in drafts[0].faults["due"]
        assert ledger.ledger_named("assignments") is book

    def test_no_decision_becomes_a_task_of_it(
        self, over: Circular, city: Post, county: Post
    ) -> None:
        Clause.objects.filter(circular=over, path="一（一）").update(
            indicators=["volunteers.groups"]
        )
        closing.close(over, city)
        due = date(over.year, 12, 1)
        assert decisions.take(city, county.region, "再开一次会", due, "volunteers.") == ""

    def test_nothing_is_added_to_it(self, over: Circular, city: Post) -> None:
        waiting = builders.draft(city, supplements=over)
        closing.close(over, city)
        with pytest.raises(ValidationError, match="不能再补充或修改"):
            review.adopt(waiting)
        with pytest.raises(ValidationError, match="不能再补充或修改"):
            text = builders.circular_text().encode()
            receiving.receive(
                text, "补充.txt", city, Circular.Kind.SUPPLEMENT, Circular.objects.get(pk=over.pk)
            )

    def test_it_leaves_its_entry_in_the_trail(self, over: Circular, city: Post) -> None:
        frozen = closing.close(over, city)
        entry = AuditEntry.objects.get(action="circular.close")
        assert entry.object_id == str(over.pk)
        assert entry.changes["results"] == frozen == Result.objects.filter(circular=over).count()


class TestRead:
    def test_a_county_reads_its_own_results_alone(self, over: Circular, city: Post) -> None:
        closing.close(over, city)
        with scope(Region.objects.get(code=COUNTY).scope()):
            assert Result.objects.filter(circular=over).exists()
            assert not Result.objects.filter(region_id__in=[CITY, OTHER_COUNTY]).exists()

    def test_rows_behind_a_result_stay_known_when_they_vanish(
        self, over: Circular, city: Post
    ) -> None:
        key = "volunteers.stations_village"
        Clause.objects.filter(circular=over, path="二（二）").update(indicators=[key])
        units = [
            station(code)
            for code in Region.objects.under(CITY).filter(level=12).values_list("code", flat=True)
        ]
        closing.close(over, city)
        units[0].delete()
        units[1].set_up_on = today()
        units[1].save()
        frozen = Result.objects.get(circular=over, key=key, region_id=CITY)
        indicator = results.measure_of(frozen)
        assert indicator is not None
        behind = results.behind(over, frozen, indicator)
        assert (behind.count, behind.vanished) == (len(units), 1)
        assert {row.pk for row in behind.rows} == {unit.pk for unit in units[1:]}

    def test_two_years_are_compared_in_words(
        self, over: Circular, city: Post, county: Post
    ) -> None:
        with on_day(over.ends_on - timedelta(days=30)):
            bring_to(assignment(over, "一（一）", COUNTY), State.CLOSED, county, city)
        Clause.objects.filter(circular=over).update(indicators=[REPORTED.code])
        closing.close(over, city)
        this = builders.plan(city)
        for path in ("一（一）", "二（二）"):
            Clause.objects.filter(circular=this, path=path).update(indicators=[REPORTED.code])
        for code in (COUNTY, OTHER_COUNTY):
            bring_to(
                assignment(this, "一（一）", code), State.REPORTED, builders.officer(code), city
            )
        region = Region.objects.get(code=CITY)
        over.refresh_from_db()
        old = Clause.objects.get(circular=over, path="一（一）")
        new = Clause.objects.get(circular=this, path="一（一）")
        pair = results.paired(
            results.reached(this, region)[new.pk], results.reached(over, region)[old.pk]
        )[0]
        assert pair.before and pair.now
        assert (pair.before.shown, pair.now.shown, pair.words) == (
            "50%",
            "100%",
            "比上年末高 50 个百分点",
        )

    @pytest.mark.parametrize(
        ("before", "now", "words"),
        [
            (None, {}, "上年没有这一项，不能比较"),
            ({}, None, "本年没有这一项，不能比较"),
            ({"number": None}, {}, "上年没有数据，不能比较"),
            ({}, {"number": None}, "本年没有数据，不能比较"),
            ({"asked": (80, "名")}, {}, "两年目标不同，不比增减"),
            ({"asked": (100, "户")}, {}, "两年目标不同，不比增减"),
        ],
    )
    def test_what_cannot_be_compared_says_so(
        self, before: dict[str, Any] | None, now: dict[str, Any] | None, words: str
    ) -> None:
        one = results.Reached(
            "target:1",
            "走访",
            "40／100 名",
            40.0,
            "green",
            False,
            40,
            100,
            unit="名",
            asked=(100, "名"),
        )
        sides = [None if changes is None else replace(one, **changes) for changes in (before, now)]
        pairing = results.Pairing("走访", *sides)
        assert pairing.unlike == pairing.words == words
        assert not results.Pairing("走访", one, one).unlike
        # The same is asked, of eight units instead of one.
        assert not results.Pairing("走访", one, replace(one, of=800)).unlike
