"""The ledgers of the cadres room: files (干部档案), the reserve (后备干部), terms (领导班子任职)."""

from __future__ import annotations

from collections import defaultdict
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.cadres.models import OPEN, TITLES, Cadre, Office, Reserve, ReserveState, Term, Tie, quality
from zulian.cadres.rules import years_after
from zulian.cadres.tables import CadreFilter, ReserveFilter, TermFilter
from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    CellError,
    Column,
    Draft,
    Ledger,
    Row,
    half_width,
    one_of,
    read_date,
    register_ledger,
    show_date,
    shown_as,
    text_of,
    words_of,
)
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.people.ledgers import HOME, columns_at, find_people, plan_person
from zulian.people.models import Person
from zulian.regions.ledgers import open_book, region_column

FIRST_YEAR, LAST_YEAR = 1990, 2100
NAMED = ("name", "id_number", "sex", "birth", "ethnicity", "phone")


def person_columns(path: str) -> tuple[Column, ...]:
    """The columns of the person in a register of people in posts: the number is asked for, it decides sex and birth."""
    needed = {"name", "id_number"}
    columns = tuple(replace(c, required=c.key in needed) for c in columns_at(path, NAMED))
    return (*columns, replace(HOME, get=f"{path}.region_id", required=False))


def choice(key: str, name: Any, pairs: Any, **more: Any) -> Column:
    """A column of one of several words."""
    return Column(key, name, one_of(pairs), show=shown_as(pairs), choices=words_of(pairs), **more)


def day(key: str, name: Any, **more: Any) -> Column:
    """A column of dates."""
    return Column(key, name, read_date, show=show_date, **more)


def read_year(text: str) -> int:
    """A year."""
    number = half_width(text).removesuffix("年")  # untranslated: how ledgers write years
    if not number.isdecimal() or not FIRST_YEAR <= int(number) <= LAST_YEAR:
        raise CellError(_("“%(text)s”不是年份，请写成 2026 这样。") % {"text": text[:20]})
    return int(number)


def by_number(values: Row) -> str:
    """A person's row is known by the ID number."""
    return str(values.get("id_number", ""))


def who(draft: Draft) -> Person | None:
    """The person of a row, planned first; None when the row was refused or the person is new."""
    if Person not in draft.found and "region" not in draft.values:
        draft.refuse("region", _("这个人还没有登记，请填写户籍所在地。"))
        return None
    plan_person(draft)
    return draft.found.get(Person)


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
    **{key: "" for key, _name, _limit in TEXTS}, **{key: None for key, _name in DATES}, "tie": "none", "education": "", "party": "",
    "sign": "none", "status": "serving",
}  # fmt: skip


def find_files(drafts: list[Draft]) -> None:
    """People of a chunk and their files, wherever they are kept."""
    find_people(drafts)
    by_person = {d.found[Person].pk: d for d in drafts if Person in d.found}
    with scope(EVERYTHING):
        for cadre in Cadre.objects.filter(person_id__in=by_person).select_related("person"):
            by_person[cadre.person_id].found[Cadre] = cadre


def plan_file(draft: Draft) -> None:
    """The rules of a file's row, after those of its person."""
    who(draft)
    if draft.faults:
        return
    values, there = draft.values, draft.found.get(Cadre)
    if there is not None and not active_scope().holds(there.region_id):
        draft.refuse("id_number", _("这个人的干部档案由其他单位管理。"))
        return
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
        *person_columns("person"), ORG, *(choice(key, name, pairs) for key, name, pairs in CHOICES),
        *(Column(key, name, text_of(limit), width=20) for key, name, limit in TEXTS), *(day(key, name) for key, name in DATES),
        day("verified_on", gettext_lazy("最近核实"), computed=True),
    ),
    identify=by_number, find=find_files, plan=plan_file, prepare=open_book, counted=("tie", "education", "party", "sex"), filters=CadreFilter,
    read="cadre.read", write="cadre.write", reveal="person.reveal", url="cadres:list",
    note=gettext_lazy("按身份证号认人。导入不算核实；考察材料不在台账中。"),
)  # fmt: skip


# The reserve


