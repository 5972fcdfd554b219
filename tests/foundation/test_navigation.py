"""The navigation: declared by the apps, seen by who may, the same on every page but for the current entry."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse, set_script_prefix

from tests.builders import TOWN, VILLAGE, post
from zulian.accounts.roles import Role
from zulian.foundation import navigation
from zulian.foundation.navigation import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
# Those above the city need divisions of their own; they see what a city sees.
ROLES = [role for role in Role if role not in {Role.NATIONAL_OFFICER, Role.PROVINCE_OFFICER}]


@pytest.mark.parametrize("role", ROLES)
def test_entries_lead_where_their_reader_may_go(role: Role, client: Client) -> None:
    person = post(role)
    client.force_login(person.user)
    entries = [entry for entry in navigation._entries if entry.is_for(person)]
    assert entries
    for entry in entries:
        assert client.get(reverse(entry.url)).status_code == 200, entry


def test_each_page_has_at_most_one_current_entry() -> None:
    html = navigation.navigation(post(Role.CITY_OFFICER), "plans:assignment-list")
    # In the bar, and in the menu that stands for it on a phone.
    bar, menu = html.split("rooms-menu")
    for part in (bar, menu):
        assert part.count("aria-current") == 1
        assert "任务台账" in part[part.index("aria-current") :][:40]
    assert "aria-current" not in navigation.navigation(post(Role.CITY_OFFICER), "search")


def test_what_runs_the_site_stands_in_the_menu_where_the_bar_is_full() -> None:
    officer, administrator = post(Role.CITY_OFFICER), post(Role.SYSTEM_ADMIN)
    assert "人员岗位" not in navigation.navigation(officer, "home")
    assert "人员岗位" in navigation.office(officer, "home")
    assert "人员岗位" in navigation.navigation(administrator, "home")
    assert navigation.office(administrator, "home") == ""


def test_addresses_follow_the_prefix_of_the_site() -> None:
    officer = post(Role.CITY_OFFICER)
    plain = navigation.navigation(officer, "home")
    set_script_prefix("/zulian/")
    try:
        assert (
            'href="/zulian/' in navigation.navigation(officer, "home")
            and 'href="/zulian/' not in plain
        )
    finally:
        set_script_prefix("/")


def test_an_entry_is_for_who_holds_its_permission_and_not_the_better_one() -> None:
    clerk, officer = post(Role.CERTIFICATE_CLERK), post(Role.CITY_OFFICER)
    entry = Entry(
        label="", url="x:y", order=0, permission="certificate.read", unless="certificate.counter"
    )
    assert not entry.is_for(clerk) and entry.is_for(officer)


def test_several_entries_of_a_section_stand_under_its_heading() -> None:
    one, other = (Entry(label=label, url="x:y", order=0, section="甲") for label in "乙丙")
    alone = Entry(label="丁", url="x:y", order=1)
    sections = navigation.in_sections([one, alone, other])
    assert [(str(section.label), section.is_alone) for section in sections] == [
        ("甲", False),
        ("丁", True),
    ]
    html = navigation.navigation(post(Role.CITY_OFFICER), "congress:wave")
    assert 'class="is-here">换届与干部' in html


def test_a_village_sees_only_rooms_with_something_in_them() -> None:
    village, town = post(Role.COMMISSIONER, VILLAGE), post(Role.TOWNSHIP_OFFICER, TOWN)
    for by, is_seen in ((village, False), (town, True)):
        html = navigation.navigation(by, "home")
        for words in ("换届", "干部队伍", "总览"):
            assert (f">{words}<" in html) is is_seen, (by, words, html)
        assert ">专职委员<" in html and ">档案<" in html
