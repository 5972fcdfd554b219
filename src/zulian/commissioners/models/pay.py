"""Allowances of commissioners (补贴): the standard by level and region, months due and paid."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners.models.archive import Commissioner, rules
from zulian.documents.models import Attachment
from zulian.foundation.dates import months_before
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet, Stays
from zulian.regions.models import Level, Region

MOST = 100_000
LEVELS = ((Level.TOWNSHIP, _("乡镇（街道）")), (Level.VILLAGE, _("村（社区）")))


class Rate(models.Model):
    """What a month is worth for commissioners of a level in a division, from a day on (补贴标准), in yuan."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("适用地区"))
    level = models.PositiveSmallIntegerField(_("岗位层级"), choices=LEVELS)
    since = models.DateField(_("执行日期"))
    monthly = models.DecimalField(
        _("每月标准（元）"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MOST)],
    )
    basis = models.CharField(_("依据文件"), max_length=100)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("补贴标准")
        ordering = ["region_id", "level", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "level", "since"],
                name="rate_once",
                violation_error_message=_("这个层级在这一天起执行的标准已经登记过。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.get_level_display()} {self.monthly}"

    def get_absolute_url(self) -> str:
        return reverse("commissioners:rate-list")


def ripe_before(day: date) -> date:
    """Months that begin before this day should be paid by now."""
    return months_before(day - timedelta(days=rules(day)["pay_grace_days"]), 1)


class PaymentQuerySet(ScopedQuerySet["Payment"]):
    """Verbs of the payments."""

    def with_names(self) -> Self:
        return self.select_related("commissioner__person", "region")

    def arrears(self, day: date) -> Self:
        """Months that should have been paid in full by now."""
        return self.filter(month__lte=ripe_before(day), paid__lt=F("due"))


class Payment(models.Model):
    """One commissioner's month: what is due, what was paid, by which proof of the county (拨付凭证)."""

    commissioner = models.ForeignKey(
        Commissioner, models.PROTECT, related_name="payments", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    month = models.DateField(_("月份"))
    due = models.DecimalField(_("应发（元）"), max_digits=8, decimal_places=2)
    paid = models.DecimalField(
        _("实发（元）"),
        max_digits=8,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(MOST)],
    )
    paid_on = models.DateField(_("发放日期"), null=True)
    proof = models.CharField(_("拨付凭证"), max_length=80, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("凭证扫描件")
    )
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )

    objects = ScopedManager.from_queryset(PaymentQuerySet)()
    scope_parent = Stays("commissioner")  # paid by the office of that month

    class Meta:
        verbose_name = verbose_name_plural = _("补贴发放")
        ordering = ["-month", "region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commissioner", "month"],
                name="payment_once",
                violation_error_message=_("这个人这个月的补贴已经核定过。"),
            ),
            models.CheckConstraint(
                condition=Q(due__gte=0) & Q(paid__gte=0),
                name="payment_amounts",
                violation_error_message=_("金额应不小于 0。"),
            ),
        ]
        indexes = [models.Index(fields=["region", "month"], name="payment_list")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.commissioner}"

    @property
    def owed(self) -> Decimal:
        """What is still to be paid."""
        return max(self.due - self.paid, Decimal(0))
