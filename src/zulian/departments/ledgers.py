"""The ledgers of departments and of who speaks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.departments.models import Department, Liaison
from zulian.departments.registers import DEPARTMENTS, LIAISONS
from zulian.departments.room import READ, WRITE
from zulian.departments.rules import names_in
from zulian.foundation.actor import current_actor
from zulian.foundation.clock import today
from zulian.foundation.ledger import Column, Draft, Ledger, Row, by_key, match, register_ledger
from zulian.foundation.ledger_cells import text_of
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.sealing import mask
from zulian.regions.ledgers import home_column, open_book

KEPT = ("aliases", "kind", "address")
SPOKEN = ("duty", "phone", "email", "since")
EMAIL_LENGTH = 100


def mask_phone(number: str) -> str:
    """138****0000."""
    return mask(number, 3, 4)


def mask_email(address: str) -> str:
    """z****@example.org: where it leads to stands, whose it is does not."""
    own, at, host = address.partition("@")
    return mask(own, 1, 0) + at + host


def read_aliases(text: str) -> str:
    """Names parted in one way, whatever stood between them; raises CellError for too much."""
    return str(text_of(200)("、".join(names_in(text))))


def place_and_name(values: Row) -> tuple[Any, Any]:
    """By what a department is told: one division keeps a name once."""
    return values.get("org"), values.get("department") or values.get("name")


def find_departments(drafts: list[Draft], key: Callable[[Row], Any] = place_and_name) -> None:
    """The departments of a chunk that are there already."""
    named = by_key(drafts, lambda draft: key(draft.values))
    rows = Department.objects.filter(region_id__in={org for org, _name in named if org})
    match(Department, named, (((row.region_id, row.name), row) for row in rows))


def of_others() -> str:
    """Why a row of another division is not written: each federation keeps its own."""
    return _("有关部门由所在地区的残联自己登记，请填本单位的地区。")


def new_is_own(draft: Draft, model: type[Model]) -> None:
    """Refuse a row that is not there yet and is of another division."""
    org = draft.values.get("org")
    if model not in draft.found and org is not None and org != current_actor().region:
        draft.refuse("org", of_others())


def plan_department(draft: Draft) -> None:
    """A row is one department of the own division."""
    new_is_own(draft, Department)
    if draft.faults:
        return
    put = draft.said(*KEPT)
    if Department in draft.found:
        draft.puts[Department] = put
        return
    named = {"name": draft.values["name"], "region_id": draft.values["org"]}
    draft.puts[Department] = new_row(Department) | put | named


def gone(draft: Draft) -> tuple[str, str] | None:
    """A department of another division, or that was merged into another, stays as it was."""
    row = draft.found[Department]
    if row.region_id != current_actor().region:
        return "org", of_others()
    return ("name", _("这个部门已经撤并，不能更改。")) if row.ended_on is not None else None


def find_liaisons(drafts: list[Draft]) -> None:
    """The departments of a chunk, and who of it speaks for them already."""
    find_departments(drafts)
    named = by_key(drafts, _department_and_name)
    rows = Liaison.objects.filter(department_id__in={each[0] for each in named})
    # Who speaks for it now goes before somebody of that name who did.
    known = {
        (row.department_id, row.name): row
        for row in sorted(rows, key=lambda row: (row.until is None, row.pk))
    }
    match(Liaison, named, known.items())


def _department_and_name(draft: Draft) -> tuple[Any, Any] | None:
    department = draft.found.get(Department)
    return (department.pk, draft.values.get("name")) if department is not None else None


def plan_liaison(draft: Draft) -> None:
    """A row is one who speaks for a department that is kept already."""
    new_is_own(draft, Liaison)
    department = draft.found.get(Department)
    if Liaison not in draft.found and (department is None or department.ended_on is not None):
        words = _("这个地区没有登记这个部门，请先在“有关部门”里登记，名称要一致。")
        draft.refuse("department", words)
    since = draft.values.get("since")
    if since is not None and since > today():
        draft.refuse("since", _("起始日期不能晚于今天。"))
    if draft.faults or department is None:
        return
    put = draft.said(*SPOKEN)
    if Liaison in draft.found:
        draft.puts[Liaison] = put
        return
    whose = {"department_id": department.pk, "region_id": department.region_id}
    draft.puts[Liaison] = (
        new_row(Liaison) | put | whose | {"name": draft.values["name"], "until": None}
    )


def left(draft: Draft) -> tuple[str, str] | None:
    """Who speaks for a department of another division, or no longer speaks for one, stays as it was."""
    row = draft.found[Liaison]
    if row.region_id != current_actor().region:
        return "org", of_others()
    if row.until is not None:
        return "name", _("这个联系人已经停用，不能更改；又任联系人的，请在部门页面添加。")
    return gone(draft)


LEDGER = Ledger(
    key="departments",
    name=gettext_lazy("有关部门"),
    rows=lambda: Department.objects.with_names().order_by("region_id", "id"),
    models=(Department,),
    columns=(
        model_column(
            Department,
            "name",
            synonyms=("部门", "部门名称", "单位名称"),
            required=True,
            fixed=True,
            width=24,
        ),
        home_column(Department, synonyms=("地区",), required=True, fixed=True),
        model_column(Department, "kind", synonyms=("部门类别",), required=True),
        model_column(Department, "aliases", read=read_aliases, synonyms=("简称", "别称"), width=28),
        model_column(Department, "address", width=28),
        model_column(Department, "ended_on", computed=True),
    ),
    identify=lambda row: (
        "|".join(map(str, place_and_name(row))) if all(place_and_name(row)) else ""
    ),
    find=find_departments,
    plan=plan_department,
    locked=gone,
    prepare=open_book,
    counted=("kind",),
    filters=DEPARTMENTS.filter_set,
    read=READ,
    write=WRITE,
    url="departments:department-list",
    note=gettext_lazy("按地区和名称认；联系人另用“部门联系人”台账。"),
)
CONTACTS = Ledger(
    key="liaisons",
    name=gettext_lazy("部门联系人"),
    rows=lambda: Liaison.objects.with_names().order_by("region_id", "department_id", "id"),
    models=(Liaison,),
    columns=(
        Column(
            "department",
            gettext_lazy("部门"),
            text_of(60),
            get="department.name",
            synonyms=("单位", "部门名称", "单位名称"),
            required=True,
            fixed=True,
            width=24,
        ),
        home_column(Liaison, synonyms=("地区",), required=True, fixed=True),
        model_column(Liaison, "name", synonyms=("联系人",), required=True, fixed=True),
        model_column(Liaison, "duty", synonyms=("职务", "分工"), width=24),
        model_column(Liaison, "phone", limit=20, mask=mask_phone, synonyms=("电话", "手机")),
        model_column(
            Liaison,
            "email",
            limit=EMAIL_LENGTH,
            mask=mask_email,
            synonyms=("邮箱",),
            width=24,
        ),
        model_column(Liaison, "since"),
        model_column(Liaison, "until", computed=True),
    ),
    identify=lambda row: "|".join(str(row.get(key) or "") for key in ("org", "department", "name")),
    find=find_liaisons,
    plan=plan_liaison,
    locked=left,
    prepare=open_book,
    filters=LIAISONS.filter_set,
    read=READ,
    write=WRITE,
    reveal=WRITE,
    url="departments:liaison-list",
    note=gettext_lazy("先登记部门，再导入联系人；按地区、部门和姓名认。"),
)
register_ledger(LEDGER)
register_ledger(CONTACTS)
