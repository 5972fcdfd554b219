"""Meetings of bodies (会议) and what they decide (议定事项): what every room that holds meetings shares."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.departments.models import Department
from zulian.departments.services.departments import require_known
from zulian.foundation.audit import audited
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.registries import make_task
from zulian.foundation.scopes import active_scope
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region


class MeetingState(ColoredChoices):
    """How far a meeting has come."""

    PLANNED = "planned", "issued", _("筹备中")
    NOTICED = "noticed", "reported", _("已通知")
    HELD = "held", "signed", _("已召开")


class MeetingBase(models.Model):
    """A meeting: notice with agenda, then who came and the minutes. The room says whose meeting it is and who is present."""

    State = MeetingState

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80)
    subject = models.CharField(_("议题"), max_length=100)
    agenda = models.TextField(_("议程"), max_length=2000)
    state = FSMField(
        _("状态"),
        max_length=8,
        choices=MeetingState.choices,
        default=MeetingState.PLANNED,
        protected=True,
    )
    minutes = models.TextField(_("会议纪要"), max_length=5000, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.subject

    @transition(field="state", source=State.PLANNED, target=State.NOTICED)
    def notify(self) -> None:
        """通知 those who are to come."""

    @transition(field="state", source=[State.PLANNED, State.NOTICED], target=State.HELD)
    def hold(self) -> None:
        """召开: minutes are there."""


class DecisionBase(models.Model):
    """What a meeting decided (议定事项): who does it by when; `url` leads to the task of the plan that it became.

    Where a `department` does it, `owner` is the organisation that follows it there.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    text = models.CharField(_("议定事项"), max_length=200)
    owner = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("由哪个部门承办"),
        help_text=_("由其他部门承办的在这里选，承办单位负责对接和跟进。"),
    )
    due = models.DateField(_("完成时限"), validators=[DEADLINE])
    url = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(_("办结日期"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:40]

    def late(self, day: date) -> bool:
        """Whether it should have been done by now."""
        return self.done_on is None and self.due < day


@unit_of_work
def decide(decision: DecisionBase, post: Post, held_on: date, measured_by: str) -> None:
    """Keep what was decided: a task of the plan where one is in force, else followed in its room.

    Raises ValidationError for an owner out of the jurisdiction, a department of another division, and a day before the meeting.
    """
    require_known(decision.department, decision.meeting.region_id)  # type: ignore[attr-defined]
    if not active_scope().holds(decision.owner.code):
        raise ValidationError({"owner": gettext("承办单位不在您的管辖范围内。")})
    if decision.due < held_on:
        raise ValidationError({"due": gettext("完成时限不能早于会议日期。")})
    with audited("decision.make", decision):
        decision.text = decision.text.strip()[:200]
        partners = partner_of(decision)
        url = make_task(post, decision.owner, decision.text, decision.due, measured_by, partners)
        decision.url = url[:200]
        decision.save()


def partner_of(decision: DecisionBase) -> str:
    """What the department of a decision is called on the page of its task: with its division where that is another."""
    department = decision.department
    if department is None:
        return ""
    whose = department.region.name if department.region_id != decision.owner_id else ""
    return f"{whose}{department.name}"


@unit_of_work
def settle(decision: DecisionBase) -> None:
    """办结 a decision that is no task of a plan."""
    if decision.url:
        raise ValidationError(gettext("这项已列入工作要点任务，请在任务中办理。"))
    with audited("decision.settle", decision):
        decision.done_on = decision.done_on or today()
        decision.save()


def decision_item(decision: DecisionBase, settle_url: str, click: bool = False) -> ListItem:
    """A decision as a line of its meeting's page; where `settle_url` is given it can be settled there."""
    facts = {"who": decision.owner.organisation, "day": decision.due}
    if decision.department:
        words = gettext("%(what)s承办，%(who)s 跟进，%(day)s 前")
        detail = words % {**facts, "what": decision.department.name}
    else:
        detail = gettext("%(who)s 承办，%(day)s 前") % facts
    if decision.url:
        return ListItem(
            decision.text, decision.url, detail, "signed", gettext("已列入工作要点任务")
        )
    outcome = getattr(decision, "outcome", "")
    if decision.done_on:
        return ListItem(
            decision.text, "", f"{detail} {outcome}".strip(), "closed", gettext("已办结")
        )
    state = (
        ("overdue", gettext("已逾期")) if decision.late(today()) else ("issued", gettext("办理中"))
    )
    acts = [Button(gettext("办结"), settle_url, "check", click=click)] if settle_url else ()
    return ListItem(decision.text, "", detail, *state, acts)
