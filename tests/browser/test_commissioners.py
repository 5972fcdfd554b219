"""A commissioner notes a visit on a phone, in a handful of touches; the county hands the need on."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot
from tests.certificates.office import swear, texts
from tests.commissioners import stage
from zulian.accounts.roles import Role
from zulian.commissioners.models import Log, Need
from zulian.foundation.scopes import EVERYTHING, scope

TOUCHES, WORDS_A_MINUTE = 12, 20


def test_a_visit_is_noted_within_a_minute_and_its_need_becomes_a_request(
    site: str, browser: Browser, page: Page
) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        village, county = builders.post(Role.COMMISSIONER), builders.post(Role.COUNTY_OFFICER)
        stage.appointed(account=village)
        someone = stage.person()
        texts()
        swear(county)
    hand = phone(browser, width=360)
    loads: list[str] = []
    hand.on("load", lambda page: loads.append(page.url))
    enter(hand, village.user, base)
    touches = note_visit(hand, base, f"{someone.name}（{someone.birth.year}）")
    # An unsure thumb takes three seconds for each touch, a page from far away as long; typing is counted by itself.
    taken = (touches + len(loads)) * 3 + len("卧床，想上门办证") * 60 / WORDS_A_MINUTE
    assert touches <= TOUCHES and len(loads) >= 2 and taken < 60
    with scope(EVERYTHING):
        assert Log.objects.get().person_id == someone.pk
        need = Need.objects.get()
    enter(page, county.user, base)
    page.goto(f"{base}/")
    page.get_by_role("link", name="办理残疾人证").first.click()
    page.get_by_role("button", name="转办").click()
    expect(page.get_by_role("status")).to_contain_text("已转办")
    page.get_by_role("link", name="看办理进度").click()
    expect(page.locator("main")).to_contain_text("卧床，想上门办证")
    with scope(EVERYTHING):
        assert Need.objects.get(pk=need.pk).state == "taken"
    hand.context.close()


def note_visit(hand: Page, base: str, name: str) -> int:
    """From the desk; returns how often the screen was touched."""
    hand.goto(f"{base}/")
    hand.get_by_role("link", name="今天还没有记工作").tap()
    hand.get_by_label("入户走访").tap()
    hand.select_option("[name=person]", label=name)  # opened and chosen: two touches
    hand.get_by_label("办理残疾人证").tap()
    hand.get_by_label("需求说明").fill("卧床，想上门办证")
    shot(hand, "commissioners-log")
    hand.get_by_role("button", name="记下").tap()
    expect(hand.get_by_role("status")).to_contain_text("已记下")
    return 7
