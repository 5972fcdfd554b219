"""An association's work at the office and on phones: committee, meeting, survey in easy reading, activity, a complaint without a telephone."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.associations import stage
from tests.associations.year import live
from tests.browser.conftest import enter, phone, shot, to_waiting
from tests.builders import COUNTY, VILLAGE
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.associations.models import (
    Activity,
    Answer,
    Association,
    Kind,
    Research,
    RightsCase,
    Seat,
    Survey,
)
from zulian.associations.services import bodies
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope


def fill(page: Page, **values: str) -> None:
    """Fill in fields by their names."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def set_up(page: Page, base: str) -> int:
    """The association is registered with its office, a committee with a chair of the group."""
    with scope(EVERYTHING):
        found = Association.objects.get(region_id=COUNTY, kind=Kind.BLIND)
        people = [stage.holder() for _n in range(2)]
    page.goto(f"{base}/associations/")
    page.get_by_role("row", name="盲人协会").get_by_role("link", name="盲人协会").click()
    page.get_by_role("link", name="登记成立").click()
    fill(page, office="残联二楼", area="20", contact="微信 yanshi", easy="我们是盲人朋友的家。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("缺制度")
    shot(page, "association-gaps")
    page.get_by_role("link", name="换届").click()
    page.get_by_role("button", name="产生新一届").click()
    for n, person in enumerate(people):
        page.get_by_role("link", name="登记委员").click()
        fill(page, id_number=person.id_number, name=person.name, home=VILLAGE)
        page.get_by_label("与本类别残疾人的关系").select_option("none" if n == 0 else "self")
        page.get_by_label("职务").select_option("chair" if n == 0 else "vice")
        page.get_by_role("button", name="保存").click()
        if n == 0:
            expect(page.locator(".field-error")).to_contain_text("主席须由本类别残疾人或其亲属担任")
            page.get_by_label("与本类别残疾人的关系").select_option("self")
            page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("副主席")
    return found.pk


def meet(page: Page, base: str, pk: int) -> None:
    """A meeting is called and held; without a quorum it is not."""
    page.goto(f"{base}/associations/{pk}/meeting/")
    page.get_by_label("会议", exact=True).select_option("committee")
    fill(page, subject="一季度全会", on=str(today()))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="发会议通知").click()
    fill(page, place="二楼，有坡道", agenda="一、通报")
    page.get_by_role("button", name="保存并通知").click()
    page.get_by_role("link", name="登记召开").click()
    page.get_by_role("checkbox").first.check()
    fill(page, minutes="议定了分工。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已召开")
    page.get_by_role("link", name="添加议定事项").click()
    fill(page, text="走访每位会员", due=str(today()))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="办结").click()
    fill(page, outcome="已走访 12 人")
    page.get_by_role("button", name="办结").click()
    expect(page.locator("main")).to_contain_text("已走访 12 人")


def ask(page: Page, base: str, pk: int) -> str:
    """A topic with an anonymous survey; the address to fill it in."""
    page.goto(f"{base}/associations/{pk}/research/")
    fill(page, topic="出行难在哪里", question="哪里难", due_on=str(today()))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="设计问卷").click()
    fill(
        page, title="出行问卷", intro="请说说", easy="请说心里话。不用写名字。", until=str(today())
    )
    page.get_by_role("button", name="保存").click()
    for kind, text, options in (
        ("one", "多久出门一次", "每天\n很少"),
        ("scale", "满意吗", ""),
        ("words", "还想说", ""),
    ):
        page.get_by_role("link", name="加题").click()
        page.get_by_label("题型").select_option(kind)
        fill(page, text=text, options=options)
        page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="发布问卷").click()
    expect(page.locator("main")).to_contain_text("填写地址")
    with scope(EVERYTHING):
        return f"{base}/associations/easy/surveys/{Survey.objects.get().code}/"


def answer(hand: Page, url: str) -> None:
    """Filled in on a phone in easy reading, without scripts."""
    hand.goto(url)
    shot(hand, "association-survey-easy")
    hand.get_by_role("button", name="交卷").tap()
    expect(hand.locator(".field-error")).to_have_count(3)
    hand.get_by_label("很少").check()
    hand.get_by_label("很好", exact=True).check()
    hand.get_by_label("还想说").fill("盲道上总停车")
    hand.get_by_role("button", name="交卷").tap()
    expect(hand.locator("main")).to_contain_text("收到了，谢谢您")


