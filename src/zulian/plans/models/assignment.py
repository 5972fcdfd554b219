"""Assignments (分解到单位的任务): the work of one organisation, and its reports."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation import clock
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.plans.models.plan import Circular, Clause, Task, TaskTarget
from zulian.regions.models import Region


class State(models.TextChoices):
    """States of an assignment (任务状态)."""

    ISSUED = "issued", _("待签收")
    SIGNED = "signed", _("办理中")
    REPORTED = "reported", _("待审核")
    RETURNED = "returned", _("已退回")
    CLOSED = "closed", _("已办结")
    DROPPED = "dropped", _("已取消")
    CARRIED = "carried", _("已结转")


OPEN = (State.ISSUED, State.SIGNED, State.REPORTED, State.RETURNED)
WAITING = (State.ISSUED, State.SIGNED, State.RETURNED)


class AssignmentQuerySet(ScopedQuerySet["Assignment"]):
    """Verbs of the assignments."""

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def counted(self) -> Self:
        """All but the dropped ones: what rates are computed over. One carried over stays unfinished in its own year."""
        return self.exclude(state=State.DROPPED)

    def overdue(self, day: date | None = None) -> Self:
        """Not yet reported although the day has passed; computed, never typed."""
        return self.filter(overdue_on(day or clock.today()))

    def late_anywhere(self, day: date) -> Self:
        """Overdue by their own deadline, or by that of a plan below whose task goes along with them."""
        along = Assignment.objects.filter(overdue_on(day), served_by__isnull=False).exclude(
            state=State.DROPPED
        )
        return self.filter(
            overdue_on(day) | Q(state__in=WAITING, pk__in=along.order_by().values("served_by"))
        )

    def with_along(self) -> Self:
        """With what goes along with each at hand (`along`), so that `first_due` is the earliest deadline of all."""
        along = Assignment.objects.counted().select_related(
            "circular", "clause", "task", "issued_by"
        )
        rows = along.prefetch_related("task__targets").order_by("due", "pk")
        return self.prefetch_related(models.Prefetch("serves", queryset=rows, to_attr="along"))

    def with_declared(self) -> Self:
        """With the reports that nobody else could judge at hand (`declared`): such a task is closed as 自报完成."""
        rows = Report.objects.filter(outcome=Report.Outcome.DECLARED)
        return self.prefetch_related(models.Prefetch("reports", queryset=rows, to_attr="declared"))

    def of(self, region: Region) -> Self:
        return self.filter(region=region)

    def to_do(self) -> Self:
        """What an organisation works on: those that go along with another are left out."""
        return self.filter(served_by=None)

    def with_deadline(self) -> Self:
        """What an organisation has to keep a day for: what it works on, and what goes along with it that is due earlier."""
        return self.filter(Q(served_by=None) | Q(due__lt=models.F("served_by__due")))

    def at_first_deadline(self) -> Self:
        """The same, each thing once: on the earliest day that is asked of it."""
        earlier = Assignment.objects.counted().filter(
            served_by=OuterRef("pk"), due__lt=OuterRef("due")
        )
        return self.with_deadline().exclude(Q(served_by=None) & Exists(earlier))

    def begun(self) -> Self:
        """Of plans whose period has begun."""
        return self.filter(circular__starts_on__lte=clock.today())

    def in_force(self) -> Self:
        """Of plans in whose period today lies."""
        return self.begun().filter(circular__ends_on__gte=clock.today())

    def ahead(self) -> Self:
        """Of plans of a year to come."""
        return self.filter(circular__starts_on__gt=clock.today())

    def given_by(self, day: date) -> Self:
        """Those that had been given out by the end of `day`."""
        return self.filter(given_on__lte=day)

    def with_first_day(self) -> Self:
        """With `first_day`, the earliest deadline of a task and of what goes along with it, to be sorted by."""
        along = (
            Assignment.objects.counted()
            .filter(served_by=OuterRef("pk"))
            .order_by()
            .values("served_by")
        )
        earliest = Subquery(along.annotate(first=Min("due")).values("first"))
        # SQLite's least of something and nothing is nothing.
        return self.annotate(first_day=Coalesce(Least("due", earliest), "due"))

    def pressing_first(self, *, of_one_plan: bool = False) -> Self:
        """What still has to be done before what is done, each by its earliest deadline; in the list of one plan by that plan's."""
        rows = self if of_one_plan else self.with_first_day()
        done = Case(When(state__in=OPEN, then=0), default=1, output_field=models.IntegerField())
        day = "due" if of_one_plan else "first_day"
        return rows.annotate(done=done).order_by("done", day, "clause__order", "region_id", "pk")

    def with_names(self) -> Self:
        return self.select_related("region", "task", "clause", "issued_by", "judged_by")


