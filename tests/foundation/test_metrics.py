"""What Prometheus reads, and who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from tests import builders
from zulian.accounts.roles import Role
from zulian.errors import StartError
from zulian.foundation.models import Upkeep
from zulian.foundation.proxies import parse_proxies
from zulian.foundation.upkeep import BACKUP, DAILY, kept_up, last
from zulian.ledgers.models import Job

pytestmark = pytest.mark.django_db
KEY = "k" * 32


@pytest.fixture
def told(settings: Settings, client: Client) -> Callable[[], dict[str, float]]:
    """Asks for the figures as Prometheus does: each with its labels."""
    settings.METRICS_KEY = KEY

    def ask() -> dict[str, float]:
        headers = {"Authorization": f"Bearer {KEY}", "host": "10.0.0.7:8000"}
        answer = client.get("/metrics", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        lines = (re.fullmatch(r"([^# ].*) (\S+)", line) for line in answer.text.splitlines())
        return {line[1]: float(line[2]) for line in lines if line}

    return ask


def test_it_is_not_there_where_nobody_may_read_it(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", KEY, "Bearer", "Bearer ", f"Bearer {KEY}x", f"Basic {KEY}"])
def test_another_word_is_refused(settings: Settings, client: Client, given: str) -> None:
    settings.METRICS_KEY = KEY
    answer = client.get("/metrics", headers={"Authorization": given} if given else {})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize(
    ("peer", "forwarded", "status"),
    [
        ("10.8.0.4", "", 200),
        ("10.9.0.4", "", 401),
        # Behind a proxy whose word is believed the client counts, and elsewhere what it says counts for nothing.
        ("127.0.0.1", "10.8.0.4", 200),
        ("127.0.0.1", "10.9.0.4", 401),
        ("10.9.0.4", "10.8.0.4", 401),
        ("", "", 401),
    ],
)
def test_an_address_may_read_without_a_word(
    settings: Settings, client: Client, peer: str, forwarded: str, status: int
) -> None:
    settings.METRICS_FROM = parse_proxies("10.8.0.0/16")
    settings.PROXIES = parse_proxies("127.0.0.1")
    headers = {"X-Forwarded-For": forwarded}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=peer).status_code == status


def test_requests_are_counted_by_page_and_answer(told: Callable[[], dict[str, float]]) -> None:
    browser = Client()
    told()
    for _n in range(3):
        browser.get(reverse("accounts:sign-in"))
    browser.get("/no-such-page/210902196503020015/")
    # Each client of a test has the middleware of its own: asked by the one that was read.
    browser.get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    text = browser.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    assert 'zulian_requests_total{route="accounts:sign-in",status="2xx"} 3.0' in text
    assert 'zulian_requests_total{route="none",status="4xx"} 1.0' in text
    assert "zulian_request_seconds_count 4.0" in text
    assert "210902196503020015" not in text


def test_the_queue_is_told(told: Callable[[], dict[str, float]]) -> None:
    assert told()['zulian_queue_tasks{queue="messages"}'] == 0
    for queue in ("messages", "messages", "default"):
        task = DBTaskResult.objects.create(
            queue_name=queue, args_kwargs={}, run_after=timezone.now(), task_path="x"
        )
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=timezone.now() - timedelta(minutes=5)
    )
    figures = told()
    assert figures['zulian_queue_tasks{queue="messages"}'] == 2
    assert figures['zulian_queue_tasks{queue="default"}'] == 1
    assert 300 <= figures['zulian_queue_oldest_seconds{queue="default"}'] < 330


@pytest.mark.usefixtures("everything")
def test_a_failed_job_is_told_by_its_kind(told: Callable[[], dict[str, float]]) -> None:
    builders.regions()
    post, now = builders.post(Role.COUNTY_OFFICER), timezone.now()
    ended = {Job.State.FAILED: (now, now - timedelta(days=2)), Job.State.DONE: (now,)}
    for state, moments in ended.items():
        for moment in moments:
            Job.objects.create(
                kind=Job.Kind.EXPORT, post=post, region=post.region, state=state, ended_at=moment
            )
    figures = told()
    assert figures['zulian_failed_jobs{kind="export"}'] == 1
    assert figures['zulian_failed_jobs{kind="pack"}'] == 0


def test_works_of_the_site_are_told_with_what_failed(told: Callable[[], dict[str, float]]) -> None:
    with kept_up(DAILY):
        pass
    with pytest.raises(StartError), kept_up(BACKUP):
        raise StartError("/mnt/elsewhere: No space left on device.")
    figures = told()
    done = figures[f'zulian_upkeep_done_timestamp_seconds{{work="{DAILY}"}}']
    assert abs(done - timezone.now().timestamp()) < 60
    assert f'zulian_upkeep_done_timestamp_seconds{{work="{BACKUP}"}}' not in figures
    assert figures[f'zulian_upkeep_failed{{work="{BACKUP}"}}'] == 1
    assert figures[f'zulian_upkeep_failed{{work="{DAILY}"}}'] == 0


def test_a_work_that_fails_keeps_when_it_was_done_last() -> None:
    with kept_up(BACKUP):
        pass
    before = last(BACKUP)
    with pytest.raises(RuntimeError), kept_up(BACKUP):
        raise RuntimeError("王五")
    after = last(BACKUP)
    assert before and after and after.done_at == before.done_at
    # What a fault says may be anybody's: its kind is kept.
    assert after.failure == "RuntimeError"
    with kept_up(BACKUP):
        pass
    assert Upkeep.objects.get(work=BACKUP).failure == ""


def test_a_database_that_is_away_is_told(told: Callable[[], dict[str, float]]) -> None:
    assert told()["zulian_database_up"] == 1

    def refuse(execute: Callable[..., Any], *_arguments: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        figures = told()
    assert figures["zulian_database_up"] == 0
    assert not any(name.startswith("zulian_queue") for name in figures)
