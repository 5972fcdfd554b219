"""Certificates beyond one counter, in a real browser: renewal, another county's counter, a list of deaths, an applicant's pages."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import opened, shot
from tests.browser.test_certificates import Desk, desk, latest
from tests.builders import COUNTY, OTHER_COUNTY, VILLAGE
from tests.certificates.office import Office, office, person
from tests.ledgers.books import book
from tests.tables.certificates import card_of
from zulian.certificates.models import Certificate, DeathReport, HomeAsk
from zulian.certificates.services import public
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.models import Person

__all__ = ["desk"]
ELEVEN_MONTHS = timedelta(days=10 * 365 + 2 - 330)


def held(name: str = "演张三") -> Person:
    """A holder whose card runs out in some eleven months."""
    someone = person(name=name)
    card_of(someone, today() - ELEVEN_MONTHS)
    return someone


def reviewed_and_handed_over(desk: Desk, who: Office, hands_over: Office | None = None) -> Page:
    """The steps of the holder's own county; handed over by another one where the card is collected there."""
    case = latest()
    desk.agree(who.reviewer, case)
    desk.make(who.clerk, case)
    page = desk.page
    if hands_over is not None:
        expect(page.get_by_role("button", name="已发放")).to_have_count(0)
        page = desk.case(hands_over.clerk, case)
    page.get_by_role("button", name="已发放").click()
    desk.say("已发放，办件办结。")
    return page


def test_a_card_is_renewed_in_its_last_year(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, someone = office(), held()
    page = desk.sit(who.clerk, f"/certificates/counter/{someone.pk}/")
    page.locator("a.business", has_text="到期换领").click()
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    reviewed_and_handed_over(desk, who)
    with scope(EVERYTHING):
        new = Certificate.objects.live().get(person=someone)
        assert new.valid_until > today() + timedelta(days=3600)


def test_another_county_takes_in_and_the_own_one_decides(desk: Desk) -> None:
    with scope(EVERYTHING):
        home, away, someone = office(COUNTY), office(OTHER_COUNTY), held("演异地")
    page = desk.sit(away.clerk, "/certificates/counter/")
    desk.ready_to_type()
    page.keyboard.type(someone.id_number)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="办理跨县通办").click()
    expect(page.get_by_text("演异地")).to_have_count(0)
    shot(page, "across-1-visitor")
    page.get_by_role("link", name="到期换领").click()
    expect(page.get_by_label("在本县（区）领取新证")).to_be_checked()
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    expect(page.get_by_role("button", name="提交意见")).to_have_count(0)
    shot(page, "across-2-taken-in")
    with scope(EVERYTHING):
        code = public.code_of(latest())
    reviewed_and_handed_over(desk, home, away)

    assert page.context.browser is not None
    phone = opened(page.context.browser)
    phone.goto(f"{desk.base}/certificates/public/")
    phone.get_by_role("link", name="查办理进度").click()
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text("已办结").first).to_be_visible()
    expect(phone.get_by_text("演异地")).to_have_count(0)
    shot(phone, "across-3-progress")
    phone.context.close()


def test_a_list_of_deaths_is_checked_before_cards_are_cancelled(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, died, lives, stranger = office(), held("演甲"), held("演乙"), person(name="演丙")
    rows = [[p.name, p.id_number, "2026-05-02", "民政"] for p in (died, lives, stranger)]
    page = desk.sit(who.clerk, "/ledgers/deaths/import/")
    file = {
        "name": "死亡名单.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": book(["姓名", "身份证号", "死亡日期", "信息来源"], rows),
    }
    page.locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="上传").click()
    page.wait_for_url("**/imports/**")
    with scope(EVERYTHING):
        assert not DeathReport.objects.exists()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入已完成").first).to_be_visible()
    page.goto(f"{desk.base}/certificates/deaths/")
    for name, verdict, how in (
        ("演甲", "属实", "电话问家属"),
        ("演乙", "不属实", "本人接的电话"),
    ):
        page.goto(f"{desk.base}/certificates/deaths/")
        page.get_by_role("link", name=name).click()
        page.get_by_label(verdict, exact=True).check()
        page.get_by_label("核实情况").fill(how)
        page.get_by_role("button", name="记录核实情况").click()
        desk.say("核实情况已记录。")
    expect(page.get_by_text("演丙")).to_have_count(0)
    page.goto(f"{desk.base}/certificates/deaths/?state=checked")
    page.get_by_role("link", name="演甲").click()
    page.get_by_role("link", name="撤回核实").click()
    page.get_by_label("撤销原因").fill("再问一次")
    page.get_by_role("button", name="撤回", exact=True).click()
    desk.say("已撤回，请重新核实。")
    page.get_by_label("属实", exact=True).check()
    page.get_by_label("核实情况").fill("村里和派出所都说属实")
    page.get_by_role("button", name="记录核实情况").click()
    desk.say("核实情况已记录。")
    page.goto(f"{desk.base}/certificates/deaths/?state=checked")
    shot(page, "deaths-1-checked")
    page.get_by_label("全选").check()
    page.get_by_role("button", name="登记死亡，注销").click()
    desk.say("已办 1 条")
    with scope(EVERYTHING):
        states = {c.person_id: c.state for c in Certificate.objects.all()}
        assert (states[died.pk], states[lives.pk]) == ("cancelled", "valid")
        report = DeathReport.objects.get(person=died)
    page.goto(f"{desk.base}/certificates/deaths/{report.pk}/")
    page.get_by_role("link", name="撤销注销").click()
    page.get_by_label("撤销原因").fill("同名误报")
    page.get_by_role("button", name="撤销", exact=True).click()
    desk.say("随之终止的都已恢复")
    with scope(EVERYTHING):
        assert Certificate.objects.get(person=died).state == "valid"


def test_an_applicant_asks_for_a_visit_and_checks_a_card(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, someone = office(), held()
        number = someone.certificates.get().number
    page = desk.page
    page.goto(f"{desk.base}/certificates/public/check/")
    page.get_by_label("残疾人证号").fill(number)
    page.get_by_label("姓名").fill(someone.name)
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_text("有效", exact=True)).to_be_visible()
    page.goto(f"{desk.base}/certificates/public/home/")
    page.get_by_label("姓名").fill("演家属")
    page.get_by_label("联系电话").fill("12000000001")
    page.get_by_label("在哪个村（社区）").fill(VILLAGE)
    page.get_by_label("详细地址").fill("某号")
    page.get_by_label("上门事项").select_option("renew")
    page.get_by_label("行动不便的情况").fill("长期卧床")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("待联系")).to_be_visible()
    own = page.url
    page = desk.sit(who.clerk, "/")
    page.get_by_role("link", name="演家属 · 上门换证").click()
    page.get_by_role("link", name="登记上门").click()
    page.get_by_label("申请人身份证号").fill(someone.id_number)
    page.get_by_role("button", name="登记", exact=True).click()
    desk.say("请核对号码")
    page.get_by_label("家属代为预约，已打电话核实").check()
    page.get_by_role("button", name="登记", exact=True).click()
    desk.say("已登记为上门申请。")
    page.goto(own)
    expect(page.get_by_text("已登记上门")).to_be_visible()
    with scope(EVERYTHING):
        assert HomeAsk.objects.get().visit is not None
