"""What is said after a service: its rating, and reports on safety and rights (服务评价、安全和权益报告)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.regions.models import Region
from zulian.volunteers.models.needs import Service


class Feedback(models.Model):
    """What one side says of the other after a service (评价): 1 to 5."""

    class Side(models.TextChoices):
        SERVED = "served", _("服务对象")
        VOLUNTEER = "volunteer", _("志愿者")

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="feedback", verbose_name=_("服务")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    side = models.CharField(_("评价人"), max_length=10, choices=Side.choices)
    mark = models.PositiveSmallIntegerField(_("评分"))
    text = models.CharField(_("评价"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"), default=now)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "service"

    class Meta:
        verbose_name = verbose_name_plural = _("服务评价")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "side"],
                name="feedback_once",
                violation_error_message=_("这次服务已有评价，请刷新页面后修改。"),
            ),
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=5), name="feedback_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.mark}"


class Concern(models.Model):
    """Something that should not have happened (安全和权益报告): sealed, seen only by the county that handles it."""

    class State(ColoredChoices):
        OPEN = "open", "issued", _("待处理")
        DONE = "done", "reported", _("已处理")

    service = models.ForeignKey(
        Service, models.PROTECT, related_name="concerns", verbose_name=_("服务")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    side = models.CharField(_("报告人"), max_length=10, choices=Feedback.Side.choices)
    text = SealedField(_("情况"))
    at = models.DateTimeField(_("报告时间"), default=now)
    state = FSMField(
        _("状态"), max_length=6, choices=State.choices, default=State.OPEN, protected=True
    )
    outcome = SealedField(_("处理结果"), blank=True)
    done_on = models.DateField(_("处理日期"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "service"

    class Meta:
        verbose_name = verbose_name_plural = _("安全和权益报告")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {localtime(self.at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return row_url("volunteers:concern", self.pk)

    @transition(field=state, source=State.OPEN, target=State.DONE)
    def settle(self) -> None:
        """处理完毕."""
