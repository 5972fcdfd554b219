"""The mornings of those who open it every day, with the clicks counted that each errand takes.

`before` says what the same errands took when each row was handled on its own page, counted from the pages of that time: a report
was opened from the home page, judged, and left for the home page again; a notice was written on the page of its task; a task was
opened to be signed. Mornings with many rows must take at most half of that. One report or one note alone took few clicks then as now.
"""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot
from tests.builders import CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE, bring_to, officer
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment, Circular, Notice, State

CLAUSES = "\n".join(
    f"（{number}）{words}。各县（区）残联要在年底前{words}。"
    for number, words in zip(
        "一二三四五六七八九十",
        (
            "更新后备干部名册",
            "核准专职委员名册",
            "建立志愿者联络总站",
            "召开联席会议",
            "组织业务培训",
            "完成规范化自查",
            "开展助残日活动",
            "公示发证结果",
            "走访困难残疾人家庭",
            "报送年度总结",
        ),
        strict=True,
    )
)
# Clicks for one row each: open it, act, go back to the list or to the home page.
ALONE = 3
# To reach the late tasks of one county: the ledger, its filter. To reach the matrix: the plans, the plan, the tab.
TO_LATE, TO_MATRIX = 2, 3
# To report one task: open it, the form, send it, go back.
TO_REPORT = 4
PLAN = f"""测残联〔{{year}}〕5号
{{year}}年1月5日
{{year}}年残联组织工作要点
一、全年工作
{CLAUSES}
"""


class Hands:
    """Who sits before a page: each click is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.all_clicks = page, 0, 0

    def click(self, what: Locator) -> None:
        """Click something once."""
        what.click()
        self.clicks += 1
        self.all_clicks += 1

    def link(self, name: str, within: str = "main") -> None:
        """Click a link by its words."""
        self.click(self.page.locator(within).get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        """Click a button by its words."""
        self.click(self.page.get_by_role("button", name=name).first)

    def took(self, most: int) -> None:
        """So many clicks were enough for the errand; the next one is counted anew."""
        assert self.clicks <= most, f"{self.clicks} clicks"
        self.clicks = 0

    def halved(self, before: int) -> None:
        """The whole morning takes at most half of the clicks that it took."""
        assert 2 * self.all_clicks <= before, f"{self.all_clicks} clicks instead of {before}"


def filled() -> tuple[Post, list[Post], Circular]:
    """A city with two counties, and a plan of ten tasks for each county."""
    builders.regions()
    city, counties = officer(CITY), [officer(COUNTY), officer(OTHER_COUNTY)]
    circular = builders.plan(city, PLAN.format(year=today().year))
    # What registers deny is to be looked at one by one.
    circular.clauses.update(indicators=[])
    return city, counties, circular


def test_a_city_officers_monday(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        city, counties, circular = filled()
        rows = Assignment.objects.filter(circular=circular, region=COUNTY)
        late = list(rows.order_by("pk")[:4])
        rows.filter(pk__in=[row.pk for row in late]).update(due=today() - timedelta(days=5))
        reported = Assignment.objects.exclude(pk__in=[row.pk for row in late])
        for row in reported.select_related("region"):
            bring_to(row, State.REPORTED, counties[row.region_id == OTHER_COUNTY], city)
        waiting = reported.count()
    enter(page, city.user, site)
    page.goto(f"{site}/")
    hands = Hands(page)

    # What is late, and why; all late tasks of one county are urged at once.
    hands.link("总览", "header")
    expect(page.get_by_role("heading", name="各地排名")).to_be_visible()
    shot(page, "monday-1-overview")
    hands.click(page.locator(".tiles a", has_text="阜新蒙古族自治县"))
    hands.click(page.locator(".figure a.late"))
    expect(page.get_by_text("共 4 条")).to_be_visible()
    hands.click(page.get_by_label("全选"))
    hands.button("下发督办通知")
    page.get_by_label("督办要求").fill("请在三天内上报办理情况。")
    hands.button("下发")
    expect(page.get_by_text("已办 4 条")).to_be_visible()
    shot(page, "monday-2-urged")
    hands.took(6)

    # All reports are judged together.
    hands.link("我的待办", "header")
    hands.link("等我审核的上报")
    hands.click(page.get_by_label("全选"))
    hands.button("审核通过")
    expect(page.get_by_text(f"已办 {waiting} 条")).to_be_visible()
    shot(page, "monday-3-judged")
    hands.took(4)

    # The matrix for the meeting.
    hands.link("总览", "header")
    hands.link("进度表")
    page.emulate_media(media="print")
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_role("link", name="导出 Excel")).to_be_hidden()
    page.emulate_media(media="screen")
    hands.took(2)
    hands.halved(TO_LATE + ALONE * len(late) + ALONE * waiting + TO_MATRIX)
    with scope(EVERYTHING):
        # One to the county for all of them.
        assert Notice.objects.get().tasks.count() == len(late)
        assert not Assignment.objects.filter(state=State.REPORTED).exists()


def test_a_county_officers_morning(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        _city, (county, _other), circular = filled()
    enter(page, county.user, site)
    page.goto(f"{site}/")
    hands = Hands(page)
    hands.link("待签收的任务")
    hands.button("签收列表中的")
    expect(page.get_by_text("已签收 10 项")).to_be_visible()
    hands.took(2)
    hands.link("我的待办", "header")
    hands.link("办理中、要上报的任务")
    hands.link("更新后备干部名册")
    hands.link("上报完成情况")
    page.get_by_label("完成情况").fill("名册已更新并报市残联。")
    page.get_by_label("佐证材料").set_input_files(
        {"name": "名册.jpg", "mimeType": "image/jpeg", "buffer": builders.photo().read()}
    )
    hands.button("提交上报")
    expect(page.get_by_text("已上报，等待审核。")).to_be_visible()
    hands.took(5)
    hands.halved(ALONE * 10 + TO_REPORT)
    with scope(EVERYTHING):
        assert Assignment.objects.filter(circular=circular, region=COUNTY, state=State.REPORTED)


def test_a_township_officers_morning(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        builders.regions()
        city, town, village = officer(CITY), officer(TOWN), officer(VILLAGE)
        circular = builders.plan(city)
        circular.clauses.update(indicators=[])
        row = Assignment.objects.filter(circular=circular, region=VILLAGE).first()
        assert row is not None
        bring_to(row, State.REPORTED, village, town)
    enter(page, town.user, site)
    page.goto(f"{site}/")
    hands = Hands(page)
    hands.link("等我审核的上报")
    hands.click(page.get_by_label("全选"))
    hands.button("审核通过")
    expect(page.get_by_text("已办 1 条")).to_be_visible()
    hands.took(3)


def test_a_commissioners_morning_on_a_phone(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        builders.regions()
        village = officer(VILLAGE)
        builders.plan(officer(CITY))
    assert page.context.browser is not None
    hand = phone(page.context.browser)
    enter(hand, village.user, site)
    hand.goto(f"{site}/")
    hands = Hands(hand)
    write = hand.get_by_role("link", name="记一笔").first
    expect(write).to_be_in_viewport()
    hands.click(write)
    expect(hand.get_by_role("heading", level=1)).to_be_visible()
    hands.took(1)
    hand.goto(f"{site}/")
    hands.link("待签收的任务")
    hands.button("签收列表中的")
    hands.took(2)
    # All rooms stand in one menu.
    hands.click(hand.locator("summary", has_text="菜单"))
    expect(hand.locator(".rooms-menu .menu-body")).to_be_visible()
    shot(hand, "morning-phone-menu")
    hand.context.close()
