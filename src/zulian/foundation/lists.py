"""The one list view: scoped rows by place and filters, columns and order to choose, pages by key, and the same as an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import NullBooleanField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.widgets import BooleanWidget
from django_tables2 import RequestConfig

from zulian.foundation import columns
from zulian.foundation.audit import record
from zulian.foundation.chips import Chip, chips_of
from zulian.foundation.detail import Button
from zulian.foundation.excel import excel_response
from zulian.foundation.forms import style_widget
from zulian.foundation.inputs import read_id
from zulian.foundation.ledger import ledger_named
from zulian.foundation.list_query import EXPORT, SIZE, SIZES, TODO, ListQuery
from zulian.foundation.paging import bounded_count, key_page
from zulian.foundation.places import (
    OLD_PLACE,
    PLACE,
    Named,
    Places,
    asked_place,
    has_place,
    narrowed,
    place_of,
)
from zulian.foundation.replicas import from_replica
from zulian.foundation.saved import sealed_view, views_of
from zulian.foundation.waiting import Waiting, those_waiting, waiting_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_EXPORT = 100_000
MAX_PLACE = 1000


@dataclass(frozen=True)
class Many:
    """What can be done for the rows that are chosen in a list: where they are sent, and the acts, each with its key as `url`."""

    url: str
    acts: Sequence[Button]


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
    placed: bool = True,
    looked_at: Any = None,
    parameters: Sequence[str] = (),
    usual: Mapping[str, str] | None = None,
    many: Many | None = None,
    kept_as: str = "",
    **context: Any,
) -> HttpResponse:
    """Render `rows` as the list called `title`; with `?export=xlsx` answer with the workbook instead.

    `ledger` names the register's ledger where it has one: its export and import stand on the page then. `total` may know
    how many rows a filter shows, from kept counts; otherwise they are counted up to a bound. `placed=False` offers no
    place, where all rows lie in one division. `looked_at` is the division that the page itself has drilled into, and
    `parameters` names those that the page reads beside its filters. `usual` is what filters are set to where the address
    says nothing of them. `many` is what can be done for several rows at once. Views of
    one's own are `kept_as` a name that stays when the address of the list changes; without one, as its URL name.
    """
    has_own_place = looked_at is not None
    names = [
        *parameters,
        *((OLD_PLACE,) if has_own_place else ()),
        *(filters.base_filters if filters else ()),
    ]
    query = ListQuery.of(request.GET, names, has_own_place, usual)
    waiting = _waiting(request, query)
    if TODO in query.data and isinstance(rows, QuerySet):
        listing = waiting.listing if waiting else ""
        rows = those_waiting(rows, listing, str(query.data[TODO]), getattr(request, "post", None))
    chosen = _filtered(filters, query, rows, request)
    if chosen is not None and chosen.form.errors:
        # What no list can be narrowed by (?year=abc) narrows none.
        query = query.without(chosen.form.errors)
        chosen = _filtered(filters, query, rows, request)
    rows = rows if chosen is None else chosen.qs
    placed = placed and isinstance(rows, QuerySet) and has_place(rows.model)
    place = asked_place(query.data) if placed else ""
    rows = narrowed(rows, {PLACE: place})
    shown = table(rows)
    shown.many = many
    by_hand = columns.choose(shown, columns.asked_columns(query.data.getlist(columns.COLUMNS)))
    RequestConfig(request, paginate=False).configure(shown)
    home = Named(looked_at.pk, str(looked_at)) if has_own_place else place_of(request)
    if request.GET.getlist(EXPORT) == ["xlsx"]:
        return _export(request, title, shown, query, home)
    model, annotations = columns.model_of(shown.data.data)
    shown.kinds = columns.kinds_of(shown, model, annotations, by_hand)
    known = total({**_cleaned(chosen), PLACE: place})
    records = _by_key(request, shown, query, known)
    places = _places(shown, home, place, records, placed)
    if query.size != SIZES[0] or _has_more(shown):
        shown.sizes = [
            (size, query.encoded(**{SIZE: str(size)}), size == query.size) for size in SIZES
        ]
    return render(
        request,
        template,
        {
            "title": title,
            "intro": intro,
            "table": shown,
            "filter": chosen,
            "ledger": ledger_named(ledger) if ledger else None,
            "crumbs": crumbs or [],
            "places": places,
            "list": _around(request, shown, query, chosen, waiting, kept_as),
            **context,
        },
    )


def _filtered(filters: Any, query: ListQuery, rows: Any, request: HttpRequest) -> Any:
    """The filter set, its form dressed; None where the list has none."""
    if filters is None:
        return None
    chosen = filters(query.data, queryset=rows, request=request)
    for field in chosen.form.fields.values():
        if isinstance(field, NullBooleanField) and not field.widget.is_hidden:
            field.widget = BooleanWidget()
            field.widget.choices = [("", _("全部")), ("true", _("是")), ("false", _("否"))]
        style_widget(field)
    return chosen


def _cleaned(chosen: Any) -> dict[str, Any]:
    return dict(chosen.form.cleaned_data) if chosen is not None and chosen.is_valid() else {}


def _waiting(request: HttpRequest, query: ListQuery) -> Waiting | None:
    """What waits for whoever asks, where the list is asked for that alone."""
    match, key = request.resolver_match, query.data.get(TODO, "")
    return (
        waiting_in(match.view_name, key)
        if key and match and getattr(request, "post", None) is not None
        else None
    )


def _around(
    request: HttpRequest,
    shown: django_tables2.Table,
    query: ListQuery,
    chosen: Any,
    waiting: Waiting | None,
    kept_as: str,
) -> dict[str, Any]:
    """What stands around the table: queries to go on with, chips, columns, sizes, and views of one's own."""
    match = request.resolver_match
    page = kept_as or match.view_name if match and getattr(request, "post", None) else ""
    fields = list(chosen.form.fields) if chosen is not None else []
    return {
        "export": query.encoded(**{EXPORT: "xlsx"}),
        "query": query.encoded(),
        "beside_filters": list(query.pairs(PLACE, *fields)),
        "beside_columns": list(query.pairs(columns.COLUMNS)),
        "is_narrowed": query.is_narrowed,
        "all": query.encoded(PLACE, *fields),
        "chips": [
            *(
                [Chip(_("待办：%(name)s") % {"name": waiting.name}, query.encoded(TODO))]
                if waiting
                else []
            ),
            *(chips_of(chosen, query) if chosen is not None else []),
        ],
        "boxes": columns.boxes(shown),
        "views": views_of(request, page) if page else [],
        "view": sealed_view(page, query) if page else "",
    }


