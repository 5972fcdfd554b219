"""One-time codes (验证码) that show that somebody reads an address or a telephone."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from zulian.foundation.clock import now
from zulian.foundation.fields import PlainField


class Code(models.Model):
    """A code sent to an address; only its digest and the address's blind index are kept."""

    target_index = PlainField(max_length=32)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("发送时间"), default=now)
    tries = models.PositiveSmallIntegerField(default=0)
    used = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("验证码")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["target_index", "at"], name="code_target")]

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d %H:%M}"
