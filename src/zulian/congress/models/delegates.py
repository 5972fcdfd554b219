"""Delegates (代表): electoral units and their seats, what the list should be made up of, the names at hand."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.congress.models.rounds import Congress
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.leadership.models import Tie
from zulian.people.disabilities import CATEGORIES
from zulian.people.models import Person
from zulian.regions.models import Region

MOST_SEATS = 2000


class Unit(models.Model):
    """An electoral unit (选举单位): its weight decides how many delegates it sends."""

    congress = models.ForeignKey(
        Congress, models.CASCADE, related_name="units", verbose_name=_("代表大会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("区划")
    )
    name = models.CharField(_("选举单位"), max_length=60)
    weight = models.PositiveIntegerField(
        _("分配依据数"),
        default=0,
        help_text=_("如持证残疾人数。"),
        validators=[MaxValueValidator(10_000_000)],
    )
    seats = models.PositiveSmallIntegerField(
        _("名额"), default=0, validators=[MaxValueValidator(MOST_SEATS)]
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "congress"

    class Meta:
        verbose_name = verbose_name_plural = _("选举单位")
        ordering = ["congress_id", "place_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "name"],
                name="unit_once",
                violation_error_message=_("已经有这个选举单位。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Trait(models.TextChoices):
    """What a list of delegates is looked at for (代表构成)."""

    TIED = "tied", _("残疾人及残疾人亲属")
    DISABLED = "disabled", _("残疾人")
    WOMEN = "women", _("妇女")
    GRASSROOTS = "grassroots", _("基层一线")
    MINORITY = "minority", _("少数民族")
    PARTY = "party", _("中共党员")
    SIGHT = "sight", _("视力残疾")
    HEARING = "hearing", _("听力、言语残疾")
    BODY = "body", _("肢体残疾")
    MIND = "mind", _("智力残疾")
    PSYCHE = "psyche", _("精神残疾")


# The five kinds by the category of the certificate; 多重残疾 counts for none of them.
CATEGORY_TRAITS = {
    1: Trait.SIGHT,
    2: Trait.HEARING,
    3: Trait.HEARING,
    4: Trait.BODY,
    5: Trait.MIND,
    6: Trait.PSYCHE,
}


class Target(models.Model):
    """What a congress's list should be made up of (构成要求): at least a share, at least a number."""

    congress = models.ForeignKey(
        Congress, models.CASCADE, related_name="targets", verbose_name=_("代表大会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    trait = models.CharField(_("构成"), max_length=12, choices=Trait.choices)
    percent = models.PositiveSmallIntegerField(
        _("不少于（%）"), default=0, validators=[MaxValueValidator(100)]
    )
    number = models.PositiveSmallIntegerField(
        _("不少于（人）"), default=0, validators=[MaxValueValidator(MOST_SEATS)]
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "congress"

    class Meta:
        verbose_name = verbose_name_plural = _("构成要求")
        ordering = ["congress_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "trait"],
                name="target_of_congress_once",
                violation_error_message=_("这一项构成已有要求。"),
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="target_percent",
                violation_error_message=_("比例不能超过 100%。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_trait_display())


class DelegateState(ColoredChoices):
    """How far a delegate has come (代表状态)."""

    PROPOSED = "proposed", "issued", _("待资格审查")
    QUALIFIED = "qualified", "signed", _("资格审查通过")
    ELECTED = "elected", "closed", _("当选代表")
    REJECTED = "rejected", "dropped", _("资格审查未通过")
    WITHDRAWN = "withdrawn", "dropped", _("已退出")


OUT = (DelegateState.REJECTED, DelegateState.WITHDRAWN)


class DelegateQuerySet(ScopedQuerySet["Delegate"]):
    """Verbs of the delegates."""

    def with_names(self) -> Self:
        return self.select_related("person", "unit", "region")

    def at_hand(self) -> Self:
        """Names that may still be on the list."""
        return self.exclude(state__in=OUT)

    def elected(self) -> Self:
        return self.filter(state=DelegateState.ELECTED)

    def present(self) -> Self:
        return self.elected().filter(checked_in_at__isnull=False)


class Need(models.TextChoices):
    """What makes the meeting accessible to a delegate (无障碍需求)."""

    SIGN = "sign", _("手语翻译")
    BRAILLE = "braille", _("盲文文件")
    LARGE = "large", _("大字文件")
    AUDIO = "audio", _("电子或有声文件")
    WHEELCHAIR = "wheelchair", _("轮椅席位")
    COMPANION = "companion", _("陪同人员")


class Delegate(models.Model):
    """A name for the list of delegates (代表、代表人选). `listed` says whether the list has it at present; `code` is what its badge carries."""

    State = DelegateState

    class How(models.TextChoices):
        ELECTED = "elected", _("选举")
        RECOMMENDED = "recommended", _("推荐")

    congress = models.ForeignKey(
        Congress, models.CASCADE, related_name="delegates", verbose_name=_("代表大会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="delegates", verbose_name=_("选举单位")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="delegates", verbose_name=_("姓名")
    )
    how = models.CharField(
        _("产生方式"), max_length=12, choices=How.choices, default=How.RECOMMENDED
    )
    tie = models.CharField(_("与残疾人的关系"), max_length=8, choices=Tie.choices, blank=True)
    category = models.PositiveSmallIntegerField(
        _("残疾类别"),
        choices=CATEGORIES,
        null=True,
        help_text=_("有残疾人证的以证上为准；非残疾人不选。"),
    )
    party = models.BooleanField(_("中共党员"), null=True)
    grassroots = models.BooleanField(_("基层一线"), null=True)
    work = models.CharField(_("单位及职务"), max_length=80, blank=True)
    needs: Any = models.JSONField(_("无障碍需求"), default=list)
    listed = models.BooleanField(_("在名单中"), default=True)
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=DelegateState.choices,
        default=DelegateState.PROPOSED,
        protected=True,
    )
    note = models.CharField(_("审查意见"), max_length=200, blank=True)
    seat = models.CharField(_("座位"), max_length=8, blank=True)
    code = models.CharField(max_length=24, unique=True, default=new_key)
    checked_in_at = models.DateTimeField(_("签到时间"), null=True)

    objects = ScopedManager.from_queryset(DelegateQuerySet)()
    scope_parent = "congress"

    class Meta:
        verbose_name = verbose_name_plural = _("代表")
        ordering = ["congress_id", "unit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "person"],
                name="delegate_once",
                violation_error_message=_("这个人已在本次大会的人选中。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return row_url("congress:delegate", self.pk)

    @property
    def need_words(self) -> str:
        """The needs in words."""
        names = dict(Need.choices)
        return "、".join(str(names[key]) for key in self.needs if key in names)

    @transition(field=state, source=DelegateState.PROPOSED, target=DelegateState.QUALIFIED)
    def qualify(self) -> None:
        """资格审查通过."""

    @transition(
        field=state,
        source=[DelegateState.PROPOSED, DelegateState.QUALIFIED],
        target=DelegateState.REJECTED,
    )
    def reject(self) -> None:
        """资格审查未通过."""

    @transition(field=state, source=DelegateState.QUALIFIED, target=DelegateState.ELECTED)
    def elect(self) -> None:
        """确认当选."""

    @transition(
        field=state,
        source=[DelegateState.PROPOSED, DelegateState.QUALIFIED, DelegateState.ELECTED],
        target=DelegateState.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """退出."""
