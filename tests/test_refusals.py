"""What is wrong with settings, files, addresses or the database costs one sentence and a status, never a trace."""

from __future__ import annotations

import base64
import os
import re
import runpy
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deploy.checks.common import free_port
from django.db import connection

from tests.places import begin, run, wait_for
from tests.waiting import COMMAND_SECONDS
from zulian import cli
from zulian import settings as settings_module
from zulian.errors import FAILED, WRONG_SETTINGS, SettingsError

Prepare = Callable[[Path], dict[str, str]]


def setting(**values: str) -> Prepare:
    """Settings that do not depend on the place."""
    return lambda home: values


def home_is_a_file(home: Path) -> dict[str, str]:
    home.write_text("")
    return {}


def home_is_below_a_file(home: Path) -> dict[str, str]:
    home.write_text("")
    return {"ZULIAN_HOME": str(home / "below")}


def empty_key_file(home: Path) -> dict[str, str]:
    home.mkdir()
    (home / "data_key").touch()
    return {}


def short_key_file(home: Path) -> dict[str, str]:
    home.mkdir()
    (home / "secret_key").write_text("short")
    return {}


def binary_key_file(home: Path) -> dict[str, str]:
    home.mkdir()
    (home / "data_key").write_bytes(secrets.token_bytes(16) + b"\xff")
    return {}


def empty_file_of_a_key(home: Path) -> dict[str, str]:
    home.mkdir()
    (home / "nothing").touch()
    return {"ZULIAN_DATA_KEY_FILE": str(home / "nothing")}


def corrupt_database(home: Path) -> dict[str, str]:
    home.mkdir()
    (home / "zulian.sqlite3").write_bytes(b"no database at all" * 400)
    return {}


def corrupt_database_and_key(home: Path) -> dict[str, str]:
    return corrupt_database(home) | {"ZULIAN_DATA_KEY": base64.b64encode(bytes(32)).decode()}


WRONG = {
    "nonsense": (setting(DATABASE_URL="nonsense"), "DATABASE_URL"),
    "unknown scheme": (setting(DATABASE_URL="foo:///"), "DATABASE_URL"),
    "port that is none": (
        setting(DATABASE_URL="postgres://u:hidden@127.0.0.1:port/zulian"),
        "DATABASE_URL",
    ),
    "another database": (setting(DATABASE_URL="mysql://u:hidden@127.0.0.1/zulian"), "DATABASE_URL"),
    "no database": (setting(DATABASE_URL="postgres://u:hidden@127.0.0.1/"), "DATABASE_URL"),
    "home is a file": (home_is_a_file, "ZULIAN_HOME"),
    "home is below a file": (home_is_below_a_file, "ZULIAN_HOME"),
    "empty key": (empty_key_file, "data_key"),
    "short key": (short_key_file, "secret_key"),
    "binary key": (binary_key_file, "data_key"),
    "empty file of a key": (empty_file_of_a_key, "ZULIAN_DATA_KEY_FILE"),
    "missing file of a key": (
        setting(ZULIAN_DATA_KEY_FILE="/nowhere/data_key"),
        "ZULIAN_DATA_KEY_FILE",
    ),
    "malformed key": (setting(ZULIAN_DATA_KEY="not base64 at all"), "ZULIAN_DATA_KEY"),
    "key of another length": (setting(ZULIAN_DATA_KEY="c2hvcnQ="), "ZULIAN_DATA_KEY"),
    "short signing key": (setting(ZULIAN_SECRET_KEY="x"), "ZULIAN_SECRET_KEY"),
    "unknown cipher": (setting(ZULIAN_CIPHER="des"), "ZULIAN_CIPHER"),
    "pool that is no number": (
        setting(
            DATABASE_URL="postgres://u@127.0.0.1/zulian",
            ZULIAN_DB_POOL="many",
            ZULIAN_DATA_KEY="A" * 43 + "=",
        ),
        "ZULIAN_DB_POOL",
    ),
}
IN_THE_WAY = {
    "database refused": (
        setting(DATABASE_URL=f"postgres://u:hidden@127.0.0.1:{free_port()}/zulian"),
        "database",
    ),
    "database refused, key given": (
        setting(
            DATABASE_URL=f"postgres://u:hidden@127.0.0.1:{free_port()}/zulian",
            ZULIAN_DATA_KEY="A" * 43 + "=",
        ),
        "database",
    ),
    "corrupt database": (corrupt_database, "zulian.sqlite3"),
    "corrupt database, key given": (corrupt_database_and_key, "database"),
}


