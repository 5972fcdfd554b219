"""Every regular expression of the source, and the reader of circulars as a whole, takes long runs of anything in linear time.

The patterns are found by walking the modules, their characters and beginnings by walking what they were parsed to: whoever
writes a new one has it tried here. Time is that of the processor, not of the clock, and the limit is a hundred times what
a linear pattern needs; one that is quadratic would need minutes, and is interrupted at the limit. Every letter is tried in a
run that is long enough to show it; in a much longer one, those that an open repetition walks, once for all it walks alike.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zulian
from tests.runs import beginnings, letters, loops, samples_of, some
from tests.shapes import is_open, parsed, shape
from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import understand

SOURCE = Path(zulian.__file__).parent
LONG, SECONDS = 200_000, 2.0
# A run full of numbers, each of which is asked many things, takes the reader a second; what is quadratic needs a minute.
READER_SECONDS = 8.0
# Runs of every character, of two, and behind a beginning, are many and therefore shorter; what is quadratic needs a second.
SHORT = SHORTER, SHORTER_SECONDS = 16_000, 0.3
MOST_LETTERS, MOST_BEGINNINGS = 8, 24
PARTS = 4
# A character that no pattern names: behind a run it makes a match fail at the very end.
STRANGE = "\x01"
KNOWN = {
    "zulian.plans.reading.actors": {"PHRASE"},
    "zulian.plans.reading.spoken": {"NAMED_RUN"},
    "zulian.plans.reading.headings": {"HEADED_RUN"},
    "zulian.plans.reading.acts": {"LEADS", "LATER", "MODAL"},
    "zulian.plans.reading.helpers": {"NOTE", "NAMES", "DEPARTMENTS", "JOINT_END"},
    "zulian.plans.reading.parts": {"ADDRESSEES", "PAGE"},
    "zulian.plans.reading.quantities": {"COUNT", "RATIO"},
    "zulian.plans.reading.deadlines": {"POINT", "RHYTHMS"},
    "zulian.plans.reading.labels": {"LINE_LABEL"},
    "zulian.documents.reading.pdf": {"PAGE_NUMBER"},
    "zulian.people.rules": {"EXCEL"},
    "zulian.foundation.ledger_cells": {"DATE"},
}


class TooLong(Exception):
    """The processor was busy for longer than the limit."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt the block once it has used so many seconds of the processor."""

    def interrupt(*_args: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def source_modules() -> list[str]:
    names = [module.name for module in pkgutil.walk_packages([str(SOURCE)], "zulian.")]
    return [name for name in names if ".migrations" not in name and not name.endswith("__main__")]


def patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns of a constant, also inside tuples, lists and dictionaries."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (found for item in value.values() for found in patterns_in(item))
    elif isinstance(value, tuple | list):
        yield from (found for item in value for found in patterns_in(item))


def all_patterns() -> dict[str, list[re.Pattern[Any]]]:
    """Module → the patterns of its constants."""
    found = {}
    for name in source_modules():
        values = vars(importlib.import_module(name)).items()
        patterns = [
            pattern for key, value in values if key.isupper() for pattern in patterns_in(value)
        ]
        if patterns:
            found[name] = patterns
    return found


PATTERNS = all_patterns()
EACH = {
    (pattern.pattern, pattern.flags): f"{name}:{n}"
    for name in PATTERNS
    for n, pattern in enumerate(PATTERNS[name])
}


def matches(pattern: re.Pattern[Any], text: str, seconds: float) -> None:
    """Match a text in every way in which the source may use a pattern; a fault when it takes too long."""
    run: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    try:
        with within(seconds):
            pattern.fullmatch(run)
            for _match in pattern.finditer(run):
                pass
    except TooLong:
        pytest.fail(
            f"{pattern.pattern!r} takes more than {seconds} s for {text[:30]!r}… of {len(text)}"
        )


def test_all_patterns_are_found() -> None:
    """Patterns are constants of modules, where this test and a reader find them; nothing is matched by a bare string."""
    for module, names in KNOWN.items():
        values = vars(importlib.import_module(module))
        assert all(set(patterns_in(values[name])) <= set(PATTERNS[module]) for name in names), (
            module
        )
        assert all(list(patterns_in(values[name])) for name in names), module
    calls = 0
    for name in source_modules():
        path = Path(str(importlib.import_module(name).__file__))
        here = 0
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "re"
            ):
                assert node.attr in {"compile", "Match", "Pattern", "I", "S", "M", "VERBOSE"}, (
                    f"{path}:{node.lineno}: re.{node.attr}"
                )
                here += node.attr == "compile"
            assert not (isinstance(node, ast.ImportFrom) and node.module == "re"), (
                f"{path}:{node.lineno}"
            )
        assert len(PATTERNS.get(name, [])) >= here, (
            f"{path}: a pattern that is no constant of its module"
        )
        calls += here
    assert calls >= len(EACH) > 60


