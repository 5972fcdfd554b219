"""Leadership (领导班子): the offices of federations and who holds them, and inspections of people for offices."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.holding import Holding, HoldingQuerySet, ends_after_it_began, one_holder
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.people.models import Person
from zulian.regions.models import Region


class Tie(models.TextChoices):
    """与残疾人的关系."""

    SELF = "self", _("本人残疾")
    RELATIVE = "relative", _("残疾人亲属")
    NONE = "none", _("其他")


TIED = (Tie.SELF, Tie.RELATIVE)
# As forms offer it: nothing is chosen beforehand, or it may stay unsaid.
TIE_ASKED = [("", _("请选择")), *Tie.choices]
TIE_OR_UNSAID = [("", _("未填")), *Tie.choices]


class Body(models.TextChoices):
    """The bodies of a federation (领导机构)."""

    PRESIDIUM = "presidium", _("主席团")
    BOARD = "board", _("执行理事会")


class Rank(models.TextChoices):
    """What an office is within its body."""

    CHAIR = "chair", _("正职")
    VICE = "vice", _("副职")
    MEMBER = "member", _("成员")


TITLES: dict[tuple[str, str], Any] = {
    (Body.PRESIDIUM, Rank.CHAIR): _("主席"),
    (Body.PRESIDIUM, Rank.VICE): _("副主席"),
    (Body.PRESIDIUM, Rank.MEMBER): _("主席团委员"),
    (Body.BOARD, Rank.CHAIR): _("理事长"),
    (Body.BOARD, Rank.VICE): _("副理事长"),
    (Body.BOARD, Rank.MEMBER): _("理事"),
}


class OfficeQuerySet(ScopedQuerySet["Office"]):
    """Verbs of the offices."""

    def in_use(self) -> Self:
        return self.filter(abolished_on=None)

    def with_names(self) -> Self:
        return self.select_related("region")

    def vacant(self, day: date) -> Self:
        """Offices that nobody holds on a day."""
        return self.in_use().exclude(pk__in=Term.objects.held(day).values("office_id"))


class Office(models.Model):
    """One seat in a body of a federation (领导职务): several of one title are numbered. `for_disabled` says whom it is meant for."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    body = models.CharField(_("机构"), max_length=10, choices=Body.choices)
    rank = models.CharField(_("层次"), max_length=8, choices=Rank.choices)
    number = models.PositiveSmallIntegerField(_("序号"), default=1)
    leading = models.BooleanField(_("领导职务"), default=True)
    for_disabled = models.BooleanField(_("应由残疾人或亲属担任"), default=False)
    abolished_on = models.DateField(_("撤销日期"), null=True)

    objects = ScopedManager.from_queryset(OfficeQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("领导职务")
        ordering = ["region_id", "-body", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "body", "rank", "number"],
                condition=Q(abolished_on=None),
                name="office_once",
                violation_error_message=_("这个职务刚刚已增设，请刷新页面后再试。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region.name} {self.title}"

    def get_absolute_url(self) -> str:
        return row_url("leadership:office", self.pk)

    @property
    def title(self) -> str:
        """What the office is called."""
        return str(TITLES[self.body, self.rank])

    @property
    def holding(self) -> Term | None:
        """The term under way; lists prefetch `terms`."""
        return next((term for term in self.terms.all() if not term.is_over), None)


class TermQuerySet(HoldingQuerySet["Term"]):
    """Verbs of the terms."""

    def ending(self, day: date, days: int) -> Self:
        """Terms under way whose last day is near or past."""
        return self.held(day).filter(until__lte=date.fromordinal(day.toordinal() + days))

    def with_names(self) -> Self:
        return self.select_related("person", "region", "office__region")


class Term(Holding):
    """Who holds an office from when to when (任期): `until` is the end foreseen, `ended_on` the first day on which it is over."""

    class How(models.TextChoices):
        ELECTED = "elected", _("代表大会选举")
        BY_ELECTION = "by_election", _("补选")
        APPOINTED = "appointed", _("任命")

    class End(models.TextChoices):
        CONGRESS = "congress", _("换届")
        TRANSFER = "transfer", _("工作调动")
        RESIGNED = "resigned", _("辞职")
        RETIRED = "retired", _("退休")
        DISMISSED = "dismissed", _("免职")
        DIED = "died", _("去世")

    office = models.ForeignKey(Office, models.PROTECT, related_name="terms", verbose_name=_("职务"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms", verbose_name=_("姓名"))
    tie = models.CharField(_("与残疾人的关系"), max_length=8, choices=Tie.choices, blank=True)
    how = models.CharField(_("产生方式"), max_length=12, choices=How.choices, default=How.ELECTED)
    source = models.CharField(
        _("依据"),
        max_length=120,
        blank=True,
        help_text=_("任免文件或选举，没有依据的暂不计入领导职务配备率。"),
    )
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("届满日期"), help_text=_("不填则按规定的届期计算。"))
    ended_on = models.DateField(_("离任日期"), null=True)
    ended_why = models.CharField(_("离任原因"), max_length=10, choices=End.choices, blank=True)

    objects = ScopedManager.from_queryset(TermQuerySet)()
    scope_parent = "office"

    class Meta:
        verbose_name = verbose_name_plural = _("任期")
        ordering = ["region_id", "office_id", "-since"]
        constraints = [
            one_holder("term_one_holder", _("这个职务现在有人担任，请先办理离任。"), "office"),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")),
                name="term_order",
                violation_error_message=_("届满日期应晚于任职日期。"),
            ),
            ends_after_it_began("term_ended", _("离任日期应在任职之后、不晚于今天。")),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="")
                | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
                name="term_why",
                violation_error_message=_("离任日期和离任原因要一起填写。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office.title} {self.person}"

    @property
    def is_running_out(self) -> bool:
        """Whether the end foreseen is near or past (the policy says how near)."""
        days = policy("leadership/offices", today())["warn_days"]
        return self.ended_on is None and (self.until - today()).days <= days


class InspectionQuerySet(ScopedQuerySet["Inspection"]):
    """Verbs of the inspections."""

    def seen_by(self, post: Post) -> Self:
        """Those whose circle a post belongs to; for everybody else they do not exist."""
        return self.filter(circle=post) if post.may("inspection.read") else self.none()


class Inspection(models.Model):
    """An inspection of a person (考察): who inspected, what they found and their verdict are sealed, and seen by its circle alone."""

    class Verdict(models.TextChoices):
        FIT = "fit", _("适合任用")
        LATER = "later", _("继续培养")
        UNFIT = "unfit", _("暂不宜任用")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="inspections", verbose_name=_("考察对象")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("考察单位"))
    purpose = models.CharField(_("考察事由"), max_length=100)
    on = models.DateField(_("考察日期"))
    inspectors = SealedField(_("考察组"))
    notes = SealedField(_("考察情况"))
    verdict = SealedField(_("结论"), choices=Verdict.choices)
    circle: Any = models.ManyToManyField(Post, related_name="+", verbose_name=_("知悉范围"))
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    objects = ScopedManager.from_queryset(InspectionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("考察记录")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on}"
