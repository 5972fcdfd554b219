"""What watches the site is told whether it is alive and ready, by whatever name it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from zulian.foundation import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_tables", set())


def test_it_is_alive_and_ready_by_any_name(client: Client) -> None:
    for page in ("/healthz", "/readyz"):
        answer = client.get(page, headers={"host": "10.0.0.7:8000"})
        assert (answer.status_code, answer.content) == (200, b"ok\n")
        assert answer.headers["Cache-Control"] == "no-store" and not answer.cookies


def test_without_its_database_it_is_alive_and_not_ready(client: Client) -> None:
    def refuse(execute: Callable[..., Any], *_arguments: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database\n")
    assert client.get("/readyz").status_code == 200


def test_with_older_tables_it_is_not_ready(client: Client) -> None:
    last = MigrationRecorder.Migration.objects.filter(app="accounts").order_by("-name")
    last.filter(pk=last.values("pk")[:1].get()["pk"]).delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"tables\n")
