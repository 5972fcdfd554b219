"""The network (志愿助残网络): leading groups with their joint meetings, and units on the tree of divisions."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.departments.models import Department
from zulian.foundation.days import FOUNDED
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.leadership.meetings import DecisionBase, MeetingBase
from zulian.people.rules import mask_phone
from zulian.regions.models import Region


class UnitQuerySet(ScopedQuerySet["Unit"]):
    """Verbs of the units."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def due(self) -> Self:
        """Units that are to be there: not dissolved."""
        return self.filter(ended_on=None)

    def standing(self) -> Self:
        return self.due().exclude(set_up_on=None)

    def missing(self) -> Self:
        """Holes of the network: due and not set up."""
        return self.due().filter(set_up_on=None)


class Unit(models.Model):
    """A unit of volunteers (志愿者组织). One that should be there and is not has no `set_up_on`: a hole of the network."""

    class Kind(models.TextChoices):
        CORPS = "corps", _("志愿者助残总队")
        BRIGADE = "brigade", _("志愿者助残大队")
        HUB = "hub", _("志愿者助残联络总站")
        STATION = "station", _("志愿者联络站")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    host = models.CharField(_("依托单位"), max_length=60, blank=True)
    leader = models.CharField(_("负责人"), max_length=40, blank=True)
    phone = SealedField(_("联系电话"), blank=True)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    set_up_on = models.DateField(_("成立日期"), null=True, validators=[FOUNDED])
    ended_on = models.DateField(_("撤销日期"), null=True)

    objects = ScopedManager.from_queryset(UnitQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("志愿者组织")
        ordering = ["region_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind"],
                condition=Q(ended_on=None) & ~Q(kind="brigade"),
                name="volunteer_unit_once",
                violation_error_message=_("这个地区已经有这一类组织。"),
            ),
            models.UniqueConstraint(
                fields=["region", "host"],
                condition=Q(ended_on=None, kind="brigade"),
                name="brigade_once",
                violation_error_message=_("这个单位已经有一支大队。"),
            ),
        ]
        indexes = [models.Index(fields=["kind", "region"], name="unit_kind")]

    def __str__(self) -> str:
        return f"{self.region.name}{self.host if self.kind == self.Kind.BRIGADE else ''}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return row_url("volunteers:unit", self.pk)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class GroupQuerySet(ScopedQuerySet["Group"]):
    """Verbs of the groups."""

    def with_names(self) -> Self:
        return self.select_related("region")


class Group(models.Model):
    """The leading group (志愿者助残工作领导小组) of a city or county; without `set_up_on` it is still to be formed."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    leader = models.CharField(_("组长"), max_length=40, blank=True)
    basis = models.CharField(_("成立文号"), max_length=80, blank=True)
    set_up_on = models.DateField(_("成立日期"), null=True, validators=[FOUNDED])
    met_on = models.DateField(_("最近联席会议"), null=True)

    objects = ScopedManager.from_queryset(GroupQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("领导小组")
        ordering = ["region_id"]

    def __str__(self) -> str:
        return f"{self.region.name}志愿者助残工作领导小组"  # untranslated: a proper name

    def get_absolute_url(self) -> str:
        return row_url("volunteers:group", self.pk)


class Member(models.Model):
    """A member department (成员单位) of a leading group and who speaks for it."""

    class Part(models.TextChoices):
        CIVILISATION = "civil", _("文明办")
        EDUCATION = "edu", _("教育")
        HEALTH = "health", _("卫生健康")
        AFFAIRS = "affairs", _("民政")
        YOUTH = "youth", _("团委")
        FEDERATION = "dpf", _("残联")
        OTHER = "other", _("其他")

    group = models.ForeignKey(
        Group, models.CASCADE, related_name="members", verbose_name=_("领导小组")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    department = models.CharField(_("成员单位"), max_length=8, choices=Part.choices)
    partner = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("有关部门"),
        help_text=_("在“部门协作”里登记过的，可以选上。"),
    )
    name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("职务"), max_length=40, blank=True)
    phone = SealedField(_("联系电话"), blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "group"

    class Meta:
        verbose_name = verbose_name_plural = _("成员单位")
        ordering = ["department", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "department", "name"],
                name="member_once",
                violation_error_message=_("这个成员已经在名单中。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_department_display()} {self.name}"


class Meeting(MeetingBase):
    """A joint meeting (联席会议) of a leading group."""

    group = models.ForeignKey(
        Group, models.CASCADE, related_name="meetings", verbose_name=_("领导小组")
    )
    scope_parent = "group"
    present = models.ManyToManyField(Member, related_name="+", verbose_name=_("到会"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("联席会议")
        ordering = ["-on", "-id"]

    def get_absolute_url(self) -> str:
        return row_url("volunteers:meeting", self.pk)


class Decision(DecisionBase):
    """What a joint meeting decided."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="decisions", verbose_name=_("联席会议")
    )
    scope_parent = "meeting"

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("议定事项")
        ordering = ["due", "id"]
