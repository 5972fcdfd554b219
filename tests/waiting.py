"""Waiting for what comes soon: tests ask for a state, never for a machine's speed."""

from __future__ import annotations

import time
from collections.abc import Callable

# Limits are there for what hangs, not for what is slow.
PATIENCE_SECONDS = 60


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as the condition holds; raises AssertionError if it does not come to hold."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"Waited {seconds} s in vain"
        time.sleep(0.02)
