"""The ledgers of the cadres room: files (干部档案), the reserve (后备干部), terms (领导班子任职)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.cadres.models import OPEN, Cadre, Reserve, ReserveState, quality
from zulian.cadres.registers.files import CADRES
from zulian.cadres.registers.reserve import RESERVES
from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    Row,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.people.ledgers import (
    by_number,
    columns_at,
    find_by_person,
    person_columns,
    recognised_in,
    who,
)
from zulian.people.models import Person
from zulian.regions.ledgers import home_column, open_book

FIRST_YEAR, LAST_YEAR = 1990, 2100


def read_year(text: str) -> int:
    """A year."""
    number = half_width(text).removesuffix("年")  # untranslated: how ledgers write years
    if not number.isdecimal() or not FIRST_YEAR <= int(number) <= LAST_YEAR:
        raise CellError(_("“%(text)s”不是年份，请写成 2026 这样。") % {"text": text[:20]})
    return int(number)


# Files

CHOICES = ("tie", "education", "party", "sign", "status")
TEXTS = (
    "unit",
    "position",
    "grade",
    "school",
    "native_place",
    "profession",
    "languages",
    "strengths",
)
DAYS = ("since", "work_since", "party_since")


def find_files(drafts: list[Draft]) -> None:
    """People of a chunk and their files, wherever they are kept."""
    find_by_person(Cadre, drafts, lambda: Cadre.objects.select_related("person"))


def plan_file(draft: Draft) -> None:
    """The rules of a file's row, after those of its person."""
    who(draft)
    values, there = draft.values, draft.found.get(Cadre)
    if there is not None and not active_scope().holds(there.region_id):
        draft.refuse("id_number", _("这个人的干部档案由其他单位管理。"))
    for key in DAYS:
        if key in values and not values["birth"] < values[key] <= today():
            draft.refuse(key, _("日期应在出生之后、今天之前，请核对。"))
    if draft.faults:
        return
    put = draft.said(*CHOICES, *TEXTS, *DAYS)
    if there is None:
        links = {"region_id": values["org"], "keeper_id": None, "verified_by_id": None}
        put = new_row(Cadre) | put | links
    elif "org" in values:
        put["region_id"] = values["org"]
    draft.puts[Cadre] = put


FILES = Ledger(
    key="cadres",
    name=gettext_lazy("干部档案"),
    rows=lambda: Cadre.objects.with_names().order_by("region_id", "id"),
    models=(Person, Cadre),
    main=Cadre,
    links={Cadre: {"person_id": Person}},
    columns=(
        *person_columns("person"),
        home_column(Cadre, synonyms=("单位", "所属残联"), required=True),
        *(model_column(Cadre, name) for name in CHOICES),
        *(model_column(Cadre, name, width=20) for name in TEXTS),
        *(model_column(Cadre, name) for name in DAYS),
        model_column(Cadre, "verified_on", computed=True),
    ),
    identify=by_number,
    find=find_files,
    plan=plan_file,
    prepare=open_book,
    unmask=recognised_in(lambda: Cadre.objects.values("person")),
    counted=("tie", "education", "party", "sex"),
    filters=CADRES.filter_set,
    read="cadre.read",
    write="cadre.write",
    reveal="person.reveal",
    url="cadres:cadre-list",
    note=gettext_lazy("按身份证号认人。导入不算核实；考察材料不在台账中。"),
)


# The reserve


def find_reserve(drafts: list[Draft]) -> None:
    """Files of a chunk, and the names that are on the reserve already."""
    find_files(drafts)
    by_list = by_key(drafts, _listed)
    with scope(EVERYTHING):
        rows = Reserve.objects.filter(cadre_id__in={cadre for cadre, _level, _year in by_list})
        match(
            Reserve,
            by_list,
            (((entry.cadre_id, entry.level, entry.first_year), entry) for entry in rows),
        )