def refused(home: Path, *command: str, status: int, reason: str, **environment: str) -> str:
    """A command ends with a status and one sentence that names the reason; the sentence."""
    done = run(home, *(command or ("up", "--port", str(free_port()))), **environment)
    assert done.returncode == status, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert reason in done.stderr
    assert "hidden" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_setting_is_refused_before_anything_is_made(tmp_path: Path, case: str) -> None:
    prepare, reason = WRONG[case]
    home = tmp_path / "home"
    refused(home, status=WRONG_SETTINGS, reason=reason, **prepare(home))
    assert not (home / "zulian.sqlite3").exists()


# Of every setting what is nonsense there; each with what it takes to be read at all.
NONSENSE: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "DATABASE_URL": (("nonsense", "foo:///", "postgres://u:hidden@127.0.0.1:port/zulian"), {}),
    "ZULIAN_ANCHOR": (
        (
            "foo",
            "foo:bar",
            "file:",
            "file:relative.log",
            "file:/folder/",
            "mail:",
            "mail:nobody",
            "mail:a@b.cn",
            "syslog:x",
        ),
        {},
    ),
    "ZULIAN_BACKUP": (("backups", "./backups", "~/backups"), {}),
    "ZULIAN_BACKUP_HOUR": (("24", "1:30", "-1"), {}),
    "ZULIAN_BACKUP_KEEP": (("7", "7,4", "0,4,12", "7,4,12,1", "all", "7,-1,0"), {}),
    "ZULIAN_CIPHER": (("des", "AES"), {}),
    "ZULIAN_DATA_KEY": (("not base64 at all", "c2hvcnQ="), {}),
    "ZULIAN_DATA_KEY_FILE": (("/nowhere/key",), {}),
    "ZULIAN_DATA_KEY_COMMAND": (("/nowhere/program", "'unended"), {}),
    "ZULIAN_DATABASE_PASSWORD_FILE": (
        ("/nowhere/key",),
        {"DATABASE_URL": "postgres://u@127.0.0.1/zulian"},
    ),
    "ZULIAN_DB_POOL": (("many", "-1", "1.5", "9" * 30), {}),
    "ZULIAN_DEBUG": (("yes", "true"), {}),
    "ZULIAN_EMAIL_FROM": (("nobody", "a b@c", "zulian@"), {}),
    "ZULIAN_EMAIL_HOST": (("smtp://mail.example.cn", "mail.example.cn:465", "a b"), {}),
    "ZULIAN_EMAIL_PASSWORD_FILE": (("/nowhere/key",), {}),
    "ZULIAN_EMAIL_PORT": (("abc", "0", "65536", "²"), {}),
    "ZULIAN_EMAIL_SECURITY": (("tls", "SSL"), {}),
    "ZULIAN_HOSTS": (
        ("https://zulian.example.cn", "zulian.example.cn:8000", "a.cn b.cn", "a.cn, /"),
        {},
    ),
    "ZULIAN_SECOND_FACTOR": (("clerks", "system_admin;audit_admin", "county_officer,x"), {}),
    "ZULIAN_ROLES_FROM": (
        (
            "system_admin",
            "clerks=10.0.0.0/8",
            "system_admin=10.0.0.0/99",
            "system_admin=",
            "audit_admin=10.0.0.1;audit_admin=10.0.0.2",
        ),
        {},
    ),
    "ZULIAN_HSTS": (("abc", "-1", "1y"), {}),
    "ZULIAN_HSTS_SUBDOMAINS": (("yes",), {}),
    "ZULIAN_HTTPS": (("yes", "on", "2"), {}),
    "ZULIAN_LOG": (("JSON", "yes"), {}),
    "ZULIAN_METRICS_FROM": (("monitor", "10.0.0.0/99"), {}),
    "ZULIAN_METRICS_KEY": (("short",), {}),
    "ZULIAN_METRICS_KEY_FILE": (("/nowhere/key",), {}),
    "ZULIAN_NATIONAL_NAMES": (("/nowhere/names.toml", __file__, "/"), {}),
    "ZULIAN_NATIONAL_PASSWORD_FILE": (("/nowhere/password",), {}),
    "ZULIAN_NATIONAL_URL": (("foo", "ftp://register.example.cn/"), {}),
    "ZULIAN_PROXIES": (("proxy1", "127.0.0.1 10.0.0.1", "10.0.0.0/99"), {}),
    "ZULIAN_REPLICA_URL": (("nonsense", "postgres://u:hidden@127.0.0.1/zulian"), {}),
    "ZULIAN_SECRET_KEY": (("x",), {}),
    "ZULIAN_SECRET_KEY_FILE": (("/nowhere/key",), {}),
    "ZULIAN_SEND_TIMEOUT": (("x", "0", "1e3"), {}),
    "ZULIAN_SMS_URL": (
        (
            "foo",
            "ftp://sms.example.cn/",
            "https://",
            "https://sms.example.cn:port/",
            "https://a b/",
        ),
        {},
    ),
}
# Any text may be right: a folder, a name, a password.
FREE = {
    "ZULIAN_HOME",
    "ZULIAN_DATABASE_PASSWORD",
    "ZULIAN_EMAIL_PASSWORD",
    "ZULIAN_EMAIL_USER",
    "ZULIAN_NATIONAL_IP",
    "ZULIAN_NATIONAL_PASSWORD",
    "ZULIAN_NATIONAL_USER",
}
DOCUMENTED = {
    name
    for line in (Path(__file__).parents[1] / "docs/operations.md")
    .read_text(encoding="utf-8")
    .splitlines()
    if line.startswith("| `")
    for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
}


