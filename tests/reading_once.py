"""Files that tests hand in again and again are read once by a worker: a process of its own for each costs a third of a second.

The same reader makes the same of the same bytes, within the same limits. What it said is kept as it came from its
process, before anything is made of it; what went wrong is never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from zulian.foundation import bounded
from zulian.foundation.bounded import Limits

Key = tuple[str, bytes, tuple[str, ...], Limits]
MOST = 500
_read = bounded._run
_answers: dict[Key, bytes] = {}


def _run(reader: str, data: bytes, words: Iterable[str], limits: Limits) -> bytes:
    key = (reader, bytes(data), tuple(words), limits)
    if key not in _answers:
        answer = _read(reader, data, key[2], limits)
        # Readers of the tests' own tell what each of their processes did.
        if answer[:1] != b"+" or not reader.startswith("zulian."):
            return answer
        if len(_answers) >= MOST:
            _answers.pop(next(iter(_answers)), None)
        _answers[key] = answer
    return _answers[key]


@contextmanager
def reading_once() -> Iterator[None]:
    """Let the same file be read once in the block, as long as it is kept."""
    with patch.object(bounded, "_run", _run):
        yield


@contextmanager
def reading_anew() -> Iterator[None]:
    """Let every file be read in a process of its own in the block, as the site does."""
    with patch.object(bounded, "_run", _read):
        yield
