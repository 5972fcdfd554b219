"""Statistical returns (统计报表): a form filled by a unit for a period, with its cells; and forms that units made themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.days import DEADLINE
from zulian.foundation.kept_urls import row_url
from zulian.foundation.numbers import plain
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Level, Region, ancestors
from zulian.statistics.rules import Layout, Place, computed

FIRST_YEAR, LAST_YEAR, MOST = 2000, 2100, Decimal("999999999999.99")


class FilingQuerySet(ScopedQuerySet["Filing"]):
    """Verbs of the returns."""

    def with_names(self) -> Self:
        return self.select_related("region", "to")

    def unsent(self) -> Self:
        """Those that their unit has still to hand in."""
        return self.filter(state__in=OPEN)

    def overdue(self, day: date) -> Self:
        """Those of them that should have been handed in before a day."""
        return self.unsent().filter(due_on__lt=day)

    def to_judge(self, code: str) -> Self:
        """Those that wait for the verdict of a division."""
        return self.filter(state=Filing.State.HANDED_IN, to_id=code)

    def alike(self, filing: Filing) -> Self:
        """Those of other units for the same form and period."""
        return self.filter(code=filing.code, year=filing.year, quarter=filing.quarter)


class Filing(models.Model):
    """A return (报表): a form that a unit fills for a year or a quarter, and hands in to the unit just above.

    `layout` is the version of the form by which it is filled: what is changed of the form later leaves it alone.
    """

    class Kind(models.TextChoices):
        QUICK = "quick", _("快报")
        ANNUAL = "annual", _("年报")
        BOOK = "book", _("台账")

    class State(ColoredChoices):
        OPEN = "open", "issued", _("待填报")
        FILLING = "filling", "signed", _("填报中")
        RETURNED = "returned", "returned", _("已退回")
        HANDED_IN = "handed", "reported", _("待审核")
        ACCEPTED = "accepted", "closed", _("审核通过")
        LOCKED = "locked", "closed", _("已锁定")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    to = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("审核单位")
    )
    code = models.CharField(max_length=40)
    name = models.CharField(_("报表"), max_length=80)
    kind = models.CharField(_("类别"), max_length=6, choices=Kind.choices)
    number = models.CharField(_("表号"), max_length=40, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    layout = models.JSONField(default=dict)
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    # 0 for a whole year.
    quarter = models.PositiveSmallIntegerField(
        _("季度"), default=0, validators=[MaxValueValidator(4)]
    )
    since = models.DateField(_("报告期开始"))
    until = models.DateField(_("截止日"))
    due_on = models.DateField(_("上报期限"), validators=[DEADLINE])
    filled_on = models.DateField(_("取数日期"), null=True)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("制表人")
    )
    leader = models.CharField(_("单位负责人"), max_length=30, blank=True)
    handed_on = models.DateField(_("填报日期"), null=True)
    explanation = models.TextField(_("情况说明"), max_length=1000, blank=True)
    judged_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("审核人")
    )
    judged_on = models.DateField(_("审核日期"), null=True)
    opinion = models.CharField(_("审核意见"), max_length=200, blank=True)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, protected=True
    )

    objects = ScopedManager.from_queryset(FilingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("统计报表")
        ordering = ["-year", "-quarter", "code", "region_id"]
        indexes = [
            models.Index(fields=["to", "state", "due_on"], name="filing_waiting"),
            models.Index(fields=["region", "state", "due_on"], name="filing_own"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code", "year", "quarter"],
                name="filing_once",
                violation_error_message=_("这个单位这一期的报表已经布置。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="filing_period",
                violation_error_message=_("截止日不能早于报告期开始。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period_words}"

    def get_absolute_url(self) -> str:
        return row_url("statistics:filing", self.pk)

    @property
    def period_words(self) -> str:
        """The period as the head of the table names it."""
        facts = {"year": self.year, "quarter": self.quarter}
        if self.quarter:
            return gettext("%(year)d 年第 %(quarter)d 季度") % facts
        return gettext("%(year)d 年") % facts

    @property
    def is_open(self) -> bool:
        """Whether its unit may still change it."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been handed in by now."""
        return self.is_open and self.due_on < clock.today()

    @property
    def form(self) -> Layout:
        """The lines and columns by which it is filled."""
        return Layout.of(self.layout)

    def values(self) -> dict[Place, Decimal | None]:
        """What it reports in all its cells, formulas included."""
        kept = {(cell.line, cell.column): cell.reported for cell in self.cells.all()}
        return computed(self.form, kept)

    @transition(field=state, source=["open", "filling", "returned"], target="filling")
    def fill(self) -> None:
        """取数, or a figure changed."""

    @transition(field=state, source=["filling"], target="handed")
    def hand_in(self) -> None:
        """上报."""

    @transition(field=state, source="handed", target="accepted")
    def accept(self) -> None:
        """审核通过."""

    @transition(field=state, source=["handed", "accepted", "locked"], target="returned")
    def send_back(self) -> None:
        """退回."""

    @transition(field=state, source=["accepted"], target="locked")
    def lock(self) -> None:
        """锁定."""


OPEN = (Filing.State.OPEN, Filing.State.FILLING, Filing.State.RETURNED)
# What may be added up to the return of the unit above.
SETTLED = (Filing.State.ACCEPTED, Filing.State.LOCKED)


