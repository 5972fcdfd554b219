"""Whether the site is alive (`/healthz`) and ready to serve (`/readyz`), for whatever watches it; asked by any name, told in a word."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase

ALIVE, READY = "/healthz", "/readyz"
# Whether all migrations were there once: nothing takes them away while the site runs.
_tables: set[str] = set()


class HealthMiddleware:
    """Answers both addresses before anything else of the site is asked, its host names and sessions too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer: `ok`, or with status 503 what is lacking."""
        if request.path == ALIVE:
            return _answer("")
        return _answer(lacking()) if request.path == READY else self.get_response(request)


def lacking() -> str:
    """What keeps the site from serving: the database, or tables that are older than the program; "" where nothing does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if connection.alias not in _tables:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "tables"
            _tables.add(connection.alias)
    except DatabaseError:
        return "database"
    return ""


def _answer(lack: str) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE if lack else HTTPStatus.OK
    answer = HttpResponse(f"{lack or 'ok'}\n", content_type="text/plain", status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
