"""Live measures of leadership: offices filled, offices meant for disabled people or their relatives so held.

Past days are answered truly, but for offices that were added since: of them no first day is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, scope
from zulian.indicators.registry import Indicator, register
from zulian.leadership import proofs
from zulian.leadership.models import TIED, Office, Term
from zulian.leadership.registers import OFFICES
from zulian.regions.models import Level


def everything(day: date) -> Q:
    return Q()


def offices(day: date) -> ScopedQuerySet[Office]:
    in_use = Q(abolished_on=None) | Q(abolished_on__gt=day)
    rows: ScopedQuerySet[Office] = Office.objects.filter(in_use, leading=True).with_names()
    return rows.prefetch_related("terms__person")


def _held(day: date, **which: Any) -> Q:
    """Offices that somebody holds on a day, by a term with what the policy demands."""
    with scope(EVERYTHING):
        return Q(
            Exists(
                Term.objects.held(day).filter(proofs.TERM.met(day), office=OuterRef("pk"), **which)
            )
        )


def filled(day: date) -> Q:
    return _held(day)


def held_by_tied(day: date) -> Q:
    return _held(day, tie__in=TIED)


def meant(level: int) -> Any:
    """Offices meant for disabled people or relatives, of federations of one level."""
    return lambda day: Q(for_disabled=True, region__level=level)


def offices_of(terms: Sequence[Term]) -> list[int]:
    return [term.office_id for term in terms]


FILLED = Indicator(
    "leadership.filled",
    _("领导职务配备率"),
    _("有人担任、有任职依据的领导职务 ÷ 应设的领导职务"),
    offices,
    everything,
    filled,
    OFFICES.table,
    words=("领导班子人选", "领导班子配备", "配强领导班子"),
    touched={Term: offices_of},
    entry="leadership:office-list",
    nouns=("领导职务配备率", "领导班子配备率", "班子配备率", "领导职务配备"),
)
DISABLED = tuple(
    Indicator(
        f"leadership.disabled_{key}",
        name,
        _("已由残疾人或残疾人亲属担任的 ÷ 应由其担任的领导职务"),
        offices,
        meant(level),
        held_by_tied,
        OFFICES.table,
        words=("残疾人领导干部",),
        nouns=tuple(nouns),
        touched={Term: offices_of},
        entry="leadership:office-list",
        lowest=Level(level),
        of_level=Level(level),
    )
    for key, level, name, *nouns in (
        (
            "city",
            4,
            _("市级残疾人领导干部配备率"),
            "市级残疾人领导干部",
        ),  # untranslated: words of clauses
        (
            "county",
            6,
            _("县级残疾人领导干部配备率"),
            "县级残疾人领导干部",
        ),  # untranslated: words of clauses
        (
            "township",
            9,
            _("乡级残疾人领导干部配备率"),
            "乡级残疾人领导干部",
        ),  # untranslated: words of clauses
    )
)
SHARE = Indicator(
    "leadership.tied_share",
    _("班子中残疾人及亲属比例"),
    _("由残疾人或残疾人亲属担任的 ÷ 有人担任的领导职务"),
    offices,
    filled,
    held_by_tied,
    OFFICES.table,
    words=("残疾人及残疾人亲属", "残疾人及亲属"),
    touched={Term: offices_of},
    has_usual_goal=False,
    nouns=(
        "残疾人及残疾人亲属",
        "残疾人及亲属",
        "残疾人和残疾人亲属",
        "残疾人或残疾人亲属",
        "班子中残疾人",
    ),
    entry="leadership:office-list",
)
register(FILLED, *DISABLED, SHARE)
