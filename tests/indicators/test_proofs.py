"""What rows must show: every policy names proofs that its wing knows, and a page tells what is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

from tests.builders import TOWN, post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.policy import PACKAGE, policy
from zulian.indicators.proofs import Demand
from zulian.volunteers import proofs
from zulian.volunteers.models import Unit
from zulian.volunteers.services import network

WINGS = sorted(path.parent.parent.name for path in PACKAGE.glob("*/policy/proofs.toml"))


def demands(wing: str) -> Iterator[Demand]:
    for value in vars(import_module(f"zulian.{wing}.proofs")).values():
        if isinstance(value, Demand):
            yield value
        elif isinstance(value, dict):
            yield from (demand for demand in value.values() if isinstance(demand, Demand))


@pytest.mark.parametrize("wing", WINGS)
def test_what_a_policy_demands_its_wing_can_show(wing: str) -> None:
    found = list(demands(wing))
    assert found
    for demand in found:
        assert demand.wanted(today()), f"{demand.key} demands nothing"
    lists = {
        key
        for key, value in policy(f"{wing}/proofs", today()).values.items()
        if isinstance(value, list)
    }
    assert lists - {demand.key for demand in found} <= {"brigades"}


@pytest.mark.django_db
def test_a_page_tells_what_a_row_lacks_by_the_condition_of_the_measure(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    unit = Unit.objects.get(region=TOWN)
    network.change_unit(unit.pk, county, {"leader": "", "place": "", "set_up_on": today()})
    demand = proofs.UNITS[unit.kind]
    assert (
        demand.sentence(unit, today(), "已登记成立") == "已登记成立，还缺：负责人、地点，暂不计入。"
    )
    assert not Unit.objects.filter(proofs.units_set_up(today())).exists()
    changed = network.change_unit(unit.pk, county, {"leader": "演", "place": "室"})
    assert demand.lacking(unit, today()) == [] and demand.sentence(unit, today(), "") == ""
    assert (
        proofs.is_whole(changed, today())
        and Unit.objects.filter(proofs.units_set_up(today())).get() == unit
    )
