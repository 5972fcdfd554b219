"""The certificates room in a real browser: a card's whole life by keyboard, an objection, a round of home visits without signal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import builders
from tests.browser.conftest import enter, opened, shot, until
from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates.office import (
    Office,
    applied,
    bring_to,
    holder,
    new_number,
    office,
    person,
    sent,
    sworn,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, Request, State, Stop
from zulian.certificates.services import visits
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.models import Person
from zulian.regions.models import Place


class Desk:
    """A browser at which one after the other signs in."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def sit(self, post: Post, path: str = "/") -> Page:
        enter(self.page, post.user, self.base)
        self.page.goto(self.base + path)
        return self.page

    def case(self, post: Post, case: Case) -> Page:
        return self.sit(post, f"/certificates/cases/{case.pk}/")

    def key(self, key: str) -> None:
        """Press a key of the page, once its script is there."""
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)

    def ready_to_type(self) -> None:
        """Wait until a field has the focus, as somebody who looks at the page does."""
        until(self.page, "document.activeElement instanceof HTMLInputElement")

    def pick(self, label: str, code: str) -> None:
        """Type a division and wait for the suggestions that this asks for."""
        with self.page.expect_response(lambda response: "/regions/pick/" in response.url):
            self.page.get_by_label(label).fill(code)

    def agree(self, post: Post, case: Case) -> None:
        """A reviewer, or the leader, agrees."""
        page = self.case(post, case)
        page.get_by_label("同意", exact=True).check()
        page.get_by_role("button", name="提交意见").click()
        self.say("意见已记录。")

    def make(self, post: Post, case: Case) -> None:
        """A clerk looks at the person once more and gives the number."""
        page = self.case(post, case)
        page.get_by_label("已核对").check()
        page.get_by_role("button", name="编号制证").click()
        self.say("证号已编制")

    def say(self, words: str) -> None:
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible()


@pytest.fixture
def desk(page: Page, site: str) -> Desk:
    with scope(EVERYTHING):
        builders.regions()
    return Desk(page, site)


def latest() -> Case:
    with scope(EVERYTHING):
        return Case.objects.with_names().order_by("-pk")[0]


def test_the_whole_life_of_a_card(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, there = office(COUNTY), office(OTHER_COUNTY)
        number = new_number()
    page = desk.sit(who.clerk, "/certificates/counter/")
    desk.ready_to_type()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator("#id_id_number")).to_have_value(number)
    page.get_by_label("姓名", exact=True).fill("演甲乙")
    desk.pick("户籍所在地", VILLAGE)
    page.get_by_label("联系电话").fill("12000000001")
    page.get_by_label("已签署个人信息处理同意书").check()
    page.get_by_role("button", name="登记，下一步").click()
    desk.say("按数字键直接开始")
    desk.key("1")
    expect(page.get_by_role("heading", name="首次申领")).to_be_visible()
    expect(page.get_by_role("button", name="材料齐全，受理")).to_be_focused()
    page.keyboard.press("Enter")
    desk.say("请选择申请评定的残疾类别")
    desk.key("4")
    expect(page.get_by_label("肢体")).to_be_checked()
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    shot(page, "card-1-accepted")
    case = latest()
    with page.expect_download() as download:
        desk.key("p")
    assert download.value.suggested_filename == "残疾人证申请表.pdf"
    desk.key("1")
    page.get_by_label("评定机构", exact=True).select_option(index=1)
    group = page.get_by_role("group", name="评定类别", exact=True)
    expect(group.get_by_label("肢体")).to_be_checked()
    page.get_by_role("button", name="派单").click()
    desk.say("已派单")

    page = desk.sit(who.assessor, "/")
    page.locator("a.todo-item", has_text="演甲乙").click()
    find_otherwise(desk, case)
    page = desk.case(who.clerk, case)
    desk.say("医生理由：合并髋关节强直")
    page.get_by_label("理由成立").check()
    page.get_by_role("button", name="提交核对").click()
    desk.say("已核对。")

    desk.case(who.clerk, case)
    expect(page.get_by_role("button", name="公示期满")).to_have_count(0)
    assert page.context.browser is not None
    board = opened(page.context.browser)
    board.goto(f"{desk.base}/certificates/board/{VILLAGE}/")
    expect(board.get_by_text("演**")).to_be_visible()
    expect(board.get_by_text("演甲乙")).to_have_count(0)
    board.context.close()
    with scope(EVERYTHING):
        Case.objects.filter(pk=case.pk).update(publish_until=today() - timedelta(days=1))
    desk.case(who.clerk, case).get_by_role("button", name="公示期满").click()
    desk.say("已送审核。")
    desk.agree(who.reviewer, case)
    desk.agree(who.leader, case)
    desk.make(who.clerk, case)
    page.get_by_role("button", name="已发放").click()
    desk.say("已发放，办件办结。")
    shot(page, "card-2-handed-over")

    renew(desk, who)
    transfer_and_cancel(desk, who, there)


