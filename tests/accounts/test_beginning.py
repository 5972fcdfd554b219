"""开始使用: what a new site has and what it lacks, measured live, shown on the home page until it is put away."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from tests.builders import CITY, COUNTY, plan, post
from zulian.accounts import beginning
from zulian.accounts.forms import StaffForm
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Level

pytestmark = pytest.mark.usefixtures("regions")
ORDER = [
    "divisions",
    "admins",
    "officers",
    "channels",
    "keys",
    "anchor",
    "backup",
    "offices",
    "circular",
    "registers",
]
SEEN_BY_ADMINS = {"admins", "channels", "keys", "anchor", "backup"}
PAGE = "/start/list/"
MOST = 12


def stands(of: Post) -> dict[str, beginning.Stand]:
    with scope(of.region.scope()):
        return {line.step.key: line.stand for line in beginning.lines(of)}


def signed_in(client: Client, of: Post) -> Client:
    client.force_login(of.user)
    return client


def test_the_steps_stand_in_their_order() -> None:
    assert list(stands(post(Role.SYSTEM_ADMIN, CITY))) == ORDER


def test_what_is_done_on_the_server_is_not_counted_for_officers() -> None:
    """Mail, keys and the trail's anchor are the system administrator's to see to, with the keeper of the server."""
    assert list(stands(post(Role.CITY_OFFICER, CITY))) == [
        key for key in ORDER if key not in SEEN_BY_ADMINS
    ]


def test_the_first_button_is_one_that_the_post_itself_can_press() -> None:
    admin = post(Role.SYSTEM_ADMIN, CITY)
    with scope(admin.region.scope()):
        own = [line.step.key for line in beginning.lines(admin) if line.is_own]
    assert not {"channels", "anchor", "backup"} & set(own)
    assert "keys" in own and "officers" in own


@pytest.mark.parametrize(
    ("level", "lacking"),
    [
        (Level.PROVINCE, {Role.NATIONAL_OFFICER}),
        (Level.CITY, {Role.NATIONAL_OFFICER, Role.PROVINCE_OFFICER}),
        (Level.COUNTY, {Role.NATIONAL_OFFICER, Role.PROVINCE_OFFICER, Role.CITY_OFFICER}),
    ],
)
def test_the_roles_of_offices_above_are_not_offered(level: Level, lacking: set[Role]) -> None:
    offered = {value for value, _name in StaffForm(level=level).fields["role"].choices}  # type: ignore[attr-defined]
    assert offered == {"", *Role} - lacking


def test_administrators_and_officers_are_counted_as_they_come() -> None:
    admin = post(Role.SYSTEM_ADMIN, CITY)
    assert "安全管理员、审计管理员" in stands(admin)["admins"].words
    post(Role.SECURITY_ADMIN, CITY)
    post(Role.AUDIT_ADMIN, CITY)
    assert stands(admin)["admins"].is_done
    assert "本级 0 人" in stands(admin)["officers"].words
    post(Role.CITY_OFFICER, CITY)
    post(Role.COUNTY_OFFICER, COUNTY)
    found = stands(admin)["officers"]
    assert "本级 1 人" in found.words
    assert "1 个有账号" in found.words
    assert not found.is_done


def test_the_circular_of_the_city_is_its_counties_too() -> None:
    city, county = post(Role.CITY_OFFICER, CITY), post(Role.COUNTY_OFFICER, COUNTY)
    assert not stands(county)["circular"].is_done
    with scope(city.region.scope()):
        plan(city)
    assert stands(city)["circular"].is_done
    assert stands(county)["circular"].is_done


def test_channels_come_from_the_settings() -> None:
    admin = post(Role.SYSTEM_ADMIN, CITY)
    with override_settings(EMAIL_HOST="", SMS_URL="", ANCHOR=""):
        found = stands(admin)
        assert "ZULIAN_SMS_URL" in found["channels"].words
        assert not found["channels"].is_done
        assert not found["anchor"].is_done
    with override_settings(EMAIL_HOST="mail.example.org", ANCHOR="syslog:"):
        found = stands(admin)
        assert found["channels"].is_done
        assert found["anchor"].is_done


def test_the_copy_of_the_keys_is_confirmed_once_and_stands_in_the_trail(client: Client) -> None:
    admin = post(Role.SYSTEM_ADMIN, CITY)
    assert not stands(admin)["keys"].is_done
    assert signed_in(client, admin).post("/start/list/keys/")["Location"] == PAGE
    assert stands(admin)["keys"].is_done
    with scope(EVERYTHING):
        assert AuditEntry.objects.get(action="site.keep_keys").user_id == admin.user_id


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.SYSTEM_ADMIN])
def test_the_steps_take_few_statements(role: Role, client: Client) -> None:
    signed_in(client, post(role, CITY)).get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE).content.decode()
    assert len(asked) <= MOST, [query["sql"][:120] for query in asked.captured_queries]
    assert page.count("todo-main") == len(stands(post(role, CITY)))


def test_a_button_is_shown_to_who_may_press_it(client: Client) -> None:
    page = signed_in(client, post(Role.CITY_OFFICER, CITY)).get(PAGE).content.decode()
    assert reverse("accounts:staff-add") not in page
    assert reverse("leadership:office-list") in page
    page = signed_in(client, post(Role.SYSTEM_ADMIN, CITY)).get(PAGE).content.decode()
    assert reverse("accounts:staff-add") in page
    assert reverse("plans:circular-list") not in page


def test_the_home_page_leads_there_until_it_is_put_away(client: Client) -> None:
    city = post(Role.CITY_OFFICER, CITY)
    hint = "新系统还有几件事"
    assert hint in signed_in(client, city).get("/").content.decode()
    assert client.post("/start/list/away/")["Location"] == "/"
    assert hint not in client.get("/").content.decode()
    assert client.get(PAGE).status_code == 200
    client.post("/start/list/away/")
    with scope(EVERYTHING):
        assert AuditEntry.objects.filter(action="start.put_away").count() == 1


def test_the_home_page_of_others_does_not(client: Client) -> None:
    assert "新系统还有" not in signed_in(client, post(Role.ASSESSOR)).get("/").content.decode()
    city = post(Role.CITY_OFFICER, CITY)
    User.objects.filter(pk=city.user_id).update(demo="看一看")
    assert "新系统还有" not in signed_in(client, city).get("/").content.decode()
    assert signed_in(client, post(Role.ASSESSOR)).get(PAGE).status_code == 403


def test_once_all_is_done_the_home_page_says_nothing_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = post(Role.CITY_OFFICER, CITY)
    signed_in(client, city).get(PAGE)
    assert User.objects.get(pk=city.user_id).begun_on is None
    monkeypatch.setattr(beginning, "lines", lambda _post: [])
    client.get(PAGE)
    assert User.objects.get(pk=city.user_id).begun_on is not None
    assert "新系统还有" not in client.get("/").content.decode()
