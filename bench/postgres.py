"""A private PostgreSQL server for one run: its own folder and port, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found:
        return found[-1]
    own = shutil.which("initdb")
    if own is None:
        raise SystemExit(
            "PostgreSQL is not installed here: install it, or run `python -m bench.run sqlite`"
        )
    return Path(own).parent


@contextmanager
def server() -> Iterator[Callable[[str], str]]:
    """Start one; yields a function that makes a fresh database of a name and returns its address."""
    binaries, folder = _binaries(), Path(tempfile.mkdtemp(prefix="zulian-pg-"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*words: str) -> None:
        subprocess.run([*as_postgres, *words], check=True, stdout=subprocess.DEVNULL)

    run(
        str(binaries / "initdb"),
        "-D",
        f"{folder}/data",
        "-U",
        "zulian",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-p {port} -k {folder} -c shared_buffers=512MB -c max_wal_size=4GB -c maintenance_work_mem=256MB"
    run(
        str(binaries / "pg_ctl"),
        "-D",
        f"{folder}/data",
        "-w",
        "-l",
        f"{folder}/log",
        "-o",
        options,
        "start",
    )

    def fresh(name: str) -> str:
        run(str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "zulian", name)
        return f"postgres://zulian@127.0.0.1:{port}/{name}"

    try:
        yield fresh
    finally:
        run(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
