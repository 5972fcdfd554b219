"""What watches the site is told whether it is alive and ready, by whatever name it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from zulian.foundation import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of tests are made from the models: what `migrate` leaves behind is written here."""
    monkeypatch.setattr(health, "_tables", set())
    names = sorted(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE django_migrations (id integer, app varchar(255), name varchar(255), applied timestamp)"
        )
        cursor.executemany(
            "INSERT INTO django_migrations VALUES (%s, %s, %s, NULL)",
            [(n, *name) for n, name in enumerate(names)],
        )


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
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts' AND name >= '0003'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"tables\n")
