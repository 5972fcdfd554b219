"""Places of their own for tests that start the program: a folder, an environment, and what runs for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import COMMAND_SECONDS, wait_until

SOURCE = Path(__file__).parents[1] / "src"


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a place in `home` on the embedded database, without settings of the tests."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ZULIAN_", "DATABASE_", "DJANGO_"))
    }
    return clean | {"ZULIAN_HOME": str(home), "PYTHONPATH": str(SOURCE)} | more


def begin(home: Path, *command: str, **more: str) -> subprocess.Popen[str]:
    """Start a command for a place, in a process group of its own; both its streams come as one."""
    return subprocess.Popen(
        [sys.executable, "-m", "zulian", *command],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(home: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command for a place to its end."""
    return subprocess.run(
        [sys.executable, "-m", "zulian", *command],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=COMMAND_SECONDS,
    )


def wait_for(process: subprocess.Popen[str], beginning: str) -> str:
    """Read what a process says up to a line with this beginning; the line."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(beginning):
            return line
    raise AssertionError("".join(said))


def processes(home: Path) -> set[int]:
    """Every process that runs for a place, whoever started it."""
    mark = f"ZULIAN_HOME={home}".encode()
    running = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                running.add(int(folder.name))
        except OSError:  # it ended meanwhile, or is not ours
            continue
    return running


def gone(home: Path) -> None:
    """Nothing runs for a place any more; what was just killed takes a moment."""
    wait_until(lambda: not processes(home))
