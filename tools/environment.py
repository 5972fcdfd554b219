"""Make the environment of this clone: `environment.py LOCK STAMP`, as `make` calls it; nothing to do costs nothing.

An installation that was interrupted, and an environment that was made in another folder or by an interpreter that is gone,
is made anew. Of two that begin at once the second waits for the first.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INTERRUPTED = 130
# How much of what pip said is shown when it fails.
LAST_LINES = 12


class InstallError(Exception):
    """A step of the installation failed; the words say which and why."""


class Environment:
    """The environment of a clone, with the stamp that says that the packages of a lock are in it."""

    def __init__(self, root: Path, lock: str, stamp: str) -> None:
        self.root, self.folder = root, root / ".venv"
        self.lock, self.stamp = root / lock, self.folder / stamp
        self.marker = self.folder / ".installing"
        self.python = self.folder / "bin/python"

    def is_ready(self) -> bool:
        """Whether all packages of the lock as it is now are there."""
        return (
            self.is_sound()
            and self.stamp.exists()
            and self.stamp.stat().st_mtime >= self.lock.stat().st_mtime
        )

    def is_sound(self) -> bool:
        """Whether an environment is there that was finished once, in this folder, by an interpreter that still exists."""
        return not self.marker.exists() and self.python.exists() and self._is_at_home()

    def _is_at_home(self) -> bool:
        """Commands of an environment name its folder: they stop working when the clone is moved or renamed."""
        command = self.folder / "bin/zulian"
        try:
            head = command.read_text(encoding="utf-8", errors="replace").splitlines()[:2]
        except FileNotFoundError:
            return False
        return str(self.folder / "bin") in " ".join(head)

    def install(self) -> None:
        """Install what the lock names and this project; raises InstallError with what the failing step said."""
        if not self.is_sound():
            self._clear()
        self.folder.mkdir(exist_ok=True)
        self.marker.touch()
        if not (self.folder / "bin/pip").exists():
            step("an environment of its own", [sys.executable, "-m", "venv", str(self.folder)])
        pip = [
            str(self.python),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--progress-bar",
            "off",
        ]
        packages = self.lock.read_text(encoding="utf-8").count("==")
        step(
            f"{packages} packages", [*pip, "--no-compile", "--require-hashes", "-r", str(self.lock)]
        )
        step("zulian itself", [*pip, "--no-deps", "-e", str(self.root)])
        self.marker.unlink()
        self.stamp.touch()

    def _clear(self) -> None:
        """Take an environment away, at one stroke: half of one must not be taken for a whole."""
        old = self.folder.with_name(f"{self.folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(old)
            shutil.rmtree(old, ignore_errors=True)


def step(name: str, command: Sequence[str]) -> None:
    """Run a step, a dot for each thing it says it collects; raises InstallError with its last words where it fails."""
    print(f"  {name} ", end="", flush=True)
    began, said = time.monotonic(), []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if line.startswith("Collecting"):
                print(".", end="", flush=True)
            elif line.startswith("Installing"):
                print(" installing", end="", flush=True)
    print(f" {time.monotonic() - began:.0f} s", flush=True)
    if process.returncode:
        raise InstallError(
            f"{''.join(said[-LAST_LINES:])}\nThe step “{name}” failed; the next make begins anew."
        )


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One installation at a time in a folder; the lock goes with the process that holds it."""
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make installs here; waiting until it is done", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def main(root: Path, lock: str, stamp: str) -> int:
    """Make the environment ready; returns the exit status, and says in a sentence what is in the way."""
    environment = Environment(root, lock, stamp)
    try:
        with alone(root):
            if not environment.is_ready():
                began = time.monotonic()
                print(f"environment: the packages of {lock}", flush=True)
                environment.install()
                print(f"environment ... {time.monotonic() - began:.0f} s", flush=True)
    except KeyboardInterrupt:
        print("\nStopped. The next make makes the environment anew.", file=sys.stderr)
        return INTERRUPTED
    except InstallError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or root}: {error.strerror}: make installs into this folder.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(ROOT, *sys.argv[1:]))
