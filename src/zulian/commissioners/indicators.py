"""Live measures of commissioners: positions filled, archives complete and current, pay fulfilled, work logged.

Past days are answered truly of posts, pay, appraisal and training. Who serves, what an archive holds, when it was verified
last and when something was last logged is counted as it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.commissioners.models import (
    Appraisal,
    Attendance,
    Commissioner,
    Contract,
    Payment,
    Period,
    Position,
    Tenure,
)
from zulian.commissioners.models.archive import POLICY
from zulian.commissioners.models.pay import ripe_before
from zulian.commissioners.registers.archive import COMMISSIONERS, POSITIONS
from zulian.commissioners.registers.pay import PAYMENTS
from zulian.commissioners.services.appraisal import figures
from zulian.commissioners.services.archive import complete, fresh
from zulian.commissioners.services.training import enough, trained
from zulian.foundation.dates import months_before
from zulian.foundation.policy import by_place
from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, scope
from zulian.indicators.registry import Indicator, register
from zulian.people.models import Person


def positions(day: date) -> ScopedQuerySet[Position]:
    return cast("ScopedQuerySet[Position]", POSITIONS.rows())


def in_use(day: date) -> Q:
    return Q(since__lte=day) & (Q(abolished_on=None) | Q(abolished_on__gt=day))


def held(day: date) -> Q:
    """Positions that somebody holds."""
    with scope(EVERYTHING):
        return Q(Exists(Tenure.objects.held(day).filter(position=OuterRef("pk"))))


def positions_of_tenures(tenures: Sequence[Tenure]) -> list[int]:
    return [tenure.position_id for tenure in tenures]


def archives(day: date) -> ScopedQuerySet[Commissioner]:
    return cast("ScopedQuerySet[Commissioner]", COMMISSIONERS.rows())


def serving(day: date) -> Q:
    return Q(status=Commissioner.Status.SERVING)


def archives_of_people(people: Sequence[Person]) -> QuerySet[Any]:
    return Commissioner.objects.filter(person__in=[p.pk for p in people if p.pk]).values("pk")


def archives_of_contracts(contracts: Sequence[Contract]) -> list[int]:
    return [contract.commissioner_id for contract in contracts]


def active(day: date) -> Q:
    """Who wrote something in the log lately."""
    return by_place(
        POLICY, "log_days", day, lambda days: Q(last_log_on__gt=day - timedelta(days=days))
    )


def payments(day: date) -> ScopedQuerySet[Payment]:
    return cast("ScopedQuerySet[Payment]", PAYMENTS.rows())


def due_this_year(day: date) -> Q:
    """Months of this year that should be paid by now, or all of the last one until the first is."""
    last = ripe_before(day)
    return Q(month__year=last.year, month__lte=last)


def paid(day: date) -> Q:
    return Q(paid__gte=F("due")) & (Q(paid_on=None) | Q(paid_on__lte=day))


def appraised(day: date) -> Q:
    """Who got a grade within the months of the policy."""
    with scope(EVERYTHING):
        graded = Appraisal.objects.filter(
            commissioner=OuterRef("pk"),
            period__settled_on__gt=months_before(day, figures(day)["counts_months"]),
        )
        return Q(Exists(graded.exclude(grade="")))


def archives_of_appraisals(rows: Sequence[Appraisal]) -> list[int]:
    return [row.commissioner_id for row in rows]


def archives_of_attendances(rows: Sequence[Attendance]) -> list[int]:
    return [row.commissioner_id for row in rows]


def archives_of_periods(rows: Sequence[Period]) -> list[int]:
    appraisals = Appraisal.objects.filter(period__in=[row.pk for row in rows if row.pk])
    return list(appraisals.values_list("commissioner_id", flat=True))


FILLED = Indicator(
    "commissioners.filled",
    _("专职委员到岗率"),
    _("有人任职的 ÷ 专职委员岗位"),
    positions,
    in_use,
    held,
    POSITIONS.table,
    words=("专职委员岗位", "专职委员名册", "基层残疾人工作者队伍"),
    touched={Tenure: positions_of_tenures},
    entry="commissioners:position-list",
    nouns=("专职委员到岗率", "专职委员配备率", "专职委员配备", "到岗率"),
    others=("志愿者", "后备干部"),  # untranslated: words of clauses
)
COMPLETE = Indicator(
    "commissioners.complete",
    _("专职委员档案完整率"),
    _("规定内容齐全的 ÷ 在岗专职委员"),
    archives,
    serving,
    complete,
    COMMISSIONERS.table,
    words=("电子档案", "专职委员名册"),
    touched={Person: archives_of_people, Contract: archives_of_contracts},
    entry="commissioners:commissioner-list",
    nouns=("专职委员档案完整率", "电子档案完整率", "电子档案建档率", "电子档案"),
)
FRESH = Indicator(
    "commissioners.fresh",
    _("专职委员档案更新率"),
    _("规定期限内核实过的 ÷ 在岗专职委员"),
    archives,
    serving,
    fresh,
    COMMISSIONERS.table,
    words=("电子档案", "专职委员名册"),
    entry="commissioners:commissioner-list",
    nouns=("专职委员档案更新率", "电子档案更新率"),
)
PAID = Indicator(
    "commissioners.paid",
    _("补贴足额发放率"),
    _("足额发放的 ÷ 本年应发的人月"),
    payments,
    due_this_year,
    paid,
    PAYMENTS.table,
    words=(
        "待遇",
        "专职委员岗位",
        "发放补贴",
        "补贴发放",
        "发放专职委员补贴",
        "专职委员补贴",
    ),  # untranslated: words of clauses
    entry="commissioners:payment-list",
    nouns=("补贴足额发放率", "补贴发放率", "待遇落实率", "足额发放"),
    by_year=True,
)
ACTIVE = Indicator(
    "commissioners.active",
    _("工作日志活跃率"),
    _("规定天数内有工作记录的 ÷ 在岗专职委员"),
    archives,
    serving,
    active,
    COMMISSIONERS.table,
    words=("评价考核", "专职委员岗位和待遇"),
    entry="commissioners:log-list",
    nouns=("工作日志活跃率", "工作日志"),
)
APPRAISED = Indicator(
    "commissioners.appraised",
    _("专职委员考核率"),
    _("近13个月定过等次的 ÷ 在岗专职委员"),
    archives,
    serving,
    appraised,
    COMMISSIONERS.table,
    words=(
        "评价考核",
        "专职委员岗位和待遇",
        "专职委员考核",
        "专职委员年度考核",
        "考核专职委员",
    ),  # untranslated: words of clauses
    touched={Appraisal: archives_of_appraisals, Period: archives_of_periods},
    entry="commissioners:period-list",
    nouns=("专职委员考核率", "专职委员考核", "考核覆盖率"),
)
TRAINED = Indicator(
    "commissioners.trained",
    _("专职委员参训率"),
    _("本年参加过培训的 ÷ 在岗专职委员"),
    archives,
    serving,
    trained,
    COMMISSIONERS.table,
    words=("培训计划", "专职委员培训", "专职委员的培训"),
    touched={Attendance: archives_of_attendances},
    entry="commissioners:course-list",
    yearly=True,
    nouns=(
        "专职委员参训率",
        "专职委员培训率",
        "专职委员培训覆盖率",
        "专职委员培训面",
        "专职委员培训",
    ),
)
HOURS = Indicator(
    "commissioners.hours",
    _("专职委员学时达标率"),
    _("本年学时达到规定的 ÷ 在岗专职委员"),
    archives,
    serving,
    enough,
    COMMISSIONERS.table,
    words=("培训计划", "专职委员培训", "专职委员的培训"),
    entry="commissioners:course-list",
    yearly=True,
    nouns=("学时达标率", "培训学时"),
)
register(FILLED, COMPLETE, FRESH, PAID, ACTIVE, APPRAISED, TRAINED, HOURS)
