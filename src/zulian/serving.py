"""From an empty folder to a served site: tables, static files, the demo where it is asked for, the server and what runs beside it.

Every stage says its name when it begins and its seconds when it is done; each is safe to repeat after an interruption.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

POLL, WAKE, PATIENCE = 0.05, 0.5, 12
# Where a server that listens on all addresses is asked.
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
DAILY = ["daily", "--keep"]


class PortInUse(Exception):
    """Somebody else listens on the address."""


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"{name} ... ", end="", flush=True)
    start = time.perf_counter()
    yield
    print(f"{time.perf_counter() - start:.1f} s", flush=True)


def prepare() -> None:
    """Bring tables and static files up to date."""
    from django.conf import settings
    from django.db import connections

    from zulian.foundation.schema.tables import prepare_tables

    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    with stage("tables"):
        prepare_tables()
    with stage("static files"):
        collect_static()
    connections.close_all()


def fill_demo() -> None:
    """Fill the demo into an empty place, a line for each register, and say how to sign in.

    Raises `zulian.plans.demo.DemoRefused` where people with accounts of their own work already.
    """
    from django.db import connections

    from zulian.accounts.models import User

    if User.objects.demo().exists():
        print("demo ... is there; the sign-in page lists its accounts", flush=True)
        connections.close_all()
        return
    from zulian.plans import demo

    accounts = demo.fill(lambda name: stage(f"demo: {name}"))
    print(f"\nDemo accounts, all with the password {demo.PASSWORD}; the sign-in page lists them:")
    for account in accounts:
        print(f"  {account.username:<12} {account.name}  {account.hint}")
    print(flush=True)
    connections.close_all()


def collect_static() -> None:
    """Collect the static files of this version, unless they are there; what a page asks for is always complete."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings

    target = Path(settings.STATIC_ROOT)
    stamp, wanted = target / ".complete", _static_stamp()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    with override_settings(STATIC_ROOT=fresh):
        call_command("collectstatic", verbosity=0, interactive=False)
    (fresh / ".complete").write_text(wanted, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _static_stamp() -> str:
    """The names, sizes and times of all static files, and the version: what the collected ones were made of."""
    from django.contrib.staticfiles.finders import get_finders

    from zulian import __version__

    lines = [__version__]
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            lines.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return "\n".join(sorted(lines))


def check_port(host: str, port: int) -> None:
    """Raise PortInUse where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse from error
            raise


def serve(host: str, port: int) -> None:
    """Serve until interrupted; the day's work and the worker run beside the server, in processes of their own.

    They are started by a process, not by a thread: the server forks its workers, and no thread or database connection
    survives a fork.
    """
    from django.urls import reverse
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from zulian.foundation import sending

    words = ["beside", "--host", host, "--port", str(port), "--page", reverse("accounts:sign-in")]
    [beside] = start([[*words, "--messages"] if sending.is_configured() else words])
    try:
        Granian(
            "zulian.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=4,
            log_access=False,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        end([beside])


def commands_beside(messages: bool) -> list[list[str]]:
    """What runs beside the server: the day's work and a worker, and one more for messages where any are sent.

    A message then waits for no import, and no job for a mail host.
    """
    if messages:
        return [DAILY, ["worker", "--only", "jobs"], ["worker", "--only", "messages"]]
    return [DAILY, ["worker"]]


def run_beside(host: str, port: int, page: str, messages: bool) -> None:
    """Once the server answers for `page`, say where; only then start what runs beside it, so that the first page waits for nothing.

    Ends with the server, and takes what it started along.
    """
    server, began = os.getppid(), time.perf_counter()
    # A mark and no exception: what is being started when the signal comes is known and ended.
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    while not _answers(host, port, page):
        if os.getppid() != server or stopped.wait(POLL):
            return
    print(f"serving ... {time.perf_counter() - began:.1f} s", flush=True)
    print(f"\n组联通 zulian: http://{host}:{port}/  (Ctrl-C to stop)", flush=True)
    processes = start(commands_beside(messages))
    try:
        while os.getppid() == server and not stopped.wait(WAKE):
            pass
    finally:
        end(processes)


def start(commands: Sequence[Sequence[str]]) -> list[subprocess.Popen[bytes]]:
    """Start commands of ours; Ctrl-C reaches the server alone, which then ends them."""
    return [
        subprocess.Popen([sys.executable, "-m", "zulian.cli", *words], start_new_session=True)  # noqa: S603
        for words in commands
    ]


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End processes; one that takes too long is killed, and a job cut short is taken up again at the next start."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _served_name() -> str:
    """A host name that the site answers to."""
    name = os.environ.get("ZULIAN_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    return "localhost" if name in {"", "*"} else name


def _answers(host: str, port: int, page: str) -> bool:
    """Whether a page is answered, with whatever status."""
    connection = HTTPConnection(HERE.get(host, host), port, timeout=30)
    try:
        connection.request("GET", page, headers={"Host": _served_name()})
        return connection.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
