"""One purchase of services in the browser: called, offered on the organisations' pages, judged on phones, fulfilled, paid and rated."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from tests import builders
from tests.browser.conftest import enter, phone, shot
from tests.builders import VILLAGE
from tests.congress.stage import people
from tests.handed import PIN, handed
from tests.social import stage
from zulian.accounts import handing
from zulian.accounts.handed_kinds import kind_of
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.social.handed import JUDGE, ORGANISATION, SERVED
from zulian.social.models import Contract, Judge, Milestone, Organisation, Purchase, Served


def fill(page: Page, **values: str) -> None:
    """Fill in fields by their names."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def call(page: Page, base: str) -> str:
    """The need becomes a call; the address of the purchase."""
    page.goto(f"{base}/social/purchases/")
    page.get_by_role("link", name="论证新需求").click()
    fill(
        page,
        title="残疾人居家照料",
        need="为 1 名重度残疾人每周服务两次",
        easy="有人来家里帮您。不收钱。",
        people="1",
        budget="10000",
    )
    page.get_by_role("button", name="保存").click()
    url = page.url
    page.get_by_role("link", name="发布公告").click()
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("收到 0 份")
    return url


def offer(hand: Page, own: str, price: str) -> None:
    """An organisation offers on its own page."""
    hold(hand, own)
    hand.get_by_role("link", name="报价").first.tap()
    fill(hand, price=price, plan="派两名护理员，按周上门，服务有记录。")
    hand.get_by_role("button", name="提交报价").tap()
    expect(hand.locator("main")).to_contain_text("截止前可以改")


def later(days: int) -> None:
    """Let some days go by for the purchase."""
    with scope(EVERYTHING):
        row = Purchase.objects.get()
        for name in ("called_on", "closes_on", "decided_on"):
            if getattr(row, name):
                setattr(row, name, getattr(row, name) - timedelta(days=days))
        row.save()


def hold(hand: Page, url: str) -> None:
    """The holder opens a page for the first time."""
    hand.goto(url)
    fill(hand, pin=PIN, again=PIN)
    hand.get_by_role("button", name="设定并打开").tap()
    expect(hand.locator("[name=pin]")).to_have_count(0)


def judge(page: Page, hand: Page, base: str, url: str, name: str, interest: bool = False) -> None:
    """A judge is appointed, declares and marks on a phone."""
    page.goto(url)
    page.get_by_role("link", name="聘请评审人").click()
    fill(page, name=name, employer="演示大学")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="评审页面")).to_be_visible()
    page.get_by_role("button", name="申请发放").click()
    expect(page.locator("main")).to_contain_text("待发放")
    with scope(EVERYTHING):
        found = Judge.objects.get(name=name)
        _page, path = handing.show(kind_of(JUDGE), str(found.pk), builders.officer(found.region_id))
    hold(hand, f"{base}{path}")
    hand.get_by_label("有，我回避" if interest else "没有，我承诺公正评审").check()
    if interest:
        fill(hand, reason="负责人是我的亲属")
    hand.get_by_role("button", name="提交声明").tap()
    if interest:
        expect(hand.locator("main")).to_contain_text("您已回避")
        return
    expect(hand.get_by_role("button", name="提交评分")).to_be_visible()
    shot(hand, "social-judge-phone")
    for n, field in enumerate(hand.locator("input[type=number]").all()):
        field.fill("9" if n < 3 else "6")
    hand.get_by_role("button", name="提交评分").tap()
    expect(hand.locator("main")).to_contain_text("评分已提交")


def fulfil(page: Page, hand: Page, own: str) -> None:
    """The contract with one milestone is served, delivered, accepted and paid."""
    page.get_by_role("link", name="安排节点").click()
    fill(page, words="全部完成", due_on=str(today()), amount="9000")
    page.get_by_role("button", name="保存").click()
    with scope(EVERYTHING):
        someone = people(VILLAGE, 1)[0]
    page.get_by_role("link", name="登记服务对象").click()
    fill(page, id_number=someone.id_number)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已服务 1 人")
    hand.goto(own)
    hand.get_by_role("link", name="报请验收").tap()
    fill(hand, report="服务 24 次，记录齐全")
    hand.get_by_role("button", name="提交").tap()
    expect(hand.locator("main")).to_contain_text("待验收")
    page.reload()
    page.get_by_role("link", name="验收 全部完成").click()
    page.get_by_label("合格").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已履约")
    page.get_by_role("link", name="登记付款").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已付款")


