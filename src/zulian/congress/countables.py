"""What the register of congresses counts in a time: congresses held."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.congress import proofs
from zulian.congress.models import Congress
from zulian.congress.models.rounds import DONE
from zulian.congress.registers.rounds import CONGRESSES
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Countable, register_countables

NAMES = (
    "代表大会",
    "残疾人代表大会",
    "召开代表大会",
    "残联换届",
    "换届",
)  # untranslated: words of clauses
UNITS = ("个", "次", "家")  # untranslated: units of clauses


def congresses(day: date) -> ScopedQuerySet[Congress]:
    """Those that take part in a round; the ones before this system are kept for the record."""
    rows: ScopedQuerySet[Congress] = Congress.objects.with_names().filter(round__isnull=False)
    return rows


def held(since: date, until: date) -> Q:
    return Q(state__in=DONE, held_on__range=(since, until)) & proofs.HELD.met(until)


register_countables(
    Countable(
        "congress.congresses",
        _("召开代表大会"),
        _("期间召开、会前步骤完成并登记实到代表的代表大会"),
        congresses,
        held,
        CONGRESSES.table,
        NAMES,
        UNITS,
        entry="congress:congress-list",
    )
)
