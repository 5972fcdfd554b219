"""Activities (志愿助残活动): what is held on which occasion, for which shifts people are wanted, who comes, what came of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region
from zulian.volunteers.models.registry import Volunteer

SOME = [MaxValueValidator(1_000_000)]


class Access(models.TextChoices):
    """Whether something is there (无障碍条件)."""

    YES = "yes", _("有")
    NO = "no", _("没有")
    HELP = "help", _("没有，安排人员协助")


class ActivityQuerySet(ScopedQuerySet["Activity"]):
    """Verbs of the activities."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def public(self) -> Self:
        return self.filter(
            state__in=[Activity.State.PUBLISHED, Activity.State.HELD, Activity.State.SUMMED]
        )


class Activity(models.Model):
    """One activity of a federation. `occasion` is a key of the calendar of days; `brand` ties the years of one name together."""

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("策划中")
        PUBLISHED = "published", "reported", _("招募中")
        HELD = "held", "signed", _("已举办")
        SUMMED = "summed", "closed", _("已总结")
        CANCELLED = "cancelled", "dropped", _("已取消")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    title = models.CharField(_("活动名称"), max_length=80)
    occasion = models.CharField(_("时机"), max_length=10)
    brand = models.CharField(
        _("活动品牌"), max_length=40, blank=True, help_text=_("多年连续举办的，用同一个名字。")
    )
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=100)
    text = models.TextField(_("活动内容"), max_length=3000)
    entrance = models.CharField(_("无障碍出入口"), max_length=4, choices=Access.choices)
    toilet = models.CharField(_("无障碍卫生间"), max_length=4, choices=Access.choices)
    signing = models.CharField(_("手语翻译或字幕"), max_length=4, choices=Access.choices)
    guiding = models.CharField(_("盲道或引导"), max_length=4, choices=Access.choices)
    safety = models.TextField(
        _("安全预案"), max_length=2000, help_text=_("负责人、急救、疏散、天气和交通。")
    )
    expected = models.PositiveIntegerField(_("预计服务残疾人"), default=0, validators=SOME)
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, protected=True
    )
    code = models.CharField(max_length=32, unique=True, default=new_key)
    reached = models.PositiveIntegerField(_("服务残疾人"), default=0, validators=SOME)
    cost = models.DecimalField(
        _("经费（元）"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )
    summary = models.TextField(_("活动总结"), max_length=3000, blank=True)
    coverage = models.TextField(_("媒体报道"), max_length=1000, blank=True)

    objects = ScopedManager.from_queryset(ActivityQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {"state__in": ["published", "held", "summed"]}

    class Meta:
        verbose_name = verbose_name_plural = _("志愿助残活动")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "title", "on"],
                name="activity_once",
                violation_error_message=_("同一天已有同名活动。"),
            )
        ]
        indexes = [models.Index(fields=["region", "on"], name="activity_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("volunteers:activity", self.pk)

    @transition(field=state, source=State.DRAFT, target=State.PUBLISHED)
    def publish(self) -> None:
        """发布招募."""

    @transition(field=state, source=State.PUBLISHED, target=State.HELD)
    def hold(self) -> None:
        """举办完毕."""

    @transition(field=state, source=State.HELD, target=State.SUMMED)
    def sum_up(self) -> None:
        """总结."""

    @transition(field=state, source=[State.DRAFT, State.PUBLISHED], target=State.CANCELLED)
    def cancel(self) -> None:
        """取消."""


class Slot(models.Model):
    """A role for a shift (岗位班次): so many places; `taken` counts who has one, and the database lets it not exceed them."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="slots", verbose_name=_("活动")
    )
    name = models.CharField(_("岗位"), max_length=40)
    kind = models.CharField(_("服务项目"), max_length=10)
    start = models.TimeField(_("开始"))
    end = models.TimeField(_("结束"))
    places = models.PositiveSmallIntegerField(
        _("名额"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    taken = models.PositiveSmallIntegerField(_("已报名"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("岗位班次")
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), places__gt=0),
                name="slot_times",
                violation_error_message=_("结束时间应晚于开始时间，名额至少 1 个。"),
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="slot_not_oversold"),
            models.UniqueConstraint(
                fields=["activity", "name", "start"],
                name="slot_once",
                violation_error_message=_("这个时间已有同名岗位。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.start:%H:%M}–{self.end:%H:%M}"

    def get_absolute_url(self) -> str:
        """A role stands on the page of its activity."""
        return self.activity.get_absolute_url()

    @property
    def free(self) -> int:
        return self.places - self.taken


class SignUp(models.Model):
    """That a volunteer takes a place, or waits for one (报名、候补)."""

    class State(ColoredChoices):
        IN = "in", "signed", _("已报名")
        WAITING = "waiting", "reported", _("候补")
        OUT = "out", "dropped", _("已取消")
        PRESENT = "present", "reported", _("已签到")
        DONE = "done", "reported", _("已签退")
        ABSENT = "absent", "overdue", _("缺席")

    slot = models.ForeignKey(
        Slot, models.PROTECT, related_name="sign_ups", verbose_name=_("岗位班次")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="sign_ups", verbose_name=_("志愿者")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    on = models.DateField(_("日期"))
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.IN, protected=True
    )
    at = models.DateTimeField(_("报名时间"), default=now)
    came_at = models.DateTimeField(_("签到时间"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "slot__activity"

    class Meta:
        verbose_name = verbose_name_plural = _("活动报名")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "volunteer"],
                name="sign_up_once",
                violation_error_message=_("这位志愿者已经报名这个岗位。"),
            )
        ]
        indexes = [models.Index(fields=["volunteer", "on"], name="sign_up_day")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.get_state_display()}"

    @transition(field=state, source=[State.IN, State.WAITING], target=State.OUT)
    def cancel(self) -> None:
        """取消报名."""

    @transition(field=state, source=State.WAITING, target=State.IN)
    def move_up(self) -> None:
        """候补转正."""

    @transition(field=state, source=State.OUT, target=State.IN)
    def again(self) -> None:
        """Take a place again."""

    @transition(field=state, source=State.OUT, target=State.WAITING)
    def wait_again(self) -> None:
        """Wait again."""

    @transition(field=state, source=State.IN, target=State.PRESENT)
    def come(self) -> None:
        """签到."""

    @transition(field=state, source=State.PRESENT, target=State.DONE)
    def go(self) -> None:
        """签退."""

    @transition(field=state, source=State.IN, target=State.ABSENT)
    def miss(self) -> None:
        """没有来."""


class Photo(models.Model):
    """A picture of an activity (活动照片). Without the consent of who is on it, it stays inside the house."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="photos", verbose_name=_("活动")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name=_("照片"))
    caption = models.CharField(_("照片说明"), max_length=80)
    consent = models.BooleanField(_("照片中的人都同意公开"), default=False)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "activity"

    class Meta:
        verbose_name = verbose_name_plural = _("活动照片")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption
