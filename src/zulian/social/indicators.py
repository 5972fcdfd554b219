"""Live measures of social organisations: registered, inspected, contracts fulfilled, people served and what they say.

Past days are answered truly, but for organisations that ended since, for the last year inspected and for how many people
were served: that is as it is now.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import combined
from zulian.indicators.registry import Indicator, register
from zulian.social.models import Contract, Organisation, Served
from zulian.social.registers.contracts import CONTRACTS, PEOPLE_SERVED
from zulian.social.registers.organisations import ORGANISATIONS

WORDS = ("社会组织",)  # untranslated: a word of clauses
OTHERS = ("志愿者", "协会", "会员", "残疾人证", "需求")  # untranslated: words of clauses
# What people are content with: a service that was bought, and no activity or office.
SERVED = (
    "服务对象",
    "受助对象",
    "购买服务",
    "购买服务项目",
    "社会组织服务",
)  # untranslated: words of clauses
CONTENT = combined(SERVED, after=("满意率", "满意度"))  # untranslated: words of clauses
BESIDE = ("志愿", "协会", "办证", "残疾人证")  # untranslated: words of clauses


def organisations(day: date) -> ScopedQuerySet[Organisation]:
    rows: ScopedQuerySet[Organisation] = Organisation.objects.with_names()
    return rows


def there(day: date) -> Q:
    return ~Q(state=Organisation.State.ENDED)


def registered(day: date) -> Q:
    return Q(state=Organisation.State.REGISTERED) & (
        Q(registered_on=None) | Q(registered_on__lte=day)
    )


def to_inspect(day: date) -> Q:
    """Registered before the year that was last inspected for ended."""
    years = int(policy("social/path", day)["inspected_years"])
    return registered(day) & Q(registered_on__lt=date(day.year - years + 1, 1, 1))


def inspected(day: date) -> Q:
    years = int(policy("social/path", day)["inspected_years"])
    return Q(inspected_year__gte=day.year - years)


def contracts(day: date) -> ScopedQuerySet[Contract]:
    rows: ScopedQuerySet[Contract] = Contract.objects.with_names()
    return rows


def ended(day: date) -> Q:
    """Contracts that are fulfilled, or should have been by now."""
    return Q(until__lte=day) | fulfilled(day)


def fulfilled(day: date) -> Q:
    return Q(fulfilled_on__lte=day)


def served_enough(day: date) -> Q:
    return Q(served__gte=F("people"))


def served(day: date) -> ScopedQuerySet[Served]:
    rows: ScopedQuerySet[Served] = Served.objects.select_related("contract", "person")
    return rows


def everybody(day: date) -> Q:
    return Q(on__lte=day)


def satisfied(day: date) -> Q:
    return Q(mark__gte=policy("social/purchase", day)["satisfied"])


register(
    Indicator(
        "social.registered",
        _("社会组织登记率"),
        _("已登记的 ÷ 已摸底的社会组织"),
        organisations,
        there,
        registered,
        ORGANISATIONS.table,
        words=WORDS,
        entry="social:organisation-list",
        nouns=("社会组织登记率", "社会组织注册率", "登记率"),
        others=OTHERS,
    ),
    Indicator(
        "social.inspected",
        _("社会组织年检合格率"),
        _("上年度年检合格的 ÷ 应年检的社会组织"),
        organisations,
        to_inspect,
        inspected,
        ORGANISATIONS.table,
        words=WORDS,
        entry="social:organisation-list",
        yearly=True,
        nouns=("年检合格率", "年检率"),
    ),
    Indicator(
        "social.fulfilled",
        _("合同履约率"),
        _("已履约完成的 ÷ 已完成和到期的购买服务合同"),
        contracts,
        ended,
        fulfilled,
        CONTRACTS.table,
        words=WORDS,
        entry="social:contract-list",
        nouns=("合同履约率", "履约率"),
    ),
    Indicator(
        "social.served",
        _("服务人数兑现率"),
        _("服务够人数的 ÷ 已完成和到期的购买服务合同"),
        contracts,
        ended,
        served_enough,
        CONTRACTS.table,
        words=WORDS,
        entry="social:contract-list",
        nouns=("服务人数兑现率",),
    ),
    Indicator(
        "social.satisfied",
        _("服务对象满意率"),
        _("评价满意的 ÷ 购买服务的服务对象"),
        served,
        everybody,
        satisfied,
        PEOPLE_SERVED.table,
        words=WORDS,
        entry="social:contract-list",
        nouns=CONTENT,
        others=BESIDE,
    ),
)
