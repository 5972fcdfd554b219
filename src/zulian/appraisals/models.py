"""Appraisal (考核): the scheme of a plan, its items, the result of each unit, the mark for each item."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.appraisals.rules import Kind
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.workdays import add_workdays
from zulian.plans.models import Circular
from zulian.regions.models import Region

MOST = 200
KINDS = (
    (Kind.MEASURED, _("台账达标")),
    (Kind.ON_TIME, _("按时上报")),
    (Kind.REPORTED, _("任务上报")),
    (Kind.SIGNED, _("任务签收")),
    (Kind.PROVEN, _("佐证材料")),
    (Kind.JUDGED, _("评议打分")),
    (Kind.LATE, _("逾期扣分")),
    (Kind.PENALTY, _("其他扣分")),
    (Kind.BONUS, _("加分")),
)


def points_field(label: Any, **more: Any) -> models.DecimalField[Any, Any]:
    """Points, to a tenth."""
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(MOST))]
    return models.DecimalField(label, max_digits=5, decimal_places=1, validators=bounds, **more)


class LateBy(models.TextChoices):
    """What points go off for where tasks are late."""

    ALL = "all", _("每逾期一项，所辖各级的任务都算")
    OWN = "own", _("每逾期一项，只算本单位自己的任务")
    SHARE = "share", _("每有 1% 的任务逾期")


class SchemeState(ColoredChoices):
    """How far a year's appraisal is."""

    DRAFT = "draft", "issued", _("起草")
    ISSUED = "issued", "signed", _("考核中")
    TOLD = "told", "reported", _("结果已告知")
    PUBLISHED = "published", "closed", _("已公布")


class SchemeQuerySet(ScopedQuerySet["Scheme"]):
    """Verbs of the schemes."""

    def with_names(self) -> Self:
        return self.select_related("region", "circular")


