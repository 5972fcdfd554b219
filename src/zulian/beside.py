"""What runs beside the server, from its first answer on: the day's work and the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from http.client import HTTPConnection, HTTPException

from zulian import environment
from zulian.processes import (
    STOP_SIGNALS,
    Kept,
    end,
    say,
)
from zulian.serving import HERE, Address

POLL, WAKE, ANSWER_SECONDS = 0.05, 0.5, 30
STDOUT = 1
DAILY, NIGHTLY = ["daily", "--keep"], ["backup", "--nightly", "--on"]


def commands_beside(messages: bool) -> list[list[str]]:
    """What runs beside the server: the day's work and a worker, and one more for messages where any are sent.

    A message then waits for no import, and no job for a mail host. Where a folder for backups is set, one makes them.
    """
    nightly = [NIGHTLY] if environment.text("ZULIAN_BACKUP") else []
    if messages:
        return [DAILY, *nightly, ["worker", "--only", "jobs"], ["worker", "--only", "messages"]]
    return [DAILY, *nightly, ["worker"]]


def run_beside(listen: Address, page: str, messages: bool) -> None:
    """Once the server answers for `page`, say where; only then start what runs beside it, so that the first page waits for nothing.

    Ends with the server, and takes what it started along.
    """
    server, began, at_terminal = os.getppid(), time.perf_counter(), os.isatty(STDOUT)
    # A mark and no exception: what is being started when the signal comes is known and ended.
    stopped = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stopped.set())

    def goes_on(pause: float) -> bool:
        # A closed terminal tells the first process in it alone, and make, which may be that, tells nobody.
        if at_terminal and not os.isatty(STDOUT):
            os.kill(server, signal.SIGHUP)
        return os.getppid() == server and not stopped.wait(pause)

    while not _answers(listen, page):
        if not goes_on(POLL):
            return
    say(f"serving ... {time.perf_counter() - began:.1f} s")
    say(f"\n组联通 zulian: {listen.url}  (Ctrl-C to stop)")
    kept = [Kept(command) for command in commands_beside(messages)]
    try:
        while goes_on(WAKE):
            for one in kept:
                one.look()
    finally:
        end([one.process for one in kept])


def _served_name() -> str:
    """A host name that the site answers to."""
    name = environment.words("ZULIAN_HOSTS", "localhost")[0].lstrip(".")
    return "localhost" if name in {"", "*"} else name


def _answers(listen: Address, page: str) -> bool:
    """Whether a page is answered, with whatever status."""
    connection = HTTPConnection(
        HERE.get(listen.host, listen.host), listen.port, timeout=ANSWER_SECONDS
    )
    try:
        connection.request("GET", page, headers={"Host": _served_name()})
        return connection.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
