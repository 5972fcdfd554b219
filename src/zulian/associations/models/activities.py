"""Activities and honours (活动、创先争优): plan, approval, who took part, effect, photographs; awards; the yearly review."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.associations.models.bodies import EASY, NO_DEBT, Association, OfAssociation
from zulian.associations.models.members import Member
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.people.commemorative_days import named_days
from zulian.regions.models import Region


class AssociationActivityQuerySet(ScopedQuerySet["Activity"]):
    """Verbs of the activities."""

    def with_names(self) -> Self:
        return self.select_related("association__region")

    def public(self) -> Self:
        return self.filter(state__in=["approved", "held", "summed"])


class Activity(models.Model):
    """One activity of an association. `guests` counts, by category, who came and is no member; `reached` is everybody."""

    class Kind(models.TextChoices):
        CULTURE = "culture", _("文化")
        SPORT = "sport", _("体育")
        DAY = "day", _("节日、纪念日")
        SKILL = "skill", _("学习培训")
        CARE = "care", _("慰问互助")
        OTHER = "other", _("其他")

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("策划中")
        SUBMITTED = "submitted", "reported", _("待审批")
        APPROVED = "approved", "signed", _("已批准")
        HELD = "held", "signed", _("已举办")
        SUMMED = "summed", "closed", _("已总结")
        CANCELLED = "cancelled", "dropped", _("已取消")

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="activities", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    title = models.CharField(_("活动名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    occasion = models.CharField(_("时机"), max_length=10, choices=named_days)
    brand = models.CharField(
        _("活动品牌"), max_length=40, blank=True, help_text=_("多年连续举办的，用同一个名字。")
    )
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=100)
    text = models.TextField(_("活动方案"), max_length=3000)
    easy = models.CharField(_("易读介绍"), max_length=200, help_text=EASY)
    access = models.CharField(
        _("无障碍安排"),
        max_length=300,
        help_text=_("坡道、手语翻译和字幕、引导和口述、安静角落等。"),
    )
    budget = models.DecimalField(
        _("预算（元）"), max_digits=9, decimal_places=2, default=Decimal(0), validators=[NO_DEBT]
    )
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, protected=True
    )
    note = models.CharField(_("审批意见"), max_length=200, blank=True)
    guests: Any = models.JSONField(_("非会员参加人数"), default=dict)
    reached = models.PositiveIntegerField(_("参加人数"), default=0)
    cost = models.DecimalField(
        _("实际支出（元）"),
        max_digits=9,
        decimal_places=2,
        default=Decimal(0),
        validators=[NO_DEBT],
        help_text=_("同时记入协会经费支出。"),
    )
    effect = models.TextField(_("成效"), max_length=3000, blank=True)

    objects = ScopedManager.from_queryset(AssociationActivityQuerySet)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("协会活动")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "title", "on"],
                name="association_activity_once",
                violation_error_message=_("同一天已有同名活动。"),
            )
        ]
        indexes = [models.Index(fields=["region", "on"], name="association_activity_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("associations:activity", self.pk)

    @transition(field=state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self) -> None:
        """报批."""

    @transition(field=state, source=State.SUBMITTED, target=State.APPROVED)
    def approve(self) -> None:
        """批准 by the federation."""

    @transition(field=state, source=State.SUBMITTED, target=State.DRAFT)
    def send_back(self) -> None:
        """退回, with what to mend."""

    @transition(field=state, source=State.APPROVED, target=State.HELD)
    def hold(self) -> None:
        """举办完毕."""

    @transition(field=state, source=State.HELD, target=State.SUMMED)
    def sum_up(self) -> None:
        """总结."""

    @transition(
        field=state, source=[State.DRAFT, State.SUBMITTED, State.APPROVED], target=State.CANCELLED
    )
    def cancel(self) -> None:
        """取消."""


class Turnout(models.Model):
    """That a member took part in an activity (会员参加)."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="turnouts", verbose_name=_("活动")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="turnouts", verbose_name=_("会员")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "activity"

    class Meta:
        verbose_name = verbose_name_plural = _("会员参加活动")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "member"],
                name="association_turnout_once",
                violation_error_message=_("这名会员的参加情况已登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"


class Photo(models.Model):
    """A picture of an activity (活动照片). Without the consent of who is on it, it stays inside the house."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name=_("照片"))
    caption = models.CharField(
        _("照片说明"), max_length=80, help_text=_("说清画面里有什么，盲人要听的。")
    )
    consent = models.BooleanField(_("照片中的人同意公开"), default=False)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "activity"

    class Meta:
        verbose_name = verbose_name_plural = _("协会活动照片")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption


class Award(models.Model):
    """An honour of an association or of its people (荣誉、名次)."""

    class Level(models.TextChoices):
        NATION = "nation", _("国家级")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="awards", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    on = models.DateField(_("日期"), default=today, validators=[PAST])
    title = models.CharField(_("荣誉或名次"), max_length=80)
    whom = models.CharField(_("获得者"), max_length=60)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    by = models.CharField(_("授予单位"), max_length=80)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="awards", verbose_name=_("所在活动或赛事")
    )

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("荣誉和名次")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "title", "whom", "on"],
                name="association_award_once",
                violation_error_message=_("这项荣誉已登记。"),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """The yearly self-rating and its review (年度自评和评议): by item the points that each side gives."""

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("待自评")
        SUBMITTED = "submitted", "reported", _("待评议")
        REVIEWED = "reviewed", "closed", _("已评议")

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="reviews", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    year = models.PositiveSmallIntegerField(_("年度"))
    own: Any = models.JSONField(_("自评"), default=dict)
    given: Any = models.JSONField(_("评议"), default=dict)
    words = models.TextField(_("自评说明"), max_length=2000, blank=True)
    opinion = models.CharField(_("评议意见"), max_length=500, blank=True)
    points = models.PositiveSmallIntegerField(_("得分"), null=True)
    grade = models.CharField(_("等次"), max_length=10, blank=True)
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, protected=True
    )

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("年度评议")
        ordering = ["-year", "region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "year"],
                name="association_review_once",
                violation_error_message=_("这个年度的自评刚刚已报送，请刷新页面后再试。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="reviewed") | Q(points__isnull=False),
                name="association_review_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    def get_absolute_url(self) -> str:
        return row_url("associations:review", self.pk)

    @transition(field=state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self) -> None:
        """报送自评."""

    @transition(field=state, source=State.SUBMITTED, target=State.REVIEWED)
    def review(self) -> None:
        """评议 by the federation."""
