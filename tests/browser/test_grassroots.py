"""A township on its phone checks itself with a photograph; the county's inspector marks what he sees; the clerk mends it."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot, to_waiting
from tests.builders import TOWN
from tests.grassroots import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.grassroots.models import Assessment, Problem
from zulian.grassroots.services import campaigns, checking


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_sheet_from_a_phone_to_the_mended_problem(
    site: str, browser: Browser, page: Page
) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        city, county, town = (
            builders.post(role)
            for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
        )
        row = stage.sheet(stage.campaign(city), TOWN)
    hand = phone(browser)
    fill_in(hand, town, base, row)
    with scope(EVERYTHING):
        assert Assessment.objects.get(pk=row.pk).own_percent == 95
        campaigns.draw(row.campaign_id, city, 100, 1, seed=3)
        checking.finish_review(row.pk, county)
    inspect(hand, county, base, row)
    with scope(EVERYTHING):
        found = Problem.objects.get(region=TOWN, subject="有牌子")
        assert (found.source, found.text) == ("visit", "牌子掉漆")
    mend(page, town, base, found)
    with scope(EVERYTHING):
        assert Problem.objects.get(pk=found.pk).state == "mended"
    hand.context.close()


def fill_in(page: Page, town: Post, base: str, row: Assessment) -> None:
    """Item by item, with a photograph."""
    enter(page, town.user, base)
    to_waiting(page, base, "等本单位自查的评估表")
    page.locator("tbody tr", has_text="演一镇").locator("a").first.click()
    page.get_by_role("link", name="填写自查").click()
    cards = page.locator(".mark")
    cards.nth(0).get_by_role("textbox").first.fill("40")
    cards.nth(1).get_by_role("textbox").first.fill("15")
    cards.nth(1).get_by_role("textbox").nth(1).fill("场所偏小")
    shot(page, "grassroots-part")
    press(page, "保存，下一部分")
    page.locator(".mark").get_by_role("textbox").first.fill("40")
    press(page, "保存，下一部分")
    page.get_by_label("达标", exact=True).check()
    press(page, "保存，返回")
    page.get_by_role("link", name="1. 机构").click()
    page.get_by_role("link", name="佐证材料（0）").first.click()
    page.set_input_files(
        "[name=papers]",
        {"name": "牌子.jpg", "mimeType": "image/jpeg", "buffer": builders.photo().read()},
    )
    press(page, "上传")
    expect(page.get_by_role("status")).to_contain_text("已添加")
    page.goto(f"{base}/grassroots/sheets/{row.pk}/")
    press(page, "上报自查结果")
    expect(page.get_by_role("status")).to_contain_text("已上报")


def inspect(page: Page, county: Post, base: str, row: Assessment) -> None:
    """On the spot: only what is otherwise."""
    enter(page, county.user, base)
    page.goto(f"{base}/grassroots/sheets/{row.pk}/")
    page.get_by_role("link", name="逐项检查").click()
    card = page.locator(".mark").first
    card.get_by_role("textbox").first.fill("30")
    card.get_by_role("textbox").nth(1).fill("牌子掉漆")
    shot(page, "grassroots-visit")
    press(page, "保存")
    page.goto(f"{base}/grassroots/sheets/{row.pk}/")
    press(page, "完成检查")
    expect(page.get_by_role("status")).to_contain_text("已完成检查")


def mend(page: Page, town: Post, base: str, found: Problem) -> None:
    """From the desk: measure, then what was done."""
    enter(page, town.user, base)
    to_waiting(page, base, "要整改的问题")
    page.get_by_role("link", name="牌子掉漆").first.click()
    page.get_by_role("link", name="制定整改措施").click()
    page.fill("[name=cause]", "风吹日晒")
    page.fill("[name=measure]", "重新制作")
    press(page, "保存")
    page.get_by_role("link", name="上报整改完成").click()
    page.fill("[name=done]", "已换新牌")
    page.set_input_files(
        "[name=papers]",
        {"name": "新牌.jpg", "mimeType": "image/jpeg", "buffer": builders.photo().read()},
    )
    press(page, "上报验收")
    expect(page.get_by_role("status")).to_contain_text("等上级验收")
