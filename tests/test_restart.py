"""A restart under load: requests that run are let end, and those that come meanwhile wait; none fails."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.places import environment, gone, processes, wait_for
from tests.waiting import PATIENCE_SECONDS

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="sockets are given by systemd"),
]
ASKERS, AGAIN_SECONDS = 6, 0.02
# As systemd starts a service with a socket: that is its third file, and its own number is told to it.
GIVEN = 'import os, sys; os.environ["LISTEN_PID"] = str(os.getpid()); os.execv(sys.executable, sys.argv[1:])'
PAGE = "/accounts/sign-in/"


@pytest.fixture
def kept() -> Iterator[socket.socket]:
    """A listening socket that outlives the servers."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        yield listening


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for pid in processes(tmp_path):
        os.kill(pid, signal.SIGKILL)


def begin(home: Path, kept: socket.socket) -> subprocess.Popen[str]:
    """The site on the socket that is kept for it."""
    port = str(kept.getsockname()[1])
    command = [sys.executable, "-m", "zulian", "up", "--port", port]
    return subprocess.Popen(
        [sys.executable, "-c", GIVEN, *command],
        env=environment(home, LISTEN_FDS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        close_fds=False,
        preexec_fn=lambda: os.dup2(kept.fileno(), 3),
    )


class Load:
    """Asks for a page again and again, each time by a connection of its own, until it is over."""

    def __init__(self, port: int) -> None:
        self.port, self.over = port, threading.Event()
        self.answers: list[int] = []
        self.failures: list[str] = []
        self.threads = [threading.Thread(target=self._ask) for _n in range(ASKERS)]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _ask(self) -> None:
        while not self.over.wait(AGAIN_SECONDS):
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            try:
                connection.request("GET", PAGE, headers={"Connection": "close"})
                response = connection.getresponse()
                response.read()
                self.answers.append(response.status)
            except OSError as error:
                self.failures.append(repr(error))
            finally:
                connection.close()


def test_no_request_fails_while_the_site_restarts(home: Path, kept: socket.socket) -> None:
    first = begin(home, kept)
    wait_for(first, "组联通")
    with Load(kept.getsockname()[1]) as load:
        time.sleep(2)
        before = len(load.answers)
        first.send_signal(signal.SIGTERM)
        said = first.communicate(timeout=PATIENCE_SECONDS)[0]
        assert "Traceback" not in said, said
        second = begin(home, kept)
        wait_for(second, "组联通")
        time.sleep(2)
    assert load.failures == []
    assert set(load.answers) == {200}
    assert 0 < before < len(load.answers)
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=PATIENCE_SECONDS)
    gone(home)


def test_what_is_no_socket_is_refused_in_a_sentence(home: Path, tmp_path: Path) -> None:
    with (tmp_path / "words").open("w") as words:
        done = subprocess.run(
            [sys.executable, "-c", GIVEN, sys.executable, "-m", "zulian", "up"],
            env=environment(home, LISTEN_FDS="1"),
            capture_output=True,
            text=True,
            check=False,
            close_fds=False,
            preexec_fn=lambda: os.dup2(words.fileno(), 3),
        )
    assert done.returncode == 1
    assert "LISTEN_FDS" in done.stderr and len(done.stderr.splitlines()) == 1
