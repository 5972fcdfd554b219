"""Problems found and mended (问题清单、整改台账)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.grassroots.models.campaigns import Assessment, Evidence
from zulian.regions.models import Region


class ProblemState(ColoredChoices):
    """How far the mending has come (整改状态)."""

    FOUND = "found", "issued", _("待制定措施")
    MENDING = "mending", "signed", _("整改中")
    MENDED = "mended", "reported", _("待验收")
    CLOSED = "closed", "closed", _("已销号")


OPEN = (ProblemState.FOUND, ProblemState.MENDING, ProblemState.MENDED)


class ProblemQuerySet(ScopedQuerySet["Problem"]):
    """Verbs of the problems."""

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def with_names(self) -> Self:
        return self.select_related("region", "owner__user", "owner__region")

    def overdue(self, day: date) -> Self:
        return self.filter(state__in=[ProblemState.FOUND, ProblemState.MENDING], due__lt=day)


class Problem(models.Model):
    """Something an organisation falls short in, until it was seen to be mended. `item_key` is the item's through all versions.

    `repeats` is the closed problem of the same organisation and item that came back.
    """

    class Source(models.TextChoices):
        OWN = "own", _("自查发现")
        REVIEW = "review", _("复核发现")
        VISIT = "visit", _("检查发现")
        VETO = "veto", _("否决事项")
        OTHER = "other", _("其他渠道")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="problems", verbose_name=_("评估表")
    )
    item_key = models.CharField(max_length=16, blank=True)
    subject = models.CharField(_("涉及事项"), max_length=120)
    text = models.CharField(_("问题"), max_length=300)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    veto = models.BooleanField(_("否决项"), default=False)
    found_on = models.DateField(_("发现日期"), validators=[PAST])
    state = FSMField(
        _("状态"),
        max_length=8,
        choices=ProblemState.choices,
        default=ProblemState.FOUND,
        protected=True,
    )
    cause = models.CharField(_("原因"), max_length=300, blank=True)
    measure = models.CharField(_("整改措施"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("责任人")
    )
    due = models.DateField(_("整改期限"), validators=[DEADLINE])
    done = models.CharField(_("整改情况"), max_length=300, blank=True)
    done_on = models.DateField(_("完成日期"), null=True)
    evidence: models.ManyToManyField[Evidence, Any] = models.ManyToManyField(
        Evidence, related_name="+", verbose_name=_("佐证材料")
    )
    verified_on = models.DateField(_("验收日期"), null=True)
    verified_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("验收人")
    )
    verdict = models.CharField(_("验收意见"), max_length=300, blank=True)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    reopened = models.PositiveSmallIntegerField(_("重新打开"), default=0)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="again", verbose_name=_("重复问题")
    )

    objects = ScopedManager.from_queryset(ProblemQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("整改问题")
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "item_key"],
                condition=~Q(state="closed") & ~Q(item_key=""),
                name="problem_one_open",
                violation_error_message=_("这个单位同一项目已有未销号的问题，请在那一条上办理。"),
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("found_on")),
                name="problem_due",
                violation_error_message=_("整改期限不能早于发现日期。"),
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "due"], name="problem_list")]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return row_url("grassroots:problem", self.pk)

    @property
    def is_overdue(self) -> bool:
        """Past its day and not reported as mended."""
        return self.state in {ProblemState.FOUND, ProblemState.MENDING} and self.due < today()

    @transition(
        field=state, source=[ProblemState.FOUND, ProblemState.MENDING], target=ProblemState.MENDING
    )
    def plan(self) -> None:
        """制定整改措施."""

    @transition(field=state, source=ProblemState.MENDING, target=ProblemState.MENDED)
    def mend(self) -> None:
        """完成整改, to be verified."""

    @transition(field=state, source=ProblemState.MENDED, target=ProblemState.CLOSED)
    def close(self) -> None:
        """验收销号."""

    @transition(field=state, source=ProblemState.MENDED, target=ProblemState.MENDING)
    def give_back(self) -> None:
        """验收不通过."""

    @transition(field=state, source=ProblemState.CLOSED, target=ProblemState.MENDING)
    def reopen(self) -> None:
        """重新打开: what was mended does not hold."""
