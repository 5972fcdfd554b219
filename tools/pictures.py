"""Take the pictures of the README and the manual from a running demo: `make run`, then `python tools/pictures.py`.

`python tools/manual.py --write` after it takes them over into the site.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent.parent / "docs/images"
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
WIDTH, COLOURS = 1280, 256


def matrix(page: Page) -> None:
    """This year's clauses against the counties, as the city sees them."""
    page.click("nav.rooms a[href='/plans/']")
    page.click("table tbody a >> nth=0")
    page.get_by_role("link", name="进度表").click()


def counter(page: Page) -> None:
    """What business a holder of a valid card may begin."""
    page.goto(page.url.rstrip("/") + "/certificates/cards/?state=valid")
    page.click("table tbody a >> nth=0")
    page.click("main a[href^='/people/']")
    person = page.url.rstrip("/").rpartition("/")[2]
    page.goto(page.url.replace(f"/people/{person}/", f"/certificates/counter/{person}/"))


# Each picture: who signs in, how high it is, the way there.
SHOTS: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "matrix": ("city", 860, matrix),
    "counter": ("clerk", 987, counter),
}


def main(url: str) -> int:
    """Take all pictures; the exit status."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        print(f"no Chromium found: looked for {', '.join(NAMES)}", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name, (username, height, way) in SHOTS.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": height}, locale="zh-CN")
            page.goto(url)
            page.click(f"button[value='{username}']")
            way(page)
            page.wait_for_load_state("networkidle")
            with Image.open(BytesIO(page.screenshot())) as picture:
                picture.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000/", help="the running demo")
    sys.exit(main(parser.parse_args().url))
