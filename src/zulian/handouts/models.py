"""Handouts (传阅材料): what is to be read by whom, and who has read it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.foundation import clock
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.days import DEADLINE
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.handouts.rules import roles_within
from zulian.regions.models import Region, ancestors


class HandoutQuerySet(ScopedQuerySet["Handout"]):
    """Whom handouts are meant for, and who has read them."""

    def meant_for(self, post: Post) -> HandoutQuerySet:
        """Those that a post is to read: of its own organisation and of those above, for its role."""
        lines = [post.region_id, *ancestors(post.region_id)]
        meant = Audience.objects.filter(role=post.role).values("handout")
        return self.filter(region_id__in=lines, pk__in=meant).exclude(by=post)

    def unread_by(self, post: Post) -> HandoutQuerySet:
        """Those of them that are out and that the post has not read."""
        read = Receipt.objects.filter(post=post).values("handout")
        return self.meant_for(post).filter(state=Handout.State.OUT).exclude(pk__in=read)

    def followed_by(self, post: Post) -> HandoutQuerySet:
        """Those whose readers a post looks after: sent from its jurisdiction, or from above to somebody who works in it."""
        roles = roles_within(post.region.level)
        below = Audience.objects.filter(role__in=roles).values("handout")
        lines = Q(region_id__in=ancestors(post.region_id), pk__in=below)
        own = Handout.objects.under(post.region_id).order_by().values("pk")
        return self.filter(lines | Q(pk__in=own))

    def with_reading_of(self, post: Post) -> HandoutQuerySet:
        """With `reading` of each, whether the post has read it ("read"), is to ("unread"), or need not (""), and with `read_count`.

        That is how many of its jurisdiction have read it.
        """
        read = Receipt.objects.filter(post=post).values("handout")
        unread = Handout.objects.unread_by(post).order_by().values("pk")
        cases = (When(pk__in=read, then=Value("read")), When(pk__in=unread, then=Value("unread")))
        own = post.region.scope().condition("receipts__region_id")
        return self.annotate(
            reading=Case(*cases, default=Value("")),
            read_count=Count("receipts", filter=own),
        )


class Handout(models.Model):
    """A notice (通知), a handbook (手册) or something to learn (学习材料) that some roles below an organisation must read."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("通知")
        HANDBOOK = "handbook", _("手册")
        LESSON = "lesson", _("学习材料")

    class State(ColoredChoices):
        OUT = "out", "signed", _("传阅中")
        OVER = "over", "closed", _("已停止")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("发出单位"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices, default=Kind.NOTICE)
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("内容"), max_length=8000, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("附件")
    )
    read_by = models.DateField(_("请在此前读完"), null=True, blank=True, validators=[DEADLINE])
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("发出人"))
    at = models.DateTimeField(_("发出时间"), default=clock.now)
    state = models.CharField(_("状态"), max_length=4, choices=State.choices, default=State.OUT)

    objects = ScopedManager.from_queryset(HandoutQuerySet)()
    # Who is below reads it as well; that it is meant for their role, the register sees to.
    scope_published: ClassVar[dict[str, Any]] = {"state__in": list(State)}

    class Meta:
        verbose_name = verbose_name_plural = _("传阅材料")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["region", "state"], name="handout_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("handouts:handout", args=[self.pk])


class Audience(models.Model):
    """A role that must read a handout, in all organisations of its jurisdiction."""

    handout = models.ForeignKey(
        Handout, models.CASCADE, related_name="audience", verbose_name=_("传阅材料")
    )
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("传阅对象")
        constraints = [models.UniqueConstraint(fields=["handout", "role"], name="audience_once")]

    def __str__(self) -> str:
        return str(self.get_role_display())


class Receipt(models.Model):
    """That somebody has read a handout (已阅), and when."""

    handout = models.ForeignKey(
        Handout, models.CASCADE, related_name="receipts", verbose_name=_("传阅材料")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("阅读人"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    at = models.DateTimeField(_("阅读时间"), default=clock.now)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "post"

    class Meta:
        verbose_name = verbose_name_plural = _("已阅记录")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["handout", "post"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.post.user.name} {localtime(self.at):%Y-%m-%d}"
