"""What an organisation asks about its task, and what who supervises it writes to it (延期与取消申请、督办通知)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
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


class Notice(models.Model):
    """A supervision notice (督办通知) on a late assignment, to be replied to by a day."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="notices")
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

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "assignment"

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
