"""Associations (专门协会): office and means, staff, papers, budget, committee with its terms, members."""

from __future__ import annotations

from decimal import Decimal
from typing import Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zulian.associations.rules.figures import norms
from zulian.documents.models import Attachment
from zulian.foundation.clock import today
from zulian.foundation.days import FOUNDED, PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.people.rules import mask_phone
from zulian.regions.models import Region

M = TypeVar("M", bound=models.Model)
EASY = _("给智力残疾人看的话：短句，一句一件事，每句不超过 18 个字。")
SOME_MONEY = MinValueValidator(Decimal("0.01"))
NO_DEBT = MinValueValidator(0)


def this_year() -> int:
    """The year of today."""
    return today().year


class Kind(models.TextChoices):
    """The five associations."""

    BLIND = "blind", _("盲人协会")
    DEAF = "deaf", _("聋人协会")
    PHYSICAL = "physical", _("肢残人协会")
    INTELLECTUAL = "intellectual", _("智力残疾人及亲友协会")
    MENTAL = "mental", _("精神残疾人及亲友协会")


SHORT = {
    Kind.BLIND: _("盲协"),
    Kind.DEAF: _("聋协"),
    Kind.PHYSICAL: _("肢协"),
    Kind.INTELLECTUAL: _("智协"),
    Kind.MENTAL: _("精协"),
}


class AssociationQuerySet(ScopedQuerySet["Association"]):
    """Verbs of the associations."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def standing(self) -> Self:
        return self.exclude(set_up_on=None)


class Association(models.Model):
    """One association of a city or county. One that is due and not there has no `set_up_on`.

    The columns from `staff_count` on are kept by the services, so that lists and measures need not count:
    staff in office, when the committee's term ends, whether the chair belongs to the group or is a relative,
    when something was last held.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    kind = models.CharField(_("协会"), max_length=12, choices=Kind.choices)
    set_up_on = models.DateField(_("成立日期"), null=True, validators=[FOUNDED])
    office = models.CharField(_("办公场所"), max_length=100, blank=True)
    area = models.PositiveIntegerField(
        _("面积（平方米）"), null=True, validators=[MaxValueValidator(10_000)]
    )
    equipment = models.CharField(_("设备"), max_length=100, blank=True)
    phone = SealedField(_("办公电话"), blank=True)
    contact = models.CharField(
        _("不用电话的联系方式"),
        max_length=100,
        blank=True,
        help_text=_("邮箱、微信号等，公众页面会写出来；聋人不能打电话。"),
    )
    about = models.TextField(_("协会简介"), max_length=1000, blank=True)
    easy = models.TextField(_("易读简介"), max_length=300, blank=True, help_text=EASY)
    staff_count = models.PositiveSmallIntegerField(_("工作人员"), default=0)
    member_count = models.PositiveIntegerField(_("会员"), default=0)
    term_until = models.DateField(_("委员会届满"), null=True)
    chair_tied = models.BooleanField(_("主席为本类别残疾人或亲属"), default=False)
    active_on = models.DateField(_("最近活动"), null=True)

    objects = ScopedManager.from_queryset(AssociationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("专门协会")
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind"],
                name="association_once",
                violation_error_message=_("这个地区的这个协会已登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.name}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return row_url("associations:association", self.pk)

    @property
    def short(self) -> str:
        """Its short name."""
        return f"{self.region.name}{SHORT[Kind(self.kind)]}"

    @property
    def categories(self) -> list[int]:
        """Categories of the certificate that its people hold."""
        return [int(n) for n in norms()["groups"][self.kind]]

    @property
    def equipped(self) -> list[str]:
        """Keys of the equipment that is there."""
        return [key for key in self.equipment.split(",") if key]

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class OfAssociation(ScopedQuerySet[M]):
    """Rows of an association."""

    def with_names(self) -> Self:
        return self.select_related("association__region")


class Staff(models.Model):
    """Somebody who works for an association, full- or part-time (专兼职工作人员)."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="staff", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    name = models.CharField(_("姓名"), max_length=40)
    full_time = models.BooleanField(_("专职"), default=True, help_text=_("兼职的不勾选。"))
    duty = models.CharField(_("分工"), max_length=60, blank=True)
    since = models.DateField(_("到岗日期"), default=today, validators=[PAST])
    until = models.DateField(_("离岗日期"), null=True, validators=[PAST])

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("协会工作人员")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="association_staff_order",
                violation_error_message=_("离岗日期不能早于到岗日期。"),
            ),
            models.UniqueConstraint(
                fields=["association", "name", "since"],
                name="association_staff_once",
                violation_error_message=_("这个人已登记。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A constitution or a system in writing (章程、制度), with the day from which it holds."""

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("章程")
        MEETING = "meeting", _("会议制度")
        CONTACT = "contact", _("联系制度")
        RESEARCH = "research", _("调研制度")
        FINANCE = "finance", _("财务制度")
        OTHER = "other", _("其他制度")

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="papers", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    kind = models.CharField(_("类别"), max_length=14, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=80)
    adopted_on = models.DateField(_("通过日期"), default=today, validators=[PAST])
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("文本")
    )

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("章程和制度")
        ordering = ["-adopted_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Budget(models.Model):
    """What an association may spend in a year (年度经费), in yuan."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="budgets", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    year = models.PositiveSmallIntegerField(
        _("年度"), default=this_year, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    amount = models.DecimalField(
        _("经费（元）"), max_digits=10, decimal_places=2, validators=[NO_DEBT]
    )
    source = models.CharField(_("来源"), max_length=60)

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("年度经费")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "year"],
                name="association_budget_once",
                violation_error_message=_("这个年度的经费已登记，请刷新页面后再试。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class Spending(models.Model):
    """What was spent (支出), in yuan; what an activity cost stands here as well."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="spendings", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    on = models.DateField(_("日期"), default=today, validators=[PAST])
    amount = models.DecimalField(
        _("金额（元）"), max_digits=10, decimal_places=2, validators=[SOME_MONEY]
    )
    purpose = models.CharField(_("用途"), max_length=100)
    activity = models.OneToOneField(
        "associations.Activity",
        models.PROTECT,
        null=True,
        related_name="spending",
        verbose_name=_("活动"),
    )

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("经费支出")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="association_spending_positive")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount}"
