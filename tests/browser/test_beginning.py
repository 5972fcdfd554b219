"""A newcomer takes Liaoyang from an empty database to its first adopted circular, with nothing but a browser and the code of the console."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, shot
from tests.browser.test_pages import AXE, RULES
from zulian.accounts import founding
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment

PASSWORD = "new-pass-2026"
NAMES = {
    "系统管理员姓名": "赵演一",
    "系统管理员登录名": "guanli",
    "安全管理员姓名": "钱演二",
    "安全管理员登录名": "anquan",
    "审计管理员姓名": "孙演三",
    "审计管理员登录名": "shenji",
}
# What the way may take: pages that come, and seconds of a script that does not stop to read, on a busy machine.
MOST_PAGES, MOST_SECONDS = 40, 120


def first_password(page: Page, username: str) -> str:
    """The first password of an account, as the page shows it once."""
    words = page.locator("main").inner_text()
    found = re.search(rf"{username}，初始密码 (\S+)（", words)
    assert found, words
    return found[1]


def sign_in(page: Page, username: str, first: str) -> None:
    """Sign in for the first time, which takes a password of one's own."""
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码", exact=True).fill(first)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("现在的密码").fill(first)
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍新密码").fill(PASSWORD)
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("heading", name="您好")).to_be_visible()


def chosen(page: Page, act: str) -> None:
    """Choose all rows of a list and do something for them."""
    for box in page.locator("main tbody input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name=act, exact=True).click()
    page.wait_for_load_state()


def sign_out(page: Page) -> None:
    page.locator("summary.top-link").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()


def test_from_an_empty_database_to_the_first_adopted_circular(
    page: Page,
    site: str,
    real_circular: bytes,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    year = timezone.localdate().year
    text = real_circular.decode().replace("阜", "辽").replace("2013", str(year))
    paper = tmp_path / "要点.txt"
    paper.write_text(text.replace("2012", str(year - 1)), encoding="utf-8")
    code, pages, began = founding.code(), [0], time.perf_counter()
    page.on("framenavigated", lambda _frame: pages.__setitem__(0, pages[0] + 1))

    page.goto(site)
    page.get_by_role("link", name="启用本站").click()
    page.get_by_label("启用码").fill(code)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("区划名称或代码").fill("辽阳")
    page.get_by_role("button", name="查找").click()
    shot(page, "beginning-1-place")
    page.get_by_role("link", name="211000000000").click()
    for label, words in NAMES.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.get_by_text("本站已启用")).to_be_visible()
    security = first_password(page, "anquan")
    sign_in(page, "guanli", first_password(page, "guanli"))

    page.locator("main").get_by_role("link", name="开始使用").click()
    expect(page.get_by_text("县（区）7 个")).to_be_visible()
    shot(page, "beginning-2-steps")
    page.get_by_role("link", name="添加人员").click()
    page.get_by_label("姓名", exact=True).fill("李演四")
    page.get_by_label("登录名").fill("shi")
    page.get_by_label("岗位").select_option(label="市残联组联干部")
    page.get_by_label("管辖区划").fill("辽阳市 211000000000")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_text("已添加李演四")).to_be_visible()
    sign_out(page)

    # Another administrator confirms the post and prints the letter.
    sign_in(page, "anquan", security)
    page.get_by_role("link", name="岗位待确认").first.click()
    chosen(page, "确认")
    # What comes next is at hand.
    chosen(page, "打印启用函")
    shot(page, "beginning-letter")
    code = page.locator("dd").nth(-2).inner_text()
    sign_out(page)

    # Its holder chooses the password.
    page.get_by_role("link", name="凭启用函设定密码").click()
    page.get_by_label("登录名").fill("shi")
    page.get_by_label("启用码").fill(code)
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍新密码").fill(PASSWORD)
    page.get_by_role("button", name="启用", exact=True).click()
    page.get_by_label("登录名").fill("shi")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="您好")).to_be_visible()
    page.locator("main").get_by_role("link", name="开始使用").click()
    page.get_by_role("link", name="上传和核对").click()
    page.get_by_role("link", name="上传工作要点").click()
    page.get_by_label("工作要点文件").set_input_files(paper)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("读出 16 条")).to_be_visible()
    page.get_by_role("link", name="核对无误，去下达").click()
    page.get_by_role("button", name="项任务").click()
    expect(page.get_by_text("已下达，共 ")).to_be_visible()
    seconds = time.perf_counter() - began
    # The clock: `pytest --junit-xml` keeps both.
    record_property("pages", pages[0])
    record_property("seconds", round(seconds, 1))

    assert pages[0] <= MOST_PAGES, f"{pages[0]} pages, {seconds:.1f} s"
    assert seconds <= MOST_SECONDS, f"{pages[0]} pages, {seconds:.1f} s"
    with scope(EVERYTHING):
        places = set(Assignment.objects.values_list("region_id", flat=True))
    assert {code[:4] for code in places} == {"2110"}
    page.goto(f"{site}/start/list/")
    expect(page.get_by_text("已下达 1 份。")).to_be_visible()
    shot(page, "beginning-3-adopted")


def test_the_first_pages_are_for_everybody_at_both_widths(page: Page, site: str) -> None:
    def is_well() -> None:
        for width, height in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate(AXE, RULES)
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url

    page.goto(site)
    is_well()
    page.goto(f"{site}/start/")
    is_well()
    page.get_by_label("启用码").fill(founding.code())
    page.get_by_role("button", name="下一步").click()
    for words in ("辽阳", "鼓楼区", "蓬莱仙岛"):
        page.get_by_label("区划名称或代码").fill(words)
        page.get_by_role("button", name="查找").click()
        page.wait_for_load_state()
        is_well()
    page.goto(f"{site}/start/place/211000000000/")
    is_well()
