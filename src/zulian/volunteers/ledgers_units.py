"""The ledger of units of volunteers (志愿者组织台账)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    Row,
    by_key,
    match,
)
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import prefix_length
from zulian.people.rules import mask_phone
from zulian.regions.ledgers import home_column, open_book
from zulian.volunteers.due import LEVEL_UNITS
from zulian.volunteers.models import Unit
from zulian.volunteers.registers import network


def identify_unit(values: Row) -> str:
    """A level has one unit of its own kind, which a sheet need not name; brigades are told apart by their hosts."""
    if "org" not in values:
        return ""
    kind = values.setdefault("kind", _due_kind(values["org"]))
    return _unit_key(values["org"], kind, values.get("host", ""))


def _due_kind(code: str) -> str | None:
    """The kind of unit that the level of a division is to have."""
    level = prefix_length(code)
    return next((kind for due, kind in LEVEL_UNITS.items() if due == level), None)


def find_units(drafts: list[Draft]) -> None:
    """Find the units of the drafts that are in the register, those that are due and not set up included."""
    keyed = by_key(drafts, lambda d: d.key or None)
    rows = Unit.objects.due().filter(
        region_id__in={draft.values["org"] for draft in drafts if draft.key}
    )
    match(Unit, keyed, ((_unit_key(unit.region_id, unit.kind, unit.host), unit) for unit in rows))


def _unit_key(code: str, kind: Any, host: str) -> str:
    return f"{code}|{kind}|{host if kind == Unit.Kind.BRIGADE else ''}"


def plan_unit(draft: Draft) -> None:
    """A unit that is due is filled in."""
    values, there = draft.values, draft.found.get(Unit)
    if there is None and values["kind"] not in {_due_kind(values["org"])} - {None}:
        draft.refuse("org", _("请填市、县（区）、乡镇（街道）或村（社区）；大队在页面上登记。"))
    if values.get("set_up_on") and values["set_up_on"] > today():
        draft.refuse("set_up_on", _("成立日期不能晚于今天。"))
    put = draft.said("leader", "phone", "place", "set_up_on")
    place = {"region_id": values["org"], "kind": values["kind"]}
    draft.puts[Unit] = put if there else new_row(Unit) | put | place


def unit_locked(draft: Draft) -> tuple[str, str] | None:
    """Brigades are led on their pages."""
    return (
        ("kind", _("大队在页面上登记。")) if draft.found[Unit].kind == Unit.Kind.BRIGADE else None
    )


UNITS = Ledger(
    key="volunteer-units",
    name=gettext_lazy("志愿助残组织网络"),
    rows=lambda: Unit.objects.with_names().due().order_by("region_id", "id"),
    models=(Unit,),
    columns=(
        home_column(Unit, synonyms=("地区", "单位"), required=True),
        model_column(Unit, "kind", fixed=True),
        model_column(Unit, "host", fixed=True),
        model_column(Unit, "leader"),
        model_column(Unit, "phone", limit=30, mask=mask_phone),
        model_column(Unit, "place", width=24),
        model_column(Unit, "set_up_on"),
    ),
    identify=identify_unit,
    find=find_units,
    plan=plan_unit,
    locked=unit_locked,
    prepare=open_book,
    counted=("kind",),
    filters=network.UNITS.filter_set,
    read="volunteer.read",
    write="volunteer.write",
    reveal="volunteer.write",
    url="volunteers:unit-list",
    note=gettext_lazy("每个地区一行；填了成立日期的，待建即变为已成立。大队在页面上登记。"),
)
