"""Settings that only a site in production uses: proxies in front, secrets in files."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import json
from django.conf import settings
keys = ("SECRET_KEY", "DATA_KEY", "PROXIES", "EMAIL_HOST_PASSWORD", "ALLOWED_HOSTS")
print(json.dumps({key: getattr(settings, key) for key in keys} | {"database": settings.DATABASES["default"]["PASSWORD"]}))
"""
# Calls the WSGI application as a server would; the answer is the address that the site keeps in its trail.
ASK = """
import io, sys
import django
django.setup()
from django.urls import path
from django.http import HttpResponse
from zulian.accounts.requests import address_of
import zulian.urls
zulian.urls.urlpatterns.insert(0, path("who/", lambda request: HttpResponse(f"{address_of(request)} {request.scheme}")))
from zulian.wsgi import application
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/who/", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(),
    "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "REMOTE_ADDR": sys.argv[1], "HTTP_X_FORWARDED_FOR": sys.argv[2],
    "HTTP_X_FORWARDED_PROTO": "https",
}
print(b"".join(application(environ, lambda status, headers: None)).decode())
"""


def run(code: str, home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh process with the site's own settings under this environment."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ZULIAN_", "DATABASE_"))
    }
    clean |= {"DJANGO_SETTINGS_MODULE": "zulian.settings", "ZULIAN_HOME": str(home)}
    clean["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(
        command, env=clean | environment, capture_output=True, text=True, check=False
    )


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    secrets = {
        "secret": "s" * 40,
        "data": base64.b64encode(b"d" * 32).decode(),
        "password": "password-in-a-file",
    }
    for name, text in secrets.items():
        (tmp_path / name).write_text(f"{text}\n")
    done = run(
        SHOW,
        tmp_path,
        DATABASE_URL="postgres://zulian@database/zulian",
        ZULIAN_SECRET_KEY_FILE=str(tmp_path / "secret"),
        ZULIAN_DATA_KEY_FILE=str(tmp_path / "data"),
        ZULIAN_DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
        ZULIAN_EMAIL_PASSWORD="in-the-environment",
        ZULIAN_HOSTS="zulian.example.cn, www.example.cn",
    )
    assert json.loads(done.stdout) == {
        "SECRET_KEY": secrets["secret"],
        "DATA_KEY": secrets["data"],
        "PROXIES": [],
        "EMAIL_HOST_PASSWORD": "in-the-environment",
        "ALLOWED_HOSTS": ["zulian.example.cn", "www.example.cn"],
        "database": secrets["password"],
    }


def test_a_password_in_the_address_of_the_database_counts(tmp_path: Path) -> None:
    address = "postgres://zulian:told@database/zulian"
    key = base64.b64encode(bytes(32)).decode()
    done = run(
        SHOW, tmp_path, DATABASE_URL=address, ZULIAN_DATABASE_PASSWORD="other", ZULIAN_DATA_KEY=key
    )
    assert json.loads(done.stdout)["database"] == "told"


def test_a_missing_key_file_stops_the_start_instead_of_making_a_new_key(tmp_path: Path) -> None:
    done = run(SHOW, tmp_path, ZULIAN_DATA_KEY_FILE=str(tmp_path / "nowhere"))
    assert done.returncode != 0
    assert "ZULIAN_DATA_KEY_FILE" in done.stderr
    assert not (tmp_path / "data_key").exists()


def test_only_a_trusted_proxy_tells_the_address_of_the_client(tmp_path: Path) -> None:
    trusted = {"ZULIAN_PROXIES": "127.0.0.1, 172.30.0.0/24", "ZULIAN_HTTPS": "1"}
    assert run(ASK, tmp_path, "127.0.0.1", "10.1.2.3", **trusted).stdout.split() == [
        "10.1.2.3",
        "https",
    ]
    assert (
        run(ASK, tmp_path, "172.30.0.1", "6.6.6.6, 10.1.2.3", **trusted).stdout.split()[0]
        == "10.1.2.3"
    )
    assert run(ASK, tmp_path, "10.9.9.9", "10.1.2.3", **trusted).stdout.split()[0] == "10.9.9.9"
    assert run(ASK, tmp_path, "127.0.0.1", "10.1.2.3").stdout.split() == ["127.0.0.1", "http"]


MAIL = """
from django.conf import settings
print(settings.EMAIL_PORT, settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT)
"""


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "25 False False 10"),
        (
            {"ZULIAN_EMAIL_PORT": "", "ZULIAN_EMAIL_SECURITY": "", "ZULIAN_SEND_TIMEOUT": ""},
            "25 False False 10",
        ),
        ({"ZULIAN_EMAIL_PORT": "465"}, "465 True False 10"),
        ({"ZULIAN_EMAIL_PORT": "587"}, "587 False True 10"),
        ({"ZULIAN_EMAIL_SECURITY": "ssl"}, "465 True False 10"),
        ({"ZULIAN_EMAIL_SECURITY": "starttls", "ZULIAN_SEND_TIMEOUT": "3"}, "587 False True 3"),
        ({"ZULIAN_EMAIL_SECURITY": "none", "ZULIAN_EMAIL_PORT": "587"}, "587 False False 10"),
    ],
)
def test_the_encryption_of_e_mail_follows_the_port_unless_it_is_set(
    environment: dict[str, str], expected: str, tmp_path: Path
) -> None:
    assert run(MAIL, tmp_path, **environment).stdout.strip() == expected


def test_an_unknown_encryption_stops_the_start(tmp_path: Path) -> None:
    done = run(MAIL, tmp_path, ZULIAN_EMAIL_SECURITY="tls")
    assert (
        done.returncode != 0
        and "ZULIAN_EMAIL_SECURITY must be none, ssl or starttls, not “tls”" in done.stderr
    )


def test_a_proxy_that_is_no_address_stops_the_start(tmp_path: Path) -> None:
    done = run(SHOW, tmp_path, ZULIAN_PROXIES="127.0.0.1,proxy.local")
    assert done.returncode != 0
    assert "SettingsError: ZULIAN_PROXIES" in done.stderr and "proxy.local" in done.stderr


def test_the_embedded_database_writes_what_it_confirms_to_the_disk(tmp_path: Path) -> None:
    """Asked of the connection itself: 2 is FULL, where NORMAL would lose the last changes with the power."""
    ask = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "print(cursor.execute('PRAGMA synchronous').fetchone()[0], cursor.execute('PRAGMA journal_mode').fetchone()[0])"
    )
    tmp_path.chmod(0o700)
    assert run(ask, tmp_path).stdout.split() == ["2", "wal"]
