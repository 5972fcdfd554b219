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
    levels = {log.name: log.level for log in _named()}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        # One that nobody had asked for before says as much as those above it.
        for log in _named():
            log.setLevel(levels.get(log.name, logging.NOTSET))


def _named() -> list[logging.Logger]:
    every = logging.getLogger().manager.loggerDict.values()
    return [log for log in every if isinstance(log, logging.Logger)]
