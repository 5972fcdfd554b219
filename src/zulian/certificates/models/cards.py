"""Certificates (残疾人证): one row a card that was made out; its number goes on from card to card by rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from zulian.certificates.rules.cards import LIVE, CardState, Category, mask_number
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.clock import today
from zulian.foundation.fields import PlainField
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField, blind
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.people.models import Person
from zulian.regions.models import Region


class CertificateQuerySet(ScopedQuerySet["Certificate"]):
    """Verbs of the certificates."""

    def live(self) -> Self:
        """Cards that are neither replaced nor cancelled."""
        return self.filter(state__in=LIVE)

    def numbered(self, number: str) -> Self:
        return self.filter(number_index=blind(number)) if number else self.none()

    def expiring(self, first: date, last: date) -> Self:
        """Live cards whose last day lies in the span, both ends included."""
        return self.live().filter(valid_until__range=(first, last))

    def with_names(self) -> Self:
        return self.select_related("person", "region")


class Certificate(models.Model):
    """One card; `region` is the household register of its holder, `parts` are the findings {category: grade}."""

    class State(ColoredChoices):
        VALID = CardState.VALID, "closed", _("有效")
        FROZEN = CardState.FROZEN, "returned", _("已冻结")
        LOST = CardState.LOST, "returned", _("已挂失")
        REPLACED = CardState.REPLACED, "dropped", _("已换发")
        CANCELLED = CardState.CANCELLED, "dropped", _("已注销")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="certificates", verbose_name=_("持证人")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("户籍所在地")
    )
    number = SealedField(_("残疾人证号"))
    number_index = PlainField(max_length=32)
    base_index = PlainField(max_length=32)
    state = FSMField(
        _("状态"), max_length=10, choices=State.choices, default=CardState.VALID, protected=True
    )
    category = models.PositiveSmallIntegerField(_("残疾类别"), choices=CATEGORIES)
    grade = models.PositiveSmallIntegerField(_("残疾等级"), choices=GRADES)
    parts: Any = models.JSONField(_("各类残疾"), default=dict)
    issued_on = models.DateField(_("发证日期"))
    valid_until = models.DateField(_("有效期至"))
    ended_on = models.DateField(_("失效日期"), null=True)
    ended_why = models.CharField(_("失效原因"), max_length=120, blank=True)
    # How it stood before it ended: a card whose loss was known stays lost, whatever comes of the one made in its place.
    ended_from = models.CharField(_("失效前状态"), max_length=10, choices=State.choices, blank=True)
    # The name on it, where the holder's name was changed since; empty as long as it is the holder's.
    printed_name = models.CharField(_("证上姓名"), max_length=60, blank=True)
    # The business it came from, empty for a card that was taken in, and the card in whose place it came.
    made_for = models.CharField(_("办件类别"), max_length=12, blank=True)
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="after", verbose_name=_("上一张证件")
    )

    objects = ScopedManager.from_queryset(CertificateQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("残疾人证")
        ordering = ["region_id", "id"]
        constraints = [
            # The same number goes on from card to card; only one of them holds at a time.
            models.UniqueConstraint(
                fields=["number_index"],
                condition=Q(state__in=LIVE),
                name="card_number_once",
                violation_error_message=_("这个证号已登记。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=LIVE),
                name="one_live_card",
                violation_error_message=_("持证人已有在用的残疾人证。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("issued_on")), name="card_span"
            ),
            models.CheckConstraint(
                condition=Q(grade__range=(1, 4), category__range=(1, 7)), name="card_grading"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_on=None)
                | (~Q(state__in=LIVE) & Q(ended_on__isnull=False)),
                name="card_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "category", "grade"], name="card_counts"),
            # Covers what the list is filtered by, so that PostgreSQL finds a page's keys in the index alone.
            models.Index(
                fields=["region", "id"], include=["state", "category", "grade"], name="card_list"
            ),
            models.Index(fields=["base_index"], name="card_base"),
            models.Index(fields=["number_index"], name="card_number"),
            models.Index(
                fields=["region", "valid_until"], name="card_expiry", condition=Q(state__in=LIVE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_category_display()}{self.get_grade_display()}"

    def get_absolute_url(self) -> str:
        return row_url("certificates:card", self.pk)

    @property
    def masked_number(self) -> str:
        return mask_number(self.number)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_over(self) -> bool:
        """Whether it is in use and has run out."""
        return self.is_live and self.valid_until < today()

    @property
    def state_words(self) -> str:
        """Its state for whoever looks at it today: one that has run out is not valid, whatever else it is."""
        if not self.is_over:
            return str(self.get_state_display())
        other = "" if self.state == CardState.VALID else self.get_state_display()
        return "·".join(filter(None, (str(_("已过期")), str(other))))

    @property
    def parts_words(self) -> str:
        """Each category with its grade: 视力一级、肢体三级."""
        return parts_in_words(self.parts)

    @property
    def said(self) -> str:
        """Category and grade, of several findings each of them: 多重一级（视力一级、肢体三级）."""
        words = f"{self.get_category_display()}{self.get_grade_display()}"
        return f"{words}（{self.parts_words}）" if len(self.parts) > 1 else words

    @property
    def lacks_parts(self) -> bool:
        """Whether several disabilities are certified and nobody knows which: a number says only that there are several."""
        return self.category == Category.MULTIPLE and len(self.parts) < 2

    @property
    def name(self) -> str:
        """The name that stands on it."""
        return self.printed_name or self.person.name

    @transition(field=state, source=CardState.VALID, target=CardState.FROZEN)
    def freeze(self) -> None:
        """冻结."""

    @transition(field=state, source=CardState.VALID, target=CardState.LOST)
    def report_loss(self) -> None:
        """挂失."""

    @transition(field=state, source=[CardState.FROZEN, CardState.LOST], target=CardState.VALID)
    def restore(self) -> None:
        """解冻，解除挂失."""

    @transition(field=state, source=list(LIVE), target=CardState.REPLACED)
    def replace(self, day: date, why: str) -> None:
        """换发: a new card takes its place."""
        self.ended_on, self.ended_why, self.ended_from = day, why, self.state

    @transition(field=state, source=list(LIVE), target=CardState.REPLACED)
    def set_aside(self, day: date, why: str) -> None:
        """作废: it was made out, and never handed over."""
        self.ended_on, self.ended_why = day, why

    @transition(field=state, source=CardState.REPLACED, target=RETURN_VALUE(*LIVE))
    def revive(self) -> str:
        """恢复: what was to take its place was never handed over; lost or frozen it stays."""
        was = self.ended_from or CardState.VALID
        self.ended_on, self.ended_why, self.ended_from = None, "", ""
        return was

    @transition(field=state, source=list(LIVE), target=CardState.CANCELLED)
    def cancel(self, day: date, why: str) -> None:
        """注销."""
        self.ended_on, self.ended_why, self.ended_from = day, why, self.state


def parts_in_words(parts: Mapping[Any, int]) -> str:
    """Findings {category: grade} in words: 视力一级、肢体三级."""
    kinds, grades = dict(CATEGORIES), dict(GRADES)
    found = sorted((int(category), grade) for category, grade in parts.items())
    return "、".join(f"{kinds[category]}{grades[grade]}" for category, grade in found)
