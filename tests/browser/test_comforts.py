"""Keys, the end of the session, what was typed before it, notices, and the looks that follow the device."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import enter, opened
from tests.builders import CITY, post, regions
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope

HALF_HOUR, WARNED_SECONDS = settings.SESSION_COOKIE_AGE, 300


@pytest.fixture
def officer(site: str) -> Post:
    with scope(EVERYTHING):
        regions()
        return post(Role.COUNTY_OFFICER)


def test_keys_lead_to_search_and_pages(page: Page, site: str, officer: Post) -> None:
    enter(page, officer.user, site)
    page.goto(f"{site}/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    # What is typed is typed.
    page.keyboard.type("g?jk")
    expect(page.locator("#q")).to_have_value("g?jk")
    page.locator("#q").blur()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url(f"{site}{reverse('people:person-list')}")
    for key, path in [("h", "/"), ("o", "/plans/overview/"), ("w", reverse("plans:circular-list"))]:
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"{site}{path}")


def test_keys_lead_from_row_to_row(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        regions()
        keeper = post(Role.SYSTEM_ADMIN, CITY)
        for _number in range(3):
            post(Role.COUNTY_OFFICER)
    enter(page, keeper.user, site)
    page.goto(f"{site}{reverse('accounts:staff')}")
    rows = page.locator("table.list tbody tr")
    first, second = (rows.nth(n).get_by_role("link").first for n in (0, 1))
    for key, link in [("j", first), ("j", second), ("k", first), ("k", first)]:
        page.keyboard.press(key)
        expect(link).to_be_focused()
    address = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{address}")


def test_the_sheet_lists_all_keys_and_turns_them_off(page: Page, site: str, officer: Post) -> None:
    enter(page, officer.user, site)
    page.goto(f"{site}/")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet.get_by_role("cell", name="g，再按 o")).to_be_visible()
    # Its title has the focus; the way out is in sight without scrolling.
    expect(sheet.get_by_role("heading", name="快捷键", exact=True)).to_be_focused()
    expect(sheet.get_by_role("button", name="关闭")).to_be_in_viewport()
    sheet.get_by_label("使用快捷键").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    # Without them the sheet still opens, to turn them on again.
    page.keyboard.press("?")
    sheet.get_by_label("使用快捷键").check()
    sheet.get_by_role("button", name="关闭").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("link", name="帮助", exact=True).click()
    page.wait_for_url(f"{site}/help/county/")


def test_without_scripts_the_sheet_is_a_page(browser: Browser, site: str, officer: Post) -> None:
    page = opened(browser, java_script_enabled=False)
    enter(page, officer.user, site)
    page.goto(f"{site}/")
    page.locator("details.menu summary", has_text=officer.user.name).click()
    page.get_by_role("link", name="快捷键").click()
    expect(page.get_by_role("heading", name="快捷键和显示")).to_be_visible()
    page.context.close()


def test_the_session_warns_before_it_ends_and_goes_on(page: Page, site: str, officer: Post) -> None:
    page.clock.install()
    enter(page, officer.user, site)
    # A page that asks for nothing later: every answer lets the time begin anew.
    page.goto(f"{site}/help/keys/")
    told = page.locator("#session-told")
    assert told.get_attribute("aria-live") == "assertive"
    page.clock.fast_forward((HALF_HOUR - WARNED_SECONDS - 120) * 1000)
    expect(told).to_be_empty()
    page.clock.fast_forward(120 * 1000)
    expect(told).to_contain_text("登录将在 4 分钟内到期。")
    with page.expect_response(f"**{reverse('accounts:stay')}") as answer:
        told.get_by_role("button", name="继续使用").click()
    assert answer.value.status == 204
    expect(told).to_be_empty()
    page.clock.fast_forward(HALF_HOUR * 1000)
    expect(told.get_by_role("link", name="重新登录")).to_have_attribute(
        "href", f"{reverse('accounts:sign-in')}?next=%2Fhelp%2Fkeys%2F"
    )


def test_what_was_typed_is_offered_back_after_signing_in_again(
    page: Page, site: str, officer: Post
) -> None:
    enter(page, officer.user, site)
    page.goto(f"{site}{reverse('people:person-add')}")
    page.locator("main").get_by_label("姓名", exact=True).fill("周演习")
    page.locator("#id_id_number").fill("210900198001011234")
    page.locator("main").get_by_label("户籍地址").fill("演示街 1 号")
    kept = page.evaluate("sessionStorage.getItem('zulian-typed')")
    assert "周演习" in kept and "210900198001011234" not in kept
    # The session ends; the form is sent and leads to the page to sign in.
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("登录后可以恢复")).to_be_visible()
    page.get_by_label("登录名").fill(officer.user.username)
    page.get_by_label("密码").fill("good-pass-2013")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site}{reverse('people:person-add')}")
    page.get_by_role("button", name="恢复填写").click()
    expect(page.locator("main").get_by_label("姓名", exact=True)).to_have_value("周演习")
    expect(page.locator("#id_id_number")).to_have_value("")
    # Elsewhere nothing of it is left, and nobody is asked again.
    page.goto(f"{site}/")
    assert page.evaluate("sessionStorage.getItem('zulian-typed')") is None
    assert page.locator("#typed-told > *").count() == 0


def test_nothing_typed_is_left_to_another_user(page: Page, site: str, officer: Post) -> None:
    enter(page, officer.user, site)
    page.goto(f"{site}{reverse('people:person-add')}")
    page.locator("main").get_by_label("姓名", exact=True).fill("周演习")
    page.context.clear_cookies()
    page.goto(f"{site}/")
    expect(page.get_by_text("登录后可以恢复")).to_be_visible()
    with scope(EVERYTHING):
        other = post(Role.COUNTY_OFFICER)
    enter(page, other.user, site)
    page.goto(f"{site}/")
    assert page.evaluate("sessionStorage.getItem('zulian-typed')") is None
    assert page.locator("#typed-told > *").count() == 0


def test_a_notice_stays_until_it_is_closed(page: Page, site: str, officer: Post) -> None:
    enter(page, officer.user, site)
    page.goto(f"{site}{reverse('accounts:inbox')}")
    page.evaluate(
        """html => document.querySelector("main").insertAdjacentHTML("afterbegin", html)""",
        '<div class="alert alert-success" role="status">好了<button class="notice-close" type="button" aria-label="关闭这条提示"></button></div>',
    )
    notice = page.get_by_role("status").filter(has_text="好了")
    expect(notice).to_be_visible()
    notice.get_by_role("button", name="关闭这条提示").click()
    expect(notice).to_have_count(0)


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_hold_at_text_of_twice_the_size(
    browser: Browser, site: str, officer: Post, width: int
) -> None:
    page = opened(browser, viewport={"width": width, "height": 768})
    enter(page, officer.user, site)
    for path in (
        "/",
        "/plans/overview/",
        reverse("people:person-list"),
        reverse("people:person-add"),
        "/help/keys/",
    ):
        page.goto(site + path)
        plain = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        # What the browser's own setting does: the root, and with it all that is measured in rem.
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 2 * plain
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width + 1, f"{path} is {wide} wide"
    page.context.close()


GROUND = "getComputedStyle(document.body).backgroundColor"


def test_the_look_follows_the_device(browser: Browser, site: str) -> None:
    looks = {}
    for scheme in ("light", "dark"):
        page = opened(browser, color_scheme=scheme)
        page.goto(f"{site}{reverse('accounts:sign-in')}")
        looks[scheme] = page.evaluate(GROUND)
        page.emulate_media(media="print")
        looks[f"{scheme} on paper"] = page.evaluate(GROUND)
        page.context.close()
    assert looks["light"] == "rgb(244, 246, 247)" and looks["dark"] == "rgb(17, 24, 28)", (
        json.dumps(looks)
    )
    assert looks["light on paper"] == looks["dark on paper"] == "rgb(255, 255, 255)"
