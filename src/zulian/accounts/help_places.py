"""Where the manual speaks of a page: of its app, or, where an app serves several roles, of the reader's."""

from __future__ import annotations

from functools import cache

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
# Beginnings of names of pages; the longest that fits says the chapter, and with # one of its headings.
OF_PAGES = {
    "accounts:staff": "admins",
    "accounts:post": "admins",
    "accounts:unlock": "admins",
    "accounts:audit": "admins",
    "regions:": "admins",
    "congress:": "congress",
    "leadership:": "cadres",
    "cadres:": "cadres",
    "grassroots:": "assessment",
    "commissioners:": "commissioners",
    "volunteers:": "volunteers#办公室",
    "associations:": "associations#办公室",
    "social:organisation": "social#社会组织",
    "social:": "social#购买服务",
    "certificates:": "certificate-clerk#办件",
    "certificates:counter": "certificate-clerk#窗口",
    "certificates:card": "certificate-clerk#到期换证",
    "certificates:visit": "certificate-clerk#上门服务",
    "certificates:objection": "certificate-reviewer",
    "ledgers:": "ledgers",
    "ledgers:import": "ledgers#第一次导入",
    "ledgers:export": "ledgers#导出",
}
# The chapter of a city speaks of each step of a plan.
OF_CITY = {
    "plans:upload": "上传工作要点",
    "plans:review": "核对",
    "plans:clause": "核对",
    "plans:task": "核对",
    "plans:target": "核对",
    "plans:adopt": "下达前再看一遍",
    "plans:matrix": "督查",
    "plans:ranking": "督查",
    "plans:assignment": "督查",
    "plans:spot-check": "督查",
    "plans:overview": "督查",
    "plans:bulletin": "通报和总结",
    "plans:close": "年终结账",
    "plans:result": "年终结账",
    "plans:carry": "结转未完成任务",
    "plans:compare": "与上年比较",
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
    if own == "city" and (begins := _longest(OF_CITY, view_name)):
        return f"{own}#{OF_CITY[begins]}"
    begins = _longest(OF_PAGES, view_name)
    return OF_PAGES[begins] if begins else own


def address_in_manual(role: str, view_name: str) -> str:
    """Where the manual speaks of a page."""
    chapter, _sign, heading = place_in_manual(role, view_name).partition("#")
    address = reverse("manual:chapter", args=[chapter])
    return f"{address}#{heading}" if heading else address


def _longest(beginnings: dict[str, str], view_name: str) -> str:
    return max((one for one in beginnings if view_name.startswith(one)), key=len, default="")
