"""The ledgers of the cadres room: files (干部档案), the reserve (后备干部), terms (领导班子任职)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.cadres.models import OPEN, Cadre, Reserve, ReserveState, quality
from zulian.cadres.tables import CadreFilter, ReserveFilter
from zulian.foundation.clock import today
from zulian.foundation.days import PAST
from zulian.foundation.ledger import (
    CellError,
    Column,
    Draft,
    Ledger,
    Row,
    by_key,
    choice_column,
    date_column,
    half_width,
    match,
    register_ledger,
    shown_as,
    text_of,
)
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.leadership.models import Tie
from zulian.people.ledgers import by_number, columns_at, find_people, person_columns, recognised_in, who
from zulian.people.models import Person
from zulian.regions.ledgers import open_book, region_column

FIRST_YEAR, LAST_YEAR = 1990, 2100


def read_year(text: str) -> int:
    """A year."""
    number = half_width(text).removesuffix("年")  # untranslated: how ledgers write years
    if not number.isdecimal() or not FIRST_YEAR <= int(number) <= LAST_YEAR:
        raise CellError(_("“%(text)s”不是年份，请写成 2026 这样。") % {"text": text[:20]})
    return int(number)


# Files

TEXTS = (
    ("unit", gettext_lazy("工作单位"), 60), ("position", gettext_lazy("现任职务"), 60), ("grade", gettext_lazy("职级"), 30),
    ("school", gettext_lazy("毕业院校及专业"), 80), ("native_place", gettext_lazy("籍贯"), 40), ("profession", gettext_lazy("专业技术职务"), 40),
    ("languages", gettext_lazy("其他语言"), 80), ("strengths", gettext_lazy("特长"), 200),
)  # fmt: skip
CHOICES: tuple[tuple[str, Any, Any], ...] = (
    ("tie", gettext_lazy("与残疾人的关系"), Tie.choices), ("education", gettext_lazy("学历"), Cadre.Education.choices),
    ("party", gettext_lazy("政治面貌"), Cadre.Party.choices), ("sign", gettext_lazy("手语"), Cadre.Sign.choices),
    ("status", gettext_lazy("状态"), Cadre.Status.choices),
)  # fmt: skip
DATES = (
    ("since", gettext_lazy("任现职时间")), ("work_since", gettext_lazy("参加工作时间")), ("party_since", gettext_lazy("入党时间")),
)  # fmt: skip
FILE_KEYS = tuple(key for key, *_rest in (*TEXTS, *CHOICES, *DATES))
BLANK: Row = {
    **{key: "" for key, _name, _limit in TEXTS}, **{key: None for key, _name in DATES}, "tie": "", "education": "", "party": "",
    "sign": "", "status": "serving",
}  # fmt: skip


def find_files(drafts: list[Draft]) -> None:
    """People of a chunk and their files, wherever they are kept."""
    find_people(drafts)
    by_person = by_key(drafts, lambda d: d.found[Person].pk if Person in d.found else None)
    with scope(EVERYTHING):
        rows = Cadre.objects.filter(person_id__in=by_person).select_related("person")
        match(Cadre, by_person, ((cadre.person_id, cadre) for cadre in rows))


def plan_file(draft: Draft) -> None:
    """The rules of a file's row, after those of its person."""
    who(draft)
    values, there = draft.values, draft.found.get(Cadre)
    if there is not None and not active_scope().holds(there.region_id):
        draft.refuse("id_number", _("这个人的干部档案由其他单位管理。"))
    for key, _name in DATES:
        if key in values and not values["birth"] < values[key] <= today():
            draft.refuse(key, _("日期应在出生之后、今天之前，请核对。"))
    if draft.faults:
        return
    put = {key: values[key] for key in FILE_KEYS if key in values}
    if there is None:
        put = BLANK | put | {"region_id": values["org"], "keeper_id": None, "verified_on": None, "verified_by_id": None}
    elif "org" in values:
        put["region_id"] = values["org"]
    draft.puts[Cadre] = put


