"""Campaigns (评估活动): who is assessed by which standard, what was said of each item, with what evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.days import DEADLINE
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.grassroots.models.organisations import Grade
from zulian.grassroots.models.standards import Item, Standard
from zulian.grassroots.rules.scoring import Said, settled
from zulian.regions.models import Region


class Campaign(models.Model):
    """One campaign over all organisations of a division at the levels of its standards. `seed` draws its sample again."""

    class State(ColoredChoices):
        OPEN = "open", "reported", _("进行中")
        CLOSED = "closed", "closed", _("已结束")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    name = models.CharField(_("名称"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    standards: models.ManyToManyField[Standard, Any] = models.ManyToManyField(
        Standard, related_name="campaigns", verbose_name=_("评估标准")
    )
    starts_on = models.DateField(_("开始日期"))
    self_due = models.DateField(_("自查截止"), validators=[DEADLINE])
    review_due = models.DateField(_("复核截止"), validators=[DEADLINE])
    ends_on = models.DateField(_("结束日期"))
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, protected=True
    )
    seed = models.PositiveIntegerField(
        _("抽样种子"),
        null=True,
        validators=[MinValueValidator(1)],
        help_text=_("一般不填，由系统随机产生并记录；填写以前的种子可以重现当时的抽样结果。"),
    )
    sample_percent = models.PositiveSmallIntegerField(
        _("抽查比例（%）"), null=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    sample_least = models.PositiveSmallIntegerField(
        _("每层最少（个）"), null=True, validators=[MaxValueValidator(50)]
    )
    drawn_on = models.DateField(_("抽样日期"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("评估活动")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="campaign_once",
                violation_error_message=_("已有同名的评估活动，请换一个名称。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    self_due__gte=models.F("starts_on"),
                    review_due__gte=models.F("self_due"),
                    ends_on__gte=models.F("review_due"),
                ),
                name="campaign_dates",
                violation_error_message=_("日期应依次为：开始、自查截止、复核截止、结束。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("grassroots:campaign", self.pk)

    @transition(field=state, source=State.OPEN, target=State.CLOSED)
    def close(self) -> None:
        """结束: nothing in it changes any more."""


class AssessmentState(ColoredChoices):
    """How far the assessment of one organisation has come (评估状态)."""

    FILLING = "filling", "issued", _("自查中")
    SUBMITTED = "submitted", "reported", _("待复核")
    RETURNED = "returned", "overdue", _("已退回")
    REVIEWED = "reviewed", "signed", _("已复核")
    VISITED = "visited", "signed", _("已检查")
    SETTLED = "settled", "closed", _("已核定")


TO_FILL = (AssessmentState.FILLING, AssessmentState.RETURNED)
TOLD = (AssessmentState.REVIEWED, AssessmentState.VISITED)
CHECKED = (*TOLD, AssessmentState.SETTLED)


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    """Verbs of the assessments."""

    def with_names(self) -> Self:
        return self.select_related("region", "campaign", "standard")

    def to_fill(self) -> Self:
        return self.filter(state__in=TO_FILL, campaign__state=Campaign.State.OPEN)

    def to_visit(self) -> Self:
        return self.filter(
            sampled=True, state=AssessmentState.REVIEWED, campaign__state=Campaign.State.OPEN
        )

    def overdue(self, day: date) -> Self:
        return self.to_fill().filter(campaign__self_due__lt=day)


class Assessment(models.Model):
    """One organisation in one campaign by one standard. Percentages are points of a hundred: by itself, and as it stands now."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="assessments", verbose_name=_("评估活动")
    )
    standard = models.ForeignKey(
        Standard, models.PROTECT, related_name="+", verbose_name=_("评估标准")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=AssessmentState.choices,
        default=AssessmentState.FILLING,
        protected=True,
    )
    submitted_on = models.DateField(_("上报日期"), null=True)
    submitted_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("填报人")
    )
    returned_why = models.CharField(_("退回原因"), max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("复核人")
    )
    sampled = models.BooleanField(_("抽中检查"), default=False)
    visitor = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("检查人")
    )
    visit_on = models.DateField(_("检查日期"), null=True)
    told_on = models.DateField(_("结果告知"), null=True)
    accepted_on = models.DateField(_("确认日期"), null=True)
    settled_on = models.DateField(_("核定日期"), null=True)
    own_percent = models.DecimalField(_("自评得分"), max_digits=5, decimal_places=2, null=True)
    percent = models.DecimalField(_("得分"), max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(_("等次"), max_length=8, choices=Grade.choices, blank=True)

    objects = ScopedManager.from_queryset(AssessmentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("评估表")
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "region"],
                name="assessment_once",
                violation_error_message=_("这个单位在这次评估中已有评估表。"),
            )
        ]
        indexes = [models.Index(fields=["campaign", "region"], name="assessment_place")]

    def __str__(self) -> str:
        return self.region.organisation

    def get_absolute_url(self) -> str:
        return row_url("grassroots:sheet", self.pk)

    @property
    def is_open(self) -> bool:
        """Whether its campaign still runs."""
        return bool(self.campaign.state == Campaign.State.OPEN)

    @transition(field=state, source=list(TO_FILL), target=AssessmentState.SUBMITTED)
    def submit(self) -> None:
        """上报自查结果."""

    @transition(field=state, source=AssessmentState.SUBMITTED, target=AssessmentState.RETURNED)
    def give_back(self) -> None:
        """退回补正."""

    @transition(field=state, source=AssessmentState.SUBMITTED, target=AssessmentState.REVIEWED)
    def finish_review(self) -> None:
        """完成复核: what the level above says of each item is told to the organisation."""

    @transition(field=state, source=AssessmentState.REVIEWED, target=AssessmentState.VISITED)
    def finish_visit(self) -> None:
        """完成检查 on the spot."""

    @transition(field=state, source=list(TOLD), target=AssessmentState.SETTLED)
    def settle(self) -> None:
        """核定."""


