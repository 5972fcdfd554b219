"""A merger of divisions, with the picker that suggests them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests import builders
from tests.browser.conftest import enter
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Region


def test_the_region_picker_suggests_while_typing(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        builders.regions()
        enter(page, builders.post(Role.SYSTEM_ADMIN, builders.COUNTY).user, site)
    page.goto(f"{site}/regions/{builders.TOWN}/merge/")
    page.get_by_label("并入").press_sequentially("演")
    expect(page.locator("#regions option").first).to_be_attached()
    assert [o.get_attribute("value") for o in page.locator("#regions option").all()]
    page.get_by_label("并入").fill("210921101000")
    page.get_by_label("生效日期").fill("2026-01-01")
    page.get_by_label("依据文件").fill("演示文件")
    page.get_by_role("button", name="保存变更").click()
    expect(page.get_by_text("区划变更已记录。")).to_be_visible()
    with scope(EVERYTHING):
        assert Region.objects.get(code=builders.TOWN).successor_id == "210921101000"
