"""Live measures of leadership and reserve: posts filled, posts meant for disabled people so held, files complete and current."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.cadres.models import ON_LIST, TIED, Cadre, Entry, Office, Reserve, ReserveState, Term, Training
from zulian.cadres.services import quality
from zulian.cadres.tables import CadreTable, OfficeTable, ReserveTable
from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, scope
from zulian.indicators.registry import Indicator, register
from zulian.people.models import Person


def everything(day: date) -> Q:
    return Q()


def offices(day: date) -> ScopedQuerySet[Office]:
    rows: ScopedQuerySet[Office] = Office.objects.in_use().filter(leading=True).select_related("region")
    return rows.prefetch_related("terms__person")


def _held(day: date, **which: Any) -> Q:
    with scope(EVERYTHING):
        return Q(Exists(Term.objects.held(day).filter(office=OuterRef("pk"), **which)))


def filled(day: date) -> Q:
    return _held(day)


def held_by_tied(day: date) -> Q:
    return _held(day, tie__in=TIED)


def meant(level: int) -> Any:
    """Posts meant for disabled people or relatives, of federations of one level."""
    return lambda day: Q(for_disabled=True, region__level=level)


def offices_of(terms: Sequence[Term]) -> list[int]:
    return [term.office_id for term in terms]


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
    return Q(state__in=ON_LIST)


def trained(day: date) -> Q:
    """Somebody who was trained this year."""
    with scope(EVERYTHING):
        return Q(Exists(Training.objects.filter(cadre=OuterRef("cadre"), year=day.year, done_on__lte=day)))


def names_of_trainings(trainings: Sequence[Training]) -> QuerySet[Any]:
    return Reserve.objects.filter(cadre__in=[t.cadre_id for t in trainings]).values("pk")


def recommended(day: date) -> Q:
    return Q(recommended_on__lte=day)


def used(day: date) -> Q:
    return Q(state=ReserveState.APPOINTED, appointed_on__lte=day)


FILLED = Indicator(
    "cadres.filled", _("领导职务配备率"), _("有人担任的领导职务 ÷ 应设的领导职务"), offices, everything, filled, OfficeTable,
    words=("领导班子人选", "领导班子配备", "配强领导班子"), touched={Term: offices_of},
)  # fmt: skip
DISABLED = tuple(
    Indicator(
        f"cadres.disabled_{key}", name, _("已由残疾人或残疾人亲属担任的 ÷ 应由其担任的领导职务"), offices, meant(level), held_by_tied, OfficeTable,
        words=("残疾人领导干部",), touched={Term: offices_of},
    )
    for key, level, name in (
        ("city", 4, _("市级残疾人领导干部配备率")), ("county", 6, _("县级残疾人领导干部配备率")), ("township", 9, _("乡级残疾人领导干部配备率")),
    )
)  # fmt: skip
COMPLETE = Indicator(
    "cadres.complete", _("干部档案完整率"), _("规定内容齐全的 ÷ 在职干部档案"), reserve_files, everything, quality.complete, CadreTable,
    words=("干部数据库", "信息准确", "储备登记", "后备干部名册"), touched={Entry: files_of_entries, Person: files_of_people},
)  # fmt: skip
FRESH = Indicator(
    "cadres.fresh", _("干部档案更新率"), _("12个月内核实过的 ÷ 在职干部档案"), reserve_files, everything, quality.fresh, CadreTable,
    words=("更新及时", "干部数据库", "后备干部名册"),
)  # fmt: skip
TRAINED = Indicator(
    "cadres.trained", _("后备干部培训覆盖率"), _("本年参加过培养锻炼的 ÷ 在册后备干部"), names_on_list, on_list, trained, ReserveTable,
    words=("后备干部",), touched={Training: names_of_trainings},
)  # fmt: skip
USED = Indicator(
    "cadres.used", _("推荐使用率"), _("已任用的 ÷ 已推荐的后备干部"), names_on_list, recommended, used, ReserveTable,
    words=("推荐使用", "后备干部名册"),
)  # fmt: skip
register(FILLED, *DISABLED, COMPLETE, FRESH, TRAINED, USED)
