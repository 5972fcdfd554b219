"""Cases (办件): a person's business from the counter to the card in their hand, step by step with its clock."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from zulian.accounts.models import Post
from zulian.certificates.models.cards import GRADES, Certificate
from zulian.certificates.rules import routes
from zulian.certificates.rules.cards import PRINTING, Kind
from zulian.documents.models import Attachment
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.fields import ManyField
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import (
    EVERYTHING,
    ScopedManager,
    ScopedQuerySet,
    code_range,
    scope,
)
from zulian.foundation.sealing import SealedField
from zulian.foundation.workdays import add_workdays
from zulian.people.disabilities import CATEGORIES, SINGLE
from zulian.people.models import Person
from zulian.people.rules import mask_phone
from zulian.regions.models import Region

KINDS = (
    (Kind.FIRST, _("首次申领")),
    (Kind.RENEWAL, _("到期换领")),
    (Kind.REPLACEMENT, _("遗失补办")),
    (Kind.DAMAGE, _("损毁换领")),
    (Kind.REGRADE, _("类别等级变更")),
    (Kind.DETAILS, _("信息变更")),
    (Kind.TRANSFER, _("跨县迁移")),
    (Kind.FREEZE, _("冻结")),
    (Kind.UNFREEZE, _("解冻、解除挂失")),
    (Kind.LOSS, _("挂失")),
    (Kind.CANCEL, _("注销")),
)


class State(ColoredChoices):
    """What a case waits for (办件状态)."""

    MATERIALS = "materials", "issued", _("待补材料")
    ORDER = "order", "signed", _("待派评定")
    ASSESS = "assess", "signed", _("待评定")
    CHECK = "check", "signed", _("待核对结论")
    PUBLISH = "publish", "reported", _("公示中")
    REVIEW = "review", "signed", _("待审核")
    APPROVE = "approve", "signed", _("待审批")
    CITY = "city", "signed", _("待市级审核")
    PRODUCE = "produce", "signed", _("待制证")
    HANDOVER = "handover", "signed", _("待发放")
    RELEASE = "release", "issued", _("待迁出地确认")
    RECEIVE = "receive", "issued", _("待迁入地接收")
    CLOSED = "closed", "closed", _("已办结")
    UNQUALIFIED = "unqualified", "returned", _("不予办理")
    WITHDRAWN = "withdrawn", "dropped", _("已撤回")


# What each step is called while it is done and once it is done.
STEPS: dict[str, Any] = {
    State.MATERIALS: _("收件"),
    State.ORDER: _("派评定"),
    State.ASSESS: _("评定"),
    State.CHECK: _("核对结论"),
    State.PUBLISH: _("公示"),
    State.REVIEW: _("审核"),
    State.APPROVE: _("审批"),
    State.CITY: _("市级审核"),
    State.PRODUCE: _("制证"),
    State.HANDOVER: _("发放"),
    State.RELEASE: _("迁出地确认"),
    State.RECEIVE: _("迁入地接收"),
}
# Whose turn it is in each step.
OWNERS: dict[str, Any] = {
    State.ASSESS: _("评定医生"),
    State.REVIEW: _("审核员"),
    State.APPROVE: _("主管领导"),
    State.CITY: _("市残联"),
    State.RELEASE: _("迁出地办证员"),
    State.RECEIVE: _("迁入地办证员"),
}


class Told(models.TextChoices):
    """How an applicant was told of a result (告知方式): the ten working days for an objection run from that day."""

    HANDED = "handed", _("发证时告知")
    LETTER = "letter", _("送达告知书")
    POSTED = "posted", _("邮寄")
    SPOKEN = "spoken", _("当面告知")


ENDED = (State.CLOSED, State.UNQUALIFIED, State.WITHDRAWN)
# What the counter's clerks have to do.
CLERKS = (
    State.MATERIALS,
    State.ORDER,
    State.CHECK,
    State.PUBLISH,
    State.PRODUCE,
    State.HANDOVER,
    State.RELEASE,
    State.RECEIVE,
)
RUNNING = tuple(state for state in State if state not in ENDED)
# Where a running case has its result.
RESULT = (
    State.CHECK,
    State.PUBLISH,
    State.REVIEW,
    State.APPROVE,
    State.CITY,
    State.PRODUCE,
    State.HANDOVER,
)
# The steps of a transfer whose grade is doubted that the receiving county takes before it takes over.
DOUBTED = (State.ORDER, State.ASSESS, State.CHECK, State.MATERIALS, State.PUBLISH)
# Those that follow once it has taken over, where something else was found than the card says.
FOUND_OTHERWISE = (State.REVIEW, State.APPROVE, State.PRODUCE, State.HANDOVER)


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Verbs of the cases."""

    def running(self) -> Self:
        return self.filter(ended_on=None)

    def late(self, day: date) -> Self:
        """Running cases whose present step is over time; a paused clock is never late."""
        return self.filter(late_on(day))

    def for_counter(self, region: Region) -> Self:
        """Running cases that wait for the clerks of a county: of a transfer only the part that is this county's own."""
        low, high = code_range(region.code)
        home = Q(region_id__gte=low, region_id__lt=high)
        new_home = Q(to_region_id__gte=low, to_region_id__lt=high)
        taken_here = Q(taken_at_id__gte=low, taken_at_id__lt=high)
        taken = Q(state=State.MATERIALS, taken_at__isnull=False)
        theirs = (*DOUBTED, *FOUND_OTHERWISE)
        receiving = Q(state=State.RECEIVE) | Q(doubted_on__isnull=False, state__in=theirs)
        clerks = Q(state__in=CLERKS)
        return self.running().filter(
            clerks & home & ~taken & ~receiving | clerks & receiving & new_home | taken & taken_here
        )

    def due_first(self) -> Self:
        """What is due first comes first, what is paused last."""
        return self.order_by(
            models.F("paused_on").asc(nulls_first=True), models.F("due").asc(nulls_last=True), "pk"
        )

    def with_names(self) -> Self:
        return self.select_related("person", "region", "to_region", "taken_at", "certificate")

    def locked(self, pk: int) -> Case:
        """A case for a step, locked until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)


def late_on(day: date) -> Q:
    """The condition of a case whose present step is late on `day`."""
    return Q(ended_on=None, paused_on=None, due__lt=day)


class Case(models.Model):
    """One case. It follows the rules in force on `arrived_on`; `region` is the household register of its person.

    `to_region` is where a transfer goes, `taken_at` another county that took the case in: both counties see it. `due` is
    the last day of the present step.
    """

    States = State

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("户籍所在地")
    )
    to_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("迁入地"),
    )
    taken_at = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("异地受理"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="cases", verbose_name=_("申请人")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, related_name="cases", verbose_name=_("残疾人证")
    )
    kind = models.CharField(_("办件类别"), max_length=12, choices=KINDS)
    state = FSMField(
        _("状态"), max_length=12, choices=State.choices, default=State.MATERIALS, protected=True
    )
    arrived_on = models.DateField(_("申请日期"))
    accepted_on = models.DateField(_("受理日期"), null=True)
    due = models.DateField(_("本步时限"), null=True)
    provisional = models.BooleanField(default=False)
    late = models.BooleanField(_("曾超时限"), default=False)
    paused_on = models.DateField(_("暂停日期"), null=True)
    pause_reason = models.CharField(_("暂停原因"), max_length=60, blank=True)
    ended_on = models.DateField(_("办结日期"), null=True)
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    details = SealedField(_("变更内容"), blank=True)
    at_home = models.BooleanField(_("需要上门"), default=False)
    returns_to = models.CharField(max_length=12, blank=True)
    doubted_on = models.DateField(_("要求重新评定日期"), null=True)
    wanted: Any = ManyField(_("申请评定的类别"), default=list, of=SINGLE)
    parts: Any = models.JSONField(_("评定结果"), default=dict)
    category = models.PositiveSmallIntegerField(_("残疾类别"), choices=CATEGORIES, null=True)
    grade = models.PositiveSmallIntegerField(_("残疾等级"), choices=GRADES, null=True)
    found_on = models.DateField(_("结论日期"), null=True)
    told_on = models.DateField(_("结果告知日期"), null=True)
    told_how = models.CharField(_("告知方式"), max_length=8, choices=Told.choices, blank=True)
    publish_from = models.DateField(_("公示开始"), null=True)
    publish_until = models.DateField(_("公示截止"), null=True)
    verdict = models.CharField(_("审核意见"), max_length=300, blank=True)
    accepted_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("受理人")
    )
    reviewed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("审核人")
    )
    approved_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("审批人")
    )
    signers: Any = models.JSONField(_("共同签署人"), default=list)
    handed_how = models.CharField(_("领取方式"), max_length=8, blank=True)
    handed_to = models.CharField(_("领取人"), max_length=40, blank=True)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="offspring")

    objects = ScopedManager.from_queryset(CaseQuerySet)()
    scope_field = ("region_id", "to_region_id", "taken_at_id")

    class Meta:
        verbose_name = verbose_name_plural = _("办件")
        ordering = ["-arrived_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on=None),
                name="one_running_case",
                violation_error_message=_("这个人刚刚已有一件业务在办，请刷新后查看。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_on__isnull=False, due=None)
                | Q(state__in=RUNNING, ended_on=None),
                name="case_ended",
            ),
            models.CheckConstraint(
                condition=Q(kind="transfer", to_region__isnull=False)
                | (~Q(kind="transfer") & Q(to_region=None)),
                name="case_transfer",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "due"], name="case_queue"),
            models.Index(fields=["to_region", "state"], name="case_incoming"),
            models.Index(
                fields=["taken_at", "state"],
                name="case_taken",
                condition=Q(taken_at__isnull=False),
            ),
            models.Index(fields=["arrived_on"], name="case_year"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.person} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:case", args=[self.pk])

    @property
    def number(self) -> str:
        """办件编号: county, year, and the row's own number."""
        return f"{self.region_id[:6]}-{self.arrived_on:%Y}-{self.pk or 0:06}"

    @property
    def routes(self) -> Policy:
        return policy("certificates/routes", self.arrived_on)

    @property
    def procedure(self) -> Policy:
        return policy("certificates/procedure", self.arrived_on)

    @property
    def acceptance(self) -> Policy:
        return policy("certificates/acceptance", self.arrived_on)

    @property
    def steps(self) -> tuple[str, ...]:
        """The way of this case by the rules of its date: a transfer that is doubted goes through an assessment.

        Where that found something else than the card says, the way goes on to another card. A change of what is not
        printed on the card has no step.
        """
        if self.doubted_on:
            onward = self.acceptance["otherwise_route"] if self.found_otherwise else ()
            return (*self.acceptance["doubted_route"], *onward)
        if self.kind == Kind.DETAILS and not self.changes_card:
            return ()
        return routes.route(self.routes, Kind(self.kind))

    @property
    def found_otherwise(self) -> bool:
        """Whether the assessment that a receiving county asked for found something else than the card said at that time."""
        card = self.certificate
        if not self.doubted_on or not self.found_on or not self.category or card is None:
            return False
        is_made_here = card.made_for == self.kind and card.issued_on >= self.doubted_on
        said = (card.category, card.grade, card.parts)
        return is_made_here or said != (self.category, self.grade, self.parts)

    @property
    def changes_card(self) -> bool:
        """Whether a change of details asks for anything that is printed on the card."""
        return routes.is_printed(self.routes, json.loads(self.details or "{}"))

    @property
    def is_running(self) -> bool:
        return self.ended_on is None

    @property
    def is_late(self) -> bool:
        return (
            self.is_running
            and self.paused_on is None
            and self.due is not None
            and self.due < today()
        )

    @property
    def county(self) -> str:
        """The first six digits of whose turn it is; the city's review is the city's own.

        Materials are gathered where the case was taken in; the receiving step of a transfer, and the assessment
        that it asks for, are the other county's.
        """
        if self.state == State.CITY:
            return self.region_id[:4].ljust(6, "0")
        theirs = (*DOUBTED, *FOUND_OTHERWISE)
        receiving = self.state == State.RECEIVE or (self.doubted_on and self.state in theirs)
        if self.state == State.MATERIALS and self.taken_at_id and not receiving:
            return self.taken_at_id[:6]
        if receiving and self.to_region_id:
            return self.to_region_id[:6]
        return self.region_id[:6]

    @property
    def accepting(self) -> Region:
        """Whose organisation took a case in: that of the post which accepted it, before that of the county at the counter."""
        if self.accepted_by is not None:
            return self.accepted_by.region
        county = (self.taken_at_id or self.region_id)[:6].ljust(12, "0")
        return Region.objects.get(code=county)

    @property
    def home_id(self) -> str:
        """The division whose county speaks with the applicant: of a doubted transfer the new home, which had it assessed."""
        return self.to_region_id if self.doubted_on and self.to_region_id else self.region_id

    @property
    def change_words(self) -> str:
        """What a change of details asks for, as far as it may be shown: the telephone masked, the address only named."""
        given = json.loads(self.details or "{}")
        said = {
            _("姓名"): given.get("name", ""),
            _("联系电话"): mask_phone(given.get("phone", "")),
            _("户籍地址"): _("已填写新地址") if given.get("address") else "",
        }
        return "；".join(f"{name} {value}" for name, value in said.items() if value)

    @property
    def objection_until(self) -> date | None:
        """The last day for an objection; None as long as nobody was told of the result, for then none has passed."""
        if self.found_on is None or self.told_on is None:
            return None
        return add_workdays(self.told_on, self.procedure["objection_workdays"]).day

    @property
    def owner(self) -> str:
        """Who does the present step; empty once the case has ended."""
        return str(OWNERS.get(self.state, _("办证员"))) if self.is_running else ""

    @property
    def result(self) -> str:
        """Category and grade in words, once found."""
        return f"{self.get_category_display()}{self.get_grade_display()}" if self.category else ""

    @property
    def lacks_guardian(self) -> bool:
        """Whether a card is asked for by somebody who applies through a guardian, and none is on file.

        What was found counts, not only what was applied for.
        """
        if self.kind not in PRINTING and not self.doubted_on:
            return False
        categories = [int(c) for c in self.parts] or self.wanted
        needed = routes.needs_guardian(self.person.age_on(today()), categories, self.routes)
        if not needed:
            return False
        # Somebody who moves here has their file at the old home still.
        with scope(EVERYTHING):
            return not self.person.relatives.filter(kind="guardian").exists()

    def onward(self) -> str:
        """The state after the present one."""
        back, self.returns_to = self.returns_to, ""
        if back and self.state == State.MATERIALS:
            return back
        return routes.following(self.steps, self.state)

    def with_result(self) -> str:
        """The state after the result: where a guardian is to be put on file first, the case waits for that."""
        following = routes.following(self.steps, State.ASSESS)
        if self.lacks_guardian:
            self.returns_to = following
            return State.MATERIALS
        return following

    @transition(field=state, source=State.MATERIALS, target=RETURN_VALUE(*State))
    def accept(self) -> str:
        """受理: the materials are complete."""
        return self.onward()

    @transition(field=state, source=State.ORDER, target=RETURN_VALUE(*State))
    def send_order(self) -> str:
        """派评定: to a designated hospital, or recorded jointly where the rules of the date allow."""
        return self.onward()

    @transition(field=state, source=State.ASSESS, target=RETURN_VALUE(*State))
    def find(self) -> str:
        """评定结束: goes on when anything was found, ends when nothing was."""
        return self.with_result() if self.category else State.UNQUALIFIED

    @transition(field=state, source=State.ASSESS, target=State.CHECK)
    def find_otherwise(self) -> None:
        """评定结束: a finding differs from what the measurements suggest, and is looked at before anything goes on."""

    @transition(field=state, source=State.CHECK, target=RETURN_VALUE(*State))
    def check_finding(self) -> str:
        """核对结论: it stands as the doctor found."""
        return self.with_result() if self.category else State.UNQUALIFIED

    @transition(field=state, source=State.PUBLISH, target=RETURN_VALUE(*State))
    def end_publication(self) -> str:
        """公示期满."""
        return self.onward()

    @transition(field=state, source=State.REVIEW, target=RETURN_VALUE(*State))
    def pass_review(self) -> str:
        """审核通过."""
        return self.onward()

    @transition(field=state, source=State.APPROVE, target=RETURN_VALUE(*State))
    def approve(self) -> str:
        """审批通过."""
        return self.onward()

    @transition(field=state, source=State.CITY, target=RETURN_VALUE(*State))
    def pass_city(self) -> str:
        """市级审核通过."""
        return self.onward()

    @transition(field=state, source=State.PRODUCE, target=RETURN_VALUE(*State))
    def produce(self) -> str:
        """制证."""
        return self.onward()

    @transition(field=state, source=State.HANDOVER, target=State.CLOSED)
    def hand_over(self) -> None:
        """发放."""

    @transition(field=state, source=State.RELEASE, target=State.RECEIVE)
    def release(self) -> None:
        """迁出地确认."""

    @transition(field=state, source=State.RECEIVE, target=RETURN_VALUE(*State))
    def receive(self) -> str:
        """迁入地接收: another category or grade is reviewed, approved and printed before anything ends."""
        return self.onward()

    @transition(field=state, source=State.RECEIVE, target=State.ORDER)
    def doubt(self) -> None:
        """迁入地要求重新评定 before it takes over (art. 23)."""

    @transition(
        field=state,
        source=[State.REVIEW, State.APPROVE, State.CITY, State.RELEASE, State.RECEIVE],
        target=State.UNQUALIFIED,
    )
    def refuse(self) -> None:
        """不予办理, with a reason."""

    @transition(
        field=state, source=[State.REVIEW, State.APPROVE, State.CITY], target=State.MATERIALS
    )
    def ask_for_more(self) -> None:
        """退回补正: comes back to the step that asked."""
        self.returns_to = self.state

    @transition(
        field=state,
        source=[State.CHECK, State.REVIEW, State.APPROVE, State.CITY],
        target=State.ORDER,
    )
    def reassess(self) -> None:
        """退回重新评定."""

    @transition(
        field=state,
        source=[State.MATERIALS, *RESULT, State.RECEIVE, State.UNQUALIFIED],
        target=RETURN_VALUE(*State),
    )
    def regrade_by_objection(self) -> str:
        """异议成立: the new finding is published, or ends the case where nothing is left."""
        self.returns_to = ""
        if not self.category:
            return State.UNQUALIFIED
        return self.with_result()

    @transition(
        field=state, source=[s for s in RUNNING if s != State.HANDOVER], target=State.WITHDRAWN
    )
    def withdraw(self) -> None:
        """撤回."""


