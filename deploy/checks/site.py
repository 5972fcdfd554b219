"""The site, served from where the image's steps installed it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.checks.common import HOST, CheckError, awaited, checked, free_port, require, skipped
from deploy.checks.image import Image, moved
from tests.waiting import COMMAND_SECONDS, PATIENCE_SECONDS


@dataclass
class Site:
    """A running site: its port, its folder, and the account that it runs as."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]
    log: Path


@contextlib.contextmanager
def served(image: Image, root: Path) -> Iterator[Site]:
    """The image's own command with its environment, in another folder; stopped as a service manager does."""
    port, home, log = free_port(), root / "var/lib/zulian", root / "site.log"
    environment = {
        name: moved(value, root).replace("$PATH", os.environ["PATH"])
        for name, value in image.environment.items()
    }
    environment |= {"ZULIAN_HOSTS": HOST, "ZULIAN_HTTPS": "1", "ZULIAN_PROXIES": "127.0.0.1"}
    command = [moved(word, root) for word in image.command]
    require(command[-1] == str(image.port), "Dockerfile: EXPOSE and CMD name different ports")
    command[-1] = str(port)
    account = _account(image, command[0])
    if account:
        shutil.chown(home, image.user, image.user)
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd="/",
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
            **account,
        )
    try:
        health = [moved(word, root) for word in image.health[:-1]]
        _wait([*health, str(port)], environment, process, log)
        yield Site(port, home, process, log)
        _stop(process, home, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _account(image: Image, command: str) -> dict[str, Any]:
    """Serve as the image's account where this one may change it and that one may read the interpreter."""
    if os.geteuid() != 0:
        skipped("the image's account", "only root may take another one")
        return {}
    account: dict[str, Any] = {"user": image.user, "group": image.user, "extra_groups": []}
    try:
        done = subprocess.run(
            [command, "--version"], cwd="/", capture_output=True, check=False, **account
        )
        reachable = done.returncode == 0
    except OSError:
        reachable = False
    if not reachable:
        skipped("the image's account", f"it may not read the interpreter in {sys.base_prefix}")
        return {}
    checked(f"account: runs as {image.user}, which owns nothing but its data")
    return account


def _wait(
    health: list[str], environment: dict[str, str], process: subprocess.Popen[bytes], log: Path
) -> None:
    """Until the image's own health check is content."""
    start = time.monotonic()

    def is_well() -> bool:
        if process.poll() is not None:
            raise CheckError(f"the site ended with status {process.returncode}\n{log.read_text()}")
        return (
            subprocess.run(
                health, env=environment, cwd="/", capture_output=True, check=False
            ).returncode
            == 0
        )

    awaited(is_well, lambda: f"the site did not become well\n{log.read_text()}", COMMAND_SECONDS)
    checked(f"site: well {time.monotonic() - start:.0f} s after its start on an empty folder")


def _stop(process: subprocess.Popen[bytes], home: Path, log: Path) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        status = process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        raise CheckError(f"the site did not stop within {PATIENCE_SECONDS} s") from None
    require(status == 0, f"the site stopped with status {status}\n{log.read_text()}")
    awaited(lambda: not _running(home), lambda: "the site stopped and left processes behind")
    require("Traceback" not in log.read_text(), f"the site's log holds errors\n{log.read_text()}")
    checked("site: stopped by SIGTERM, nothing left behind, no error in its log")


def _running(home: Path) -> list[str]:
    """The processes that still run for a place: not all of them are in the group of the first."""
    mark, running = f"ZULIAN_HOME={home}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                running.append(folder.name)
    return running


def ask(
    connection: http.client.HTTPConnection, path: str, **more: Any
) -> tuple[http.client.HTTPResponse, bytes]:
    """One request for the site's name, as a proxy that speaks HTTPS sends it on; the answer with its body."""
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", **more.pop("headers", {})}
    connection.request(more.pop("method", "GET"), path, headers=headers, **more)
    response = connection.getresponse()
    return response, response.read()


def check_first_page(
    connection: http.client.HTTPConnection, where: str
) -> http.client.HTTPResponse:
    """The first page leads to the sign-in page, which comes whole, with its style."""
    response, _body = ask(connection, "/")
    require(response.status == 302, f"{where}: the first page answers {response.status}")
    path = response.headers["Location"]
    page, body = ask(connection, path)
    require(
        page.status == 200 and "登录".encode() in body, f"{where}: {path} answers {page.status}"
    )
    styles = re.findall(r'href="(/static/[^"]+\.css)"', body.decode())
    require(styles, f"{where}: {path} has no style")
    for style in styles:
        response, body = ask(connection, style)
        require(response.status == 200 and body, f"{where}: {style} answers {response.status}")
        require("immutable" in response.headers["Cache-Control"], f"{where}: {style} is not cached")
    checked(
        f"{where}: the first page, {path.split('?')[0]} and {len(styles)} style sheets, all 200"
    )
    return page
