"""The one job runner: jobs go through the queue to a worker, tell how far they are, can be stopped, and survive its death."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed
from django_tasks import task

from zulian.accounts.models import Post
from zulian.foundation.actor import Actor, acting, current_actor
from zulian.foundation.audit import record
from zulian.foundation.busy import patiently
from zulian.foundation.form_messages import first_message
from zulian.foundation.registry import Registry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.ledgers.models import SILENT_SECONDS, Import, Job

log = logging.getLogger(__name__)
BEAT_SECONDS = 0.5
MAX_ATTEMPTS = 3
# After so many new objects the garbage collector looks while a job runs; Python's own measure is seven hundred.
COLLECT_AFTER = 50_000
ADDRESS = "address"
Work = Callable[["Progress"], str]
_works: Registry[Work] = Registry("kinds of job")
_piecewise: set[str] = set()


class Stopped(Exception):
    """A stop was asked for and obeyed."""


def works(kind: Job.Kind, piecewise: bool = False) -> Callable[[Work], Work]:
    """Declare what a kind of job does; it returns the sentence that says what came of it.

    The module that declares it is imported by `ready` of its room's AppConfig: the worker loads no views.
    A `piecewise` job commits unit by unit, so what it did before it was cut short stays; any other writes all or nothing.
    """

    def wrap(work: Work) -> Work:
        _works.put(kind, work)
        if piecewise:
            _piecewise.add(kind)
        return work

    return wrap


def known_kinds() -> set[str]:
    """The kinds of job that this process can do."""
    return set(map(str, _works.keys()))


class Progress:
    """What a running job holds: its row, and how it tells that it lives."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.quiet = False  # inside the one transaction that writes, nothing else is written
        self._last = time.monotonic()

    def begin(self, phase: str, total: int) -> None:
        """A new phase of so many units."""
        self.job.total = total
        patiently(lambda: self._tell(0, phase=phase, total=total))

    def beat(self, done: int) -> None:
        """So many units are done. Raises Stopped when a stop was asked for."""
        if time.monotonic() - self._last < BEAT_SECONDS:
            return
        try:
            self._tell(done)
        except OperationalError:
            # How far a job is may be told a moment later; within a transaction whatever failed ends it.
            if self.quiet or connection.in_atomic_block:
                raise
            log.warning("Job %s could not tell how far it is, the database is busy", self.job.pk)

    def _tell(self, done: int, **values: Any) -> None:
        self._last = time.monotonic()
        self.job.done = done
        if not self.quiet:
            Job.objects.filter(pk=self.job.pk).update(done=done, beat_at=timezone.now(), **values)
        if Job.objects.filter(pk=self.job.pk, stop_asked=True).exists():
            raise Stopped


def submit(
    kind: Job.Kind, post: Post, ledger: str, source: Import | None = None, **options: Any
) -> Job:
    """Put a job into the queue; the caller's transaction decides whether it is there.

    The address of whoever asks is kept with it, for the entries that the worker leaves.
    """
    told = {ADDRESS: current_actor().address, **options}
    with unit_of_work():
        job = Job.objects.create(
            kind=kind, post=post, region=post.region, ledger=ledger, source=source, options=told
        )
        run.enqueue(job.pk)
    return job


@task()
def run(pk: int) -> None:
    """Do a job in the name and within the jurisdiction of the post that asked for it."""
    with scope(EVERYTHING):
        job = Job.objects.select_related("post__region", "post__user", "source").get(pk=pk)
        held = Post.objects.held().filter(pk=job.post_id).exists()
    post = job.post
    address = str(job.options.get(ADDRESS, ""))
    actor = Actor(
        post.user_id, post.pk, f"{post.user.name}（{post}）", post.region_id, address, post.role
    )
    with acting(actor), scope(post.region.scope()):
        if not can_proceed(job.start):
            return
        if not held:
            _end(job, job.fail, _("岗位已经结束，任务没有进行。"))
            return
        job.start()
        patiently(lambda: job.save(update_fields=["state", "attempts", "beat_at"]))
        _do(job)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector look rarely: a job makes very many rows that all stay until its end, and each look costs."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _do(job: Job) -> None:
    try:
        with _few_collections():
            said = _works[job.kind](Progress(job))
    except Stopped:
        _end(job, job.stop, _what_stays(job) if job.kind in _piecewise else "")
    except ValidationError as error:
        _end(job, job.fail, first_message(error))
    except Exception:
        log.exception("Job %s failed", job.pk)
        words = _(
            "系统出错，任务没有完成。%(stays)s请稍后重试；仍不行的，请把任务编号 %(n)d 告诉系统管理员。"
        )
        _end(job, job.fail, words % {"stays": _what_stays(job), "n": job.pk})
    else:
        _end(job, job.finish, said, done=job.total)


def _what_stays(job: Job) -> str:
    """What a job that was cut short has written, as one sentence."""
    if job.kind in {Job.Kind.WRITE, Job.Kind.REVERT}:
        return _("没有写入任何数据。")
    if job.kind not in _piecewise:
        return ""
    return _("已处理 %(done)d 个（共 %(total)d 个），已办好的保留。") % {
        "done": job.done,
        "total": job.total,
    }


def _end(job: Job, how: Callable[..., None], *words: str, **more: Any) -> None:
    how(*words)
    values = {
        "state": job.state,
        "message": job.message,
        "ended_at": job.ended_at,
        "file_id": job.file_id,
        **more,
    }
    patiently(lambda: Job.objects.filter(pk=job.pk).update(**values))
    if job.kind == Job.Kind.JUDGE and job.state != Job.State.DONE:
        patiently(lambda: _close_unread(job))


def _close_unread(job: Job) -> None:
    """An import whose reading failed or was stopped waits for nothing any more."""
    with unit_of_work():
        source = Import.objects.select_for_update(no_key=True).filter(jobs=job).first()
        if source is None or not can_proceed(source.fail):
            return
        if job.state == Job.State.STOPPED:
            source.drop()
        else:
            source.fail()
        source.save()


def ask_to_stop(job: Job) -> None:
    """Let a job end at its next step; one that still waits ends at once."""
    with unit_of_work():
        job = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        if job.is_over:
            return
        record("job.stop", job)
        if job.state == Job.State.QUEUED:
            _end(job, job.stop)
        else:
            Job.objects.filter(pk=job.pk).update(stop_asked=True)


def reclaim(silent: int = SILENT_SECONDS) -> int:
    """Queue jobs anew whose worker is gone; after several attempts they fail. Returns how many were queued."""
    count = 0
    with scope(EVERYTHING):
        for job in Job.objects.stalled(timezone.now(), silent):
            if job.attempts >= MAX_ATTEMPTS:
                words = _("多次中断，任务没有完成。%(stays)s请检查后重试。")
                _end(job, job.fail, words % {"stays": _what_stays(job)})
                continue
            # Heard from again only by the one who takes it: a second reclaim must wait.
            fresh = Job.objects.filter(pk=job.pk, beat_at=job.beat_at).update(
                beat_at=timezone.now()
            )
            if fresh:
                run.enqueue(job.pk)
                count += 1
    return count
