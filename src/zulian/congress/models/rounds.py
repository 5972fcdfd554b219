"""Rounds (换届轮次), the congress of each federation, and the steps of its preparation."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.documents.reading.numbering import chinese
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region

MAX_PEOPLE = 5000
ORDINALS = [MinValueValidator(1), MaxValueValidator(99)]
PEOPLE = [MinValueValidator(1), MaxValueValidator(MAX_PEOPLE)]


def procedure(day: date, place: str | None = None) -> Policy:
    """The rules of congresses in force on a day, at a place."""
    return policy("congress/procedure", day, place)


class Round(models.Model):
    """A round of congresses (换届轮次) across the tree of the federation that opens it, with a deadline for each level."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("部署单位"))
    ordinal = models.PositiveSmallIntegerField(_("第几次代表大会"), validators=ORDINALS)
    basis = models.CharField(
        _("依据"), max_length=120, blank=True, help_text=_("上级部署换届的文件。")
    )
    opened_on = models.DateField(_("部署日期"))
    township_due = models.DateField(_("乡镇（街道）完成时限"), validators=[DEADLINE])
    county_due = models.DateField(_("县（区）完成时限"), validators=[DEADLINE])
    city_due = models.DateField(_("市级完成时限"), validators=[DEADLINE])

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    # Everybody below works by it.
    scope_published: dict[str, Any] = {"pk__gt": 0}

    class Meta:
        verbose_name = verbose_name_plural = _("换届轮次")
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "ordinal"],
                name="round_of_congresses_once",
                violation_error_message=_("这一届换届已经部署。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    township_due__lte=models.F("county_due"), county_due__lte=models.F("city_due")
                ),
                name="round_order",
                violation_error_message=_("时限应先乡级、再县级、后市级。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('congress:wave')}?round={self.pk}"

    @property
    def name(self) -> str:
        """第六次代表大会."""
        return gettext("第%(n)s次代表大会") % {"n": chinese(self.ordinal)}


class CongressState(ColoredChoices):
    """How far a congress has come (换届状态)."""

    PREPARING = "preparing", "signed", _("筹备中")
    HELD = "held", "reported", _("已召开")
    FILED = "filed", "closed", _("已归档")
    EXEMPT = "exempt", "dropped", _("不参加本轮")


DONE = (CongressState.HELD, CongressState.FILED)


class CongressQuerySet(ScopedQuerySet["Congress"]):
    """Verbs of the congresses."""

    def with_names(self) -> Self:
        return self.select_related("region", "round")

    def preparing(self) -> Self:
        return self.filter(state=CongressState.PREPARING)


class Congress(models.Model):
    """The congress (代表大会) of a federation. `due` comes from its round, `day` is the congress day planned.

    Congresses before this system have no round. `composition_met` is kept current with the list of delegates.
    """

    State = CongressState

    round = models.ForeignKey(
        Round, models.PROTECT, null=True, related_name="congresses", verbose_name=_("换届轮次")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    ordinal = models.PositiveSmallIntegerField(_("届次"), validators=ORDINALS)
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=CongressState.choices,
        default=CongressState.PREPARING,
        protected=True,
    )
    due = models.DateField(_("完成时限"), null=True)
    day = models.DateField(_("拟召开日期"), null=True, help_text=_("各步骤的时限由这一天倒推。"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    held_on = models.DateField(_("召开日期"), null=True)
    filed_on = models.DateField(_("归档日期"), null=True)
    size = models.PositiveSmallIntegerField(_("代表名额"), null=True, validators=PEOPLE)
    attended = models.PositiveSmallIntegerField(_("实到代表"), null=True, validators=PEOPLE)
    composition_met = models.BooleanField(_("构成达标"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(CongressQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("代表大会")
        ordering = ["region_id", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "ordinal"],
                name="congress_once",
                violation_error_message=_("这一次代表大会已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "filed"], held_on__isnull=False)
                | Q(state__in=["preparing", "exempt"], held_on=None),
                name="congress_held",
                violation_error_message=_("已召开的大会要有召开日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region.organisation}{self.name}"

    def get_absolute_url(self) -> str:
        return row_url("congress:congress", self.pk)

    @property
    def name(self) -> str:
        """第六次代表大会."""
        return gettext("第%(n)s次代表大会") % {"n": chinese(self.ordinal)}

    @property
    def is_late(self) -> bool:
        """Whether its deadline is past and it is not held."""
        return self.state == CongressState.PREPARING and self.due is not None and self.due < today()

    @transition(field=state, source=CongressState.PREPARING, target=CongressState.HELD)
    def hold(self) -> None:
        """召开."""

    @transition(field=state, source=CongressState.HELD, target=CongressState.FILED)
    def file(self) -> None:
        """归档."""

    @transition(field=state, source=CongressState.PREPARING, target=CongressState.EXEMPT)
    def exempt(self) -> None:
        """不参加本轮."""


class StepState(ColoredChoices):
    """How far a step has come (步骤状态)."""

    TODO = "todo", "issued", _("未完成")
    SUBMITTED = "submitted", "reported", _("待上级审批")
    RETURNED = "returned", "returned", _("上级退回")
    DONE = "done", "closed", _("已完成")


class StepQuerySet(ScopedQuerySet["Step"]):
    """Verbs of the steps."""

    def open(self) -> Self:
        return self.exclude(state=StepState.DONE)

    def with_names(self) -> Self:
        return self.select_related("congress__region", "region", "owner__user")


class Step(models.Model):
    """One step of the preparation (筹备步骤): its last day is counted back from the congress day."""

    State = StepState

    congress = models.ForeignKey(
        Congress, models.CASCADE, related_name="steps", verbose_name=_("代表大会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    key = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("步骤"), max_length=60)
    days = models.SmallIntegerField()
    due = models.DateField(_("时限"), null=True)
    approve = models.BooleanField(_("须上级审批"), default=False)
    state = FSMField(
        _("状态"), max_length=10, choices=StepState.choices, default=StepState.TODO, protected=True
    )
    owner = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("负责人")
    )
    done_on = models.DateField(_("完成日期"), null=True, help_text=_("不填为今天。"))
    note = models.CharField(_("办理情况"), max_length=300, blank=True)
    verdict = models.CharField(_("审批意见"), max_length=300, blank=True)
    files: Any = models.ManyToManyField(Attachment, related_name="+", verbose_name=_("材料"))

    objects = ScopedManager.from_queryset(StepQuerySet)()
    scope_parent = "congress"

    class Meta:
        verbose_name = verbose_name_plural = _("筹备步骤")
        ordering = ["congress_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "key"],
                name="step_once",
                violation_error_message=_("这一步已在清单中。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("congress:step", self.pk)

    @property
    def is_late(self) -> bool:
        """Whether its last day is past and it is not done."""
        return self.state != StepState.DONE and self.due is not None and self.due < today()

    @transition(
        field=state, source=[StepState.TODO, StepState.RETURNED], target=StepState.SUBMITTED
    )
    def submit(self) -> None:
        """报上级审批."""

    @transition(
        field=state,
        source=[StepState.TODO, StepState.RETURNED, StepState.SUBMITTED],
        target=StepState.DONE,
    )
    def finish(self) -> None:
        """完成."""

    @transition(field=state, source=StepState.SUBMITTED, target=StepState.RETURNED)
    def send_back(self) -> None:
        """退回."""
