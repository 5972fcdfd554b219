"""What is asked of the national register, and what it answers: the same for a line, a file and a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What an answer comes to."""

    FOUND = "found"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True)
class Record:
    """A card as the national register keeps it; None and "" where it does not say."""

    number: str = ""
    category: int | None = None
    grade: int | None = None
    state: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class Answer:
    """An answer: what it comes to, the code that was sent, the record where there is one, and why it failed."""

    outcome: Outcome
    code: str = ""
    record: Record | None = None
    fault: str = ""


class NationalRegister(Protocol):
    """A way to ask the national register."""

    def ask(self, name: str, citizen_id: str) -> Answer:
        """What is kept of somebody; never raises for what the other side does."""
