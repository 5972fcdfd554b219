"""The main journey: a circular handed over, adopted, worked on by a county, verified, and reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import builders, databases
from tests.browser.conftest import opened, shot, to_waiting
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans import demo
from zulian.plans.models import Circular


@pytest.fixture(scope="session")
def plan_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo's plan as a newcomer finds it, in a database by its name; the journeys go through no other room."""
    with databases.filled(django_db_blocker, lambda: demo.fill(chosen=demo.plan_stages())) as (
        name,
        _accounts,
    ):
        yield name


@pytest.fixture
def site(
    server: LiveServer, plan_database: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a site with a copy of the demo's plan."""
    with (
        django_db_blocker.unblock(),
        databases.copied(plan_database) as name,
        databases.using(name),
    ):
        yield server.url


def sign_in(page: Page, site: str, username: str) -> None:
    page.goto(site)
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(demo.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="您好")).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator("summary.top-link").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()


def test_from_the_real_circular_to_the_bulletin(
    page: Page, site: str, real_circular: bytes, tmp_path: Path
) -> None:
    paper, photo = tmp_path / "阜残联〔2013〕17号.txt", tmp_path / "现场.jpg"
    paper.write_bytes(real_circular)
    photo.write_bytes(builders.photo().read())

    sign_in(page, site, "city")
    shot(page, "journey-1-home")
    page.get_by_role("link", name="工作要点", exact=True).click()
    page.get_by_role("link", name="上传工作要点").click()
    page.get_by_label("工作要点文件").set_input_files(paper)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("读出 16 条，40 项任务。")).to_be_visible()
    expect(page.get_by_text("阜残联〔2013〕17号").first).to_be_visible()
    shot(page, "journey-2-review")
    page.get_by_role("link", name="核对无误，去下达").click()
    shot(page, "journey-2-adopt")
    page.get_by_role("button", name="项任务").click()
    expect(page.get_by_text("已下达，共 ")).to_be_visible()
    shot(page, "journey-3-matrix")
    plan = page.url
    sign_out(page)

    sign_in(page, site, "xinqiu")
    shot(page, "journey-4-county-home")
    page.goto(f"{site}/plans/assignments/?state=issued&circular={plan.rstrip('/').split('/')[-2]}")
    page.locator("tbody a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="签收").click()
    page.get_by_role("link", name="上报完成情况").click()
    page.get_by_label("完成情况").fill("已召开会议部署，建立名册并逐项落实。")
    page.get_by_label("佐证材料").set_input_files(photo)
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_text("已上报，等待审核。")).to_be_visible()
    expect(page.get_by_role("img", name="现场.jpg")).to_be_visible()
    shot(page, "journey-5-reported")
    task = page.url
    sign_out(page)

    sign_in(page, site, "city")
    page.goto(task)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("审核通过，任务已办结。")).to_be_visible()
    shot(page, "journey-6-closed")
    page.goto(plan)
    page.get_by_role("link", name="通报总结").click()
    page.get_by_role("link", name="全年总结").click()
    page.get_by_label("数字截至").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="重新统计").click()
    shot(page, "journey-7-bulletin")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 公文").click()
    printed = [p.text for p in docx.Document(str(download.value.path())).paragraphs]
    assert printed[0].startswith("2013年组织工作要点")
    # Its period is long over: what is done now no longer counts for it.
    assert any("截至2013年12月31日" in line for line in printed)


def test_a_figure_of_the_bulletin_leads_to_its_rows(page: Page, site: str) -> None:
    sign_in(page, site, "city")
    with scope(EVERYTHING):
        plan = Circular.objects.order_by("-year")[0]
    page.goto(f"{site}/plans/{plan.pk}/bulletin/")
    figure = page.locator(".official p a[href*='measure=all']").nth(1)
    number = figure.inner_text()
    figure.click()
    expect(page.get_by_text(f"共 {number} 条")).to_be_visible()


def test_it_works_without_javascript(browser: Browser, site: str) -> None:
    page = opened(browser, java_script_enabled=False)
    sign_in(page, site, "town")
    to_waiting(page, site, "待签收的任务")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_text("已签收，请按时限办理并上报。")).to_be_visible()
    page.context.close()
