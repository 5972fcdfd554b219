"""Settling and handing in many sheets: how far the job is, what a stop or a fault leaves, sheets that change meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import builders
from tests.grassroots import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.grassroots.models import Assessment, AssessmentState, Campaign
from zulian.grassroots.services import checking, objections, settling
from zulian.ledgers.jobs import Progress, ask_to_stop, reclaim
from zulian.ledgers.models import Job

pytestmark = pytest.mark.django_db
TOWNS = (builders.TOWN, "210921101000")


@pytest.fixture
def city(everything: None) -> Post:
    builders.regions()
    return builders.post(Role.CITY_OFFICER)


@pytest.fixture
def campaign(city: Post) -> Campaign:
    """A campaign in which both townships of the county have filled in their sheets."""
    campaign = stage.campaign(city)
    for code in TOWNS:
        checking.fill(
            stage.sheet(campaign, code).pk, stage.entries(stage.sheet(campaign, code), *stage.FULL)
        )
    return campaign


@pytest.fixture
def accepted(campaign: Campaign, city: Post) -> Campaign:
    """The same, handed in, reviewed and accepted: ready to be settled."""
    for code in TOWNS:
        town, sheet = builders.post(Role.TOWNSHIP_OFFICER, code), stage.sheet(campaign, code)
        checking.submit(sheet.pk, town)
        checking.finish_review(sheet.pk, city)
        objections.accept(sheet.pk, town)
    return campaign


def states(campaign: Campaign) -> list[str]:
    return [stage.sheet(campaign, code).state for code in TOWNS]


@pytest.fixture
def after_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Callable[[Job], None]], list[tuple[int, int]]]:
    """Do something once the first sheet is done; returns what the row of the job tells after each sheet."""

    def prepare(act: Callable[[Job], None]) -> list[tuple[int, int]]:
        told: list[tuple[int, int]] = []
        beat = Progress.beat

        def listen(self: Progress, done: int) -> None:
            if done == 1:
                act(self.job)
            try:
                beat(self, done)
            finally:
                row = Job.objects.get(pk=self.job.pk)
                told.append((row.done, row.total))

        monkeypatch.setattr("zulian.ledgers.jobs.BEAT_SECONDS", 0)
        monkeypatch.setattr(Progress, "beat", listen)
        return told

    return prepare


Prepare = Callable[[Callable[[Job], None]], list[tuple[int, int]]]


def test_both_jobs_tell_how_far_they_are(
    campaign: Campaign, city: Post, after_the_first: Prepare
) -> None:
    told = after_the_first(lambda job: None)
    job = Job.objects.get(pk=settling.ask_to_submit(campaign, city).pk)
    assert (job.state, job.message) == (Job.State.DONE, "已上报 2 个单位，1 个还没有填完。")
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    for code in TOWNS:
        checking.finish_review(stage.sheet(campaign, code).pk, builders.post(Role.CITY_OFFICER))
        objections.accept(
            stage.sheet(campaign, code).pk, builders.post(Role.TOWNSHIP_OFFICER, code)
        )
    job = Job.objects.get(pk=settling.ask_to_settle(campaign, city).pk)
    assert (job.state, job.message) == (Job.State.DONE, "已核定 2 个单位，0 个还不能核定。")
    assert told == [(1, 2), (2, 2)]


def test_settling_that_is_stopped_keeps_what_is_settled(
    accepted: Campaign, city: Post, after_the_first: Prepare
) -> None:
    after_the_first(ask_to_stop)
    job = Job.objects.get(pk=settling.ask_to_settle(accepted, city).pk)
    assert (job.state, job.message) == (Job.State.STOPPED, "已处理 1 个（共 2 个），已办好的保留。")
    assert sorted(states(accepted)) == [AssessmentState.REVIEWED, AssessmentState.SETTLED]


def test_handing_in_that_is_stopped_keeps_what_is_handed_in(
    campaign: Campaign, city: Post, after_the_first: Prepare
) -> None:
    after_the_first(ask_to_stop)
    job = Job.objects.get(pk=settling.ask_to_submit(campaign, city).pk)
    assert (job.state, job.done, job.total) == (Job.State.STOPPED, 1, 3)
    assert states(campaign).count(AssessmentState.SUBMITTED) == 1


def test_a_fault_of_ours_does_not_deny_what_was_settled(
    accepted: Campaign, city: Post, after_the_first: Prepare
) -> None:
    def break_down(_job: Job) -> None:
        raise RuntimeError("boom")

    after_the_first(break_down)
    job = Job.objects.get(pk=settling.ask_to_settle(accepted, city).pk)
    assert job.state == Job.State.FAILED
    assert (
        "系统出错" in job.message
        and "没有写入任何数据" not in job.message
        and "已办好的保留" in job.message
    )
    assert states(accepted).count(AssessmentState.SETTLED) == 1


def test_a_sheet_that_changed_meanwhile_does_not_end_the_job(
    accepted: Campaign, city: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could be settled when the job looked, and no longer when it settled: the other sheets go on."""
    looked: list[int] = []

    def look(sheet: Assessment, day: object) -> str:
        if not looked:
            Assessment.objects.filter(pk=sheet.pk).update(sampled=True)
        looked.append(sheet.pk)
        return ""

    monkeypatch.setattr(settling, "why_not_settled", look)
    job = Job.objects.get(pk=settling.ask_to_settle(accepted, city).pk)
    assert (job.state, job.message) == (Job.State.DONE, "已核定 1 个单位，1 个还不能核定。")
    assert Assessment.objects.get(pk=looked[0]).state == AssessmentState.REVIEWED


def test_a_lost_job_goes_on_where_it_was(accepted: Campaign, city: Post) -> None:
    objections.settle(stage.sheet(accepted, TOWNS[0]).pk, city)
    job = Job.objects.create(
        kind=Job.Kind.SETTLE,
        post=city,
        region=city.region,
        ledger=settling.LEDGER,
        options={"campaign": accepted.pk},
    )
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, beat_at=long_ago, attempts=1)
    assert reclaim() == 1
    assert states(accepted) == [AssessmentState.SETTLED] * 2
    assert Job.objects.get(pk=job.pk).message == "已核定 1 个单位，0 个还不能核定。"
