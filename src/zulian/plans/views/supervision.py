"""Supervision: the matrix clause × division, the ranking, the notices."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation import clock
from zulian.foundation.excel import excel_response
from zulian.foundation.policy import policy
from zulian.indicators.rules import Pair
from zulian.indicators.views import region_looked_at
from zulian.plans.models import Circular, Clause
from zulian.plans.notice_papers import notice_official
from zulian.plans.registers.supervision import NOTICES
from zulian.plans.rules import Cell, Light
from zulian.plans.services import supervision
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.supervision import MatrixRow
from zulian.plans.views.days import plan_day
from zulian.plans.views.heads import head_acts
from zulian.regions.models import Region
from zulian.registers.pages import row_of

# How many divisions of the matrix stand beside each other on a sheet of paper.
PAPER_COLUMNS = 13


def light_words() -> dict[str, str]:
    """Each light in words, so that colour is never the only sign."""
    return {
        Light.OVERDUE: _("逾期"),
        Light.RETURNED: _("已退回"),
        Light.WAITING: _("待签收"),
        Light.REPORTED: _("待审核"),
        Light.CARRIED: _("已结转"),
        Light.WORKING: _("办理中"),
        Light.AGAINST: _("已办结，台账未达"),
        Light.DONE: _("已完成"),
        Light.NONE: "—",
    }


def _adopted(pk: int) -> Circular:
    return get_object_or_404(Circular.objects.select_related("region"), pk=pk, status="adopted")


def _readings(request: PostRequest, circular: Circular, region: Region) -> PlanReadings:
    """What measures the plan now, at its end once that has passed, or on the day asked for."""
    return PlanReadings(circular, region, plan_day(request, circular), clock.today())


def _say_measured(cell: Cell) -> str:
    return _("台账%(met)d/%(of)d") % {"met": cell.measured.met, "of": cell.measured.of}


@page("plan.read")
def matrix(request: PostRequest, pk: int) -> HttpResponseBase:
    """Clause × child division, status in colour and words."""
    circular, region = _adopted(pk), region_looked_at(request)
    readings = _readings(request, circular, region)
    head, rows = supervision.matrix(readings)
    if request.GET.get("export") == "xlsx":
        return _matrix_xlsx(circular, region, head, rows)
    labels = light_words()
    shown = [
        (row.clause, [_shown(readings, row, r, c, labels) for r, c in row.cells], row.total)
        for row in rows
    ]
    context = {
        "title": circular.title,
        "circular": circular,
        "region": region,
        "head": head,
        "tab": "matrix",
        "words": labels,
        "rows": shown,
        # What a division does alone needs no sum beside it.
        "has_total": head != [region],
        "papers": _papers(head, shown),
        "on": readings.on,
        "legend": [(key, word) for key, word in labels.items() if key != Light.NONE],
        "crumbs": [(_("工作要点"), reverse("plans:circular-list"))],
    }
    return render(request, "plans/matrix.html", context | head_acts(request, circular))


@dataclass(frozen=True)
class ShownCell:
    """A cell as the page prints it: made here, for a page has hundreds of them."""

    light: str
    word: str
    paper: str
    measured: str
    url: str


ShownRow = tuple[Clause, list[ShownCell | None], Cell]


def _papers(head: list[Region], rows: list[ShownRow]) -> list[tuple[list[Region], list[ShownRow]]]:
    """The columns of a wide matrix as sheets of paper hold them, each with the whole of its rows; none where one sheet does."""
    if len(head) <= PAPER_COLUMNS:
        return []
    sheets = ceil(len(head) / PAPER_COLUMNS)
    columns = ceil(len(head) / sheets)
    return [
        (
            head[n : n + columns],
            [(clause, cells[n : n + columns], total) for clause, cells, total in rows],
        )
        for n in range(0, len(head), columns)
    ]


def _shown(
    readings: PlanReadings, row: MatrixRow, region: Region, cell: Cell, labels: dict[str, str]
) -> ShownCell | None:
    """What a cell shows and leads to, the tasks that it counts; None where nobody there carries a task of the clause."""
    if not cell.total:
        return None
    # What stands under the division's own name is its own alone.
    place = "unit" if region == readings.region else "under"
    clause = "section" if cell.is_sum else "clause"
    query = f"?circular={readings.circular.pk}&{clause}={row.clause.pk}&{place}={region.code}"
    query += "&measure=all"
    if readings.on:
        query += f"&on={readings.on}"
    return ShownCell(
        cell.light,
        labels[cell.light],
        f"{cell.closed}/{cell.total}",
        _say_measured(cell) if cell.measured.of else "",
        reverse("plans:assignment-list") + query,
    )


def _matrix_xlsx(
    circular: Circular, region: Region, head: list[Region], rows: list[MatrixRow]
) -> HttpResponse:
    labels = light_words()

    def say(cell: Cell) -> str:
        if not cell.total:
            return ""
        paper = f"{labels[cell.light]} {cell.closed}/{cell.total}"
        return f"{paper} {_say_measured(cell)}" if cell.measured.of else paper

    title = _("%(title)s进度表（%(region)s）") % {"title": circular.title, "region": region.name}
    body = [[str(row.clause), *(say(c) for _r, c in row.cells), say(row.total)] for row in rows]
    return excel_response(title, [_("条款"), *(r.name for r in head), _("合计")], body)


@page("plan.read")
def notice_paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """A supervision notice as a document, with the tasks that it lists."""
    official = notice_official(row_of(NOTICES, pk, request.post))
    return file_response(official.name, write_docx(official), "docx")


@page("plan.read")
def ranking(request: PostRequest, pk: int) -> HttpResponseBase:
    """Divisions by score, the formula printed below."""
    circular, region = _adopted(pk), region_looked_at(request)
    readings = _readings(request, circular, region)
    places = supervision.ranking(readings)
    figures = policy(supervision.POLICY, readings.day)
    weighed = supervision.weighed_names()
    names = {code: name for code, (name, _meaning) in weighed.items()}
    if request.GET.get("export") == "xlsx":
        body = [
            [n or "—", r.organisation, s.value, *(_over(s.pairs[code]) for code in names)]
            for n, r, s in places
        ]
        title = _("%(title)s排名") % {"title": circular.title}
        return excel_response(title, [_("名次"), _("单位"), _("得分"), *names.values()], body)
    context: dict[str, Any] = {
        "title": circular.title,
        "circular": circular,
        "tab": "ranking",
        "region": region,
        "on": readings.on,
        "columns": list(names.values()),
        "places": [
            (n, r, s.value, [(name, s.pairs[code]) for code, name in names.items()])
            for n, r, s in places
        ],
        "formula": " + ".join(
            f"{name} × {figures['weights'][code]}" for code, name in names.items()
        ),
        "meanings": list(weighed.values()),
        "source": figures.source,
        "crumbs": [(_("工作要点"), reverse("plans:circular-list"))],
    }
    return render(request, "plans/ranking.html", context | head_acts(request, circular))


def _over(pair: Pair) -> str:
    return f"{pair.met}/{pair.of}"
