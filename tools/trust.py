"""`make trust`: what the site promises about trust, each promise by the checks that hold it, at their full length.

Runs every line on SQLite, and those that may differ on a PostgreSQL server of its own as well, prints what came of it and
writes the table of docs/trust.md. The same checks run in the tests, shorter where they draw by chance.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.postgres import server

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/trust.md"
MARK = "<!-- table -->"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# How tests are run is told nowhere but here.
HOW = {"auto", "worksteal"}
# What pytest says at its end.
TOLD = re.compile(r"^(?:=+ )?((?:\d+ [a-z]+(?:, )?)+) in ", re.M)


@dataclass(frozen=True)
class Line:
    """A promise, the words of the command that holds it, and whether it is asked on PostgreSQL too."""

    promise: str
    command: tuple[str, ...]
    is_on_both: bool = False


def tests(*paths: str) -> tuple[str, ...]:
    """The command of tests."""
    return ("pytest", "-q", "-n", "auto", "--dist", "worksteal", *paths)


LINES = (
    Line(
        "each address × role × side of the jurisdiction answers as the table says: no leak",
        tests("tests/tables/test_permissions.py", "tests/tables/test_secrecy.py"),
    ),
    Line(
        "10 000 requests put together by chance (addresses, fields, files, headers): no server error, no half write",
        tests("tests/tables/test_fuzz.py"),
    ),
    Line(
        "what no column can hold, in every parameter and field: no server error",
        tests("tests/tables/test_hostile.py"),
        is_on_both=True,
    ),
    Line(
        "hostile files are refused with a sentence, or read within bounds",
        tests("tests/documents/test_hostile.py", "tests/ledgers/test_hostile.py"),
    ),
    Line(
        "200 kills while people are registered, 100 while a sheet is imported: nothing lost, nothing half",
        tests("tests/test_kills.py", "tests/ledgers/test_jobs.py"),
        is_on_both=True,
    ),
    Line(
        "pairs of all writes at once: no lost write, no lock for ever",
        tests("tests/tables/test_pairs.py"),
        is_on_both=True,
    ),
    Line(
        "a trail tampered with in seventeen ways shows it, and anchors prove what was deleted",
        tests("tests/foundation/test_anchors.py"),
        is_on_both=True,
    ),
    Line(
        "dump, logs and messages hold no ID number, telephone, address or key in the clear",
        tests(
            "tests/certificates/test_sealed.py",
            "tests/foundation/test_logs.py",
            "tests/tables/test_logs.py",
            "tests/foundation/test_sending.py",
        ),
    ),
    Line(
        "a backup is sealed, whole and restored into an empty place; a foreign key or a changed piece is refused",
        tests("tests/test_backups.py", "tests/test_nightly.py"),
        is_on_both=True,
    ),
    Line(
        "accounts: lockout, second factor, sessions, cutting off, addresses, alarms, what was seen",
        tests("tests/accounts"),
    ),
    Line(
        "forms without an account: limits, one sending, nothing told to who knows a number",
        tests(
            "tests/foundation/test_limits.py", "tests/foundation/test_once.py", "tests/volunteers"
        ),
    ),
    Line("the code: ruff's security rules (bandit)", ("ruff", "check", "--select", "S", "src")),
    Line(
        "packages without a known advisory",
        ("python", "tools/advisories.py", "requirements.lock"),
    ),
)


def places() -> Iterator[tuple[str, dict[str, str]]]:
    """Each database with the environment that leads to it."""
    yield SQLITE, {}
    with ExitStack() as stack:
        environment = {"DATABASE_URL": stack.enter_context(server())("trust")}
        migrate = [Path(sys.executable).parent / "zulian", "manage", "migrate", "-v0"]
        subprocess.run(migrate, env=os.environ | environment, cwd=ROOT, check=True)
        yield POSTGRESQL, environment


def run(line: Line, environment: dict[str, str]) -> tuple[bool, str]:
    """Whether a line holds, and what its command said, in a few words."""
    program, *words = line.command
    began = time.monotonic()
    done = subprocess.run(
        [Path(sys.executable).parent / program, *words],
        env=os.environ | {"ZULIAN_TRUST": "full"} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = TOLD.search(done.stdout)
    words_told = told.group(1) if told else ("clean" if done.returncode == 0 else "see above")
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode == 0, f"{words_told}, {time.monotonic() - began:.0f} s"


def listed() -> list[str]:
    """The lines without what came of them: what a page shows that was not run for."""
    both = {True: f"{SQLITE}, {POSTGRESQL}", False: SQLITE}
    return [
        f"| {line.promise} | {both[line.is_on_both]} | `{words_of(line)}` | not run | |"
        for line in LINES
    ]


def words_of(line: Line) -> str:
    """The command of a line, that of tests without its options."""
    if line.command[0] != "pytest":
        return " ".join(line.command)
    return " ".join(word for word in line.command if not word.startswith("-") and word not in HOW)


def write(rows: list[str], said: str) -> None:
    """Put the table into its page."""
    head, _mark, _old = PAGE.read_text(encoding="utf-8").partition(MARK)
    table = [
        said,
        "",
        "| promise | database | command | what it said | kept |",
        "|---|---|---|---|---|",
        *rows,
    ]
    PAGE.write_text(f"{head}{MARK}\n\n" + "\n".join(table) + "\n", encoding="utf-8")


def main() -> int:
    """Run all lines and write the table; status 1 where one does not hold. With --list nothing is run."""
    if sys.argv[1:] == ["--list"]:
        write(listed(), "Not run yet in this version: `make trust` fills in what it said.")
        return 0
    rows, is_sound = [], True
    for database, environment in places():
        for line in LINES:
            if database == POSTGRESQL and not line.is_on_both:
                continue
            holds, told = run(line, environment)
            is_sound &= holds
            verdict = "yes" if holds else "**no**"
            row = f"| {line.promise} | {database} | `{words_of(line)}` | {told} | {verdict} |"
            print(row, flush=True)
            rows.append(row)
    write(rows, f"Run on {datetime.now().astimezone():%Y-%m-%d}.")
    return 0 if is_sound else 1


if __name__ == "__main__":
    sys.exit(main())
