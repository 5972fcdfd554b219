"""From an empty folder to a served site: tables, static files, the demo where it is asked for, the server and what runs beside it.

Every stage says its name when it begins and its seconds when it is done; each is safe to repeat after an interruption.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zulian.errors import StartError
from zulian.given import given_socket, server
from zulian.processes import (
    STOP_SIGNALS,
    Held,
    claim_address,
    end,
    end_with,
    in_turn,
    locked,
    start,
)

TABLES_SECONDS = 2
# What a request that runs may take to its end once a stop is asked for.
DRAIN_SECONDS = 20
PORTS = range(1, 65536)
# Where a server that listens on all addresses is asked.
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
WAITING = "Another start is preparing this place; waiting until it is done"
WRONG_KEY = (
    "The data key does not fit this database: what is sealed there was sealed with another one."
    " Put that key into ZULIAN_DATA_KEY, or into the file data_key in ZULIAN_HOME."
)
# What the server itself has to say goes where the site's log goes, in the same form.
ONE_LOG = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}


@dataclass(frozen=True)
class Address:
    """Where the server listens: a number, not a name, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What a browser on this machine opens."""
        return f"http://{Address(HERE.get(self.host, self.host), self.port)}/"


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Say what is being done, and how long it took; what stops it is told on a line of its own."""
    print(f"{name} ... ", end="", flush=True)
    start = time.perf_counter()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.perf_counter() - start:.1f} s", flush=True)


def prepare() -> None:
    """Bring tables and static files up to date; of two that begin at once the second waits.

    Raises StartError where the folder cannot be written, or the key does not fit what the database holds.
    """
    from django.conf import settings

    from zulian.foundation.schema.lock import database_alone
    from zulian.foundation.schema.tables import prepare_tables
    from zulian.foundation.sealing import key_fits

    with _files_of_home(settings.HOME):
        settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A backup names it, though nothing was handed in yet.
        Path(settings.MEDIA_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)
        with database_alone(), stage("tables"):
            prepare_tables()
        if not key_fits():
            raise StartError(WRONG_KEY)
        with in_turn(settings.HOME / "static.lock", WAITING), stage("static files"):
            collect_static()


def wait_for_tables() -> None:
    """Wait until a server has brought the tables up to date; says so where there is anything to wait for."""
    from django.db import connection

    from zulian.foundation.schema.tables import are_ready

    if are_ready():
        return
    print("waiting until the site has made its tables (zulian up)", flush=True)
    while not are_ready():
        connection.close()
        time.sleep(TABLES_SECONDS)


@contextmanager
def _files_of_home(home: Path) -> Iterator[None]:
    """What the system says of a file becomes a sentence about ZULIAN_HOME."""
    try:
        yield
    except OSError as error:
        raise StartError(
            f"ZULIAN_HOME: {error.filename or home}: {error.strerror or error}."
        ) from error


def fill_demo() -> None:
    """Fill the demo into an empty place, a line for each register, and say how to sign in.

    Raises `zulian.plans.demo.DemoRefused` for a place that holds anything else.
    """
    from zulian.accounts.services import demo_filled, demo_posts
    from zulian.foundation.schema.lock import database_alone

    with database_alone():
        if not demo_filled():
            _fill_demo()
        elif demo_posts():
            print("demo ... is there; the sign-in page lists its accounts", flush=True)
        else:
            print(
                "demo ... is there; its accounts were closed or changed, so that the sign-in page lists none",
                flush=True,
            )


def demo_stages() -> list[Any]:
    """What the demo is filled with: the plans and all below them, then what stands on plans."""
    from django.utils.translation import gettext

    from zulian.appraisals import demo as appraisals
    from zulian.plans import demo

    return [*demo.stages(), (gettext("绩效考核"), appraisals.fill)]


def _fill_demo() -> None:
    from zulian.plans import demo

    accounts = demo.fill(lambda name: stage(f"demo: {name}"), demo_stages())
    print(f"\nDemo accounts, all with the password {demo.PASSWORD}; the sign-in page lists them:")
    for account in accounts:
        print(f"  {account.username:<12} {account.name}  {account.hint}")
    print(flush=True)


def tell_code(listen: Address) -> None:
    """While a site has no account, print the code that its first page asks for."""
    from django.urls import reverse

    from zulian.accounts import founding

    if founding.is_open():
        page = f"{listen.url.rstrip('/')}{reverse('start:code')}"
        print(
            f"\nThis site has no account yet. Begin it on {page} with the code  {founding.code()}"
            "\nor here with: zulian init",
            flush=True,
        )


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


