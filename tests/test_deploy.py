"""What deploy/ ships where a quick look suffices; deploy/check.sh tries out the rest."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml
from deploy.checks import compose, proxy
from deploy.checks.common import DEPLOY, SOURCE, CheckError, free_port
from deploy.checks.image import moved, read_dockerfile

from zulian.errors import WRONG_SETTINGS

HEALTH = DEPLOY / "health.py"


def health(port: int) -> tuple[int, str]:
    """The status of the health check, and its reason."""
    command = [sys.executable, str(HEALTH), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


class Site(BaseHTTPRequestHandler):
    """Answers as a site does: ready, or not."""

    is_ready = True

    def do_GET(self) -> None:  # noqa: N802  (the name that the library asks for)
        self.send_response(200 if self.is_ready and self.path == "/readyz" else 503)
        self.end_headers()
        self.wfile.write(b"ok" if self.is_ready else b"database")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def test_the_health_check_tells_a_site_that_answers_from_one_that_does_not() -> None:
    assert health(free_port())[0] == 1
    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    assert health(server.server_port) == (0, "")
    Site.is_ready = False
    status, reason = health(server.server_port)
    assert status == 1 and "503" in reason and "database" in reason
    server.shutdown()
    server.server_close()


def test_the_dockerfile_runs_the_installer_and_ends_without_rights() -> None:
    image = read_dockerfile((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    assert ("RUN", "/source/deploy/install.sh /opt/zulian $EXTRA") in image.steps
    assert image.user > 0
    assert image.command[:2] == ["/opt/zulian/bin/zulian", "up"]
    assert image.environment["ZULIAN_HOME"] == "/var/lib/zulian"
    with pytest.raises(CheckError, match="SHELL"):
        read_dockerfile('FROM python:3.11-slim\nSHELL ["sh"]')


def test_paths_of_the_image_move_below_the_empty_folder_and_others_stay() -> None:
    words = "install -d /var/lib/zulian && /opt/zulian/bin/pip /usr/opt/x --home=/opt/y"
    assert (
        moved(words, Path("/x"))
        == "install -d /x/var/lib/zulian && /x/opt/zulian/bin/pip /usr/opt/x --home=/x/opt/y"
    )


def test_a_slip_in_the_compose_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert "zulian" in yaml.safe_load(text)["services"]["site"]["image"]
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/Dockerfile").touch()
    monkeypatch.setattr(compose, "DEPLOY", tmp_path / "deploy")
    slips = {
        "restart: unless": "restrat: unless",
        "  data_key:\n    file": "  date_key:\n    file",
        "- files:/var": "- fiels:/var",
        "healthcheck:": "x-healthcheck:",
        "ZULIAN_PROXIES:": "ZULIAN_PROXYS:",
        'ZULIAN_HTTPS: "1"': "ZULIAN_HTTPS: 1",
        "deploy/Dockerfile": "deploy/Dockerfiel",
    }
    for good, bad in slips.items():
        assert good in text
        (tmp_path / "deploy/compose.yaml").write_text(text.replace(good, bad), encoding="utf-8")
        with pytest.raises(CheckError):
            compose.check_compose()
    (tmp_path / "deploy/compose.yaml").write_text(text, encoding="utf-8")
    compose.check_compose()


def test_nginx_trusts_nothing_that_a_client_says_of_itself() -> None:
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in example
    assert "proxy_add_x_forwarded_for" not in example
    assert proxy.HOST in example


def test_wrong_settings_do_not_start_the_units_again_and_again() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text(encoding="utf-8")
        assert f"RestartPreventExitStatus={WRONG_SETTINGS}\n" in text, unit.name
        interval, burst, pause = (
            int(re.findall(rf"^{name}=(\d+)", text, re.M)[0])
            for name in ("StartLimitIntervalSec", "StartLimitBurst", "RestartSec")
        )
        assert burst * pause < interval * 3600, unit.name


def pins(lock: str) -> dict[str, str]:
    """The packages of a lock file with their versions."""
    text = (SOURCE / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+) \\$", text, re.M))


def test_the_locks_agree_with_each_other_and_with_the_project() -> None:
    site, photos, dev = (
        pins("requirements.lock"),
        pins("requirements-photos.lock"),
        pins("requirements-dev.lock"),
    )
    assert set(photos) - set(site) == {"opencv-python-headless"}
    assert site.items() < photos.items() < dev.items()
    with (SOURCE / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    for wanted, lock in (
        (project["dependencies"], site),
        (project["optional-dependencies"]["photos"], photos),
        (project["optional-dependencies"]["dev"], dev),
    ):
        names = {re.split(r"[\[<>=]", name)[0] for name in wanted}
        assert names <= set(lock), names - set(lock)


def test_every_package_of_a_lock_has_its_hashes() -> None:
    for lock in SOURCE.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--find-links" not in text and "://" not in re.sub(r"#.*", "", text), lock.name
        for entry in re.findall(r"^[a-z0-9._-]+==.*(?:\n    --hash.*)*", text, re.M):
            assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_first_screen_shows_both_commands_alone_and_together(name: str) -> None:
    screen = (SOURCE / name).read_text(encoding="utf-8").splitlines()[:28]
    commands = [line.split("#")[0].strip() for line in screen if line.startswith("make ")]
    assert commands == ["make run", "make test", "make test run"]
    other = {"README.md": "README.zh.md", "README.zh.md": "README.md"}[name]
    assert any(f"]({other})" in line for line in screen)
    assert any(line.startswith("![") for line in screen)