def find_otherwise(desk: Desk, case: Case) -> None:
    """The doctor sees what was measured suggests while entering, and says why another grade was found."""
    page = desk.page
    suggested = page.locator("#expected")
    expect(suggested).to_contain_text("还不能推算")
    page.get_by_label("双小腿缺失", exact=True).check()
    expect(suggested).to_contain_text("三级")
    page.get_by_label("肢体残疾等级").select_option("2")
    expect(suggested).to_contain_text("请写明理由")
    expect(page.get_by_label("双小腿缺失", exact=True)).to_be_checked()
    shot(page, "finding-1-suggested")
    page.get_by_role("button", name="提交评定结论").click()
    desk.say("按测量结果推算为“三级”，与所评不一致")
    with scope(EVERYTHING):
        assert not case.findings.exists()
    page.get_by_label("理由（结论与推算不同，或测量没有填全）").fill("合并髋关节强直")
    page.get_by_role("button", name="提交评定结论").click()
    desk.say("不一致，请复核")


def renew(desk: Desk, who: Office) -> None:
    """The card nears its end and is renewed from the list."""
    with scope(EVERYTHING):
        Certificate.objects.live().update(
            issued_on=today() - timedelta(days=3590), valid_until=today() + timedelta(days=60)
        )
    page = desk.sit(who.clerk, "/certificates/expiring/?months=3")
    page.get_by_label("全选").check()
    page.get_by_role("button", name="开出换领").click()
    desk.say("已办 1 条")
    case = latest()
    page = desk.case(who.clerk, case)
    page.get_by_role("link", name="补收材料").click()
    for item in ("申请人居民身份证", "近期两寸", "原残疾人证"):
        page.get_by_role("group", name="收到的材料").get_by_label(item).check()
    page.get_by_role("button", name="保存").click()
    desk.say("已受理。")
    desk.agree(who.reviewer, case)
    desk.make(who.clerk, case)
    page.get_by_role("button", name="已发放").click()
    desk.say("已发放")
    with scope(EVERYTHING):
        numbers = {card.number for card in Certificate.objects.all()}
        assert len(numbers) == 1, "renewal keeps the number"


def transfer_and_cancel(desk: Desk, who: Office, there: Office) -> None:
    """The holder moves to the other county and gives the card back there."""
    with scope(EVERYTHING):
        mover = Certificate.objects.live().get().person_id
    page = desk.sit(who.clerk, f"/certificates/counter/{mover}/transfer/")
    desk.pick("迁入地", OTHER_VILLAGE)
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    page = desk.case(there.clerk, latest())
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="答复").click()
    desk.say("已答复。")
    page = desk.sit(there.clerk, f"/certificates/counter/{mover}/cancel/")
    page.get_by_label("事由").fill("本人申请注销")
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    desk.agree(there.reviewer, latest())
    with scope(EVERYTHING):
        card = Certificate.objects.get(state="cancelled")
        assert (card.region_id, Person.objects.get(pk=mover).region_id) == (
            OTHER_VILLAGE,
            OTHER_VILLAGE,
        )
    page = desk.sit(there.clerk, f"/certificates/counter/{mover}/first/")
    desk.say("满一年后")


