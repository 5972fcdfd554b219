"""A site in production: HTTPS, private files, and what `zulian manage check --deploy` says."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2]
HTTPS = {"ZULIAN_HTTPS": "1", "ZULIAN_PROXIES": "127.0.0.1", "ZULIAN_ANCHOR": "syslog:"}
# Asks for a page through the WSGI application as a server would; `http` or `https` is what the proxy was asked by.
ASK = """
import io, json, sys
import django
django.setup()
from django.http import HttpResponse
from django.urls import path
import zulian.urls
from django.middleware.csrf import get_token
zulian.urls.urlpatterns.insert(0, path("hello/", lambda request: HttpResponse(get_token(request))))
from zulian.wsgi import application
answer = {}
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/hello/", "SERVER_NAME": "localhost", "SERVER_PORT": "8000",
    "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_PROTO": sys.argv[1],
}
application(environ, lambda status, headers: answer.update(dict(headers) | {"status": int(status[:3])}))
print(json.dumps(answer))
"""


def python(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh process with the site's own settings, with the usual rights of new files."""
    # What the tests of the browser set for their own process (DJANGO_ALLOW_ASYNC_UNSAFE) is not for this one.
    foreign = ("ZULIAN_", "DATABASE_", "DJANGO_")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    clean |= {
        "DJANGO_SETTINGS_MODULE": "zulian.settings",
        "ZULIAN_HOME": str(home),
        "PYTHONPATH": str(SOURCE / "src"),
    }
    return subprocess.run(
        [sys.executable, *words],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )


def ask(home: Path, scheme: str, **environment: str) -> dict[str, str | int]:
    """Status and headers of an answer."""
    answer: dict[str, str | int] = json.loads(python(home, "-c", ASK, scheme, **environment).stdout)
    return answer


def check(home: Path, **environment: str) -> tuple[int, str]:
    """Status and words of the check for deployments."""
    words = ("-m", "zulian.cli", "manage", "check", "--deploy", "--fail-level", "WARNING")
    done = python(home, *words, **environment)
    return done.returncode, done.stdout + done.stderr


def test_plain_http_is_led_to_https_and_browsers_keep_to_it(tmp_path: Path) -> None:
    plain = ask(tmp_path, "http", **HTTPS)
    assert (plain["status"], plain["Location"]) == (301, "https://localhost/hello/")
    secure = ask(tmp_path, "https", **HTTPS)
    assert (secure["status"], secure["Strict-Transport-Security"]) == (200, "max-age=31536000")
    chosen = ask(tmp_path, "https", **HTTPS, ZULIAN_HSTS="600", ZULIAN_HSTS_SUBDOMAINS="1")
    assert chosen["Strict-Transport-Security"] == "max-age=600; includeSubDomains"
    assert "Strict-Transport-Security" not in ask(tmp_path, "https", **HTTPS, ZULIAN_HSTS="0")
    without = ask(tmp_path, "https")
    assert without["status"] == 200 and "Strict-Transport-Security" not in without


def test_scripts_get_neither_cookies_nor_devices(tmp_path: Path) -> None:
    answer = ask(tmp_path, "https", **HTTPS)
    cookie = {word.strip().partition("=")[0] for word in str(answer["Set-Cookie"]).split(";")}
    assert {"csrftoken", "HttpOnly", "Secure", "SameSite"} <= cookie
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(
        str(answer["Permissions-Policy"]).split(", ")
    )


def test_a_site_set_up_as_documented_passes_the_check(tmp_path: Path) -> None:
    status, words = check(tmp_path / "home", **HTTPS)
    assert words == "System check identified no issues (2 silenced).\n"
    assert status == 0


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        (
            {"ZULIAN_HTTPS": ""},
            {"security.W004", "security.W008", "security.W011", "security.W016"},
        ),
        ({"ZULIAN_HSTS": "0"}, {"security.W004"}),
        ({"ZULIAN_DEBUG": "1"}, {"security.W018"}),
        ({"ZULIAN_PROXIES": ""}, {"zulian.W002"}),
        ({"ZULIAN_ANCHOR": ""}, {"zulian.W004"}),
        ({"ZULIAN_ANCHOR": "file:/no/such/folder/anchors.log"}, {"zulian.W005"}),
        ({"ZULIAN_EMAIL_HOST": "mail.example.cn", "ZULIAN_EMAIL_USER": "zulian"}, {"zulian.W003"}),
    ],
)
def test_what_is_lacking_is_named(
    lacking: dict[str, str], expected: set[str], tmp_path: Path
) -> None:
    status, words = check(tmp_path / "home", **HTTPS | lacking)
    assert status == 1
    assert set(re.findall(r"\((\w+\.W\d+)\)", words)) == expected


def test_files_are_made_for_their_own_account_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    # Connects to the database, which makes its file.
    assert python(home, "-m", "zulian.cli", "manage", "inspectdb").returncode == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.iterdir()]}
    assert modes.pop("home") == 0o700
    assert modes == {"zulian.sqlite3": 0o600, "secret_key": 0o600, "data_key": 0o600}


@pytest.mark.parametrize("name", ["", "zulian.sqlite3"])
def test_files_that_others_may_read_are_named(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    python(home, "-m", "zulian.cli", "manage", "inspectdb")
    (home / name).chmod(0o750)
    status, words = check(home, **HTTPS)
    assert status == 1
    assert f"zulian.W001) Other accounts of this machine may reach {home / name}.\n" in words
