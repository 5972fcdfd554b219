"""Who belongs to an association: its committees, who sits on them, and its members (委员会、委员、会员)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zulian.associations.models.bodies import Association, OfAssociation
from zulian.foundation.clock import today
from zulian.foundation.days import PAST
from zulian.foundation.holding import Holding, HoldingQuerySet, ends_after_it_began, one_holder
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager
from zulian.leadership.models import TIED, Tie
from zulian.people.models import Person
from zulian.regions.models import Region


class Committee(models.Model):
    """A committee for a term (一届委员会)."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="committees", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    ordinal = models.PositiveSmallIntegerField(_("届次"))
    since = models.DateField(_("产生日期"), default=today, validators=[PAST])
    until = models.DateField(_("届满日期"))

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("委员会")
        ordering = ["-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "ordinal"],
                name="association_committee_once",
                violation_error_message=_("这一届委员会刚刚已产生，请刷新页面后再试。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="association_committee_order"
            ),
        ]

    def __str__(self) -> str:
        return str(_("第%(n)s届委员会") % {"n": self.ordinal})


class Belonging(models.Model):
    """How a person belongs to an association's group: holds a certificate of it, or is a relative of `through`, who does."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("姓名"))
    tie = models.CharField(_("与本类别残疾人的关系"), max_length=8, choices=Tie.choices)
    through = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("所关联的残疾人")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_tied(self) -> bool:
        return self.tie in TIED


class SeatQuerySet(HoldingQuerySet["Seat"]):
    """Verbs of the seats; they are held whatever their committee's term."""

    def with_names(self) -> Self:
        return self.select_related("association__region")


class Seat(Belonging, Holding):
    """A seat on a committee (委员), by election or by-election; `contacts` counts whom the member keeps in contact with."""

    class Office(models.TextChoices):
        CHAIR = "chair", _("主席")
        VICE = "vice", _("副主席")
        MEMBER = "member", _("委员")

    class How(models.TextChoices):
        ELECTED = "elected", _("换届选举")
        BY_ELECTION = "by", _("届中补选")

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="seats", verbose_name=_("届次")
    )
    association = models.ForeignKey(
        Association, models.CASCADE, related_name="seats", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    office = models.CharField(_("职务"), max_length=8, choices=Office.choices)
    how = models.CharField(_("产生方式"), max_length=8, choices=How.choices, default=How.ELECTED)
    since = models.DateField(
        _("任职日期"), validators=[PAST], help_text=_("晚于本届产生日期的，记为届中补选。")
    )
    ended_on = models.DateField(_("卸任日期"), null=True, validators=[PAST])
    ended_why = models.CharField(_("卸任原因"), max_length=60, blank=True)
    contacts = models.PositiveSmallIntegerField(_("联系对象"), default=0)

    objects = ScopedManager.from_queryset(SeatQuerySet)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("委员")
        ordering = ["committee_id", "id"]
        constraints = [
            one_holder(
                "association_seat_person",
                _("这个人已在本届委员会中，请先办理卸任。"),
                *("committee", "person"),
            ),
            one_holder(
                "association_one_chair",
                _("主席已有人担任，请先办理卸任。"),
                "committee",
                office="chair",
            ),
            ends_after_it_began("association_seat_ended", _("卸任日期不能早于任职日期。")),
            # The rule of the field: the chair belongs to the group or is a relative.
            models.CheckConstraint(
                condition=~Q(office="chair") | Q(tie__in=["self", "relative"]),
                name="association_chair_tied",
                violation_error_message=_("主席须由本类别残疾人或其亲属担任。"),
            ),
        ]

    def get_absolute_url(self) -> str:
        return row_url("associations:seat", self.pk)


class Member(Belonging):
    """A member of an association (会员)."""

    tie = models.CharField(
        _("与本类别残疾人的关系"), max_length=8, choices=[(tie.value, tie.label) for tie in TIED]
    )
    association = models.ForeignKey(
        Association, models.CASCADE, related_name="members", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    joined_on = models.DateField(_("入会日期"), default=today, validators=[PAST])
    left_on = models.DateField(_("退会日期"), null=True)
    took_part_on = models.DateField(_("最近参加活动"), null=True)

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("会员")
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "person"],
                condition=Q(left_on=None),
                name="association_member_once",
                violation_error_message=_("这个人已是会员。"),
            ),
            models.CheckConstraint(condition=~Q(tie="none"), name="association_member_tied"),
        ]

    def get_absolute_url(self) -> str:
        return row_url("associations:member", self.pk)

    def in_office(self, day: date) -> bool:
        """Whether a member on a day."""
        return self.joined_on <= day and (self.left_on is None or self.left_on > day)
