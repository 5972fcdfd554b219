"""The round of a volunteer on both sides: joining, training, a need, the match, the service, its confirmation, a star, the statistics."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot
from tests.builders import VILLAGE
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.volunteers.models import HelpNeed, Registration, Service, Stint, Training, Volunteer


def join(hand: Page, base: str) -> str:
    """Apply on the portal; the address of the own page."""
    hand.goto(f"{base}/volunteers/public/")
    shot(hand, "volunteers-front-phone")
    hand.get_by_role("link", name="我要做志愿者").tap()
    for name, value in (
        ("姓名", "演志愿"),
        ("身份证号", stage.id_number(30)),
        ("手机号", "13900000000"),
        ("想在哪里服务", VILLAGE),
    ):
        hand.get_by_label(name, exact=True).fill(value)
    hand.get_by_label("手语翻译").check()
    hand.get_by_role("button", name="提交申请").tap()
    expect(hand.get_by_role("alert").or_(hand.locator(".field-error")).first).to_be_visible()
    hand.get_by_label("我同意残联").check()
    hand.get_by_role("button", name="提交申请").tap()
    expect(hand.locator("main")).to_contain_text("待审核")
    return hand.url


def let_in(page: Page, base: str) -> None:
    """The county reviews from its desk."""
    page.goto(f"{base}/")
    page.get_by_role("link", name="演志愿").first.click()
    page.get_by_role("link", name="审核通过").click()
    page.get_by_role("button", name="通过").click()
    expect(page.locator("main")).to_contain_text("在册")
    expect(page.locator("main")).to_contain_text("需先培训")


def train(page: Page, hand: Page, base: str, own: str) -> None:
    """A session today: signed in by its code, passed, qualified."""
    page.goto(f"{base}/volunteers/training/add/")
    page.get_by_label("培训班").fill("手语培训")
    page.get_by_label("地点").fill("县残联")
    page.get_by_label("学时").fill("8")
    page.get_by_label("手语翻译").check()
    page.get_by_role("button", name="开班").click()
    hand.goto(own)
    hand.goto(page.locator(".card a[href*='/arrive/']").get_attribute("href") or "")
    hand.get_by_role("button", name="我已到场").tap()
    expect(hand.get_by_role("status")).to_contain_text("已登记")
    page.reload()
    page.get_by_label("演志愿").check()
    page.get_by_role("button", name="勾选的登记合格").click()
    expect(page.locator("main")).to_contain_text("合格")


def ask(family: Page, base: str) -> str:
    """A family asks for help on the portal; the address of their page."""
    family.goto(f"{base}/volunteers/public/ask/")
    for name, value in (
        ("怎么称呼您", "演家属"),
        ("联系电话", "13900000001"),
        ("在哪个村（社区）", VILLAGE),
        ("详细地点", "村东头"),
        ("需要什么帮助", "去银行，需要手语翻译"),
    ):
        family.get_by_label(name).fill(value)
    family.get_by_label("服务项目").select_option("sign")
    family.get_by_role("button", name="提交").tap()
    expect(family.locator("main")).to_contain_text("待受理")
    return family.url


def arrange(page: Page, base: str) -> None:
    """Triage and match at the office."""
    page.goto(f"{base}/")
    page.get_by_role("link", name="去银行").first.click()
    page.get_by_role("link", name="受理", exact=True).click()
    page.get_by_role("button", name="受理").click()
    page.get_by_role("link", name="去匹配").click()
    expect(page.locator("main")).to_contain_text("唯一合适的人选")
    shot(page, "volunteers-match")
    page.get_by_role("button", name="邀请勾选的志愿者").click()
    expect(page.get_by_role("status")).to_contain_text("已邀请 1 位")


def serve(hand: Page, own: str) -> None:
    """Accept, arrive, and two hours later leave."""
    hand.goto(own)
    hand.get_by_role("button", name="接受").tap()
    expect(hand.locator("main")).to_contain_text("村东头")
    hand.get_by_role("button", name="我已到达").tap()
    expect(hand.get_by_role("status")).to_contain_text("已签到")
    with scope(EVERYTHING):
        service = Service.objects.get()
        assert service.started_at is not None
        service.started_at -= timedelta(hours=2)
        service.save()
    hand.goto(own)
    hand.get_by_role("button", name="服务结束").tap()
    expect(hand.locator("main")).to_contain_text("待确认")


def test_the_round_of_a_volunteer(site: str, browser: Browser, page: Page) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        stage.places()
        county = builders.post(Role.COUNTY_OFFICER)
    hand, family = phone(browser), phone(browser)
    own = join(hand, base)
    enter(page, county.user, base)
    let_in(page, base)
    train(page, hand, base, own)
    with scope(EVERYTHING):
        # What was served before this day.
        volunteer = Volunteer.objects.get()
        before = stage.moment(today() - timedelta(days=40), 8)
        Stint.objects.bulk_create(
            Stint(
                volunteer=volunteer,
                region_id=VILLAGE,
                kind="event",
                day=(before - timedelta(days=n)).date(),
                start=before - timedelta(days=n),
                end=before - timedelta(days=n) + timedelta(hours=7),
                hours=Decimal(7),
                how="import",
                confirmed_on=today(),
            )
            for n in range(14)
        )
    theirs = ask(family, base)
    arrange(page, base)
    serve(hand, own)
    family.goto(theirs)
    family.get_by_role("button", name="确认已服务").tap()
    family.get_by_role("link", name="评价").tap()
    family.get_by_label("很满意", exact=True).check()
    family.get_by_role("button", name="提交").tap()
    expect(family.locator("main")).to_contain_text("已办结")
    hand.goto(own)
    expect(hand.locator("main")).to_contain_text("100.0 小时 ★")
    shot(hand, "volunteers-mine-phone")
    page.goto(f"{base}/volunteers/statistics/")
    expect(page.get_by_role("row", name="合计")).to_contain_text("100%")
    with scope(EVERYTHING):
        assert (HelpNeed.objects.get().state, HelpNeed.objects.get().help_days) == ("closed", 0)
        assert Registration.objects.get().state == "passed" and Training.objects.count() == 1
        assert Volunteer.objects.get().stars == 1
    for made in (hand, family):
        made.context.close()


def test_the_portal_works_without_scripts(site: str, browser: Browser) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
    hand = phone(browser, java_script_enabled=False)
    own = join(hand, base)
    assert "/volunteers/mine/" in own
    hand.context.close()
