"""The register of grassroots organisations (基层残疾人组织), and since when each has reached its standard."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.choices import ColoredChoices
from zulian.foundation.days import FOUNDED
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.people.rules import mask_phone
from zulian.regions.models import Region

# What no organisation has more of.
FEW, AREA, MONEY = (MaxValueValidator(most) for most in (999, 99_999, 99_999_999))


class Grade(ColoredChoices):
    """What an assessment came to (评估等次)."""

    GOOD = "good", "closed", _("优秀")
    REACHED = "reached", "reported", _("达标")
    SHORT = "short", "overdue", _("未达标")


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Verbs of the register."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def reached(self, day: date) -> Self:
        return self.filter(reached_until__gt=day)


class Organisation(models.Model):
    """The federation of a county or township, or the association (残协) of a village: what it has and what it lacks.

    `reached_until` is the first day on which its reached standard no longer counts; empty where it has not reached it or lost it.
    Areas are in square metres, funds in yuan a year. What nobody has said is empty: neither none nor no.
    """

    region = models.OneToOneField(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    established_on = models.DateField(_("成立日期"), null=True, validators=[FOUNDED])
    basis = models.CharField(_("批准文号"), max_length=80, blank=True)
    head = models.CharField(_("负责人"), max_length=40, blank=True)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = SealedField(_("联系电话"), blank=True)
    establishment = models.PositiveSmallIntegerField(_("编制数"), null=True, validators=[FEW])
    staff = models.PositiveSmallIntegerField(_("实有人员"), null=True, validators=[FEW])
    office = models.CharField(_("办公地点"), max_length=100, blank=True)
    office_area = models.PositiveIntegerField(_("办公面积（平方米）"), null=True, validators=[AREA])
    activity_area = models.PositiveIntegerField(
        _("活动场所面积（平方米）"), null=True, validators=[AREA]
    )
    computers = models.PositiveSmallIntegerField(_("电脑（台）"), null=True, validators=[FEW])
    equipment = models.CharField(_("其他设备"), max_length=200, blank=True)
    funds = models.PositiveIntegerField(_("年度工作经费（元）"), null=True, validators=[MONEY])
    sign = models.BooleanField(_("挂牌"), null=True)
    accessible = models.BooleanField(_("无障碍出入"), null=True)
    wall_charter = models.BooleanField(_("章程上墙"), null=True)
    wall_duties = models.BooleanField(_("职责上墙"), null=True)
    wall_rules = models.BooleanField(_("工作制度上墙"), null=True)
    wall_people = models.BooleanField(_("残疾人底数上墙"), null=True)
    wall_services = models.BooleanField(_("服务内容公示"), null=True)
    verified_on = models.DateField(_("最近核实"), null=True)
    grade = models.CharField(_("评估等次"), max_length=8, choices=Grade.choices, blank=True)
    reached_until = models.DateField(_("达标有效期至"), null=True)

    objects = ScopedManager.from_queryset(OrganisationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("基层组织")
        ordering = ["region_id"]

    def __str__(self) -> str:
        return self.region.organisation

    def get_absolute_url(self) -> str:
        return row_url("grassroots:organisation", self.pk)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.contact_phone)

    def has_reached(self, day: date) -> bool:
        """Whether its standard is reached and still counts."""
        return self.reached_until is not None and self.reached_until > day


class Standing(models.Model):
    """One time of having reached a standard (达标): from when, until when, by which campaign, and why it ended early.

    `veto_key` names the veto item that ended it: once that is mended and verified, the standing comes back.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="standings")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    assessment = models.OneToOneField(
        "grassroots.Assessment", models.PROTECT, related_name="standing", verbose_name=_("评估")
    )
    grade = models.CharField(_("评估等次"), max_length=8, choices=Grade.choices)
    since = models.DateField(_("达标日期"))
    until = models.DateField(_("有效期至"))
    ended_on = models.DateField(_("终止日期"), null=True)
    ended_why = models.CharField(_("终止原因"), max_length=200, blank=True)
    veto_key = models.CharField(max_length=16, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "organisation"

    class Meta:
        verbose_name = verbose_name_plural = _("达标记录")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_on=None),
                name="standing_one_open",
                violation_error_message=_("这个单位已有有效的达标记录，请刷新页面再看。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="standing_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.since}"
