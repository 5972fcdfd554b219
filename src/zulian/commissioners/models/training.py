"""Training (培训): the year's plan, sessions with sign-in, materials, questions, who attended and passed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.commissioners.models.archive import Commissioner
from zulian.documents.models import Attachment
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.regions.models import Region

MAX_TEXT = 20_000


class Course(models.Model):
    """One course of a federation's yearly plan (培训计划), for the commissioners of its division."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("举办单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("课程"), max_length=80)
    hours = models.PositiveSmallIntegerField(
        _("学时"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    planned_on = models.DateField(_("计划日期"))
    aim = models.CharField(_("培训内容"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("培训课程")
        ordering = ["-year", "planned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "title"],
                name="course_once",
                violation_error_message=_("今年的计划里已有同名课程。"),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="course_hours",
                violation_error_message=_("学时应大于 0。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("commissioners:course", self.pk)


class SessionQuerySet(ScopedQuerySet["Session"]):
    """Verbs of the sessions."""

    def with_names(self) -> Self:
        return self.select_related("course__region")


class Session(models.Model):
    """One time a course is held (班次), seen by whom its course is seen by. `code` is what its QR code says."""

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="sessions", verbose_name=_("课程")
    )
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80)
    code = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(SessionQuerySet)()
    scope_field: ClassVar[str] = "course__region_id"
    scope_published: ClassVar[dict[str, Any]] = {}

    class Meta:
        verbose_name = verbose_name_plural = _("培训班次")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.place}"

    def get_absolute_url(self) -> str:
        return row_url("commissioners:session", self.pk)


class Attendance(models.Model):
    """Who was there (参训). `hours` are credited at once, or when the test is passed where a course has questions."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="attendances", verbose_name=_("培训班次")
    )
    commissioner = models.ForeignKey(
        Commissioner, models.PROTECT, related_name="attendances", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    at = models.DateTimeField(_("签到时间"), default=now)
    by_code = models.BooleanField(_("扫码签到"), default=False)
    score = models.PositiveSmallIntegerField(_("测验成绩"), null=True)
    hours = models.PositiveSmallIntegerField(_("学时"), default=0)
    number = models.CharField(_("证书编号"), max_length=40, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "commissioner"

    class Meta:
        verbose_name = verbose_name_plural = _("参训记录")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "commissioner"],
                name="attendance_once",
                violation_error_message=_("这个人已经签到。"),
            )
        ]
        indexes = [models.Index(fields=["region", "year"], name="attendance_year")]

    def __str__(self) -> str:
        return str(self.commissioner)


class Question(models.Model):
    """A question of a course (题库): `options` are two to six texts, `answer` the place of the right one from 0."""

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="questions", verbose_name=_("课程")
    )
    text = models.CharField(_("题目"), max_length=300)
    options: Any = models.JSONField(_("选项"))
    answer = models.PositiveSmallIntegerField(_("答案"))

    class Meta:
        verbose_name = verbose_name_plural = _("试题")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class Material(models.Model):
    """Something to learn from (教材): a file, or the address of a recording, which needs its words as captions (字幕文字稿).

    `text` is shown in large print and read by screen readers.
    """

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="materials", verbose_name=_("课程")
    )
    title = models.CharField(_("名称"), max_length=80)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("文件")
    )
    link = models.CharField(_("音像地址"), max_length=200, blank=True)
    text = models.TextField(
        _("文字稿"),
        blank=True,
        help_text=_("音像教材必填：字幕内容。页面上用大字显示，读屏软件可以朗读。"),
        validators=[MaxLengthValidator(MAX_TEXT)],
    )

    class Meta:
        verbose_name = verbose_name_plural = _("教材")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | ~Q(text=""),
                name="material_captions",
                violation_error_message=_("音像教材须附文字稿（字幕内容），方便听力残疾的学员。"),
            )
        ]

    def __str__(self) -> str:
        return self.title
