"""The ledger of the plans' assignments (任务台账): taken out, deadlines set in Excel, taken in again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.actor import current_actor
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width
from zulian.foundation.ledger_columns import model_column
from zulian.plans.models import WAITING, Assignment
from zulian.plans.tables import AssignmentFilter
from zulian.regions.ledgers import home_column, open_book

MAX_DIGITS = 18


def read_number(text: str) -> int:
    """The number that an export gave to an assignment."""
    digits = half_width(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS):
        raise CellError(_("任务编号是导出台账中的数字，请不要改动这一列。"))
    return int(digits)


def _find(drafts: list[Draft]) -> None:
    wanted = [d.values["pk"] for d in drafts if "pk" in d.values]
    there = Assignment.objects.with_names().select_related("circular").in_bulk(wanted)
    for draft in drafts:
        if draft.values.get("pk") in there:
            draft.found[Assignment] = there[draft.values["pk"]]


def _plan(draft: Draft) -> None:
    """Only the one who gave a task sets its deadline, and only while no report stands."""
    there = draft.found.get(Assignment)
    if there is None:
        draft.refuse(
            "pk", _("没有这项任务，或不在您的管辖范围内。任务由采纳要点产生，导入只调整完成时限。")
        )
        return
    due: date = draft.values.get("due", there.due)
    if due == there.due:
        return
    if there.issued_by_id != current_actor().region:
        draft.refuse(
            "due",
            _("这项任务由%(who)s下达，时限由其调整。") % {"who": there.issued_by.organisation},
        )
    if there.circular.is_closed:
        draft.refuse("due", _("这份工作要点已年终结账，不再调整时限。"))
    if there.state not in WAITING:
        draft.refuse(
            "due", _("任务%(state)s，不再调整时限。") % {"state": there.get_state_display()}
        )
    if abs(due.year - there.circular.year) > 1:
        draft.refuse(
            "due",
            _("完成时限 %(due)s 与%(year)d年的要点相差太远，请核对。")
            % {"due": due, "year": there.circular.year},
        )
    if not draft.faults:
        draft.puts[Assignment] = {"due": due}


def rows() -> Any:
    """Assignments of the jurisdiction with what an export shows of them."""
    return Assignment.objects.with_names().select_related("circular").order_by("region_id", "id")


ASSIGNMENTS = Ledger(
    key="assignments",
    name=gettext_lazy("任务台账"),
    rows=rows,
    models=(Assignment,),
    columns=(
        Column("pk", gettext_lazy("任务编号"), read_number, required=True, width=10),
        model_column(Assignment, "circular.year", key="year", computed=True, width=8),
        model_column(Assignment, "clause.path", key="clause", computed=True, width=12),
        model_column(Assignment, "task.name", key="task", computed=True, width=40),
        home_column(Assignment, "region", computed=True),
        model_column(Assignment, "period", computed=True, width=10),
        model_column(Assignment, "due", synonyms=("时限", "截止日期"), required=True),
        model_column(Assignment, "state", computed=True, width=10),
        model_column(Assignment, "evidence_count", key="evidence", computed=True, width=10),
    ),
    identify=lambda values: str(values.get("pk", "")),
    find=_find,
    plan=_plan,
    prepare=open_book,
    counted=("state", "clause"),
    filters=AssignmentFilter,
    read="plan.read",
    write="plan.write",
    url="plans:assignment-list",
    note=gettext_lazy("先导出台账，改好“完成时限”再导入；其他列不必保留。"),
)
register_ledger(ASSIGNMENTS)
