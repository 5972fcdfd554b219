"""One county's congress in a real browser: from the day set to the file, with two tellers on their own phones and an officer at the door."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot, until
from tests.builders import COUNTY, VILLAGE
from tests.congress import stage
from tests.handed import PIN, handed
from tests.leadership.stage import offices
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.congress.handed import TELLER
from zulian.congress.models import Congress, Contest, Delegate
from zulian.congress.services import meeting, rounds
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Term


def world() -> tuple[Post, Post, int]:
    """The city opened a round; the county's townships do not take part this time."""
    builders.regions()
    city, county = builders.post(Role.CITY_OFFICER), builders.post(Role.COUNTY_OFFICER)
    found = stage.open_round(city)
    for congress in Congress.objects.filter(
        round=found, region__level=9, region__code__startswith=COUNTY[:6]
    ):
        rounds.exempt(congress.pk, county, "撤并")
    own = stage.of(found, COUNTY)
    stage.relax(own)
    offices(COUNTY)
    return city, county, own.pk


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name='{name}']")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def who(n: int) -> dict[str, str]:
    return {
        "id_number": numbered(stage.BIRTH - timedelta(days=900), n),
        "name": f"演会{n}",
        "home": f"演一村委会 {VILLAGE}",
    }


@pytest.mark.long
def test_a_county_holds_its_congress(page: Page, browser: Browser, site: str) -> None:
    with scope(EVERYTHING):
        city, county, pk = world()
    base = f"{site}/congress/{pk}/"
    enter(page, county.user, site)
    page.goto(f"{site}/")
    expect(page.get_by_text("等我审批的换届步骤")).to_have_count(0)
    page.goto(f"{site}/congress/")
    follow(page, "阜新蒙古族自治县")
    follow(page, "拟定大会日期")
    fill(page, day=str(today()), place="县礼堂")
    press(page, "保存")
    expect(page.get_by_text("各步骤时限已重新倒推")).to_be_visible()
    _delegates(page, base)
    _steps(page, base, county, city, site)
    page.goto(f"{base}check-in/")
    with scope(EVERYTHING):
        code = Delegate.objects.filter(congress=pk).order_by("pk")[0].code
    _door(page, site, code)
    page.goto(f"{base}check-in/")
    page.get_by_role("button", name=re.compile("^签到 ")).first.click()
    expect(page.locator("#presence strong")).to_have_text("2")
    with scope(EVERYTHING):  # another door
        meeting.check_in(Delegate.objects.get(congress=pk, checked_in_at=None).pk)
    expect(page.locator("#presence strong")).to_have_text("3")  # by itself
    shot(page, "congress-check-in")
    contest = _nominate(page, base)
    _count(page, browser, contest)
    _finish(page, base)
    with scope(EVERYTHING):
        found = Congress.objects.get(pk=pk)
        assert (found.state, found.attended, found.composition_met) == ("filed", 3, True)
        assert Term.objects.get(region_id=COUNTY).person.name == "演会9"


def _delegates(page: Page, base: str) -> None:
    """A unit, three seats, three names, the review and the election of the list."""
    page.goto(f"{base}quota/")
    follow(page, "添加选举单位")
    fill(page, name="县直单位", weight="10")
    press(page, "添加")
    fill(page, size="3")
    press(page, "按依据数分配")
    for n in range(3):
        page.goto(f"{base}name/")
        fill(page, **who(n), tie="self" if n == 0 else "none", work="演示单位")
        if n == 0:
            fill(page, category="4")
            page.get_by_label("轮椅席位").check()
        page.locator("[name=unit]").select_option(index=1)
        press(page, "添加")
        expect(page.get_by_text("等资格审查")).to_be_visible()
    press(page, "其余 3 名审查通过")
    press(page, "确认 3 名当选")
    expect(page.get_by_role("cell", name="当选代表").first).to_be_visible()
    shot(page, "congress-delegates")
    page.goto(f"{base}composition/")
    expect(page.get_by_text("全部符合")).to_be_visible()


def _steps(page: Page, base: str, county: Post, city: Post, site: str) -> None:
    """Every step before the congress; the city approves what is for approval."""
    page.goto(base)
    links = [a.get_attribute("href") for a in page.locator("main .card a[href*='/step/']").all()][
        :10
    ]
    for link in links:
        page.goto(f"{site}{link}")
        follow(page, "登记完成")
        fill(page, note="已办理")
        press(page, "提交")
        expect(page.get_by_text("已保存")).to_be_visible()
    enter(page, city.user, site)
    page.goto(f"{site}/")
    expect(page.get_by_text("等我审批的换届步骤").first).to_be_visible()
    for _n in range(3):
        page.goto(f"{site}/congress/steps/?state=submitted")
        page.locator("td.c-name a").first.click()
        follow(page, "审批")
        page.get_by_label("同意", exact=True).check()
        fill(page, verdict="同意")
        press(page, "提交")
        expect(page.get_by_text("已保存")).to_be_visible()
    enter(page, county.user, site)


