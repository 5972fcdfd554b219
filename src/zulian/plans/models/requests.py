"""What an organisation asks about its task, and what who supervises it writes to it (延期与取消申请、督办通知)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.foundation import clock
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.plans.models.assignment import Assignment
from zulian.regions.models import Region


class ChangeRequest(models.Model):
    """A request (申请) to postpone or drop an assignment; it holds only once the issuer approves."""

    class Kind(models.TextChoices):
        POSTPONE = "postpone", _("申请延期")
        DROP = "drop", _("申请取消")

    class Outcome(ColoredChoices):
        WAITING = "", "reported", _("待批复")
        APPROVED = "approved", "closed", _("同意")
        REFUSED = "refused", "returned", _("不同意")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="requests")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(_("申请"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("理由"), max_length=300)
    new_due = models.DateField(_("延期至"), null=True, blank=True)
    at = models.DateTimeField(_("申请时间"), default=clock.now)
    outcome = models.CharField(_("批复"), max_length=10, choices=Outcome.choices, blank=True)
    reply = models.CharField(_("批复意见"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "assignment"

    class Meta:
        verbose_name = verbose_name_plural = _("延期与取消申请")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(outcome=""),
                name="one_open_request",
                violation_error_message=_("这项任务已有一份申请等待批复。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.reason[:30]}"


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Verbs of the supervision notices."""

    def with_tasks(self) -> Self:
        """With how many tasks each lists, and the first of them: what `about` says."""
        first = NoticeTask.objects.filter(notice=OuterRef("pk")).order_by("pk")
        return self.annotate(
            task_count=Count("tasks"),
            first_task=Subquery(first.values("assignment__task__name")[:1]),
        )

    def on_plan(self, circular: int) -> Self:
        """Those that list a task of a plan."""
        return self._listing(assignment__circular=circular)

    def of_open_plans(self) -> Self:
        """Those that list a task of a plan that runs."""
        return self._listing(assignment__circular__closed_at=None)

    def _listing(self, **of_task: object) -> Self:
        return self.filter(Exists(NoticeTask.objects.filter(notice=OuterRef("pk"), **of_task)))


class Notice(models.Model):
    """A supervision notice (督办通知): the late tasks that an organisation answers for, to be replied to by a day.

    One that goes to the organisation of a county lists late tasks of its townships and villages as well.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("被督办单位")
    )
    issued_by = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("督办单位")
    )
    number = models.CharField(_("编号"), max_length=40)
    text = models.CharField(_("督办要求"), max_length=500)
    at = models.DateTimeField(_("下发时间"), default=clock.now)
    reply_due = models.DateField(_("回复时限"))
    reply = models.TextField(_("回复"), blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True)

    objects = ScopedManager.from_queryset(NoticeQuerySet)()

    # Annotated by with_tasks.
    task_count: int
    first_task: str | None

    class Meta:
        verbose_name = verbose_name_plural = _("督办通知")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issued_by", "number"],
                name="notice_number",
                violation_error_message=_("这个编号刚刚已用于另一份督办通知，请重新下发。"),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("plans:notice", args=[self.pk])

    @property
    def about(self) -> str:
        """Its first task, and how many there are; for rows read `with_tasks`."""
        name = self.first_task or ""
        if self.task_count < 2:
            return name
        return gettext("%(name)s等 %(count)d 项") % {"name": name, "count": self.task_count}

    def is_late(self, day: date) -> bool:
        """Whether its reply is overdue on a day."""
        return self.replied_at is None and self.reply_due < day


class NoticeTask(models.Model):
    """A late task that a supervision notice lists."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="tasks", verbose_name=_("督办通知")
    )
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="notices", verbose_name=_("任务")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("承担单位"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "assignment"

    class Meta:
        verbose_name = verbose_name_plural = _("督办的任务")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "assignment"],
                name="notice_task_once",
                violation_error_message=_("这项任务已经列在这份督办通知里。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.assignment)