def of_each_shape(pattern: re.Pattern[Any]) -> list[str]:
    """A letter for each shape with an open repetition that runs of one letter have: the others take as long as it does.

    Those of bytes are few, and a letter is several of them: each is taken.
    """
    if isinstance(pattern.pattern, bytes):
        return letters(pattern)
    shapes = {shape(pattern, letter): letter for letter in letters(pattern)}
    return [letter for left, letter in shapes.items() if is_open(left)]


def walks(pattern: re.Pattern[Any], word: str) -> bool:
    """Whether an open repetition may walk a run of the word, as far as its letters tell; of bytes nothing is told."""
    return isinstance(pattern.pattern, bytes) or is_open(shape(pattern, word))


# What is quadratic or worse, of several kinds: the first three once held the site for minutes.
BAD = (
    r"\d+(?:\.\d+)?\s*人",
    r"由([^。]*?)部门",
    r"(?:县区|县|区)*要",
    r"(?:第[一二三]+)?[一二三]{2,}人",
    r"(?=.*[bc])x",
    r"由[^。]*[^；]*部",
    r"工作.*?.*?部",
)


@pytest.mark.parametrize("pattern", BAD)
def test_what_is_quadratic_is_caught(pattern: str) -> None:
    """Otherwise the test below could not fail."""
    with pytest.raises(pytest.fail.Exception, match="takes more than"):
        takes_long_runs(re.compile(pattern))


# A pattern, letters whose runs an open repetition walks, others that it does not come to.
WALKED = (
    (r"a*b", "a", "bx"),
    (r"\s+$", " \n", "x"),
    (r".*b", "xb", "\n"),
    (r"(?s:.*)b", "xb\n", ""),
    (r"[^。]*。", "x", "。"),
    (r"由[^。]*部", "由", "部x"),
    (r"(?:由|请|x?)[^。]{2,}部", "由请x部", "。"),
    (r"(?:第?县+乡|区)人", "县", "第区人乡x"),
    (r"(?:县乡)*人", "", "县乡人x"),
    (r"(?=县*人)县", "县", "人x"),
    (r"(?<!乡)(?:县|乡)++人", "县乡", "人x"),
    (r"(?i:a)+b", "a", "bx"),
)


@pytest.mark.parametrize(("pattern", "walked", "others"), WALKED)
def test_a_run_that_a_repetition_walks_is_tried_at_length(
    pattern: str, walked: str, others: str
) -> None:
    compiled = re.compile(pattern)
    assert all(is_open(shape(compiled, letter)) for letter in walked)
    assert not any(is_open(shape(compiled, letter)) for letter in others)
    tried = {shape(compiled, letter) for letter in of_each_shape(compiled)}
    assert tried >= {shape(compiled, letter) for letter in walked}


