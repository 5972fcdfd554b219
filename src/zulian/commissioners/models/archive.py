"""Positions of commissioners (岗位) and the electronic archive of everybody who holds or held one (电子档案)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.days import PAST
from zulian.foundation.holding import Holding, HoldingQuerySet, ends_after_it_began, one_holder
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import EVERYTHING, ScopedManager, ScopedQuerySet, scope
from zulian.leadership.models import Tie
from zulian.people.models import Person
from zulian.regions.models import Region

POLICY = "commissioners/positions"


def rules(day: date, place: str | None = None) -> Policy:
    """Quota, ages, and when an archive is complete and current, at a place."""
    return policy(POLICY, day, place)


class PositionQuerySet(ScopedQuerySet["Position"]):
    """Verbs of the positions."""

    def in_use(self) -> Self:
        return self.filter(abolished_on=None)

    def vacant(self) -> Self:
        with scope(EVERYTHING):
            return self.in_use().filter(
                ~Exists(Tenure.objects.open().filter(position=OuterRef("pk")))
            )

    def with_names(self) -> Self:
        return self.select_related("region")


class Position(models.Model):
    """One position of a commissioner in a township or village (专职委员岗位)."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    number = models.PositiveSmallIntegerField(_("序号"), default=1)
    since = models.DateField(_("设岗日期"))
    abolished_on = models.DateField(_("撤岗日期"), null=True)

    objects = ScopedManager.from_queryset(PositionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("专职委员岗位")
        ordering = ["region_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                name="position_once",
                violation_error_message=_("这个单位已有这个序号的岗位。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.organisation} {self.number}"

    def get_absolute_url(self) -> str:
        return row_url("commissioners:position", self.pk)


class CommissionerQuerySet(ScopedQuerySet["Commissioner"]):
    """Verbs of the archive."""

    def serving(self) -> Self:
        return self.filter(status=Commissioner.Status.SERVING)

    def with_names(self) -> Self:
        return self.select_related("person", "region")


class Commissioner(models.Model):
    """The archive of one commissioner. `region` is where they serve, or served last; `account` their post in this system."""

    class Status(ColoredChoices):
        SERVING = "serving", "closed", _("在岗")
        LEFT = "left", "dropped", _("已离岗")

    class Education(models.TextChoices):
        MIDDLE = "middle", _("初中及以下")
        HIGH = "high", _("高中或中专")
        COLLEGE = "college", _("大专")
        BACHELOR = "bachelor", _("本科及以上")

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="commissioner", verbose_name=_("姓名")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("任职单位")
    )
    status = models.CharField(
        _("状态"), max_length=8, choices=Status.choices, default=Status.SERVING
    )
    tie = models.CharField(_("与残疾人的关系"), max_length=8, choices=Tie.choices, blank=True)
    education = models.CharField(_("学历"), max_length=10, choices=Education.choices, blank=True)
    party = models.BooleanField(_("中共党员"), null=True)
    skills = models.CharField(_("特长"), max_length=100, blank=True)
    pension = models.BooleanField(_("养老保险"), null=True)
    medical = models.BooleanField(_("医疗保险"), null=True)
    injury = models.BooleanField(_("意外或工伤保险"), null=True)
    account = models.OneToOneField(
        Post,
        models.SET_NULL,
        null=True,
        related_name="commissioner",
        verbose_name=_("系统账号"),
        help_text=_("关联后本人可以用手机记工作日志。"),
    )
    verified_on = models.DateField(_("最近核实"), null=True)
    pay_factor = models.DecimalField(
        _("补贴系数"), max_digits=3, decimal_places=2, default=Decimal(1)
    )
    last_log_on = models.DateField(_("最近工作记录"), null=True)

    objects = ScopedManager.from_queryset(CommissionerQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("专职委员")
        ordering = ["region_id", "id"]
        indexes = [models.Index(fields=["region", "id"], name="commissioner_list")]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return row_url("commissioners:commissioner", self.pk)

    @property
    def insurances(self) -> list[str]:
        """What the commissioner is insured by, in words."""
        known = (
            (self.pension, _("养老")),
            (self.medical, _("医疗")),
            (self.injury, _("意外或工伤")),
        )
        return [str(label) for is_insured, label in known if is_insured]


class TenureQuerySet(HoldingQuerySet["Tenure"]):
    """Verbs of the tenures."""


class Tenure(Holding):
    """One time of holding a position (任职): from when, how, until when and why, and what was handed over."""

    class How(models.TextChoices):
        RECRUITED = "recruited", _("公开选聘")
        RECOMMENDED = "recommended", _("组织推荐")
        TRANSFERRED = "transferred", _("调整岗位")

    class Why(models.TextChoices):
        TRANSFER = "transfer", _("调整岗位")
        RESIGNED = "resigned", _("本人辞职")
        EXPIRED = "expired", _("期满不续聘")
        DISMISSED = "dismissed", _("考核不合格解聘")
        AGE = "age", _("到龄")
        DIED = "died", _("死亡")

    position = models.ForeignKey(
        Position, models.PROTECT, related_name="tenures", verbose_name=_("岗位")
    )
    commissioner = models.ForeignKey(
        Commissioner, models.PROTECT, related_name="tenures", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    how = models.CharField(_("产生方式"), max_length=12, choices=How.choices)
    since = models.DateField(_("任职日期"))
    ended_on = models.DateField(_("离任日期"), null=True)
    ended_why = models.CharField(_("离任原因"), max_length=10, choices=Why.choices, blank=True)
    handover = models.CharField(
        _("工作交接"),
        max_length=300,
        blank=True,
        help_text=_("残疾人档案、台账、物品交接给谁，还有什么没办完。"),
    )

    objects = ScopedManager.from_queryset(TenureQuerySet)()
    scope_parent = "position"

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        ordering = ["-since", "-id"]
        constraints = [
            one_holder(
                "tenure_one_holder", _("这个岗位刚刚已有人任职，请刷新页面再看。"), "position"
            ),
            one_holder(
                "tenure_one_post", _("这个人刚刚已有任职，请刷新页面再看。"), "commissioner"
            ),
            ends_after_it_began("tenure_period", _("离任日期不能早于任职日期。")),
        ]

    def __str__(self) -> str:
        return str(self.commissioner)


class Contract(models.Model):
    """A contract of engagement (聘用协议)."""

    commissioner = models.ForeignKey(
        Commissioner, models.CASCADE, related_name="contracts", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    number = models.CharField(_("协议编号"), max_length=40, blank=True)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "commissioner"

    class Meta:
        verbose_name = verbose_name_plural = _("聘用协议")
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")),
                name="contract_period",
                violation_error_message=_("截止日期应晚于起始日期。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.since} — {self.until}"


class Record(models.Model):
    """One line of an archive (档案记录): work before, award, incentive, penalty."""

    class Kind(models.TextChoices):
        CAREER = "career", _("工作经历")
        AWARD = "award", _("表彰奖励")
        INCENTIVE = "incentive", _("激励发放")
        PENALTY = "penalty", _("批评处分")

    commissioner = models.ForeignKey(
        Commissioner, models.CASCADE, related_name="records", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("日期"), validators=[PAST])
    text = models.CharField(_("内容"), max_length=200)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "commissioner"

    class Meta:
        verbose_name = verbose_name_plural = _("档案记录")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.text[:40]
