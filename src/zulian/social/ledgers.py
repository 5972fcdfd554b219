"""The ledger of social organisations."""

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
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.regions.ledgers import home_column, open_book
from zulian.social.models import Organisation
from zulian.social.registers.organisations import ORGANISATIONS
from zulian.social.rules.credit import CreditCodeError, read_code
from zulian.social.services.organisations import code_words

KEPT = (
    "name",
    "kind",
    "nature",
    "supervisor",
    "leader",
    "people",
    "contact",
    "place",
    "services",
    "staff",
    "capacity",
    "listed",
)


def read_credit(text: str) -> str:
    """A unified social credit code."""
    try:
        return read_code(half_width(text))
    except CreditCodeError as error:
        raise CellError(code_words(error, "")) from error


def identify(row: Row) -> str:
    """By the code; one that is not registered by place and name."""
    return str(row.get("credit_code") or f"{row.get('org')}|{row.get('name')}")


def find(drafts: list[Draft]) -> None:
    """What stands in the register: a code is known wherever it is kept."""
    coded = by_key(drafts, lambda d: d.values.get("credit_code"))
    with scope(EVERYTHING):
        match(
            Organisation,
            coded,
            ((o.credit_code, o) for o in Organisation.objects.filter(credit_code__in=coded)),
        )
        named = by_key(
            (d for d in drafts if Organisation not in d.found), lambda d: _place_and_name(d.values)
        )
        rows = Organisation.objects.filter(region_id__in={org for org, _name in named if org})
        match(Organisation, named, (((row.region_id, row.name), row) for row in rows))


def _place_and_name(values: Row) -> tuple[Any, Any]:
    return values.get("org"), values.get("name")


def alike(values: Row) -> tuple[list[str], list[str]]:
    """Two rows of one place and name are one organisation, whether they tell the code or not."""
    org, name = _place_and_name(values)
    key = [f"{org} {name}"] if org and name else []
    return key, key


def plan(draft: Draft) -> None:
    """A row with a code is a registered organisation, one without is found and not registered yet."""
    values, there = draft.values, draft.found.get(Organisation)
    code, kind = values.get("credit_code", ""), values.get("kind") or (there.kind if there else "")
    if code and kind:
        try:
            read_code(code, kind)
        except CreditCodeError as error:
            draft.refuse("credit_code", code_words(error, kind))
    if code and not values.get("registered_on") and (there is None or there.registered_on is None):
        draft.refuse("registered_on", _("已有代码的，请填写登记日期。"))
    if values.get("registered_on") and values["registered_on"] > today():
        draft.refuse("registered_on", _("登记日期不能晚于今天。"))
    if there is not None and not active_scope().holds(there.region_id):
        draft.refuse("credit_code", _("这个组织登记在其他地区。"))
    if there is not None and code and there.credit_code not in {"", code}:
        draft.refuse(
            "credit_code",
            _("登记的同名组织有另一个统一社会信用代码，请核对；代码有变的，请到该组织的页面办理。"),
        )
    if draft.faults:
        return
    put = draft.said(*KEPT)
    if code:
        if there is None or there.credit_code != code:
            put |= {"credit_code": code, "state": Organisation.State.REGISTERED}
        put |= draft.said("registered_on", "authority")
    if there is not None:
        draft.puts[Organisation] = put | ({"region_id": values["org"]} if "org" in values else {})
        return
    draft.puts[Organisation] = new_row(Organisation) | put | {"region_id": values["org"]}


def locked(draft: Draft) -> tuple[str, str] | None:
    """An organisation that was dissolved stays as it was."""
    is_over = draft.found[Organisation].state == Organisation.State.ENDED
    return ("name", _("这个组织已经注销，不能更改。")) if is_over else None


LEDGER = Ledger(
    key="social-organisations",
    name=gettext_lazy("残疾人社会组织"),
    rows=lambda: Organisation.objects.with_names().order_by("region_id", "id"),
    models=(Organisation,),
    columns=(
        model_column(
            Organisation, "name", synonyms=("组织名称", "单位名称"), required=True, width=30
        ),
        home_column(Organisation, synonyms=("地区",), required=True),
        model_column(Organisation, "kind", required=True),
        model_column(Organisation, "nature", required=True),
        model_column(
            Organisation,
            "credit_code",
            read=read_credit,
            synonyms=("信用代码",),
            text=True,
            width=22,
        ),
        model_column(Organisation, "registered_on"),
        model_column(Organisation, "authority", width=20),
        model_column(Organisation, "supervisor", width=20),
        model_column(Organisation, "leader", required=True),
        model_column(Organisation, "people", width=20),
        model_column(Organisation, "contact", width=24),
        model_column(Organisation, "place", width=24),
        model_column(Organisation, "services", required=True, width=30),
        model_column(Organisation, "staff"),
        model_column(Organisation, "capacity"),
        model_column(Organisation, "listed"),
        model_column(Organisation, "state", computed=True),
        model_column(Organisation, "inspected_year", computed=True),
    ),
    identify=identify,
    find=find,
    plan=plan,
    alike=alike,
    locked=locked,
    prepare=open_book,
    counted=("kind", "nature", "state"),
    filters=ORGANISATIONS.filter_set,
    read="social.read",
    write="social.write",
    url="social:organisation-list",
    note=gettext_lazy("填了统一社会信用代码的按已登记处理；没有代码的按名称和地区认。"),
)
register_ledger(LEDGER)
