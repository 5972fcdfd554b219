"""Daily work (工作日志): what a commissioner did for whom, and what is needed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.accounts.models import Post
from zulian.commissioners.models.archive import Commissioner
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import now
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet, Stays
from zulian.people.models import Person
from zulian.regions.models import Region


class Log(models.Model):
    """One thing done on a day (工作记录). `key` makes a form sent twice count once."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("入户走访")
        PHONE = "phone", _("电话联系")
        SERVICE = "service", _("代办服务")
        POLICY = "policy", _("政策宣传")
        EVENT = "event", _("组织活动")
        RECORD = "record", _("台账整理")

    commissioner = models.ForeignKey(
        Commissioner, models.PROTECT, related_name="logs", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    day = models.DateField(_("日期"))
    kind = models.CharField(_("事项"), max_length=8, choices=Kind.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("服务对象")
    )
    text = models.CharField(_("内容"), max_length=300, blank=True)
    photo = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("现场照片")
    )
    at = models.DateTimeField(_("登记时间"), default=now)
    key = models.CharField(max_length=36)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = Stays("commissioner")  # done among the people of that place

    class Meta:
        verbose_name = verbose_name_plural = _("工作日志")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commissioner", "key"],
                name="log_once",
                violation_error_message=_("这一条已经记过。"),
            )
        ]
        indexes = [models.Index(fields=["region", "day"], name="log_list")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class Need(models.Model):
    """What somebody needs, found on a visit (需求): handed to the room that can meet it, or settled here."""

    class Kind(models.TextChoices):
        CERTIFICATE = "card", _("办理残疾人证")
        VOLUNTEER = "help", _("志愿服务")
        DEVICE = "device", _("辅助器具")
        REHABILITATION = "rehab", _("康复")
        JOB = "job", _("就业培训")
        AID = "aid", _("困难救助")
        OTHER = "other", _("其他")

    class State(ColoredChoices):
        OPEN = "open", "issued", _("待办理")
        TAKEN = "taken", "signed", _("已转办")
        DONE = "done", "closed", _("已办结")

    log = models.ForeignKey(Log, models.PROTECT, related_name="needs", verbose_name=_("来源"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("服务对象")
    )
    kind = models.CharField(_("需求"), max_length=8, choices=Kind.choices)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, protected=True
    )
    url = models.CharField(max_length=200, blank=True)
    reply = models.CharField(_("办理情况"), max_length=200, blank=True)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人")
    )
    done_on = models.DateField(_("办结日期"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "log"

    class Meta:
        verbose_name = verbose_name_plural = _("需求")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken") | ~Q(url=""),
                name="need_taken_where",
                violation_error_message=_("转办的需求要有去处。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return row_url("commissioners:need", self.pk)

    @transition(field=state, source=State.OPEN, target=State.TAKEN)
    def take(self) -> None:
        """转办 to the room that can meet it."""

    @transition(field=state, source=[State.OPEN, State.TAKEN], target=State.DONE)
    def settle(self) -> None:
        """办结."""