def overdue_on(day: date) -> Q:
    """The condition of an assignment that is late on `day`."""
    return Q(state__in=WAITING, due__lt=day)


class Assignment(models.Model):
    """A task given to one organisation for one period, with its own deadline and state.

    Where the plans of two levels ask the same of an organisation it does one thing: `served_by` is the assignment that it
    works on, and this one goes along with it, only to be counted in the plan that it belongs to.

    `issued_by` is the organisation that gave it and moves its deadline; `judged_by` is the one just above who carries it,
    and judges the reports. `parent` is the assignment that a county broke down to its townships.
    """

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="assignments")
    clause = models.ForeignKey(
        Clause, models.CASCADE, related_name="assignments", verbose_name=_("条款")
    )
    task = models.ForeignKey(
        Task, models.CASCADE, related_name="assignments", verbose_name=_("任务")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("承担单位"))
    issued_by = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("下达单位")
    )
    judged_by = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("审核单位")
    )
    period = models.CharField(_("期次"), max_length=12, blank=True)
    # The day of issue; one given out after its plan's last day counts for that day (`Circular.as_of`).
    given_on = models.DateField(_("下达日期"))
    due = models.DateField(_("完成时限"))
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.ISSUED, protected=True
    )
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    reported_at = models.DateTimeField(_("上报时间"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    on_time = models.BooleanField(_("按时上报"), null=True)
    evidence_count = models.PositiveSmallIntegerField(_("佐证材料"), default=0)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    carried_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="carried_to",
        verbose_name=_("由上年哪项任务结转"),
    )
    served_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="serves",
        verbose_name=_("随上级哪项任务一并办理"),
    )
    handler = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("承办人")
    )

    objects = ScopedManager.from_queryset(AssignmentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("任务")
        ordering = ["due", "clause__order", "region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "region", "period"],
                name="assignment_once",
                violation_error_message=_("这个单位已经承担这项任务。"),
            ),
            # Counts by day read reported_at, counts by state read state: the two never disagree.
            models.CheckConstraint(
                condition=Q(state=State.DROPPED)
                | Q(state__in=[*WAITING, State.CARRIED], reported_at=None)
                | Q(state__in=[State.REPORTED, State.CLOSED], reported_at__isnull=False),
                name="assignment_reported",
                violation_error_message=_("任务的状态与上报时间不一致，请刷新页面后再办。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["circular", "clause", "region", "state", "due"], name="assignment_matrix"
            ),
            models.Index(fields=["region", "state", "due"], name="assignment_desk"),
            models.Index(fields=["judged_by", "state"], name="assignment_verify"),
        ]

    def __str__(self) -> str:
        return f"{self.region.organisation}：{self.task.name}{self.period_name}"

    def get_absolute_url(self) -> str:
        return row_url("plans:assignment", self.pk)

    @property
    def period_name(self) -> str:
        return f"（{self.period}）" if self.period else ""

    @property
    def is_waiting(self) -> bool:
        """Whether the organisation still has to report."""
        return self.state in WAITING

    @property
    def is_overdue(self) -> bool:
        return self.is_waiting and self.due < clock.today()

    @property
    def earlier(self) -> Assignment | None:
        """Of what goes along with it the task due first, where that is before its own deadline; asked of `with_along`."""
        along: list[Assignment] = self.__dict__.get("along", [])
        return min(
            (row for row in along if row.due < self.due), key=lambda row: row.due, default=None
        )

    @property
    def first_due(self) -> date:
        """The day by which the organisation has to report: the earliest of all plans that the task serves."""
        return self.earlier.due if self.earlier else self.due

    @property
    def is_late(self) -> bool:
        """Whether any of these plans waits for it in vain."""
        return self.is_waiting and self.first_due < clock.today()

    @property
    def due_words(self) -> str:
        """The earliest deadline, and whose it is where the plan of its own gives more time."""
        if self.earlier is None:
            return date_format(self.due, "SHORT_DATE_FORMAT")
        day = date_format(self.earlier.due, "SHORT_DATE_FORMAT")
        return str(_("%(due)s（%(who)s要求）")) % {
            "due": day,
            "who": self.earlier.issued_by.organisation,
        }

    @property
    def state_words(self) -> str:
        """The state in words; one that was closed on its own organisation's word is told apart, asked of `with_declared`."""
        if self.state == State.CLOSED and self.__dict__.get("declared"):
            return str(Report.Outcome.DECLARED.label)
        return str(State(self.state).label)

    @property
    def days_left(self) -> int:
        """Days until the deadline, negative when it has passed."""
        return (self.due - clock.today()).days

    @transition(field=state, source=State.ISSUED, target=State.SIGNED)
    def sign(self) -> None:
        """签收: the organisation takes the task."""
        self.signed_at = clock.now()

    @transition(field=state, source=[State.SIGNED, State.RETURNED], target=State.REPORTED)
    def report(self) -> None:
        """上报: done, waiting for verification; on time is decided by the first report that stands."""
        self.reported_at = clock.now()
        self.on_time = clock.today() <= self.due

    @transition(field=state, source=State.REPORTED, target=State.CLOSED)
    def verify(self) -> None:
        """审核通过: the report is accepted, the task is closed."""
        self.closed_at = clock.now()

    @transition(field=state, source=State.CLOSED, target=State.RETURNED)
    def reopen(self) -> None:
        """A spot check found it not done: no report stands any more."""
        self.returns += 1
        self.reported_at = self.closed_at = self.on_time = None

    @transition(field=state, source=State.REPORTED, target=State.RETURNED)
    def send_back(self) -> None:
        """退回: the report is sent back with a reason; from then on no report stands."""
        self.returns += 1
        self.reported_at = self.on_time = None

    @transition(field=state, source=list(OPEN), target=State.CARRIED)
    def carry(self) -> None:
        """结转: unfinished at the year's end, it goes on as a task of the next year's plan; no report stands here."""
        self.reported_at = self.on_time = None

    @transition(field=state, source=State.CARRIED, target=RETURN_VALUE(*OPEN))
    def give_back(self) -> str:
        """The plan that had taken it over was recalled: it is again as it was when it went over."""
        report = self.reports.first()
        if report is not None and not report.outcome:
            self.reported_at = report.at
            self.on_time = timezone.localdate(report.at) <= self.due
            return State.REPORTED
        if report is not None:
            return State.RETURNED
        return State.SIGNED if self.signed_at else State.ISSUED

    @transition(field=state, source=list(OPEN), target=State.DROPPED)
    def drop(self) -> None:
        """取消: only through an approved request."""


class Report(models.Model):
    """A progress report (进展上报) on an assignment, with evidence, and what was said to it by who judges."""

    class Outcome(ColoredChoices):
        WAITING = "", "reported", _("待审核")
        ACCEPTED = "accepted", "closed", _("通过")
        RETURNED = "returned", "returned", _("退回")
        DECLARED = "declared", "closed", _("自报完成")
        # The registers proved it, and nobody judged.
        PROVED = "proved", "closed", _("按台账办结")
        # Accepted, and found untrue in a spot check later: its numbers count no longer.
        FAULTED = "faulted", "overdue", _("抽查不实")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="reports")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    text = models.TextField(_("完成情况"))
    evidence = models.ManyToManyField(Attachment, related_name="+", verbose_name=_("佐证材料"))
    at = models.DateTimeField(_("上报时间"), default=clock.now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("上报人")
    )
    outcome = models.CharField(_("审核结果"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("审核意见"), max_length=300, blank=True)
    judged_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "assignment"

    class Meta:
        verbose_name = verbose_name_plural = _("进展上报")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:40]


class ReportFigure(models.Model):
    """A number that a report says for a target which no register knows (上报数)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    target = models.ForeignKey(TaskTarget, models.PROTECT, related_name="figures")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("上报单位"))
    number = models.DecimalField(_("完成数量"), max_digits=12, decimal_places=2)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "report"

    class Meta:
        verbose_name = verbose_name_plural = _("上报数")
        ordering = ["report_id", "target_id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "target"], name="report_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.number.normalize():f}{self.target.unit}"
