"""The heads of a list's columns: each leads to the same list sorted by it, from its first page on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import Table
from django_tables2.columns import BoundColumn

from zulian.foundation.columns import Kinds
from zulian.foundation.escaping import escaped

# Where a page begins says nothing in another order.
PLACE_IN_ORDER = ("after", "before", "last")
Pairs = list[tuple[str, str]]


def heads(table: Table, data: QueryDict) -> SafeString:
    """The cells of a table's head as HTML; `data` is the query of the page."""
    left_out = {table.prefixed_order_by_field, *PLACE_IN_ORDER}
    kept = [(n, value) for n, values in data.lists() if n not in left_out for value in values]
    kinds: Kinds = getattr(table, "kinds", None) or Kinds()
    cells: Iterable[str] = (_head(table, bound, kinds, kept) for bound in table.columns)
    return mark_safe("\n".join(cells))  # noqa: S308  (cells are escaped)


def _head(table: Table, bound: BoundColumn, kinds: Kinds, kept: Pairs) -> str:
    css, words = ' class="num"' if bound.name in kinds.figures else "", escaped(bound.header)
    if not bound.orderable:
        return f'<th scope="col"{css}>{words}</th>'
    alias: Any = bound.order_by_alias
    sort, arrow = "", ""
    if bound.is_ordered:
        way, sign = ("descending", "↓") if alias.is_descending else ("ascending", "↑")
        sort, arrow = f' aria-sort="{way}"', f'<span aria-hidden="true"> {sign}</span>'
    query = escape(urlencode([*kept, (table.prefixed_order_by_field, alias.next)]))
    return f'<th scope="col"{css}{sort}><a href="?{query}">{words}{arrow}</a></th>'