class Cell(models.Model):
    """The number of a return at a line and a column: what was counted, what is reported, and why they differ."""

    class How(models.TextChoices):
        SNAPSHOT = "snapshot", _("截止日快照")
        ROWS = "rows", _("现有台账")
        SUM = "sum", _("下级汇总")
        HAND = "hand", _("手工填写")

    filing = models.ForeignKey(
        Filing, models.CASCADE, related_name="cells", verbose_name=_("统计报表")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    line = models.CharField(_("行"), max_length=12)
    column = models.CharField(_("列"), max_length=20)
    how = models.CharField(_("来源"), max_length=8, choices=How.choices, default=How.HAND)
    counted = models.DecimalField(_("统计数"), max_digits=14, decimal_places=2, null=True)
    reported = models.DecimalField(
        _("上报数"),
        max_digits=14,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(MOST)],
    )
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("更正人")
    )
    at = models.DateTimeField(_("更正时间"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "filing"

    class Meta:
        verbose_name = verbose_name_plural = _("报表数")
        ordering = ["filing_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "line", "column"],
                name="cell_once",
                violation_error_message=_("报表的这一格已经有数。"),
            ),
            models.CheckConstraint(
                condition=Q(how="hand")
                | Q(counted=F("reported"))
                | ~Q(reason="")
                | Q(reported=None, counted=None),
                name="cell_reason",
                violation_error_message=_("与统计数不同的，请写明更正理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.column}"

    @property
    def is_corrected(self) -> bool:
        """Whether something else is reported than was counted."""
        return self.how != self.How.HAND and self.counted != self.reported

    @property
    def counted_words(self) -> str:
        """What was counted, as it is shown."""
        return number_words(self.counted)

    @property
    def reported_words(self) -> str:
        """What is reported, as it is shown."""
        return number_words(self.reported)


class OwnFormQuerySet(ScopedQuerySet["OwnForm"]):
    """Verbs of the forms that units made themselves."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def in_force(self, day: date) -> Self:
        """The versions that hold on a day: from their day on until another came or the form ended."""
        begun = self.exclude(state=OwnForm.State.DRAFT).filter(since__lte=day)
        return begun.filter(Q(until=None) | Q(until__gt=day))

    def offered_to(self, code: str) -> Self:
        """Those that a division may ask to be filled: its own and those of the divisions above it."""
        return self.filter(region_id__in=(code, *ancestors(code)))


class OwnForm(models.Model):
    """A form (自制报表) that a unit made itself, one row for each version; `code` stays the same.

    `data` is the layout as `rules.Layout` reads it. `read` is what was read from the unit's Excel and not looked at since: the
    tables of its other sheets, and what of this one was guessed.
    """

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("草稿")
        FORCE = "force", "closed", _("启用")
        ENDED = "ended", "dropped", _("停用")

    class Period(models.TextChoices):
        QUARTER = "quarter", _("每季度")
        YEAR = "year", _("每年")

    LOWEST = ((Level.CITY, _("市级")), (Level.COUNTY, _("县级")), (Level.TOWNSHIP, _("乡级")))

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    code = models.CharField(max_length=40)
    name = models.CharField(_("报表"), max_length=80)
    kind = models.CharField(
        _("类别"), max_length=6, choices=Filing.Kind.choices, default=Filing.Kind.ANNUAL
    )
    number = models.CharField(_("表号"), max_length=40, blank=True)
    period = models.CharField(
        _("填报周期"), max_length=8, choices=Period.choices, default=Period.YEAR
    )
    lowest = models.PositiveSmallIntegerField(
        _("填报到哪一级"), choices=LOWEST, default=Level.COUNTY
    )
    source = models.CharField(
        _("报表依据"), max_length=200, blank=True, help_text=_("如制定机关、批准文号。")
    )
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    since = models.DateField(_("启用日期"), null=True, validators=[DEADLINE])
    until = models.DateField(_("停用日期"), null=True)
    data = models.JSONField(_("表样"), default=dict)
    read = models.JSONField(_("读入"), default=dict)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.DRAFT, protected=True
    )

    objects = ScopedManager.from_queryset(OwnFormQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {"state__in": ["force", "ended"]}

    class Meta:
        verbose_name = verbose_name_plural = _("自制报表")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="own_form_version",
                violation_error_message=_("这张报表的新版本刚刚已建立，请刷新页面再看。"),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state="draft"),
                name="own_form_one_draft",
                violation_error_message=_("这张报表已有一个草稿，请在草稿上修改。"),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(since__isnull=False),
                name="own_form_since",
                violation_error_message=_("请填写启用日期。"),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="own_form_until",
                violation_error_message=_("停用日期不能早于启用日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} V{self.version}"

    def get_absolute_url(self) -> str:
        return row_url("statistics:own-form", self.pk)

    @property
    def layout(self) -> Layout:
        """Its lines, columns and checks."""
        return Layout.of(self.data)

    @transition(field=state, source="draft", target="force")
    def enable(self) -> None:
        """启用."""

    @transition(field=state, source="force", target="ended")
    def end(self) -> None:
        """停用: for good, or by a new version."""


def number_words(value: Decimal | None) -> str:
    """A number as it is shown, a dash for none."""
    return "—" if value is None else plain(value)
