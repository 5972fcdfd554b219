"""A plan's two years in short: a village enters its station, the task closes by it; the year is closed and carried over."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests import builders
from tests.browser.conftest import WIDTHS, enter, shot
from tests.builders import CITY, OTHER_VILLAGE, VILLAGE, assignment, officer, photo
from tests.plans.test_two_years import TEXT
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.services import work
from zulian.volunteers.models import Unit


def resize(page: Page, width: str) -> None:
    wide, high = WIDTHS[width]
    page.set_viewport_size({"width": wide, "height": high})


def test_from_the_register_to_the_next_year(page: Page, site: str) -> None:
    now = today()
    with scope(EVERYTHING):
        builders.regions()
        city, village, other = (officer(code) for code in (CITY, VILLAGE, OTHER_VILLAGE))
        with on_day(date(now.year - 1, 1, 10)):
            before = builders.plan(city, TEXT.format(year=now.year - 1, number=4))
        with on_day(date(now.year, 1, 10) if now > date(now.year, 1, 10) else now):
            plan = builders.plan(city, TEXT.format(year=now.year, number=6))
        row, denied = (assignment(plan, "三（一）", code) for code in (VILLAGE, OTHER_VILLAGE))
        station = Unit.objects.get(region=VILLAGE, kind=Unit.Kind.STATION)

    # The commissioner of a village, by telephone: the station is entered in the register, and the task closes by it.
    enter(page, village.user, site)
    resize(page, "phone")
    page.goto(f"{site}/plans/assignments/{row.pk}/")
    expect(page.get_by_text("还没有达到的 1 项")).to_be_visible()
    expect(page.get_by_role("button", name="按台账办结")).to_have_count(0)
    shot(page, "years-1-village-missing")
    page.goto(f"{site}/volunteers/units/{station.pk}/set-up/")
    page.get_by_label("负责人").fill("演站长")
    page.get_by_label("地点").fill("村部一楼")
    page.get_by_label("成立日期").fill((now - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="保存").click()
    page.goto(f"{site}/plans/assignments/{row.pk}/")
    shot(page, "years-2-village-proved")
    page.get_by_role("button", name="按台账办结").click()
    expect(page.get_by_text("台账已证明完成，任务已办结。")).to_be_visible()

    # Another one reports what the register denies: the city is asked for a reason, and the matrix marks it.
    with scope(EVERYTHING):
        work.sign(denied.pk, other)
        work.report(denied.pk, other, "联络站已建立。", None, [photo()])
    enter(page, city.user, site)
    resize(page, "desktop")
    page.goto(f"{site}/plans/assignments/{denied.pk}/")
    expect(page.get_by_text("台账显示还没有完成")).to_be_visible()
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("请写明理由")).to_be_visible()
    page.get_by_label("审核意见").fill("现场看过，负责人待定")
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("审核通过，任务已办结。")).to_be_visible()
    page.goto(f"{site}/plans/{plan.pk}/matrix/")
    expect(page.locator(".matrix").get_by_text("已办结，台账未达").first).to_be_visible()
    for width in WIDTHS:
        resize(page, width)
        shot(page, f"years-3-matrix-{width}")
    resize(page, "desktop")

    # Last year is closed, its unfinished tasks are carried over, and the years stand side by side.
    page.goto(f"{site}/plans/{before.pk}/close/")
    shot(page, "years-4-close")
    page.get_by_role("link", name="结账").last.click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="结账").click()
    page.goto(f"{site}/plans/{before.pk}/results/")
    for width in WIDTHS:
        resize(page, width)
        shot(page, f"years-5-results-{width}")
    resize(page, "desktop")
    page.goto(f"{site}/plans/{before.pk}/carry/")
    page.get_by_role("button", name="结转").click()
    page.goto(f"{site}/plans/{plan.pk}/")
    expect(page.get_by_text("上年结转任务").first).to_be_visible()
    page.get_by_role("link", name="与上年比较").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shot(page, "years-6-compare")
