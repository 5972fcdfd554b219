"""What goes between the levels: papers from above (来文), notes on a task, spot checks (抽查), issued bulletins (通报)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation import clock
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.plans.models.assignment import Assignment
from zulian.plans.models.plan import Circular
from zulian.regions.models import Region


class IncomingPaper(models.Model):
    """A paper that came from above (来文): registered with a number of its own, read, and kept.

    `paper` are the blocks of its text in reading order. `published` opens it to the organisations below.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("收文单位"))
    entry = models.CharField(_("收文编号"), max_length=30)
    received_on = models.DateField(_("收文日期"), default=clock.today)
    issuer = models.CharField(_("来文机关"), max_length=60)
    number = models.CharField(_("来文字号"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    remark = models.CharField(_("拟办意见"), max_length=300, blank=True)
    published = models.BooleanField(
        _("下级单位可以查看"),
        default=False,
        help_text=_("勾选后，下级残联在“来文登记”里也看得到全文；拟办意见只有本单位看得到。"),
    )
    source = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name=_("原文"))
    paper: Any = models.JSONField(default=list)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, bool]] = {"published": True}

    class Meta:
        verbose_name = verbose_name_plural = _("来文")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "entry"],
                name="incoming_paper_entry",
                violation_error_message=_("这个收文编号刚刚已用于另一份来文，请重新登记。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("plans:paper", self.pk)


class Note(models.Model):
    """What is said on an assignment beside its reports: progress, a question with whom it is meant for, an answer."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("进展")
        QUESTION = "question", _("提问")
        ANSWER = "answer", _("答复")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="notes")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("承担单位"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("内容"), max_length=500)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("填写人"))
    to = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("请谁答复")
    )
    at = models.DateTimeField(_("时间"), default=clock.now)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "assignment"

    class Meta:
        verbose_name = verbose_name_plural = _("任务留言")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class SpotCheck(models.Model):
    """A spot check (抽查) of closed tasks by a level further up; who draws again with `seed` draws the same."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="spot_checks")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("抽查单位"))
    seed = models.CharField(_("随机种子"), max_length=20)
    drawn_from = models.PositiveIntegerField(_("可抽任务"))
    at = models.DateTimeField(_("抽取时间"), default=clock.now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("抽取人")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("抽查")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.region_id} {self.seed}"


class SpotCheckItem(models.Model):
    """One task drawn in a spot check, and what was found."""

    class Outcome(ColoredChoices):
        WAITING = "", "reported", _("待核实")
        SOUND = "sound", "closed", _("属实")
        FAULT = "fault", "overdue", _("不实")

    check_of = models.ForeignKey(SpotCheck, models.CASCADE, related_name="items")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="spot_checks", verbose_name=_("任务")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("被抽查单位")
    )
    outcome = models.CharField(_("核实结果"), max_length=8, choices=Outcome.choices, blank=True)
    remark = models.CharField(_("核实情况"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("核实时间"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "assignment"

    class Meta:
        verbose_name = verbose_name_plural = _("抽查任务")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "assignment"],
                name="spot_check_once",
                violation_error_message=_("这项任务在这次抽查里已经抽到。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.get_outcome_display()}"


class IssuedBulletin(models.Model):
    """A bulletin or summary (通报、总结): a draft of its organisation until it is issued.

    As issued its text and figures stay, whatever the registers say later; everybody below may read it.
    `blocks` are those of `documents.official` as JSON, see `documents.wording`.
    """

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="bulletins")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("印发单位"))
    kind = models.CharField(_("文种"), max_length=10)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    addressees = models.CharField(_("主送机关"), max_length=300, blank=True)
    signer = models.CharField(_("署名"), max_length=80, blank=True)
    on = models.DateField(_("数字截至"))
    blocks: Any = models.JSONField(default=list)
    issued_at = models.DateTimeField(_("印发时间"), null=True)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("印发人")
    )
    source = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("公文")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_published: ClassVar[dict[str, bool]] = {"issued_at__isnull": False}

    class Meta:
        verbose_name = verbose_name_plural = _("已印发的通报总结")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                condition=~models.Q(number=""),
                name="issued_bulletin_number",
                violation_error_message=_("这个文号已用于本单位的另一份文件，请核对。"),
            ),
            models.UniqueConstraint(
                fields=["circular", "region", "kind"],
                condition=models.Q(issued_at=None),
                name="issued_bulletin_one_draft",
                violation_error_message=_("这份文件的这一文种已有草稿，请在草稿上修改。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title.replace("\n", "")

    def get_absolute_url(self) -> str:
        return row_url("plans:issued-bulletin", self.pk)

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None