def read_settings(monkeypatch: pytest.MonkeyPatch, home: Path, **values: str) -> dict[str, Any]:
    """The settings as a fresh process would read them under this environment."""
    for name in list(os.environ):
        if name.startswith(("ZULIAN_", "DATABASE_")):
            monkeypatch.delenv(name)
    for name, value in ({"ZULIAN_HOME": str(home)} | values).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(Path(settings_module.__file__)))


def test_every_setting_is_documented_and_has_its_nonsense() -> None:
    source = Path(settings_module.__file__).read_text(encoding="utf-8")
    assert "environ[" not in source and "environ.get" not in source, (
        "settings are read by zulian.environment alone"
    )
    read = set(re.findall(r"\"(ZULIAN_[A-Z_]+|DATABASE_URL)\"", source))
    read |= {"ZULIAN_SECRET_KEY", "ZULIAN_DATA_KEY", "DATABASE_URL", "ZULIAN_DATABASE_PASSWORD"}
    read |= {"ZULIAN_DATA_KEY_COMMAND"}
    files = {name for name in NONSENSE if name.endswith("_FILE")}
    assert read == (NONSENSE.keys() | FREE) - files
    assert read - {"ZULIAN_DEBUG"} == DOCUMENTED, "the table of settings in docs/operations.md"
    assert files == {f"{name}_FILE" for name in read if name.endswith(("_KEY", "_PASSWORD"))}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, (values, _with) in NONSENSE.items() for value in values],
)
def test_a_setting_that_is_nonsense_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    home = tmp_path / "home"
    with pytest.raises(SettingsError) as refusal:
        read_settings(monkeypatch, home, **NONSENSE[name][1] | {name: value})
    sentence = str(refusal.value)
    assert refusal.value.status == WRONG_SETTINGS
    assert name in sentence
    assert len(sentence.splitlines()) == 1
    assert sentence.endswith(".")
    assert "hidden" not in sentence
    if not name.startswith(("ZULIAN_DATA_KEY", "ZULIAN_SECRET_KEY")):
        assert not home.exists()


@pytest.mark.parametrize("name", sorted(NONSENSE.keys() | FREE))
def test_an_empty_setting_is_an_absent_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    names = (
        "EMAIL_PORT",
        "EMAIL_TIMEOUT",
        "ALLOWED_HOSTS",
        "ANCHOR",
        "SMS_URL",
        "DEFAULT_FROM_EMAIL",
        "SEAL_CIPHER",
        "HTTPS",
    )
    absent = read_settings(monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)
    empty = read_settings(monkeypatch, tmp_path, **{name: ""})
    assert {each: empty[each] for each in names} == {each: absent[each] for each in names}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZULIAN_ANCHOR", "file:/mnt/elsewhere/anchors.log"),
        ("ZULIAN_ANCHOR", "syslog:"),
        ("ZULIAN_EMAIL_FROM", "组联通 <zulian@example.cn>"),
        ("ZULIAN_EMAIL_HOST", "127.0.0.1"),
        ("ZULIAN_HOSTS", "*"),
        ("ZULIAN_HOSTS", ".example.cn, 10.8.0.1, [::1]"),
        ("ZULIAN_PROXIES", "127.0.0.1, ::1, 10.8.0.0/16"),
        ("ZULIAN_SMS_URL", "http://127.0.0.1:8080/send?key=x"),
        ("ZULIAN_SMS_URL", "http://[::1]:8080/send"),
        ("ZULIAN_SEND_TIMEOUT", " 30 "),
        ("ZULIAN_HTTPS", "0"),
    ],
)
def test_a_setting_that_makes_sense_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    assert read_settings(monkeypatch, tmp_path, **{name: value})


