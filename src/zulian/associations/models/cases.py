"""Rights cases (维权个案): complaint, handling, outcome, seen by those who handle them alone."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.associations.models.bodies import Association, OfAssociation
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.regions.models import Region


class RightsCaseQuerySet(OfAssociation["RightsCase"]):
    """Verbs of the cases."""

    def seen_by(self, post: Post) -> Self:
        """New ones: by the office of their own division, so that somebody takes them up; then by their circle alone."""
        if not post.may("association.case"):
            return self.none()
        fresh = models.Q(state=RightsCase.State.NEW, region_id=post.region_id)
        return self.filter(
            fresh
            | models.Q(
                pk__in=RightsCase.circle.through.objects.filter(post_id=post.pk).values(
                    "rightscase_id"
                )
            )
        )


class RightsCase(models.Model):
    """A complaint about rights. Who complains, what happened and what came of it are sealed; `page_key` opens the complainant's page."""

    class Matter(models.TextChoices):
        ACCESS = "access", _("无障碍")
        WORK = "work", _("就业和劳动")
        SCHOOL = "school", _("教育")
        HEALTH = "health", _("医疗康复")
        SUPPORT = "support", _("社会保障和补贴")
        PROPERTY = "property", _("财产和合同")
        FAMILY = "family", _("婚姻家庭")
        ABUSE = "abuse", _("歧视、侮辱和伤害")
        OTHER = "other", _("其他")

    class Source(models.TextChoices):
        PAGE = "page", _("公众页面")
        VISIT = "visit", _("来访")
        LETTER = "letter", _("来信")
        TEXT = "text", _("短信、微信")
        VIDEO = "video", _("视频手语")
        PHONE = "phone", _("来电")

    class State(ColoredChoices):
        NEW = "new", "issued", _("待受理")
        HANDLING = "handling", "reported", _("办理中")
        CLOSED = "closed", "closed", _("已办结")
        REFUSED = "refused", "dropped", _("不予受理")

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="cases", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    matter = models.CharField(_("事由"), max_length=10, choices=Matter.choices)
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    name = SealedField(_("反映人"))
    reply_to = SealedField(_("怎么联系"), blank=True)
    text = SealedField(_("反映的问题"))
    on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("办理期限"))
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.NEW, protected=True
    )
    handler = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("承办人")
    )
    circle: Any = models.ManyToManyField(Post, related_name="+", verbose_name=_("知悉范围"))
    outcome = SealedField(_("办理结果"), blank=True)
    done_on = models.DateField(_("办结日期"), null=True)
    mark = models.PositiveSmallIntegerField(_("反映人评价"), null=True)
    page_key = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(RightsCaseQuerySet)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("维权个案")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["region", "state"], name="association_case_list")]

    def __str__(self) -> str:
        return f"{self.get_matter_display()} {self.on}"

    def get_absolute_url(self) -> str:
        return row_url("associations:case", self.pk)

    def late(self, day: date) -> bool:
        """Whether it should have been closed by now."""
        return self.state in {RightsCase.State.NEW, RightsCase.State.HANDLING} and self.due_on < day

    @transition(field=state, source=State.NEW, target=State.HANDLING)
    def take_up(self) -> None:
        """受理."""

    @transition(field=state, source=State.NEW, target=State.REFUSED)
    def refuse(self) -> None:
        """不予受理, with the reason."""

    @transition(field=state, source=State.HANDLING, target=State.CLOSED)
    def close(self) -> None:
        """办结, with the outcome."""


class CaseNote(models.Model):
    """A step in handling a case, sealed; `shared` ones stand on the complainant's page, and some are the complainant's own."""

    case = models.ForeignKey(RightsCase, models.CASCADE, related_name="notes")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("记录人")
    )
    text = SealedField(_("内容"))
    shared = models.BooleanField(_("反映人可见"), default=False)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d}"
