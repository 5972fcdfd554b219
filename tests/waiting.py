"""Waiting for what comes soon: tests ask for a state, never for a machine's speed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# Limits are there for what hangs, not for what is slow: for a state, and for a command with all that it does.
PATIENCE_SECONDS, COMMAND_SECONDS = 60, 300


def wait_until(condition: Callable[[], T | None], seconds: float = PATIENCE_SECONDS) -> T:
    """Wait until a condition holds, and return what it said; raises AssertionError if it does not come to hold."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, f"Waited {seconds} s in vain"
        time.sleep(0.02)
    return answer
