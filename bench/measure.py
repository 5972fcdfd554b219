"""How things are measured: seconds, medians, peak memory, and one line of the table."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.test import Client

from zulian.accounts.models import Post
from zulian.foundation.scopes import EVERYTHING, scope

Result = dict[str, Any]


def result(
    promise: str, ours: float, peer: float, ratio: float, aim: str, kept: bool, **more: Any
) -> Result:
    """One line of the table: ours and peer in the unit told, their ratio, and what was aimed at."""
    return {
        "promise": promise,
        "ours": round(ours, 2),
        "peer": round(peer, 2),
        "ratio": round(ratio, 2),
        "aim": aim,
        "kept": kept,
        **more,
    }


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def median_ms(act: Callable[[], object], runs: int = 25) -> float:
    act()
    return statistics.median(seconds(act) for _run in range(runs)) * 1000


@contextmanager
def undone() -> Any:
    """What is done in the block is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def in_child(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds and added peak memory (MB) of something done in a process of its own."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with scope(EVERYTHING):
            took = seconds(act)
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024
        os.write(writing, f"{took} {peak}".encode())
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 200).decode().split()
    os.waitpid(child, 0)
    assert said, "the work in the child failed"
    return float(said[0]), float(said[1])


def client_of(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client
