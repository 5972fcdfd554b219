"""The ledgers of the congress room: congresses held before (历次代表大会), and delegates (代表)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.congress.models import Congress, CongressState, Delegate, Unit
from zulian.congress.registers.delegates import DELEGATES
from zulian.congress.registers.rounds import CONGRESSES
from zulian.congress.services.delegates import refresh
from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    Row,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import active_scope
from zulian.leadership.models import Tie
from zulian.people.ledgers import find_people, person_columns, recognised_in, who
from zulian.people.models import Person
from zulian.regions.ledgers import open_book, region_column

# As officers say it; at the model it is 届次, which is read as well.
ORDINAL = gettext_lazy("第几次")
ORG = region_column(
    "org",
    gettext_lazy("单位"),
    get="region_id",
    synonyms=("残联", "召开单位"),
    required=True,
    fixed=True,
)


# Congresses


def identify_congress(values: Row) -> str:
    """A federation's congress of a number."""
    return f"{values['org']}|{values['ordinal']}" if {"org", "ordinal"} <= values.keys() else ""


def find_congresses(drafts: list[Draft]) -> None:
    """Congresses of a chunk that are there already."""
    places = {d.values["org"] for d in drafts if d.key}
    named = by_key(drafts, lambda d: (d.values["org"], d.values["ordinal"]) if d.key else None)
    rows = Congress.objects.filter(region_id__in=places)
    match(
        Congress, named, (((congress.region_id, congress.ordinal), congress) for congress in rows)
    )


def plan_congress(draft: Draft) -> None:
    """A congress of the past comes in as filed; those of a round are led on their page."""
    values, there = draft.values, draft.found.get(Congress)
    if not active_scope().holds(values["org"]):
        draft.refuse("org", _("单位不在您的管辖范围内。"))
    if there is not None:
        draft.puts[Congress] = {
            key: values[key] for key in ("size", "attended", "place") if key in values
        }
        return
    if "size" in values and values.get("attended", 0) > values["size"]:
        draft.refuse("attended", _("实到代表不能多于代表名额。"))
    if values["held_on"] > today():
        draft.refuse("held_on", _("召开日期不能晚于今天。"))
    told = {
        key: values[key]
        for key in ("ordinal", "held_on", "size", "attended", "place")
        if key in values
    }
    links = {"round_id": None, "region_id": values["org"]}
    draft.puts[Congress] = new_row(Congress) | told | links | {"state": CongressState.FILED}


def congress_locked(draft: Draft) -> tuple[str, str] | None:
    """Congresses of a round are led on their page."""
    if draft.found[Congress].round_id is None:
        return None
    return "ordinal", _("这次大会在换届轮次中，请在大会页面办理。")


HISTORY = Ledger(
    key="congresses",
    name=gettext_lazy("历次代表大会"),
    rows=lambda: Congress.objects.with_names().order_by("region_id", "ordinal"),
    models=(Congress,),
    columns=(
        ORG,
        model_column(
            Congress, "ordinal", name=ORDINAL, synonyms=("届次",), required=True, fixed=True
        ),
        model_column(Congress, "held_on", required=True, fixed=True),
        model_column(Congress, "size"),
        model_column(Congress, "attended"),
        model_column(Congress, "place", width=24),
        model_column(Congress, "state", computed=True),
        model_column(Congress, "due", computed=True),
    ),
    identify=identify_congress,
    find=find_congresses,
    plan=plan_congress,
    locked=congress_locked,
    prepare=open_book,
    counted=("state", "ordinal"),
    filters=CONGRESSES.filter_set,
    read="congress.read",
    write="congress.write",
    url="congress:congress-list",
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
    units = {
        (u.congress_id, u.name): u for u in Unit.objects.filter(congress__region_id__in=places)
    }
    listed = {
        (d.congress_id, d.person_id): d
        for d in Delegate.objects.filter(congress__region_id__in=places).select_related(
            "person", "unit", "congress"
        )
    }
    for draft in drafts:
        meant = (
            congresses.get((draft.values["org"], draft.values.get("ordinal")))
            if draft.key
            else None
        )
        draft.values["congress"] = meant
        if meant is None:
            continue
        draft.values["unit_row"] = units.get((meant.pk, draft.values.get("unit", "")))
        person = draft.found.get(Person)
        delegate = listed.get((meant.pk, person.pk)) if person else None
        if delegate is not None:
            draft.found[Delegate] = delegate


def plan_delegate(draft: Draft) -> None:
    """A name for the list of a congress under preparation; its unit must be there."""
    values, there = draft.values, draft.found.get(Delegate)
    congress, unit = values.pop("congress", None), values.pop("unit_row", None)
    who(draft)
    preparing = congress is not None and (
        there is not None or congress.state == CongressState.PREPARING
    )
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
    told = {key: values[key] for key in keys} | {
        "tie": tie,
        "category": category,
        "how": values.get("how", ""),
    }
    draft.puts[Delegate] = (
        new_row(Delegate) | told | {"congress_id": congress.pk, "unit_id": unit.pk}
    )


def delegate_locked(draft: Draft) -> tuple[str, str] | None:
    """The list of a congress that was held stays as it was."""
    if draft.found[Delegate].congress.state == CongressState.PREPARING:
        return None
    return "org", _("这次大会已经召开，代表名单不能更改。")


def after(written: dict[type[Model], list[Any]]) -> None:
    """Whether the lists meet their targets now."""
    keys = set(
        Delegate.objects.filter(pk__in=written.get(Delegate, [])).values_list(
            "congress_id", flat=True
        )
    )
    for key in keys:
        refresh(key)


LISTS = Ledger(
    key="delegates",
    name=gettext_lazy("代表大会代表"),
    rows=lambda: Delegate.objects.with_names().order_by("region_id", "congress_id", "id"),
    models=(Person, Delegate),
    main=Delegate,
    links={Delegate: {"person_id": Person}},
    columns=(
        *person_columns("person"),
        ORG,
        model_column(
            Delegate,
            "congress.ordinal",
            key="ordinal",
            name=ORDINAL,
            synonyms=("届次",),
            fixed=True,
            note=gettext_lazy("不填的为正在筹备的大会。"),
        ),
        model_column(Delegate, "unit.name", key="unit", required=True, fixed=True, width=24),
        model_column(Delegate, "how", fixed=True),
        *(model_column(Delegate, name) for name in ("tie", "category", "party", "grassroots")),
        model_column(Delegate, "work", width=24),
        *(model_column(Delegate, name, computed=True) for name in ("state", "seat")),
    ),
    identify=identify_delegate,
    find=find_delegates,
    plan=plan_delegate,
    locked=delegate_locked,
    prepare=open_book,
    unmask=recognised_in(lambda: Delegate.objects.values("person")),
    after=after,
    counted=("tie", "category", "state", "sex"),
    filters=DELEGATES.filter_set,
    read="congress.read",
    write="congress.write",
    reveal="person.reveal",
    url="congress:delegate-list",
    note=gettext_lazy("用于录入正在筹备的大会的代表人选；资格审查和当选在页面上办理。"),
)
register_ledger(HISTORY, LISTS)
