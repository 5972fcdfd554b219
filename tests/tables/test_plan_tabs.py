"""Every page of a plan carries the plan's tabs, once it is adopted, and the way back to it."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, reverse

from tests.tables.queries import PAGES, asked
from tests.tables.world import World, address
from zulian.accounts.roles import Role
from zulian.plans.urls import urlpatterns

pytestmark = pytest.mark.django_db
# Addresses below a plan, below its bulletins, and the rows behind one of its numbers.
OF_A_PLAN = re.compile(r"<id:pk>/|bulletins/<id:pk>/|targets/<id:pk>/rows/")
NAMES = [
    f"plans:{pattern.name}"
    for pattern in urlpatterns
    if isinstance(pattern, URLPattern)
    and OF_A_PLAN.match(str(pattern.pattern))
    and f"plans:{pattern.name}" in PAGES
]
CRUMBS = re.compile(r'<ol class="crumbs">(.*?)</ol>', re.S)


def test_the_pages_are_found() -> None:
    assert {
        "plans:matrix",
        "plans:spot-checks",
        "plans:issued-bulletin",
        "plans:target-rows",
    } <= set(NAMES)
    assert len(NAMES) > 20


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_a_plan_carries_its_tabs_and_the_way_back(world: World, name: str) -> None:
    _number, response = asked(world, name)
    html, circular = response.content.decode(), response.context.get("circular")
    # A draft's forms stand beside its review; whoever shows an adopted plan says which it is.
    is_adopted = circular is not None and circular.is_adopted
    assert is_adopted or address(name, world).startswith(f"/plans/{world.rows['draft'].pk}/")
    way = CRUMBS.search(html)
    assert way is not None and reverse("plans:circular-list") in way[1]
    assert html.count('aria-label="本计划"') == is_adopted
    if is_adopted:
        assert html.count("<h1") == 1
        assert f'href="{reverse("plans:matrix", args=[circular.pk])}"' in html


def test_a_village_has_nobody_to_rank(world: World) -> None:
    matrix = reverse("plans:matrix", args=[world.rows["circular"].pk])
    for role, count in {Role.COUNTY_OFFICER: 1, Role.COMMISSIONER: 0}.items():
        page = world.client(world.inside[role]).get(matrix).content.decode()
        assert page.count("/ranking/") == count, role


def test_the_tasks_of_one_plan_carry_its_tabs_and_those_of_all_carry_none(world: World) -> None:
    client, circular = world.client(world.inside[Role.COUNTY_OFFICER]), world.rows["circular"]
    own = client.get(reverse("plans:assignment-list"), {"circular": circular.pk}).content.decode()
    assert 'aria-label="本计划"' in own and own.count('aria-current="page"') > 1
    for query in ({}, {"circular": world.rows["draft"].pk}, {"circular": "nothing"}):
        assert "本计划" not in client.get(reverse("plans:assignment-list"), query).content.decode()
