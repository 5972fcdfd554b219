"""The data key from a program: what it says is taken, and what is wrong with it told in a sentence without the key."""

from __future__ import annotations

import base64
import shlex
import sys
from pathlib import Path

import pytest

from zulian import site_keys
from zulian.errors import StartError
from zulian.site_keys import DATA_KEY, SECRET_KEY

WORD = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in (DATA_KEY, SECRET_KEY):
        for name in (key.variable, f"{key.variable}_FILE", key.command):
            monkeypatch.delenv(name or "NONE", raising=False)


def program(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let a line of Python be the program that says the key."""
    monkeypatch.setenv(DATA_KEY.command, shlex.join([sys.executable, "-c", code]))


def test_a_program_says_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(monkeypatch, f"print({WORD!r})")
    assert site_keys.kept_key(DATA_KEY, tmp_path) == WORD
    assert site_keys.where_kept(DATA_KEY, tmp_path) == "ZULIAN_DATA_KEY_COMMAND"
    assert not list(tmp_path.iterdir())


def test_a_key_that_is_set_comes_before_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(monkeypatch, "raise SystemExit(9)")
    monkeypatch.setenv(DATA_KEY.variable, WORD)
    assert site_keys.kept_key(DATA_KEY, tmp_path) == WORD


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (f"print({WORD!r}); raise SystemExit(3)", "ended with status 3"),
        ("pass", "wrote no key"),
        ("print('short')", "32 bytes in base64"),
        ("import time; time.sleep(60)", "within 1 seconds"),
        ("import os; os.write(1, b'\\xff')", "no text from it"),
    ],
)
def test_a_program_that_fails_is_told_and_no_other_key_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, words: str
) -> None:
    if "sleep" in code:
        monkeypatch.setattr(site_keys, "COMMAND_SECONDS", 1)
    program(monkeypatch, code)
    with pytest.raises(StartError) as refusal:
        site_keys.kept_key(DATA_KEY, tmp_path)
    assert words in str(refusal.value)
    assert "ZULIAN_DATA_KEY_COMMAND" in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1
    assert not list(tmp_path.iterdir())
