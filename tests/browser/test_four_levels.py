"""Four levels in short: a paper from above, the city's plan recalled and adopted again, the county's beside it, one task done once."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests import builders
from tests.browser.conftest import WIDTHS, enter, shot
from tests.browser.test_two_years import resize
from tests.builders import CITY, COUNTY, TOWN, VILLAGE, assignment, officer, photo
from tests.plans.test_four_levels import CITYS, COUNTYS, PROVINCE
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Circular


def both(page: Page, name: str) -> None:
    """The page at both widths."""
    for width in WIDTHS:
        resize(page, width)
        shot(page, f"{name}-{width}")
    resize(page, "desktop")


def hand_in(page: Page, site: str, file: Path, text: str) -> None:
    """Upload a circular and look at what would go out."""
    file.write_text(text.format(year=today().year), encoding="utf-8")
    page.goto(f"{site}/plans/upload/")
    page.get_by_label("工作要点文件").set_input_files(file)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("link", name="去下达")).to_be_visible()


def test_from_the_provinces_paper_to_the_spot_check(page: Page, site: str, tmp_path: Path) -> None:
    with scope(EVERYTHING):
        builders.regions()
        city, county, town, village = (officer(code) for code in (CITY, COUNTY, TOWN, VILLAGE))
    picture = tmp_path / "现场.jpg"
    picture.write_bytes(photo().read())

    # The city registers the province's paper; its own plan finds it, goes out, is recalled, and goes out again.
    enter(page, city.user, site)
    paper = tmp_path / "省要点.txt"
    paper.write_text(PROVINCE.format(year=today().year), encoding="utf-8")
    page.goto(f"{site}/plans/papers/register/")
    page.get_by_label("来文").first.set_input_files(paper)
    page.get_by_role("button", name="上传并登记").click()
    expect(page.get_by_text("已登记为收文")).to_be_visible()
    page.get_by_label("下级单位可以查看").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    both(page, "levels-1-paper")
    hand_in(page, site, tmp_path / "市要点.txt", CITYS)
    expect(page.get_by_role("link", name="全省残联组织工作要点")).to_be_visible()
    for n in (1, 2):
        page.get_by_role("link", name="去下达").click()
        if n == 1:
            both(page, "levels-2-adopt")
        page.get_by_role("button", name="项任务").click()
        expect(page.get_by_text("已下达，共 ")).to_be_visible()
        if n == 1:
            page.get_by_role("link", name="条款与任务").click()
            page.get_by_role("link", name="收回文件").click()
            page.get_by_role("checkbox").check()
            page.get_by_role("button", name="收回").click()
            expect(page.get_by_text("已收回，撤下")).to_be_visible()

    # The county's plan carries it out: who is tasked by both does it once.
    enter(page, county.user, site)
    hand_in(page, site, tmp_path / "县要点.txt", COUNTYS)
    expect(page.get_by_text("本文件承接上级")).to_be_visible()
    both(page, "levels-3-derived")
    page.get_by_role("link", name="去下达").click()
    expect(page.get_by_text("承担单位只办一次")).to_be_visible()
    page.get_by_role("button", name="项任务").click()
    expect(page.get_by_text("已下达，共 ")).to_be_visible()
    with scope(EVERYTHING):
        citys = Circular.objects.get(region=CITY)
        row = assignment(citys, "一（一）", VILLAGE)

    # The village signs all at a click, asks, and reports by telephone.
    enter(page, village.user, site)
    resize(page, "phone")
    page.goto(f"{site}/plans/assignments/")
    page.get_by_role("button", name="全部签收（1 项）").click()
    expect(page.get_by_text("已签收 1 项任务")).to_be_visible()
    page.goto(f"{site}/plans/assignments/{row.pk}/")
    expect(page.get_by_text("一并办理")).to_be_visible()
    page.get_by_role("link", name="记进展、提问").click()
    page.get_by_label("内容").fill("牌子用什么规格？")
    page.get_by_label("请谁答复").select_option(str(town.pk))
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提问")).to_be_visible()
    page.get_by_role("link", name="上报完成情况").click()
    page.get_by_label("完成情况").fill("已建站挂牌。")
    page.get_by_label("佐证材料").set_input_files(picture)
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_text("已上报，等待审核。")).to_be_visible()
    both(page, "levels-4-village")

    # Its township judges; the city draws it, looks, and sends it back.
    enter(page, town.user, site)
    page.goto(f"{site}/plans/assignments/{row.pk}/")
    expect(page.get_by_text("请本单位答复")).to_be_visible()
    page.get_by_label("审核意见").fill("到村看过，台账随后补登")
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("审核通过，任务已办结。")).to_be_visible()
    enter(page, city.user, site)
    page.goto(f"{site}/plans/{citys.pk}/spot-checks/")
    page.get_by_role("link", name="随机抽查").click()
    page.get_by_role("button", name="抽取").click()
    expect(page.get_by_text("已抽取 1 项")).to_be_visible()
    both(page, "levels-5-drawn")
    page.locator("tbody a").first.click()
    page.get_by_label("核实情况").fill("现场没有牌子")
    page.get_by_role("button", name="不实，退回").click()
    expect(page.get_by_text("已记为不实，任务退回承担单位。")).to_be_visible()
    both(page, "levels-6-fault")

    # The city drafts a bulletin, gives it its number, and it is out.
    page.goto(f"{site}/plans/{citys.pk}/bulletin/")
    page.get_by_role("button", name="起草").click()
    expect(page.get_by_text("已起草")).to_be_visible()
    page.get_by_role("link", name="印发").last.click()
    page.get_by_label("文号").fill("阜残发〔2026〕9号")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="印发").click()
    expect(page.get_by_text("已印发，下级单位可以查看。")).to_be_visible()
    both(page, "levels-7-issued")