def _places(
    shown: Any, home: Named | None, place: str, records: Sequence[Any], placed: bool
) -> Places | None:
    """The places of the rows that are shown, written so that one can tell them."""
    if home is None:
        return None
    finders = shown.kinds.places.values()
    shown.places = Places(
        home, place, (code for find in finders for r in records if (code := find(r))), placed
    )
    return shown.places  # type: ignore[no-any-return]


def _by_key(request: HttpRequest, shown: Any, query: ListQuery, known: int | None) -> Sequence[Any]:
    """Put one page of rows into the table, and what stands below it: neighbours and total."""
    rows = shown.data.data
    if not isinstance(rows, QuerySet):
        shown.paginate(page=1, per_page=query.size)
        number = (
            shown.paginator.num_pages
            if query.is_last
            else read_id(request.GET.get(shown.prefixed_page_field, ""))
        )
        shown.page = shown.paginator.get_page(number or 1)
        return [row.record for row in shown.paginated_rows]
    with from_replica():
        return _one_page(request, shown, rows, query, known)


def _has_more(shown: Any) -> bool:
    """Whether there is more than the page that is shown."""
    page = getattr(shown, "key_page", None)
    return bool(page.before or page.after) if page is not None else shown.paginator.num_pages > 1


def _one_page(
    request: HttpRequest, shown: Any, rows: Any, query: ListQuery, known: int | None
) -> Sequence[Any]:
    after, before = (request.GET.get(name, "")[:MAX_PLACE] for name in ("after", "before"))
    page = key_page(rows, query.size, after, before, query.is_last)
    alone = not page.before and not page.after
    count, more = (
        (len(page.rows), False)
        if alone
        else (known, False)
        if known is not None
        else bounded_count(rows)
    )
    shown.data.data, shown.data._length = page.rows, len(page.rows)
    # The table's own template sees nothing but the table.
    shown.key_page, shown.total, shown.more = page, count, more
    return page.rows


def _export(
    request: HttpRequest,
    title: str,
    table: django_tables2.Table,
    query: ListQuery,
    home: Named | None,
) -> HttpResponse:
    """The workbook of a list; where it has too many rows for one, the list again and a sentence that says so."""
    rows = table.data.data
    if isinstance(rows, QuerySet) and rows.order_by()[: MAX_EXPORT + 1].count() > MAX_EXPORT:
        messages.error(request, _("超过 %(n)d 条，不能一次导出，请先筛选。") % {"n": MAX_EXPORT})
        return redirect(f"{request.path}?{query.encoded()}")
    if (post := getattr(request, "post", None)) is not None:
        facts = {
            "page": request.path[:200],
            "rows": len(table.rows),
            "query": query.encoded()[:MAX_PLACE],
        }
        record("list.export", post, facts)
    return export(title, table, home)


def export(title: str, table: django_tables2.Table, home: Named | None = None) -> HttpResponse:
    """All rows of a table, unpaged, as a workbook: the columns that are shown, places written as on the page."""
    left_out = {
        *columns.hidden(table),
        *(b.name for b in table.columns.iterall() if b.column.exclude_from_export),
    }
    shown = [bound for bound in table.columns.iterall() if bound.name not in left_out]
    model, annotations = columns.model_of(table.data.data)
    finders = (
        columns.kinds_of(table, model, annotations, every=True).places if home is not None else {}
    )
    places = Places(
        home or Named("", ""), "", _codes(table, finders.values()) if finders else (), offered=False
    )
    return excel_response(
        title, [str(bound.header) for bound in shown], _lines(table, shown, finders, places)
    )


def _codes(table: django_tables2.Table, finders: Any) -> Iterator[str]:
    for find in finders:
        for row in table.rows:
            if code := find(row.record):
                yield code


def _lines(
    table: Any, shown: Sequence[Any], finders: dict[str, Any], places: Places
) -> Iterator[list[Any]]:
    for row in table.rows:
        line = []
        for bound in shown:
            value = _plain(row.get_cell_value(bound.name))
            find = finders.get(bound.name)
            code = find(row.record) if find else ""
            line.append(f"{places.lead(code)}{value}" if code and value else value)
        yield line


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return (
        value
        if isinstance(value, int | float | Decimal) or hasattr(value, "year")
        else str(value or "")
    )