@pytest.mark.parametrize(("pattern", "flags"), EACH, ids=EACH.values())
def test_a_pattern_takes_long_runs_in_linear_time(pattern: Any, flags: int) -> None:
    takes_long_runs(
        re.compile(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    )


def takes_long_runs(compiled: re.Pattern[Any]) -> None:
    """A fault when it takes too long for any of them: what every letter is tried with is shorter than what each shape is."""
    for letter in letters(compiled):
        matches(compiled, letter * SHORTER + STRANGE, SHORTER_SECONDS)
    for letter in of_each_shape(compiled):
        matches(compiled, letter * LONG + STRANGE, SECONDS)
        matches(compiled, letter * LONG, SECONDS)
    looped = some(loops(compiled), MOST_LETTERS)
    for first, second in product(looped, repeat=2):
        matches(compiled, (first + second) * (SHORTER // 2) + STRANGE, SHORTER_SECONDS)
    for begun, letter in product(some(beginnings(compiled), MOST_BEGINNINGS), looped):
        matches(compiled, begun + letter * SHORTER + STRANGE, SHORTER_SECONDS)
    for begun in beginnings(compiled) if looped else ():
        long, seconds = (LONG // 4, SECONDS) if walks(compiled, begun) else SHORT
        matches(compiled, begun * (long // len(begun)) + STRANGE, seconds)


READER = sorted(
    {
        (pattern.pattern, pattern.flags): pattern
        for name, patterns in PATTERNS.items()
        if name.startswith(("zulian.plans.reading", "zulian.documents.reading"))
        for pattern in patterns
        if isinstance(pattern.pattern, str)
    }.values(),
    key=lambda pattern: str(pattern.pattern),
)
LETTERS = sorted({letter for pattern in READER for letter in letters(pattern)})
WORDS = sorted({text for pattern in READER for text in samples_of(parsed(pattern))})


def read_within(text: str, seconds: float = READER_SECONDS) -> None:
    try:
        with within(seconds):
            understand(read_paper(text.encode()))
    except TooLong:
        pytest.fail(f"reading takes more than {seconds} s for {text[:30]!r}…")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_reader_takes_a_run_of_any_character(part: int) -> None:
    assert len(LETTERS) > 200
    for letter in LETTERS[part::PARTS]:
        read_within(f"一、工作{letter * SHORTER}x", SHORTER_SECONDS)


def test_the_reader_takes_a_long_run_of_each_shape() -> None:
    """Where all open repetitions of all patterns walk the runs of two letters alike, one of them is read."""
    of_shapes: dict[Any, str] = {}
    for letter in LETTERS:
        shapes = (shape(pattern, letter) for pattern in READER)
        of_shapes.setdefault(tuple(left if is_open(left) else () for left in shapes), letter)
    assert len(of_shapes) > 8
    for letter in of_shapes.values():
        read_within(f"一、工作{letter * LONG}x")


@pytest.mark.parametrize("letter", " 　\t7由《（，。、县—")
def test_a_header_takes_a_long_run_too(letter: str) -> None:
    """A paper without any label: everything is header."""
    read_within(f"工作{letter * LONG}x")


@settings(max_examples=24, derandomize=True)
@given(
    st.sampled_from(["", *WORDS]),
    st.lists(st.sampled_from([*LETTERS, *WORDS]), min_size=2, max_size=3),
)
def test_the_reader_takes_long_runs_of_words(start: str, words: list[str]) -> None:
    run = "".join(words)
    read_within(f"一、{start}{run * (LONG // len(run))}x")


# What is asked for each number or time of a text again looks at the words around it alone.
NUMBERED = (
    "不少于1名",
    "每月1次，",
    "达到30%、",
    "县残联开展1次，",
    "举办2期、",
    "1名",
    "准确率分别达到100%、",
    "每县2个、每区1个",
    "今年年底份至今年年底以前",
    "（责任单位：县残联）",
)


@pytest.mark.parametrize("run", NUMBERED)
def test_the_reader_takes_very_many_numbers(run: str) -> None:
    read_within(f"一、工作{run * (SHORTER // len(run))}x")
