"""The command line, as a newcomer meets it."""

from __future__ import annotations

import json
import socket
import tomllib
from pathlib import Path

import pytest

from tests.builders import circular_text
from zulian import __version__
from zulian.cli import main

KEYS = {
    "number",
    "issuer",
    "addressees",
    "title",
    "date",
    "sections",
    "citations",
    "duties",
    "attachments",
    "warnings",
}


@pytest.mark.parametrize("words", [["--help"], ["circular", "read", "--help"], ["up", "--help"]])
def test_help_says_what_each_command_does(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 0
    assert "usage: zulian" in capsys.readouterr().out


def test_the_version_is_the_one_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"zulian {__version__}\n"
    with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "zulian.__version__"}


def test_a_circular_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "要点.txt"
    paper.write_text(circular_text(), encoding="utf-8")
    assert main(["circular", "read", str(paper), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) >= KEYS
    assert set(found["sections"][0]) >= {"label", "title", "text", "items"}
    assert set(found["duties"][0]) == {
        "clause",
        "actors",
        "deadline",
        "recurring",
        "quantity",
        "text",
    }
    assert found["duties"][1]["recurring"] == {"every": "quarter", "day": None}


def test_a_circular_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "要点.txt"
    paper.write_text(circular_text(), encoding="utf-8")
    assert main(["circular", "read", str(paper)]) == 0
    assert "（一） 报送请示" in capsys.readouterr().out


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff picture"])
def test_what_cannot_be_read_costs_one_sentence(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "坏.docx"
    paper.write_bytes(data)
    assert main(["circular", "read", str(paper)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_missing_file_costs_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["circular", "read", str(tmp_path / "没有.docx")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_port_in_use_costs_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["up", "--port", str(port)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert str(port) in told[0]
    assert "make run PORT=" in told[0]
