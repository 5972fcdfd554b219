"""Jobs (后台任务) with their progress, and imports (导入) with every row they read and wrote."""

from __future__ import annotations

import json
import zlib
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation.ledger import Ledger, ledger_named
from zulian.foundation.scopes import EVERYTHING, ScopedManager, ScopedQuerySet, scope
from zulian.foundation.sealing import seal_bytes, unseal_bytes
from zulian.ledgers.answers import Answers
from zulian.regions.models import Region

PAGE_CONTEXT = "ledgers.page.rows"
TOLD_CONTEXT = "ledgers.import.told"
# After so long a running job counts as lost with its worker, and a waiting one as waiting in vain.
SILENT_SECONDS, IDLE_SECONDS = 45, 30


class Verdict(models.TextChoices):
    """What an import makes of a row."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("变更")
    SAME = "same", _("无变化")
    REFUSED = "refused", _("退回")


class Import(models.Model):
    """One file on its way into a register: read and judged, then written as a whole, looked up and reverted later."""

    class State(models.TextChoices):
        READING = "reading", _("读取中")
        FAILED = "failed", _("读取失败")
        READY = "ready", _("待确认")
        NOTHING = "nothing", _("无可导入")
        DONE = "done", _("已导入")
        REVERTED = "reverted", _("已撤销")
        DROPPED = "dropped", _("已放弃")

    # Whoever answers what was asked has the file judged anew.
    UNWRITTEN = (State.READING, State.READY, State.NOTHING, State.FAILED)

    class Mode(models.TextChoices):
        ALL = "all", _("全部正确才导入")
        GOOD = "good", _("只导入正确的行")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("导入人"))
    ledger = models.CharField(_("台账"), max_length=40)
    name = models.CharField(_("文件"), max_length=120)
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.READING, protected=True
    )
    mode = models.CharField(_("方式"), max_length=4, choices=Mode.choices, blank=True)
    layout: Any = models.JSONField(default=dict)
    new = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("变更"), default=0)
    same = models.PositiveIntegerField(_("无变化"), default=0)
    refused = models.PositiveIntegerField(_("退回"), default=0)
    at = models.DateTimeField(_("上传时间"), default=timezone.now)
    done_at = models.DateTimeField(_("导入时间"), null=True)
    reverted_at = models.DateTimeField(_("撤销时间"), null=True)

    # What was asked of its values and what was answered, sealed together: cells stand in it.
    told = models.BinaryField(null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("导入")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.register.name} {self.name}"

    @property
    def register(self) -> Ledger:
        """The ledger it goes into."""
        ledger = ledger_named(self.ledger)
        assert ledger is not None
        return ledger

    @property
    def ledger_name(self) -> str:
        return str(self.register.name)

    def _told(self) -> dict[str, Any]:
        if self.told is None:
            return {}
        found: dict[str, Any] = json.loads(unseal_bytes(bytes(self.told), TOLD_CONTEXT))
        return found

    def _tell(self, **more: Any) -> None:
        text = json.dumps(self._told() | more, ensure_ascii=False)
        self.told = seal_bytes(text.encode(), TOLD_CONTEXT)

    @property
    def answers(self) -> Answers:
        """What was said of the file by hand."""
        return Answers(**self._told().get("answers", {}))

    @answers.setter
    def answers(self, answers: Answers) -> None:
        self._tell(answers=answers.as_data())

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The values that nobody could read (ledgers.answers.questions)."""
        found: list[dict[str, Any]] = self._told().get("questions", [])
        return found

    @questions.setter
    def questions(self, questions: list[dict[str, Any]]) -> None:
        self._tell(questions=questions)

    @property
    def total(self) -> int:
        """Rows of data in the file."""
        return self.new + self.changed + self.same + self.refused

    @transition(field=state, source=UNWRITTEN, target=State.READY)
    def judged(self) -> None:
        """读完: every row has its verdict."""

    @transition(field=state, source=UNWRITTEN, target=State.NOTHING)
    def judged_in_vain(self) -> None:
        """读完, and no row of it is new or changed: all of them are refused, or the register says the same."""

    @transition(field=state, source=State.READING, target=State.FAILED)
    def fail(self) -> None:
        """读取失败: the job that read it ended before there was a preview."""

    @transition(field=state, source=State.READY, target=State.DONE)
    def wrote(self) -> None:
        """导入: the rows are in the register."""
        self.done_at = timezone.now()

    @transition(field=state, source=State.DONE, target=State.REVERTED)
    def revert(self) -> None:
        """撤销: what was written is taken back."""
        self.reverted_at = timezone.now()

    @transition(field=state, source=[State.READING, State.READY], target=State.DROPPED)
    def drop(self) -> None:
        """放弃: nothing of it was written."""