def address(host: str, port: int) -> Address:
    """The address to listen on; raises StartError for a name that is not known or a number that is no port."""
    if port not in PORTS:
        raise StartError(f"--port {port}: a port is a number from {PORTS[0]} to {PORTS[-1]}.")
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise StartError(f"--host {host}: no such address or name is known.") from error
    return Address(str(infos[0][4][0]), port)


@contextmanager
def alone(listen: Address) -> Iterator[socket.socket | None]:
    """Hold the place and the address for the time of the block; gives the socket that a service manager keeps, if any.

    Raises StartError where this place is served already, where somebody else listens on the address, or where this
    machine has no such address.
    """
    from django.conf import settings

    note = f"{listen.url} (process {os.getpid()})"
    with ExitStack() as stack:
        with _files_of_home(settings.HOME):
            settings.HOME.mkdir(parents=True, exist_ok=True)
            try:
                stack.enter_context(locked(settings.HOME / "serving.lock", note))
            except Held as held:
                raise StartError(
                    f"The site in {settings.HOME} is served already, at {held.note}:"
                    " stop it first, or name another folder with ZULIAN_HOME."
                ) from held
        given = given_socket()
        if given is None:
            stack.enter_context(_claimed(listen))
        yield given


@contextmanager
def _claimed(listen: Address) -> Iterator[None]:
    try:
        claim = claim_address(listen.host, listen.port)
    except OSError as error:
        raise StartError(in_use(listen, "another zulian listens there")) from error
    with closing(claim) if claim else nullcontext():
        check_port(listen)
        yield


def in_use(listen: Address, who: str) -> str:
    """The sentence about an address that is taken."""
    return (
        f"Port {listen.port} of {listen.host} is in use ({who}): stop that, or choose another port with --port"
        f" (make run PORT={listen.port % PORTS[-1] + 1})"
    )


def check_port(listen: Address) -> None:
    """Raise StartError where the address is taken, is none of this machine, or takes rights that are not there."""
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen.host, listen.port))
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: in_use(listen, "another program listens there"),
                errno.EADDRNOTAVAIL: f"--host {listen.host}: this machine has no such address.",
                errno.EACCES: f"--port {listen.port}: only the administrator may listen on ports below 1024.",
            }
            raise StartError(
                reasons.get(error.errno or 0, f"{listen}: {error.strerror}.")
            ) from error


def serve(listen: Address, given: socket.socket | None = None) -> None:
    """Serve until a stop signal, on the socket that was given where one was; requests that run are let end.

    The day's work and the worker run beside the server, in processes of their own. They are started by a process, not by a
    thread: the server forks its workers, and no thread or database connection survives a fork.
    """
    from django.db import connections
    from django.urls import reverse
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()
    from zulian.foundation import sending

    words = [
        "beside",
        "--host",
        listen.host,
        "--port",
        str(listen.port),
        "--page",
        reverse("accounts:sign-in"),
    ]
    [beside] = start([[*words, "--messages"] if sending.is_configured() else words])
    try:
        serving = server(
            given,
            target="zulian.wsgi:application",
            address=listen.host,
            port=listen.port,
            interface=Interfaces.WSGI,
            blocking_threads=4,
            log_access=False,
            log_level=LogLevels.warning,
            log_dictconfig=ONE_LOG,
            workers_kill_timeout=DRAIN_SECONDS,
        )
        serving.on_startup(_hear_signals)
        worker = _Worker(os.getpid())
        # Held back until the server listens to them, and in a worker until it is set apart: one that comes in between
        # would be lost.
        os.register_at_fork(
            before=_hold_signals, after_in_parent=_let_signals, after_in_child=worker.set_apart
        )
        _hold_signals()
        serving.serve(target_loader=worker, wrap_loader=False)
    finally:
        end([beside])


def _hear_signals() -> None:
    """Let the server hear the signals that were held back; a closed terminal stops it too, instead of starting it anew."""
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
    _let_signals()


def _hold_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)


def _let_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


@dataclass(frozen=True)
class _Worker:
    """A worker of the server, which the process `server` starts: set apart from it, then asked for the application."""

    server: int

    def set_apart(self) -> None:
        """Until the worker hears signals itself the first one ends it; those of the terminal reach the server alone."""
        if os.getppid() == self.server and os.getsid(0) != os.getpid():
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            os.setsid()
            end_with(self.server)
        _let_signals()

    def __call__(self) -> Callable[..., Any]:
        self.set_apart()
        from zulian.wsgi import application

        return application
