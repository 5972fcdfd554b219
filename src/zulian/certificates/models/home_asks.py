"""Home service asked for on the public page (网上预约上门): nobody is looked up before a clerk has called back."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.certificates.models.visits import Request
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.people.rules import mask_name, mask_phone
from zulian.regions.models import Region


class HomeAskQuerySet(ScopedQuerySet["HomeAsk"]):
    """Verbs of what was asked for."""

    def with_names(self) -> Self:
        return self.select_related("region", "visit")


class HomeAsk(models.Model):
    """Somebody asks to be visited: a name and a telephone, matched with a file by the clerk. `page_key` opens its page."""

    class State(ColoredChoices):
        NEW = "new", "issued", _("待联系")
        TAKEN = "taken", "closed", _("已登记上门")
        REFUSED = "refused", "dropped", _("不予受理")

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("村（社区）")
    )
    name = models.CharField(_("姓名"), max_length=60)
    phone = SealedField(_("联系电话"))
    place = SealedField(_("详细地址"), blank=True)
    purpose = models.CharField(_("上门事项"), max_length=8, choices=Request.Purpose.choices)
    why = models.CharField(_("行动不便的情况"), max_length=200)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.NEW, protected=True
    )
    note = models.CharField(_("答复"), max_length=200, blank=True)
    visit = models.ForeignKey(
        Request, models.PROTECT, null=True, related_name="+", verbose_name=_("上门申请")
    )
    at = models.DateTimeField(_("提出时间"), default=now)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(HomeAskQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("网上预约")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(visit__isnull=False), name="home_ask_taken"
            )
        ]
        indexes = [models.Index(fields=["region", "state"], name="home_ask_list")]

    def __str__(self) -> str:
        return f"{self.whose} {self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:home-ask", self.pk)

    @property
    def whose(self) -> str:
        """Masked name of who asked."""
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @transition(field=state, source=State.NEW, target=State.TAKEN)
    def take(self) -> None:
        """登记上门."""

    @transition(field=state, source=State.NEW, target=State.REFUSED)
    def refuse(self) -> None:
        """不予受理, with the reason."""
