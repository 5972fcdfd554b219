"""Live measures of section 五: promises signed, cases on time and accepted at once, home visits, expiry, objections.

Past days are answered truly of promises, acceptance, visits and objections. Whether a step was ever late, and which cards
are live, is as it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post, User
from zulian.certificates.models import Case, Certificate, Objection, PromiseText, Request, Signature
from zulian.certificates.models.assessment import ObjectionState
from zulian.certificates.models.cases import late_on
from zulian.certificates.models.visits import RequestState
from zulian.certificates.registers.cards import CARDS
from zulian.certificates.registers.cases import CASES
from zulian.certificates.registers.objections import OBJECTIONS
from zulian.certificates.registers.visits import REQUESTS
from zulian.certificates.rules.cards import LIVE
from zulian.certificates.services.promises import signing_posts, sworn_posts
from zulian.certificates.tables import PromiseTable
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Indicator, register
from zulian.indicators.rules import Show

# A case that ended in a year arrived within so long before it; one that is still open may be older.
LONGEST = timedelta(days=366)
WAITED = (RequestState.ASKED, RequestState.WAITING, RequestState.PLANNED)


def everything(day: date) -> Q:
    return Q()


def signers(day: date) -> ScopedQuerySet[Post]:
    rows: ScopedQuerySet[Post] = signing_posts(day)
    return rows


def sworn(day: date) -> Q:
    return Q(pk__in=sworn_posts(day))


def cases_of_the_year(day: date) -> ScopedQuerySet[Case]:
    """Cases that arrived in the year, and older ones that were under way when it began: being late does not end with a year."""
    first = date(day.year, 1, 1)
    ended_in_it = Q(arrived_on__gte=first - LONGEST, ended_on__gte=first)
    return Case.objects.with_names().filter(
        Q(arrived_on__gte=first) | ended_in_it | Q(ended_on=None), arrived_on__lte=day
    )


def judged_on_time(day: date) -> Q:
    """What an on-time rate is taken over: ended, or late already."""
    return Q(ended_on__range=(date(day.year, 1, 1), day)) | Q(late=True) | late_on(day)


def in_time(day: date) -> Q:
    return Q(late=False) & ~late_on(day)


def accepted(day: date) -> Q:
    return Q(accepted_on__range=(date(day.year, 1, 1), day))


def at_once(day: date) -> Q:
    return Q(accepted_on=F("arrived_on"))


def visits_of_the_year(day: date) -> ScopedQuerySet[Request]:
    """Requests of the year, and older ones that nobody had come for when it began."""
    first = date(day.year, 1, 1)
    waited = Q(done_on=None, state__in=WAITED) | Q(done_on__gte=first)
    return Request.objects.with_names().filter(Q(asked_on__gte=first) | waited, asked_on__lte=day)


def entitled(day: date) -> Q:
    return ~Q(state__in=[RequestState.REFUSED, RequestState.CANCELLED])


def visited(day: date) -> Q:
    return Q(done_on__lte=day)


def live_cards(day: date) -> ScopedQuerySet[Certificate]:
    return Certificate.objects.with_names().filter(state__in=LIVE, issued_on__lte=day)


def not_run_out(day: date) -> Q:
    return Q(valid_until__gte=day)


def objections_of_the_year(day: date) -> ScopedQuerySet[Objection]:
    return Objection.objects.with_names().filter(decided_on__range=(date(day.year, 1, 1), day))


def not_upheld(day: date) -> Q:
    return ~Q(state=ObjectionState.UPHELD)


def signed_by(signatures: Sequence[Signature]) -> list[int]:
    return [signature.post_id for signature in signatures]


def posts_held_by(users: Sequence[User]) -> QuerySet[Any]:
    return Post.objects.filter(user__in=[user.pk for user in users if user.pk]).values("pk")


PROMISES = Indicator(
    "certificates.promises",
    _("未签承诺的岗位"),
    _("办证员、审核员和主管领导中，没有两份有效承诺的岗位数"),
    signers,
    everything,
    sworn,
    PromiseTable,
    show=Show.MISSING,
    words=("保密协议", "责任承诺书", "办证保密"),
    touched={Signature: signed_by, PromiseText: lambda texts: None, User: posts_held_by},
    entry="certificates:promises",
    # Which posts are sworn is looked up (`sworn_posts`).
    version=1,
    nouns=("承诺书签订率", "保密协议签订率", "承诺签订率"),
)
SAME_DAY = Indicator(
    "certificates.same_day",
    _("当天受理率"),
    _("到场当天即受理的办件 ÷ 已受理的办件"),
    cases_of_the_year,
    accepted,
    at_once,
    CASES.table,
    words=("随来随办", "随到随办"),
    entry="certificates:case-list",
    nouns=("当天受理率", "当日受理率", "即时受理率"),
    by_year=True,
)
ON_TIME = Indicator(
    "certificates.on_time",
    _("办件按时率"),
    _("各环节都没有超时限的办件 ÷ 已办结或已超时限的办件"),
    cases_of_the_year,
    judged_on_time,
    in_time,
    CASES.table,
    words=("办证速度", "方便群众办证"),
    entry="certificates:case-list",
    nouns=("办件按时率", "按时办结率", "按期办结率"),
    by_year=True,
)
HOME_VISITS = Indicator(
    "certificates.home_visits",
    _("上门服务完成率"),
    _("已上门的申请 ÷ 符合条件的上门申请"),
    visits_of_the_year,
    entitled,
    visited,
    REQUESTS.table,
    words=("上门办证", "上门服务", "上门评定", "上门评残"),
    entry="certificates:visit-list",
    nouns=("上门服务完成率", "上门办证率", "上门服务率"),
    by_year=True,
)
EXPIRED = Indicator(
    "certificates.expired",
    _("到期未换的证件"),
    _("有效期已过、尚未换领的残疾人证数"),
    live_cards,
    everything,
    not_run_out,
    CARDS.table,
    show=Show.MISSING,
    words=("到期换领", "换证"),
    entry="certificates:expiring",
    nouns=("到期换证率", "换证率"),
)
UPHELD = Indicator(
    "certificates.upheld",
    _("异议成立数"),
    _("本年复核中改变原评定结论的异议数"),
    objections_of_the_year,
    everything,
    not_upheld,
    OBJECTIONS.table,
    show=Show.MISSING,
    words=("评定异议",),
    entry="certificates:objection-list",
    by_year=True,
)
register(PROMISES, SAME_DAY, ON_TIME, HOME_VISITS, EXPIRED, UPHELD)
