"""What Prometheus reads at `/metrics`: requests by page and answer, how long they take, the queue, the site's own works, the database.

One process serves a site, so what it counts stands in its memory; what is kept in the database is asked for when it is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from zulian.foundation.models import Upkeep
from zulian.foundation.proxies import client_address, is_within
from zulian.foundation.registry import Registry
from zulian.foundation.requested import route_of
from zulian.foundation.scopes import EVERYTHING, scope

PAGE = "/metrics"
BEARER = "Bearer "
# Seconds: a page takes hundredths, a heavy one some seconds, and beyond ten something is wrong.
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True)
class Reading:
    """A figure that is asked for when Prometheus reads: `values` gives it for each value of `label`, "" being no label."""

    name: str
    words: str
    values: Callable[[], dict[str, float]]
    label: str = ""


_readings: Registry[Reading] = Registry("readings", key=lambda reading: reading.name)


def register_readings(*readings: Reading) -> None:
    """Let Prometheus read a room's figures; raises ImproperlyConfigured where a name stands twice."""
    _readings.add_all(*readings)


class MetricsMiddleware:
    """Counts requests and answers `/metrics`, by any host name; not there at all where nobody may read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_KEY and not settings.METRICS_FROM:
            raise MiddlewareNotUsed
        # Costs as much as a hundred modules of ours, and most sites do without.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.get_response = get_response
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "zulian_requests",
            "Requests by the name of their page and the class of their answer",
            ["route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "zulian_request_seconds",
            "How long requests take",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_Kept())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, counted; at `/metrics` the figures, or with status 401 nothing, for who may not read them."""
        if request.path == PAGE:
            return self._figures() if may_read(request) else _refusal()
        began = time.perf_counter()
        response = self.get_response(request)
        self.seconds.observe(time.perf_counter() - began)
        status = f"{response.status_code // 100}xx"
        self.answers.labels(route_of(request) or "none", status).inc()
        return response

    def _figures(self) -> HttpResponse:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return _not_kept(HttpResponse(generate_latest(self.registry), CONTENT_TYPE_LATEST))


def may_read(request: HttpRequest) -> bool:
    """Whether a request bears the key, or comes from an address that may read without it."""
    given = request.headers.get("Authorization", "")
    if settings.METRICS_KEY and constant_time_compare(given, BEARER + settings.METRICS_KEY):
        return True
    meta = request.META
    address = client_address(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXIES
    )
    return is_within(address, settings.METRICS_FROM)


def _refusal() -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.UNAUTHORIZED, content_type="text/plain")
    response.headers["WWW-Authenticate"] = "Bearer"
    return _not_kept(response)


def _not_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


class _Kept:
    """Figures that stand in the database."""

    def describe(self) -> list[Any]:
        """Nothing before it is asked for: the database may be away when the site begins."""
        return []

    def collect(self) -> Iterator[Any]:
        """Whether the database answers, and where it does all readings."""
        from prometheus_client.core import GaugeMetricFamily

        read: list[tuple[Reading, dict[str, float]]] = []
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            with scope(EVERYTHING):
                read = [(reading, reading.values()) for reading in _readings]
            is_up = True
        except DatabaseError:
            is_up = False
        yield GaugeMetricFamily("zulian_database_up", "Whether the database answers", int(is_up))
        for reading, values in read:
            labels = [reading.label] if reading.label else []
            family = GaugeMetricFamily(reading.name, reading.words, labels=labels)
            for label, value in values.items():
                family.add_metric([label] if reading.label else [], value)
            yield family


def _waiting() -> dict[str, tuple[int, datetime | None]]:
    """How many tasks wait in each queue, and since when the first does."""
    from django_tasks_db.models import DBTaskResult

    queues = settings.TASKS["default"]["QUEUES"]
    rows = DBTaskResult.objects.ready().order_by().values_list("queue_name")
    found = {
        queue: (count, since)
        for queue, count, since in rows.annotate(Count("pk"), Min("enqueued_at"))
    }
    return {queue: found.get(queue, (0, None)) for queue in queues}


def _ages() -> dict[str, float]:
    now = timezone.now()
    return {
        queue: (now - since).total_seconds() if since else 0
        for queue, (_count, since) in _waiting().items()
    }


def _moments() -> dict[str, float]:
    done = Upkeep.objects.exclude(done_at=None)
    return {one.work: one.done_at.timestamp() for one in done if one.done_at}


register_readings(
    Reading(
        "zulian_queue_tasks",
        "Tasks that wait in a queue",
        lambda: {queue: float(count) for queue, (count, _since) in _waiting().items()},
        "queue",
    ),
    Reading("zulian_queue_oldest_seconds", "How long the first of them waits", _ages, "queue"),
    Reading(
        "zulian_upkeep_done_timestamp_seconds",
        "When the day's work (daily) and the backup (backup) were done last",
        _moments,
        "work",
    ),
    Reading(
        "zulian_upkeep_failed",
        "Whether they were not done when they were tried last",
        lambda: {one.work: float(bool(one.failure)) for one in Upkeep.objects.all()},
        "work",
    ),
)
