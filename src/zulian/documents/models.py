"""Attachments (附件): files kept once by their hash, served only through permission checks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import now
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import unseal_bytes
from zulian.regions.models import Region

SEAL_CONTEXT = "documents.attachment.file"


class Attachment(models.Model):
    """One file. `region` owns it; `published` makes it readable in the divisions below.

    `permission` is what a post must hold to read it; a file about a person is `sealed` where it lies.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    published = models.BooleanField(default=False)
    permission = models.CharField(max_length=40, default="plan.read")
    sealed = models.BooleanField(default=False)
    name = models.CharField(_("文件名"), max_length=120)
    kind = models.CharField(_("类型"), max_length=8)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to="%Y/%m/", max_length=160)
    at = models.DateTimeField(_("上传时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, bool]] = {"published": True}
    scope_goes_along = True

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def read(self) -> bytes:
        """The file's bytes as they came in; raises SealError when a sealed one was altered."""
        with self.file.open("rb") as source:
            data = bytes(source.read())
        return unseal_bytes(data, SEAL_CONTEXT) if self.sealed else data

    @property
    def is_image(self) -> bool:
        return self.kind in {"jpg", "png", "webp"}
