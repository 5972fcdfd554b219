"""What all checks share."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.waiting import PATIENCE_SECONDS, wait_until

DEPLOY = Path(__file__).resolve().parents[1]
SOURCE = DEPLOY.parent
HOST = "zulian.example.cn"


class CheckError(Exception):
    """Something that is shipped is not as it should be."""


def require(condition: object, words: str) -> None:
    """Go on only where the condition holds; raises CheckError."""
    if not condition:
        raise CheckError(words)


def awaited(
    condition: Callable[[], object], words: Callable[[], str], seconds: float = PATIENCE_SECONDS
) -> None:
    """Go on once the condition holds; raises CheckError where it does not come to hold."""
    try:
        wait_until(condition, seconds)
    except AssertionError as error:
        raise CheckError(words()) from error


def checked(words: str) -> None:
    """Tell what was checked."""
    sys.stdout.write(f"checked  {words}\n")
    sys.stdout.flush()


def skipped(words: str, why: str) -> None:
    """Tell what was not checked."""
    sys.stdout.write(f"skipped  {words}: {why}\n")


def run(command: Sequence[str], **more: Any) -> str:
    """A command that must succeed; its output, or CheckError with what it said."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more
    )
    output = str(done.stdout)
    require(done.returncode == 0, f"{' '.join(command)}: status {done.returncode}\n{output}")
    return output


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def known_settings(names: Mapping[str, str]) -> None:
    """Names of an environment are settings of the site; raises CheckError at any other."""
    settings = (SOURCE / "src/zulian/settings.py").read_text(encoding="utf-8")
    for name in names:
        require(name.removesuffix("_FILE") in settings, f"{name} is no setting of the site")
