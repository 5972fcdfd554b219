"""Holders of whom others tell (通报): who died, and whose household has moved away without the card."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.dates import months_before
from zulian.foundation.days import PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import by_place
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.people.models import Death, DeathSource, Person
from zulian.regions.models import Region


class ReportState(ColoredChoices):
    """死亡通报的办理状态."""

    LISTED = "listed", "issued", _("待核对")
    CHECKED = "checked", "signed", _("已核实，待注销")
    SETTLED = "settled", "closed", _("已注销")
    DISMISSED = "dismissed", "dropped", _("不属实")
    UNDONE = "undone", "returned", _("已撤销")


REPORT_OPEN = (ReportState.LISTED, ReportState.CHECKED)


class DeathReportQuerySet(ScopedQuerySet["DeathReport"]):
    """Verbs of the reports of deaths."""

    def open(self) -> Self:
        return self.filter(state__in=REPORT_OPEN)

    def with_names(self) -> Self:
        return self.select_related("person", "region", "death")


class DeathReport(models.Model):
    """A line of a list of deaths that names a living holder (死亡通报): checked by hand before anything ends."""

    State = ReportState

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("持证人"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("户籍所在地")
    )
    died_on = models.DateField(_("死亡日期"), validators=[PAST])
    source = models.CharField(_("信息来源"), max_length=8, choices=DeathSource.choices)
    origin = models.CharField(
        _("名单"), max_length=80, blank=True, help_text=_("如：市民政局2026年5月火化名单。")
    )
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=ReportState.choices,
        default=ReportState.LISTED,
        protected=True,
    )
    how = models.CharField(
        _("核实情况"), max_length=200, blank=True, help_text=_("向谁、怎样核实的。")
    )
    checked_on = models.DateField(_("核实日期"), null=True)
    checked_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("核实人")
    )
    death = models.ForeignKey(
        Death, models.PROTECT, null=True, related_name="+", verbose_name=_("死亡登记")
    )
    at = models.DateTimeField(_("列入时间"), default=now)

    objects = ScopedManager.from_queryset(DeathReportQuerySet)()
    scope_parent = "person"

    class Meta:
        verbose_name = verbose_name_plural = _("死亡比对")
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=REPORT_OPEN),
                name="death_report_once",
                violation_error_message=_("这个人已在待核对的名单中。"),
            )
        ]
        indexes = [models.Index(fields=["region", "state"], name="death_report_list")]

    def __str__(self) -> str:
        return f"{self.person} {self.died_on}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:death", self.pk)

    @transition(field=state, source=ReportState.LISTED, target=ReportState.CHECKED)
    def confirm(self) -> None:
        """核实属实."""

    @transition(field=state, source=ReportState.CHECKED, target=ReportState.LISTED)
    def recall(self) -> None:
        """撤回核实: nothing has ended yet, and it is looked into once more."""
        self.checked_on = self.checked_by = None

    @transition(field=state, source=REPORT_OPEN, target=ReportState.DISMISSED)
    def dismiss(self) -> None:
        """不属实."""

    @transition(field=state, source=REPORT_OPEN, target=ReportState.SETTLED)
    def settle(self) -> None:
        """登记死亡，注销."""

    @transition(field=state, source=ReportState.SETTLED, target=ReportState.UNDONE)
    def undo(self) -> None:
        """误注销，撤销."""


class DepartureState(ColoredChoices):
    """户籍迁出未迁证的办理状态."""

    OPEN = "open", "issued", _("未迁证")
    NOTICED = "noticed", "signed", _("已告知")
    FROZEN = "frozen", "returned", _("已冻结")
    CANCELLED = "cancelled", "dropped", _("已注销")
    SETTLED = "settled", "closed", _("已办结")


WAITING = (DepartureState.OPEN, DepartureState.NOTICED, DepartureState.FROZEN)


class DepartureQuerySet(ScopedQuerySet["Departure"]):
    """Verbs of the departures."""

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def listed(self, day: date) -> Self:
        """Those whose household moved so long ago, by policy, that they are to be told."""
        long_ago = by_place(
            "certificates/moved",
            "list_months",
            day,
            lambda months: Q(moved_on__lte=months_before(day, months)),
        )
        return self.waiting().filter(long_ago)

    def with_names(self) -> Self:
        return self.select_related("person", "region")


class Departure(models.Model):
    """A holder whose household has moved away without the card (户籍迁出未迁证): told before anything follows."""

    State = DepartureState

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("持证人"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("原户籍所在地")
    )
    moved_on = models.DateField(_("户籍迁出日期"), validators=[PAST])
    moved_to = models.CharField(_("迁往"), max_length=80, blank=True)
    source = models.CharField(_("信息来源"), max_length=8, choices=DeathSource.choices)
    state = FSMField(
        _("状态"),
        max_length=10,
        choices=DepartureState.choices,
        default=DepartureState.OPEN,
        protected=True,
    )
    noticed_on = models.DateField(_("告知日期"), null=True, validators=[PAST])
    notice = models.CharField(
        _("告知方式"), max_length=120, blank=True, help_text=_("如：5月6日电话，5月8日挂号信。")
    )
    note = models.CharField(_("办理情况"), max_length=200, blank=True)
    at = models.DateTimeField(_("登记时间"), default=now)

    objects = ScopedManager.from_queryset(DepartureQuerySet)()
    scope_parent = "person"

    class Meta:
        verbose_name = verbose_name_plural = _("户籍迁出未迁证")
        ordering = ["moved_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=WAITING),
                name="departure_once",
                violation_error_message=_("这个人已登记户籍迁出。"),
            )
        ]
        indexes = [models.Index(fields=["region", "state", "moved_on"], name="departure_list")]

    def __str__(self) -> str:
        return f"{self.person} {self.moved_on}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:departure", self.pk)

    @transition(
        field=state,
        source=[DepartureState.OPEN, DepartureState.NOTICED],
        target=DepartureState.NOTICED,
    )
    def tell(self) -> None:
        """告知 the holder, again where the first notice did not arrive."""

    @transition(field=state, source=DepartureState.NOTICED, target=DepartureState.FROZEN)
    def freeze(self) -> None:
        """冻结 by policy."""

    @transition(
        field=state,
        source=[DepartureState.NOTICED, DepartureState.FROZEN],
        target=DepartureState.CANCELLED,
    )
    def cancel(self) -> None:
        """注销 by policy."""

    @transition(field=state, source=WAITING, target=DepartureState.SETTLED)
    def settle(self) -> None:
        """已办迁移，或没有迁出."""
