"""Circulars (文件) with their clauses (条款), tasks (任务) and targets, and what a closed plan had reached."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.documents.models import Attachment
from zulian.foundation import clock
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet, prefix_length
from zulian.indicators.registry import countable, named
from zulian.regions.models import Level, Region


class Circular(models.Model):
    """A circular of work points (工作要点), read from a file, reviewed, then adopted and from then on immutable."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("核对中")
        ADOPTED = "adopted", _("执行中")

    class Kind(models.TextChoices):
        PLAN = "plan", _("工作要点")
        SUPPLEMENT = "supplement", _("补充通知")
        AMENDMENT = "amendment", _("修改通知")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("印发单位"))
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, default=Kind.PLAN)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supplements",
        verbose_name=_("补充或修改的文件"),
    )
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=60, blank=True)
    addressees = models.CharField(_("主送"), max_length=300, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    preamble = models.TextField(_("前言"), blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    default_due = models.DateField(_("未写明时限的任务，完成时限为"))
    source = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name=_("原文"))
    paper: Any = models.JSONField(default=list)
    reading: Any = models.JSONField(default=dict)
    adopted_at = models.DateTimeField(_("下达时间"), null=True)
    closed_at = models.DateTimeField(_("年终结账时间"), null=True)
    # The period of the plan: its measures are asked as of its last day once that has passed.
    starts_on = models.DateField(_("执行期起"))
    ends_on = models.DateField(_("执行期止"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, str]] = {"status": Status.ADOPTED}

    class Meta:
        verbose_name = verbose_name_plural = _("工作要点")
        ordering = ["-year", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("plans:circular", self.pk)

    @property
    def is_adopted(self) -> bool:
        return self.status == self.Status.ADOPTED

    @property
    def is_closed(self) -> bool:
        """Whether its results are frozen (已结账)."""
        return self.closed_at is not None

    def is_ahead(self, today: date | None = None) -> bool:
        """Whether its period has not begun (年度未开始): it is signed already, and measured from its first day on."""
        return self.starts_on > (today or clock.today())

    @property
    def status_words(self) -> str:
        """The state in words: a plan waits for its period, is carried out in it, then it is over, and at last closed."""
        if self.is_closed:
            return str(_("已结账"))
        if self.is_adopted and self.is_ahead():
            return str(_("年度未开始"))
        is_over = self.is_adopted and self.ends_on < clock.today()
        return str(_("执行期已满") if is_over else self.get_status_display())

    def as_of(self, today: date) -> date:
        """The day as of which the plan is measured: today, and its last day from then on."""
        return min(today, self.ends_on)


# What the address of a clause ends with that was cut off from another (拆分).
CUT_OFF = _("续")


class Clause(models.Model):
    """One clause (条款) of a circular; `path` is its printed address, `order` its place in reading order."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="clauses")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="items")
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    label = models.CharField(_("编号"), max_length=20, blank=True)
    path = models.CharField(_("条款"), max_length=60)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    text = models.TextField(_("内容"), blank=True)
    indicators: Any = models.JSONField(_("指标"), default=list)
    carries_out = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="carried_out_by",
        verbose_name=_("承接上级条款"),
    )
    # Somebody has said what it carries out, or that it carries out nothing: no likeness overrules that.
    is_mapped = models.BooleanField(_("承接已人工核定"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("条款")
        ordering = ["circular_id", "order"]

    def __str__(self) -> str:
        return self.heading(" ")

    def heading(self, between: str = "") -> str:
        """Address and name; a clause that is called by its name alone (上年结转任务) has no address to be told."""
        return self.name if self.is_carried_over else f"{self.path}{between}{self.name}"

    @property
    def is_cut_off(self) -> bool:
        """Whether it was cut off from the clause before it, and has no printed number."""
        return not self.label and self.path.endswith(str(CUT_OFF))

    @property
    def is_suggested(self) -> bool:
        """Whether what it carries out was found by likeness alone, and nobody has confirmed it."""
        return self.carries_out_id is not None and not self.is_mapped

    @property
    def is_carried_over(self) -> bool:
        """Whether it gathers tasks of the year before (上年结转): no printed number, called by its name alone."""
        return not self.label and bool(self.path) and self.path in self.title

    @property
    def name(self) -> str:
        """The heading, or the beginning of the text where there is none."""
        words = (self.title or self.text).rstrip("。；;：:，")
        return words if len(words) <= 28 else words[:27] + "…"


class Task(models.Model):
    """A task (任务): what one clause makes organisations of some levels do, once or period by period.

    `places`, code → name, are the divisions to which the levels below the issuer are limited; all of them where none is named.
    `guesses` are the kinds (reading.duties.Guess) of what the circular does not say and the reading assumed.
    """

    class Rhythm(models.TextChoices):
        ONCE = "", _("一次性")
        MONTH = "month", _("每月")
        TWO_MONTHS = "bimonth", _("每两个月")
        QUARTER = "quarter", _("每季度")
        HALF = "half", _("每半年")
        YEAR = "year", _("每年")

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="tasks")
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="tasks", verbose_name=_("条款"))
    order = models.PositiveIntegerField()
    name = models.CharField(_("任务"), max_length=120)
    text = models.TextField(_("要求"), blank=True)
    levels: Any = models.JSONField(_("承担级别"), default=list)
    places: Any = models.JSONField(_("只由这些地方承担"), default=dict, blank=True)
    partners = models.CharField(_("配合部门"), max_length=200, blank=True)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    rhythm = models.CharField(_("周期"), max_length=8, choices=Rhythm.choices, blank=True)
    month_day = models.PositiveSmallIntegerField(
        _("每月几日前"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("只用于每月的任务；不填则按月末。没有这一天的月份按月末。"),
    )
    needs_evidence = models.BooleanField(_("需要佐证材料"), default=True)
    guesses: Any = models.JSONField(_("推定事项"), default=list, blank=True)
    # Said by the issuer; where nothing is said their likeness decides.
    goes_along = models.BooleanField(_("随上级任务一并办理"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("任务")
        ordering = ["circular_id", "order"]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm_words(self) -> str:
        """How often it is done, in words: 每季度, 每月5日前."""
        if self.rhythm == self.Rhythm.MONTH and self.month_day:
            return str(_("每月%(day)d日前")) % {"day": self.month_day}
        return str(self.get_rhythm_display())

    @property
    def level_names(self) -> str:
        """Who acts, in words: 县（区）, or 县（区）（只含彰武县、海州区）."""
        levels = "、".join(str(Level[name.upper()].label) for name in self.levels)
        if not self.places:
            return levels
        return str(_("%(levels)s（只含%(places)s）")) % {
            "levels": levels,
            "places": "、".join(self.places.values()),
        }

    def is_meant_for(self, code: str) -> bool:
        """Whether a division of the task's levels acts: what is above all places named does as well."""
        prefixes = [place[: prefix_length(place)] for place in self.places]
        return (
            not prefixes
            or prefix_length(code) < min(map(len, prefixes))
            or code.startswith(tuple(prefixes))
        )


# Units of which there are parts.
BROKEN = frozenset(
    ["小时", "学时", "课时", "天", "元", "万元", "千元", "亿元", "平方米", "公里"]
)  # untranslated: as circulars write them


class TaskTarget(models.Model):
    """What a task asks for in numbers (目标任务量): what is counted, how many, over which time, each unit or all together.

    `measure` is the code of a countable (COUNT) or of an indicator (SHARE) of the registers; without one the reports say
    the number and add up.
    """

    class Kind(models.TextChoices):
        COUNT = "count", _("数量")
        SHARE = "share", _("比例")

    class Span(models.TextChoices):
        PLAN = "", _("全年")
        FIRST = "first", _("上半年")
        HALF = "half", _("每半年")
        QUARTER = "quarter", _("每季度")
        MONTH = "month", _("每月")

    task = models.ForeignKey(Task, models.CASCADE, related_name="targets", verbose_name=_("任务"))
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("类别"), max_length=6, choices=Kind.choices, default=Kind.COUNT)
    measure = models.CharField(_("由哪项台账数字衡量"), max_length=60, blank=True)
    what = models.CharField(_("计什么"), max_length=60, blank=True)
    number = models.DecimalField(_("目标"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("单位"), max_length=10, blank=True)
    span = models.CharField(_("按什么周期"), max_length=8, choices=Span.choices, blank=True)
    is_each = models.BooleanField(_("每个承担单位各自达到"), default=True)
    phrase = models.CharField(_("原文"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("目标任务量")
        ordering = ["task_id", "order"]
        constraints = [models.UniqueConstraint(fields=["task", "order"], name="task_target_once")]

    def __str__(self) -> str:
        return f"{self.what}{self.number.normalize():f}{self.unit}"

    @property
    def name(self) -> str:
        """What is counted, by the register's own name where one counts it: the same on every page."""
        counting = countable(self.measure)
        return str(counting.name) if counting else self.what

    @property
    def decimal_places(self) -> int:
        """How many decimal places a report may say: people, meetings and households come whole; shares, hours and money need not."""
        is_broken = self.kind == self.Kind.SHARE or self.unit in BROKEN or not self.unit
        return 2 if is_broken or self.number % 1 else 0

    @property
    def is_rate(self) -> bool:
        """Whether an indicator measures it, and it is read with the indicators."""
        return self.kind == self.Kind.SHARE and bool(self.measure)

    @property
    def measure_name(self) -> str:
        """By what it is measured, in words."""
        found = countable(self.measure) or named(self.measure)
        return str(found.name) if found else str(_("由上报填写"))


class Result(models.Model):
    """What a closed plan's measure had reached in a division (年终结果), frozen with the keys of its own rows.

    `key` is an indicator's code, `target:<pk>`, or `target:<pk>:own` (see `closing`). `reached` and `missed` are the keys
    of the rows which lie in the division itself; those of the divisions below stand with them.
    """

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="results")
    key = models.CharField(_("指标"), max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("区划"))
    met = models.DecimalField(_("达到"), max_digits=14, decimal_places=2)
    of = models.DecimalField(_("总数"), max_digits=14, decimal_places=2)
    light = models.CharField(max_length=8)
    reached: Any = models.JSONField(default=list)
    missed: Any = models.JSONField(default=list)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("年终结果")
        ordering = ["circular_id", "key", "region_id"]
        constraints = [
            models.UniqueConstraint(fields=["circular", "region", "key"], name="result_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.region_id}: {self.met:g}/{self.of:g}"
