"""nginx with the example in front of the running site."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from deploy.checks.certificate import write_certificate
from deploy.checks.common import DEPLOY, HOST, awaited, checked, free_port, require, run, skipped
from deploy.checks.site import Site, ask, check_first_page
from tests.waiting import PATIENCE_SECONDS


def check_proxy(site: Site, root: Path) -> None:
    """nginx with the example in front of the running site."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        skipped("nginx.conf", "nginx is not installed")
        return
    folder = root / "nginx"
    folder.mkdir()
    plain, secure = free_port(), free_port()
    write_certificate(folder, HOST, datetime.now(UTC))
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "listen 443 ": f"listen 127.0.0.1:{secure} ",
        "listen [::]:443 ssl http2;": "",
        "/etc/ssl/zulian/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{site.port};",
    }.items():
        require(old in example, f"nginx.conf: {old!r} is not in it")
        example = example.replace(old, new)
    (folder / "site.conf").write_text(example, encoding="utf-8")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ {paths} include {folder}/site.conf; }}"
    )
    run([nginx, "-t", "-q", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    checked("nginx.conf: accepted by nginx -t")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        awaited(lambda: _listens(secure), lambda: f"nothing listens on port {secure}")
        _through_proxy(site, folder, plain, secure)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _keyless_log(connection: http.client.HTTPConnection, log: Path) -> None:
    key, code = "hZ3x-Kq0_pLw7mNb2vCt9RsY", "210921000000"
    for path in (
        f"/volunteers/mine/{key}/code/?q=zhang",
        f"/volunteers/mine/{key}/",
        f"/regions/{code}/?q=zhang",
    ):
        ask(connection, path)
    written = _written(log, f'/regions/{code}/" ')
    require(
        key not in written and "zhang" not in written,
        f"nginx.conf: the log holds keys or queries\n{written}",
    )
    for path in (
        "/volunteers/mine/***/code/",
        "/volunteers/mine/***/",
        f"/regions/{code}/",
        "/accounts/sign-in/",
    ):
        require(f' {path}" ' in written, f"nginx.conf: {path} is not in the log\n{written}")
    checked("nginx.conf: its log holds no keys of pages and no queries")


def _written(log: Path, last: str) -> str:
    """The log once *last* is in it: nginx writes a line after its answer has left."""
    awaited(
        lambda: last in log.read_text(),
        lambda: f"nginx.conf: no {last} in the log\n{log.read_text()}",
    )
    return log.read_text()


def _listens(port: int) -> bool:
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS),
    ):
        return True
    return False


def _through_proxy(site: Site, folder: Path, plain: int, secure: int) -> None:
    response, _body = ask(
        http.client.HTTPConnection("127.0.0.1", plain, timeout=PATIENCE_SECONDS), "/"
    )
    require(
        response.headers["Location"] == f"https://{HOST}/",
        "nginx.conf: plain HTTP is not led to HTTPS",
    )
    context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    context.check_hostname = False
    # From an address of its own, so that it can be told from the proxy's.
    client = "127.0.0.2"
    connection = http.client.HTTPSConnection(
        "127.0.0.1", secure, timeout=PATIENCE_SECONDS, context=context, source_address=(client, 0)
    )
    page = check_first_page(connection, "through nginx")
    cookie = page.headers["Set-Cookie"]
    require("Secure" in cookie, "the site does not know that it is asked by HTTPS")
    strict = page.headers.get_all("Strict-Transport-Security")
    require(strict == ["max-age=31536000"], f"Strict-Transport-Security is {strict} through nginx")
    token = cookie.split(";")[0]
    headers = {
        "Cookie": token,
        "Referer": f"https://{HOST}/accounts/sign-in/",
        "X-CSRFToken": token.partition("=")[2],
        "X-Forwarded-For": "203.0.113.7",
        "X_Forwarded_For": "203.0.113.8",
    }
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"username": "nobody", "password": "not-a-password"})
    response, _body = ask(connection, "/accounts/sign-in/", method="POST", body=body, headers=form)
    require(response.status == 200, f"a failed sign-in through nginx answers {response.status}")
    with contextlib.closing(sqlite3.connect(site.home / "zulian.sqlite3")) as database:
        addresses = [
            row[0] for row in database.execute("SELECT ip_address FROM axes_accessattempt")
        ]
    require(
        addresses == [client], f"the failed sign-in is kept for {addresses} instead of {client}"
    )
    large = b"x" * (25 * 2**20)
    form = {**headers, "Content-Type": "application/octet-stream"}
    response, _body = ask(connection, "/accounts/sign-in/", method="POST", body=large, headers=form)
    require(response.status != 413, "nginx.conf: a file of 25 MB is refused")
    _keyless_log(connection, folder / "zulian.log")
    connection.close()
    checked(
        "through nginx: HTTPS known, the client's address kept and not the one it claims, 25 MB let through"
    )