ORG = region_column("org", gettext_lazy("管理单位"), get="region_id", synonyms=("单位", "所属残联"), required=True)
CADRES = Ledger(
    key="cadres", name=gettext_lazy("干部档案"), rows=lambda: Cadre.objects.with_names().order_by("region_id", "id"), models=(Person, Cadre),
    main=Cadre, links={Cadre: {"person_id": Person}},
    columns=(
        *person_columns("person"), ORG, *(choice_column(key, name, pairs) for key, name, pairs in CHOICES),
        *(Column(key, name, text_of(limit), width=20) for key, name, limit in TEXTS), *(date_column(key, name, PAST) for key, name in DATES),
        date_column("verified_on", gettext_lazy("最近核实"), computed=True),
    ),
    identify=by_number, find=find_files, plan=plan_file, prepare=open_book, unmask=recognised_in(lambda: Cadre.objects.values("person")),
    counted=("tie", "education", "party", "sex"), filters=CadreFilter,
    read="cadre.read", write="cadre.write", reveal="person.reveal", url="cadres:list",
    note=gettext_lazy("按身份证号认人。导入不算核实；考察材料不在台账中。"),
)  # fmt: skip


# The reserve


def find_reserve(drafts: list[Draft]) -> None:
    """Files of a chunk, and the names that are on the reserve already."""
    find_files(drafts)
    by_list = by_key(drafts, _listed)
    with scope(EVERYTHING):
        rows = Reserve.objects.filter(cadre_id__in={cadre for cadre, _level, _year in by_list})
        match(Reserve, by_list, (((entry.cadre_id, entry.level, entry.first_year), entry) for entry in rows))


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
        draft.puts[Reserve] = {key: values[key] for key in ("direction", "reason", "basis") if key in values}
        return
    if cadre is not None and Reserve.objects.filter(cadre=cadre, state__in=OPEN).exists():
        draft.refuse("id_number", _("这个人已在后备名单中，变更请到其页面办理。"))
    last = values.get("last_year", values["first_year"] + quality(today())["list_years"] - 1)
    if last < values["first_year"]:
        draft.refuse("last_year", _("截止年度不能早于起始年度。"))
    if values["confirmed_on"] > today():
        draft.refuse("confirmed_on", _("确定日期不能晚于今天。"))
    if cadre is None:
        return
    draft.puts[Reserve] = {
        "cadre_id": cadre.pk, "level": values["level"], "first_year": values["first_year"], "last_year": last,
        "direction": values["direction"], "reason": values.get("reason", ""), "state": ReserveState.CONFIRMED,
        "nominated_on": values["confirmed_on"], "reviewed_on": None, "review_note": "", "confirmed_on": values["confirmed_on"],
        "basis": values.get("basis", ""), "recommended_on": None, "recommended_to": "", "appointed_on": None, "appointed_to": "",
        "ended_on": None, "ended_why": "",
    }  # fmt: skip


def reserve_locked(draft: Draft) -> tuple[str, str] | None:
    """Who was taken off, appointed or refused stays in the register as it ended."""
    return None if draft.found[Reserve].state in OPEN else ("state", _("这条后备记录已经结束，不能更改。"))


RESERVES = Ledger(
    key="reserves",
    name=gettext_lazy("后备干部"),
    rows=lambda: Reserve.objects.with_names().order_by("region_id", "id"),
    models=(Reserve,),
    columns=(
        *(replace(c, required=c.key == "id_number") for c in columns_at("cadre.person", ("name", "id_number"))),
        choice_column("level", gettext_lazy("名单层级"), Reserve.LEVELS, required=True, fixed=True),
        Column("first_year", gettext_lazy("起始年度"), read_year, required=True, fixed=True),
        Column("last_year", gettext_lazy("截止年度"), read_year, fixed=True),
        Column("direction", gettext_lazy("培养方向"), text_of(60), required=True, width=24),
        Column("reason", gettext_lazy("提名理由"), text_of(300), width=30),
        date_column("confirmed_on", gettext_lazy("确定日期"), required=True, fixed=True),
        Column("basis", gettext_lazy("确定文号"), text_of(60), width=24),
        Column("state", gettext_lazy("状态"), show=shown_as(ReserveState.choices), computed=True),
        Column("recommended_to", gettext_lazy("推荐去向"), computed=True, width=24),
        Column("appointed_to", gettext_lazy("任用职务"), computed=True, width=24),
    ),
    identify=identify_reserve,
    find=find_reserve,
    plan=plan_reserve,
    locked=reserve_locked,
    prepare=open_book,
    unmask=recognised_in(lambda: Reserve.objects.values("cadre__person")),
    counted=("level", "state"),
    filters=ReserveFilter,
    read="cadre.read",
    write="cadre.write",
    reveal="person.reveal",
    url="cadres:reserves",
    note=gettext_lazy("用于接收已经确定的名单；以后的考评、推荐、任用在页面上一步一步登记。"),
)


register_ledger(CADRES, RESERVES)
