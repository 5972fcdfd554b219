"""Files stay small, and the formatter alone lays them out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_LINES = 400
# One idea each that is longer, with how long it may be.
LONGER = {
    "plans/services/joining.py": 460,
}
LAID_OUT_BY_HAND = re.compile(r"#\s*fmt:|#\s*yapf:")


def files(*folders: str) -> list[Path]:
    """The Python files of the project's folders, migrations apart."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def test_a_file_is_read_in_one_go() -> None:
    lines = {
        str(path.relative_to(ROOT / "src/zulian")): path.read_text(encoding="utf-8").count("\n")
        for path in files("src")
    }
    assert {name: n for name, n in lines.items() if n > LONGER.get(name, MOST_LINES)} == {}, (
        "split it along its ideas"
    )
    assert [name for name in LONGER if lines[name] <= MOST_LINES] == [], "is short now"


def test_the_formatter_alone_lays_out() -> None:
    by_hand = [
        path
        for path in files("src", "tests", "bench", "tools", "deploy")
        if path != Path(__file__) and LAID_OUT_BY_HAND.search(path.read_text(encoding="utf-8"))
    ]
    assert by_hand == []
