"""Promises of those who handle certificates: the confidentiality agreement and the letter of responsibility."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region


class PromiseText(models.Model):
    """One version of a text to sign (保密协议、责任承诺书), issued by a federation for itself and all below it."""

    class Kind(models.TextChoices):
        CONFIDENTIALITY = "confidentiality", _("保密协议")
        RESPONSIBILITY = "responsibility", _("责任承诺书")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    kind = models.CharField(_("文本"), max_length=16, choices=Kind.choices)
    version = models.PositiveSmallIntegerField(_("版本"))
    text = models.TextField(_("内容"))
    since = models.DateField(_("启用日期"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, object]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("承诺文本")
        ordering = ["kind", "-since", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "version"],
                name="promise_version",
                violation_error_message=_("这个版本刚刚已发布，请刷新后再看。"),
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()} 第{self.version}版"  # untranslated: printed as it is signed
        )

    def get_absolute_url(self) -> str:
        return row_url("certificates:promise-text", self.pk)

    @property
    def digest(self) -> str:
        """SHA-256 of the text: a signature holds what was signed."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class SignatureQuerySet(ScopedQuerySet["Signature"]):
    """Verbs of the signatures."""

    def in_force(self, day: date) -> Self:
        """Signed and not lapsed on `day`."""
        return self.filter(signed_on__lte=day, expires_on__gte=day)


class Signature(models.Model):
    """A post's signature under one text: in the system (typed name, time, hash of the text) or on paper (scan)."""

    class Method(models.TextChoices):
        SYSTEM = "system", _("系统内签署")
        PAPER = "paper", _("纸质签署")

    text = models.ForeignKey(
        PromiseText, models.PROTECT, related_name="signatures", verbose_name=_("文本")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="promises", verbose_name=_("岗位"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    method = models.CharField(_("签署方式"), max_length=8, choices=Method.choices)
    typed_name = models.CharField(_("签名"), max_length=40)
    digest = models.CharField(max_length=64)
    scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("扫描件")
    )
    signed_on = models.DateField(_("签署日期"))
    at = models.DateTimeField(_("登记时间"))
    expires_on = models.DateField(_("有效期至"))

    objects = ScopedManager.from_queryset(SignatureQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("签署记录")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "post", "signed_on"],
                name="signature_once",
                violation_error_message=_("这一天的签署已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(method="system", scan=None) | Q(method="paper", scan__isnull=False),
                name="paper_has_scan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.typed_name} {self.text}"

    @property
    def is_sound(self) -> bool:
        """Whether the text is still the one that was signed."""
        return bool(self.digest == self.text.digest)
