"""The tools behind `make`: the environment of a clone, and advisories about its packages."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from deploy.checks.common import free_port
from tools.environment import Environment

from tests.waiting import COMMAND_SECONDS, PATIENCE_SECONDS

SOURCE = Path(__file__).parents[1]
LOCK = "django==4.2.0 \\\n    --hash=sha256:ad33ed68db9398f5dfb33282704925bce044bef4261cd4fb59e4e7f9ae505a78\n"
ADVISORY = {
    "id": "GHSA-test-0000-0000",
    "summary": "an invented one",
    "affected": [],
    "aliases": [],
    "modified": "",
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The parts of a clone that make needs, with a finished environment."""
    clone = tmp_path / "clone"
    (clone / "tools").mkdir(parents=True)
    shutil.copy(SOURCE / "Makefile", clone)
    shutil.copy(SOURCE / "tools/environment.py", clone / "tools")
    (clone / "requirements.lock").write_text(LOCK)
    commands = clone / ".venv/bin"
    commands.mkdir(parents=True)
    (commands / "python").symlink_to(sys.executable)
    (commands / "zulian").write_text(f"#!{commands}/python\n")
    (clone / ".venv/.run").touch()
    return clone


def ready(clone: Path) -> bool:
    return Environment(clone, "requirements.lock", ".run").is_ready()


def make(clone: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """make in a clone, in a group of its own as from a terminal, with a registry that does not answer."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    clean |= {"PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/", "PIP_RETRIES": "0"} | environment
    return subprocess.Popen(
        ["make", ".venv/.run", *words],
        cwd=clone,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_a_finished_environment_is_left_as_it_is(clone: Path) -> None:
    assert ready(clone)
    process = make(clone)
    assert process.communicate()[0] == ""
    assert process.returncode == 0


def test_what_makes_an_environment_unfit(clone: Path) -> None:
    (clone / ".venv/.installing").touch()
    assert not ready(clone)
    (clone / ".venv/.installing").unlink()
    # Files bear the time of the machine.
    later = time_machine.escape_hatch.time.time() + 60
    os.utime(clone / "requirements.lock", (later, later))
    assert not ready(clone)
    os.utime(clone / "requirements.lock", (0, 0))
    assert ready(clone)
    (clone / ".venv/bin/python").unlink()
    (clone / ".venv/bin/python").symlink_to("/nowhere/python3")
    assert not ready(clone)


def test_a_moved_clone_gets_an_environment_anew(clone: Path) -> None:
    moved = clone.rename(clone.with_name("moved clone"))
    assert not ready(moved)
    said = make(moved).communicate()[0]
    assert "an environment of its own" in said
    assert not (
        moved / ".venv/bin/zulian"
    ).exists()  # that of the old place; the registry did not answer
    assert "“1 packages” failed" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["no-such-python", "/bin/false"])
def test_without_a_python_that_fits_one_sentence_is_told(clone: Path, name: str) -> None:
    said = make(clone, f"PYTHON={name}").communicate()[0].splitlines()
    assert f"zulian needs Python 3.11 or later, and {name} is none" in said[0]
    assert len([line for line in said if not line.startswith("make")]) == 1


@pytest.fixture
def silent_registry() -> Iterator[str]:
    """The address of a registry that lets one wait."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_an_interruption_costs_one_sentence_and_the_second_make_waits(
    clone: Path, silent_registry: str
) -> None:
    """The first installs for as long as it is let, whichever of the two is quick."""
    shutil.rmtree(clone / ".venv")
    waiting = {"PIP_INDEX_URL": silent_registry, "PIP_TIMEOUT": str(COMMAND_SECONDS)}
    first = make(clone, **waiting)
    assert first.stdout is not None
    assert first.stdout.readline().startswith("environment: the packages")
    second = make(clone, **waiting)
    assert second.stdout is not None
    assert second.stdout.readline() == "Another make installs here; waiting until it is done\n"
    os.killpg(first.pid, signal.SIGINT)
    said = first.communicate(timeout=PATIENCE_SECONDS)[0]
    assert "Stopped." in said
    assert "Traceback" not in said
    # The lock went with the first.
    assert second.stdout.readline().startswith("environment: the packages")
    os.killpg(second.pid, signal.SIGINT)
    second.communicate(timeout=PATIENCE_SECONDS)


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be written by the administrator")
def test_a_folder_that_cannot_be_written_costs_one_sentence(clone: Path) -> None:
    shutil.rmtree(clone / ".venv")
    clone.chmod(0o500)
    said = make(clone).communicate()[0].splitlines()
    assert len([line for line in said if not line.startswith("make")]) == 2


@contextmanager
def advisories(answer: dict[str, Any]) -> Iterator[str]:
    """A database of advisories in the way of osv.dev that gives one answer to all; its address."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802  (the name that the library asks for)
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def audit(clone: Path, address: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        str(SOURCE / "tools/advisories.py"),
        "requirements.lock",
        "-s",
        "osv",
        "--osv-url",
        address,
    ]
    return subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)


def test_an_advisory_fails_the_check_and_an_unreachable_database_does_not(clone: Path) -> None:
    with advisories({"vulns": [ADVISORY]}) as address:
        done = audit(clone, address)
        assert done.returncode == 1
        assert "django 4.2.0: GHSA-test-0000-0000" in done.stderr
    with advisories({}) as address:
        done = audit(clone, address)
        assert (done.returncode, done.stdout) == (0, "pip-audit: no advisories for 1 packages\n")
    done = audit(clone, f"http://127.0.0.1:{free_port()}/")
    assert (done.returncode, done.stdout) == (
        0,
        "pip-audit: the database of advisories was not reachable\n",
    )
    (clone / "requirements.lock").write_text("django")
    assert audit(clone, f"http://127.0.0.1:{free_port()}/").returncode == 1
