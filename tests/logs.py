"""What a test does to the log is taken back: handlers, and how much each logger tells."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def as_before() -> Iterator[None]:
    """Let the log be set up anew in the block, and have its handlers and levels as they were after it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    named = [log for log in root.manager.loggerDict.values() if isinstance(log, logging.Logger)]
    levels = [(log, log.level) for log in named]
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for log, before in levels:
            log.setLevel(before)