class Step(models.Model):
    """One step of a case as it was gone through: since when, its deadline, who finished it and how long it took."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="history")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("环节"), max_length=12, choices=State.choices)
    entered_on = models.DateField(_("开始"))
    due = models.DateField(_("时限"))
    provisional = models.BooleanField(default=False)
    paused_days = models.PositiveSmallIntegerField(_("暂停工作日"), default=0)
    left_on = models.DateField(_("完成"), null=True)
    days = models.PositiveSmallIntegerField(_("用时（工作日）"), null=True)
    late = models.BooleanField(_("超时"), default=False)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("经办")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("办件环节")
        ordering = ["case_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_on=None), name="one_open_step"
            )
        ]
        indexes = [models.Index(fields=["region", "state", "days"], name="step_days")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"

    @property
    def name(self) -> str:
        """The step by what is done in it."""
        return str(STEPS[self.state])


class Material(models.Model):
    """One item of the checklist of a case: whether it is there, and its scan where one was taken."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="materials")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    name = models.CharField(_("材料"), max_length=60)
    required = models.BooleanField(_("必须"), default=True)
    received_on = models.DateField(_("收到日期"), null=True)
    scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("扫描件")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "case"

    class Meta:
        verbose_name = verbose_name_plural = _("申请材料")
        ordering = ["case_id", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="material_once")]

    def __str__(self) -> str:
        return self.name
