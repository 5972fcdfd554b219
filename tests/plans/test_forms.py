"""Forms of the plans' room: a row is written once its form is saved, and says where numbers do not fit each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import as_opened, draft, post
from zulian.accounts.roles import Role
from zulian.indicators.registry import known
from zulian.plans.models import Circular, Clause, Task, TaskTarget
from zulian.plans.services import review, targets
from zulian.plans.services.progress import times_of
from zulian.plans.services.readings import ClauseReading, PlanReadings

MEASURE = next(i.code for i in known() if not i.clause_field and i.yearly)
pytestmark = pytest.mark.usefixtures("regions")


def values(**more: Any) -> dict[str, Any]:
    """A number of 60 households, as the form gives it."""
    return {
        "what": "走访",
        "kind": "count",
        "number": Decimal(60),
        "unit": "户",
        "span": "",
        "is_each": True,
        "measure": "",
        **more,
    }


@pytest.fixture
def task() -> Task:
    made = draft(post(Role.CITY_OFFICER))
    return Task.objects.select_related("circular", "clause").filter(circular=made)[0]


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(post(role).user)
    return client


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "share", "unit": "户"}, "unit"),
        ({"kind": "count", "unit": "%"}, "unit"),
        ({"kind": "count", "unit": "％"}, "unit"),
        ({"kind": "share", "unit": "%", "number": Decimal(120)}, "number"),
        ({"kind": "share", "unit": "%", "what": "培训人数较上年增长"}, "what"),
        ({"kind": "share", "unit": "%", "measure": "volunteers.registered"}, "measure"),
    ],
)
def test_share_and_unit_agree(task: Task, given: dict[str, Any], field: str) -> None:
    before = task.targets.count()
    with pytest.raises(ValidationError) as refused:
        targets.add(task, values(**given))
    assert set(refused.value.message_dict) == {field}
    assert task.targets.count() == before


def test_a_share_of_all_is_one(task: Task) -> None:
    target = targets.add(task, values(kind="share", unit="％", number=Decimal(100), what="培训率"))
    assert (target.unit, target.number) == ("%", 100)
    with pytest.raises(ValidationError, match="0 到 100"):
        targets.edit(target, {"number": Decimal("100.01")})


@pytest.mark.parametrize("page", ["/plans/tasks/{task}/target/", "/plans/clauses/{clause}/task/"])
def test_to_look_at_a_form_writes_nothing(task: Task, page: str) -> None:
    client = client_of(Role.CITY_OFFICER)
    address = page.format(task=task.pk, clause=task.clause_id)
    counts = Task.objects.count(), TaskTarget.objects.count()
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'name="once"' in answer.content.decode()
    refused = client.post(address, as_opened(client, address, {"once": "x" * 24}))
    assert "请填写这一项" in refused.content.decode()
    assert (Task.objects.count(), TaskTarget.objects.count()) == counts


def test_a_deadline_lies_in_the_plans_period(task: Task) -> None:
    circular = Circular.objects.get(pk=task.circular_id)
    later = date(circular.ends_on.year + 1, 3, 1)
    with pytest.raises(ValidationError) as refused:
        review.edit(circular, {"default_due": later})
    assert set(refused.value.message_dict) == {"default_due"}
    with pytest.raises(ValidationError) as refused:
        review.edit(task, {"due": later})
    assert set(refused.value.message_dict) == {"due"}
    with pytest.raises(ValidationError) as refused:
        review.add_task(
            Clause.objects.get(pk=task.clause_id),
            {"name": "又一项", "levels": ["county"], "due": later},
        )
    assert set(refused.value.message_dict) == {"due"}
    review.edit(task, {"due": circular.ends_on})


def test_two_shares_of_one_measure_stand_side_by_side_each_with_its_own_day(task: Task) -> None:
    review.edit(task, {"due": None})
    share = {"kind": "share", "unit": "%", "what": "按时上报率", "measure": MEASURE}
    targets.add(task, values(**share, number=Decimal(50), span="first"))
    targets.add(task, values(**share, number=Decimal(100)))
    circular = Circular.objects.select_related("region").get(pk=task.circular_id)
    review.adopt(circular)
    spring = date(circular.year, 3, 31)
    readings = PlanReadings(circular, circular.region, spring, spring).whole[task.clause_id]
    both = [r for r in readings if isinstance(r, ClauseReading) and r.indicator.code == MEASURE]
    assert [r.goal.value for r in both] == [50, 100]
    half, whole = (times_of(t, circular)[-1].until for t in task.targets.filter(measure=MEASURE))
    assert (half, whole) == (date(circular.year, 6, 30), circular.ends_on)
