"""What the register of leadership counts in a time: disabled people, and others, who took a leading office."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import PEOPLE, combined
from zulian.indicators.registry import Countable, register_countables
from zulian.leadership import proofs
from zulian.leadership.models import Term, Tie
from zulian.leadership.registers import TERMS

DISABLED = ("残疾人领导干部", "残疾人干部")  # untranslated: words of clauses
LEADERS = ("领导干部", "领导班子成员", "班子成员")  # untranslated: words of clauses
TAKEN = ("", "配备", "选拔配备", "选配", "新配备")  # untranslated: words of clauses


def terms(day: date) -> ScopedQuerySet[Term]:
    rows: ScopedQuerySet[Term] = Term.objects.with_names()
    return rows


def begun(since: date, until: date) -> Q:
    """Terms in a leading office that began in the time, with what the policy demands."""
    return Q(office__leading=True, since__range=(since, until)) & proofs.TERM.met(until)


def begun_by_disabled(since: date, until: date) -> Q:
    return begun(since, until) & Q(tie=Tie.SELF)


register_countables(
    Countable(
        "leadership.disabled_appointed",
        _("配备残疾人领导干部"),
        _("期间开始担任领导职务、有任职依据的残疾人"),
        terms,
        begun_by_disabled,
        TERMS.table,
        combined(DISABLED, before=TAKEN),
        PEOPLE,
        entry="leadership:office-list",
    ),
    Countable(
        "leadership.appointed",
        _("配备领导班子成员"),
        _("期间开始担任领导职务、有任职依据的人"),
        terms,
        begun,
        TERMS.table,
        combined(LEADERS, before=TAKEN),
        PEOPLE,
        entry="leadership:office-list",
    ),
)
