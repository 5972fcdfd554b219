"""What deploy/ ships, tried out: the image's steps in an empty folder, the site served from there, units, proxy, compose file.

Run by deploy/check.sh. Ends with status 1 at the first thing that is not as it should be.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from certificate import write_certificate

DEPLOY = Path(__file__).resolve().parent
SOURCE = DEPLOY.parent
HOST = "zulian.example.cn"
# Folders of the image that are moved into the empty folder here.
IMAGE_FOLDERS = re.compile(r"(?<![\w/])/(opt|source|var/lib)(?=/)")
# `systemd-analyze security` calls less than this "OK": 0 is all locked away, 10 is nothing.
EXPOSURE = 25
# What the compose file may say of a service; a word that is not here is a slip of the pen.
SERVICE_KEYS = {
    "build", "cap_drop", "depends_on", "environment", "healthcheck", "image", "init", "networks", "ports", "read_only",
    "restart", "secrets", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip


class CheckError(Exception):
    """Something that is shipped is not as it should be."""


def require(condition: object, words: str) -> None:
    """Go on only where the condition holds; raises CheckError."""
    if not condition:
        raise CheckError(words)


def checked(words: str) -> None:
    """Tell what was checked."""
    sys.stdout.write(f"checked  {words}\n")
    sys.stdout.flush()


def skipped(words: str, why: str) -> None:
    """Tell what was not checked."""
    sys.stdout.write(f"skipped  {words}: {why}\n")


def run(command: Sequence[str], **more: Any) -> str:
    """A command that must succeed; its output, or CheckError with what it said."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    require(done.returncode == 0, f"{' '.join(command)}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


# The compose file


def check_compose() -> None:
    """Known keys only; whatever is named is declared; a service that is waited for says when it is well."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    require(set(compose) == {"name", "services", "networks", "volumes", "secrets"}, "compose.yaml: unknown part")
    for name, service in compose["services"].items():
        unknown = set(service) - SERVICE_KEYS
        require(not unknown, f"compose.yaml: {name} has unknown keys {sorted(unknown)}")
        require(service["image"], f"compose.yaml: {name} has no image")
        for kind in ("networks", "secrets"):
            missing = set(service.get(kind, [])) - set(compose[kind])
            require(not missing, f"compose.yaml: {name} names {kind} that are not declared: {sorted(missing)}")
        for volume in service.get("volumes", []):
            require(volume.split(":")[0] in compose["volumes"], f"compose.yaml: {name}: volume {volume}")
        for other, how in service.get("depends_on", {}).items():
            healthy = how["condition"] == "service_healthy" and "healthcheck" in compose["services"][other]
            require(healthy, f"compose.yaml: {name} waits for {other}, which does not say when it is well")
        for value in service.get("environment", {}).values():
            require(isinstance(value, str), f"compose.yaml: {name}: {value!r} is not in quotes")
            secret = value.removeprefix("/run/secrets/")
            require(secret == value or secret in service["secrets"], f"compose.yaml: {name} does not get {secret}")
    build = compose["services"]["site"]["build"]
    require((DEPLOY / build["context"] / build["dockerfile"]).is_file(), "compose.yaml: no Dockerfile to build")
    _known_settings(compose["services"]["site"]["environment"])
    checked(
        "compose.yaml: parsed; keys known; networks, volumes, secrets, settings and the Dockerfile it names are there"
    )
    if (
        shutil.which("docker")
        and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    ):
        environment = {**os.environ, "ZULIAN_HOSTS": HOST}
        run(["docker", "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "-q"], env=environment)
        checked("compose.yaml: accepted by docker compose")
    else:
        skipped("compose.yaml by docker compose", "it is not installed")


def _known_settings(names: Mapping[str, str]) -> None:
    settings = (SOURCE / "src/zulian/settings.py").read_text(encoding="utf-8")
    for name in names:
        require(name.removesuffix("_FILE") in settings, f"{name} is no setting of the site")


# The image


@dataclass
class Image:
    """What the Dockerfile says, the last stage being what runs."""

    bases: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    user: int = 0
    port: int = 0


def read_dockerfile(text: str) -> Image:
    """Read the instructions that this Dockerfile uses; raises CheckError at any other."""
    image = Image()
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for instruction in re.split(r"(?<!\\)\n", "\n".join(lines)):
        name, _space, words = instruction.replace("\\\n", " ").partition(" ")
        words = words.strip()
        match name:
            case "FROM":
                image.bases.append(words.split()[0])
                image.environment = {}
            case "COPY" | "RUN":
                image.steps.append((name, words))
            case "ENV":
                image.environment |= dict(pair.split("=", 1) for pair in words.split())
            case "CMD":
                image.command = json.loads(words)
            case "HEALTHCHECK":
                image.health = json.loads(words.partition("CMD ")[2])
            case "USER":
                image.user = int(words.split(":")[0])
            case "EXPOSE":
                image.port = int(words)
            case "ARG" | "WORKDIR" | "VOLUME":
                pass
            case _:
                raise CheckError(f"Dockerfile: {name} is not known here")
    return image


def moved(words: str, root: Path) -> str:
    """Paths of the image as paths below the empty folder."""
    return IMAGE_FOLDERS.sub(rf"{root}/\1", words)


def build(image: Image, root: Path) -> None:
    """Do the image's COPY and RUN steps in an empty folder, with the files that are in the repository and no others."""
    version = ".".join(map(str, sys.version_info[:2]))
    require(set(image.bases) == {f"python:{version}-slim"}, f"Dockerfile: built on {image.bases}, checked on {version}")
    files = run(["git", "ls-files"], cwd=SOURCE).splitlines()
    python = Path(sys.base_prefix) / "bin" / "python3"
    environment = {**os.environ, "PYTHON": str(python), "EXTRA": ""}
    for name, words in image.steps:
        if name == "RUN":
            run(["sh", "-euc", moved(words, root)], env=environment, cwd=root)
        elif not words.startswith("--from="):
            *sources, target = words.split()
            _copy(sources, Path(moved(target, root)), files)
    checked(
        f"Dockerfile: its {len(image.steps)} steps in an empty folder, with Python {version} and the hashes of the lock"
    )


