"""The first minute: tables of an empty database, the demo, and serving from a filled place.

Seconds of the promises are of a slow machine, where a bare loop of ten million rounds takes 0.7 s; the same loop is their peer.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import psycopg

from bench.measure import Result, result

SLOW_LOOP = 0.7
RUNS = 3
SAY = "; import time; began = time.perf_counter(); {act}; print(time.perf_counter() - began)"
OURS = "from zulian.foundation.schema.tables import prepare_tables"
PEER = (
    "from django.apps import apps; from django.conf import settings; from django.core.management import call_command; "
    "settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}"
)
FROM_MODELS = "call_command('migrate', run_syncdb=True, verbosity=0)"


def first_minute() -> list[Result]:
    """All rows, on the kind of database that DATABASE_URL names."""
    return [tables(), *demo_and_server()]


def environment(home: Path) -> dict[str, str]:
    """An empty place in `home`: a new file, or the server's database emptied."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        url = f"sqlite:///{home / 'zulian.sqlite3'}"
    return os.environ | {
        "ZULIAN_HOME": str(home),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "zulian.settings",
    }


def told(code: str, act: str) -> float:
    """The seconds that `act` takes in a fresh process on an empty place."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-c",
            f"import django; django.setup(); {code}{SAY.format(act=act)}",
        ]
        done = subprocess.run(
            command, env=environment(Path(folder)), stdout=subprocess.PIPE, check=True
        )
    return float(done.stdout)


def tables() -> Result:
    """Making all tables, beside making them from the models with Django's own command."""
    ours, peer = [], []
    for _run in range(RUNS):
        ours.append(told(OURS, "prepare_tables()"))
        peer.append(told(PEER, FROM_MODELS))
    own, other = statistics.median(ours), statistics.median(peer)
    promise = "tables of an empty database, s; peer: all tables from the models"
    return result(promise, own, other, own / other, "at most twice the peer", own <= 2 * other)


LOOP = """
import time
began = time.perf_counter()
for i in range(10**7):
    pass
print(time.perf_counter() - began)
"""


def loop() -> float:
    """Seconds of ten million rounds of nothing, at the top of a script as the slow machine's were taken."""
    return float(
        subprocess.run([sys.executable, "-c", LOOP], stdout=subprocess.PIPE, check=True).stdout
    )


def demo_and_server() -> list[Result]:
    """The demo into an empty place, then the server from it."""
    home = Path(tempfile.mkdtemp(prefix="zulian-first-"))
    try:
        place = environment(home)
        loops = [loop()]
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "zulian", "demo"],
            env=place,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        filled = time.perf_counter() - began
        loops.append(loop())
        served = statistics.median(seconds_to_first_page(place) for _run in range(RUNS))
        loops.append(loop())
    finally:
        shutil.rmtree(home, ignore_errors=True)
    peer = statistics.median(loops)
    return [
        row("the demo into an empty place, s", filled, peer, 20),
        row("first page from a filled place, s", served, peer, 4),
    ]


def row(promise: str, ours: float, peer: float, slow_seconds: float) -> Result:
    """Seconds beside the loop: kept where a machine with the slow loop would keep them."""
    most = slow_seconds / SLOW_LOOP
    aim = f"{slow_seconds:g} s where the loop takes {SLOW_LOOP} s: {most:.1f} loops"
    return result(
        f"{promise}; peer: a loop of ten million", ours, peer, ours / peer, aim, ours / peer <= most
    )


def seconds_to_first_page(place: dict[str, str]) -> float:
    """From the command to the answer of the sign-in page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-m", "zulian", "up", "--demo", "--port", str(port)]
    process = subprocess.Popen(
        command, env=place, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not answers(port):
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(port: int) -> bool:
    """Whether the sign-in page is there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/accounts/sign-in/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
