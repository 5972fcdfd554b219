"""Every page in a real browser at both widths: no axe violation, nothing wider than the screen, all by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases
from tests.browser.conftest import CUT, WIDTHS, shot, watched
from tests.tables import certificates, ledgers, sections
from tests.tables.queries import PAGES, READERS
from tests.tables.world import World, address
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope

# Answers that are files or fragments, not pages.
NO_PAGE = {
    "search-typed",
    "plans:clause-changed",
    "documents:download",
    "plans:feed",
    "plans:notice-paper",
    "robots",
    "regions:pick",
    *certificates.FILES,
    *ledgers.FILES,
    *sections.FILES,
}
SEEN = [name for name in PAGES if name not in NO_PAGE]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
  .filter((e, n, all) => e.type !== 'radio' || all.findIndex(o => o.name === e.name && o.form === e.form) === n).length"""
# Of a group of radio buttons the Tab key reaches one, the arrows the others.
SPILLED = """() => [...document.querySelectorAll('.field')].some(f => [...f.querySelectorAll('*')].some(
  e => e.getBoundingClientRect().bottom > f.getBoundingClientRect().bottom + 2)) ||
  [...document.querySelectorAll('.btn, th, .state')].some(b => b.checkVisibility() && b.scrollWidth > b.clientWidth + 2)"""
# What a menu or a tool opens stands within the page's width as well.
BESIDE = """() => [...document.querySelectorAll('details.menu')].filter(menu => {
  menu.open = true;
  const box = menu.querySelector('.menu-body').getBoundingClientRect();
  menu.open = false;
  return box.left < 0 || box.right > innerWidth + 1;
}).map(menu => menu.querySelector('summary').textContent.trim())"""
# What was looked at and is right is not told: telling it takes longer than looking.
AXE = """rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})
  .then(results => results.violations)"""
# In the dark look only colours differ.
CONTRAST = """() => axe.run({runOnly: {type: 'rule', values: ['color-contrast']}, resultTypes: ['violations']})
  .then(results => results.violations)"""
# A page has a score of colours, and each of its elements asks for some: each is read once.
READ_ONCE = """(read => {
  const known = new Map();
  axe.commons.color.Color.prototype.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else { read.call(this, text); known.set(text, [this.r, this.g, this.b, this.alpha]); }
    return this;
  };
})(axe.commons.color.Color.prototype.parseString)"""
# Columns of numbers alone that do not stand under each other; what only looks like a number is none.
UNALIGNED = """() => [...document.querySelectorAll('table:not(.month)')].flatMap(table => {
  const rows = [...table.querySelectorAll('tbody tr')].map(row => [...row.cells]);
  const heads = [...(table.querySelector('thead tr')?.cells ?? [])].map(cell => cell.innerText.trim());
  return heads.filter((head, place) => {
    const cells = rows.map(row => row[place]).filter(cell => cell && cell.colSpan === 1);
    const texts = cells.map(cell => cell.innerText.trim()).filter(text => text && text !== '—');
    return texts.length > 1 && texts.every(text => /^[\\d,]+(\\.\\d+)?%?$/.test(text))
      && !/年度|编号|代码|版本|序号|名次|届次|电话|号$/.test(head)
      && cells.some(cell => !['right', 'end', 'center'].includes(getComputedStyle(cell).textAlign));
  });
})"""
# The page itself keeps what was reached, so that each Tab costs one message and not two.
WATCH = """() => { window.reached = new Set(); document.addEventListener('focusin', e => window.reached.add(e.target), true); }"""


@pytest.fixture(scope="module")
def site(
    server: LiveServer, world_database: tuple[str, World], django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The world of the standing tables behind an address; pages are only looked at, so that all may share it."""
    name, _world = world_database
    with django_db_blocker.unblock(), databases.copied(name) as copy, databases.using(copy):
        yield server.url


@pytest.fixture(scope="module")
def window(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for all addresses, so that scripts, styles and axe are asked for once, and the errors it has shown."""
    with watched(browser) as (page, errors):
        page.add_init_script(f"{AXE_SCRIPT};{READ_ONCE}")
        yield page, errors


@pytest.mark.parametrize("name", SEEN)
def test_a_page_is_accessible_at_every_width_and_by_keyboard(
    window: tuple[Page, list[str]], site: str, world_database: tuple[str, World], name: str
) -> None:
    page, errors = window
    errors.clear()
    _database, world = world_database
    page.context.clear_cookies()
    if name != "accounts:sign-in":
        door = world.doors[world.inside[READERS.get(name, Role.COUNTY_OFFICER)].user_id]
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": door, "url": site}]
        )
    with scope(EVERYTHING):
        page.goto(site + address(name, world))
    faults = []
    for width, (w, h) in WIDTHS.items():
        # The layout follows the width by style alone, so the page need not be asked for again.
        page.set_viewport_size({"width": w, "height": h})
        faults += [f"{width}: {fault}" for fault in look(page)]
        shot(page, f"{name.replace(':', '-')}-{width}")
    page.set_viewport_size({"width": WIDTHS["desktop"][0], "height": WIDTHS["desktop"][1]})
    faults += [f"numbers not right-aligned: {head}" for head in page.evaluate(UNALIGNED)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    faults += [f"dark: {fault}" for fault in told(page.evaluate(CONTRAST))]
    page.emulate_media(color_scheme="light")
    # Last: what has the focus looks otherwise.
    faults += unreached(page)
    assert not faults + errors, "\n".join(faults + errors)


def unreached(page: Page) -> list[str]:
    """Whether the Tab key reaches all that can be used."""
    wanted = page.evaluate(FOCUSABLE)
    page.evaluate(WATCH)
    reached = 0
    # Twelve more where the first ones went to the browser itself.
    for presses in (wanted, 12):
        if reached < wanted:
            for _press in range(presses):
                # Held down: half the messages of as many presses.
                page.keyboard.down("Tab")
            page.keyboard.up("Tab")
            reached = page.evaluate("window.reached.size")
    return [f"{reached} of {wanted} reached by keyboard"] if reached < wanted else []


def told(violations: list[dict[str, Any]]) -> list[str]:
    """What axe found, in one line each."""
    return [
        f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in violations
    ]


def look(page: Page) -> list[str]:
    """What is wrong with the page shown."""
    faults = told(page.evaluate(AXE, RULES))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        faults.append("wider than the screen")
    if beside := page.evaluate(BESIDE):
        faults.append(f"opens beyond the screen: {beside}")
    if page.evaluate(SPILLED):
        faults.append("a field or button spills over its edge")
    # On a wide screen a table that is wider still is scrolled in its box.
    if page.evaluate("innerWidth") == WIDTHS["phone"][0] and (cut := page.evaluate(CUT)):
        faults.append(f"cut off: {cut[:5]}")
    if "invalid name" in page.inner_text("body"):
        faults.append("a widget of the browser shows where a hidden one should stand")
    primary = page.locator("main .btn-primary:visible").count()
    if primary > 1:
        faults.append(f"{primary} primary buttons")
    return faults
