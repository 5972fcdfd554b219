"""Forms keep what was typed and say at the field what is wrong; errors have pages of their own."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import COUNTY, TOWN, plan, post
from zulian.accounts.roles import Role
from zulian.plans.models import Assignment

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(post(Role.SYSTEM_ADMIN, COUNTY).user)
    return client


def test_what_was_typed_stays_and_the_error_stands_at_its_field(admin: Client) -> None:
    sent = {"name": "演新", "username": "演", "role": Role.COMMISSIONER, "region": "没有这个地方"}
    response = admin.post("/accounts/staff/add/", sent)
    form = response.context["form"]
    assert set(form.errors) == {"username", "region"}
    html = response.content.decode()
    assert 'value="演新"' in html and 'value="没有这个地方"' in html
    assert 'aria-invalid="true"' in html and "id_region_error" in html


def test_an_error_of_the_service_stands_at_its_field_too(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    plan(city)
    row = Assignment.objects.filter(region_id=COUNTY, clause__path="一（一）").get()
    client.force_login(county.user)
    client.post(f"/plans/assignments/{row.pk}/sign/")
    response = client.post(f"/plans/assignments/{row.pk}/report/", {"text": "已办好"})
    assert "佐证材料" in response.context["form"].errors["files"][0]
    assert "已办好</textarea>" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/plans/99999/", 404, "没有找到这个页面"),
        ("/accounts/audit/", 403, "不能打开"),
        ("/nowhere/", 404, "没有找到这个页面"),
        ("/plans/" + "9" * 30 + "/", 404, "没有找到"),
    ],
)
def test_errors_have_pages_in_the_house_style(
    client: Client, address: str, status: int, words: str
) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    response = client.get(address)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.parametrize(
    "query", ["?page=99999", "?page=x", "?sort=nothing", "?level=77", "?words=" + "长" * 3000]
)
def test_odd_queries_are_answered_with_a_list(client: Client, query: str) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    for address in ("/regions/", "/plans/assignments/", "/accounts/staff/"):
        assert client.get(address + query).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?measure=x&on=x",
        "?under=1",
        "?section=999999",
        "?clause=x",
        "?due=x",
        "?circular=99999999999999999999",
    ],
)
def test_odd_addresses_of_figures_are_answered(client: Client, query: str) -> None:
    plan(post(Role.CITY_OFFICER))
    client.force_login(post(Role.COUNTY_OFFICER).user)
    assert client.get("/plans/assignments/" + query).status_code == 200


def test_pages_carry_a_strict_content_policy(admin: Client) -> None:
    policy = admin.get(f"/regions/{TOWN}/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
