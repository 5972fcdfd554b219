"""Live measures of leadership and reserve: offices filled, offices meant for disabled people so held, files complete and current.

Past days are answered truly of the reserve and its training. Of files neither when somebody left nor what a file held
is kept: those measures count a past day's files as they are now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.cadres import proofs
from zulian.cadres.models import ON_LIST, Cadre, Entry, Reserve, ReserveState, Training
from zulian.cadres.registers.files import CADRES
from zulian.cadres.registers.reserve import RESERVES
from zulian.cadres.services import quality
from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, scope
from zulian.indicators.registry import Indicator, register
from zulian.people.models import Person


def everything(day: date) -> Q:
    return Q()


def reserve_files(day: date) -> ScopedQuerySet[Cadre]:
    """Serving cadres: the data base that is to be accurate and current."""
    rows: ScopedQuerySet[Cadre] = Cadre.objects.with_names().serving()
    return rows


def files_of_entries(entries: Sequence[Entry]) -> list[int]:
    return [entry.cadre_id for entry in entries]


def files_of_people(people: Sequence[Person]) -> QuerySet[Any]:
    return Cadre.objects.filter(person__in=[p.pk for p in people if p.pk]).values("pk")


def names_on_list(day: date) -> ScopedQuerySet[Reserve]:
    rows: ScopedQuerySet[Reserve] = Reserve.objects.with_names()
    return rows


def on_list(day: date) -> Q:
    """Names that were confirmed by the day and not yet appointed or removed."""
    confirmed = Q(confirmed_on=None) | Q(confirmed_on__lte=day)
    gone_since = Q(state=ReserveState.APPOINTED, appointed_on__gt=day) | Q(
        state=ReserveState.REMOVED, ended_on__gt=day
    )
    return confirmed & (Q(state__in=ON_LIST) | gone_since)


def trained(day: date) -> Q:
    """Somebody who was trained this year, with what the policy demands."""
    with scope(EVERYTHING):
        done = Training.objects.filter(proofs.TRAINING.met(day), year=day.year, done_on__lte=day)
        return Q(Exists(done.filter(cadre=OuterRef("cadre"))))


def names_of_trainings(trainings: Sequence[Training]) -> QuerySet[Any]:
    return Reserve.objects.filter(cadre__in=[t.cadre_id for t in trainings]).values("pk")


def recommended(day: date) -> Q:
    return Q(recommended_on__lte=day)


def used(day: date) -> Q:
    return Q(state=ReserveState.APPOINTED, appointed_on__lte=day)


COMPLETE = Indicator(
    "cadres.complete",
    _("干部档案完整率"),
    _("规定内容齐全的 ÷ 在职干部档案"),
    reserve_files,
    everything,
    quality.complete,
    CADRES.table,
    words=("干部数据库", "信息准确", "储备登记", "后备干部名册"),
    touched={Entry: files_of_entries, Person: files_of_people},
    entry="cadres:cadre-list",
    nouns=("干部档案完整率", "干部信息完整率", "档案完整率"),
    others=("专职委员", "志愿者", "会员"),  # untranslated: words of clauses
)
FRESH = Indicator(
    "cadres.fresh",
    _("干部档案更新率"),
    _("12个月内核实过的 ÷ 在职干部档案"),
    reserve_files,
    everything,
    quality.fresh,
    CADRES.table,
    words=("更新及时", "干部数据库", "后备干部名册"),
    entry="cadres:cadre-list",
    nouns=("干部档案更新率", "干部信息更新率"),
)
TRAINED = Indicator(
    "cadres.trained",
    _("后备干部培训覆盖率"),
    _("本年参加过培养锻炼的 ÷ 在册后备干部"),
    names_on_list,
    on_list,
    trained,
    RESERVES.table,
    words=("后备干部",),
    touched={Training: names_of_trainings},
    entry="cadres:training-list",
    yearly=True,
    nouns=("后备干部培训覆盖率", "后备干部培训率", "后备干部参训率", "后备干部培训面"),
)
USED = Indicator(
    "cadres.used",
    _("推荐使用率"),
    _("已任用的 ÷ 已推荐的后备干部"),
    names_on_list,
    recommended,
    used,
    RESERVES.table,
    has_usual_goal=False,
    words=("推荐使用", "后备干部名册"),
    entry="cadres:reserve-list",
    nouns=("推荐使用率", "后备干部使用率"),
)
register(COMPLETE, FRESH, TRAINED, USED)