class Scheme(models.Model):
    """How the units one level below are appraised by a plan (考核办法), by the organisation that issued the plan."""

    State = SchemeState

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("考核单位"))
    circular = models.OneToOneField(
        Circular, models.PROTECT, related_name="scheme", verbose_name=_("工作要点")
    )
    name = models.CharField(_("名称"), max_length=80)
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=SchemeState.choices,
        default=SchemeState.DRAFT,
        protected=True,
    )
    issued_on = models.DateField(_("下达日期"), null=True)
    scored_on = models.DateField(_("计分日期"), null=True)
    told_on = models.DateField(_("告知日期"), null=True)
    objection_until = models.DateField(_("异议期至"), null=True)
    published_on = models.DateField(_("公布日期"), null=True)

    objects = ScopedManager.from_queryset(SchemeQuerySet)()
    # Whoever is appraised reads by what.
    scope_published: ClassVar[dict[str, object]] = {"issued_on__isnull": False}

    class Meta:
        verbose_name = verbose_name_plural = _("考核办法")
        ordering = ["-circular__year", "-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("appraisals:scheme", self.pk)

    @property
    def figures(self) -> Policy:
        """How long may be objected, by the policy of the day on which the results were told."""
        return policy("appraisals/appraisals", self.told_on or today(), self.region_id)

    def objection_days_from(self, day: date) -> date:
        """The last day to object to what is told on a day."""
        return add_workdays(day, self.figures["objection_workdays"]).day

    @transition(field=state, source=SchemeState.DRAFT, target=SchemeState.ISSUED)
    def issue(self) -> None:
        """下达: the units know by what they are appraised."""
        self.issued_on = today()

    @transition(field=state, source=SchemeState.ISSUED, target=SchemeState.DRAFT)
    def recall(self) -> None:
        """收回: it is drawn up anew, as if it had not been handed down."""
        self.issued_on = self.scored_on = None

    @transition(field=state, source=SchemeState.ISSUED, target=SchemeState.TOLD)
    def tell(self) -> None:
        """告知结果: each unit sees its marks and may object, as long as the policy of this day says."""
        self.told_on = today()
        self.objection_until = self.objection_days_from(self.told_on)

    @transition(field=state, source=SchemeState.TOLD, target=SchemeState.PUBLISHED)
    def publish(self) -> None:
        """公布: everybody sees all results."""


class SchemeItem(models.Model):
    """What is appraised (考核项目): points for a rate of the plan or for what is judged, off or on top for the rest."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="items")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("考核项目"), max_length=80)
    kind = models.CharField(_("计分方式"), max_length=10, choices=KINDS)
    points = points_field(_("分值"), help_text=_("加分、扣分项目填最多加、扣多少分。"))
    late_by = models.CharField(
        _("逾期怎样算"),
        max_length=5,
        choices=LateBy.choices,
        default=LateBy.ALL,
        help_text=_("只用于逾期扣分。"),
    )
    each = points_field(
        _("每项扣分"),
        null=True,
        blank=True,
        help_text=_("逾期扣分：每逾期一项，或每有 1% 的任务逾期，扣多少分。"),
    )
    rule = models.CharField(_("评分办法"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "scheme"
    scope_published: ClassVar[dict[str, object]] = {"scheme__issued_on__isnull": False}

    class Meta:
        verbose_name = verbose_name_plural = _("考核项目")
        ordering = ["scheme_id", "order", "id"]

    def __str__(self) -> str:
        return self.title


class UnitResultQuerySet(ScopedQuerySet["UnitResult"]):
    """Verbs of the results."""

    def with_names(self) -> Self:
        return self.select_related("scheme__region", "scheme__circular", "region")


class UnitResult(models.Model):
    """What a unit came to (单位考核): its total and place among those appraised by one scheme."""

    scheme = models.ForeignKey(
        Scheme, models.CASCADE, related_name="results", verbose_name=_("考核办法")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    total = models.DecimalField(_("总分"), max_digits=5, decimal_places=1, null=True)
    place = models.PositiveSmallIntegerField(_("名次"), null=True)

    objects = ScopedManager.from_queryset(UnitResultQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("单位考核")
        ordering = ["scheme_id", models.F("place").asc(nulls_last=True), "region_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "region"],
                name="one_result_of_a_unit",
                violation_error_message=_("这个单位已在考核名单里。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.organisation} {self.scheme.name}"

    def get_absolute_url(self) -> str:
        return row_url("appraisals:result", self.pk)


class ScoreQuerySet(ScopedQuerySet["Score"]):
    """Verbs of the marks."""

    def objected(self) -> Self:
        """To which the unit objects, and nobody has answered yet."""
        return self.filter(~Q(ground=""), reply="")

    def with_names(self) -> Self:
        return self.select_related("item", "result__scheme", "region")


class Score(models.Model):
    """A unit's mark for an item (项目得分): what the plan says, what the appraising organisation gives, what the unit objects."""

    result = models.ForeignKey(UnitResult, models.CASCADE, related_name="scores")
    item = models.ForeignKey(
        SchemeItem, models.CASCADE, related_name="scores", verbose_name=_("考核项目")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    counted = points_field(_("系统计分"), null=True)
    basis = models.CharField(_("计分依据"), max_length=200, blank=True)
    given = points_field(_("核定得分"), null=True, blank=True)
    note = models.CharField(_("评分说明"), max_length=300, blank=True)
    ground = models.CharField(_("异议"), max_length=300, blank=True)
    objected_on = models.DateField(_("提出异议日期"), null=True)
    reply = models.CharField(_("异议答复"), max_length=300, blank=True)
    papers: models.ManyToManyField[Attachment, Any] = models.ManyToManyField(
        Attachment, related_name="+", verbose_name=_("佐证材料")
    )
    replied_on = models.DateField(_("答复日期"), null=True)

    objects = ScopedManager.from_queryset(ScoreQuerySet)()
    scope_parent = "result"

    class Meta:
        verbose_name = verbose_name_plural = _("项目得分")
        ordering = ["result_id", "item__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "item"],
                name="score_once",
                violation_error_message=_("这个项目已有得分。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item.title} {self.points if self.points is not None else '—'}"

    def get_absolute_url(self) -> str:
        return self.result.get_absolute_url()

    @property
    def points(self) -> Decimal | None:
        """The mark that counts: what was given, else what the plan says; None where neither is."""
        mark: Decimal | None = self.counted if self.given is None else self.given
        return mark