def test_one_purchase_from_need_to_rating(site: str, browser: Browser, page: Page) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        county = builders.post(Role.COUNTY_OFFICER)
        dear, cheap = stage.registered(name="演示阳光社"), stage.registered(name="演示星星社")
    enter(page, county.user, base)
    hand = phone(browser)
    url = call(page, base)
    with scope(EVERYTHING):
        own, others = (f"{base}{handed(ORGANISATION, row.pk)}" for row in (dear, cheap))
    offer(hand, own, "9000")
    offer(hand, others, "8000")
    page.goto(url)
    assert "9000" not in page.inner_text("main") and "收到 2 份" in page.inner_text("main")
    later(9)
    page.reload()
    page.get_by_role("button", name="开启报价").click()
    expect(page.locator("main")).to_contain_text("评审中")
    for n in range(3):
        judge(page, hand, base, url, f"演评{n}")
    judge(page, hand, base, url, "演回避", interest=True)
    page.goto(url)
    expect(page.locator("main")).to_contain_text("负责人是我的亲属")
    shot(page, "social-purchase")
    page.get_by_role("link", name="确定承接组织").click()
    page.get_by_role("button", name="确定并公示").click()
    expect(page.locator("main")).to_contain_text("第 1 名")
    later(25)
    page.goto(url)
    page.get_by_role("link", name="签订合同").click()
    fill(page, number="演一号", until=str(today() + timedelta(days=60)))
    page.get_by_role("button", name="保存").click()
    fulfil(page, hand, own)
    with scope(EVERYTHING):
        path = handed(SERVED, Served.objects.get().pk)
    hand.goto(f"{base}{path}")
    hand.get_by_role("button", name="打开").tap()
    hand.get_by_label("很满意", exact=True).check()
    hand.get_by_role("button", name="提交").tap()
    expect(hand.get_by_role("status")).to_contain_text("谢谢您")
    hand.goto(f"{base}/social/public/")
    hand.get_by_role("link", name="残疾人居家照料").tap()
    expect(hand.locator("main")).to_contain_text("演示阳光社")
    with scope(EVERYTHING):
        assert (
            Contract.objects.get().fulfilled_on == today()
            and Milestone.objects.get().state == "paid"
        )
        assert Served.objects.get().mark == 5
    hand.context.close()


def test_a_group_is_incubated_and_registered(site: str, page: Page) -> None:
    base = site
    with scope(EVERYTHING):
        builders.regions()
        county = builders.post(Role.COUNTY_OFFICER)
        found = stage.found(name="演示车友会", kind="group")
    enter(page, county.user, base)
    page.goto(f"{base}/social/{found.pk}/")
    page.get_by_role("button", name="开始孵化").click()
    page.get_by_role("link", name="登记成立").click()
    fill(page, credit_code=stage.code("group"), authority="民政局")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("孵化清单还缺")
    page.goto(f"{base}/social/{found.pk}/")
    while page.locator(".todo-item").filter(has_text="必需").count():
        page.locator(".todo-item").filter(has_text="必需").first.get_by_role(
            "link", name="完成"
        ).click()
        with page.expect_navigation():
            page.get_by_role("button", name="保存").click()
    shot(page, "social-path")
    page.get_by_role("link", name="登记成立").click()
    fill(page, credit_code="51210900MJ00000000", authority="民政局")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".field-error")).to_contain_text("校验码")
    fill(page, credit_code=stage.code("group"))
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已登记")
    with scope(EVERYTHING):
        assert Organisation.objects.get(pk=found.pk).state == "registered"
