"""What clerks learn (业务学习): the handbook in chapters with questions, and the tests that make a licence."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region

MAX_TEXT = 20_000


class Chapter(models.Model):
    """A chapter of the handbook (工作手册), issued by a federation for itself and all below it."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("编写单位"))
    number = models.PositiveSmallIntegerField(_("章"), validators=[MinValueValidator(1)])
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("内容"), validators=[MaxLengthValidator(MAX_TEXT)])

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, object]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("工作手册")
        ordering = ["region_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                name="chapter_once",
                violation_error_message=_("这一章已有，请换一个序号。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("certificates:chapter", self.pk)


class ChapterQuestion(models.Model):
    """A question on a chapter: two to six options, `answer` the place of the right one from 0."""

    chapter = models.ForeignKey(
        Chapter, models.CASCADE, related_name="questions", verbose_name=_("章节")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    text = models.CharField(_("题目"), max_length=300)
    options: Any = models.JSONField(_("选项"))
    answer = models.PositiveSmallIntegerField(_("答案"))

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "chapter"
    scope_published: ClassVar[dict[str, object]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("手册试题")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class TrialQuerySet(ScopedQuerySet["Trial"]):
    """Verbs of the tests."""

    def in_force(self, day: date) -> Self:
        """Passed, and not lapsed on `day`."""
        return self.filter(expires_on__gte=day)


class Trial(models.Model):
    """One test of a post (上岗测验); a passed one is the licence until `expires_on`."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="trials", verbose_name=_("岗位"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    score = models.PositiveSmallIntegerField(_("成绩"))
    expires_on = models.DateField(_("有效期至"), null=True)
    at = models.DateTimeField(_("测验时间"), default=now)

    objects = ScopedManager.from_queryset(TrialQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("上岗测验")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=100), name="trial_score"),
        ]
        indexes = [models.Index(fields=["post", "expires_on"], name="trial_licence")]

    def __str__(self) -> str:
        return f"{self.post} {self.score}"