def hold_activity(page: Page, base: str, pk: int, office: Post, county: Post) -> None:
    """Planned by the office, approved by the federation, held, summed up with its cost."""
    page.goto(f"{base}/associations/{pk}/activity/?occasion=other")
    fill(
        page,
        title="读书会",
        on=str(today()),
        place="图书馆",
        text="听书",
        easy="我们一起听书。",
        access="有引导员",
        budget="300",
    )
    page.get_by_label("类别").select_option("culture")
    page.get_by_label("时机").select_option("other")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="报残联审批").click()
    expect(page.locator("main")).to_contain_text("待审批")
    url = page.url
    expect(page.get_by_role("link", name="审批")).to_have_count(0)
    enter(page, county.user, base)
    to_waiting(page, base, "待审批的协会活动")
    page.get_by_role("link", name="读书会").first.click()
    page.get_by_role("link", name="审批").first.click()
    page.get_by_label("批准").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已批准")
    enter(page, office.user, base)
    page.goto(url)
    page.get_by_role("link", name="登记举办").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("家属、志愿者等").fill("6")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="总结成效").click()
    fill(page, effect="大家很高兴", cost="260")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("共 7 人")
    shot(page, "association-activity")


def complain(hand: Page, base: str) -> str:
    """A complaint in writing; the address of the own page."""
    hand.goto(f"{base}/associations/public/")
    hand.get_by_role("link", name="我要反映问题").tap()
    hand.get_by_label("找哪个协会").select_option(index=1)
    hand.get_by_label("是哪方面的事").select_option("access")
    fill(hand, text="超市不让导盲犬进", name="演盲友")
    hand.get_by_role("button", name="提交").tap()
    expect(hand.locator("main")).to_contain_text("待受理")
    return hand.url


def handle(page: Page, base: str, hand: Page, own: str) -> None:
    """Taken up from the desk, answered, added to in writing, closed, rated."""
    to_waiting(page, base, "要办的维权个案")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_role("link", name="添加办理记录").click()
    fill(page, text="请问是哪家超市？")
    page.get_by_label("反映人可以看到").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("请问是哪家超市")
    hand.goto(own)
    expect(hand.locator("main")).to_contain_text("请问是哪家超市")
    hand.get_by_role("link", name="补充说明").tap()
    fill(hand, text="文化路那家")
    hand.get_by_role("button", name="提交").tap()
    expect(hand.locator("main")).to_contain_text("文化路那家")
    page.reload()
    expect(page.locator("main")).to_contain_text("文化路那家")
    page.get_by_role("link", name="办结").click()
    fill(page, outcome="超市已改正并道歉")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已办结")
    hand.goto(own)
    expect(hand.locator("main")).to_contain_text("超市已改正并道歉")
    hand.get_by_role("link", name="满意吗").tap()
    hand.get_by_label("很满意", exact=True).check()
    hand.get_by_role("button", name="提交").tap()
    expect(hand.locator("main")).to_contain_text("很满意")
    shot(hand, "association-case-phone")


def test_an_association_from_its_office_to_its_members(
    site: str, browser: Browser, page: Page
) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        county, office = builders.post(Role.COUNTY_OFFICER), builders.post(Role.ASSOCIATION_OFFICER)
    enter(page, office.user, base)
    pk = set_up(page, base)
    meet(page, base, pk)
    plain, hand = phone(browser, java_script_enabled=False), phone(browser)
    answer(plain, ask(page, base, pk))
    with scope(EVERYTHING):
        bodies.set_budget(pk, office, today().year, Decimal(1000), "预算")
        stage.member(office, Association.objects.with_names().get(pk=pk))
    hold_activity(page, base, pk, office, county)
    own = complain(hand, base)
    handle(page, base, hand, own)
    with page.expect_download() as download:
        page.goto(f"{base}/associations/{pk}/")
        page.get_by_role("link", name="年度工作报告").click()
    assert download.value.suggested_filename.endswith(".docx")
    with scope(EVERYTHING):
        assert Seat.objects.filter(office="chair", tie="self").exists()
        assert (Answer.objects.get().name, Answer.objects.get().at) == ("", None)
        assert Research.objects.get().surveys.count() == 1
        assert (Activity.objects.get().state, Activity.objects.get().reached) == ("summed", 7)
        assert (RightsCase.objects.get().state, RightsCase.objects.get().mark) == ("closed", 5)
    for made in (plain, hand):
        made.context.close()


