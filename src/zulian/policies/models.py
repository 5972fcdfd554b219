"""What a division set for a figure of a policy (政策设定): one row for each decision, none of which is ever changed."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import now
from zulian.foundation.days import DEADLINE
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region

MOST_TEXT = 200


class SettingQuerySet(ScopedQuerySet["Setting"]):
    """Verbs of the settings."""

    def with_names(self) -> Self:
        return self.select_related("region", "by__user")

    def of(self, policy: str, key: str) -> Self:
        return self.filter(policy=policy, key=key)


class Setting(models.Model):
    """A figure of a policy as a division set it, from a day on; with an empty `text` the division above counts again.

    Rows are only added: of two from the same day the later one corrects the other.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("设定单位"))
    policy = models.CharField(_("政策"), max_length=60)
    key = models.CharField(_("项目"), max_length=60)
    text = models.CharField(_("数值"), max_length=MOST_TEXT, blank=True)
    since = models.DateField(_("执行日期"), validators=[DEADLINE])
    basis = models.CharField(
        _("依据"), max_length=120, help_text=_("文件名称和文号，或会议决定；写明为什么这样定。")
    )
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("设定人"))
    at = models.DateTimeField(_("设定时间"), default=now)

    objects = ScopedManager.from_queryset(SettingQuerySet)()
    # Everybody below works by it.
    scope_published: ClassVar[dict[str, Any]] = {"pk__gt": 0}

    class Meta:
        verbose_name = verbose_name_plural = _("政策设定")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["policy", "key"], name="setting_of")]

    def __str__(self) -> str:
        return f"{self.policy} {self.key}"

    @property
    def value(self) -> Any:
        """What was set; None where the division above counts again."""
        return json.loads(self.text) if self.text else None
