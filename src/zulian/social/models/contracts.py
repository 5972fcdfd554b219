"""Contracts for services bought, their milestones and the people served under them (购买服务合同)."""

from __future__ import annotations

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.people.models import Person
from zulian.regions.models import Region
from zulian.social.models.organisations import Organisation
from zulian.social.models.purchases import SOME_PEOPLE, Purchase


class ContractQuerySet(ScopedQuerySet["Contract"]):
    """Verbs of the contracts."""

    def with_names(self) -> Self:
        return self.select_related("purchase", "organisation", "region")


class Contract(models.Model):
    """A contract for services (合同): so many people for so much money until a day. `served` counts the people on its list."""

    purchase = models.OneToOneField(
        Purchase, models.PROTECT, related_name="contract", verbose_name=_("项目")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contracts", verbose_name=_("承接组织")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    number = models.CharField(_("合同编号"), max_length=40)
    amount = models.DecimalField(
        _("合同金额（元）"), max_digits=10, decimal_places=2, validators=[MinValueValidator(1)]
    )
    people = models.PositiveIntegerField(_("应服务人数"), validators=SOME_PEOPLE)
    signed_on = models.DateField(_("签订日期"), default=today)
    until = models.DateField(_("完成期限"))
    served = models.PositiveIntegerField(_("已服务人数"), default=0)
    fulfilled_on = models.DateField(_("履约完成日期"), null=True)

    objects = ScopedManager.from_queryset(ContractQuerySet)()
    scope_parent = "purchase"

    class Meta:
        verbose_name = verbose_name_plural = _("购买服务合同")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                name="social_contract_number",
                violation_error_message=_("这个合同编号已用过。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("signed_on"), amount__gt=0), name="social_contract_order"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return row_url("social:contract", self.pk)


class Milestone(models.Model):
    """A part of a contract (节点): what is to be there by when, and what is paid for it once it is accepted."""

    class State(ColoredChoices):
        DUE = "due", "issued", _("进行中")
        DELIVERED = "delivered", "reported", _("待验收")
        ACCEPTED = "accepted", "signed", _("已验收")
        PAID = "paid", "closed", _("已付款")

    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="milestones", verbose_name=_("合同")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    words = models.CharField(_("节点"), max_length=100)
    due_on = models.DateField(_("期限"), validators=[DEADLINE])
    amount = models.DecimalField(
        _("付款（元）"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.DUE, protected=True
    )
    report = models.CharField(_("完成情况"), max_length=500, blank=True)
    verdict = models.CharField(_("验收意见"), max_length=300, blank=True)
    accepted_on = models.DateField(_("验收日期"), null=True)
    paid_on = models.DateField(_("付款日期"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "contract"

    class Meta:
        verbose_name = verbose_name_plural = _("合同节点")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "words"],
                name="social_milestone_once",
                violation_error_message=_("已有同名节点。"),
            ),
            models.CheckConstraint(
                # Nothing is paid that was not accepted.
                condition=Q(paid_on=None)
                | Q(accepted_on__isnull=False, paid_on__gte=F("accepted_on")),
                name="social_paid_after",
                violation_error_message=_("付款不能早于验收。"),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @transition(field=state, source=State.DUE, target=State.DELIVERED)
    def deliver(self) -> None:
        """报请验收."""

    @transition(field=state, source=State.DELIVERED, target=State.ACCEPTED)
    def accept(self) -> None:
        """验收合格."""

    @transition(field=state, source=State.DELIVERED, target=State.DUE)
    def send_back(self) -> None:
        """验收不合格, with what to mend."""

    @transition(field=state, source=State.ACCEPTED, target=State.PAID)
    def pay(self) -> None:
        """付款."""


class Served(models.Model):
    """A person served under a contract (服务对象), and what they say of it on a page of their own."""

    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="people_served", verbose_name=_("合同")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("购买单位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))
    on = models.DateField(_("服务日期"))
    mark = models.PositiveSmallIntegerField(_("评价"), null=True)
    words = models.CharField(_("想说的话"), max_length=300, blank=True)
    marked_at = models.DateTimeField(_("评价时间"), null=True)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "contract"

    class Meta:
        verbose_name = verbose_name_plural = _("购买服务的服务对象")
        ordering = ["contract_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "person"],
                name="social_served_once",
                violation_error_message=_("这个人已在本合同的服务名单中。"),
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__gte=1, mark__lte=5), name="social_served_mark"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
