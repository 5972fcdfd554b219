"""Recruitment (选聘): a notice for vacant positions, who applied, who was chosen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.commissioners.models.archive import Position
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.days import DEADLINE
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.leadership.models import Tie
from zulian.people.models import Person
from zulian.regions.models import Region


class Recruitment(models.Model):
    """One notice (选聘公告): conditions, days, and the positions it is for."""

    class State(ColoredChoices):
        OPEN = "open", "reported", _("报名中")
        CLOSED = "closed", "signed", _("报名截止")
        DONE = "done", "closed", _("已完成")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("选聘单位"))
    title = models.CharField(_("标题"), max_length=80)
    conditions = models.TextField(_("报名条件"), validators=[MaxLengthValidator(2000)])
    opens_on = models.DateField(_("报名开始"))
    closes_on = models.DateField(_("报名截止"), validators=[DEADLINE])
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, protected=True
    )
    positions: models.ManyToManyField[Position, Any] = models.ManyToManyField(
        Position, related_name="recruitments", verbose_name=_("岗位")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("选聘公告")
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")),
                name="recruitment_days",
                violation_error_message=_("报名截止不能早于报名开始。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("commissioners:recruitment", self.pk)

    @transition(field=state, source=State.OPEN, target=State.CLOSED)
    def close(self) -> None:
        """截止报名."""

    @transition(field=state, source=State.CLOSED, target=State.DONE)
    def finish(self) -> None:
        """完成: chosen or not, nothing more is decided."""


class Applicant(models.Model):
    """Who applied for a position (报名人). Among equals, disabled people and then their relatives come first (优先)."""

    class State(ColoredChoices):
        APPLIED = "applied", "issued", _("已报名")
        QUALIFIED = "qualified", "signed", _("审核通过")
        REJECTED = "rejected", "dropped", _("审核未通过")
        CHOSEN = "chosen", "closed", _("已聘用")

    recruitment = models.ForeignKey(
        Recruitment, models.CASCADE, related_name="applicants", verbose_name=_("选聘公告")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="+", verbose_name=_("报考岗位")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("姓名"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    tie = models.CharField(_("与残疾人的关系"), max_length=8, choices=Tie.choices)
    applied_on = models.DateField(_("报名日期"))
    score = models.DecimalField(
        _("成绩"),
        max_digits=5,
        decimal_places=2,
        null=True,
        help_text=_("笔试面试成绩，满分 100 分。"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.APPLIED, protected=True
    )
    note = models.CharField(_("审核意见"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "position"

    class Meta:
        verbose_name = verbose_name_plural = _("报名人")
        ordering = ["position_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recruitment", "person"],
                name="applicant_once",
                violation_error_message=_("这个人已经报过名。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @transition(field=state, source=State.APPLIED, target=State.QUALIFIED)
    def qualify(self) -> None:
        """审核通过."""

    @transition(field=state, source=State.APPLIED, target=State.REJECTED)
    def reject(self) -> None:
        """审核未通过."""

    @transition(field=state, source=State.QUALIFIED, target=State.CHOSEN)
    def choose(self) -> None:
        """聘用."""