def find_reserve(drafts: list[Draft]) -> None:
    """Files of a chunk, and the names that are on the reserve already."""
    find_files(drafts)
    by_cadre = {d.found[Cadre].pk: d for d in drafts if Cadre in d.found}
    with scope(EVERYTHING):
        for found in Reserve.objects.filter(cadre_id__in=by_cadre, state__in=OPEN):
            by_cadre[found.cadre_id].found[Reserve] = found


def plan_reserve(draft: Draft) -> None:
    """A list that was confirmed before comes in as it stands; what is on the list changes on its page, step by step."""
    values, cadre, there = draft.values, draft.found.get(Cadre), draft.found.get(Reserve)
    if cadre is None:
        draft.refuse("id_number", _("这个人还没有干部档案，请先导入干部档案。"))
        return
    if not active_scope().holds(cadre.region_id):
        draft.refuse("id_number", _("这个人的干部档案由其他单位管理。"))
        return
    if values.get("name", cadre.person.name) != cadre.person.name:
        draft.refuse("name", _("与干部档案中的姓名不一致，请核对。"))
    if there is not None:
        draft.puts[Reserve] = {key: values[key] for key in ("direction", "reason") if key in values}
        return
    last = values.get("last_year", values["first_year"] + quality(today())["list_years"] - 1)
    if last < values["first_year"]:
        draft.refuse("last_year", _("截止年度不能早于起始年度。"))
    if values["confirmed_on"] > today():
        draft.refuse("confirmed_on", _("确定日期不能晚于今天。"))
    draft.puts[Reserve] = {
        "cadre_id": cadre.pk, "region_id": cadre.region_id, "level": values["level"], "first_year": values["first_year"], "last_year": last,
        "direction": values["direction"], "reason": values.get("reason", ""), "state": ReserveState.CONFIRMED,
        "nominated_on": values["confirmed_on"], "reviewed_on": None, "review_note": "", "confirmed_on": values["confirmed_on"],
        "basis": values.get("basis", ""), "recommended_on": None, "recommended_to": "", "appointed_on": None, "appointed_to": "",
        "ended_on": None, "ended_why": "",
    }  # fmt: skip


RESERVES = Ledger(
    key="reserves", name=gettext_lazy("后备干部"), rows=lambda: Reserve.objects.with_names().order_by("region_id", "id"), models=(Reserve,),
    columns=(
        *(replace(c, required=c.key == "id_number") for c in columns_at("cadre.person", ("name", "id_number"))),
        choice("level", gettext_lazy("名单层级"), Reserve.LEVELS, required=True, fixed=True),
        Column("first_year", gettext_lazy("起始年度"), read_year, required=True, fixed=True),
        Column("last_year", gettext_lazy("截止年度"), read_year, fixed=True),
        Column("direction", gettext_lazy("培养方向"), text_of(60), required=True, width=24),
        Column("reason", gettext_lazy("提名理由"), text_of(300), width=30),
        day("confirmed_on", gettext_lazy("确定日期"), required=True, fixed=True),
        Column("basis", gettext_lazy("确定文号"), text_of(60), fixed=True, width=24),
        Column("state", gettext_lazy("状态"), show=shown_as(ReserveState.choices), computed=True),
        Column("recommended_to", gettext_lazy("推荐去向"), computed=True, width=24),
        Column("appointed_to", gettext_lazy("任用职务"), computed=True, width=24),
    ),
    identify=by_number, find=find_reserve, plan=plan_reserve, prepare=open_book, counted=("level", "state"), filters=ReserveFilter,
    read="cadre.read", write="cadre.write", reveal="person.reveal", url="cadres:reserves",
    note=gettext_lazy("用于接收已经确定的名单；以后的考评、推荐、任用在页面上一步一步登记。"),
)  # fmt: skip


# Terms

TITLE_WORDS = tuple((f"{body}.{rank}", name) for (body, rank), name in TITLES.items())
_taken: ContextVar[dict[tuple[str, str], list[int]] | None] = ContextVar("zulian_free_offices", default=None)


def _prepare_terms() -> None:
    open_book()
    _taken.set(None)


