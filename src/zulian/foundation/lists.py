"""The one list view: scoped rows, filters, sortable columns, pages of 25, and the same rows as an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.widgets import BooleanWidget
from django_tables2 import RequestConfig

from zulian.foundation.excel import excel_response
from zulian.foundation.forms import dress
from zulian.foundation.inputs import read_id
from zulian.foundation.ledger import ledger_named
from zulian.foundation.paging import bounded_count, key_page
from zulian.foundation.replicas import from_replica

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE = 25
MAX_EXPORT = 100_000
MAX_PLACE = 1000


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
    total: Callable[[dict[str, Any]], int | None] = lambda chosen: None,
    crumbs: Sequence[tuple[StrOrPromise, str]] | None = None,
    **context: Any,
) -> HttpResponse:
    """Render `rows` as the list called `title`; with `?export=xlsx` answer with the workbook instead.

    `ledger` names the register's ledger where it has one: its export and import stand on the page then. `total` may know
    how many rows a filter shows, from kept counts; otherwise they are counted up to a bound.
    """
    chosen = filters(request.GET, queryset=rows, request=request) if filters else None
    if chosen is not None:
        for field in chosen.form.fields.values():
            dress(field)
            if isinstance(field.widget, BooleanWidget):
                field.widget.choices = (("", _("全部")), ("true", _("是")), ("false", _("否")))
        rows = chosen.qs
    shown = table(rows)
    sheet = ledger_named(ledger) if ledger else None
    query = request.GET.copy()
    if query.pop("export", None) == ["xlsx"]:
        if sheet:
            return redirect(f"{reverse('ledgers:export', args=[sheet.key])}?{query.urlencode()}")
        return _export(request, title, shown, query)
    for name in ("after", "before"):
        query.pop(name, None)
    _by_key(request, shown, total(chosen.form.cleaned_data if chosen is not None and chosen.is_valid() else {}))
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


def _by_key(request: HttpRequest, shown: django_tables2.Table, known: int | None) -> None:
    """Put one page of rows into the table, and what stands below it: neighbours and total."""
    RequestConfig(request, paginate=False).configure(shown)
    rows = shown.data.data
    if not isinstance(rows, QuerySet):
        shown.paginate(page=1, per_page=PAGE_SIZE)
        shown.page = shown.paginator.get_page(read_id(request.GET.get(shown.prefixed_page_field, "")) or 1)
        return
    with from_replica():
        _one_page(request, shown, rows, known)


def _one_page(request: HttpRequest, shown: django_tables2.Table, rows: Any, known: int | None) -> None:
    page = key_page(
        rows, PAGE_SIZE, request.GET.get("after", "")[:MAX_PLACE], request.GET.get("before", "")[:MAX_PLACE]
    )
    alone = not page.before and not page.after
    count, more = (len(page.rows), False) if alone else (known, False) if known is not None else bounded_count(rows)
    shown.data.data, shown.data._length = page.rows, len(page.rows)
    # The table's own template sees nothing but the table.
    shown.key_page, shown.total, shown.more = page, count, more


def _export(request: HttpRequest, title: str, table: django_tables2.Table, query: QueryDict) -> HttpResponse:
    """The workbook of a list; where it has too many rows for one, the list again and a sentence that says so."""
    rows = table.data.data
    if isinstance(rows, QuerySet) and rows.order_by()[: MAX_EXPORT + 1].count() > MAX_EXPORT:
        messages.error(request, _("超过 %(n)d 条，不能一次导出，请先筛选。") % {"n": MAX_EXPORT})
        return redirect(f"{request.path}?{query.urlencode()}")
    return export(title, table)


def export(title: str, table: django_tables2.Table) -> HttpResponse:
    """All rows of a table, unpaged, as a workbook."""
    grid = table.as_values()
    head = [str(name) for name in next(grid)]
    return excel_response(title, head, ([_plain(value) for value in row] for row in grid))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value if isinstance(value, int | float) or hasattr(value, "year") else str(value or "")