def _listed(draft: Draft) -> tuple[Any, ...] | None:
    """A name on the list of a level that begins in a year."""
    if Cadre not in draft.found:
        return None
    return draft.found[Cadre].pk, draft.values.get("level"), draft.values.get("first_year")


def identify_reserve(values: Row) -> str:
    """A person is on a list of a level and a first year once."""
    keys = ("id_number", "level", "first_year")
    return "|".join(str(values[key]) for key in keys) if set(keys) <= values.keys() else ""


def plan_reserve(draft: Draft) -> None:
    """A list that was confirmed before comes in as it stands; what is on the list changes on its page, step by step."""
    values, cadre, there = draft.values, draft.found.get(Cadre), draft.found.get(Reserve)
    if cadre is None:
        draft.refuse("id_number", _("这个人还没有干部档案，请先导入干部档案。"))
    elif not active_scope().holds(cadre.region_id):
        draft.refuse("id_number", _("这个人的干部档案由其他单位管理。"))
    elif values.get("name", cadre.person.name) != cadre.person.name:
        draft.refuse("name", _("与干部档案中的姓名不一致，请核对。"))
    if there is not None:
        draft.puts[Reserve] = draft.said("direction", "reason", "basis")
        return
    if cadre is not None and Reserve.objects.filter(cadre=cadre, state__in=OPEN).exists():
        draft.refuse("id_number", _("这个人已在后备名单中，变更请到其页面办理。"))
    rules = quality(today(), cadre.region_id if cadre is not None else "")
    last = values.get("last_year", values["first_year"] + rules["list_years"] - 1)
    if last < values["first_year"]:
        draft.refuse("last_year", _("截止年度不能早于起始年度。"))
    if values["confirmed_on"] > today():
        draft.refuse("confirmed_on", _("确定日期不能晚于今天。"))
    if cadre is None:
        return
    named = draft.said("level", "first_year", "direction", "reason", "basis")
    draft.puts[Reserve] = (
        new_row(Reserve)
        | named
        | {
            "cadre_id": cadre.pk,
            "last_year": last,
            "reason": values.get("reason", ""),
            "state": ReserveState.CONFIRMED,
            "nominated_on": values["confirmed_on"],
            "confirmed_on": values["confirmed_on"],
        }
    )


def reserve_locked(draft: Draft) -> tuple[str, str] | None:
    """Who was taken off, appointed or refused stays in the register as it ended."""
    return (
        None
        if draft.found[Reserve].state in OPEN
        else ("state", _("这条后备记录已经结束，不能更改。"))
    )


LISTED = Ledger(
    key="reserves",
    name=gettext_lazy("后备干部"),
    rows=lambda: Reserve.objects.with_names().order_by("region_id", "id"),
    models=(Reserve,),
    columns=(
        *(
            replace(c, required=c.key == "id_number")
            for c in columns_at("cadre.person", ("name", "id_number"))
        ),
        model_column(Reserve, "level", required=True, fixed=True),
        model_column(Reserve, "first_year", read=read_year, required=True, fixed=True),
        model_column(Reserve, "last_year", read=read_year, fixed=True),
        model_column(Reserve, "direction", required=True, width=24),
        model_column(Reserve, "reason", width=30),
        model_column(Reserve, "confirmed_on", required=True, fixed=True),
        model_column(Reserve, "basis", width=24),
        model_column(Reserve, "state", computed=True),
        model_column(Reserve, "recommended_to", computed=True, width=24),
        model_column(Reserve, "appointed_to", computed=True, width=24),
    ),
    identify=identify_reserve,
    find=find_reserve,
    plan=plan_reserve,
    locked=reserve_locked,
    prepare=open_book,
    unmask=recognised_in(lambda: Reserve.objects.values("cadre__person")),
    counted=("level", "state"),
    filters=RESERVES.filter_set,
    read="cadre.read",
    write="cadre.write",
    reveal="person.reveal",
    url="cadres:reserve-list",
    note=gettext_lazy("用于接收已经确定的名单；以后的考评、推荐、任用在页面上一步一步登记。"),
)

register_ledger(FILES, LISTED)