def _door(page: Page, site: str, code: str) -> None:
    """The officer at the door scans a badge with a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/congress/badge/{code}/")
    expect(page.get_by_text("轮椅席位")).to_be_visible()
    press(page, "签到")
    expect(page.get_by_text("已签到")).to_be_visible()
    shot(page, "congress-badge-phone")
    page.set_viewport_size({"width": 1280, "height": 860})


def _nominate(page: Page, base: str) -> int:
    """The chair of the board: one candidate, published; the days of publication go by."""
    page.goto(f"{base}contests/")
    follow(page, "安排选举")
    fill(page, what="board.chair", seats="1")
    press(page, "保存")
    follow(page, "添加候选人")
    fill(page, **who(9), tie="self", work="县残联", nominated_by="县委提名")
    press(page, "添加")
    press(page, "公示候选人")
    expect(page.get_by_text("已公示，期满后可以投票")).to_be_visible()
    expect(page.get_by_role("button", name="开始投票")).to_have_count(0)
    with scope(EVERYTHING):
        contest = Contest.objects.get()
        Contest.objects.filter(pk=contest.pk).update(public_until=today() - timedelta(days=1))
    page.reload()
    press(page, "开始投票")
    expect(page.get_by_text("两名计票员各用自己的手机")).to_be_visible()
    shot(page, "congress-contest-voting")
    with page.expect_download() as ballot:
        follow(page, "选票")
    assert Path(ballot.value.path()).read_bytes().startswith(b"%PDF")
    return int(contest.pk)


def _count(page: Page, browser: Browser, contest: int) -> None:
    """Two tellers without accounts on their phones; they differ at first."""
    expect(page.get_by_role("link", name="计票员甲的计票链接")).to_be_visible()
    with scope(EVERYTHING):
        paths = [handed(TELLER, f"{contest}-{seat}") for seat in ("a", "b")]
    links = [f"{page.url.partition('/congress/')[0]}{path}" for path in paths]
    for link, teller, favour in ((links[0], "演甲", "3"), (links[1], "演乙", "2")):
        _enter(browser, str(link), teller, favour)
    page.reload()
    expect(page.get_by_text("两份计票单不一致")).to_be_visible()
    _enter(browser, str(links[1]), "演乙", "3")
    page.reload()
    press(page, "宣布结果")
    expect(page.get_by_text("结果已登记")).to_be_visible()
    expect(page.locator(".todo-item .state", has_text=re.compile("^当选$"))).to_be_visible()
    expect(page.get_by_text("赞成 3，反对 0，弃权 0")).to_be_visible()
    shot(page, "congress-contest-decided")
    assert str(contest) in page.url


def _enter(browser: Browser, link: str, teller: str, favour: str) -> None:
    hand = phone(browser)
    hand.goto(link)
    if hand.locator("[name=again]").count():
        fill(hand, pin=PIN, again=PIN)
    else:
        fill(hand, pin=PIN)
    hand.get_by_role("button", name="打开").click()
    fill(hand, teller=teller, present="3", issued="3", back="3", invalid="0")
    for kind, number in (("favour", favour), ("against", str(3 - int(favour))), ("abstain", "0")):
        hand.locator(f"[name^='{kind}-']").fill(number)
    hand.get_by_role("button", name="录入").click()
    expect(hand.get_by_text("计票单已录入")).to_be_visible()
    until(hand, "document.documentElement.scrollWidth <= innerWidth + 1")
    shot(hand, "congress-teller-phone")
    hand.context.close()


def _finish(page: Page, base: str) -> None:
    """Held, reported and filed; the minutes as Word."""
    page.goto(base)
    follow(page, "登记召开")
    expect(page.locator("[name=attended]")).to_have_value("3")
    press(page, "登记")
    expect(page.get_by_text("已登记召开")).to_be_visible()
    with page.expect_download() as minutes:
        follow(page, "会议纪要")
    assert minutes.value.suggested_filename.endswith("会议纪要.docx")
    links = [a.get_attribute("href") for a in page.locator("main .card a[href*='/step/']").all()]
    with scope(EVERYTHING):
        congress = Congress.objects.get(pk=int(base.rstrip("/").rsplit("/", 1)[1]))
        stage.take_steps(
            congress,
            builders.post(Role.COUNTY_OFFICER),
            builders.post(Role.CITY_OFFICER),
            ["presidium", "report"],
        )
    assert len(links) == 14
    page.goto(base)
    press(page, "归档")
    expect(page.get_by_text("已归档").first).to_be_visible()
    shot(page, "congress-filed")