def test_an_anchor_by_mail_is_taken_with_a_mail_host(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = read_settings(
        monkeypatch, tmp_path, ZULIAN_ANCHOR="mail:a@b.cn", ZULIAN_EMAIL_HOST="mail.b.cn"
    )
    assert taken["ANCHOR"] == "mail:a@b.cn"


@pytest.mark.parametrize("command", ["up", "worker", "daily", "manage check", "audit verify"])
def test_every_command_ends_in_that_sentence(tmp_path: Path, command: str) -> None:
    refused(
        tmp_path,
        *command.split(),
        status=WRONG_SETTINGS,
        reason="ZULIAN_HTTPS must be 0 or 1",
        ZULIAN_HTTPS="yes",
    )


@pytest.mark.parametrize("case", IN_THE_WAY)
def test_a_database_that_cannot_be_used_is_told(tmp_path: Path, case: str) -> None:
    prepare, reason = IN_THE_WAY[case]
    home = tmp_path / "home"
    refused(home, status=FAILED, reason=reason, **prepare(home))


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks a PostgreSQL server")
def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = connection.settings_dict
    address = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/nowhere"
    refused(tmp_path, status=FAILED, reason="nowhere", DATABASE_URL=address)


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be written by the administrator")
@pytest.mark.parametrize(
    "given", [{}, {"ZULIAN_DATA_KEY": "A" * 43 + "=", "ZULIAN_SECRET_KEY": "x" * 50}]
)
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, given: dict[str, str]) -> None:
    tmp_path.chmod(0o500)
    done = run(tmp_path / "home", "up", "--port", str(free_port()), **given)
    assert done.returncode in {FAILED, WRONG_SETTINGS}
    assert "ZULIAN_HOME" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--port", "99999"), "99999"),
        (("--port", "0"), "--port 0"),
        (("--host", "1.2.3.4"), "1.2.3.4"),
        (("--host", "no-such-name.invalid"), "no-such-name.invalid"),
    ],
)
def test_an_address_that_is_none_is_told(
    tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    refused(tmp_path, "up", *words, status=FAILED, reason=reason)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with sealed data and its key."""
    home = tmp_path_factory.mktemp("filled")
    assert run(home, "synth", "--people", "20").returncode == 0
    return home


@pytest.mark.long
def test_a_key_is_never_made_anew_beside_the_data_that_it_seals(filled: Path) -> None:
    key = filled / "data_key"
    kept = key.read_text()
    key.unlink()
    refused(filled, status=WRONG_SETTINGS, reason="data_key")
    assert not key.exists()
    key.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    refused(filled, status=FAILED, reason="does not fit")
    verified = run(filled, "audit", "verify")
    assert verified.returncode == FAILED
    assert "people.person" in verified.stdout
    key.write_text(kept)
    assert run(filled, "audit", "verify").returncode == 0


@pytest.mark.parametrize("name", ["a#b", "a?b=c", "a%20b", "a b", "区划"])
def test_every_file_stays_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    process = begin(home, "up", "--port", str(free_port()))
    wait_for(process, "static files")
    process.terminate()
    process.communicate(timeout=COMMAND_SECONDS)
    assert (home / "zulian.sqlite3").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_two_first_starts_get_one_key(tmp_path: Path) -> None:
    starts = [begin(tmp_path, "manage", "shell", "-v0", "-c", SHOW_KEYS) for _n in range(4)]
    assert len({start.communicate(timeout=COMMAND_SECONDS)[0] for start in starts}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data_key", "secret_key"]


SHOW_KEYS = "from django.conf import settings; print(settings.DATA_KEY, settings.SECRET_KEY)"


BEFORE_TABLES = (
    "audit verify",
    "audit anchor",
    "counts verify",
    "daily",
    "divisions --fuxin",
    "admin yan 演 --division 210921000000",
)


@pytest.mark.parametrize("command", BEFORE_TABLES)
def test_a_command_before_there_are_tables_says_what_makes_them(
    tmp_path: Path, command: str
) -> None:
    refused(
        tmp_path / "home", *command.split(), status=FAILED, reason="start the site once (zulian up)"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "command",
    ["trace", "divisions", "places", "circular read", "places --roads", "audit verify --anchors"],
)
@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_file_that_cannot_be_read_costs_one_sentence(
    tmp_path: Path, command: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path if what == "folder" else tmp_path / "missing"
    assert cli.main([*command.split(), str(path)]) == FAILED
    reason = "Is a directory" if what == "folder" else "No such file or directory"
    assert capsys.readouterr().err == f"{path}: {reason}\n"


def test_what_a_backup_names_is_there_from_the_first_start(tmp_path: Path) -> None:
    process = begin(tmp_path / "home", "up", "--port", str(free_port()))
    wait_for(process, "static files")
    process.terminate()
    process.communicate(timeout=COMMAND_SECONDS)
    assert stat.S_IMODE((tmp_path / "home" / "attachments").stat().st_mode) == 0o700


def test_the_help_lists_what_people_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert "beside" not in told
    listed = set(re.findall(r"^    ([a-z]+)\b", told, re.MULTILINE))
    assert listed >= {"up", "audit", "daily", "worker", "divisions", "manage"}
