"""A process of the site stops at the first signal, whatever it is doing then."""

from __future__ import annotations

import subprocess
import sys

import pytest

SECONDS = 30
# A stop that comes while an object is taken away, and after that a wait of which nothing but the stop is the end.
SCRIPT = """
import os, signal, time, weakref
from zulian.processes import Stopped, stop_by_signals

class Thing:
    {method}

def away():
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.2)

stop_by_signals()
try:
    thing = Thing()
    {tie}
    del thing
    time.sleep(20)
except Stopped as stopped:
    print("stopped by", stopped.number)
"""


@pytest.mark.parametrize(
    ("method", "tie"),
    [
        ("pass", "weakref.finalize(thing, away)"),
        ("def __del__(self): away()", "pass"),
        ("pass", "away()"),
    ],
)
def test_a_stop_is_not_lost_in_a_finalizer(method: str, tie: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SCRIPT.format(method=method, tie=tie)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert (done.stdout, done.stderr) == ("stopped by 15\n", "")