def _copy(sources: list[str], target: Path, files: list[str]) -> None:
    """COPY: a folder's content goes into the target, a file goes below it by its name."""
    for source in sources:
        inside = [name for name in files if name == source or name.startswith(f"{source}/")]
        require(inside, f"Dockerfile: COPY {source}: no such file in the repository")
        for name in inside:
            relative = Path(name).relative_to(source)
            copy = target / (relative if relative.parts else Path(name).name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SOURCE / name, copy)


def check_package(root: Path) -> None:
    """What is installed is what the repository holds, file by file."""
    files = run(["git", "ls-files", "src/zulian"], cwd=SOURCE).splitlines()
    wanted = {name.removeprefix("src/") for name in files}
    [packages] = (root / "opt/zulian/lib").glob("python*/site-packages")
    found = {
        str(path.relative_to(packages))
        for path in (packages / "zulian").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    require(found == wanted, f"missing: {sorted(wanted - found)}; too much: {sorted(found - wanted)}")
    pieces = {path.suffix for path in (packages / "zulian").rglob("__pycache__/*")}
    require(".pyc" in pieces, "the package is not compiled, and who serves may not write")
    size = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file()) / 2**20
    checked(
        f"package: all {len(wanted)} files of the repository installed and no other; {size:.0f} MB with what it needs"
    )


