"""Reading files that came from outside in a process of its own, whose memory and time are bounded: a hostile file ends only that."""

from __future__ import annotations

import io
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MIB = 2**20
# At once in one process, so that a few slow files never hold all threads of the web server.
AT_ONCE, WAIT_SECONDS = 2, 1.0
BUSY, SLOW, LARGE, BROKEN = "busy", "slow", "large", "broken"
_slots = threading.BoundedSemaphore(AT_ONCE)


class Unreadable(Exception):
    """Why a file cannot be read: one of the words above, a reader's own word, or a reader's whole sentence."""


@dataclass(frozen=True)
class Limits:
    """What a reader may use: bytes of memory, seconds of the processor, seconds by the clock."""

    memory: int = 1536 * MIB
    processor: int = 120
    clock: int = 180


def read_bounded(
    reader: str, data: bytes, *words: str, limits: Limits, classes: Iterable[type] = ()
) -> Any:
    """What the function `reader` (MODULE:FUNCTION) makes of `data` and `words`, called in a process of its own.

    The answer consists of plain data and of `classes`; anything else in it is refused, for a process that has read a
    hostile file is not trusted. Raises Unreadable.
    """
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Unreadable(BUSY)
    try:
        answer = _run(reader, data, words, limits)
    finally:
        _slots.release()
    if answer[:1] == b"+":
        return _Answer(answer[1:], classes).load()
    raise Unreadable(answer[1:].decode("utf-8", "replace") or LARGE)


def _run(reader: str, data: bytes, words: Iterable[str], limits: Limits) -> bytes:
    with tempfile.NamedTemporaryFile() as source:
        source.write(data)
        source.flush()
        command = [
            sys.executable,
            "-m",
            "zulian.foundation.child",
            str(limits.memory),
            str(limits.processor),
            reader,
        ]
        try:
            done = subprocess.run(  # noqa: S603  (our own module, our own file)
                [*command, source.name, *words],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=limits.clock,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(SLOW) from error
    if done.returncode == -signal.SIGXCPU:
        raise Unreadable(SLOW)
    # A reader that was killed, or that its engine aborted, has said nothing or half of it.
    return done.stdout if done.returncode == 0 else b""


class _Answer(pickle.Unpickler):
    """Loads plain data and objects of the classes named, and calls nothing else."""

    def __init__(self, answer: bytes, classes: Iterable[type]) -> None:
        super().__init__(io.BytesIO(answer))
        self._classes = {(one.__module__, one.__qualname__): one for one in classes}

    def load(self) -> Any:
        try:
            return super().load()
        except (
            pickle.UnpicklingError,
            EOFError,
            AttributeError,
            TypeError,
            ValueError,
            IndexError,
        ) as error:
            raise Unreadable(BROKEN) from error

    def find_class(self, module: str, name: str) -> type:
        try:
            return self._classes[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer") from None
