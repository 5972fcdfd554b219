"""Research (调研制度): topic, fieldwork, survey with results, report, proposal, and by whom it was adopted."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.associations.models.bodies import EASY, Association, OfAssociation
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now, today
from zulian.foundation.days import DEADLINE, PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.keys import new_key
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.regions.models import Region


class Research(models.Model):
    """A piece of research: due within its year, reported, proposed, adopted or not."""

    class State(ColoredChoices):
        FIELD = "field", "issued", _("调研中")
        REPORTED = "reported", "signed", _("已成报告")
        PROPOSED = "proposed", "reported", _("已提建议")
        ADOPTED = "adopted", "closed", _("已采纳")
        REJECTED = "rejected", "dropped", _("未采纳")

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="research", verbose_name=_("协会")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    topic = models.CharField(_("课题"), max_length=100)
    question = models.TextField(_("要弄清的问题"), max_length=1000)
    due_on = models.DateField(_("完成时限"), validators=[DEADLINE])
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=State.FIELD, protected=True
    )
    report = models.TextField(_("调研报告"), max_length=8000, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("报告文件")
    )
    reported_on = models.DateField(_("成稿日期"), null=True)
    proposal = models.CharField(_("建议"), max_length=1000, blank=True)
    proposed_to = models.CharField(_("提交给"), max_length=80, blank=True)
    proposed_on = models.DateField(_("提交日期"), null=True)
    verdict_by = models.CharField(_("答复单位"), max_length=80, blank=True)
    verdict = models.CharField(_("采纳情况"), max_length=500, blank=True)
    verdict_on = models.DateField(_("答复日期"), null=True)

    objects = ScopedManager.from_queryset(OfAssociation)()
    scope_parent = "association"

    class Meta:
        verbose_name = verbose_name_plural = _("调研课题")
        ordering = ["-due_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "topic", "due_on"],
                name="association_research_once",
                violation_error_message=_("已有同名课题。"),
            )
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return row_url("associations:research", self.pk)

    @transition(field=state, source=State.FIELD, target=State.REPORTED)
    def write_up(self) -> None:
        """成稿."""

    @transition(field=state, source=State.REPORTED, target=State.PROPOSED)
    def propose(self) -> None:
        """提建议 to whoever can change it."""

    @transition(field=state, source=State.PROPOSED, target=State.ADOPTED)
    def adopt(self) -> None:
        """采纳."""

    @transition(field=state, source=State.PROPOSED, target=State.REJECTED)
    def reject(self) -> None:
        """未采纳, with the reason given."""


class Fieldwork(models.Model):
    """A day in the field (实地调研)."""

    research = models.ForeignKey(
        Research, models.CASCADE, related_name="fieldwork", verbose_name=_("课题")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    on = models.DateField(_("日期"), default=today, validators=[PAST])
    place = models.CharField(_("地点"), max_length=80)
    people = models.PositiveIntegerField(_("访谈人数"), validators=[MaxValueValidator(10_000)])
    notes = models.TextField(_("记录"), max_length=3000)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "research"

    class Meta:
        verbose_name = verbose_name_plural = _("实地调研")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.place}"


class SurveyQuerySet(OfAssociation["Survey"]):
    """Verbs of the surveys."""

    def with_names(self) -> Self:
        return self.select_related("research__association__region")


class Survey(models.Model):
    """A survey form (调查问卷), open to whoever has its address. One that promises anonymity keeps nothing about who answers."""

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("设计中")
        OPEN = "open", "issued", _("征集中")
        CLOSED = "closed", "closed", _("已截止")

    research = models.ForeignKey(
        Research, models.CASCADE, related_name="surveys", verbose_name=_("课题")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    title = models.CharField(_("问卷名称"), max_length=80)
    intro = models.CharField(_("说明"), max_length=300)
    easy = models.CharField(_("易读说明"), max_length=200, help_text=EASY)
    anonymous = models.BooleanField(_("匿名"), default=True, help_text=_("不记姓名、时间和来源。"))
    until = models.DateField(_("截止日期"))
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.DRAFT, protected=True
    )
    code = models.CharField(max_length=32, unique=True, default=new_key)

    objects = ScopedManager.from_queryset(SurveyQuerySet)()
    scope_parent = "research"

    class Meta:
        verbose_name = verbose_name_plural = _("调查问卷")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("associations:survey", self.pk)

    @transition(field=state, source=State.DRAFT, target=State.OPEN)
    def start(self) -> None:
        """发布: questions stand from now on."""

    @transition(field=state, source=State.OPEN, target=State.CLOSED)
    def close(self) -> None:
        """截止."""


class Question(models.Model):
    """A question of a survey: one of several, several of several, a scale of five, or words."""

    class Kind(models.TextChoices):
        ONE = "one", _("单选")
        MANY = "many", _("多选")
        SCALE = "scale", _("打分（1 至 5）")
        WORDS = "words", _("文字")

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="questions", verbose_name=_("问卷")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    order = models.PositiveSmallIntegerField(_("题号"))
    kind = models.CharField(_("题型"), max_length=6, choices=Kind.choices)
    text = models.CharField(_("问题"), max_length=200)
    easy = models.CharField(
        _("易读问法"), max_length=100, blank=True, help_text=_("不填就用上面的问题。")
    )
    options: Any = models.JSONField(_("选项"), default=list)
    required = models.BooleanField(_("必答"), default=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "survey"

    class Meta:
        verbose_name = verbose_name_plural = _("问题")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "order"],
                name="association_question_once",
                violation_error_message=_("刚刚已加了一道题，请刷新页面后再试。"),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Answer(models.Model):
    """One filled-in survey (答卷): by question its answer. `token` came with the form, so that it counts once.

    Where the survey is anonymous there is no name, no time of day, and no trail of who sent it.
    """

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="answers", verbose_name=_("问卷")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("地区"))
    token = models.CharField(max_length=32, unique=True)
    given: Any = models.JSONField(_("回答"), default=dict)
    name = SealedField(_("姓名"), blank=True)
    at = models.DateTimeField(_("提交时间"), default=now, null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "survey"

    class Meta:
        verbose_name = verbose_name_plural = _("答卷")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}"
