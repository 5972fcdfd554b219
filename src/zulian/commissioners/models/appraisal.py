"""Appraisal (考核): a period, one sheet for each commissioner, what served people said, the grade and its consequence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.commissioners.models.archive import Commissioner
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet, Stays
from zulian.people.models import Person
from zulian.regions.models import Region


class Period(models.Model):
    """One period of appraisal of a federation over all commissioners serving in its division (考核期)."""

    class State(ColoredChoices):
        OPEN = "open", "reported", _("进行中")
        SETTLED = "settled", "closed", _("已定等次")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    name = models.CharField(_("名称"), max_length=60)
    first = models.DateField(_("起始日期"))
    last = models.DateField(_("截止日期"))
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, protected=True
    )
    settled_on = models.DateField(_("定等日期"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("考核期")
        ordering = ["-last", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="period_once",
                violation_error_message=_("已有同名的考核，请换一个名称。"),
            ),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")),
                name="period_days",
                violation_error_message=_("截止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("commissioners:period", self.pk)

    @transition(field=state, source=State.OPEN, target=State.SETTLED)
    def settle(self) -> None:
        """定等次."""


class Appraisal(models.Model):
    """One commissioner's sheet (考核表). Marks are 0 to 100, given item by item; `facts` are counted from the registers when it is settled."""

    class Grade(ColoredChoices):
        EXCELLENT = "excellent", "closed", _("优秀")
        GOOD = "good", "reported", _("称职")
        BASIC = "basic", "issued", _("基本称职")
        POOR = "poor", "overdue", _("不称职")

    period = models.ForeignKey(
        Period, models.CASCADE, related_name="appraisals", verbose_name=_("考核期")
    )
    commissioner = models.ForeignKey(
        Commissioner, models.PROTECT, related_name="appraisals", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    own = models.DecimalField(_("自评"), max_digits=5, decimal_places=2, null=True)
    own_text = models.CharField(_("个人总结"), max_length=500, blank=True)
    own_items: Any = models.JSONField(default=list)
    town = models.DecimalField(_("乡镇评分"), max_digits=5, decimal_places=2, null=True)
    town_note = models.CharField(_("乡镇意见"), max_length=300, blank=True)
    town_items: Any = models.JSONField(default=list)
    served = models.DecimalField(_("服务对象评价"), max_digits=5, decimal_places=2, null=True)
    facts: Any = models.JSONField(default=dict)
    total = models.DecimalField(_("总分"), max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(_("等次"), max_length=10, choices=Grade.choices, blank=True)
    factor = models.DecimalField(_("补贴系数"), max_digits=3, decimal_places=2, default=Decimal(1))
    appeal = models.CharField(_("申诉理由"), max_length=300, blank=True)
    appealed_on = models.DateField(_("申诉日期"), null=True)
    reply = models.CharField(_("申诉答复"), max_length=300, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = Stays("commissioner")  # judged by the office of that period

    class Meta:
        verbose_name = verbose_name_plural = _("考核表")
        ordering = ["period_id", "region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "commissioner"],
                name="appraisal_once",
                violation_error_message=_("这个人在这次考核中已有考核表。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.commissioner)

    def get_absolute_url(self) -> str:
        return row_url("commissioners:appraisal", self.pk)


class Opinion(models.Model):
    """What somebody who was served says, from 1 to 5 (服务对象评价); asked by the township, never by the commissioner."""

    MARKS = ((5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意")))

    appraisal = models.ForeignKey(
        Appraisal, models.CASCADE, related_name="opinions", verbose_name=_("考核表")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))
    mark = models.PositiveSmallIntegerField(_("评价"), choices=MARKS)
    note = models.CharField(_("意见"), max_length=200, blank=True)
    at = models.DateTimeField(_("登记时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "appraisal"

    class Meta:
        verbose_name = verbose_name_plural = _("服务对象评价")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "person"],
                name="opinion_once",
                violation_error_message=_("这个人已经评价过。"),
            ),
            models.CheckConstraint(
                condition=Q(mark__gte=1, mark__lte=5),
                name="opinion_mark",
                violation_error_message=_("评价是 1 到 5 分。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_mark_display())
