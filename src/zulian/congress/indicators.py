"""Live measures of congresses: held of due, on time, composition met.

Past days are answered truly, but for which congresses are exempt and whether the list meets its targets: that is as it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zulian.congress import proofs
from zulian.congress.models import Congress, Step
from zulian.congress.models.rounds import DONE
from zulian.congress.registers.rounds import CONGRESSES
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Indicator, register


def congresses(day: date) -> ScopedQuerySet[Congress]:
    """Those that take part in a round."""
    rows: ScopedQuerySet[Congress] = (
        Congress.objects.with_names().filter(round__isnull=False).exclude(state="exempt")
    )
    return rows


def due(day: date) -> Q:
    """Past the deadline, or held before it."""
    return Q(due__lte=day) | Q(held_on__lte=day)


def held(day: date) -> Q:
    """Congresses held with what the policy demands: the steps before them, and who attended."""
    return Q(held_on__lte=day) & proofs.HELD.met(day)


def on_time(day: date) -> Q:
    return Q(held_on__lte=F("due")) & held(day)


def was_held(day: date) -> Q:
    return Q(held_on__lte=day)


def congresses_of(steps: Sequence[Step]) -> list[int]:
    return [step.congress_id for step in steps]


def met(day: date) -> Q:
    return Q(state__in=DONE, composition_met=True)


HELD = Indicator(
    "congress.held",
    _("换届完成率"),
    _("已召开的 ÷ 到期应召开和已召开的代表大会"),
    congresses,
    due,
    held,
    CONGRESSES.table,
    words=("代表大会", "换届任务", "筹备召开", "换届筹备"),
    touched={Step: congresses_of},
    entry="congress:congress-list",
    nouns=("换届完成率", "代表大会召开率", "换届率"),
)
ON_TIME = Indicator(
    "congress.on_time",
    _("按时换届率"),
    _("在时限内召开的 ÷ 到期应召开和已召开的代表大会"),
    congresses,
    due,
    on_time,
    CONGRESSES.table,
    words=("要求时间内", "换届任务", "换届筹备"),
    touched={Step: congresses_of},
    entry="congress:congress-list",
    nouns=("按时换届率", "如期换届率"),
)
COMPOSITION = Indicator(
    "congress.composition",
    _("代表构成达标率"),
    _("代表名单符合构成要求的 ÷ 已召开的代表大会"),
    congresses,
    was_held,
    met,
    CONGRESSES.table,
    words=("代表大会", "代表构成", "换届筹备"),
    entry="congress:delegate-list",
    nouns=("代表构成达标率", "代表构成"),
)
register(HELD, ON_TIME, COMPOSITION)