def test_easy_reading_leads_from_the_first_page_to_the_association(
    site: str, browser: Browser
) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        county = builders.post(Role.COUNTY_OFFICER)
        found = stage.standing(county, Kind.INTELLECTUAL)
        bodies.change(found.pk, county, {"easy": "这里有您的朋友。我们一起画画。"})
    hand = phone(browser, java_script_enabled=False)
    hand.goto(f"{base}/associations/public/")
    hand.get_by_role("link", name="易读版").first.tap()
    hand.get_by_role("link", name="我这里的协会").tap()
    hand.get_by_role("link", name="阜新蒙古族自治县").tap()
    hand.get_by_role("link", name="智力残疾人及亲友协会").tap()
    expect(hand.get_by_role("listitem").filter(has_text="我们一起画画")).to_be_visible()
    hand.get_by_role("link", name="有人欺负我").tap()
    expect(hand.get_by_label("找哪个协会")).to_have_value(str(found.pk))
    shot(hand, "association-easy-complain")
    hand.get_by_label("是哪方面的事").select_option("abuse")
    fill(hand, text="有人骂我", name="演小星")
    hand.get_by_role("button", name="提交").tap()
    expect(hand.locator("main")).to_contain_text("我们收到了您的话")
    expect(hand.get_by_role("link", name="我还要说")).to_be_visible()
    hand.context.close()


def test_no_public_form_of_the_room_asks_for_a_telephone(site: str, browser: Browser) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        stage.standing(builders.post(Role.COUNTY_OFFICER))
    hand = phone(browser)
    for path in ("public/complain/", "easy/complain/"):
        hand.goto(f"{base}/associations/{path}")
        assert hand.locator("input[type=tel], [name*=phone]").count() == 0
        required = hand.locator(".field").filter(has_not_text="选填").all_inner_texts()
        assert not any("电话" in words or "手机" in words for words in required)
    hand.context.close()


def test_a_year_of_the_five_as_the_county_looks_back_on_it(site: str, page: Page) -> None:
    base, year = site, today().year - 1
    with scope(EVERYTHING):
        builders.regions()
        county, office = builders.post(Role.COUNTY_OFFICER), builders.post(Role.ASSOCIATION_OFFICER)
        live(county, office, year)
        keys = list(
            Association.objects.under(county.region_id).order_by("pk").values_list("pk", flat=True)
        )
    enter(page, county.user, base)
    page.goto(f"{base}/associations/statistics/?year={year}")
    for short in ("盲协", "聋协", "肢协", "智协", "精协"):
        row = page.get_by_role("row", name=short)
        assert row.locator("td").all_inner_texts() == [
            "1",
            "1",
            "3",
            "6",
            "2",
            "14",
            "3",
            "1",
            "1",
            "1",
            "1",
            "1",
        ]
    shot(page, "association-year")
    page.goto(f"{base}/associations/reviews/?year={year}")
    expect(page.get_by_role("cell", name="优秀")).to_have_count(5)
    for pk in keys:
        page.goto(f"{base}/associations/{pk}/")
        expect(page.locator("main")).to_contain_text("没有本年度经费")
        with page.expect_download() as download:
            page.evaluate(f"location.href = '/associations/{pk}/report/?year={year}'")
        assert f"{year}年工作报告" in download.value.suggested_filename
    page.goto(f"{base}/associations/activities/brands/")
    expect(page.locator("main")).to_contain_text("听见好书")
    page.goto(f"{base}/associations/public/?at={COUNTY}")
    expect(page.locator("main .list-group-item").filter(has_text="阜新蒙古族自治县")).to_have_count(
        5
    )