# The site, served from there


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
        name: moved(value, root).replace("$PATH", os.environ["PATH"]) for name, value in image.environment.items()
    }
    environment |= {"ZULIAN_HOSTS": HOST, "ZULIAN_HTTPS": "1", "ZULIAN_PROXIES": "127.0.0.1"}
    command = [moved(word, root) for word in image.command]
    require(command[-1] == str(image.port), "Dockerfile: EXPOSE and CMD name different ports")
    command[-1] = str(port)
    account: dict[str, Any] = _account(image, command[0])
    if account:
        shutil.chown(home, image.user, image.user)
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd="/", env=environment, stdout=out, stderr=out, start_new_session=True, **account
        )  # fmt: skip
    try:
        health = [moved(word, root) for word in image.health[:-1]]
        _wait([*health, str(port)], environment, process, log)
        yield Site(port, home, process, log)
        _stop(process, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _account(image: Image, command: str) -> dict[str, Any]:
    """Serve as the image's account where this one may change it and that one may read the interpreter."""
    if os.geteuid() != 0:
        skipped("the image's account", "only root may take another one")
        return {}
    account = {"user": image.user, "group": image.user, "extra_groups": []}
    try:
        done = subprocess.run([command, "--version"], cwd="/", capture_output=True, check=False, **account)
        reachable = done.returncode == 0
    except OSError:
        reachable = False
    if not reachable:
        skipped("the image's account", f"it may not read the interpreter in {sys.base_prefix}")
        return {}
    checked(f"account: runs as {image.user}, which owns nothing but its data")
    return account


def _wait(health: list[str], environment: dict[str, str], process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the image's own health check is content."""
    start = time.monotonic()
    while time.monotonic() - start < 180:
        if process.poll() is not None:
            raise CheckError(f"the site ended with status {process.returncode}\n{log.read_text()}")
        if subprocess.run(health, env=environment, cwd="/", capture_output=True, check=False).returncode == 0:
            checked(f"site: well {time.monotonic() - start:.0f} s after its start on an empty folder")
            return
        time.sleep(0.5)
    raise CheckError(f"the site did not become well in 180 s\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes], log: Path) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        status = process.wait(20)
    except subprocess.TimeoutExpired:
        raise CheckError("the site did not stop within 20 s") from None
    require(status == 0, f"the site stopped with status {status}\n{log.read_text()}")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 0)
        raise CheckError("the site stopped and left processes behind")
    require("Traceback" not in log.read_text(), f"the site's log holds errors\n{log.read_text()}")
    checked("site: stopped by SIGTERM, nothing left behind, no error in its log")


def ask(connection: http.client.HTTPConnection, path: str, **more: Any) -> tuple[http.client.HTTPResponse, bytes]:
    """One request for the site's name; the answer with its body."""
    headers = {"Host": HOST, **more.pop("headers", {})}
    connection.request(more.pop("method", "GET"), path, headers=headers, **more)
    response = connection.getresponse()
    return response, response.read()


def check_first_page(connection: http.client.HTTPConnection, where: str) -> http.client.HTTPResponse:
    """The first page leads to the sign-in page, which comes whole, with its style."""
    response, _body = ask(connection, "/")
    require(response.status == 302, f"{where}: the first page answers {response.status}")
    path = response.headers["Location"]
    page, body = ask(connection, path)
    require(page.status == 200 and "登录".encode() in body, f"{where}: {path} answers {page.status}")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', body.decode())
    require(styles, f"{where}: {path} has no style")
    for style in styles:
        response, body = ask(connection, style)
        require(response.status == 200 and body, f"{where}: {style} answers {response.status}")
        require("immutable" in response.headers["Cache-Control"], f"{where}: {style} is not cached")
    checked(f"{where}: the first page, {path.split('?')[0]} and {len(styles)} style sheets, all 200")
    return page


# The proxy


def check_proxy(site: Site, root: Path) -> None:
    """nginx with the example in front of the running site."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        skipped("nginx.conf", "nginx is not installed")
        return
    folder = root / "nginx"
    folder.mkdir()
    plain, secure = free_port(), free_port()
    write_certificate(folder, HOST)
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};", "listen [::]:80;": "",
        "listen 443 ": f"listen 127.0.0.1:{secure} ", "listen [::]:443 ssl http2;": "",
        "/etc/ssl/zulian/": f"{folder}/", "server 127.0.0.1:8000;": f"server 127.0.0.1:{site.port};",
    }.items():  # fmt: skip
        require(old in example, f"nginx.conf: {old!r} is not in it")
        example = example.replace(old, new)
    (folder / "site.conf").write_text(example, encoding="utf-8")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {paths} include {folder}/site.conf; }}"
    )
    run([nginx, "-t", "-q", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    checked("nginx.conf: accepted by nginx -t")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        _listens(secure)
        _through_proxy(site, folder, plain, secure)
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> None:
    for _try in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise CheckError(f"nothing listens on port {port}")


def _through_proxy(site: Site, folder: Path, plain: int, secure: int) -> None:
    response, _body = ask(http.client.HTTPConnection("127.0.0.1", plain, timeout=20), "/")
    require(response.headers["Location"] == f"https://{HOST}/", "nginx.conf: plain HTTP is not led to HTTPS")
    context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    context.check_hostname = False
    # From an address of its own, so that it can be told from the proxy's.
    client = "127.0.0.2"
    connection = http.client.HTTPSConnection(
        "127.0.0.1", secure, timeout=60, context=context, source_address=(client, 0)
    )
    page = check_first_page(connection, "through nginx")
    cookie = page.headers["Set-Cookie"]
    require("Secure" in cookie, "the site does not know that it is asked by HTTPS")
    require("Strict-Transport-Security" in page.headers, "nginx.conf: no Strict-Transport-Security")
    token = cookie.split(";")[0]
    headers = {
        "Cookie": token, "Referer": f"https://{HOST}/accounts/sign-in/", "X-CSRFToken": token.partition("=")[2],
        "X-Forwarded-For": "203.0.113.7",
    }  # fmt: skip
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"username": "nobody", "password": "not-a-password"})
    response, _body = ask(connection, "/accounts/sign-in/", method="POST", body=body, headers=form)
    require(response.status == 200, f"a failed sign-in through nginx answers {response.status}")
    with contextlib.closing(sqlite3.connect(site.home / "zulian.sqlite3")) as database:
        addresses = [row[0] for row in database.execute("SELECT ip_address FROM axes_accessattempt")]
    require(addresses == [client], f"the failed sign-in is kept for {addresses} instead of {client}")
    large = b"x" * (25 * 2**20)
    form = {**headers, "Content-Type": "application/octet-stream"}
    response, _body = ask(connection, "/accounts/sign-in/", method="POST", body=large, headers=form)
    require(response.status != 413, "nginx.conf: a file of 25 MB is refused")
    connection.close()
    checked("through nginx: HTTPS known, the client's address kept and not the one it claims, 25 MB let through")


# The units


def check_units(root: Path) -> None:
    """systemd's own judgement of the units, and that their commands exist."""
    folder = root / "units"
    folder.mkdir()
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = moved(unit.read_text(encoding="utf-8"), root)
        text = text.replace(f"{root}/var/lib", "/var/lib")
        [command] = re.findall(r"^ExecStart=(.+)$", text, re.M)
        run([*command.split(), "--help"])
        (folder / unit.name.replace("@", "@1")).write_text(text, encoding="utf-8")
    units = sorted(map(str, folder.glob("*.service")))
    names = " and ".join(Path(unit).name for unit in units)
    settings = (DEPLOY / "systemd/zulian.env.example").read_text(encoding="utf-8")
    _known_settings(dict.fromkeys(re.findall(r"^(?:# )?([A-Z_]+)=", settings, re.M), ""))
    checked(f"{names}: the commands they start are there, and so are the settings of zulian.env.example")
    if not shutil.which("systemd-analyze"):
        skipped("units by systemd-analyze", "it is not installed")
        return
    run(["systemd-analyze", "verify", "--man=no", *units])
    for unit in units:
        run(["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={EXPOSURE}", unit])
    checked(f"units: accepted by systemd-analyze verify; exposure at most {EXPOSURE / 10} of 10")


def main() -> int:
    """All checks, in a folder that is removed at the end."""
    start = time.monotonic()
    root = Path(tempfile.mkdtemp(prefix="zulian-deploy-"))
    # The image's account must be able to look in.
    root.chmod(0o755)
    (root / "var/lib").mkdir(parents=True)
    try:
        check_compose()
        image = read_dockerfile((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
        build(image, root)
        check_package(root)
        check_units(root)
        with served(image, root) as site:
            check_first_page(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20), "site")
            check_proxy(site, root)
    except CheckError as error:
        sys.stderr.write(f"FAILED   {error}\n")
        return 1
    finally:
        shutil.rmtree(root, ignore_errors=True)
    checked(f"all in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
