"""Contact (联系制度): whom each committee member keeps in contact with, visits, opinions and what became of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.associations.models.bodies import Association, OfAssociation
from zulian.associations.models.members import Seat
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager
from zulian.people.models import Person
from zulian.regions.models import Region


class Contact(models.Model):
    """A person of the group with whom a committee member keeps in contact (联系对象)."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="people", verbose_name=_("联系人"))
    association = models.ForeignKey(
        Association, models.CASCADE, related_name="contacts", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("联系对象"))
    since = models.DateField(_("开始联系"), default=today, validators=[PAST])
    ended_on = models.DateField(_("结束联系"), null=True)
    visited_on = models.DateField(_("最近走访"), null=True)

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "seat"

    class Meta:
        verbose_name = verbose_name_plural = _("联系对象")
        ordering = ["seat_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "person"],
                condition=Q(ended_on=None),
                name="association_contact_once",
                violation_error_message=_("这个人已是这位委员的联系对象。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return row_url("associations:contact", self.pk)


class How(models.TextChoices):
    """How people met; not everybody telephones."""

    HOME = "home", _("入户走访")
    MEET = "meet", _("见面")
    VIDEO = "video", _("视频（可打手语）")
    TEXT = "text", _("短信、微信等文字")
    PHONE = "phone", _("电话")


class Visit(models.Model):
    """That a committee member saw a contact (走访联系)."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="visits", verbose_name=_("联系对象")
    )
    association = models.ForeignKey(
        Association, models.CASCADE, related_name="+", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    on = models.DateField(_("日期"), default=today, validators=[PAST])
    how = models.CharField(_("方式"), max_length=6, choices=How.choices)
    text = models.CharField(_("了解到的情况"), max_length=500)

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "contact"

    class Meta:
        verbose_name = verbose_name_plural = _("走访联系")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "on", "how"],
                name="association_visit_once",
                violation_error_message=_("这一天的这次走访已登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Opinion(models.Model):
    """What somebody of the group wants said (意见建议): who answered, what changed."""

    class State(ColoredChoices):
        OPEN = "open", "issued", _("待答复")
        ANSWERED = "answered", "reported", _("已答复")
        CHANGED = "changed", "closed", _("已落实")
        UNCHANGED = "unchanged", "dropped", _("未能落实")

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="opinions", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="opinions", verbose_name=_("提出人")
    )
    on = models.DateField(_("提出日期"))
    text = models.CharField(_("意见建议"), max_length=300)
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.OPEN, protected=True
    )
    answered_by = models.CharField(_("答复单位"), max_length=60, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True)
    change = models.CharField(
        _("落实情况"), max_length=300, blank=True, help_text=_("改变了什么，或未能落实的原因。")
    )
    changed_on = models.DateField(_("落实日期"), null=True)

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("意见建议")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.text[:30]

    def get_absolute_url(self) -> str:
        return row_url("associations:opinion", self.pk)

    @transition(field=state, source=State.OPEN, target=State.ANSWERED)
    def reply(self) -> None:
        """答复."""

    @transition(field=state, source=State.ANSWERED, target=State.CHANGED)
    def carry_out(self) -> None:
        """落实: something changed."""

    @transition(field=state, source=State.ANSWERED, target=State.UNCHANGED)
    def give_up(self) -> None:
        """未能落实, with the reason."""
