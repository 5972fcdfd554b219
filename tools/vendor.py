"""Write or verify static/vendor/manifest.json: name, version, licence and SHA-256 of every vendored file.

Run `python tools/vendor.py` to verify (part of `make check`), with `--write` after an upgrade,
with `--icons DIR` to rebuild the icon sprite from an unpacked @tabler/icons package. Tabler's whole sheet lies in
tools/vendored; what the site serves of it `tools/trim_styles.py` cuts and verifies.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "src/zulian/static/vendor"
WHOLE = {"tabler": Path(__file__).parent / "vendored"}
PARTS = {
    "tabler": {"package": "@tabler/core", "version": "1.6.1", "licence": "MIT"},
    "htmx": {"package": "htmx.org", "version": "2.0.11", "licence": "0BSD"},
    "echarts": {"package": "echarts", "version": "6.1.0", "licence": "Apache-2.0"},
    "icons": {"package": "@tabler/icons", "version": "3.51.0", "licence": "MIT"},
}
ICONS = [
    "home",
    "search",
    "inbox",
    "clipboard-list",
    "table",
    "map-2",
    "users",
    "chart-bar",
    "file-text",
    "calendar",
    "upload",
    "download",
    "check",
    "x",
    "clock",
    "alert-triangle",
    "arrow-back-up",
    "send",
    "paperclip",
    "chevron-right",
    "chevron-down",
    "menu-2",
    "user-circle",
    "logout",
    "bell",
    "printer",
    "trophy",
    "history",
    "eye",
    "edit",
    "arrows-exchange",
    "scissors",
    "arrow-merge",
    "shield-lock",
    "circle-check",
    "circle-dashed",
    "player-pause",
    "ban",
    "refresh",
    "filter",
    "plus",
    "link",
    "help",
    "keyboard",
]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files(folder: Path) -> dict[str, str]:
    return {path.name: digest(path) for path in sorted(folder.iterdir())}


def manifest() -> dict[str, object]:
    return {
        name: {**part, "files": files(WHOLE.get(name, VENDOR / name))}
        for name, part in PARTS.items()
    }


def build_icons(package: Path) -> None:
    symbols = []
    for name in sorted(ICONS):
        svg = (package / f"icons/outline/{name}.svg").read_text()
        inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
        if inner is None:
            raise SystemExit(f"{name}.svg has no body")
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(inner[1].split(chr(10)))}</symbol>'
        )
    body = "\n".join(symbols)
    (VENDOR / "icons/icons.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    options.add_argument("--icons", type=Path)
    chosen = options.parse_args()
    if chosen.icons:
        build_icons(chosen.icons)
    path = VENDOR / "manifest.json"
    now = json.dumps(manifest(), indent=2, sort_keys=True) + "\n"
    if chosen.write:
        path.write_text(now)
    elif path.read_text() != now:
        sys.exit(
            "static/vendor differs from its manifest: restore the files, or run tools/vendor.py --write"
        )


if __name__ == "__main__":
    main()
