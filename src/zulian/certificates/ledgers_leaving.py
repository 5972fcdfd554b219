"""Ledgers of lists from other offices (死亡名单、户籍迁出名单): what concerns no holder here is left out, and is kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.certificates.ledgers import gate
from zulian.certificates.models import Certificate, DeathReport, Departure
from zulian.certificates.registers.leaving import DEATHS, DEPARTURES
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    by_key,
    register_ledger,
)
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import active_scope
from zulian.people.ledgers import (
    by_number,
    columns_at,
    find_people,
    recognised_in,
    refuse_other_name,
)
from zulian.people.models import Person
from zulian.regions.ledgers import open_book

NEEDED = {"name", "id_number"}


def columns_of_holder() -> tuple[Any, ...]:
    """Name and number, both needed: one alone names nobody for sure."""
    columns = columns_at("person", ("name", "id_number"))
    return tuple(replace(c, required=c.key in NEEDED, fixed=True) for c in columns)


def finder(model: Any) -> Any:
    """What puts people with a card in use, and what stands of them already, into the drafts of a chunk."""

    def find(drafts: list[Draft]) -> None:
        find_people(drafts)
        people = by_key(drafts, lambda d: d.found[Person].pk if Person in d.found else None)
        live = Certificate.objects.live().filter(person_id__in=people)
        for key in live.values_list("person_id", flat=True):
            for draft in people[key]:
                draft.values["holds"] = True
        # What is open stands before what was done with, which may only come back as it went out.
        rows = sorted(
            model.objects.filter(person_id__in=people).order_by("pk"),
            key=lambda row: row.state in open_states(model),
        )
        for row in rows:
            for draft in people[row.person_id]:
                draft.found[model] = row

    return find


def open_states(model: Any) -> list[str]:
    """The states in which a row of somebody is not done with."""
    return ["listed", "checked"] if model is DeathReport else ["open", "noticed", "frozen"]


def _refuse_another_day(draft: Draft, known: Any, name: str, day: date) -> None:
    """What was checked, or told to its holder, stands on the day that was said then."""
    if known.state != open_states(type(known))[0] and getattr(known, name) != day:
        words = _(
            "这个人现在是“%(state)s”，登记的是 %(day)s，不能由名单改成另一天，请到该记录的页面核对。"
        )
        draft.refuse(
            name, words % {"state": known.get_state_display(), "day": getattr(known, name)}
        )


def planner(model: type[Model], *columns: str) -> Any:
    """The rule of a row: a living holder of the jurisdiction is listed; of anybody else nothing is kept."""

    def plan(draft: Draft) -> None:
        person = draft.found.get(Person)
        holds, said = draft.values.pop("holds", False), draft.said(*columns)
        past = draft.found.get(model)
        if past is not None and past.state not in open_states(model):
            if all((getattr(past, name) or None) == (said[name] or None) for name in said):
                draft.puts[model] = said
                return
            del draft.found[model]
        if (
            person is None
            or not holds
            or person.died_on is not None
            or not active_scope().holds(person.region_id)
        ):
            draft.left["id_number"] = _("不是本辖区在册的持证人，不列入。")
            return
        refuse_other_name(draft, person)
        day = "died_on" if model is DeathReport else "moved_on"
        if said[day] and said[day] < person.birth:
            draft.refuse(day, _("早于出生日期 %(day)s，请核对。") % {"day": person.birth})
        if draft.faults:
            return
        if model in draft.found:
            _refuse_another_day(draft, draft.found[model], day, said[day])
            draft.puts[model] = said
            return
        draft.puts[model] = (
            new_row(model) | said | {"person_id": person.pk, "region_id": person.region_id}
        )

    return plan


DEATH_LIST = Ledger(
    key="deaths",
    name=gettext_lazy("死亡名单"),
    rows=lambda: DeathReport.objects.with_names().order_by("region_id", "id"),
    models=(DeathReport,),
    columns=(
        *columns_of_holder(),
        model_column(
            DeathReport,
            "died_on",
            synonyms=("死亡时间", "火化日期", "去世日期", "销户日期"),
            required=True,
        ),
        model_column(DeathReport, "source", synonyms=("来源", "提供部门"), required=True),
        model_column(DeathReport, "origin", synonyms=("名单名称", "依据"), width=30),
        model_column(DeathReport, "state", computed=True),
        model_column(DeathReport, "how", computed=True, width=30),
    ),
    identify=by_number,
    find=finder(DeathReport),
    plan=planner(DeathReport, "died_on", "source", "origin"),
    gate=gate,
    prepare=open_book,
    unmask=recognised_in(lambda: DeathReport.objects.values("person")),
    counted=("source", "state"),
    filters=DEATHS.filter_set,
    read="certificate.read",
    write="certificate.counter",
    reveal="person.reveal",
    url="certificates:death-list",
    note=gettext_lazy(
        "可直接导入公安、民政、卫健的整份名单：只列出本辖区在册的持证人，其他人不登记。导入不注销任何证件，逐人核实后再注销。"
    ),
)
MOVED_LIST = Ledger(
    key="departures",
    name=gettext_lazy("户籍迁出名单"),
    rows=lambda: Departure.objects.with_names().order_by("region_id", "id"),
    models=(Departure,),
    columns=(
        *columns_of_holder(),
        model_column(
            Departure, "moved_on", synonyms=("迁出日期", "迁移日期", "迁出时间"), required=True
        ),
        model_column(Departure, "moved_to", synonyms=("迁入地", "迁往地"), width=30),
        model_column(Departure, "source", synonyms=("来源", "提供部门"), required=True),
        model_column(Departure, "state", computed=True),
        model_column(Departure, "noticed_on", computed=True),
    ),
    identify=by_number,
    find=finder(Departure),
    plan=planner(Departure, "moved_on", "moved_to", "source"),
    gate=gate,
    prepare=open_book,
    unmask=recognised_in(lambda: Departure.objects.values("person")),
    counted=("source", "state"),
    filters=DEPARTURES.filter_set,
    read="certificate.read",
    write="certificate.counter",
    reveal="person.reveal",
    url="certificates:departure-list",
    note=gettext_lazy("可直接导入公安的整份迁出名单：只列出本辖区在册的持证人，其他人不登记。"),
)
register_ledger(DEATH_LIST, MOVED_LIST)
