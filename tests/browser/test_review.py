"""A circular is reviewed on its page: by hand and by keyboard, without losing one's place, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from tests import builders
from tests.browser.conftest import WIDTHS, enter, opened, shot
from tests.browser.test_pages import look
from zulian.accounts.models import User
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.services import guesses

FOCUSED = "document.activeElement.id || document.activeElement.closest('.clause')?.id || ''"


@pytest.fixture
def officer(site: str) -> User:
    with scope(EVERYTHING):
        builders.regions()
        return builders.post(Role.CITY_OFFICER).user


@pytest.fixture
def circular(officer: User, real_circular: bytes) -> Circular:
    with scope(EVERYTHING):
        return builders.draft(officer.posts.get(), real_circular.decode())


@pytest.fixture
def review(page: Page, site: str, officer: User, circular: Circular) -> Iterator[Page]:
    """The page of the review, with axe at hand."""
    page.add_init_script(AXE_SCRIPT)
    enter(page, officer, site)
    page.goto(f"{site}/plans/{circular.pk}/review/")
    yield page


def place_of(page: Page, path: str) -> tuple[Locator, int]:
    """A clause on the page, and its key."""
    with scope(EVERYTHING):
        key = Clause.objects.get(path=path).pk
    return page.locator(f"#c{key}"), key


def checked(page: Page, name: str) -> None:
    """Looked at by axe at both widths."""
    faults = []
    for width, (w, h) in WIDTHS.items():
        page.set_viewport_size({"width": w, "height": h})
        faults += [f"{width}: {fault}" for fault in look(page)]
        shot(page, f"review-{name}-{width}")
    page.set_viewport_size({"width": WIDTHS["desktop"][0], "height": WIDTHS["desktop"][1]})
    assert not faults, "\n".join(faults)


def test_a_task_is_corrected_by_keyboard_in_its_clause(review: Page) -> None:
    clause, _key = place_of(review, "四(二)")
    link = clause.get_by_role("link", name="修改").first
    opener = link.get_attribute("id")
    link.focus()
    review.keyboard.press("Enter")
    name = clause.get_by_label("任务", exact=True)
    expect(name).to_be_focused()
    checked(review, "task")
    name.focus()
    review.keyboard.press("Escape")
    expect(clause.locator("form.in-place form, .in-place > form")).to_have_count(0)
    assert review.evaluate(FOCUSED) == opener
    review.keyboard.press("Enter")
    expect(name).to_be_focused()
    name.fill("")
    review.keyboard.press("Enter")
    expect(clause.get_by_text("请填写这一项")).to_be_visible()
    expect(name).to_be_focused()
    name.fill("完成协会换届")
    review.keyboard.press("Enter")
    expect(clause.get_by_text("完成协会换届").first).to_be_visible()
    expect(clause.locator(".in-place > form")).to_have_count(0)
    assert review.evaluate(FOCUSED) == opener
    expect(link).to_be_in_viewport()
    with scope(EVERYTHING):
        assert Task.objects.filter(name="完成协会换届", guesses=[]).count() == 1


def test_guesses_are_settled_one_after_the_other(review: Page, circular: Circular) -> None:
    card = review.locator("#guesses")
    with scope(EVERYTHING):
        tasks = list(circular.tasks.all())
        asked = guesses.questions(circular, tasks, list(circular.clauses.all()))
        second = asked[0].first
    when = next(question for question in asked if question.guess == Guess.DEADLINE)
    assert len(when.tasks) == len(tasks), "no task of the paper has a time: that is one question"
    expect(card.get_by_role("heading", name=re.compile(r"请先定 \d 处"))).to_be_visible()
    checked(review, "guesses")
    card.locator(f"#confirm-deadline-{when.first.pk}").press("Enter")
    expect(card.locator(f"#confirm-deadline-{when.first.pk}")).to_have_count(0)
    assert review.evaluate(FOCUSED) == f"confirm-{asked[0].guess.value}-{second.pk}"
    change = card.locator(f"#guess-{asked[0].guess.value}-{second.pk}")
    change.press("Enter")
    expect(card.get_by_label("市", exact=True)).to_be_focused()
    checked(review, "guess-changed")
    card.get_by_label("市", exact=True).check()
    card.get_by_role("button", name="保存").click()
    expect(change).to_have_count(0)
    expect(review.locator(f"#c{second.clause_id} .task-line").first).to_contain_text("市")
    card.get_by_role("button", name="其余都按推定").click()
    expect(review.get_by_text("项任务已按推定定下。")).to_be_visible()
    with scope(EVERYTHING):
        assert not circular.tasks.exclude(guesses=[]).exists()


def test_measures_are_searched_for(review: Page) -> None:
    clause, key = place_of(review, "四(二)")
    clause.get_by_role("link", name="选指标").press("Enter")
    search = clause.get_by_role("searchbox")
    expect(search).to_be_focused()
    checked(review, "indicators")
    boxes, shown = (
        clause.locator(".grouped-choices label"),
        clause.locator(".grouped-choices label:visible"),
    )
    assert shown.count() == boxes.count() > 50
    search.fill("残疾人证")
    assert 0 < shown.count() < boxes.count()
    expect(clause.locator("output")).to_have_text(f"找到 {shown.count()} 项")
    expect(clause.locator(".grouped-choices fieldset:visible legend").first).to_be_visible()
    shot(review, "review-searched")
    shown.last.click()
    chosen = shown.last.locator("input").get_attribute("value")
    search.fill("")
    assert shown.count() == boxes.count()
    search.press("Enter")
    expect(clause.locator(".in-place > form")).to_have_count(0)
    with scope(EVERYTHING):
        assert chosen in Clause.objects.get(pk=key).indicators


def test_a_clause_is_split_at_a_sentence_and_joined_again(review: Page, circular: Circular) -> None:
    clause, key = place_of(review, "四(二)")
    with scope(EVERYTHING):
        text = Clause.objects.get(pk=key).text
    clause.get_by_role("link", name="拆分").click()
    clause.get_by_role("radio").first.press("Space")
    checked(review, "split")
    clause.get_by_role("radio").first.press("Enter")
    new = review.locator(f"#c{key} + .clause")
    expect(new.get_by_role("link", name="四(二)续").first).to_be_attached()
    assert review.evaluate(FOCUSED) == f"split-{key}"
    new.get_by_role("button", name="并入上一条").click()
    expect(review.get_by_text("已并入上一条。")).to_be_visible()
    assert review.evaluate(FOCUSED) == f"c{key}"
    with scope(EVERYTHING):
        joined = Clause.objects.get(pk=key).text
    assert joined.replace("\n", "") == text.replace("\n", "")


def test_j_and_k_go_from_clause_to_clause(review: Page) -> None:
    keys = [box.get_attribute("id") for box in review.locator("#clauses .clause").all()]
    review.locator("#clauses .clause summary").first.focus()
    for key in ("j", "j", "k"):
        review.keyboard.press(key)
    assert review.evaluate(FOCUSED) == keys[1]
    folded = review.locator(f"#{keys[0]}")
    review.keyboard.press("k")
    review.keyboard.press("Enter")
    expect(folded).to_have_attribute("open", "")
    review.keyboard.press("Enter")
    expect(folded.get_by_role("link", name="改条款")).to_be_hidden()
    review.locator("#q").focus()
    review.keyboard.press("j")
    assert review.evaluate(FOCUSED) == "q"


def test_what_fails_keeps_what_was_typed_and_says_so(review: Page) -> None:
    clause, _key = place_of(review, "四(二)")
    clause.get_by_role("link", name="改条款").click()
    checked(review, "clause")
    clause.get_by_label("标题").fill("写了一半")
    review.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    clause.get_by_role("button", name="保存").click()
    expect(review.get_by_text("没有成功")).to_be_visible()
    expect(clause.get_by_label("标题")).to_have_value("写了一半")


def test_without_javascript_each_link_leads_to_a_page_and_back(
    browser: Browser, site: str, officer: User, circular: Circular
) -> None:
    page = opened(browser, java_script_enabled=False)
    enter(page, officer, site)
    page.goto(f"{site}/plans/{circular.pk}/review/")
    clause, key = place_of(page, "四(二)")
    clause.get_by_role("link", name="选指标").click()
    expect(page.get_by_role("searchbox", name="按名称查找")).to_be_hidden()
    page.locator(".grouped-choices input").last.check()
    page.get_by_role("button", name="保存").first.click()
    expect(page).to_have_url(f"{site}/plans/{circular.pk}/review/#c{key}")
    expect(page.locator(f"#c{key} .measured").last).to_contain_text("衡量指标")
    page.context.close()
