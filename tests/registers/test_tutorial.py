"""The code of docs/new-register.md is what it says: an app of its own, in few lines, that works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/new-register.md"
FILE = re.compile(r"`(\w+\.py)`[^\n]*\n\n```python\n(.*?)```", re.DOTALL)
MOST_LINES = 60


def files() -> dict[str, str]:
    """The files of the tutorial by their names."""
    return dict(FILE.findall(DOCUMENT.read_text(encoding="utf-8")))


def test_a_new_register_takes_few_lines() -> None:
    lines = [line for text in files().values() for line in text.splitlines() if line.strip()]
    assert set(files()) == {"models.py", "registers.py", "urls.py"} and len(lines) < MOST_LINES, (
        len(lines)
    )


def test_the_tutorial_works(tmp_path: Path) -> None:
    app = tmp_path / "aids"
    (app / "migrations").mkdir(parents=True)
    for name, text in {"__init__.py": "", "migrations/__init__.py": "", **files()}.items():
        (app / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "tests.registers.tutorial_site", str(tmp_path)]
    # A place of its own: the database of the tests is in use.
    own = {**os.environ, "ZULIAN_HOME": str(tmp_path / "home"), "PYTEST_XDIST_WORKER": "tutorial"}
    own.pop("DATABASE_URL", None)
    done = subprocess.run(
        command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
