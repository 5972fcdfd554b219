"""The worker as a process of its own, as `zulian up` starts it: it knows its tasks without the help of any page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from tests.mail_host import mail_host
from tests.waiting import PATIENCE_SECONDS, wait_until
from zulian.beside import NIGHTLY, commands_beside

QUEUE_ONE = """
import django
django.setup()
from zulian.foundation import sending
from zulian.foundation.schema.tables import prepare_tables
prepare_tables()
sending.send("yan@example.org", "请签收", "请签收今年的任务")
"""


def test_a_worker_for_messages_delivers_what_another_process_queued(tmp_path: Path) -> None:
    with mail_host() as host:
        clean = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("ZULIAN_", "DATABASE_"))
        }
        environment = clean | {
            "DJANGO_SETTINGS_MODULE": "zulian.settings",
            "ZULIAN_HOME": str(tmp_path),
            "ZULIAN_EMAIL_HOST": "127.0.0.1",
            "ZULIAN_EMAIL_PORT": str(host.port),
        }
        subprocess.run([sys.executable, "-c", QUEUE_ONE], env=environment, check=True)
        assert host.taken == []
        *_others, words = commands_beside(messages=True)
        worker = subprocess.Popen([sys.executable, "-m", "zulian.cli", *words], env=environment)
        try:
            wait_until(lambda: host.taken)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(PATIENCE_SECONDS)
    assert [message["To"] for message in host.taken] == ["yan@example.org"]
    assert host.taken[0].get_content().strip() == "请签收今年的任务"


def test_messages_have_a_worker_of_their_own_only_where_any_are_sent() -> None:
    assert commands_beside(messages=False)[1:] == [["worker"]]
    with patch.dict(os.environ, {"ZULIAN_BACKUP": "/mnt/elsewhere"}):
        assert NIGHTLY in commands_beside(messages=False)
    assert commands_beside(messages=True)[1:] == [
        ["worker", "--only", "jobs"],
        ["worker", "--only", "messages"],
    ]
