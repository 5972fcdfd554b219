"""Training of volunteers (志愿者培训): sessions, who came, who passed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region
from zulian.volunteers.models.registry import Volunteer


class Training(models.Model):
    """One session (培训班). Who passes is qualified for the services of `keys`; `code` is what its QR code says."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("举办单位"))
    title = models.CharField(_("培训班"), max_length=80)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80)
    hours = models.PositiveSmallIntegerField(
        _("学时"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    keys: Any = models.JSONField(_("取得资格的服务项目"), default=list)
    code = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("志愿者培训")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="volunteer_training_hours")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("volunteers:training", self.pk)


class Trained(models.Model):
    """Who was there (参训), and whether they passed."""

    training = models.ForeignKey(
        Training, models.PROTECT, related_name="people", verbose_name=_("培训班")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="trainings", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("服务地区"))
    at = models.DateTimeField(_("签到时间"), default=now)
    passed = models.BooleanField(_("合格"), default=False)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "volunteer"

    class Meta:
        verbose_name = verbose_name_plural = _("志愿者参训")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "volunteer"],
                name="trained_once",
                violation_error_message=_("这位志愿者已经签到。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.volunteer_id)
