"""The one list view: scoped rows, filters, sortable columns, pages of 25, and the same rows as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from zulian.foundation.excel import excel_response
from zulian.foundation.forms import dress
from zulian.foundation.ledger import ledger_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE = 25
MAX_EXPORT = 100_000


def list_page(
    request: HttpRequest,
    *,
    title: str,
    rows: Any,
    table: type[django_tables2.Table],
    filters: type[django_filters.FilterSet] | None = None,
    template: str = "foundation/list.html",
    intro: str = "",
    ledger: str = "",
    crumbs: Sequence[tuple[StrOrPromise, str]] | None = None,
    **context: Any,
) -> HttpResponse:
    """Render `rows` as the list called `title`; with `?export=xlsx` answer with the workbook instead.

    `ledger` names the register's ledger where it has one: its export and import stand on the page then.
    """
    chosen = filters(request.GET, queryset=rows, request=request) if filters else None
    if chosen is not None:
        for field in chosen.form.fields.values():
            dress(field)
        rows = chosen.qs
    shown = table(rows)
    sheet = ledger_named(ledger) if ledger else None
    query = request.GET.copy()
    if query.pop("export", None) == ["xlsx"]:
        return (
            redirect(f"{reverse('ledgers:export', args=[sheet.key])}?{query.urlencode()}")
            if sheet
            else export(title, shown)
        )
    RequestConfig(request, paginate={"per_page": PAGE_SIZE, "silent": True}).configure(shown)
    if sheet is None:
        query["export"] = "xlsx"
    return render(
        request,
        template,
        {
            "title": title, "intro": intro, "table": shown, "filter": chosen, "export_query": query.urlencode(), "ledger": sheet,
            "crumbs": crumbs or [], **context,
        },
    )  # fmt: skip


def export(title: str, table: django_tables2.Table) -> HttpResponse:
    """All rows of a table, unpaged, as a workbook; at most MAX_EXPORT of them."""
    grid = table.as_values()
    head = [str(name) for name in next(grid)]
    return excel_response(
        title, head, ([_plain(v) for v in row] for _n, row in zip(range(MAX_EXPORT), grid, strict=False))
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value if isinstance(value, int | float) or hasattr(value, "year") else str(value or "")
