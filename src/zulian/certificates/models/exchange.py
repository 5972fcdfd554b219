"""Answers of the national register of holders (国家库核对): kept with their date, what differs as a work list."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.rules.exchange import words_of
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.people.models import Person
from zulian.regions.models import Region


class CheckQuerySet(ScopedQuerySet["Check"]):
    """Verbs of the answers."""

    def to_do(self) -> Self:
        """Those that differ and nobody has looked into."""
        return self.filter(state=Check.State.DIFFERS)

    def with_names(self) -> Self:
        return self.select_related("person", "region", "by__user")


class Check(models.Model):
    """One answer about one holder: what it came to, what differs, and what was done about it."""

    class State(ColoredChoices):
        SAME = "same", "closed", _("一致")
        DIFFERS = "differs", "issued", _("不一致，待处理")
        SETTLED = "settled", "closed", _("已处理")
        FAILED = "failed", "returned", _("没有查到结果")

    class Way(models.TextChoices):
        LINE = "line", _("接口查询")
        FILE = "file", _("文件导入")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("持证人"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("户籍所在地")
    )
    state = models.CharField(_("状态"), max_length=8, choices=State.choices)
    way = models.CharField(_("方式"), max_length=4, choices=Way.choices, default=Way.LINE)
    code = models.CharField(_("返回代码"), max_length=20, blank=True)
    fault = models.CharField(_("没有查到的原因"), max_length=60, blank=True)
    record = SealedField(_("国家库记录"), blank=True)
    differs: Any = models.JSONField(_("不一致的内容"), default=list)
    note = models.CharField(
        _("处理情况"), max_length=200, blank=True, help_text=_("哪一边有误，怎样更正的。")
    )
    is_latest = models.BooleanField(_("最近一次"), default=True)
    at = models.DateTimeField(_("核对时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("核对人")
    )

    objects = ScopedManager.from_queryset(CheckQuerySet)()
    scope_parent = "person"

    class Meta:
        verbose_name = verbose_name_plural = _("国家库核对")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_latest=True),
                name="check_latest",
                violation_error_message=_("这个人刚刚核对过，请刷新后查看。"),
            )
        ]
        indexes = [models.Index(fields=["region", "state"], name="check_list")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:check", self.pk)

    @property
    def differs_words(self) -> str:
        """What differs, in words."""
        return words_of(self.differs)
