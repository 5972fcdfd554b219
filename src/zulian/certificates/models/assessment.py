"""Assessment (残疾评定): designated hospitals, assessors, orders, findings, and objections to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.certificates.models.cases import Case, Told
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.fields import ManyField
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.people.disabilities import CATEGORIES, GRADES, SINGLE
from zulian.regions.models import Region

MEASURES: dict[str, Any] = {
    "acuity": _("较好眼最佳矫正视力"),
    "field_radius": _("视野半径（度）"),
    "decibel": _("较好耳平均听力损失（dB HL）"),
    "intelligibility": _("语音清晰度（%）"),
    "dq": _("发育商（DQ）"),
    "iq": _("智商（IQ）"),
    "whodas": _("WHO-DAS Ⅱ 分值"),
    "adaptive": _("适应行为"),
    "limb": _("肢体情况（不佩戴辅助器具）"),
}


class HospitalQuerySet(ScopedQuerySet["Hospital"]):
    """Verbs of the hospitals."""

    def designated(self, day: date) -> Self:
        """Designated on `day`."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Hospital(models.Model):
    """A hospital designated at province level (指定评定机构, measures art. 6) and the categories it may assess."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    name = models.CharField(_("医院"), max_length=80)
    categories: Any = ManyField(_("可评定类别"), default=list, of=SINGLE)
    basis = models.CharField(_("指定文件"), max_length=120, blank=True)
    since = models.DateField(_("指定日期"))
    until = models.DateField(_("停止日期"), null=True, blank=True)

    objects = ScopedManager.from_queryset(HospitalQuerySet)()
    scope_published: ClassVar[dict[str, object]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("指定评定机构")
        ordering = ["region_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="hospital_once",
                violation_error_message=_("这个地区已有同名医院。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("certificates:hospital", self.pk)

    @property
    def category_words(self) -> str:
        return words(self.categories)


class AssessorQuerySet(ScopedQuerySet["Assessor"]):
    """Verbs of the assessors."""

    def with_names(self) -> Self:
        return self.select_related("hospital", "post__user")


class Assessor(models.Model):
    """A doctor who assesses (评定医生): a post at a hospital, for some categories."""

    hospital = models.ForeignKey(
        Hospital, models.CASCADE, related_name="assessors", verbose_name=_("医院")
    )
    post = models.OneToOneField(
        Post, models.PROTECT, related_name="assessor", verbose_name=_("岗位")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    categories: Any = ManyField(_("可评定类别"), default=list, of=SINGLE)

    objects = ScopedManager.from_queryset(AssessorQuerySet)()
    scope_parent = "hospital"

    class Meta:
        verbose_name = verbose_name_plural = _("评定医生")
        ordering = ["hospital_id", "id"]

    def __str__(self) -> str:
        return f"{self.post.user.name}（{self.hospital}）"

    @property
    def category_words(self) -> str:
        return words(self.categories)


class OrderQuerySet(ScopedQuerySet["Order"]):
    """Verbs of the orders."""

    def open(self) -> Self:
        return self.filter(done_on=None, cancelled=False)

    def with_names(self) -> Self:
        return self.select_related("case__person", "hospital", "region")


class Order(models.Model):
    """An assessment order (评定派单) to a hospital for some categories of one case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="orders")
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("户籍所在地")
    )
    hospital = models.ForeignKey(
        Hospital, models.PROTECT, related_name="orders", verbose_name=_("医院")
    )
    categories: Any = ManyField(_("评定类别"), default=list, of=SINGLE)
    at_home = models.BooleanField(_("上门评定"), default=False)
    ordered_on = models.DateField(_("派单日期"))
    due = models.DateField(_("完成时限"))
    done_on = models.DateField(_("评定日期"), null=True)
    cancelled = models.BooleanField(_("已取消"), default=False)

    objects = ScopedManager.from_queryset(OrderQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("评定派单")
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"{self.case.person} {self.category_words}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:assess", self.pk)

    @property
    def category_words(self) -> str:
        return words(self.categories)


