"""The help of a page leads to what the manual says of it."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.builders import post
from zulian.accounts import help as manual
from zulian.accounts.help_places import OF_CHAPTERS, OF_PAGES, OF_ROLE, place_in_manual
from zulian.accounts.roles import Role
from zulian.foundation import navigation
from zulian.foundation.navigation import navigation as bar


@pytest.mark.parametrize(
    ("role", "view_name", "place"),
    [
        (Role.CITY_OFFICER, "home", "city"),
        (Role.CITY_OFFICER, "plans:matrix", "city#督查"),
        (Role.COUNTY_OFFICER, "plans:matrix", "city#督查"),
        (Role.CITY_OFFICER, "plans:circular", "city#督查"),
        (Role.CITY_OFFICER, "plans:issued-bulletin", "city#通报和总结"),
        (Role.CITY_OFFICER, "plans:notice-list", "city#督查"),
        (Role.CITY_OFFICER, "plans:request-list", "city#督查"),
        (Role.CITY_OFFICER, "plans:report-list", "city#督查"),
        (Role.CITY_OFFICER, "indicators:list", "city#督查"),
        (Role.COUNTY_OFFICER, "plans:report-list", "county#上报和审核"),
        (Role.COUNTY_OFFICER, "certificates:visit-list", "certificate-clerk#上门服务"),
        (Role.REVIEWER, "certificates:case", "certificate-reviewer"),
        (Role.COMMISSIONER, "grassroots:organisation-list", "grassroots"),
        (Role.COUNTY_OFFICER, "grassroots:organisation-list", "assessment"),
        (Role.COUNTY_OFFICER, "", "county"),
        (Role.COUNTY_OFFICER, "plans:assignment-report", "county#上报和审核"),
        (Role.CITY_OFFICER, "plans:paper-list", "city#来文登记"),
    ],
)
def test_a_page_has_its_place_in_the_manual(role: Role, view_name: str, place: str) -> None:
    assert place_in_manual(role, view_name) == place


def test_every_role_has_a_chapter_and_every_heading_is_there() -> None:
    assert set(OF_ROLE) == set(Role)
    places = [
        *OF_ROLE.values(),
        *OF_PAGES.values(),
        *(
            words if "#" in words else f"{chapter}#{words}"
            for chapter, headings in OF_CHAPTERS.items()
            for words in headings.values()
        ),
    ]
    for place in places:
        chapter, _sign, heading = place.partition("#")
        assert not heading or f'<h2 id="{heading}">' in manual.chapters()[chapter], place


def test_every_beginning_is_that_of_a_page() -> None:
    names = {
        f"{app}:{name}"
        for app, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    begun = [*OF_PAGES, *(one for headings in OF_CHAPTERS.values() for one in headings)]
    assert not {one for one in begun if not any(n.startswith(one) for n in names)}


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_the_bar_leads_to_the_manual_at_the_place_of_the_page(client: Client) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    page = client.get(reverse("ledgers:list")).content.decode()
    assert f'href="{reverse("manual:chapter", args=["ledgers"])}"' in page
    address = f"{reverse('manual:chapter', args=['city'])}#督查"
    assert unquote(address).endswith("/help/city/#督查")


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_each_key_of_the_navigation_leads_to_one_entry_and_stands_in_the_manual() -> None:
    keyed = {entry.key: str(entry.label) for entry in navigation._entries if entry.key}
    assert len(keyed) == sum(bool(entry.key) for entry in navigation._entries)
    assert keyed.keys() == set("howtcp")
    told = manual.chapters()["keys"]
    for key, label in keyed.items():
        assert f"<td>g，再按 {key}</td>\n<td>{label}</td>" in told
    html = bar(post(Role.CITY_OFFICER), "home")
    # In the bar, and in the menu that stands for it on a phone.
    assert all(html.count(f'data-go="{key}"') == 2 for key in keyed)


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_going_on_asks_for_a_session(client: Client) -> None:
    stay = reverse("accounts:stay")
    assert client.post(stay).status_code == 302
    client.force_login(post(Role.COUNTY_OFFICER).user)
    assert client.get(stay).status_code == 405
    assert client.post(stay).status_code == 204
