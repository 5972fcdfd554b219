"""What is kept of indicators: a snapshot a day (每日快照) for the trend, and targets (目标值)."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from zulian.foundation.fields import PlainField
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region


class Snapshot(models.Model):
    """The pair of one indicator in one division at the end of one day."""

    indicator = models.CharField(_("指标"), max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("区划"))
    day = models.DateField(_("日期"))
    met = models.PositiveBigIntegerField(_("达到"))
    of = models.PositiveBigIntegerField(_("总数"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("指标快照")
        ordering = ["indicator", "region_id", "day"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "region", "day"], name="snapshot_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.region_id} {self.day}: {self.met}/{self.of}"


class Target(models.Model):
    """What a federation wants an indicator to reach in a year, for itself and all below it."""

    indicator = models.CharField(_("指标"), max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("设定单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    value = models.DecimalField(
        _("目标值"), max_digits=7, decimal_places=1, validators=[MaxValueValidator(100_000)]
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, object]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("指标目标")
        ordering = ["indicator", "region_id", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "year"],
                name="target_once",
                violation_error_message=_("这个地区这一年度的目标刚刚已设定，请刷新页面再看。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.value}"


class Built(models.Model):
    """As of which day the counts of a source stand (汇总基准日)."""

    code = models.CharField(max_length=60, primary_key=True)
    day = models.DateField()
    at = models.DateTimeField()
    # What was counted then (see `aggregates.fingerprint`).
    fingerprint = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.code} {self.day}"


class Tally(models.Model):
    """One count of a division and all below it (汇总数): of an indicator its pair, of an aggregate how many rows."""

    source = PlainField(max_length=60)
    key = PlainField(max_length=90)
    # A division above may not be entered; its counts are kept all the same.
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    met = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        # A key belongs to one source, so that a page finds its keys without knowing where they are counted.
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.region_id}: {self.met}/{self.of}"

    @classmethod
    def add(cls, source: str, rows: list[tuple[str, str, int, int]]) -> None:
        """Add (key, division, met, of) to what is kept, in one statement each; new counts begin at nothing."""
        table = connection.ops.quote_name(cls._meta.db_table)
        sql = (
            f'INSERT INTO {table} (source, key, region_id, met, "of") VALUES (%s, %s, %s, %s, %s) '  # noqa: S608  (our own table)
            f'ON CONFLICT (region_id, key) DO UPDATE SET met = {table}.met + excluded.met, "of" = {table}."of" + excluded."of"'
        )
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(source, *row) for row in rows])
