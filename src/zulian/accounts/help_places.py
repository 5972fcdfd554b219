"""Where the manual speaks of a page: of its app, or, where an app serves several roles, of the reader's."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from django.urls import reverse

from zulian.accounts.roles import Role

# The chapter of each role, for what all of them have: home, the plan and its tasks, measures, files of persons.
OF_ROLE = {
    Role.NATIONAL_OFFICER: "province",
    Role.PROVINCE_OFFICER: "province",
    Role.CITY_OFFICER: "city",
    Role.COUNTY_OFFICER: "county",
    Role.TOWNSHIP_OFFICER: "grassroots",
    Role.COMMISSIONER: "grassroots",
    Role.CERTIFICATE_CLERK: "certificate-clerk",
    Role.REVIEWER: "certificate-reviewer",
    Role.ASSESSOR: "assessor",
    Role.ASSOCIATION_OFFICER: "associations",
    Role.STATION_LEADER: "volunteers",
    Role.SYSTEM_ADMIN: "admins",
    Role.SECURITY_ADMIN: "admins",
    Role.AUDIT_ADMIN: "admins",
}
# The headings are the manual's own words, which has one language.
_PLACES = tomllib.loads((Path(__file__).parent / "help_places.toml").read_text(encoding="utf-8"))
OF_PAGES: dict[str, str] = _PLACES["of_pages"]
# The headings of the chapters of some roles, for the pages of the plan that all of them have.
OF_CHAPTERS: dict[str, dict[str, str]] = {
    "city": _PLACES["of_city"],
    "county": _PLACES["of_county"],
}
# Who has a chapter for the work itself reads it on all its pages.
ASSESSED_BELOW = frozenset({Role.TOWNSHIP_OFFICER, Role.COMMISSIONER})
CARD_DESKS = frozenset({Role.REVIEWER, Role.ASSESSOR})


@cache
def place_in_manual(role: str, view_name: str) -> str:
    """The chapter for a page of a role, with # and a heading where one speaks of it."""
    own = OF_ROLE[Role(role)]
    if view_name.startswith("certificates:") and role in CARD_DESKS:
        return own
    if view_name.startswith("grassroots:") and role in ASSESSED_BELOW:
        return own
    headings = OF_CHAPTERS.get(own, {})
    if begins := _longest(headings, view_name):
        # What is told in the chapter of another role is named with that.
        heading = headings[begins]
        return heading if "#" in heading else f"{own}#{heading}"
    begins = _longest(OF_PAGES, view_name)
    return OF_PAGES[begins] if begins else own


def address_in_manual(role: str, view_name: str) -> str:
    """Where the manual speaks of a page."""
    chapter, _sign, heading = place_in_manual(role, view_name).partition("#")
    address = reverse("manual:chapter", args=[chapter])
    return f"{address}#{heading}" if heading else address


def _longest(beginnings: dict[str, str], view_name: str) -> str:
    return max((one for one in beginnings if view_name.startswith(one)), key=len, default="")
