"""The ledgers of the grassroots room: organisations, sheets, self-checks (the sheet to fill in without a line), problems."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.numbers import plain
from zulian.foundation.scopes import active_scope, prefix_length
from zulian.grassroots.due import MANAGED
from zulian.grassroots.models import (
    Assessment,
    Campaign,
    Item,
    Mark,
    Organisation,
    Problem,
    ProblemState,
)
from zulian.grassroots.models.campaigns import TO_FILL
from zulian.grassroots.registers.organisations import ORGANISATIONS as ORGANISATION_ROWS
from zulian.grassroots.registers.problems import PROBLEMS as PROBLEM_ROWS
from zulian.grassroots.registers.sheets import MARKS as MARK_ROWS
from zulian.grassroots.registers.sheets import SHEETS as SHEET_ROWS
from zulian.grassroots.services.problems import default_due
from zulian.people.rules import mask_phone
from zulian.regions.ledgers import home_column, open_book

POINTS = ("", "分")  # untranslated: how points are written


def by_place(row: dict[str, Any]) -> str:
    return str(row.get("org") or "")


def org_column(model: type[Model]) -> Column:
    """The organisation that a row of a model is about."""
    return home_column(model, synonyms=("组织", "区划"), required=True)


# Organisations

NUMBERS = ("establishment", "staff", "office_area", "activity_area", "computers", "funds")
FLAGS = (
    "sign",
    "accessible",
    "wall_charter",
    "wall_duties",
    "wall_rules",
    "wall_people",
    "wall_services",
)
SAID = (
    "established_on",
    "basis",
    "head",
    "contact",
    "contact_phone",
    "office",
    "equipment",
    *NUMBERS,
    *FLAGS,
)


def find_organisations(drafts: list[Draft]) -> None:
    """The entries of a chunk."""
    by_code = by_key(drafts, lambda d: d.values.get("org"))
    match(
        Organisation,
        by_code,
        ((o.region_id, o) for o in Organisation.objects.filter(region_id__in=by_code)),
    )


def plan_organisation(draft: Draft) -> None:
    """What an entry must keep to."""
    values = draft.values
    if prefix_length(values["org"]) not in MANAGED:
        draft.refuse("org", _("请填县（区）、乡镇（街道）或村（社区）。"))
    if draft.faults:
        return
    put = draft.said(*SAID)
    is_new = Organisation not in draft.found
    draft.puts[Organisation] = (
        new_row(Organisation) | put | {"region_id": values["org"]} if is_new else put
    )


ORGANISATIONS = Ledger(
    key="organisations",
    name=gettext_lazy("基层组织"),
    rows=lambda: Organisation.objects.with_names().order_by("region_id"),
    models=(Organisation,),
    columns=(
        org_column(Organisation),
        model_column(Organisation, "established_on"),
        *(
            model_column(Organisation, key, width=20)
            for key in ("basis", "head", "contact", "office", "equipment")
        ),
        model_column(Organisation, "contact_phone", limit=20, mask=mask_phone),
        *(model_column(Organisation, key) for key in (*NUMBERS, *FLAGS)),
        model_column(Organisation, "grade", computed=True),
        model_column(Organisation, "reached_until", computed=True),
    ),
    identify=by_place,
    find=find_organisations,
    plan=plan_organisation,
    prepare=open_book,
    counted=("grade",),
    filters=ORGANISATION_ROWS.filter_set,
    read="grassroots.read",
    write="grassroots.fill",
    reveal="person.reveal",
    url="grassroots:organisation-list",
    note=gettext_lazy("按单位的区划认行，每个单位一行；等次和有效期由评估得出，不从这里导入。"),
)


# Sheets: given out, never taken in


def nothing_in(draft: Draft) -> None:
    draft.refuse("", _("评估表由评估活动生成，请用“自查评分”台账填报。"))


def find_nothing(drafts: list[Draft]) -> None:
    """Nothing of it can be taken in."""


ASSESSMENTS = Ledger(
    key="assessments",
    name=gettext_lazy("评估表"),
    rows=lambda: Assessment.objects.with_names().order_by("region_id", "id"),
    models=(Assessment,),
    columns=(
        org_column(Assessment),
        model_column(
            Assessment, "campaign.name", name=gettext_lazy("评估活动"), computed=True, width=24
        ),
        model_column(
            Assessment, "standard.name", name=gettext_lazy("评估标准"), computed=True, width=30
        ),
        model_column(Assessment, "state", computed=True),
        model_column(Assessment, "submitted_on", computed=True),
        model_column(Assessment, "own_percent", computed=True),
        model_column(Assessment, "percent", computed=True),
        model_column(Assessment, "grade", computed=True),
        model_column(Assessment, "sampled", computed=True),
        model_column(Assessment, "settled_on", computed=True),
    ),
    identify=by_place,
    find=find_nothing,
    plan=nothing_in,
    prepare=open_book,
    counted=("state", "grade"),
    filters=SHEET_ROWS.filter_set,
    read="grassroots.read",
    write="ledger.own",
    url="grassroots:sheet-list",
    note=gettext_lazy("只导出。"),
)


# Self-checks


def read_key(text: str) -> int:
    """The number of a line."""
    number = half_width(text)
    if not number.isdecimal() or len(number) > 15:
        raise CellError(_("行号请保持导出时的样子，不要改动。"))
    return int(number)


def find_marks(drafts: list[Draft]) -> None:
    """The marks of a chunk by their numbers."""
    by_number = by_key(drafts, lambda d: d.values.get("key"))
    rows = Mark.objects.filter(pk__in=by_number).select_related("item", "assessment__campaign")
    match(Mark, by_number, ((row.pk, row) for row in rows))


def plan_mark(draft: Draft) -> None:
    """A mark may be filled in while its sheet is; automatic items keep to their indicators."""
    row, values = draft.found.get(Mark), draft.values
    if row is None:
        draft.refuse("key", _("您的管辖范围内没有这一行，请重新导出评估表。"))
        return
    if row.item.indicator:
        draft.puts[Mark] = {"own_note": values["note"]} if "note" in values else {}
        return
    own, left_out = values.get("own", row.own), values.get("left_out", row.not_applicable)
    if "own" in values and (
        values["own"] > row.item.top
        or row.item.kind == Item.Kind.PASS
        and values["own"] not in (0, 1)
    ):
        draft.refuse("own", _("最多 %(top)s 分；达标项填 1 或 0。") % {"top": plain(row.item.top)})
        return
    fresh = Mark(item=row.item, own=None if left_out else own, not_applicable=left_out)
    fresh.review, fresh.visit, fresh.decided = row.review, row.visit, row.decided
    fresh.reckon()
    put = {"own": fresh.own, "not_applicable": left_out, "share": fresh.share}
    draft.puts[Mark] = put | ({"own_note": values["note"]} if "note" in values else {})


def mark_locked(draft: Draft) -> tuple[str, str] | None:
    """A sheet that was handed in, or whose campaign is over, is not filled in any more."""
    sheet = draft.found[Mark].assessment
    if sheet.state in TO_FILL and sheet.campaign.state == Campaign.State.OPEN:
        return None
    return "key", _("这个单位的评估表已上报，不能再填。")


MARKS = Ledger(
    key="self-checks",
    name=gettext_lazy("自查评分"),
    rows=lambda: Mark.objects.with_names().order_by(
        "region_id", "item__standard_id", "item__order"
    ),
    models=(Mark,),
    columns=(
        Column(
            "key", gettext_lazy("行号"), read_key, get="id", required=True, fixed=True, text=True
        ),
        home_column(Mark, computed=True),
        model_column(Mark, "item.asked", computed=True, width=44),
        model_column(Mark, "item.rule", computed=True, width=40),
        model_column(Mark, "item.points", computed=True, width=8),
        model_column(Mark, "item.kind", computed=True),
        model_column(Mark, "item.evidence", computed=True, width=20),
        model_column(Mark, "own", around=POINTS, note=gettext_lazy("填得分；达标项填 1 或 0。")),
        model_column(Mark, "not_applicable", key="left_out"),
        model_column(
            Mark,
            "own_note",
            key="note",
            width=36,
            note=gettext_lazy("没得满分的写明差在哪里。"),
        ),
    ),
    identify=lambda row: str(row.get("key") or ""),
    find=find_marks,
    plan=plan_mark,
    locked=mark_locked,
    prepare=open_book,
    filters=MARK_ROWS.filter_set,
    read="grassroots.read",
    write="grassroots.fill",
    url="grassroots:mark-list",
    note=gettext_lazy("先导出，在“自评、不适用、自查说明”三栏填写，再导入；其他栏不要改动。"),
)


# Problems


def find_problems(drafts: list[Draft]) -> None:
    """Problems of a chunk by organisation, subject and day."""
    named = by_key(
        drafts,
        lambda d: _problem_key(*(d.values.get(name) for name in ("org", "subject", "found_on"))),
    )
    rows = Problem.objects.filter(
        region_id__in={d.values["org"] for d in drafts if d.values.get("org")}
    )
    match(Problem, named, ((_problem_key(p.region_id, p.subject, p.found_on), p) for p in rows))


def _problem_key(*parts: Any) -> str:
    return "|".join(map(str, parts))


def plan_problem(draft: Draft) -> None:
    """Problems of a ledger kept elsewhere come in as found; what becomes of them is registered on their pages."""
    values, there = draft.values, draft.found.get(Problem)
    if there is not None:
        draft.puts[Problem] = draft.said("text", "cause", "measure")
        return
    due = values.get("due") or default_due(values["found_on"], values["org"])
    if due < values["found_on"]:
        draft.refuse("due", _("整改期限不能早于发现日期。"))
    if not active_scope().holds(values["org"]):
        draft.refuse("org", _("这个单位不在您的管辖范围内。"))
    put = draft.said("subject", "text", "found_on", "cause", "measure")
    links = dict.fromkeys(("assessment_id", "owner_id", "verified_by_id", "repeats_id"))
    draft.puts[Problem] = (
        new_row(Problem)
        | links
        | put
        | {"region_id": values["org"], "due": due, "source": Problem.Source.OTHER}
    )


def problem_locked(draft: Draft) -> tuple[str, str] | None:
    """What was reported as mended waits for its verdict, and what is closed stays as it was."""
    problem = draft.found[Problem]
    if problem.state in {ProblemState.FOUND, ProblemState.MENDING}:
        return None
    return "subject", _("这个问题%(state)s，不能用导入更改。") % {
        "state": problem.get_state_display()
    }


PROBLEMS = Ledger(
    key="problems",
    name=gettext_lazy("整改问题"),
    rows=lambda: Problem.objects.with_names().order_by("region_id", "id"),
    models=(Problem,),
    columns=(
        org_column(Problem),
        model_column(
            Problem, "subject", required=True, fixed=True, synonyms=("考核项目",), width=30
        ),
        model_column(Problem, "text", required=True, width=40),
        model_column(Problem, "found_on", required=True, fixed=True),
        model_column(Problem, "due", fixed=True),
        model_column(Problem, "cause", width=30),
        model_column(Problem, "measure", width=30),
        model_column(Problem, "source", computed=True),
        model_column(Problem, "state", computed=True),
        model_column(Problem, "done", computed=True, width=30),
        model_column(Problem, "done_on", computed=True),
        model_column(Problem, "verified_on", computed=True),
    ),
    identify=lambda row: _problem_key(row.get("org"), row.get("subject"), row.get("found_on")),
    find=find_problems,
    plan=plan_problem,
    locked=problem_locked,
    prepare=open_book,
    counted=("source", "state"),
    filters=PROBLEM_ROWS.filter_set,
    read="grassroots.read",
    write="grassroots.check",
    url="grassroots:problem-list",
    note=gettext_lazy("用于接收其他渠道的问题清单；整改完成和验收在页面上登记。"),
)


register_ledger(ORGANISATIONS, ASSESSMENTS, MARKS, PROBLEMS)
