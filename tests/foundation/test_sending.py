"""Messages go out through the queue: sealed, after commit, tried again, given up in the end; against a real mail host."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from deploy.checks.certificate import write_certificate
from deploy.checks.common import free_port
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

import zulian
from tests.mail_host import MailHost, mail_host
from tests.waiting import PATIENCE_SECONDS
from zulian.foundation import sending
from zulian.foundation.models import Delivery

pytestmark = pytest.mark.usefixtures("own_database")
WHO, OTHER, TEXT = "yan@example.org", "other@example.org", "验证码 428613，十分钟内有效。"


@pytest.fixture(autouse=True)
def real_ways(settings: Settings) -> None:
    """The site's own queue and its own way of sending e-mail."""
    settings.TASKS = {
        "default": settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", PATIENCE_SECONDS


@pytest.fixture
def host(settings: Settings) -> Iterator[MailHost]:
    """A mail host that the site uses."""
    with mail_host() as host:
        settings.EMAIL_PORT = host.port
        yield host


def work() -> None:
    """What a worker for messages does until there is nothing to do at this moment."""
    worker = Worker(
        queue_names=[sending.QUEUE],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    worker.run()


def let_pass(pause: timedelta) -> None:
    """Let time go by: all that waits was due so much earlier."""
    Delivery.objects.update(due_at=F("due_at") - pause, expires_at=F("expires_at") - pause)
    # What is not to wait stands at the end of time.
    planned = DBTaskResult.objects.filter(
        status="READY", run_after__lt=timezone.now() + timedelta(days=1)
    )
    planned.update(run_after=F("run_after") - pause)


def kept() -> str:
    """Everything that the tables of messages and of the queue hold."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for model in (Delivery, DBTaskResult):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            rows += cursor.fetchall()
    return str(rows)


def test_one_recipient_that_fails_at_first_gets_the_message_later_the_other_at_once(
    host: MailHost,
) -> None:
    host.answers[WHO] = [451, 450]
    with transaction.atomic():
        sending.send(WHO, "请\n签收", TEXT)
        sending.send(OTHER, "请签收", TEXT)
    work()
    assert [message["To"] for message in host.taken] == [OTHER]
    # Before its pause is over nothing is tried.
    work()
    assert host.asked == [WHO, OTHER]
    let_pass(sending.PAUSES[0])
    work()
    assert host.asked == [WHO, OTHER, WHO] and len(host.taken) == 1
    let_pass(sending.PAUSES[0])
    work()
    assert host.asked == [WHO, OTHER, WHO]
    let_pass(sending.PAUSES[1])
    work()
    late = host.taken[-1]
    assert [message["To"] for message in host.taken] == [OTHER, WHO]
    assert (late["Subject"], late["From"]) == ("请 签收", "zulian@localhost")
    assert late.get_content().strip() == TEXT
    assert not Delivery.objects.exists()


def test_neither_tables_nor_log_hold_address_or_text(
    host: MailHost, caplog: pytest.LogCaptureFixture
) -> None:
    host.answers = {WHO: [451], OTHER: [550]}
    sending.send(WHO, "事由", TEXT)
    sending.send(OTHER, "事由", TEXT)
    seen = [kept()]
    work()
    seen.append(kept())
    let_pass(sending.PAUSES[0])
    work()
    seen.append(kept())
    assert len(host.taken) == 1 and not Delivery.objects.exists()
    text = "".join(seen) + caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert [
        word for word in ("yan@", "example.org", "428613", "验证码", "事由") if word in text
    ] == []
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]
    assert "attempt 1 failed (SMTPRecipientsRefused 451)" in caplog.text
    assert "is given up after 1 attempts: SMTPRecipientsRefused 550" in caplog.text


def test_what_is_refused_for_good_is_not_tried_again(host: MailHost) -> None:
    host.answers[WHO] = [550]
    sending.send(WHO, "", TEXT)
    work()
    assert not Delivery.objects.exists()
    let_pass(timedelta(hours=12))
    work()
    assert host.asked == [WHO]


def test_a_host_that_stays_away_is_asked_ever_more_rarely_and_then_no_more(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_PORT = free_port()
    sending.send(WHO, "", TEXT)
    for seconds in (10, 60, 300, 1800, 7200):
        pause, start = timedelta(seconds=seconds), timezone.now()
        work()
        assert start + pause <= Delivery.objects.get().due_at <= timezone.now() + pause
        let_pass(pause)
    work()
    assert not Delivery.objects.exists()
    assert "is given up after 6 attempts: ConnectionRefusedError" in caplog.text
    let_pass(timedelta(hours=12))
    work()
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_what_nobody_wants_any_more_is_not_sent(
    host: MailHost, caplog: pytest.LogCaptureFixture
) -> None:
    host.answers[WHO] = [451, 451]
    sending.send(WHO, "", TEXT, lifetime=timedelta(minutes=1))
    work()
    let_pass(sending.PAUSES[0])
    work()
    # The next attempt would come after the end.
    assert host.asked == [WHO, WHO] and not Delivery.objects.exists()
    sending.send(WHO, "", TEXT, lifetime=timedelta(minutes=1))
    let_pass(timedelta(minutes=2))
    work()
    assert host.asked == [WHO, WHO] and not Delivery.objects.exists()
    assert "too late" in caplog.text


def test_nothing_is_queued_without_a_channel_or_for_what_is_undone(settings: Settings) -> None:
    settings.EMAIL_HOST = settings.SMS_URL = ""
    sending.send(WHO, "", TEXT)
    sending.send("13900000000", "", TEXT)
    settings.EMAIL_HOST = "127.0.0.1"
    sending.send("", "", TEXT)
    sending.send("13900000000", "", TEXT)
    with pytest.raises(RuntimeError), transaction.atomic():
        sending.send(WHO, "", TEXT)
        raise RuntimeError
    assert not Delivery.objects.exists() and not DBTaskResult.objects.exists()


def test_lost_attempts_are_resumed_and_what_is_too_late_is_deleted(
    host: MailHost, caplog: pytest.LogCaptureFixture
) -> None:
    sending.send(WHO, "", TEXT)
    sending.send(OTHER, "", TEXT, lifetime=timedelta(minutes=5))
    DBTaskResult.objects.all().delete()
    assert sending.resume() == 0
    let_pass(sending.LOST + timedelta(seconds=1))
    assert sending.resume() == 1
    assert sending.resume() == 0
    assert Delivery.objects.count() == 1 and "too late" in caplog.text
    work()
    assert host.asked == [WHO] and not Delivery.objects.exists()


def test_a_message_queued_twice_is_sent_once_and_tried_no_earlier(host: MailHost) -> None:
    host.answers[WHO] = [451]
    sending.send(WHO, "", TEXT)
    sending.deliver.enqueue(Delivery.objects.get().pk)
    work()
    # The second one comes while the first is under way or waits.
    assert host.asked == [WHO] and Delivery.objects.get().attempts == 1
    let_pass(sending.PAUSES[0])
    sending.deliver.enqueue(Delivery.objects.get().pk)
    work()
    assert len(host.taken) == 1 and not Delivery.objects.exists()


def test_what_another_key_sealed_is_given_up(
    host: MailHost, caplog: pytest.LogCaptureFixture
) -> None:
    sending.send(WHO, "", TEXT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_delivery SET text = address")
    let_pass(sending.LOST + timedelta(seconds=1))
    assert sending.resume() == 1
    work()
    assert not Delivery.objects.exists() and host.asked == []
    assert "SealError" in caplog.text


def test_a_silent_host_is_waited_for_no_longer_than_set(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work goes on though the host has not said a word."""
    waits: list[float] = []
    connect = socket.create_connection

    def noted(address: tuple[str, int], timeout: float, *more: Any) -> socket.socket:
        waits.append(timeout)
        return connect(address, timeout, *more)

    monkeypatch.setattr(socket, "create_connection", noted)
    with mail_host(may_speak=Event()) as host:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = host.port, 1
        sending.send(WHO, "", TEXT)
        work()
        assert host.may_speak is not None
        host.may_speak.set()
    assert (waits, host.asked, Delivery.objects.get().attempts) == ([1], [], 1)


def test_a_password_that_is_refused_may_be_mended_in_time(
    host: MailHost, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD, host.strange = (
        "zulian",
        "outdated-9",
        True,
    )
    sending.send(WHO, "", TEXT)
    work()
    assert host.asked == [] and Delivery.objects.get().attempts == 1
    assert "SMTPAuthenticationError 535" in caplog.text and "outdated-9" not in caplog.text
    host.strange, settings.EMAIL_HOST_USER = False, ""
    let_pass(sending.PAUSES[0])
    work()
    assert len(host.taken) == 1


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a certificate for localhost that this process trusts."""
    # OpenSSL looks at the clock of the machine.
    now = time_machine.escape_hatch.datetime.datetime.now(UTC)
    write_certificate(tmp_path, "localhost", now)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "fullchain.pem"))
    return tmp_path


@pytest.mark.parametrize("immediate", [False, True], ids=["starttls", "ssl"])
def test_e_mail_goes_encrypted_to_a_host_whose_certificate_is_trusted(
    immediate: bool, certificate: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = (
        "localhost",
        immediate,
        not immediate,
    )
    with mail_host(certificate=certificate, immediate_tls=immediate) as host:
        settings.EMAIL_PORT = host.port
        sending.send(WHO, "", TEXT)
        work()
        assert (host.asked, host.encrypted) == ([WHO], [True]) and len(host.taken) == 1
        # The same host, to somebody who does not know its certificate.
        monkeypatch.delenv("SSL_CERT_FILE")
        sending.send(OTHER, "", TEXT)
        work()
        assert host.asked == [WHO] and Delivery.objects.get().attempts == 1


def test_a_host_without_encryption_gets_nothing_where_encryption_is_set(
    host: MailHost, settings: Settings
) -> None:
    settings.EMAIL_USE_TLS = True
    sending.send(WHO, "", TEXT)
    work()
    assert host.asked == [] and Delivery.objects.get().attempts == 1


def test_nothing_but_this_module_talks_to_mail_hosts_and_gateways() -> None:
    ways = re.compile(
        r"django\.core\.mail|smtplib|urllib\.request|http\.client|\bmail_(admins|managers)|email_user"
    )
    root = Path(zulian.__file__).parent
    modules = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if ways.search(path.read_text("utf-8"))
    }
    # The start asks its own server whether it answers; the national register is asked by its own port.
    assert modules == {"foundation/sending.py", "beside.py", "certificates/exchange/soap.py"}


class Gateway(BaseHTTPRequestHandler):
    """A gateway of text messages: answers with the statuses that it was given, then 200."""

    statuses: list[int]
    got: list[dict[str, str]]

    def do_POST(self) -> None:  # noqa: N802  (the name that the library asks for)
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(("first", "tried"), [(503, 2), (429, 2), (400, 1)])
def test_text_messages_go_through_the_gateway_and_are_tried_again(
    first: int, tried: int, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    answers = type("Answers", (Gateway,), {"statuses": [first], "got": []})
    server = HTTPServer(("127.0.0.1", 0), answers)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/"
    sending.send("13900000000", "不用", TEXT)
    work()
    let_pass(sending.PAUSES[0])
    work()
    server.shutdown()
    server.server_close()
    assert answers.got == [{"phone": "13900000000", "text": TEXT}] * tried
    assert not Delivery.objects.exists()
    assert f"HTTPError {first}" in caplog.text and "13900000000" not in caplog.text
