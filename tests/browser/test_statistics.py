"""A city makes a form of its own from its Excel, asks for it, and its county fills it in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot
from tests.commissioners import stage as commissioners
from tests.statistics import own_forms
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.statistics.models import Filing, OwnForm

ROWS = [
    ["演示市专职委员情况年报"],
    ["序号", "项目", "计量单位", "数量"],
    ["1", "专职委员岗位", "个", ""],
    ["2", "其中：发放补贴", "个", ""],
    ["3", "发放比例", "%", ""],
]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_form_from_its_excel_to_a_county_that_fills_it(
    site: str, browser: Browser, page: Page, tmp_path: Path
) -> None:
    with scope(EVERYTHING):
        builders.regions()
        city, county = builders.post(Role.CITY_OFFICER), builders.post(Role.COUNTY_OFFICER)
        commissioners.positions()
    source = tmp_path / "年报.xlsx"
    source.write_bytes(own_forms.workbook(ROWS).read())
    enter(page, city.user, site)
    make(page, site, source)
    page.goto(f"{site}/statistics/issue/")
    page.get_by_label("报表", exact=True).select_option(
        label="演示市专职委员情况年报（阜新市残联）"
    )
    page.get_by_label("年度").fill(str(today().year - 1))
    press(page, "布置")
    expect(page.get_by_text("已布置")).to_be_visible()
    with scope(EVERYTHING):
        filing = Filing.objects.get(region=county.region)
    hand = phone(browser)
    enter(hand, county.user, site)
    hand.goto(f"{site}{filing.get_absolute_url()}")
    press(hand, "取数")
    hand.get_by_role("link", name="填写和更正").click()
    hand.get_by_label("2 其中：发放补贴").fill("1")
    press(hand, "保存")
    hand.get_by_role("link", name="上报").click()
    hand.get_by_label("单位负责人").fill("演负责")
    press(hand, "上报")
    expect(hand.get_by_text("已上报")).to_be_visible()
    shot(hand, "own-form-filled")
    hand.context.close()


def make(page: Page, site: str, source: Path) -> None:
    """Upload, bind, look and put in force, a slip of the hand on the way."""
    page.goto(f"{site}/statistics/forms/")
    page.get_by_role("link", name="上传 Excel").click()
    page.locator("input[type=file]").set_input_files(source)
    press(page, "读入")
    page.get_by_role("link", name="核对和修改").click()
    page.get_by_label("来源 专职委员岗位").select_option("commissioners.filled:of")
    page.get_by_label("公式 发放比例").fill("2/9")
    page.get_by_label("审核关系").fill("2 <= 1 发放的不应多于岗位（必须）")
    press(page, "保存")
    expect(page.get_by_text("没有第 9 行")).to_be_visible()
    page.get_by_label("公式 发放比例").fill("2/1")
    press(page, "保存")
    page.get_by_role("link", name="预览").click()
    expect(page.get_by_text("只看不存")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="启用", exact=True).click()
    press(page, "启用")
    expect(page.get_by_text("已启用")).to_be_visible()
    with scope(EVERYTHING):
        assert OwnForm.objects.get().state == "force"
