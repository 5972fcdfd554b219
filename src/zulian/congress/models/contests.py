"""Contests (选举事项): what is elected, who stands, what two tellers counted, what came of it. No vote is linked to a voter."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.congress.models.rounds import Congress
from zulian.congress.rules.election import Terms, Votes
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.leadership.models import TITLES, Tie
from zulian.people.models import Person
from zulian.regions.models import Region

UP = "up"
MOST_SEATS = 500
# What may be elected: an office of a body, or the delegates to the congress above.
WHAT = tuple((f"{body}.{rank}", name) for (body, rank), name in TITLES.items()) + (
    (UP, _("出席上级代表大会代表")),
)


class ContestState(ColoredChoices):
    """How far a contest has come (选举状态)."""

    NOMINATING = "nominating", "issued", _("提名中")
    PUBLIC = "public", "signed", _("公示中")
    VOTING = "voting", "reported", _("投票计票")
    DECIDED = "decided", "closed", _("已产生结果")
    VOID = "void", "returned", _("选举无效")


class ContestQuerySet(ScopedQuerySet["Contest"]):
    """Verbs of the contests."""

    def with_names(self) -> Self:
        return self.select_related("congress__region", "region", "after")


class Contest(models.Model):
    """One ballot for some seats. `after` is the ballot which this one repeats or completes.

    Quorum and majority are those of the rules in force when it was set up, kept as fractions.
    """

    State = ContestState

    class Electorate(models.TextChoices):
        CONGRESS = "congress", _("全体代表")
        PRESIDIUM = "presidium", _("主席团委员")

    congress = models.ForeignKey(
        Congress, models.CASCADE, related_name="contests", verbose_name=_("代表大会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeats", verbose_name=_("上一次投票")
    )
    what = models.CharField(_("选举事项"), max_length=20, choices=WHAT)
    by_election = models.BooleanField(_("补选"), default=False)
    seats = models.PositiveSmallIntegerField(
        _("应选名额"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    surplus = models.CharField(_("差额比例"), max_length=12, default="0")
    electorate = models.CharField(
        _("选举人"), max_length=10, choices=Electorate.choices, default=Electorate.CONGRESS
    )
    voters = models.PositiveSmallIntegerField(_("应到人数"), default=0)
    quorum = models.CharField(max_length=12)
    majority = models.CharField(max_length=12)
    on = models.DateField(_("选举日期"), null=True)
    public_from = models.DateField(_("公示开始"), null=True)
    public_until = models.DateField(_("公示截止"), null=True)
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=ContestState.choices,
        default=ContestState.NOMINATING,
        protected=True,
    )
    outcome: Any = models.JSONField(default=dict)

    objects = ScopedManager.from_queryset(ContestQuerySet)()
    scope_parent = "congress"

    class Meta:
        verbose_name = verbose_name_plural = _("选举事项")
        ordering = ["congress_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gt=0),
                name="contest_seats",
                violation_error_message=_("应选名额应大于 0。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("congress:contest", self.pk)

    @property
    def name(self) -> str:
        """What is elected, and whether again."""
        words = str(self.get_what_display())
        return f"{words}{_('（再次投票）')}" if self.after_id else words

    @property
    def terms(self) -> Terms:
        """The rules by which it is counted."""
        return Terms(Fraction(self.quorum), Fraction(self.majority))

    @property
    def is_differential(self) -> bool:
        """差额 rather than 等额."""
        return bool(Fraction(self.surplus))

    @transition(field=state, source=ContestState.NOMINATING, target=ContestState.PUBLIC)
    def publish(self) -> None:
        """公示."""

    @transition(
        field=state,
        source=[ContestState.PUBLIC, ContestState.NOMINATING],
        target=ContestState.VOTING,
    )
    def open(self) -> None:
        """发票."""

    @transition(field=state, source=ContestState.PUBLIC, target=ContestState.NOMINATING)
    def reopen(self) -> None:
        """公示有异议，重新提名."""

    @transition(field=state, source=ContestState.VOTING, target=ContestState.DECIDED)
    def decide(self) -> None:
        """宣布结果."""

    @transition(field=state, source=ContestState.VOTING, target=ContestState.VOID)
    def void(self) -> None:
        """宣布无效."""


class Nominee(models.Model):
    """Somebody who stands (候选人), or whom voters wrote in (另选人); the votes are those of the whole ballot."""

    class Result(ColoredChoices):
        ELECTED = "elected", "closed", _("当选")
        TIED = "tied", "reported", _("票数相等，再次投票")
        LOST = "lost", "dropped", _("未当选")

    contest = models.ForeignKey(
        Contest, models.CASCADE, related_name="nominees", verbose_name=_("选举事项")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="nominations", verbose_name=_("姓名")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    tie = models.CharField(_("与残疾人的关系"), max_length=8, choices=Tie.choices, default=Tie.NONE)
    work = models.CharField(_("单位及职务"), max_length=80, blank=True)
    nominated_by = models.CharField(
        _("提名方式"), max_length=60, blank=True, help_text=_("如：党委提名、代表联名。")
    )
    write_in = models.BooleanField(_("另选人"), default=False)
    favour = models.PositiveSmallIntegerField(_("赞成"), default=0)
    against = models.PositiveSmallIntegerField(_("反对"), default=0)
    abstain = models.PositiveSmallIntegerField(_("弃权"), default=0)
    result = models.CharField(_("结果"), max_length=8, choices=Result.choices, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "contest"

    class Meta:
        verbose_name = verbose_name_plural = _("候选人")
        ordering = ["contest_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "person"],
                name="nominee_once",
                violation_error_message=_("这个人已是候选人。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class TellerSheet(models.Model):
    """What one of two tellers counted (计票单); each enters it without seeing the other's."""

    SEATS = (("a", _("计票员甲")), ("b", _("计票员乙")))

    contest = models.ForeignKey(
        Contest, models.CASCADE, related_name="sheets", verbose_name=_("选举事项")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    seat = models.CharField(_("席位"), max_length=1, choices=SEATS)
    teller = models.CharField(_("计票员"), max_length=40)
    present = models.PositiveSmallIntegerField(_("实到人数"))
    issued = models.PositiveSmallIntegerField(_("发出选票"))
    back = models.PositiveSmallIntegerField(_("收回选票"))
    invalid = models.PositiveSmallIntegerField(_("无效选票"))
    votes: Any = models.JSONField(default=dict)
    write_ins: Any = models.JSONField(default=dict)
    at = models.DateTimeField(_("录入时间"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "contest"

    class Meta:
        verbose_name = verbose_name_plural = _("计票单")
        ordering = ["contest_id", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "seat"],
                name="teller_once",
                violation_error_message=_("这名计票员已经录入。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_seat_display()} {self.teller}"

    @property
    def figures(self) -> dict[str, Votes]:
        """Votes by the key of the nominee."""
        return {key: Votes(*numbers) for key, numbers in self.votes.items()}
