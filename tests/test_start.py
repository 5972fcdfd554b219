"""Starting costs little: what weighs much is imported where it is used, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# Each costs a tenth of a second or tens of megabytes, and serves a few pages or jobs.
HEAVY = (
    "PIL",
    "borax",
    "cv2",
    "docx",
    "granian",
    "icalendar",
    "numpy",
    "openpyxl",
    "ortools",
    "pandas",
    "prometheus_client",
    "pypdfium2",
    "pypinyin",
    "python_calamine",
    "reportlab",
    "xlsxwriter",
)
START = "import sys, django; django.setup(); import zulian.urls; print(*sys.modules)"


def modules_after(code: str, home: Path) -> set[str]:
    """The modules that a fresh process holds after some code, with the settings of the site itself."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zulian.settings",
        "ZULIAN_HOME": str(home),
    }
    environment.pop("DATABASE_URL", None)
    environment["PYTHONPATH"] = str(Path(__file__).parents[1] / "src")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_what_is_heavy_is_installed() -> None:
    """Otherwise the next test could not fail."""
    assert [name for name in HEAVY if find_spec(name) is None] == []


def test_neither_models_nor_addresses_need_heavy_modules(tmp_path: Path) -> None:
    modules = modules_after(START, tmp_path)
    assert "zulian.congress.views.meeting" in modules
    assert sorted(modules.intersection(HEAVY)) == []


def test_one_use_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    use = "import sys, django; django.setup(); from zulian.regions.services import initials; initials('阜新市'); print(*sys.modules)"
    assert sorted(modules_after(use, tmp_path).intersection(HEAVY)) == ["pypinyin"]
