"""What belongs to a case: its steps as they were gone through, and what was to be brought."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.models.cases.case import Case
from zulian.certificates.models.cases.states import STEPS, State
from zulian.documents.models import Attachment
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region


class Step(models.Model):
    """One step of a case as it was gone through: since when, its deadline, who finished it and how long it took."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="history")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("环节"), max_length=12, choices=State.choices)
    entered_on = models.DateField(_("开始"))
    due = models.DateField(_("时限"))
    provisional = models.BooleanField(default=False)
    paused_days = models.PositiveSmallIntegerField(_("暂停工作日"), default=0)
    left_on = models.DateField(_("完成"), null=True)
    days = models.PositiveSmallIntegerField(_("用时（工作日）"), null=True)
    late = models.BooleanField(_("超时"), default=False)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("经办")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("办件环节")
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(left_on=None),
                name="one_open_step",
                violation_error_message=_("这件业务刚刚已由别人办理，请刷新页面再看。"),
            )
        ]
        indexes = [models.Index(fields=["region", "state", "days"], name="step_days")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"

    @property
    def name(self) -> str:
        """The step by what is done in it."""
        return str(STEPS[self.state])


class Material(models.Model):
    """One item of the checklist of a case: whether it is there, and its scan where one was taken."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="materials")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    name = models.CharField(_("材料"), max_length=60)
    required = models.BooleanField(_("必须"), default=True)
    received_on = models.DateField(_("收到日期"), null=True)
    scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("扫描件")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("申请材料")
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="material_once",
                violation_error_message=_("这份材料刚刚已登记，请刷新页面再看。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
