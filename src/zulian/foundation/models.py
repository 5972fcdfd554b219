"""The audit trail (审计日志): every write, chained by hashes so that a removed or altered entry shows; messages on their way out."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField


class AuditEntry(models.Model):
    """Who, in which post, did what to which row, before and after, when and from where.

    `digest` is keyed and covers the entry and the digest before it; see `zulian.foundation.anchors.verify`.
    """

    at = models.DateTimeField(_("时间"))
    user_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("操作人"), max_length=120)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    action = models.CharField(_("操作"), max_length=60, db_index=True)
    model = models.CharField(_("对象类别"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=40)
    label = models.CharField(_("对象"), max_length=200)
    region_id = models.CharField(_("区划代码"), max_length=12, db_index=True, blank=True)
    changes: Any = models.JSONField(_("变更"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = _("审计记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["model", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d %H:%M} {self.actor} {self.action} {self.label}"


class AuditHead(models.Model):
    """The last digest of the chain: one row, locked while entries are added, so that entries are in line.

    `plain` counts the first entries that versions before 0.3 chained without a key; `seal` is keyed over all of it.
    """

    digest = models.CharField(max_length=64, default="")
    count = models.BigIntegerField(default=0)
    plain = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.count}: {self.digest}"


class Delivery(models.Model):
    """An e-mail or a text message on its way out (待发信息): sealed, and deleted once it is delivered or given up."""

    is_mail = models.BooleanField()
    address = SealedField()
    subject = SealedField(blank=True)
    text = SealedField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk}: {self.attempts}"


class Sending(models.Model):
    """A form that was sent once (已提交的表单), and where its answer led: a second click is answered as the first. Kept for a day."""

    digest = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=500, default="")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class Asking(models.Model):
    """How often something was asked within an hour on a page for everybody (公众查询次数): by keyed digest, for two days."""

    key = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("公众查询次数")
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="asking_once")]

    def __str__(self) -> str:
        return f"{localtime(self.hour):%Y-%m-%d %H}: {self.times}"


class Upkeep(models.Model):
    """A work that the site does for itself (例行工作): when it was tried and done last, and what kept it from being done."""

    work = models.CharField(_("工作"), max_length=20, primary_key=True)
    tried_at = models.DateTimeField(_("最近一次进行"))
    done_at = models.DateTimeField(_("最近一次完成"), null=True)
    failure = models.CharField(_("未完成的原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("例行工作")

    def __str__(self) -> str:
        return self.work