def test_an_applicant_at_the_counter_takes_under_ten_keystrokes(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, someone = office(), person()
    page, pressed = desk.sit(who.clerk, "/certificates/counter/"), 0

    def press(*keys: str) -> None:
        nonlocal pressed
        for key in keys:
            pressed += 1
            desk.key(key)

    desk.ready_to_type()
    page.keyboard.type(someone.id_number)  # the data: a reader types it
    press("Enter")
    expect(page.get_by_text("按数字键直接开始")).to_be_visible()
    press("1")
    expect(page.get_by_role("button", name="材料齐全，受理")).to_be_focused()
    press("4", "Enter")
    desk.say("已受理。")
    with page.expect_download():
        press("p")
    press("n")
    expect(page.get_by_label("身份证号、残疾人证号、电话、姓名或拼音")).to_be_focused()
    assert pressed < 10
    assert latest().state == State.ORDER


def test_an_objection_goes_to_the_city_and_changes_the_result(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        case = bring_to(who, applied(who, person()), State.PUBLISH, 3)
    page = desk.case(who.clerk, case)
    page.get_by_role("link", name="登记异议").click()
    page.get_by_label("异议理由").fill("认为等级偏轻")
    page.get_by_role("button", name="登记，报送复核").click()
    desk.say("异议已登记")
    page = desk.sit(city, "/")
    page.locator("a.todo-item", has_text="认为等级偏轻").click()
    page.get_by_label("异议成立").check()
    page.get_by_label("肢体").select_option("2")
    page.get_by_label("复核意见").fill("复核为肢体二级")
    page.get_by_role("button", name="记录结论").click()
    desk.say("复核结论已记录")
    shot(page, "objection-decided")
    with scope(EVERYTHING):
        case = Case.objects.get(pk=case.pk)
    assert (case.state, case.grade, case.paused_on) == (State.PUBLISH, 2, None)


def start(desk: Desk, who: Office, person_id: int, kind: str, reason: str) -> Case:
    """Take a business down at the counter, with all its papers."""
    page = desk.sit(who.clerk, f"/certificates/counter/{person_id}/{kind}/")
    page.get_by_label("事由").fill(reason)
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    return latest()


def finish(desk: Desk, who: Office, case: Case) -> None:
    """Review, production and handing over."""
    desk.agree(who.reviewer, case)
    desk.make(who.clerk, case)
    page = desk.page
    page.get_by_role("button", name="已发放").click()
    desk.say("已发放，办件办结。")


def test_a_damaged_card_keeps_its_number_and_a_lost_one_gets_its_mark(desk: Desk) -> None:
    with scope(EVERYTHING):
        who = office()
        someone, card = holder(who)
    page = desk.sit(who.clerk, f"/certificates/counter/{someone.pk}/")
    expect(page.get_by_role("link", name="损毁换领")).to_be_visible()
    expect(page.get_by_role("link", name="遗失补办")).to_be_visible()
    desk.say("档案中没有本人照片")
    finish(desk, who, start(desk, who, someone.pk, "damage", "折断"))
    with scope(EVERYTHING):
        assert Certificate.objects.live().get().number == card.number
    start(desk, who, someone.pk, "loss", "集市上丢失")
    finish(desk, who, start(desk, who, someone.pk, "replacement", "集市上丢失"))
    with scope(EVERYTHING):
        assert Certificate.objects.live().get().number == f"{card.number}B1"
    page.goto(f"{desk.base}/certificates/counter/{someone.pk}/details/")
    page.get_by_label("新电话").fill("12000000008")
    page.get_by_role("button", name="材料齐全，受理").click()
    desk.say("已受理。")
    with scope(EVERYTHING):
        assert (latest().state, Certificate.objects.count()) == (State.CLOSED, 3)


def test_an_objection_stops_a_card_that_is_being_made(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        case = bring_to(who, applied(who, person()), State.PRODUCE, 3)
    page = desk.case(who.clerk, case)
    page.get_by_role("link", name="登记告知").click()
    page.get_by_label("告知方式").select_option("letter")
    page.get_by_role("button", name="登记", exact=True).click()
    desk.say("异议期自告知之日起算")
    page.get_by_role("link", name="登记异议").click()
    page.get_by_label("异议理由").fill("认为等级偏轻")
    page.get_by_role("button", name="登记，报送复核").click()
    desk.say("异议已登记")
    expect(page.get_by_role("button", name="编号制证")).to_have_count(0)
    desk.say("异议复核")
    shot(page, "objection-in-production")
    with scope(EVERYTHING):
        objection = case.objections.get()
    page = desk.sit(city, f"/certificates/objections/{objection.pk}/")
    desk.say("档案中没有本人照片")
    page.get_by_label("维持原结论").check()
    page.get_by_label("复核意见").fill("维持肢体三级")
    page.get_by_role("button", name="记录结论").click()
    desk.say("复核结论已记录")
    desk.make(who.clerk, case)


def test_a_doctor_without_scripts_asks_by_a_button(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        builders.regions()
        who = office()
        order = sent(who, applied(who, person()))
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    enter(plain, who.assessor.user, site)
    plain.goto(f"{site}/certificates/orders/{order.pk}/")
    plain.get_by_label("单小腿缺失").check()
    plain.get_by_label("肢体残疾等级").select_option("1")
    plain.get_by_role("button", name="按测量值推算").click()
    expect(plain.locator("#expected")).to_contain_text("四级")
    expect(plain.locator("#expected")).to_contain_text("请写明理由")
    expect(plain.get_by_label("单小腿缺失")).to_be_checked()
    expect(plain.get_by_label("肢体残疾等级")).to_have_value("1")
    with scope(EVERYTHING):
        assert not order.findings.exists()
    context.close()


def test_cases_are_reviewed_approved_and_made_in_batches(desk: Desk) -> None:
    with scope(EVERYTHING):
        who = office()
        cases = [bring_to(who, applied(who, person()), State.REVIEW) for _n in range(3)]

    def all_of(post: Post, state: str, button: str, answer: str) -> None:
        page = desk.sit(post, f"/certificates/cases/?state={state}")
        page.get_by_label("全选").check()
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text("肢体二级 · 没有照片")).to_have_count(3)
        page.get_by_label(answer, exact=answer == "同意").check()
        page.get_by_role("button", name=button, exact=True).click()
        desk.say("已办 3 条")

    all_of(who.reviewer, "review", "审核", "同意")
    all_of(who.leader, "approve", "审批", "同意")
    all_of(who.clerk, "produce", "编号制证", "已核对")
    with scope(EVERYTHING):
        states = set(
            Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("state", flat=True)
        )
        assert states == {State.HANDOVER}


def test_a_round_of_home_visits_goes_on_without_signal(desk: Desk) -> None:
    with scope(EVERYTHING):
        who, second = office(), sworn(Role.CERTIFICATE_CLERK)
        Place.objects.bulk_create(
            [
                Place(region_id=c, latitude=42, longitude=121.6, source="演示")
                for c in (COUNTY, VILLAGE)
            ]
        )
        people = [person(name=f"演{n}号") for n in ("一", "二")]
    page = desk.sit(who.clerk, "/certificates/visits/teams/add/")
    page.get_by_label("小组名称").fill("第一小组")
    page.get_by_label("成员").fill("演甲、演乙")
    page.get_by_role("button", name="保存").click()
    for someone in people:
        page.goto(f"{desk.base}/certificates/visits/ask/{someone.pk}/")
        page.get_by_label("上门事项").select_option("deliver")
        page.get_by_label("行动不便的情况").fill("长期卧床")
        page.get_by_role("button", name="登记").click()
        page.get_by_label("同意上门").check()
        page.get_by_label("说明").fill("电话核实过")
        page.get_by_role("button", name="提交").click()
        desk.say("已处理。")
    page.goto(f"{desk.base}/certificates/visits/rounds/add/")
    page.get_by_label("上门日期").fill(today().isoformat())
    page.get_by_role("button", name="编排").click()
    desk.say("已编排")
    page.get_by_role("button", name="下发给小组").click()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="手机页面").click()
    until(page, "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)")
    page.reload()
    until(page, "caches.match(location.href).then(Boolean)")

    page.context.set_offline(True)
    page.reload()  # the page itself comes from the phone now
    stops = page.locator(".stop")
    stops.nth(0).get_by_label("已办").check()
    stops.nth(0).get_by_label("情况").fill("证已送到")
    stops.nth(0).get_by_role("button", name="保存").click()
    expect(stops.nth(0).get_by_text("已存在手机里")).to_be_visible()
    shot(page, "visit-without-signal")
    with scope(EVERYTHING):
        assert not Stop.objects.exclude(outcome="").exists()
        there = Stop.objects.order_by("order")[1]
        import uuid

        visits.report(second, visits.Report(uuid.uuid4(), there.pk, 1, "absent", "家中无人"))
    stops.nth(1).get_by_label("本人不办").check()
    stops.nth(1).get_by_role("button", name="保存").click()
    expect(stops.nth(1).get_by_text("已存在手机里")).to_be_visible()

    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(stops.nth(0).locator(".kept")).to_have_text("已保存")
    expect(stops.nth(1).get_by_text("这一站已由别人填报")).to_be_visible()
    shot(page, "visit-conflict")
    stops.nth(1).get_by_role("button", name="保留对方填的").click()
    expect(stops.nth(1).locator(".said")).to_contain_text("本人不在")
    page.reload()
    with scope(EVERYTHING):
        kept = [(s.outcome, s.note) for s in Stop.objects.order_by("order")]
        assert kept == [("done", "证已送到"), ("absent", "家中无人")]
        assert sorted(Request.objects.values_list("state", flat=True)) == ["done", "waiting"]