class Wording(models.Model):
    """What an office means by a heading or a word in a register's files (写法对应): said by hand once, known from then on.

    of: the column in whose cells the word stands, "" for a heading. meaning: the column, or the text of the cell, that it stands for; ""
    for none.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    ledger = models.CharField(_("台账"), max_length=40)
    of = models.CharField(_("所在的列"), max_length=40, blank=True)
    text = models.CharField(_("写法"), max_length=80)
    meaning = models.CharField(_("对应的内容"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("写法对应")
        ordering = ["region_id", "ledger", "of", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "ledger", "of", "text"],
                name="ledger_wording_once",
                violation_error_message=_("这个写法刚刚已对应过，请刷新页面再看。"),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Page(models.Model):
    """Some hundred rows of an import, sealed together: cells, verdict, faults, changes, and what was written."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    verdicts: Any = models.JSONField(default=dict)
    body = models.BinaryField()

    class Meta:
        ordering = ["source_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="ledger_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"

    @staticmethod
    def pack(rows: list[dict[str, Any]]) -> bytes:
        """Rows as sealed bytes."""
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return seal_bytes(zlib.compress(text.encode(), 1), PAGE_CONTEXT)

    def rows(self) -> list[dict[str, Any]]:
        """The rows again."""
        found: list[dict[str, Any]] = json.loads(
            zlib.decompress(unseal_bytes(bytes(self.body), PAGE_CONTEXT))
        )
        return found


class JobQuerySet(ScopedQuerySet["Job"]):
    """Verbs of the jobs."""

    def unfinished(self) -> Self:
        """Jobs that wait or run."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def stalled(self, now: datetime, seconds: int) -> Self:
        """Jobs that say they run, from which nothing was heard for so long: their worker is gone."""
        return self.filter(state=Job.State.RUNNING, beat_at__lt=now - timedelta(seconds=seconds))


class Job(models.Model):
    """Long work outside the request. `done` of `total` units; a stop is asked for and obeyed between two units."""

    class Kind(models.TextChoices):
        JUDGE = "judge", _("读取和核对")
        WRITE = "write", _("导入")
        REVERT = "revert", _("撤销导入")
        EXPORT = "export", _("导出")
        STATISTICS = "stats", _("统计")
        PACK = "pack", _("汇编材料")
        SUBMIT = "submit", _("批量上报")
        SETTLE = "settle", _("批量核定")
        CLOSE = "close", _("年终结账")

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        STOPPED = "stopped", _("已停止")
        FAILED = "failed", _("未完成")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    kind = models.CharField(_("任务"), max_length=8, choices=Kind.choices)
    ledger = models.CharField(_("台账"), max_length=40)
    source = models.ForeignKey(Import, models.CASCADE, null=True, related_name="jobs")
    options: Any = models.JSONField(default=dict)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.QUEUED, protected=True
    )
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    phase = models.CharField(_("阶段"), max_length=40, blank=True)
    message = models.CharField(_("结果"), max_length=300, blank=True)
    stop_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("文件")
    )
    at = models.DateTimeField(_("提交时间"), default=timezone.now)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = ScopedManager.from_queryset(JobQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("后台任务")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "beat_at"], name="job_stalled")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ledger_name}"

    @property
    def register(self) -> Ledger:
        """The ledger it works on."""
        ledger = ledger_named(self.ledger)
        assert ledger is not None
        return ledger

    @property
    def ledger_name(self) -> str:
        """What it is about: what whoever asked for it says, else its ledger."""
        return str(self.options.get("about") or self.register.name)

    @property
    def is_over(self) -> bool:
        return self.state in {Job.State.DONE, Job.State.STOPPED, Job.State.FAILED}

    @property
    def waits_in_vain(self) -> bool:
        """Whether it waits although no worker does anything: nothing runs, and for a while nothing has ended."""
        since = timezone.now() - timedelta(seconds=IDLE_SECONDS)
        if self.state != Job.State.QUEUED or self.at > since:
            return False
        with scope(EVERYTHING):
            active = Job.objects.filter(
                models.Q(state=Job.State.RUNNING) | models.Q(ended_at__gt=since)
            )
            return not active.exists()

    @property
    def is_silent(self) -> bool:
        """Whether it says that it runs, but was not heard from for so long that its worker may be gone."""
        since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
        return self.state == Job.State.RUNNING and self.beat_at is not None and self.beat_at < since

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @transition(field=state, source=[State.QUEUED, State.RUNNING], target=State.RUNNING)
    def start(self) -> None:
        """开始, also anew after its worker was lost."""
        self.attempts += 1
        self.beat_at = timezone.now()

    @transition(field=state, source=State.RUNNING, target=State.DONE)
    def finish(self, message: str) -> None:
        """完成."""
        self.message, self.ended_at = message[:300], timezone.now()

    @transition(field=state, source=[State.QUEUED, State.RUNNING], target=State.STOPPED)
    def stop(self, message: str = "") -> None:
        """停止, as was asked; the message says what stays of it."""
        self.message, self.ended_at = message[:300], timezone.now()

    @transition(field=state, source=[State.QUEUED, State.RUNNING], target=State.FAILED)
    def fail(self, message: str) -> None:
        """未完成, with the reason."""
        self.message, self.ended_at = message[:300], timezone.now()
