"""Several people at the same moment: one plan a year, and nothing slips into a plan that is being closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY, VILLAGE, assignment, post
from tests.waiting import PATIENCE_SECONDS
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment, Circular, State
from zulian.plans.services import adopting, closing, receiving, review, talk, work
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def world() -> Iterator[None]:
    """The divisions."""
    with scope(EVERYTHING):
        builders.regions()
        yield


def together(acts: list[Callable[[], Any]]) -> list[str]:
    """What came of acts at the same moment, each in a thread of its own: "" or the sentence of the refusal."""
    start = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        try:
            with scope(EVERYTHING):
                start.wait(PATIENCE_SECONDS)
                act()
        except ValidationError as error:
            return "".join(error.messages)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_plans_adopted_at_once_one_is() -> None:
    city = post(Role.CITY_OFFICER)
    drafts = [builders.draft(city) for _n in range(3)]
    answers = together([lambda circular=circular: review.adopt(circular) for circular in drafts])
    assert answers.count("") == 1
    assert all("一个单位一年只有一份" in words for words in answers if words)
    assert Circular.objects.filter(status="adopted").count() == 1
    assert set(Assignment.objects.values_list("circular__status", flat=True)) == {"adopted"}


def test_of_plans_handed_in_while_one_is_adopted_none_is_adopted_later() -> None:
    city = post(Role.CITY_OFFICER)
    first = builders.draft(city)
    data = builders.circular_text().encode()
    together(
        [
            lambda: review.adopt(first),
            *[lambda: receiving.receive(data, "要点.txt", city) for _n in range(3)],
        ]
    )
    for draft in Circular.objects.filter(status="draft"):
        with pytest.raises(receiving.SecondPlan):
            review.adopt(draft)


def test_nothing_is_signed_after_the_moment_of_closing() -> None:
    """Whoever was first counts: what was signed stands, what came later is refused, and the plan is closed once."""
    city = post(Role.CITY_OFFICER)
    plan = builders.past_plan(city)
    rows = [
        assignment(plan, "一（二）", code, f"第{n}季度")
        for code in (COUNTY, OTHER_COUNTY)
        for n in (1, 2, 3, 4)
    ]
    counties = {code: builders.officer(code) for code in (COUNTY, OTHER_COUNTY)}
    signing = [lambda row=row: work.sign(row.pk, counties[row.region_id]) for row in rows]
    answers = together(
        [lambda: closing.close(plan, city), *signing, lambda: closing.close(plan, city)]
    )
    assert sorted([answers[0], answers[-1]])[0] == ""
    assert any("已经结账" in answer for answer in (answers[0], answers[-1]))
    plan.refresh_from_db()
    assert plan.closed_at is not None
    for row, answer in zip(rows, answers[1:-1], strict=True):
        now = Assignment.objects.get(pk=row.pk)
        assert (now.signed_at is None) == ("已年终结账" in answer)


def test_two_plans_of_one_line_adopted_at_once_still_join() -> None:
    """Whichever is first, the other one sees it; and a signature at the same moment is on both."""
    city, county, village = (
        post(Role.CITY_OFFICER),
        post(Role.COUNTY_OFFICER),
        builders.officer(VILLAGE),
    )
    above = builders.plan(city)
    own = builders.draft(county)
    mapped = dict(
        own.clauses.filter(carries_out__isnull=False).values_list("path", "carries_out__path")
    )
    assert mapped["二（二）"] == "二（二）"
    adopting.recall(above, city)
    assert together([lambda: review.adopt(above), lambda: review.adopt(own)]) == ["", ""]
    theirs, mine = (assignment(circular, "二（二）", VILLAGE) for circular in (above, own))
    assert mine.served_by == theirs
    adopting.recall(own, county)
    assert together([lambda: work.sign(theirs.pk, village), lambda: review.adopt(own)]) == ["", ""]
    assert assignment(own, "二（二）", VILLAGE).state == State.SIGNED


def test_of_one_draft_adopted_twice_at_once_the_second_is_told_so() -> None:
    circular = builders.draft(post(Role.CITY_OFFICER))
    digest = outlook_of(circular).digest
    copies = [Circular.objects.get(pk=circular.pk) for _n in range(2)]
    answers = together([lambda copy=copy: adopting.adopt_seen(copy, digest) for copy in copies])
    assert sorted(answers) == ["", "这份文件已经下达，不用再下达。"]


def test_who_signs_what_is_taken_back_at_that_moment_is_told_so() -> None:
    city, county = post(Role.CITY_OFFICER), builders.officer(COUNTY)
    circular = builders.plan(city)
    row = assignment(circular, "一（一）", COUNTY)
    signed, recalled = together(
        [lambda: work.sign(row.pk, county), lambda: adopting.recall(circular, city)]
    )
    assert bool(signed) != bool(recalled)
    assert "已被下达单位收回" in signed or "已经签收" in recalled
    if not recalled:
        with pytest.raises(ValidationError, match="已被下达单位收回"):
            work.sign(row.pk, county)


def test_nothing_is_signed_in_a_row_after_the_moment_of_closing() -> None:
    city = post(Role.CITY_OFFICER)
    plan = builders.past_plan(city)
    county = builders.officer(COUNTY)
    together([lambda: closing.close(plan, city), lambda: talk.sign_all(county)])
    plan.refresh_from_db()
    signed = Assignment.objects.filter(circular=plan, signed_at__isnull=False)
    assert plan.closed_at is not None and not signed.filter(signed_at__gt=plan.closed_at).exists()
