"""Readers in a process of their own: whatever they do, it costs a word, and this process keeps its time and memory."""

from __future__ import annotations

import os
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from zulian.foundation import bounded
from zulian.foundation.bounded import BROKEN, BUSY, LARGE, MIB, SLOW, Limits, Unreadable, read_bounded

LIMITS = Limits(memory=512 * MIB, processor=1, clock=60)
READERS = "tests.foundation.readers"


def read(name: str, *words: str, limits: Limits = LIMITS, classes: tuple[type, ...] = ()) -> object:
    return read_bounded(f"{READERS}:{name}", b"abc", *words, limits=limits, classes=classes)


def test_the_answer_comes_from_another_process() -> None:
    answer = read("words", "xlsx", "zh-hans")
    assert isinstance(answer, dict)
    assert (answer["size"], answer["given"]) == (3, ["xlsx", "zh-hans"])
    assert answer["process"] != os.getpid()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("burn", SLOW),
        ("swell", LARGE),
        ("abort", LARGE),
        ("fail", BROKEN),
        ("refuse", "文件不对。"),
        ("missing", BROKEN),
    ],
)
def test_a_reader_that_goes_wrong_costs_a_word(name: str, word: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(name)
    assert str(caught.value) == word


def test_a_reader_that_waits_for_ever_is_ended() -> None:
    with pytest.raises(Unreadable, match=SLOW):
        read("sleep", limits=Limits(processor=1, clock=3))


def test_only_the_classes_named_are_loaded() -> None:
    assert read("day", classes=(date,)) == date(2026, 3, 4)
    with pytest.raises(Unreadable, match=BROKEN):
        read("day")
    with pytest.raises(Unreadable, match=BROKEN):
        read("attack", classes=(date,))
    assert not Path("taken-over").exists()


def test_others_are_served_while_a_file_is_read() -> None:
    """The reader burns a whole second of the processor; this process waits, and uses next to none of it."""
    faults: list[str] = []

    def wait_for(name: str) -> None:
        try:
            read(name)
        except Unreadable as fault:
            faults.append(str(fault))

    began = time.process_time()
    readers = [threading.Thread(target=wait_for, args=("burn",)) for _ in range(bounded.AT_ONCE)]
    for thread in readers:
        thread.start()
    time.sleep(0.1)
    with pytest.raises(Unreadable, match=BUSY):
        read("words")
    for thread in readers:
        thread.join()
    assert faults == [SLOW] * bounded.AT_ONCE
    assert time.process_time() - began < 0.5 * LIMITS.processor
    assert read("words")
