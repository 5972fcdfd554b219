"""Social organisations (社会组织): register, incubation, support, yearly inspection."""

from __future__ import annotations

from typing import Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import FOUNDED
from zulian.foundation.fields import PlainField
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet, Stays
from zulian.foundation.sealing import SealedField
from zulian.people.rules import mask_phone
from zulian.regions.models import Region

M = TypeVar("M", bound=models.Model)
EASY = _("给智力残疾人看的话：短句，一句一件事。")
MOST_PEOPLE = 1_000_000


def last_year() -> int:
    """The year that an inspection of today is about."""
    return today().year - 1


class SocialOrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Verbs of the organisations."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def there(self) -> Self:
        """Those that have not come to an end."""
        return self.exclude(state=Organisation.State.ENDED)

    def public(self) -> Self:
        return self.filter(state=Organisation.State.REGISTERED, listed=True)


class Organisation(models.Model):
    """An organisation of or for disabled people. `inspected_year` is the last year that it was inspected for and passed.

    `found_on` is the day on which it was first noted. `page_key` opens its own page, where it keeps its facts and offers for what is to be bought.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("社会团体")
        SERVICE = "service", _("民办非企业单位")
        FOUNDATION = "foundation", _("基金会")

    class Nature(models.TextChoices):
        OWN = "own", _("残疾人自己的组织")
        HELP = "help", _("助残组织")

    class State(ColoredChoices):
        FOUND = "found", "issued", _("未登记")
        INCUBATING = "incubating", "reported", _("孵化中")
        REGISTERED = "registered", "closed", _("已登记")
        ENDED = "ended", "dropped", _("已注销")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind.choices)
    nature = models.CharField(_("性质"), max_length=4, choices=Nature.choices)
    state = FSMField(
        _("登记状态"), max_length=10, choices=State.choices, default=State.FOUND, protected=True
    )
    credit_code = PlainField(_("统一社会信用代码"), max_length=18, blank=True)
    registered_on = models.DateField(_("登记日期"), null=True, validators=[FOUNDED])
    authority = models.CharField(_("登记管理机关"), max_length=60, blank=True)
    supervisor = models.CharField(_("业务主管单位"), max_length=60, blank=True)
    leader = models.CharField(_("负责人"), max_length=40)
    people = models.CharField(
        _("其他主要成员"), max_length=200, blank=True, help_text=_("用顿号隔开；评审回避时要核对。")
    )
    phone = SealedField(_("联系电话"), blank=True)
    contact = models.CharField(
        _("公开的联系方式"),
        max_length=100,
        blank=True,
        help_text=_("写上邮箱或微信，聋人不能打电话。"),
    )
    place = models.CharField(_("地址"), max_length=100, blank=True)
    services = models.CharField(_("服务内容"), max_length=300)
    easy = models.CharField(_("易读介绍"), max_length=200, blank=True, help_text=EASY)
    staff = models.PositiveIntegerField(
        _("工作人员"), null=True, validators=[MaxValueValidator(10_000)]
    )
    capacity = models.PositiveIntegerField(
        _("每年可服务人数"), null=True, validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    listed = models.BooleanField(_("同意在公众页面公开"), default=False)
    inspected_year = models.PositiveSmallIntegerField(_("最近年检合格年度"), null=True)
    ended_on = models.DateField(_("注销日期"), null=True)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)
    found_on = models.DateField(_("摸底日期"), null=True, default=today)

    objects = ScopedManager.from_queryset(SocialOrganisationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("残疾人社会组织")
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="social_credit_code_once",
                violation_error_message=_("这个代码已登记在另一个组织名下。"),
            ),
            models.UniqueConstraint(
                fields=["region", "name"],
                name="social_name_once",
                violation_error_message=_("这个地区已有同名组织。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="registered")
                | (~Q(credit_code="") & Q(registered_on__isnull=False)),
                name="social_registered_code",
                violation_error_message=_("已登记的组织要有统一社会信用代码和登记日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("social:organisation", self.pk)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @transition(field=state, source=State.FOUND, target=State.INCUBATING)
    def take_in(self) -> None:
        """开始孵化."""

    @transition(field=state, source=[State.FOUND, State.INCUBATING], target=State.REGISTERED)
    def register(self) -> None:
        """登记成立."""

    @transition(
        field=state, source=[State.FOUND, State.INCUBATING, State.REGISTERED], target=State.ENDED
    )
    def end(self) -> None:
        """注销 or gone."""


class OfOrganisation(ScopedQuerySet[M]):
    """Rows of an organisation."""

    def with_names(self) -> Self:
        return self.select_related("organisation__region")


class Step(models.Model):
    """A step on the way from group to registered body that is done (孵化清单)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="steps", verbose_name=_("组织")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    key = models.CharField(_("步骤"), max_length=10)
    done_on = models.DateField(_("完成日期"), default=today)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("材料")
    )

    objects = ScopedManager.from_queryset(OfOrganisation)()
    scope_parent = "organisation"

    class Meta:
        verbose_name = verbose_name_plural = _("孵化步骤")
        ordering = ["done_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                name="social_step_once",
                violation_error_message=_("这一步已登记，请刷新页面后修改。"),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Support(models.Model):
    """What the federation gave an organisation (扶持), in yuan where it was money."""

    class Kind(models.TextChoices):
        PLACE = "place", _("场地")
        MONEY = "money", _("资金")
        TRAINING = "training", _("培训")
        PROJECT = "project", _("项目")
        GUIDANCE = "guidance", _("指导和协调")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="supports", verbose_name=_("组织")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    on = models.DateField(_("日期"), default=today)
    kind = models.CharField(_("方式"), max_length=10, choices=Kind.choices)
    amount = models.DecimalField(
        _("金额（元）"),
        max_digits=10,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    text = models.CharField(_("内容"), max_length=200)

    objects = ScopedManager.from_queryset(OfOrganisation)()
    scope_parent = Stays("organisation")  # given by the office of that day

    class Meta:
        verbose_name = verbose_name_plural = _("扶持记录")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.text[:30]


class AnnualInspection(models.Model):
    """The yearly inspection by the registering authority (年检): its result for a year."""

    class Result(ColoredChoices):
        PASSED = "passed", "closed", _("合格")
        BARELY = "barely", "closed", _("基本合格")
        FAILED = "failed", "overdue", _("不合格")
        ABSENT = "absent", "overdue", _("未参加")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="inspections", verbose_name=_("组织")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    year = models.PositiveSmallIntegerField(
        _("年度"), default=last_year, validators=[MinValueValidator(2000)]
    )
    on = models.DateField(_("日期"), default=today)
    result = models.CharField(_("结论"), max_length=8, choices=Result.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(OfOrganisation)()
    scope_parent = "organisation"

    class Meta:
        verbose_name = verbose_name_plural = _("社会组织年检")
        ordering = ["-year", "region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="social_inspection_once",
                violation_error_message=_("这个年度的年检已登记，请刷新页面后再试。"),
            )
        ]

    def __str__(self) -> str:
        return _("%(y)d 年度") % {"y": self.year}
