"""What the registers of section 五 count in a time: cards made out, cases ended, visits at home, assessments, promises."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.certificates.models import Case, Certificate, Order, Request, Signature, State
from zulian.certificates.models.visits import RequestState
from zulian.certificates.registers.cards import CARDS
from zulian.certificates.registers.cases import CASES
from zulian.certificates.registers.promises import SIGNATURES
from zulian.certificates.registers.visits import REQUESTS
from zulian.certificates.tables import OrderTable
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import combined
from zulian.indicators.registry import Countable, register_countables

CARD_WORDS = ("残疾人证", "办证", "核发证件", "制发残疾人证")  # untranslated: words of clauses
MADE = ("", "核发", "办理", "发放", "换发", "换领")  # untranslated: words of clauses
CASE_WORDS = ("办件", "残疾人证办件", "残疾人证业务", "办证业务")  # untranslated: words of clauses
AT_HOME = (
    "上门办证",
    "上门服务",
    "上门评定",
    "入户办证",
    "送证上门",
)  # untranslated: words of clauses
# Said of volunteers, of commissioners or of care, a visit at home is no visit for a card.
OTHERS_AT_HOME = (
    "志愿",
    "专职委员",
    "帮扶",
    "走访",
    "照料",
    "康复",
    "家政",
)  # untranslated: words of clauses
ASSESSED = ("残疾评定", "评定", "评残", "残疾等级评定")  # untranslated: words of clauses
PROMISES = ("保密协议", "责任承诺书", "承诺书")  # untranslated: words of clauses
SIGNED = ("", "签订", "签署")  # untranslated: words of clauses
CARD_UNITS = ("本", "件", "人", "名", "张")  # untranslated: units of clauses
CASE_UNITS = ("件", "项", "例")  # untranslated: units of clauses
VISIT_UNITS = ("次", "户", "人", "人次", "名", "件")  # untranslated: units of clauses
FINDING_UNITS = ("人", "名", "人次", "件", "例")  # untranslated: units of clauses
PAPER_UNITS = ("份", "人", "名")  # untranslated: units of clauses


def cards(day: date) -> ScopedQuerySet[Certificate]:
    rows: ScopedQuerySet[Certificate] = Certificate.objects.with_names()
    return rows


def issued(since: date, until: date) -> Q:
    return Q(issued_on__range=(since, until))


def cases(day: date) -> ScopedQuerySet[Case]:
    rows: ScopedQuerySet[Case] = Case.objects.with_names()
    return rows


def ended(since: date, until: date) -> Q:
    """Cases that came to their end; those withdrawn or refused are none."""
    return Q(state=State.CLOSED, ended_on__range=(since, until))


def requests(day: date) -> ScopedQuerySet[Request]:
    rows: ScopedQuerySet[Request] = Request.objects.with_names()
    return rows


def visited(since: date, until: date) -> Q:
    return Q(state=RequestState.DONE, done_on__range=(since, until))


def orders(day: date) -> ScopedQuerySet[Order]:
    rows: ScopedQuerySet[Order] = Order.objects.with_names()
    return rows


def assessed(since: date, until: date) -> Q:
    return Q(cancelled=False, done_on__range=(since, until))


def signatures(day: date) -> ScopedQuerySet[Signature]:
    rows: ScopedQuerySet[Signature] = Signature.objects.select_related(
        "text", "post__user", "region"
    )
    return rows


def signed(since: date, until: date) -> Q:
    return Q(signed_on__range=(since, until))


register_countables(
    Countable(
        "certificates.issued",
        _("核发残疾人证"),
        _("期间发出的残疾人证"),
        cards,
        issued,
        CARDS.table,
        combined(CARD_WORDS, before=MADE),
        CARD_UNITS,
        entry="certificates:card-list",
    ),
    Countable(
        "certificates.cases_ended",
        _("办结办件"),
        _("期间办结的残疾人证办件"),
        cases,
        ended,
        CASES.table,
        CASE_WORDS,
        CASE_UNITS,
        entry="certificates:case-list",
    ),
    Countable(
        "certificates.visited_at_home",
        _("上门办证"),
        _("期间完成的上门办证服务"),
        requests,
        visited,
        REQUESTS.table,
        AT_HOME,
        VISIT_UNITS,
        others=OTHERS_AT_HOME,
        entry="certificates:visit-list",
    ),
    Countable(
        "certificates.assessed",
        _("残疾评定"),
        _("期间完成的评定"),
        orders,
        assessed,
        OrderTable,
        ASSESSED,
        FINDING_UNITS,
        entry="certificates:case-list",
    ),
    Countable(
        "certificates.promises_signed",
        _("签订承诺"),
        _("期间签署的保密协议和责任承诺书"),
        signatures,
        signed,
        SIGNATURES.table,
        combined(PROMISES, before=SIGNED),
        PAPER_UNITS,
        entry="certificates:promises",
    ),
)
