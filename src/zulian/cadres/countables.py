"""What the registers of cadres count in a time: names that came onto the reserve, were trained, recommended and appointed."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.cadres import proofs
from zulian.cadres.models import ON_LIST, Reserve, ReserveState, Training
from zulian.cadres.registers.reserve import RESERVES
from zulian.cadres.registers.trainings import TRAININGS
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import PEOPLE, PERSON_TIMES, TRAINING, TRAINING_OF, combined
from zulian.indicators.proofs import exists
from zulian.indicators.registry import Countable, register_countables

NAMES = ("后备干部", "残疾人后备干部", "优秀残疾人干部")  # untranslated: words of clauses
LISTED = ("选拔", "确定", "储备", "新增", "充实", "建立")  # untranslated: words of clauses
ENTERED = ("入库", "储备", "登记")  # untranslated: words of clauses
FOSTERED = ("培养", "培养锻炼", "挂职锻炼", "轮岗交流")  # untranslated: words of clauses
RECOMMENDED = ("推荐",)  # untranslated: a word of clauses
APPOINTED = ("推荐使用", "任用", "提拔", "提拔使用", "使用")  # untranslated: words of clauses
GROWN = combined(NAMES, before=(*TRAINING_OF, *FOSTERED), after=(*TRAINING, *FOSTERED))


def reserves(day: date) -> ScopedQuerySet[Reserve]:
    rows: ScopedQuerySet[Reserve] = Reserve.objects.with_names()
    return rows


def listed(since: date, until: date) -> Q:
    """Names put onto a list in the time, with the paper that the policy demands."""
    return Q(confirmed_on__range=(since, until)) & proofs.RESERVE.met(until)


def trained(since: date, until: date) -> Q:
    """Names on the list who were trained in the time, each once."""
    done = Q(done_on__range=(since, until)) & proofs.TRAINING.met(until)
    return Q(state__in=[*ON_LIST, ReserveState.APPOINTED]) & exists(
        lambda: Training.objects.filter(done, cadre=OuterRef("cadre"))
    )


def recommended(since: date, until: date) -> Q:
    return Q(recommended_on__range=(since, until))


def appointed(since: date, until: date) -> Q:
    return Q(state=ReserveState.APPOINTED, appointed_on__range=(since, until))


def trainings(day: date) -> ScopedQuerySet[Training]:
    """Trainings of people who are, or were, on the reserve."""
    rows: ScopedQuerySet[Training] = Training.objects.with_names()
    return rows


def done(since: date, until: date) -> Q:
    in_reserve = exists(
        lambda: Reserve.objects.filter(cadre=OuterRef("cadre"), confirmed_on__isnull=False)
    )
    return Q(done_on__range=(since, until)) & proofs.TRAINING.met(until) & in_reserve


register_countables(
    Countable(
        "cadres.listed",
        _("后备干部入库"),
        _("期间确定列入名单、有确定文号的后备干部"),
        reserves,
        listed,
        RESERVES.table,
        combined(NAMES, before=("", *LISTED), after=ENTERED),
        PEOPLE,
        entry="cadres:reserve-list",
    ),
    Countable(
        "cadres.people_trained",
        _("培训后备干部人数"),
        _("期间参加过培养锻炼的在册后备干部，每人只计一次"),
        reserves,
        trained,
        RESERVES.table,
        GROWN,
        PEOPLE,
        entry="cadres:training-list",
    ),
    Countable(
        "cadres.times_trained",
        _("培训后备干部人次"),
        _("期间后备干部完成的培养锻炼"),
        trainings,
        done,
        TRAININGS.table,
        GROWN,
        PERSON_TIMES,
        entry="cadres:training-list",
    ),
    Countable(
        "cadres.recommended",
        _("推荐后备干部"),
        _("期间推荐使用的后备干部"),
        reserves,
        recommended,
        RESERVES.table,
        combined(NAMES, before=RECOMMENDED),
        PEOPLE,
        entry="cadres:reserve-list",
    ),
    Countable(
        "cadres.appointed",
        _("任用后备干部"),
        _("期间任用的后备干部"),
        reserves,
        appointed,
        RESERVES.table,
        combined(NAMES, before=APPOINTED, after=APPOINTED),
        PEOPLE,
        entry="cadres:reserve-list",
    ),
)