class Evidence(models.Model):
    """A piece of evidence of an organisation (佐证材料): a file or the page of a register; used for as many items as it shows."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    title = models.CharField(_("名称"), max_length=80)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("文件")
    )
    link = models.CharField(_("台账页面"), max_length=200, blank=True)
    at = models.DateTimeField(_("上传时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        ordering = ["region_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None) ^ Q(link=""),
                name="evidence_file_or_link",
                violation_error_message=_("一份材料是一个文件，或一个台账页面。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MarkQuerySet(ScopedQuerySet["Mark"]):
    """Verbs of the marks."""

    def with_names(self) -> Self:
        return self.select_related(
            "item__standard", "assessment__campaign", "assessment__region", "region"
        )

    def blank(self) -> Self:
        """Those that nobody has answered yet; what is measured needs no answer."""
        return self.filter(own=None, not_applicable=False, item__indicator="")

    def evidenced(self) -> Self:
        return self.filter(wants_evidence=True, pieces__gt=0)


class Mark(models.Model):
    """What was said of one item (评分): by the organisation, from its records, on the spot, and after an objection.

    Marks are in points, 1 or 0 for a pass/fail item. `share` is what now counts as a share of the item, empty while nobody
    has answered and where the item does not apply. `measured` keeps the indicator's pair that an automatic item was marked by.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="marks", verbose_name=_("评估表")
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("考核内容"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("单位")
    )
    own = models.DecimalField(_("自评"), max_digits=6, decimal_places=2, null=True)
    not_applicable = models.BooleanField(_("不适用"), default=False)
    own_note = models.CharField(_("自查说明"), max_length=300, blank=True)
    measured = models.CharField(_("自动取数"), max_length=40, blank=True)
    review = models.DecimalField(_("复核"), max_digits=6, decimal_places=2, null=True)
    review_note = models.CharField(_("复核意见"), max_length=300, blank=True)
    visit = models.DecimalField(_("检查"), max_digits=6, decimal_places=2, null=True)
    visit_note = models.CharField(_("检查记录"), max_length=300, blank=True)
    decided = models.DecimalField(_("裁定"), max_digits=6, decimal_places=2, null=True)
    share = models.DecimalField(_("得分率"), max_digits=6, decimal_places=5, null=True)
    wants_evidence = models.BooleanField(default=False)
    evidence: models.ManyToManyField[Evidence, Any] = models.ManyToManyField(
        Evidence, related_name="marks", verbose_name=_("佐证材料")
    )
    pieces = models.PositiveSmallIntegerField(_("佐证份数"), default=0)

    objects = ScopedManager.from_queryset(MarkQuerySet)()
    scope_parent = "assessment"

    class Meta:
        verbose_name = verbose_name_plural = _("评分")
        ordering = ["assessment_id", "item_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"],
                name="mark_once",
                violation_error_message=_("这份评估表的这一项已有评分，请刷新页面再看。"),
            )
        ]
        indexes = [models.Index(fields=["region", "item"], name="mark_place")]

    def __str__(self) -> str:
        return str(self.item)

    def get_absolute_url(self) -> str:
        return row_url("grassroots:mark", self.pk)

    @property
    def said(self) -> Said:
        """The marks that were given, as shares of the item's full mark."""
        of = self.item.share
        return Said(
            of(self.own), self.not_applicable, of(self.review), of(self.visit), of(self.decided)
        )

    @property
    def counts(self) -> Decimal | None:
        """The share that counts now, None where the item does not apply."""
        return settled(self.said)

    def reckon(self) -> None:
        """Keep the share that counts."""
        said = self.said
        self.share = settled(said) if said.known else None


class Objection(models.Model):
    """An organisation's objection to the mark of an item (申诉), and what the level that checked decided."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("予以调整")
        REFUSED = "refused", _("维持原分")

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="objections")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    text = models.CharField(_("申诉理由"), max_length=300)
    at = models.DateTimeField(_("申诉时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("申诉人")
    )
    outcome = models.CharField(_("裁定"), max_length=8, choices=Outcome.choices, blank=True)
    reply = models.CharField(_("裁定理由"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("裁定时间"), null=True)
    decided_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("裁定人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "mark"

    class Meta:
        verbose_name = verbose_name_plural = _("申诉")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mark"],
                condition=Q(outcome=""),
                name="objection_one_open",
                violation_error_message=_("这一项已有待裁定的申诉。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.mark)
