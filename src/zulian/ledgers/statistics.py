"""The statistical table (统计表) of a register: what the filter shows, by child division and by each heading that has few values.

A job, because it goes through all rows; pages show the counts that writes keep.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from zulian.foundation.audit import record
from zulian.foundation.excel import HEAD, OPTIONS, SMALL, TITLE, safe_title
from zulian.foundation.ledger import Column, Ledger
from zulian.foundation.replicas import from_replica
from zulian.foundation.scopes import home_field
from zulian.foundation.work import unit_of_work
from zulian.ledgers.exports import filtered, keep_file, taken_by
from zulian.ledgers.jobs import Progress, works
from zulian.ledgers.marks import hidden
from zulian.ledgers.models import Job
from zulian.ledgers.sheets import Taken
from zulian.regions.models import Children, Region

Table = dict[Region, dict[Any, int]]


def counted(ledger: Ledger, rows: Any, column: Column, children: Children) -> Table:
    """How many rows each child division has of each value of a column."""
    path = (column.get or column.key).replace(".", LOOKUP_SEP)
    found: Table = defaultdict(lambda: defaultdict(int))
    home = home_field(ledger.model)
    groups = rows.order_by().annotate(part=Substr(home, 1, children.length)).values("part", path)
    with from_replica():
        for group in groups.annotate(rows=Count("pk")):
            found[children.place(group["part"])][group[path]] += group["rows"]
    return found


@works(Job.Kind.STATISTICS)
def write_statistics(progress: Progress) -> str:
    """Count, write one sheet for each heading, keep the workbook for the post that asked."""
    import xlsxwriter

    job = progress.job
    ledger = job.register
    ledger.prepare()
    rows, children = filtered(ledger, job.options["query"]), Children.of(job.region)
    progress.begin(_("统计"), len(ledger.counted))
    taken = taken_by(job)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statistics.xlsx"
        book = xlsxwriter.Workbook(str(path), {**OPTIONS, "in_memory": True})
        for number, key in enumerate(ledger.counted, 1):
            column = ledger.column(key)
            _sheet(book, ledger, column, counted(ledger, rows, column, children), children, taken)
            progress.beat(number)
        book.close()
        with unit_of_work():
            keep_file(job, path, _("%(name)s统计表") % {"name": ledger.name}, len(ledger.counted))
            record("ledger.statistics", job, {"ledger": ledger.key, "query": job.options["query"]})
    return _("共 %(n)d 张表。") % {"n": len(ledger.counted)}


def _sheet(
    book: Any, ledger: Ledger, column: Column, table: Table, children: Children, taken: Taken
) -> None:
    values = _in_order(column, {value for line in table.values() for value in line})
    sheet = book.add_worksheet(safe_title(_("按%(name)s") % {"name": column.name}))
    title = book.add_format(TITLE)
    bold = book.add_format(HEAD)
    cell = book.add_format({"border": 1})
    sheet.set_row(0, 28)
    words = _("%(where)s%(name)s统计表（按%(by)s）")
    words %= {"where": children.parent.organisation, "name": ledger.name, "by": column.name}
    sheet.write_string(0, 0, words + hidden(taken.number), title)
    sheet.write_string(1, 0, taken.line, book.add_format(SMALL))
    heads = [_("区划"), *(_word(column, value) for value in values), _("合计")]
    sheet.write_row(2, 0, heads, bold)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(heads), 12)
    places = [*([children.parent] if children.parent in table else []), *children.regions]
    lines = [
        (place.name, [table.get(place, {}).get(value, 0) for value in values]) for place in places
    ]
    lines.append(
        (
            _("合计"),
            [sum(counts) for counts in zip(*(c for _n, c in lines), strict=True)]
            or [0] * len(values),
        )
    )
    for number, (name, counts) in enumerate(lines, 3):
        form = bold if number == len(lines) + 2 else cell
        sheet.write_string(number, 0, name, form)
        sheet.write_row(number, 1, [*counts, sum(counts)], form)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _in_order(column: Column, values: set[Any]) -> Sequence[Any]:
    """Values in the order of the column's choices, what is none of them behind."""
    words = list(column.choices()) if column.choices else []
    place = {word: number for number, word in enumerate(words)}
    return sorted(
        values, key=lambda value: (place.get(_word(column, value), len(words)), str(value))
    )


def _word(column: Column, value: Any) -> str:
    return str(column.show(value) if column.show else value) or _("未填写")
