"""Readers in a process of their own: whatever they do, it costs a word, and this process keeps its time and memory."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tests.foundation.readers import Rhythm
from tests.waiting import wait_until
from zulian.foundation import bounded
from zulian.foundation.bounded import (
    BROKEN,
    BUSY,
    LARGE,
    MIB,
    SLOW,
    Limits,
    Unreadable,
    read_bounded,
)

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
    assert read("rhythm", classes=(Rhythm,)) is Rhythm.MONTHLY
    with pytest.raises(Unreadable, match=BROKEN):
        read("day")
    with pytest.raises(Unreadable, match=BROKEN):
        read("attack", classes=(date,))
    assert not Path("taken-over").exists()


def test_a_reader_leaves_this_process_its_time() -> None:
    """The reader burns a whole second of the processor; this process waits, and uses next to none of it."""
    began = time.process_time()
    with pytest.raises(Unreadable, match=SLOW):
        read("burn")
    assert time.process_time() - began < 0.5 * LIMITS.processor


def test_who_comes_while_all_readers_are_taken_is_told_so(tmp_path: Path) -> None:
    """The readers hold their places until they are let go, so that no machine is too quick or too slow for this."""
    with ThreadPoolExecutor(bounded.AT_ONCE) as readers:
        held = [
            readers.submit(read, "hold", str(tmp_path / str(place)))
            for place in range(bounded.AT_ONCE)
        ]
        try:
            wait_until(lambda: len(list(tmp_path.glob("*.begun"))) == bounded.AT_ONCE)
            with pytest.raises(Unreadable, match=BUSY):
                read("words")
        finally:
            for place in range(bounded.AT_ONCE):
                (tmp_path / f"{place}.over").touch()
        assert [reader.result() for reader in held] == ["over"] * bounded.AT_ONCE
    assert read("words")
