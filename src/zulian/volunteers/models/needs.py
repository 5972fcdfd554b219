"""Needs and services (供需对接): what is needed when, who is asked, what was done, what both sides say of it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.people.models import Person
from zulian.people.rules import mask_name, mask_phone
from zulian.regions.models import Region
from zulian.volunteers.models.registry import Volunteer

END_AFTER_START = _("结束时间应晚于开始时间。")


class Risk(models.TextChoices):
    """How careful one must be (风险等级)."""

    LOW = "low", _("低")
    MIDDLE = "middle", _("中")
    HIGH = "high", _("高")


class HelpNeed(models.Model):
    """A need for a volunteer's help (服务需求); `person` is empty while the portal's words have not been matched to a file.

    `help_days` counts from asking to the first confirmed service. `page_key` opens its page for who asked.
    """

    class Source(models.TextChoices):
        COMMISSIONER = "log", _("专职委员走访")
        PORTAL = "portal", _("公众页面")
        VISIT = "visit", _("入户")
        PHONE = "phone", _("来电")

    class Repeat(models.TextChoices):
        ONCE = "", _("一次")
        WEEK = "week", _("每周")
        FORTNIGHT = "fortnight", _("每两周")
        MONTH = "month", _("每月")

    class State(ColoredChoices):
        NEW = "new", "issued", _("待受理")
        OPEN = "open", "issued", _("对接中")
        CLOSED = "closed", "closed", _("已办结")
        REFUSED = "refused", "dropped", _("不予受理")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("服务对象")
    )
    name = models.CharField(_("称呼"), max_length=60)
    phone = SealedField(_("联系电话"), blank=True)
    place = SealedField(_("服务地点"), blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    kind = models.CharField(_("服务项目"), max_length=10)
    text = models.CharField(_("需要什么帮助"), max_length=300)
    on = models.DateField(_("日期"))
    start = models.TimeField(_("开始"))
    end = models.TimeField(_("结束"))
    repeat = models.CharField(_("重复"), max_length=10, choices=Repeat.choices, blank=True)
    until = models.DateField(_("重复到"), null=True)
    same_sex = models.BooleanField(_("须由同性志愿者服务"), default=False)
    wished = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, related_name="+", verbose_name=_("希望的志愿者")
    )
    risk = models.CharField(_("风险等级"), max_length=6, choices=Risk.choices, default=Risk.LOW)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.NEW, protected=True
    )
    note = models.CharField(_("办理意见"), max_length=200, blank=True)
    help_days = models.PositiveSmallIntegerField(_("首次服务用时（天）"), null=True)
    at = models.DateTimeField(_("登记时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    page_key = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("服务需求")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="need_times",
                violation_error_message=END_AFTER_START,
            ),
            models.CheckConstraint(
                condition=Q(repeat="") | Q(until__isnull=False),
                name="need_until",
                violation_error_message=_("请填写重复到哪一天，最长一年。"),
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="help_need_list")]

    def __str__(self) -> str:
        return self.text[:30]

    def get_absolute_url(self) -> str:
        return row_url("volunteers:need", self.pk)

    @property
    def span(self) -> str:
        """The day, and from when to when."""
        return f"{self.on} {self.start:%H:%M}–{self.end:%H:%M}"

    @property
    def whose(self) -> str:
        """Masked name of who is helped."""
        return mask_name(self.person.name if self.person else self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @transition(field=state, source=State.NEW, target=State.OPEN)
    def accept(self) -> None:
        """受理."""

    @transition(field=state, source=[State.NEW, State.OPEN], target=State.REFUSED)
    def refuse(self) -> None:
        """不予受理, with the reason."""

    @transition(field=state, source=State.OPEN, target=State.CLOSED)
    def close(self) -> None:
        """办结: nothing is to come."""


class ServiceQuerySet(ScopedQuerySet["Service"]):
    """Verbs of the services."""

    def with_names(self) -> Self:
        return self.select_related("need__person", "region", "volunteer__person")

    def live(self) -> Self:
        return self.exclude(state=Service.State.CANCELLED)


class Service(models.Model):
    """One time of help (一次服务): what is matched, done and confirmed."""

    class State(ColoredChoices):
        OPEN = "open", "issued", _("待匹配")
        OFFERED = "offered", "reported", _("待答复")
        BOOKED = "booked", "signed", _("已约定")
        STARTED = "started", "signed", _("服务中")
        DONE = "done", "reported", _("待确认")
        CONFIRMED = "confirmed", "closed", _("已确认")
        CANCELLED = "cancelled", "dropped", _("已取消")

    need = models.ForeignKey(
        HelpNeed, models.PROTECT, related_name="services", verbose_name=_("需求")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    on = models.DateField(_("日期"))
    start = models.TimeField(_("开始"))
    end = models.TimeField(_("结束"))
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, related_name="services", verbose_name=_("志愿者")
    )
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.OPEN, protected=True
    )
    started_at = models.DateTimeField(_("到达时间"), null=True)
    ended_at = models.DateTimeField(_("离开时间"), null=True)
    why = models.CharField(_("取消原因"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ServiceQuerySet)()
    scope_parent = "need"

    class Meta:
        verbose_name = verbose_name_plural = _("服务安排")
        ordering = ["on", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "on", "start"],
                name="service_once",
                violation_error_message=_("这个需求在这个时间已有服务。"),
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="service_times",
                violation_error_message=END_AFTER_START,
            ),
            # The invariant behind all matching: nobody is promised to two people on one day.
            models.UniqueConstraint(
                fields=["volunteer", "on"],
                condition=Q(volunteer__isnull=False) & ~Q(state="cancelled"),
                name="service_one_a_day",
                violation_error_message=_("这位志愿者这一天已另有服务，请换一位。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"]) | Q(volunteer__isnull=False),
                name="service_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "on"], name="service_list")]

    def __str__(self) -> str:
        return f"{self.on} {self.start:%H:%M}"

    def get_absolute_url(self) -> str:
        return row_url("volunteers:service", self.pk)

    @property
    def span(self) -> str:
        """The day, and from when to when."""
        return f"{self}–{self.end:%H:%M}"

    @transition(field=state, source=State.OPEN, target=State.OFFERED)
    def offer(self) -> None:
        """Ask a volunteer."""

    @transition(field=state, source=[State.OPEN, State.OFFERED], target=State.BOOKED)
    def book(self) -> None:
        """约定: the volunteer comes."""

    @transition(field=state, source=[State.OFFERED, State.BOOKED], target=State.OPEN)
    def reopen(self) -> None:
        """The volunteer declines or falls out: somebody else is looked for."""

    @transition(field=state, source=State.BOOKED, target=State.STARTED)
    def begin(self) -> None:
        """到达."""

    @transition(field=state, source=[State.BOOKED, State.STARTED], target=State.DONE)
    def finish(self) -> None:
        """离开, or said to be done."""

    @transition(field=state, source=State.DONE, target=State.CONFIRMED)
    def confirm(self) -> None:
        """确认 by who was helped, or by the station."""

    @transition(
        field=state, source=[State.OPEN, State.OFFERED, State.BOOKED], target=State.CANCELLED
    )
    def cancel(self) -> None:
        """取消."""


class Offer(models.Model):
    """That a volunteer was asked (邀请), why this one, and the answer."""

    class Answer(ColoredChoices):
        NONE = "", "reported", _("待答复")
        YES = "yes", "closed", _("接受")
        NO = "no", "dropped", _("谢绝")
        WITHDRAWN = "withdrawn", "dropped", _("已撤回")

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="offers", verbose_name=_("服务")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="offers", verbose_name=_("志愿者")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    at = models.DateTimeField(_("邀请时间"), default=now)
    why: Any = models.JSONField(_("推荐理由"), default=list)
    answer = models.CharField(_("答复"), max_length=10, choices=Answer.choices, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "service"

    class Meta:
        verbose_name = verbose_name_plural = _("服务邀请")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(answer=""),
                name="offer_one_open",
                violation_error_message=_("这次服务已邀请了别人，请等答复。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.get_answer_display()}"


class StintQuerySet(ScopedQuerySet["Stint"]):
    """Verbs of the stretches."""

    def with_names(self) -> Self:
        return self.select_related(
            "volunteer__person", "region", "service__need", "sign_up__slot__activity"
        )

    def confirmed(self) -> Self:
        return self.exclude(confirmed_on=None)


class Stint(models.Model):
    """One stretch of service (服务记录), whose hours count once they are confirmed. Stretches of one volunteer never overlap."""

    class How(models.TextChoices):
        CODE = "code", _("扫码签到签退")
        SERVED = "served", _("服务对象确认")
        STATION = "station", _("联络站确认")
        IMPORT = "import", _("台账导入")

    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="stints", verbose_name=_("志愿者")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("服务地区"))
    service = models.OneToOneField(Service, models.PROTECT, null=True, related_name="stint")
    sign_up = models.OneToOneField(
        "volunteers.SignUp", models.PROTECT, null=True, related_name="stint"
    )
    kind = models.CharField(_("服务项目"), max_length=10)
    day = models.DateField(_("日期"))
    start = models.DateTimeField(_("开始"))
    end = models.DateTimeField(_("结束"))
    hours = models.DecimalField(_("时长"), max_digits=4, decimal_places=1)
    how = models.CharField(_("记录方式"), max_length=8, choices=How.choices)
    confirmed_on = models.DateField(_("确认日期"), null=True)

    objects = ScopedManager.from_queryset(StintQuerySet)()
    scope_parent = "volunteer"

    class Meta:
        verbose_name = verbose_name_plural = _("服务记录")
        ordering = ["-start", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), hours__gt=0), name="stint_times"
            ),
            models.UniqueConstraint(
                fields=["volunteer", "start"],
                name="stint_once",
                violation_error_message=_("这段时间与已有的服务记录重叠，请核对。"),
            ),
        ]
        indexes = [models.Index(fields=["region", "day"], name="stint_list")]

    def __str__(self) -> str:
        return f"{self.day} {self.hours}"
