"""The ledgers of the congress room: congresses held before (历次代表大会), and delegates (代表)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.congress.models import Congress, CongressState, Delegate, DelegateState, Unit
from zulian.congress.models.delegates import new_code
from zulian.congress.services.delegates import refresh
from zulian.congress.tables import CongressFilter, DelegateFilter
from zulian.foundation.clock import today
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
    one_of,
    register_ledger,
    shown_as,
    text_of,
    words_of,
)
from zulian.foundation.scopes import active_scope
from zulian.leadership.models import Tie
from zulian.people.disabilities import CATEGORIES
from zulian.people.ledgers import find_people, person_columns, recognised_in, who
from zulian.people.models import Person
from zulian.regions.ledgers import open_book, region_column

MAX_ORDINAL, MAX_PEOPLE = 99, 5000
YES_NO = ((True, gettext_lazy("是")), (False, gettext_lazy("否")))
ORG = region_column(
    "org", gettext_lazy("单位"), get="region_id", synonyms=("残联", "召开单位"), required=True, fixed=True
)


def read_number(limit: int) -> Any:
    """A reader of whole numbers up to a limit."""

    def read(text: str) -> int:
        number = half_width(text).removesuffix(".0")
        if not number.isdecimal() or not 1 <= int(number) <= limit:
            raise CellError(_("“%(text)s”不是 1 至 %(limit)d 的整数。") % {"text": text[:20], "limit": limit})
        return int(number)

    return read


# Congresses


def identify_congress(values: Row) -> str:
    """A federation's congress of a number."""
    return f"{values['org']}|{values['ordinal']}" if {"org", "ordinal"} <= values.keys() else ""


def find_congresses(drafts: list[Draft]) -> None:
    """Congresses of a chunk that are there already."""
    places = {d.values["org"] for d in drafts if d.key}
    named = by_key(drafts, lambda d: (d.values["org"], d.values["ordinal"]) if d.key else None)
    rows = Congress.objects.filter(region_id__in=places)
    match(Congress, named, (((congress.region_id, congress.ordinal), congress) for congress in rows))


def plan_congress(draft: Draft) -> None:
    """A congress of the past comes in as filed; those of a round are led on their page."""
    values, there = draft.values, draft.found.get(Congress)
    if not active_scope().holds(values["org"]):
        draft.refuse("org", _("单位不在您的管辖范围内。"))
    if there is not None:
        draft.puts[Congress] = {key: values[key] for key in ("size", "attended", "place") if key in values}
        return
    if "size" in values and values.get("attended", 0) > values["size"]:
        draft.refuse("attended", _("实到代表不能多于代表名额。"))
    if values["held_on"] > today():
        draft.refuse("held_on", _("召开日期不能晚于今天。"))
    draft.puts[Congress] = {
        "round_id": None, "region_id": values["org"], "ordinal": values["ordinal"], "state": CongressState.FILED, "due": None, "day": None,
        "place": values.get("place", ""), "held_on": values["held_on"], "filed_on": None, "size": values.get("size"),
        "attended": values.get("attended"), "composition_met": False, "note": "",
    }  # fmt: skip


def congress_locked(draft: Draft) -> tuple[str, str] | None:
    """Congresses of a round are led on their page."""
    if draft.found[Congress].round_id is None:
        return None
    return "ordinal", _("这次大会在换届轮次中，请在大会页面办理。")


CONGRESSES = Ledger(
    key="congresses",
    name=gettext_lazy("历次代表大会"),
    rows=lambda: Congress.objects.with_names().order_by("region_id", "ordinal"),
    models=(Congress,),
    columns=(
        ORG,
        Column(
            "ordinal", gettext_lazy("第几次"), read_number(MAX_ORDINAL), synonyms=("届次",), required=True, fixed=True
        ),
        date_column("held_on", gettext_lazy("召开日期"), required=True, fixed=True),
        Column("size", gettext_lazy("代表名额"), read_number(MAX_PEOPLE)),
        Column("attended", gettext_lazy("实到代表"), read_number(MAX_PEOPLE)),
        Column("place", gettext_lazy("地点"), text_of(80), width=24),
        Column("state", gettext_lazy("状态"), show=shown_as(CongressState.choices), computed=True),
        date_column("due", gettext_lazy("完成时限"), computed=True),
    ),
    identify=identify_congress,
    find=find_congresses,
    plan=plan_congress,
    locked=congress_locked,
    prepare=open_book,
    counted=("state", "ordinal"),
    filters=CongressFilter,
    read="congress.read",
    write="congress.write",
    url="congress:congresses",
    note=gettext_lazy("用于补录以往各次大会；本轮换届的大会在大会页面办理。"),
)


# Delegates


def identify_delegate(values: Row) -> str:
    """A person on the list of a federation's congress: of the one named, or of the one under preparation."""
    if not {"id_number", "org"} <= values.keys():
        return ""
    return f"{values['id_number']}|{values['org']}|{values.get('ordinal', '')}"