def _free() -> dict[tuple[str, str], list[int]]:
    """Posts without a holder by place and title; rows of an import take them one after the other."""
    found = _taken.get()
    if found is None:
        found = defaultdict(list)
        for office in Office.objects.vacant(today()).order_by("-number"):
            found[office.region_id, f"{office.body}.{office.rank}"].append(office.pk)
        _taken.set(found)
    return found


def identify_term(values: Row) -> str:
    """A person takes a post at a place on a day."""
    keys = ("id_number", "org", "title", "since")
    return "|".join(str(values[key]) for key in keys) if set(keys) <= values.keys() else ""


def find_terms(drafts: list[Draft]) -> None:
    """People of a chunk and the terms that are there already."""
    find_people(drafts)
    people = {d.found[Person].pk for d in drafts if Person in d.found}
    known: dict[Any, Term] = {}
    for term in Term.objects.filter(person_id__in=people).select_related("office", "person"):
        known[term.person_id, term.region_id, f"{term.office.body}.{term.office.rank}", term.since] = term
    for draft in drafts:
        if Person in draft.found and draft.key:
            values = draft.values
            there = known.get((draft.found[Person].pk, values["org"], values["title"], values["since"]))
            if there is not None:
                draft.found[Term] = there


def plan_term(draft: Draft) -> None:
    """A term goes to the first vacant post of its title; one that is over needs the day and a past post of that title."""
    who(draft)
    if draft.faults:
        return
    values, there = draft.values, draft.found.get(Term)
    if there is not None:
        draft.puts[Term] = {key: values[key] for key in ("tie", "source", "until") if key in values}
        return
    if not active_scope().holds(values["org"]):
        draft.refuse("org", _("单位不在您的管辖范围内。"))
        return
    if values["since"] > today():
        draft.refuse("since", _("任职日期不能晚于今天。"))
        return
    until = values.get("until") or _end(values["since"])
    if until <= values["since"]:
        draft.refuse("until", _("届满日期应晚于任职日期。"))
        return
    vacant = _free().get((values["org"], values["title"]), [])
    if not vacant:
        draft.refuse("title", _("这个单位没有空缺的这一职务：请先设置职务，或办理原任的离任。"))
        return
    draft.puts[Term] = {
        "office_id": vacant.pop(), "region_id": values["org"], "tie": values.get("tie", Tie.NONE), "how": values.get("how", Term.How.ELECTED),
        "source": values.get("source", ""), "since": values["since"], "until": until, "ended_on": None, "ended_why": "",
    }  # fmt: skip


def _end(since: date) -> date:
    return years_after(since, policy("cadres/posts", since)["term_years"])


TERMS = Ledger(
    key="terms", name=gettext_lazy("领导班子任职"), rows=lambda: Term.objects.with_names().order_by("region_id", "id"), models=(Person, Term),
    main=Term, links={Term: {"person_id": Person}},
    columns=(
        *person_columns("person"), replace(ORG, name=gettext_lazy("任职单位"), fixed=True),
        Column(
            "title", gettext_lazy("职务"), one_of(TITLE_WORDS), get="office.title", show=str, choices=words_of(TITLE_WORDS), required=True,
        ),
        choice("tie", gettext_lazy("与残疾人的关系"), Tie.choices), choice("how", gettext_lazy("产生方式"), Term.How.choices, fixed=True),
        day("since", gettext_lazy("任职日期"), required=True, fixed=True), day("until", gettext_lazy("届满日期")),
        Column("source", gettext_lazy("依据"), text_of(120), width=24), day("ended_on", gettext_lazy("离任日期"), computed=True),
        Column("ended_why", gettext_lazy("离任原因"), show=shown_as(Term.End.choices), computed=True),
    ),
    identify=identify_term, find=find_terms, plan=plan_term, prepare=_prepare_terms, counted=("tie", "how"), filters=TermFilter,
    read="office.read", write="office.write", reveal="person.reveal", url="cadres:terms",
    note=gettext_lazy("用于接收现任班子；离任在职务页面登记。单位须先设置职务。"),
)  # fmt: skip
register_ledger(CADRES, RESERVES, TERMS)
