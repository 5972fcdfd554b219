"""Other departments (有关部门), who speaks for them (联系人), and letters to them (函)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import EmailValidator
from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.departments.rules import names_in
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, PAST
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField, mask
from zulian.regions.models import Region


class DepartmentQuerySet(ScopedQuerySet["Department"]):
    """Verbs of the departments."""

    def with_names(self) -> Self:
        return self.select_related("region")

    def standing(self) -> Self:
        """Those that are there: neither merged into another nor dissolved."""
        return self.filter(ended_on=None)


class Department(models.Model):
    """A department or unit beside the federation (有关部门) of a division, as the federation of that division keeps it.

    `aliases` are the names by which circulars call it, parted by 、: by them and its name it is found where words name it.
    """

    class Kind(models.TextChoices):
        PARTY = "party", _("党委部门")
        GOVERNMENT = "government", _("政府部门")
        MASS = "mass", _("群团组织")
        HOSPITAL = "hospital", _("医院")
        SCHOOL = "school", _("学校")
        ENTERPRISE = "enterprise", _("企业")
        OTHER = "other", _("其他")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    name = models.CharField(_("名称"), max_length=60, help_text=_("如民政局、县医院。"))
    aliases = models.CharField(
        _("简称、别称"),
        max_length=200,
        blank=True,
        help_text=_("用顿号隔开。文件里怎么写的都可以填，如卫健局、卫生健康部门。"),
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    address = models.CharField(_("地址"), max_length=100, blank=True)
    ended_on = models.DateField(_("撤并日期"), null=True, validators=[PAST])

    objects = ScopedManager.from_queryset(DepartmentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("有关部门")
        ordering = ["region_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="department_once",
                violation_error_message=_("这个地区已有同名的部门。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_url("departments:department", self.pk)

    @property
    def names(self) -> list[str]:
        """All that it is called, its name first."""
        return [self.name, *names_in(self.aliases)]


class LiaisonQuerySet(ScopedQuerySet["Liaison"]):
    """Verbs of those who speak for departments."""

    def with_names(self) -> Self:
        return self.select_related("region", "department")

    def current(self, day: date) -> Self:
        """Those who speak for their department on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day))


class Liaison(models.Model):
    """Who speaks for a department (联系人), from when to when; telephone and e-mail are sealed."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="liaisons", verbose_name=_("部门")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地区"))
    name = models.CharField(_("姓名"), max_length=40)
    duty = models.CharField(
        _("职务和分工"), max_length=60, blank=True, help_text=_("如副局长、救助科经办。")
    )
    phone = SealedField(_("联系电话"), blank=True)
    email = SealedField(_("电子邮箱"), blank=True, validators=[EmailValidator()])
    since = models.DateField(_("起始日期"), null=True, blank=True, validators=[PAST])
    until = models.DateField(_("截止日期"), null=True, validators=[PAST])

    objects = ScopedManager.from_queryset(LiaisonQuerySet)()
    scope_parent = "department"

    class Meta:
        verbose_name = verbose_name_plural = _("部门联系人")
        ordering = ["department_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name"],
                condition=Q(until=None),
                name="liaison_once",
                violation_error_message=_("这个联系人已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="liaison_order",
                violation_error_message=_("截止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return mask(self.phone, 3, 4)

    def contact_for(self, post: Post) -> str:
        """Telephone and e-mail for a post: whole for the federation that keeps them, masked for those above it."""
        if post.region_id == self.region_id:
            return " ".join(filter(None, (self.phone, self.email)))
        return self.masked_phone


class LetterQuerySet(ScopedQuerySet["Letter"]):
    """Verbs of the letters."""

    def with_names(self) -> Self:
        return self.select_related("region", "department__region")

    def overdue(self, day: date) -> Self:
        """Those that should have been answered before a day and were not."""
        return self.filter(state=Letter.State.SENT, answer_by__lt=day)

    def answered(self) -> Self:
        """Those whose answer has come and that wait for what follows from it."""
        return self.filter(state=Letter.State.ANSWERED)


class Letter(models.Model):
    """A letter (函) to a department: what it is asked for, and what became of it.

    `about` says in words for what it was written; `source` and `source_pk` are the URL name and the key of that row's page.
    """

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("拟稿")
        SENT = "sent", "reported", _("已发出")
        ANSWERED = "answered", "signed", _("已复函")
        DONE = "done", "closed", _("已办结")
        NEEDLESS = "needless", "dropped", _("无需答复")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("发函单位"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="letters", verbose_name=_("收函部门")
    )
    title = models.CharField(
        _("标题"), max_length=100, help_text=_("如关于商请共享低保对象名单的函。")
    )
    text = models.TextField(_("商请事项"), max_length=4000)
    about = models.CharField(_("依据或来由"), max_length=200, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_pk = models.PositiveBigIntegerField(null=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("附件")
    )
    number = models.CharField(_("发文字号"), max_length=40, blank=True)
    sent_on = models.DateField(_("发出日期"), null=True, validators=[PAST])
    answer_by = models.DateField(_("函复期限"), null=True, blank=True, validators=[DEADLINE])
    urged = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    urged_on = models.DateField(_("最近催办日期"), null=True, validators=[PAST])
    answered_on = models.DateField(_("复函日期"), null=True, validators=[PAST])
    answer = models.TextField(_("复函内容"), max_length=2000, blank=True)
    answer_file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("复函文件")
    )
    outcome = models.CharField(_("办理结果"), max_length=200, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.DRAFT, protected=True
    )

    objects = ScopedManager.from_queryset(LetterQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("函件")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["region", "state", "answer_by"], name="letter_waiting"),
            models.Index(fields=["source", "source_pk"], name="letter_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                condition=~Q(number=""),
                name="letter_number_once",
                violation_error_message=_("本单位已有一份函用了这个发文字号。"),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_on=None)
                | (~Q(state="draft") & Q(sent_on__isnull=False)),
                name="letter_sent_on",
                violation_error_message=_("发出的函要有发出日期。"),
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(answer_by=None) | Q(answer_by__gte=F("sent_on")),
                name="letter_answer_by",
                violation_error_message=_("函复期限不能早于发出日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_url("departments:letter", self.pk)

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been answered by now."""
        is_waiting = self.state == self.State.SENT and self.answer_by is not None
        return is_waiting and self.answer_by < today()  # type: ignore[operator]

    @property
    def source_url(self) -> str:
        """The address of the row that it was written for, "" for none."""
        try:
            return row_url(self.source, self.source_pk) if self.source_pk else ""
        except NoReverseMatch:
            return ""

    @transition(field=state, source=State.DRAFT, target=State.SENT)
    def send(self) -> None:
        """发出."""

    @transition(field=state, source=[State.SENT, State.ANSWERED], target=State.ANSWERED)
    def take_answer(self) -> None:
        """收到复函; another answer takes the place of the first."""

    @transition(field=state, source=State.ANSWERED, target=State.DONE)
    def finish(self) -> None:
        """办结."""

    @transition(field=state, source=State.SENT, target=State.NEEDLESS)
    def let_go(self) -> None:
        """无需答复."""
