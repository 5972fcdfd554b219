"""Every page in a real browser at both widths: no axe violation, nothing wider than the screen, all by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, enter, shot
from tests.tables import certificates, ledgers, sections
from tests.tables.test_queries import PAGES, READERS
from tests.tables.world import address, build
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope

# Answers that are files or fragments, not pages.
NO_PAGE = {"documents:download", "plans:feed", "regions:pick", *certificates.FILES, *ledgers.FILES, *sections.FILES}
SEEN = [name for name in PAGES if name not in NO_PAGE]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PARTS = 6
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
  .filter((e, n, all) => e.type !== 'radio' || all.findIndex(o => o.name === e.name && o.form === e.form) === n).length"""
# Of a group of radio buttons the Tab key reaches one, the arrows the others.
SPILLED = """() => [...document.querySelectorAll('.field')].some(f => [...f.querySelectorAll('*')].some(
  e => e.getBoundingClientRect().bottom > f.getBoundingClientRect().bottom + 2)) ||
  [...document.querySelectorAll('.btn, th, .state')].some(b => b.checkVisibility() && b.scrollWidth > b.clientWidth + 2)"""
# The page itself keeps what was reached, so that each Tab costs one message and not two.
WATCH = """() => { window.reached = new Set(); document.addEventListener('focusin', e => window.reached.add(e.target), true); }"""


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_pages_are_accessible_at_every_width_and_by_keyboard(page: Page, live_server: Any, part: int) -> None:
    faults: list[str] = []
    with scope(EVERYTHING):
        world = build()
        for name in SEEN[part::PARTS]:
            if name == "accounts:sign-in":
                page.context.clear_cookies()
            else:
                enter(page, world.inside[READERS.get(name, Role.COUNTY_OFFICER)].user, live_server.url)
            page.goto(live_server.url + address(name, world))
            for width, (w, h) in WIDTHS.items():
                # The layout follows the width by style alone, so the page need not be asked for again.
                page.set_viewport_size({"width": w, "height": h})
                faults += [f"{name} {width}: {fault}" for fault in look(page)]
                shot(page, f"{name.replace(':', '-')}-{width}")
            page.set_viewport_size({"width": WIDTHS["desktop"][0], "height": WIDTHS["desktop"][1]})
            # Last: what has the focus looks otherwise.
            faults += [f"{name}: {fault}" for fault in unreached(page)]
    assert not faults, "\n".join(faults)


def unreached(page: Page) -> list[str]:
    """Whether the Tab key reaches all that can be used."""
    wanted = page.evaluate(FOCUSABLE)
    page.evaluate(WATCH)
    for _ in range(wanted + 12):
        page.keyboard.press("Tab")
    reached = page.evaluate("window.reached.size")
    return [f"{reached} of {wanted} reached by keyboard"] if reached < wanted else []


def look(page: Page) -> list[str]:
    """What is wrong with the page shown."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    faults = [
        f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found.response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        faults.append("wider than the screen")
    if page.evaluate(SPILLED):
        faults.append("a field or button spills over its edge")
    if "invalid name" in page.inner_text("body"):
        faults.append("a widget of the browser shows where a hidden one should stand")
    primary = page.locator("main .btn-primary:visible").count()
    if primary > 1:
        faults.append(f"{primary} primary buttons")
    return faults
