"""Home service (上门服务): requests, teams, rounds and their stops."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.certificates.models.assessment import Assessor, words
from zulian.certificates.models.cases import Case
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.days import DEADLINE
from zulian.foundation.fields import ManyField
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.people.disabilities import SINGLE
from zulian.people.models import Person
from zulian.regions.models import Region

TOOLS = (
    ("photo", _("照相")),
    ("hearing", _("听力计")),
    ("vision", _("视力表")),
    ("printer", _("制证打印")),
)


class RequestState(ColoredChoices):
    """上门申请状态."""

    ASKED = "asked", "issued", _("待核实")
    WAITING = "waiting", "signed", _("待安排")
    PLANNED = "planned", "reported", _("已排定")
    DONE = "done", "closed", _("已上门")
    REFUSED = "refused", "dropped", _("不符合条件")
    CANCELLED = "cancelled", "dropped", _("已取消")


class RequestQuerySet(ScopedQuerySet["Request"]):
    """Verbs of the requests."""

    def open(self) -> Self:
        return self.filter(
            state__in=[RequestState.ASKED, RequestState.WAITING, RequestState.PLANNED]
        )

    def waiting(self) -> Self:
        return self.filter(state=RequestState.WAITING)

    def with_names(self) -> Self:
        return self.select_related("person", "region", "case")


class Request(models.Model):
    """A request for a visit at home; `region` is where the person is to be found."""

    State = RequestState

    class Purpose(models.TextChoices):
        ACCEPT = "accept", _("上门受理申请")
        ASSESS = "assess", _("上门评定")
        RENEW = "renew", _("上门换证")
        DELIVER = "deliver", _("送证上门")

    class Source(models.TextChoices):
        COUNTER = "counter", _("窗口")
        VILLAGE = "village", _("村（社区）")
        PHONE = "phone", _("电话")
        PORTAL = "portal", _("网上")

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="+",
        verbose_name=_("上门地点"),
        help_text=_("不填则为现居住地或户籍所在地。"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="visits", verbose_name=_("申请人")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="visits", verbose_name=_("办件")
    )
    purpose = models.CharField(_("上门事项"), max_length=8, choices=Purpose.choices)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    why = models.CharField(_("行动不便的情况"), max_length=200)
    eligible = models.BooleanField(_("符合条件"), default=False)
    basis = models.CharField(_("认定依据"), max_length=120, blank=True)
    categories: Any = ManyField(_("需评定的类别"), default=list, of=SINGLE)
    equipment: Any = ManyField(_("需带设备"), default=list, of=TOOLS)
    load = models.PositiveSmallIntegerField(_("占用车位"), default=1)
    minutes = models.PositiveSmallIntegerField(_("预计时长（分钟）"))
    from_time = models.TimeField(_("最早时间"))
    to_time = models.TimeField(_("最晚时间"))
    must_by = models.DateField(_("必须在此日前上门"), null=True, blank=True, validators=[DEADLINE])
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=RequestState.choices,
        default=RequestState.ASKED,
        protected=True,
    )
    asked_on = models.DateField(_("申请日期"))
    done_on = models.DateField(_("上门日期"), null=True)
    note = models.CharField(_("处理意见"), max_length=200, blank=True)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记")
    )

    objects = ScopedManager.from_queryset(RequestQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("上门申请")
        ordering = ["must_by", "asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(state__in=["asked", "waiting", "planned"]),
                name="one_open_visit",
                violation_error_message=_("同一事项已有上门申请在处理，不必重复登记。"),
            ),
            models.CheckConstraint(
                condition=Q(to_time__gt=models.F("from_time")),
                name="visit_window",
                violation_error_message=_("最晚时间应晚于最早时间。"),
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="visit_queue")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:visit", self.pk)

    @property
    def category_words(self) -> str:
        return words(self.categories)

    @property
    def tool_words(self) -> str:
        return words(self.equipment, TOOLS)

    @transition(field=state, source=RequestState.ASKED, target=RequestState.WAITING)
    def admit(self) -> None:
        """核实同意."""

    @transition(field=state, source=RequestState.ASKED, target=RequestState.REFUSED)
    def refuse(self) -> None:
        """不符合条件."""

    @transition(field=state, source=RequestState.WAITING, target=RequestState.PLANNED)
    def plan(self) -> None:
        """排定."""

    @transition(field=state, source=RequestState.PLANNED, target=RequestState.WAITING)
    def put_back(self) -> None:
        """未成，重新安排."""

    @transition(field=state, source=RequestState.PLANNED, target=RequestState.DONE)
    def finish(self) -> None:
        """已上门."""

    @transition(
        field=state,
        source=[RequestState.ASKED, RequestState.WAITING],
        target=RequestState.CANCELLED,
    )
    def cancel(self) -> None:
        """取消."""


class Team(models.Model):
    """A team that makes visits (上门小组): its members, assessor, hours, equipment and room in the car."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("所属县（区）")
    )
    name = models.CharField(_("小组名称"), max_length=40)
    members = models.CharField(_("成员"), max_length=120)
    assessor = models.ForeignKey(
        Assessor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("随行评定医生"),
    )
    equipment: Any = ManyField(_("随车设备"), default=list, of=TOOLS)
    starts = models.TimeField(_("出发时间"))
    ends = models.TimeField(_("返回时间"))
    capacity = models.PositiveSmallIntegerField(
        _("每天最多（车位）"), default=10, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    active = models.BooleanField(_("启用"), default=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("上门小组")
        ordering = ["region_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="team_once",
                violation_error_message=_("本县（区）已有同名小组。"),
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")),
                name="team_hours",
                violation_error_message=_("返回时间应晚于出发时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("certificates:team", self.pk)

    @property
    def tool_words(self) -> str:
        return words(self.equipment, TOOLS)

    @property
    def categories(self) -> list[int]:
        """What its assessor may assess."""
        return list(self.assessor.categories) if self.assessor else []


class Round(models.Model):
    """One day's visits of a county (上门路线), planned for its teams."""

    class Status(ColoredChoices):
        DRAFT = "draft", "issued", _("待确认")
        RELEASED = "released", "reported", _("已下发")
        CLOSED = "closed", "closed", _("已结束")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("县（区）"))
    day = models.DateField(_("上门日期"))
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    kilometres = models.FloatField(_("总里程（公里）"), default=0)
    left_out: Any = models.JSONField(_("未排入"), default=list)
    at = models.DateTimeField(_("编制时间"))
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("编制")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("上门路线")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "day"],
                name="round_once",
                violation_error_message=_("这一天的路线刚刚已编排，请刷新后查看。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.name} {self.day}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:round", self.pk)


class Stop(models.Model):
    """One stop of a round. `version` grows with each change, so that a phone that was away notices."""

    class Outcome(ColoredChoices):
        WAITING = "", "issued", _("未到访")
        DONE = "done", "closed", _("已办")
        ABSENT = "absent", "returned", _("本人不在")
        REFUSED = "refused", "dropped", _("本人不办")

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    team = models.ForeignKey(Team, models.PROTECT, related_name="stops", verbose_name=_("小组"))
    request = models.ForeignKey(
        Request, models.PROTECT, related_name="stops", verbose_name=_("上门申请")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地点"))
    order = models.PositiveSmallIntegerField(_("顺序"))
    arrive = models.TimeField(_("预计到达"))
    kilometres = models.FloatField(_("路程（公里）"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    note = models.CharField(_("上门情况"), max_length=300, blank=True)
    reported_at = models.DateTimeField(_("填报时间"), null=True)
    version = models.PositiveSmallIntegerField(default=1)
    key = models.UUIDField(null=True, unique=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "request"

    class Meta:
        verbose_name = verbose_name_plural = _("上门站点")
        ordering = ["round_id", "team_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "request"],
                name="stop_once",
                violation_error_message=_("这份申请已排在这条路线上，请刷新页面再看。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.request}"
