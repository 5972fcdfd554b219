"""Volunteers (志愿者): applications from the portal and the stations, the register, what each can do and may do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.fields import PlainField
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField, blind
from zulian.people.models import Person
from zulian.people.rules import mask_name, mask_phone, tidy
from zulian.regions.models import Region
from zulian.volunteers.models.network import Unit


def joined(keys: Iterable[str]) -> str:
    """Keys of services as `Volunteer.skills` holds them."""
    return "," + "".join(f"{key}," for key in keys)


class Vehicle(models.TextChoices):
    """交通工具."""

    NONE = "", _("没有")
    BIKE = "bike", _("电动车或摩托车")
    CAR = "car", _("汽车")


class Education(models.TextChoices):
    """学历."""

    MIDDLE = "middle", _("初中及以下")
    HIGH = "high", _("高中、中专")
    COLLEGE = "college", _("大专")
    BACHELOR = "bachelor", _("本科及以上")


class Politics(models.TextChoices):
    """政治面貌."""

    PARTY = "party", _("中共党员")
    LEAGUE = "league", _("共青团员")
    OTHER = "other", _("其他")


class Team(models.Model):
    """A group of volunteers that comes together (志愿服务团体)."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    name = models.CharField(_("团体名称"), max_length=60)
    leader = models.CharField(_("负责人"), max_length=40)
    phone = SealedField(_("联系电话"), blank=True)
    host = models.CharField(_("所属单位"), max_length=60, blank=True)
    since = models.DateField(_("登记日期"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("志愿服务团体")
        ordering = ["region_id", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="volunteer_team_once",
                violation_error_message=_("这个地区已有同名团体。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("volunteers:team", self.pk)


class Profile(models.Model):
    """What a volunteer says of themselves: when they have time (`times`: bits of weekday × part of day), how far they go (km)."""

    languages = models.CharField(
        _("语言"), max_length=60, blank=True, help_text=_("如：汉语、蒙古语。")
    )
    times = models.PositiveIntegerField(_("可服务时间"), default=0)
    radius = models.PositiveSmallIntegerField(
        _("服务半径（公里）"), null=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    vehicle = models.CharField(_("交通工具"), max_length=4, choices=Vehicle.choices, blank=True)
    own_disability = models.CharField(
        _("本人残疾情况"),
        max_length=60,
        blank=True,
        help_text=_("残疾人同样可以做志愿者；写明便于安排。"),
    )
    education = models.CharField(_("学历"), max_length=8, choices=Education.choices, blank=True)
    politics = models.CharField(_("政治面貌"), max_length=6, choices=Politics.choices, blank=True)
    employer = models.CharField(_("工作或学习单位"), max_length=60, blank=True)
    guardian = models.CharField(
        _("监护人"), max_length=40, blank=True, help_text=_("未满 18 周岁的必填。")
    )
    guardian_phone = SealedField(_("监护人电话"), blank=True)

    class Meta:
        abstract = True


PROFILE = tuple(f.name for f in Profile._meta.local_fields)


class Registration(Profile):
    """An application (注册申请), from the portal or taken down at a station; `page_key` opens its page for who made it."""

    class State(ColoredChoices):
        WAITING = "waiting", "reported", _("待审核")
        RETURNED = "returned", "returned", _("待补正")
        PASSED = "passed", "closed", _("已通过")
        REFUSED = "refused", "dropped", _("未通过")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("服务地区"))
    name = models.CharField(_("姓名"), max_length=60)
    id_number = SealedField(_("身份证号"), help_text=_("只用于实名核验，加密保存。"))
    id_index = PlainField(max_length=32)
    phone = SealedField(_("手机号"))
    email = SealedField(_("电子邮箱"), blank=True, help_text=_("没有可以不填。"))
    contact_checked = models.BooleanField(_("联系方式已验证"), default=False)
    consent = models.BooleanField(_("同意信息处理"), default=False)
    guardian_consent = models.BooleanField(_("监护人同意"), default=False)
    skills: Any = models.JSONField(_("服务项目"), default=list)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+", verbose_name=_("所在团体")
    )
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.WAITING, protected=True
    )
    note = models.CharField(_("审核意见"), max_length=200, blank=True)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)
    at = models.DateTimeField(_("申请时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("注册申请")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["state", "region"], name="registration_list"),
            models.Index(fields=["id_index"], name="registration_number"),
        ]

    def __str__(self) -> str:
        return mask_name(self.name)

    def get_absolute_url(self) -> str:
        return row_url("volunteers:registration", self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the index in step with the number."""
        self.id_index = blind(tidy(self.id_number))
        super().save(*args, **kwargs)

    @property
    def skill_keys(self) -> list[str]:
        """The keys of the services offered."""
        return list(self.skills)

    def others_open(self) -> ScopedQuerySet[Registration]:
        """Other applications with the same number that are not decided yet."""
        is_open = [self.State.WAITING, self.State.RETURNED]
        rows = Registration.objects.filter(id_index=self.id_index, state__in=is_open)
        return rows.exclude(pk=self.pk)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @transition(field=state, source=[State.WAITING, State.RETURNED], target=State.WAITING)
    def submit(self) -> None:
        """Hand it in again, mended."""

    @transition(field=state, source=State.WAITING, target=State.RETURNED)
    def return_for_correction(self) -> None:
        """退回补正."""

    @transition(field=state, source=State.WAITING, target=State.PASSED)
    def approve(self) -> None:
        """审核通过: a volunteer from now on."""

    @transition(field=state, source=[State.WAITING, State.RETURNED], target=State.REFUSED)
    def refuse(self) -> None:
        """审核不通过."""


class VolunteerQuerySet(ScopedQuerySet["Volunteer"]):
    """Verbs of the register."""

    def with_names(self) -> Self:
        return self.select_related("person", "region", "team", "brigade__region")

    def active(self) -> Self:
        """Who may be asked now."""
        return self.filter(status=Volunteer.Status.ACTIVE)

    def back_before(self, day: date) -> Self:
        """Who may be asked for a day: in service, or back from leave by then."""
        return self.filter(
            Q(status=Volunteer.Status.ACTIVE) | Q(status=Volunteer.Status.AWAY, away_until__lt=day)
        )

    def able(self, key: str) -> Self:
        """Who offers a kind of service."""
        return self.filter(skills__contains=f",{key},")


class Volunteer(Profile):
    """A registered volunteer (注册志愿者). `hours` and `stars` are kept by the confirmed stretches of service.

    `skills` holds the keys of the services offered between commas, so that one is found by ",key,".
    `page_key` opens the volunteer's own page; `card_code` is what the QR code of the card says, which others may see.
    """

    class Status(ColoredChoices):
        ACTIVE = "active", "closed", _("在册")
        AWAY = "away", "signed", _("暂停服务")
        LEFT = "left", "dropped", _("已退出")
        REMOVED = "removed", "dropped", _("已注销")

    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name=_("姓名"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("服务地区"))
    number = PlainField(_("志愿者编号"), max_length=20, unique=True)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="volunteers", verbose_name=_("所在团体")
    )
    brigade = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="members", verbose_name=_("所在大队")
    )
    skills = models.CharField(_("服务项目"), max_length=200, default=",")
    status = FSMField(
        _("状态"), max_length=8, choices=Status.choices, default=Status.ACTIVE, protected=True
    )
    registered_on = models.DateField(_("注册日期"))
    verified_on = models.DateField(_("实名核验"), null=True)
    verified_how = models.CharField(_("核验方式"), max_length=40, blank=True)
    away_until = models.DateField(_("暂停至"), null=True)
    ended_why = models.CharField(_("退出或注销原因"), max_length=200, blank=True)
    hours = models.DecimalField(_("服务时长"), max_digits=8, decimal_places=1, default=Decimal(0))
    stars = models.PositiveSmallIntegerField(_("星级"), default=0)
    times_served = models.PositiveIntegerField(_("服务次数"), default=0)
    last_served_on = models.DateField(_("最近服务"), null=True)
    trained_on = models.DateField(_("最近培训"), null=True)
    email = SealedField(_("电子邮箱"), blank=True)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)
    card_code = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(VolunteerQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("志愿者")
        ordering = ["region_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="away") | Q(away_until__isnull=False),
                name="volunteer_away",
                violation_error_message=_("暂停服务的要写明到哪一天。"),
            )
        ]
        indexes = [models.Index(fields=["region", "status"], name="volunteer_list")]

    def __str__(self) -> str:
        return self.person.name

    def get_absolute_url(self) -> str:
        return row_url("volunteers:volunteer", self.pk)

    @property
    def skill_keys(self) -> list[str]:
        """The keys of the services offered."""
        return [key for key in self.skills.split(",") if key]

    @transition(field=status, source=Status.ACTIVE, target=Status.AWAY)
    def pause(self, until: date) -> None:
        """暂停服务 until a day."""
        self.away_until = until

    @transition(field=status, source=[Status.AWAY, Status.LEFT], target=Status.ACTIVE)
    def resume(self) -> None:
        """恢复服务."""
        self.away_until, self.ended_why = None, ""

    @transition(field=status, source=[Status.ACTIVE, Status.AWAY], target=Status.LEFT)
    def leave(self, why: str) -> None:
        """退出, by one's own wish; coming back is possible."""
        self.away_until, self.ended_why = None, why

    @transition(
        field=status, source=[Status.ACTIVE, Status.AWAY, Status.LEFT], target=Status.REMOVED
    )
    def remove(self, why: str) -> None:
        """注销, for breaking the rules."""
        self.away_until, self.ended_why = None, why


class Qualification(models.Model):
    """That a volunteer may give a service which needs training (服务资格), until it expires."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="qualifications", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("服务地区"))
    key = models.CharField(_("服务项目"), max_length=10)
    on = models.DateField(_("取得日期"))
    until = models.DateField(_("有效期至"))
    proof = models.CharField(_("依据"), max_length=100)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "volunteer"

    class Meta:
        verbose_name = verbose_name_plural = _("服务资格")
        ordering = ["until", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "key"],
                name="qualification_once",
                violation_error_message=_("这项服务资格已登记，请刷新页面后再试。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.until}"
