"""Where an applicant goes (办证窗口): place, telephone and hours of a federation's counter, as everybody may read them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region


class DeskQuerySet(ScopedQuerySet["Desk"]):
    """Verbs of the desks."""

    def with_names(self) -> Self:
        return self.select_related("region")


class Desk(models.Model):
    """The counter of a federation, one for each division; an office telephone, no person's."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    place = models.CharField(
        _("地址"), max_length=100, help_text=_("写到门牌、楼层，如“某路 1 号政务服务大厅一楼”。")
    )
    phone = models.CharField(
        _("办公电话"),
        max_length=40,
        help_text=_("向社会公开，不填个人手机号，如 0418-1234567。"),
    )
    hours = models.CharField(
        _("办公时间"),
        max_length=60,
        blank=True,
        help_text=_("如“周一至周五 8:30—11:30，13:30—17:00”。"),
    )

    objects = ScopedManager.from_queryset(DeskQuerySet)()
    scope_published: ClassVar[dict[str, object]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("办证窗口")
        ordering = ["region_id"]

    def __str__(self) -> str:
        return self.region.organisation

    def get_absolute_url(self) -> str:
        return row_url("certificates:desk", self.pk)

    @property
    def words(self) -> str:
        """Place, telephone and hours in a line."""
        return "，".join(filter(None, (self.place, self.phone, self.hours)))
