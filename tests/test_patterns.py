"""Every regular expression of the source, and the reader of circulars as a whole, takes long runs of anything in linear time.

The patterns are found by walking the modules, their characters and beginnings by walking what they were parsed to: whoever
writes a new one has it tried here. Time is that of the processor, not of the clock, and the limit is a hundred times what
a linear pattern needs; one that is quadratic would need minutes, and is interrupted at the limit.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zulian
from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import understand

SOURCE = Path(zulian.__file__).parent
LONG, SECONDS = 200_000, 2.0
# Runs of two characters, and runs behind a beginning, are many and therefore shorter; what is quadratic needs a second.
SHORTER, SHORTER_SECONDS = 16_000, 0.3
MOST_SAMPLES, MOST_LETTERS, MOST_BEGINNINGS = 12, 8, 24
PARTS = 4
# A character that no pattern names: behind a run it makes a match fail at the very end.
STRANGE = "\x01"
CATEGORIES = {
    op.CATEGORY_DIGIT: "7",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "字",
    op.CATEGORY_NOT_DIGIT: "x",
    op.CATEGORY_NOT_SPACE: "x",
    op.CATEGORY_NOT_WORD: "-",
}
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
KNOWN = {
    "zulian.plans.reading.actors": {"PHRASE", "NAMED_RUN", "HEADED_RUN"},
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


def letters_of(tree: Any) -> Iterator[str]:
    """A character for each literal, range and class that a parsed pattern names."""
    for code, value in tree:
        if code in (op.LITERAL, op.NOT_LITERAL):
            yield chr(value)
        elif code is op.RANGE:
            yield chr(value[0])
            yield chr(value[1])
        elif code is op.CATEGORY:
            yield CATEGORIES[value]
        elif code is op.IN:
            yield from letters_of(value)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from letters_of(branch)
        elif code in REPEATS:
            yield from letters_of(value[2])
        elif code in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT, op.ATOMIC_GROUP):
            yield from letters_of(value if code is op.ATOMIC_GROUP else value[-1])


def samples_of(tree: Any) -> list[str]:
    """Some texts that a parsed pattern takes, or nearly: every repetition once at the least."""
    texts = [""]
    for code, value in tree:
        nexts = [""]
        if code is op.LITERAL:
            nexts = [chr(value)]
        elif code in (op.NOT_LITERAL, op.ANY):
            nexts = ["x"]
        elif code is op.IN:
            negated = value[0][0] is op.NEGATE
            nexts = ["x"] if negated else list(letters_of(value))[:1]
        elif code is op.BRANCH:
            nexts = [text for branch in value[1] for text in samples_of(branch)]
        elif code in REPEATS:
            nexts = [text * max(1, value[0]) for text in samples_of(value[2])]
        elif code in (op.SUBPATTERN, op.ATOMIC_GROUP):
            nexts = samples_of(value if code is op.ATOMIC_GROUP else value[-1])
        texts = [a + b for a, b in islice(product(texts, nexts), MOST_SAMPLES)]
    return texts


def parsed(pattern: re.Pattern[Any]) -> Any:
    return parser.parse(
        pattern.pattern,
        pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags,
    )


def loops_of(tree: Any) -> Iterator[str]:
    """A character for each literal, range and class inside a repetition without an upper bound."""
    for code, value in tree:
        if code in REPEATS:
            yield from letters_of(value[2]) if value[1] is op.MAXREPEAT else loops_of(value[2])
        elif code is op.BRANCH:
            yield from (letter for branch in value[1] for letter in loops_of(branch))
        elif code in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT, op.ATOMIC_GROUP):
            yield from loops_of(value if code is op.ATOMIC_GROUP else value[-1])


def letters(pattern: re.Pattern[Any]) -> list[str]:
    return list(dict.fromkeys([*letters_of(parsed(pattern)), "x", " ", "\n"]))


def loops(pattern: re.Pattern[Any]) -> list[str]:
    return list(dict.fromkeys(loops_of(parsed(pattern))))


def beginnings(pattern: re.Pattern[Any]) -> list[str]:
    """What a match may have taken when the run comes: the beginnings of the samples."""
    return list(
        dict.fromkeys(
            text[:n] for text in samples_of(parsed(pattern)) for n in range(1, len(text) + 1)
        )
    )


def some(values: list[str], most: int) -> list[str]:
    """Evenly chosen ones of a long list."""
    return values[:: -(-len(values) // most)] if values else []


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


def test_the_limit_interrupts_what_is_quadratic() -> None:
    """Otherwise the tests below could not fail: the patterns that once held the site for minutes are caught."""
    for pattern, text in (
        (r"\d+(?:\.\d+)?\s*人", "7" * SHORTER),
        (r"由([^。]*?)部门", "由" * SHORTER),
        (r"(?:县区|县|区)*要", "县区" * 40),
    ):
        with pytest.raises(pytest.fail.Exception, match="takes more than"):
            matches(re.compile(pattern), text + STRANGE, SHORTER_SECONDS)


@pytest.mark.parametrize(("pattern", "flags"), EACH, ids=EACH.values())
def test_a_pattern_takes_long_runs_in_linear_time(pattern: Any, flags: int) -> None:
    compiled = re.compile(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    for letter in letters(compiled):
        matches(compiled, letter * LONG + STRANGE, SECONDS)
    for letter in loops(compiled):
        matches(compiled, letter * LONG, SECONDS)
    looped = some(loops(compiled), MOST_LETTERS)
    for first, second in product(looped, repeat=2):
        matches(compiled, (first + second) * (SHORTER // 2) + STRANGE, SHORTER_SECONDS)
    for begun, letter in product(some(beginnings(compiled), MOST_BEGINNINGS), looped):
        matches(compiled, begun + letter * SHORTER + STRANGE, SHORTER_SECONDS)
    for begun in beginnings(compiled) if looped else ():
        matches(compiled, begun * (LONG // 4 // len(begun)) + STRANGE, SECONDS)


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


def read_within(text: str) -> None:
    try:
        with within(SECONDS):
            understand(read_paper(text.encode()))
    except TooLong:
        pytest.fail(f"reading takes more than {SECONDS} s for {text[:30]!r}…")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_reader_takes_a_long_run_of_any_character(part: int) -> None:
    assert len(LETTERS) > 200
    for letter in LETTERS[part::PARTS]:
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
