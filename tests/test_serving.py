"""The server: it begins once for a place and an address, and ends whole at any signal at any moment."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from deploy.checks.common import free_port

from tests.places import begin, environment, gone, processes, run, wait_for
from tests.waiting import COMMAND_SECONDS, PATIENCE_SECONDS, wait_until
from zulian.serving import Address, address

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not Path("/proc/self/environ").exists(), reason="what runs is read from /proc"
    ),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place with tables and static files, that nobody serves."""
    home = tmp_path_factory.mktemp("place")
    process = begin(home, "up", "--port", str(free_port()))
    wait_for(process, "static files")
    stop(process, signal.SIGTERM)
    yield home
    for pid in processes(home):
        os.kill(pid, signal.SIGKILL)


def stop(process: subprocess.Popen[str], number: int, *, group: bool = False) -> str:
    """Send a signal, once, and wait until the process has ended by it; what it said that was not read before."""
    if group:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    said = process.communicate(timeout=PATIENCE_SECONDS)[0]
    assert "Traceback" not in said, said
    return said


@pytest.mark.parametrize("group", [True, False], ids=["group", "alone"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", [("static files", 0.03), ("static files", 0.4), ("组联通", 0.1)])
def test_one_signal_ends_everything(
    home: Path, moment: tuple[str, float], number: signal.Signals, group: bool
) -> None:
    """Before the server begins, while its worker loads, and once it serves; from a terminal or from a service manager."""
    line, pause = moment
    process = begin(home, "up", "--port", str(free_port()))
    wait_for(process, line)
    time.sleep(pause)
    stop(process, number, group=group)
    # While it prepares it says by its status that it was cut short; a server that is asked to stop did all it should.
    assert process.returncode in {0, 128 + number}
    gone(home)


def test_a_closed_terminal_ends_everything(home: Path, tmp_path: Path) -> None:
    """make is the first process in the terminal, as `ssh -t host make run` has it: it alone is told, and tells nobody."""
    rules = tmp_path / "Makefile"
    rules.write_text(f"run:\n\t@{sys.executable} -m zulian up --port {free_port()}\n")
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        ["make", "-f", str(rules), "run"],
        env=environment(home),
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(end)
    said = b""
    while b"Ctrl-C" not in said:
        said += os.read(terminal, 1000)
    os.close(terminal)
    process.wait(PATIENCE_SECONDS)
    gone(home)


def loaded(process: subprocess.Popen[str], module: str) -> bool:
    """Whether a process has loaded a module that is a library of its own."""
    return f"/{module}." in (Path("/proc") / str(process.pid) / "maps").read_text()


@pytest.mark.parametrize("module", ["_json", "_ssl", "_sqlite3", "_ctypes"])
def test_a_signal_while_modules_load_leaves_no_trace(home: Path, module: str) -> None:
    process = begin(home, "up", "--port", str(free_port()))
    wait_until(lambda: loaded(process, module))
    said = stop(process, signal.SIGINT)
    # Whoever sends it that late finds a server, which ends as above.
    assert process.returncode in {-signal.SIGINT, 128 + signal.SIGINT} or "static files" in said


def test_nothing_outlives_a_server_that_was_killed(home: Path) -> None:
    port = free_port()
    process = begin(home, "up", "--port", str(port))
    wait_for(process, "组联通")
    # The server, its worker, and beside it the day's work and the worker of jobs.
    wait_until(lambda: len(processes(home)) == 5)
    process.kill()
    process.communicate()
    gone(home)
    again = begin(home, "up", "--port", str(port))
    wait_for(again, "组联通")
    stop(again, signal.SIGINT, group=True)


def test_a_place_and_an_address_are_served_once(home: Path, tmp_path: Path) -> None:
    port = free_port()
    process = begin(home, "up", "--port", str(port))
    wait_for(process, "组联通")
    same_place = run(home, "up", "--port", str(free_port()))
    same_port = run(tmp_path, "up", "--port", str(port))
    stop(process, signal.SIGINT)
    for refused, reason in (
        (same_place, f"served already, at http://127.0.0.1:{port}/"),
        (same_port, "another zulian"),
    ):
        assert refused.returncode == 1
        assert reason in refused.stderr
        assert len(refused.stderr.splitlines()) == 1


def test_two_starts_on_an_empty_place_take_turns(tmp_path: Path) -> None:
    """The server and the invented province: both make the tables, one after the other."""
    server = begin(tmp_path, "up", "--port", str(free_port()))
    filling = begin(tmp_path, "synth", "--people", "20")
    said = filling.communicate(timeout=COMMAND_SECONDS)[0]
    assert filling.returncode == 0, said
    wait_for(server, "组联通")
    stop(server, signal.SIGTERM)


def test_a_worker_waits_for_the_tables(tmp_path: Path) -> None:
    worker = begin(tmp_path, "worker")
    wait_for(worker, "waiting until the site has made its tables")
    server = begin(tmp_path, "up", "--port", str(free_port()))
    wait_for(server, "static files")
    stop(server, signal.SIGTERM)
    assert run(tmp_path, "manage", "shell", "-c", QUEUE_ONE).returncode == 0
    wait_until(lambda: done(tmp_path) == ["SUCCESSFUL"])
    # A worker that does jobs ends well when it is asked to; one that still waits says that it was cut short.
    stop(worker, signal.SIGTERM)
    assert worker.returncode == 0


QUEUE_ONE = "from zulian.foundation import sending; sending.deliver.enqueue(0)"


def done(home: Path) -> list[str]:
    """How far each task of a place is that was queued."""
    with closing(sqlite3.connect(home / "zulian.sqlite3")) as database:
        return [
            status
            for (status,) in database.execute(
                "SELECT status FROM django_tasks_database_dbtaskresult"
            )
        ]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_a_fill_that_was_cut_short(tmp_path: Path, number: signal.Signals) -> None:
    process = begin(tmp_path, "synth", "--people", "1000000")
    wait_for(process, "static files")
    # Two that make people beside the one that writes them; more people than any machine makes while it is waited.
    wait_until(lambda: len(processes(tmp_path)) == 3)
    time.sleep(0.3)
    stop(process, number, group=number == signal.SIGINT)
    gone(tmp_path)


def test_a_server_on_every_address_names_one_that_opens(home: Path) -> None:
    port = free_port()
    process = begin(home, "up", "--host", "0.0.0.0", "--port", str(port))
    line = wait_for(process, "组联通")
    assert f"http://127.0.0.1:{port}/ " in line
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    connection.request("GET", "/accounts/sign-in/")
    assert connection.getresponse().status == 200
    stop(process, signal.SIGINT)


def test_addresses_of_the_sixth_version_stand_in_brackets() -> None:
    assert Address("::1", 8000).url == "http://[::1]:8000/"
    assert Address("::", 8000).url == "http://[::1]:8000/"
    assert Address("10.0.0.7", 8000).url == "http://10.0.0.7:8000/"
    assert address("localhost", 8000).host in {"127.0.0.1", "::1"}


def workers(home: Path) -> set[int]:
    """The workers that run for a place."""
    running = set()
    for pid in processes(home):
        with suppress(OSError):  # it ended meanwhile
            if b"worker" in (Path("/proc") / str(pid) / "cmdline").read_bytes().split(b"\0"):
                running.add(pid)
    return running


def test_a_worker_that_was_killed_is_started_again(home: Path) -> None:
    """Whoever serves keeps a worker beside it; a second loss is waited for longer than the first."""
    process = begin(home, "up", "--port", str(free_port()))
    wait_for(process, "组联通")
    killed: set[int] = set()
    for _loss in range(2):
        wait_until(lambda: workers(home) - killed)
        for pid in workers(home) - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        assert "worker ended with status -9" in wait_for(process, "worker ended")
    wait_until(lambda: workers(home) - killed)
    stop(process, signal.SIGTERM)
    gone(home)
