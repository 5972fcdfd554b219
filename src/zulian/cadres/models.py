"""Files of cadres with their records, and the reserve."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.dates import months_before
from zulian.foundation.days import PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.leadership.models import Tie
from zulian.people.models import Person
from zulian.regions.models import Region

YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


POLICY = "cadres/quality"


def quality(day: date, place: str | None = None) -> Policy:
    """The rules of completeness, currency and age in force on a day, at a place."""
    return policy(POLICY, day, place)


class CadreQuerySet(ScopedQuerySet["Cadre"]):
    """Verbs of the files: each condition of being accurate and current is one of them."""

    def with_names(self) -> Self:
        return self.select_related("person", "region", "keeper__user", "keeper__region")

    def serving(self) -> Self:
        return self.filter(status=Cadre.Status.SERVING)


class Cadre(models.Model):
    """The file of a cadre (干部档案). `region` is the organisation that keeps it, `keeper` the post that answers for it.

    It is current while it was verified within the months of the policy, and complete when the fields of the policy hold something.
    """

    class Status(ColoredChoices):
        SERVING = "serving", "reported", _("在职")
        LEFT = "left", "dropped", _("已离任")
        RETIRED = "retired", "closed", _("已退休")

    class Education(models.TextChoices):
        MIDDLE = "middle", _("初中及以下")
        HIGH = "high", _("高中或中专")
        COLLEGE = "college", _("大专")
        BACHELOR = "bachelor", _("本科")
        MASTER = "master", _("研究生")

    class Party(models.TextChoices):
        MEMBER = "member", _("中共党员")
        LEAGUE = "league", _("共青团员")
        OTHER = "other", _("民主党派")
        MASSES = "masses", _("群众")

    class Sign(models.TextChoices):
        NONE = "none", _("不会")
        BASIC = "basic", _("简单交流")
        FLUENT = "fluent", _("熟练")

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="cadre", verbose_name=_("姓名")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("管理单位"),
        help_text=_("管理这份档案的残联所在区划。"),
    )
    status = models.CharField(
        _("状态"), max_length=8, choices=Status.choices, default=Status.SERVING
    )
    tie = models.CharField(_("与残疾人的关系"), max_length=8, choices=Tie.choices, blank=True)
    unit = models.CharField(_("工作单位"), max_length=60, blank=True)
    position = models.CharField(_("现任职务"), max_length=60, blank=True)
    grade = models.CharField(_("职级"), max_length=30, blank=True)
    since = models.DateField(_("任现职时间"), null=True, validators=[PAST])
    education = models.CharField(_("学历"), max_length=10, choices=Education.choices, blank=True)
    school = models.CharField(_("毕业院校及专业"), max_length=80, blank=True)
    party = models.CharField(_("政治面貌"), max_length=8, choices=Party.choices, blank=True)
    party_since = models.DateField(_("入党时间"), null=True, validators=[PAST])
    work_since = models.DateField(_("参加工作时间"), null=True, validators=[PAST])
    native_place = models.CharField(_("籍贯"), max_length=40, blank=True)
    profession = models.CharField(_("专业技术职务"), max_length=40, blank=True)
    languages = models.CharField(
        _("其他语言"), max_length=80, blank=True, help_text=_("如：蒙古语、英语、盲文。")
    )
    sign = models.CharField(_("手语"), max_length=8, choices=Sign.choices, blank=True)
    strengths = models.CharField(_("特长"), max_length=200, blank=True)
    keeper = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("档案责任人")
    )
    verified_on = models.DateField(_("最近核实"), null=True)
    verified_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("核实人")
    )

    objects = ScopedManager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("干部档案")
        ordering = ["region_id", "id"]
        indexes = [models.Index(fields=["region", "id"], name="cadre_list")]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return row_url("cadres:cadre", self.pk)

    @property
    def is_current(self) -> bool:
        """Whether it was verified recently enough."""
        months = quality(today(), self.region_id)["verified_within_months"]
        return self.verified_on is not None and self.verified_on > months_before(today(), months)


class Entry(models.Model):
    """One line of a file (履历): education, career, appraisal, award, family."""

    class Kind(models.TextChoices):
        CAREER = "career", _("工作经历")
        EDUCATION = "education", _("学习经历")
        APPRAISAL = "appraisal", _("年度考核")
        AWARD = "award", _("奖惩")
        FAMILY = "family", _("家庭成员")

    cadre = models.ForeignKey(Cadre, models.CASCADE, related_name="entries", verbose_name=_("姓名"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    since = models.DateField(_("起始日期"), null=True)
    until = models.DateField(_("截止日期"), null=True)
    text = models.CharField(
        _("内容"),
        max_length=200,
        help_text=_("单位职务、学校专业、考核年度、奖惩事由或家庭成员情况。"),
    )
    result = models.CharField(
        _("结果"), max_length=60, blank=True, help_text=_("年度考核填写等次，如：优秀、称职。")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "cadre"

    class Meta:
        verbose_name = verbose_name_plural = _("档案记录")
        ordering = ["cadre_id", "kind", "since", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class TrainingQuerySet(ScopedQuerySet["Training"]):
    """Verbs of the trainings."""

    def with_names(self) -> Self:
        return self.select_related("cadre__person", "region")


class Training(models.Model):
    """One training of a cadre (培养锻炼): planned for a year, done on a day for some hours."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("党校、干校培训")
        POST = "post", _("挂职锻炼")
        ROTATION = "rotation", _("轮岗交流")
        COURSE = "course", _("业务培训")

    cadre = models.ForeignKey(
        Cadre, models.CASCADE, related_name="trainings", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    year = models.PositiveSmallIntegerField(_("年度"), validators=YEARS)
    kind = models.CharField(_("方式"), max_length=10, choices=Kind.choices)
    subject = models.CharField(_("内容"), max_length=100)
    planned_on = models.DateField(_("计划日期"))
    done_on = models.DateField(_("完成日期"), null=True)
    hours = models.PositiveSmallIntegerField(
        _("学时"), default=0, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    result = models.CharField(_("结果"), max_length=100, blank=True)

    scope_parent = "cadre"
    objects = ScopedManager.from_queryset(TrainingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("培养锻炼")
        ordering = ["-year", "planned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "year", "subject"],
                name="training_once",
                violation_error_message=_("这一年已经有同样的培养内容。"),
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(hours__gt=0),
                name="training_hours",
                violation_error_message=_("请填写学时。"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ReserveState(ColoredChoices):
    """How far a name on the reserve has come (后备人选状态)."""

    NOMINATED = "nominated", "issued", _("待联合审核")
    REVIEWED = "reviewed", "signed", _("待确定")
    CONFIRMED = "confirmed", "reported", _("在册")
    RECOMMENDED = "recommended", "signed", _("已推荐")
    APPOINTED = "appointed", "closed", _("已任用")
    REFUSED = "refused", "dropped", _("未通过")
    REMOVED = "removed", "dropped", _("已调出")


ON_LIST = (ReserveState.CONFIRMED, ReserveState.RECOMMENDED)
OPEN = (ReserveState.NOMINATED, ReserveState.REVIEWED, *ON_LIST)


class ReserveQuerySet(ScopedQuerySet["Reserve"]):
    """Verbs of the reserve."""

    def on_list(self) -> Self:
        return self.filter(state__in=ON_LIST)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def with_names(self) -> Self:
        return self.select_related("cadre__person", "region")


class Reserve(models.Model):
    """A name on the reserve (后备干部): nominated, reviewed with the organisation department, on a list of a level and a period."""

    State = ReserveState
    LEVELS = (("city", _("市级")), ("county", _("县级")), ("township", _("乡级")))

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="reserves", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("提名单位"))
    level = models.CharField(_("名单层级"), max_length=8, choices=LEVELS)
    first_year = models.PositiveSmallIntegerField(_("起始年度"), validators=YEARS)
    last_year = models.PositiveSmallIntegerField(_("截止年度"), validators=YEARS)
    direction = models.CharField(_("培养方向"), max_length=60, help_text=_("如：县残联副理事长。"))
    reason = models.CharField(_("提名理由"), max_length=300)
    state = FSMField(
        _("状态"),
        max_length=12,
        choices=ReserveState.choices,
        default=ReserveState.NOMINATED,
        protected=True,
    )
    nominated_on = models.DateField(_("提名日期"))
    reviewed_on = models.DateField(_("联审日期"), null=True)
    review_note = models.CharField(_("联审意见"), max_length=200, blank=True)
    confirmed_on = models.DateField(_("确定日期"), null=True)
    basis = models.CharField(
        _("确定文号"), max_length=60, blank=True, help_text=_("确定名单的文号或会议。")
    )
    recommended_on = models.DateField(_("推荐日期"), null=True)
    recommended_to = models.CharField(
        _("推荐去向"), max_length=100, blank=True, help_text=_("推荐的单位和职务。")
    )
    appointed_on = models.DateField(_("任用日期"), null=True)
    appointed_to = models.CharField(
        _("任用职务"), max_length=100, blank=True, help_text=_("任用的单位和职务。")
    )
    ended_on = models.DateField(_("调出日期"), null=True)
    ended_why = models.CharField(_("调出原因"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ReserveQuerySet)()
    scope_parent = "cadre"

    class Meta:
        verbose_name = verbose_name_plural = _("后备干部")
        ordering = ["region_id", "-first_year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(state__in=OPEN),
                name="reserve_one_open",
                violation_error_message=_("这名干部已在提名或名单中，不必重复提名。"),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=models.F("first_year")),
                name="reserve_period",
                violation_error_message=_("截止年度不能早于起始年度。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.cadre)

    def get_absolute_url(self) -> str:
        return row_url("cadres:reserve", self.pk)

    @property
    def period(self) -> str:
        """The years of its list."""
        return f"{self.first_year}—{self.last_year}"

    @transition(field=state, source=ReserveState.NOMINATED, target=ReserveState.REVIEWED)
    def review(self) -> None:
        """联合审核 with the organisation department."""

    @transition(
        field=state,
        source=[ReserveState.NOMINATED, ReserveState.REVIEWED],
        target=ReserveState.REFUSED,
    )
    def refuse(self) -> None:
        """不予通过."""

    @transition(field=state, source=ReserveState.REVIEWED, target=ReserveState.CONFIRMED)
    def confirm(self) -> None:
        """确定 for a list."""

    @transition(field=state, source=ReserveState.CONFIRMED, target=ReserveState.RECOMMENDED)
    def recommend(self) -> None:
        """推荐使用."""

    @transition(
        field=state,
        source=[ReserveState.CONFIRMED, ReserveState.RECOMMENDED],
        target=ReserveState.APPOINTED,
    )
    def appoint(self) -> None:
        """任用."""

    @transition(
        field=state,
        source=[ReserveState.CONFIRMED, ReserveState.RECOMMENDED],
        target=ReserveState.REMOVED,
    )
    def remove(self) -> None:
        """调出."""


class Evaluation(models.Model):
    """The yearly look at a name on the reserve (年度考评): kept, promoted to the list of a higher level, removed."""

    class Verdict(ColoredChoices):
        KEEP = "keep", "reported", _("继续培养")
        PROMOTE = "promote", "closed", _("重点培养")
        REMOVE = "remove", "dropped", _("调出名单")

    reserve = models.ForeignKey(
        Reserve, models.CASCADE, related_name="evaluations", verbose_name=_("后备干部")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("提名单位"))
    year = models.PositiveSmallIntegerField(_("年度"), validators=YEARS)
    verdict = models.CharField(_("结论"), max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("理由"), max_length=200)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("考评岗位")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "reserve"

    class Meta:
        verbose_name = verbose_name_plural = _("年度考评")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reserve", "year"],
                name="evaluation_once",
                violation_error_message=_("今年已经考评过。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_verdict_display()}"
