"""The case (办件): what is asked for, what was found, whose turn it is, and every way from state to state."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from zulian.accounts.models import Post
from zulian.certificates.models.cards import Certificate, parts_in_words
from zulian.certificates.models.cases.queries import CaseQuerySet
from zulian.certificates.models.cases.states import (
    DOUBTED,
    ENDED,
    FOUND_OTHERWISE,
    KINDS,
    OWNERS,
    RUNNING,
    State,
    Told,
)
from zulian.certificates.models.cases.transitions import Transitions
from zulian.certificates.rules import routes
from zulian.certificates.rules.cards import PRINTING, Kind
from zulian.foundation.clock import today
from zulian.foundation.fields import ManyField
from zulian.foundation.kept_urls import row_url
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import EVERYTHING, ScopedManager, scope
from zulian.foundation.sealing import SealedField
from zulian.foundation.workdays import add_workdays
from zulian.people.disabilities import CATEGORIES, GRADES, SINGLE
from zulian.people.models import Person
from zulian.people.rules import IdNumberError, age, mask_id, mask_phone, read_id_number
from zulian.regions.models import Region


class Case(Transitions):
    """One case. It follows the rules in force on `arrived_on`; `region` is the household register of its person.

    `to_region` is where a transfer goes, `taken_at` another county that took the case in, and hands the card over where
    `collect_there`: both counties see it. `moved_to` is where its person went with the card once it was over. `due` is the
    last day of the present step.
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
    moved_to = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("现户籍所在地"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="cases", verbose_name=_("申请人")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, related_name="cases", verbose_name=_("残疾人证")
    )
    collect_there = models.BooleanField(_("在受理地领取"), default=False)
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
    scope_field = ("region_id", "to_region_id", "taken_at_id", "moved_to_id")

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
            models.Index(
                fields=["moved_to"],
                name="case_moved",
                condition=Q(moved_to__isnull=False),
            ),
            models.Index(fields=["arrived_on"], name="case_year"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.person} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:case", self.pk)

    @property
    def number(self) -> str:
        """办件编号: county, year, and the row's own number."""
        return f"{self.region_id[:6]}-{self.arrived_on:%Y}-{self.pk or 0:06}"

    @property
    def routes(self) -> Policy:
        return policy("certificates/routes", self.arrived_on, self.region_id)

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
        printed on the card has no step, unless another county took it in: the holder's own decides.
        """
        if self.doubted_on:
            onward = tuple(self.acceptance["otherwise_route"]) if self.found_otherwise else ()
            return (*self.acceptance["doubted_route"], *routes.with_city(onward, self.routes))
        if self.kind == Kind.DETAILS and not self.changes_card:
            return (State.REVIEW,) if self.taken_at_id else ()
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
    def ended_words(self) -> str:
        """That a case is over, and since when; "" for one that runs."""
        words = str(_("这件业务已于 %(day)s %(state)s，不能再办。"))
        ended: dict[Any, Any] = {
            State.CLOSED: _("办结"),
            State.UNQUALIFIED: _("决定不予办理"),
            State.WITHDRAWN: _("终止"),
        }
        said = ended.get(self.state)
        return words % {"day": self.ended_on, "state": said} if said else ""

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

        Materials are gathered where the case was taken in, and a card is handed over there where that was asked for; the
        receiving step of a transfer, and the assessment
        that it asks for, are the other county's.
        """
        if self.state == State.CITY:
            return self.home_id[:4].ljust(6, "0")
        theirs = (*DOUBTED, *FOUND_OTHERWISE)
        receiving = self.state == State.RECEIVE or (self.doubted_on and self.state in theirs)
        is_there = self.state == State.MATERIALS or (
            self.state == State.HANDOVER and self.collect_there
        )
        if is_there and self.taken_at_id and not receiving:
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
        """The division whose county speaks with the applicant.

        Of a doubted transfer the new home, which had it assessed; once they have moved with their card, where they live now.
        """
        if self.moved_to_id:
            return self.moved_to_id
        return self.to_region_id if self.doubted_on and self.to_region_id else self.region_id

    @property
    def change_words(self) -> str:
        """What a change of details asks for, as far as it may be shown: number and telephone masked, the address only named."""
        given = json.loads(self.details or "{}")
        said = {
            _("姓名"): given.get("name", ""),
            _("身份证号"): mask_id(given.get("id_number", "")),
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
    def said(self) -> str:
        """The result, of several findings each of them: 多重一级（视力一级、肢体三级）."""
        return (
            f"{self.result}（{parts_in_words(self.parts)}）" if len(self.parts) > 1 else self.result
        )

    @property
    def findings_so_far(self) -> dict[int, int]:
        """What stays unless it is assessed anew, {category: grade}: the result before, or what the card in use says."""
        known = self.parts
        if not known and self.certificate is not None and not self._was_assessed:
            known = self.certificate.parts
        return {int(category): grade for category, grade in known.items()}

    @property
    def _was_assessed(self) -> bool:
        """Whether an assessment came to its end before: a result that says nothing is one as well."""
        if self.pk is None:
            return False
        with scope(EVERYTHING):
            return self.history.filter(state=State.ASSESS, left_on__isnull=False).exists()

    @property
    def age(self) -> int:
        """The applicant's age; by a citizen number that is asked for, where that makes them younger."""
        return age_by(self.person, json.loads(self.details or "{}").get("id_number", ""), today())

    @property
    def lacks_guardian(self) -> bool:
        """Whether somebody applies who does so through a guardian, and none is on file.

        What was found counts, not only what was applied for; what the card says stays until it is assessed anew.
        """
        if not (self.kind in PRINTING or self.doubted_on or self._is_asked_to_end):
            return False
        categories = [int(c) for c in self.parts] or [*self.wanted, *self.findings_so_far]
        needed = routes.needs_guardian(self.age, categories, self.routes)
        if not needed:
            return False
        # Somebody who moves here has their file at the old home still.
        with scope(EVERYTHING):
            return not self.person.relatives.filter(kind="guardian").exists()

    @property
    def _is_asked_to_end(self) -> bool:
        """Whether the holder gives the card up or has it unlocked; what follows from a decision is the office's own."""
        return self.kind in {Kind.CANCEL, Kind.UNFREEZE} and self.origin_id is None


def age_by(person: Person, id_number: str, day: date) -> int:
    """The age of a person on `day`, or of whoever has another citizen number, whichever is less."""
    ages = [person.age_on(day)]
    if id_number:
        with suppress(IdNumberError):
            ages.append(age(read_id_number(id_number, day).birth, day))
    return min(ages)
