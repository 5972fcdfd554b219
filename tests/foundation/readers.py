"""Readers that the tests of `foundation.bounded` call in a process of their own: what a hostile file makes a reader do."""

from __future__ import annotations

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.waiting import wait_until
from zulian.foundation.bounded import Unreadable


def words(data: bytes, *given: str) -> dict[str, Any]:
    return {"size": len(data), "given": list(given), "process": os.getpid()}


def burn(_data: bytes) -> None:
    while True:
        pass


def sleep(_data: bytes) -> None:
    import time

    time.sleep(60)


def hold(_data: bytes, place: str) -> str:
    """Says by a file that it has begun, and waits for a file that lets it go."""
    Path(f"{place}.begun").touch()
    wait_until(Path(f"{place}.over").exists)
    return "over"


def swell(data: bytes) -> int:
    return len(data * 2**31)


def abort(_data: bytes) -> None:
    os.abort()


def fail(_data: bytes) -> None:
    raise ZeroDivisionError


def refuse(_data: bytes) -> None:
    raise Unreadable("文件不对。")


def day(_data: bytes) -> date:
    return date(2026, 3, 4)


class Rhythm(StrEnum):
    """Something of a fixed choice."""

    MONTHLY = "month"


def rhythm(_data: bytes) -> Rhythm:
    return Rhythm.MONTHLY


class Attack:
    """What a process that a file has taken over might answer with."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("taken-over",)


def attack(_data: bytes) -> list[Attack]:
    return [Attack()]
