"""Services bought (购买服务): need, call, offers, judges and marks, contract with milestones, people served and what they say."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region
from zulian.social.models.organisations import EASY, MOST_PEOPLE, Organisation

SOME_PEOPLE = [MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]


class PurchaseQuerySet(ScopedQuerySet["Purchase"]):
    """Verbs of the purchases."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def public(self) -> Self:
        return self.exclude(state=Purchase.State.DRAFT)

    def open_on(self, day: date) -> Self:
        """Calls for which offers may still come in."""
        return self.filter(state=Purchase.State.CALLED, closes_on__gte=day)


class Purchase(models.Model):
    """One purchase of services by a federation, from the need to the result."""

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("需求论证")
        CALLED = "called", "reported", _("公开征集")
        JUDGING = "judging", "reported", _("评审中")
        DECIDED = "decided", "signed", _("结果公示")
        CONTRACTED = "contracted", "closed", _("已签合同")
        STOPPED = "stopped", "dropped", _("已终止")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    title = models.CharField(_("项目名称"), max_length=80)
    need = models.TextField(
        _("服务需求"), max_length=3000, help_text=_("服务谁、做什么、做多少、怎么算做好。")
    )
    easy = models.CharField(_("易读介绍"), max_length=200, help_text=EASY)
    people = models.PositiveIntegerField(_("计划服务人数"), validators=SOME_PEOPLE)
    budget = models.DecimalField(
        _("预算（元）"), max_digits=10, decimal_places=2, validators=[MinValueValidator(1)]
    )
    state = FSMField(
        _("状态"), max_length=12, choices=State.choices, default=State.DRAFT, protected=True
    )
    called_on = models.DateField(_("公告日期"), null=True)
    closes_on = models.DateField(_("截止日期"), null=True)
    decided_on = models.DateField(_("确定日期"), null=True)
    winner = models.ForeignKey(
        "social.Bid", models.PROTECT, null=True, related_name="+", verbose_name=_("承接组织的报价")
    )
    reason = models.CharField(_("说明"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(PurchaseQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("购买服务项目")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__gt=0, people__gt=0), name="social_purchase_positive"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("social:purchase", self.pk)

    @transition(field=state, source=State.DRAFT, target=State.CALLED)
    def call(self) -> None:
        """发布公告."""

    @transition(field=state, source=State.CALLED, target=State.JUDGING)
    def open_offers(self) -> None:
        """开启报价: the call is over, judges begin."""

    @transition(field=state, source=State.JUDGING, target=State.DECIDED)
    def decide(self) -> None:
        """确定承接组织."""

    @transition(field=state, source=State.DECIDED, target=State.CONTRACTED)
    def contract_signed(self) -> None:
        """签订合同."""

    @transition(
        field=state,
        source=[State.DRAFT, State.CALLED, State.JUDGING, State.DECIDED],
        target=State.STOPPED,
    )
    def stop(self) -> None:
        """终止, with the reason."""


class Criterion(models.Model):
    """What offers are judged by (评分标准): its most points; those by price are worked out, not marked."""

    purchase = models.ForeignKey(
        Purchase, models.CASCADE, related_name="criteria", verbose_name=_("项目")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    words = models.CharField(_("评分项"), max_length=60)
    points = models.PositiveSmallIntegerField(
        _("满分"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    by_price = models.BooleanField(
        _("按报价计算"), default=False, help_text=_("最低报价得满分，其他按比例。")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "purchase"

    class Meta:
        verbose_name = verbose_name_plural = _("评分标准")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purchase", "words"],
                name="social_criterion_once",
                violation_error_message=_("已有同名评分项。"),
            )
        ]

    def __str__(self) -> str:
        return self.words


class BidQuerySet(ScopedQuerySet["Bid"]):
    """Verbs of the offers."""

    def with_names(self) -> Self:
        return self.select_related("purchase", "organisation", "region")


class Bid(models.Model):
    """An organisation's offer (报价). Its price and plan are shown to nobody else before the call is over."""

    purchase = models.ForeignKey(
        Purchase, models.PROTECT, related_name="bids", verbose_name=_("项目")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="bids", verbose_name=_("组织")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    price = models.DecimalField(
        _("报价（元）"), max_digits=10, decimal_places=2, validators=[MinValueValidator(1)]
    )
    plan = models.TextField(_("服务方案"), max_length=5000)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("方案附件")
    )
    at = models.DateTimeField(_("提交时间"), default=now)
    score = models.DecimalField(_("总分"), max_digits=6, decimal_places=2, null=True)
    place = models.PositiveSmallIntegerField(_("名次"), null=True)

    objects = ScopedManager.from_queryset(BidQuerySet)()
    scope_parent = "purchase"

    class Meta:
        verbose_name = verbose_name_plural = _("报价")
        ordering = ["purchase_id", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purchase", "organisation"],
                name="social_bid_once",
                violation_error_message=_("这个组织已报价，请刷新页面后修改。"),
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="social_bid_price"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class Judge(models.Model):
    """A judge of a purchase (评审人). `page_key` opens the judge's page: first the declaration, then the marks.

    `conflict` says why somebody stepped aside; None until it is known that there is none.
    """

    purchase = models.ForeignKey(
        Purchase, models.CASCADE, related_name="judges", verbose_name=_("项目")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    name = models.CharField(_("姓名"), max_length=40)
    employer = models.CharField(_("工作单位"), max_length=80)
    own_house = models.BooleanField(_("购买单位的人"), default=False)
    declared = models.BooleanField(_("声明有利害关系"), null=True)
    declared_at = models.DateTimeField(_("声明时间"), null=True)
    reason = models.CharField(_("回避原因"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("评分完成时间"), null=True)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "purchase"

    class Meta:
        verbose_name = verbose_name_plural = _("评审人")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purchase", "name", "employer"],
                name="social_judge_once",
                violation_error_message=_("这位评审人已在名单中。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """The points that a judge gives an offer for a criterion (评分)."""

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="marks", verbose_name=_("评审人"))
    bid = models.ForeignKey(Bid, models.CASCADE, related_name="marks", verbose_name=_("报价"))
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="marks", verbose_name=_("评分项")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    points = models.PositiveSmallIntegerField(_("得分"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "judge"

    class Meta:
        verbose_name = verbose_name_plural = _("评分")
        ordering = ["bid_id", "criterion_id", "judge_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "bid", "criterion"],
                name="social_mark_once",
                violation_error_message=_("这家组织的这一项您已评过分，请刷新页面再看。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.points}"
