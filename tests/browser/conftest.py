"""A real Chromium for the journeys; where none is found the tests are skipped and say so."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases
from tests.waiting import PATIENCE_SECONDS
from zulian.accounts.models import User

# Playwright keeps an event loop in this thread; the tests themselves use the database one call at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# The shell without a window costs half the time; any whole Chromium will do.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # No script runs long enough to win back what its optimization costs.
    "--js-flags=--no-maglev --no-turbofan",
]
# A refused step, and a phone without signal: both are part of journeys.
EXPECTED = re.compile("status of 40|ERR_INTERNET_DISCONNECTED")
# How often, and after how many milliseconds, a page is asked again.
WAITS, WAIT_MS = 100, 100
WIDTHS = {"desktop": (1280, 860), "phone": (390, 844)}
# The cells of lists whose words stand outside the window, or closer to its edge than a finger's breadth.
CUT = """() => [...document.querySelectorAll("table.list:not(.matrix) tbody td")].filter(cell => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), words = document.createRange();
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim() || texts.currentNode.parentElement.closest(".visually-hidden")) continue;
    words.selectNodeContents(texts.currentNode);
    const box = words.getBoundingClientRect();
    if (box.width && (box.left < 8 || box.right > innerWidth - 8)) return true;
  }
  return false;
}).map(cell => cell.dataset.label + ": " + cell.textContent.trim().slice(0, 40))"""
PATIENCE = PATIENCE_SECONDS * 1000
SHOTS = Path(__file__).parent.parent.parent / "build/screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(
            f"no Chromium found (looked for {', '.join(NAMES)}): install one to run the browser tests"
        )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site behind a port of this machine; it serves the database that the connection leads to."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def site(server: LiveServer, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a site with an empty database of its own, which is thrown away and need not be flushed."""
    with django_db_blocker.unblock(), databases.copied() as name, databases.using(name):
        yield server.url


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh page at desktop width that fails the test on any script error; it closes before its site does."""
    with watched(browser) as (page, errors):
        yield page
    assert errors == []


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A fresh page at desktop width, and the script errors it has shown."""
    width, height = WIDTHS["desktop"]
    viewport: Any = {"width": width, "height": height}
    page = opened(browser, viewport=viewport, accept_downloads=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda m: (
            errors.append(m.text) if m.type == "error" and not EXPECTED.search(m.text) else None
        ),
    )
    yield page, errors
    page.context.close()


def opened(browser: Browser, **about: Any) -> Page:
    """A page in a context of its own, that waits for what comes as long as a slow machine takes."""
    context = browser.new_context(locale="zh-CN", **about)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def phone(browser: Browser, width: int = WIDTHS["phone"][0], **about: Any) -> Page:
    """A page on a phone, which is touched."""
    return opened(
        browser, viewport={"width": width, "height": WIDTHS["phone"][1]}, has_touch=True, **about
    )


def enter(page: Page, user: User, base: str) -> None:
    """Sign in without the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])


def until(page: Page, words: str) -> None:
    """Wait until an expression holds in a page; asked from outside, for the site's policy lets no page evaluate words itself."""
    for _n in range(WAITS):
        if page.evaluate(words):
            return
        page.wait_for_timeout(WAIT_MS)
    pytest.fail(f"never true: {words}")


def shot(page: Page, name: str) -> None:
    """Keep a screenshot for people to look at, where they ask for it: ZULIAN_SHOTS=1."""
    if "ZULIAN_SHOTS" not in os.environ:
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def to_waiting(page: Page, base: str, group: str) -> None:
    """From the home page to all that waits in a group, be its first rows shown there or its count alone."""
    page.goto(f"{base}/")
    page.locator("main").get_by_role("link", name=group).first.click()