def find_delegates(drafts: list[Draft]) -> None:
    """The congress that each row means, its units, the people and who is on the list already."""
    find_people(drafts)
    places = {d.values["org"] for d in drafts if d.key}
    congresses: dict[Any, Congress] = {}
    for congress in Congress.objects.filter(region_id__in=places):
        congresses[congress.region_id, congress.ordinal] = congress
        if congress.state == CongressState.PREPARING:
            congresses[congress.region_id, None] = congress
    units = {(u.congress_id, u.name): u for u in Unit.objects.filter(congress__region_id__in=places)}
    listed = {
        (d.congress_id, d.person_id): d
        for d in Delegate.objects.filter(congress__region_id__in=places).select_related("person", "unit", "congress")
    }
    for draft in drafts:
        meant = congresses.get((draft.values["org"], draft.values.get("ordinal"))) if draft.key else None
        draft.values["congress"] = meant
        if meant is None:
            continue
        draft.values["unit_row"] = units.get((meant.pk, draft.values.get("unit", "")))
        person = draft.found.get(Person)
        there = listed.get((meant.pk, person.pk)) if person else None
        if there is not None:
            draft.found[Delegate] = there


def plan_delegate(draft: Draft) -> None:
    """A name for the list of a congress under preparation; its unit must be there."""
    values, there = draft.values, draft.found.get(Delegate)
    congress, unit = values.pop("congress", None), values.pop("unit_row", None)
    who(draft)
    preparing = congress is not None and (there is not None or congress.state == CongressState.PREPARING)
    if not preparing:
        draft.refuse("org", _("这个单位没有正在筹备的代表大会。"))
    keys = [key for key in ("tie", "category", "party", "grassroots", "work") if key in values]
    tie = values.get("tie", there.tie if there else "")
    category = values.get("category", there.category if there else None)
    if (tie == Tie.SELF) != (category is not None) and "tie" not in draft.faults:
        draft.refuse("category", _("本人残疾的须填残疾类别，其他人不填。"))
    if there is not None:
        draft.puts[Delegate] = {key: values[key] for key in keys}
        return
    if preparing and unit is None:
        draft.refuse("unit", _("本次大会没有这个选举单位，请先在“名额和构成”中添加。"))
    if draft.faults:
        return
    draft.puts[Delegate] = {
        "congress_id": congress.pk, "unit_id": unit.pk, "how": values.get("how", ""),
        "tie": tie, "category": category, "party": values.get("party"), "grassroots": values.get("grassroots"),
        "work": values.get("work", ""), "needs": [], "listed": True, "state": DelegateState.PROPOSED, "note": "", "seat": "", "code": new_code(),
        "checked_in_at": None,
    }  # fmt: skip


def delegate_locked(draft: Draft) -> tuple[str, str] | None:
    """The list of a congress that was held stays as it was."""
    if draft.found[Delegate].congress.state == CongressState.PREPARING:
        return None
    return "org", _("这次大会已经召开，代表名单不能更改。")


def after(written: dict[type[Model], list[Any]]) -> None:
    """Whether the lists meet their targets now."""
    keys = set(Delegate.objects.filter(pk__in=written.get(Delegate, [])).values_list("congress_id", flat=True))
    for key in keys:
        refresh(key)


def yes(key: str, name: Any) -> Column:
    """A column of yes and no."""
    return Column(key, name, one_of(YES_NO), show=shown_as(YES_NO), choices=words_of(YES_NO), width=10)


DELEGATES = Ledger(
    key="delegates",
    name=gettext_lazy("代表大会代表"),
    rows=lambda: Delegate.objects.with_names().order_by("region_id", "congress_id", "id"),
    models=(Person, Delegate),
    main=Delegate,
    links={Delegate: {"person_id": Person}},
    columns=(
        *person_columns("person"),
        ORG,
        Column(
            "ordinal",
            gettext_lazy("第几次"),
            read_number(MAX_ORDINAL),
            get="congress.ordinal",
            synonyms=("届次",),
            fixed=True,
            note=gettext_lazy("不填的为正在筹备的大会。"),
        ),
        Column("unit", gettext_lazy("选举单位"), text_of(60), get="unit.name", required=True, fixed=True, width=24),
        choice_column("how", gettext_lazy("产生方式"), Delegate.How.choices, fixed=True),
        choice_column("tie", gettext_lazy("与残疾人的关系"), Tie.choices),
        choice_column("category", gettext_lazy("残疾类别"), CATEGORIES),
        yes("party", gettext_lazy("中共党员")),
        yes("grassroots", gettext_lazy("基层一线")),
        Column("work", gettext_lazy("单位及职务"), text_of(80), width=24),
        Column("state", gettext_lazy("状态"), show=shown_as(DelegateState.choices), computed=True),
        Column("seat", gettext_lazy("座位"), computed=True),
    ),
    identify=identify_delegate,
    find=find_delegates,
    plan=plan_delegate,
    locked=delegate_locked,
    prepare=open_book,
    unmask=recognised_in(lambda: Delegate.objects.values("person")),
    after=after,
    counted=("tie", "category", "state", "sex"),
    filters=DelegateFilter,
    read="congress.read",
    write="congress.write",
    reveal="person.reveal",
    url="congress:people",
    note=gettext_lazy("用于录入正在筹备的大会的代表人选；资格审查和当选在页面上办理。"),
)
register_ledger(CONGRESSES, DELEGATES)
