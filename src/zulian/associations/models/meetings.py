"""Meetings (会议制度): the year's calendar, notice, attendance, minutes, decisions followed to the end."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.associations.models.bodies import Association, OfAssociation
from zulian.associations.models.members import Seat
from zulian.associations.rules.figures import meeting_kinds
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.leadership.meetings import DecisionBase, MeetingBase


class Meeting(MeetingBase):
    """A meeting of an association. One of the year's calendar has the day by which it is due and its number in the year."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="meetings", verbose_name=_("协会")
    )
    scope_parent = "association"
    kind = models.CharField(_("会议"), max_length=10, choices=meeting_kinds)
    due_on = models.DateField(_("应开期限"), null=True)
    number = models.PositiveSmallIntegerField(_("第几次"), null=True)
    called = models.PositiveSmallIntegerField(_("应到"), default=0)
    present = models.ManyToManyField(Seat, related_name="+", verbose_name=_("到会"))

    objects = ScopedManager.from_queryset(OfAssociation)()

    class Meta:
        verbose_name = verbose_name_plural = _("协会会议")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "kind", "due_on"],
                condition=Q(due_on__isnull=False),
                name="association_meeting_once",
                violation_error_message=_("这次会议已在日程中。"),
            )
        ]
        indexes = [models.Index(fields=["region", "due_on"], name="association_meeting_due")]

    def get_absolute_url(self) -> str:
        return row_url("associations:meeting", self.pk)


class Decision(DecisionBase):
    """What a meeting of an association decided, and what came of it."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="decisions", verbose_name=_("会议")
    )
    scope_parent = "meeting"
    outcome = models.CharField(_("落实情况"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("会议议定事项")
        ordering = ["due", "id"]
