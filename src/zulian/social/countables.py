"""What the registers of social organisations count in a time: registered, supported, services bought and people served."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import PLACES, combined
from zulian.indicators.proofs import exists
from zulian.indicators.registry import Countable, register_countables
from zulian.social.models import Contract, Organisation, Served, Support
from zulian.social.registers.contracts import CONTRACTS, PEOPLE_SERVED
from zulian.social.registers.organisations import ORGANISATIONS

NAMES = ("社会组织", "助残社会组织", "残疾人社会组织")  # untranslated: words of clauses
SEEN = ("摸底", "摸清", "摸排", "联系")  # untranslated: words of clauses
REGISTERED = ("登记", "注册", "法人注册", "登记注册")  # untranslated: words of clauses
HELPED = ("扶持", "培育", "孵化", "支持")  # untranslated: words of clauses
BOUGHT = (
    "购买服务",
    "政府购买服务",
    "购买服务项目",
    "购买助残服务",
)  # untranslated: words of clauses
DONE = ("购买服务服务", "承接服务", "购买服务惠及")  # untranslated: words of clauses
PROJECTS = ("项", "个", "份")  # untranslated: units of clauses
SERVED = ("名", "人", "人次")  # untranslated: units of clauses


def organisations(day: date) -> ScopedQuerySet[Organisation]:
    rows: ScopedQuerySet[Organisation] = Organisation.objects.with_names()
    return rows


def seen(since: date, until: date) -> Q:
    """Organisations found in the time, whether registered or not, that had not come to an end."""
    return Q(found_on__range=(since, until)) & (Q(ended_on=None) | Q(ended_on__gt=until))


def registered(since: date, until: date) -> Q:
    return Q(state=Organisation.State.REGISTERED, registered_on__range=(since, until))


def supported(since: date, until: date) -> Q:
    """Organisations that got support in the time, each once."""
    return exists(
        lambda: Support.objects.filter(organisation=OuterRef("pk"), on__range=(since, until))
    )


def contracts(day: date) -> ScopedQuerySet[Contract]:
    rows: ScopedQuerySet[Contract] = Contract.objects.with_names()
    return rows


def signed(since: date, until: date) -> Q:
    return Q(signed_on__range=(since, until))


def served(day: date) -> ScopedQuerySet[Served]:
    rows: ScopedQuerySet[Served] = Served.objects.select_related("contract", "person")
    return rows


def served_in(since: date, until: date) -> Q:
    return Q(on__range=(since, until))


register_countables(
    Countable(
        "social.found",
        _("社会组织摸底"),
        _("期间摸底登记、没有注销的社会组织"),
        organisations,
        seen,
        ORGANISATIONS.table,
        combined(NAMES, before=("", *SEEN), after=SEEN),
        PLACES,
        entry="social:organisation-list",
    ),
    Countable(
        "social.newly_registered",
        _("社会组织登记"),
        _("期间登记成立、有统一社会信用代码的社会组织"),
        organisations,
        registered,
        ORGANISATIONS.table,
        combined(NAMES, before=REGISTERED, after=REGISTERED),
        PLACES,
        entry="social:organisation-list",
    ),
    Countable(
        "social.supported",
        _("扶持社会组织"),
        _("期间得到扶持的社会组织，每家只计一次"),
        organisations,
        supported,
        ORGANISATIONS.table,
        combined(NAMES, before=HELPED, after=HELPED),
        PLACES,
        entry="social:organisation-list",
    ),
    Countable(
        "social.bought",
        _("购买服务"),
        _("期间签订合同的购买服务项目"),
        contracts,
        signed,
        CONTRACTS.table,
        BOUGHT,
        PROJECTS,
        entry="social:purchase-list",
    ),
    Countable(
        "social.people_served",
        _("购买服务的服务人数"),
        _("期间登记的服务对象"),
        served,
        served_in,
        PEOPLE_SERVED.table,
        (*DONE, *BOUGHT),
        SERVED,
        entry="social:contract-list",
    ),
)