class Finding(models.Model):
    """What an assessor found for one category (评定结论): measurements, grade or not qualified, warnings seen."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="findings")
    case = models.ForeignKey(Case, models.CASCADE, related_name="findings")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField(_("残疾类别"), choices=CATEGORIES)
    grade = models.PositiveSmallIntegerField(_("残疾等级"), choices=GRADES, null=True)
    measures: Any = models.JSONField(_("测量结果"), default=dict)
    warnings: Any = models.JSONField(_("提示"), default=list)
    # What the measurements suggest: a grade, 0 where they reach none, None where they say nothing.
    expected = models.PositiveSmallIntegerField(_("推算等级"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    note = models.CharField(_("评定意见"), max_length=300, blank=True)
    on = models.DateField(_("评定日期"))
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("评定医生"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "order"

    class Meta:
        verbose_name = verbose_name_plural = _("评定结论")
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "category"],
                name="finding_once",
                violation_error_message=_("这一类别已经评定，请刷新页面再看。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}{self.get_grade_display() if self.grade else _('不符合')}"

    @property
    def differs(self) -> bool:
        """Whether the finding is another than the measurements suggest; where these say nothing it is not."""
        return self.expected is not None and (self.grade or 0) != self.expected

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody looks at it before it is published: it differs, or rests on no or not all measurements."""
        return self.differs or bool(self.reason)

    @property
    def measure_words(self) -> str:
        """The measurements as people read them."""
        rules = policy("certificates/grading", self.on)
        return "；".join(
            f"{MEASURES[name]} {measured_words(name, value, rules)}"
            for name, value in self.measures.items()
        )


def measured_words(name: str, value: Any, rules: Policy) -> str:
    """What was measured as people read it; conditions of earlier lists keep their names."""
    if name == "limb":
        names = {item["key"]: item["name"] for item in [*rules["limb_before"], *rules["limb"]]}
        return "、".join(names.get(key, key) for key in value)
    if name == "adaptive":
        return str({item["grade"]: item["name"] for item in rules["adaptive"]}.get(value, value))
    return f"{value:g}"


class ObjectionState(ColoredChoices):
    """异议状态."""

    FILED = "filed", "issued", _("待复核")
    UPHELD = "upheld", "returned", _("异议成立")
    REJECTED = "rejected", "closed", _("维持原结论")


class ObjectionQuerySet(ScopedQuerySet["Objection"]):
    """Verbs of the objections."""

    def waiting(self) -> Self:
        return self.filter(state=ObjectionState.FILED)

    def set_aside(self) -> None:
        """Their finding is no finding any more: the next one opens its own right of objection."""
        self.update(is_past=True)

    def with_names(self) -> Self:
        return self.select_related("case__person", "region")


class Objection(models.Model):
    """An objection (异议) to a finding: first to the city federation, then to the provincial committee (art. 25).

    One that is past was made to a finding in whose place another was found since: it counts for level and days no more.
    `region` is that of the county which speaks with the applicant: of a doubted transfer the receiving one.
    """

    class Level(models.IntegerChoices):
        CITY = 1, _("市级复核")
        PROVINCE = 2, _("省级专家委员会（终局）")

    State = ObjectionState

    class By(models.TextChoices):
        APPLICANT = "applicant", _("申请人或监护人")
        PUBLIC = "public", _("公示中的其他人")

    case = models.ForeignKey(Case, models.CASCADE, related_name="objections")
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("户籍所在地")
    )
    level = models.PositiveSmallIntegerField(
        _("复核级别"), choices=Level.choices, default=Level.CITY
    )
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="appeal")
    is_past = models.BooleanField(_("结论已重新评定"), default=False)
    by_whom = models.CharField(_("提出人"), max_length=10, choices=By.choices, default=By.APPLICANT)
    ground = models.CharField(_("异议理由"), max_length=300)
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=ObjectionState.choices,
        default=ObjectionState.FILED,
        protected=True,
    )
    filed_on = models.DateField(_("提出日期"))
    due = models.DateField(_("复核时限"))
    decided_on = models.DateField(_("复核日期"), null=True)
    decision = models.CharField(_("复核意见"), max_length=300, blank=True)
    told_on = models.DateField(_("复核结果告知日期"), null=True)
    told_how = models.CharField(_("告知方式"), max_length=8, choices=Told.choices, blank=True)
    parts: Any = models.JSONField(_("复核结果"), default=dict)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("复核经办")
    )

    objects = ScopedManager.from_queryset(ObjectionQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("异议")
        ordering = ["-filed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="filed"),
                name="one_open_objection",
                violation_error_message=_("已有异议在复核，请等复核结束。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:objection", self.pk)

    @transition(field=state, source=ObjectionState.FILED, target=ObjectionState.UPHELD)
    def uphold(self) -> None:
        """异议成立."""

    @transition(field=state, source=ObjectionState.FILED, target=ObjectionState.REJECTED)
    def reject(self) -> None:
        """维持原结论."""


def words(values: list[Any], of: Sequence[tuple[Any, Any]] = CATEGORIES) -> str:
    """Categories, or other choices, in words: 视力、听力."""
    names = dict(of)
    return "、".join(str(names[value]) for value in values)
