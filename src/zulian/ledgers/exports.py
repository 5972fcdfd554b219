"""Taking rows out of a register: what the filter shows, masked unless post and reason allow more, marked with who took it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.constants import LOOKUP_SEP
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.documents.services import forget, keep
from zulian.foundation.audit import record
from zulian.foundation.ledger import Ledger, value_at
from zulian.foundation.pieces import in_pieces, values_in_pieces
from zulian.foundation.places import narrowed
from zulian.foundation.work import unit_of_work
from zulian.ledgers import sheets
from zulian.ledgers.jobs import Progress, submit, works
from zulian.ledgers.marks import all_in
from zulian.ledgers.models import Job
from zulian.ledgers.reading import read_grids, sniff_sheet

MAX_ROWS, MIN_REASON = 200_000, 4
# An export is fetched within days; what lies about longer can only leak.
KEPT_DAYS = 30
# Held by nobody: an export is given out by its own page, to the post that made it.
OWN = "ledger.own"


def filtered(ledger: Ledger, query: str) -> Any:
    """The register's rows as the list page with this query shows them."""
    rows, asked = ledger.rows(), QueryDict(query)
    return narrowed(ledger.filters(asked, queryset=rows).qs if ledger.filters else rows, asked)


def ask_statistics(ledger: Ledger, post: Post, query: str) -> Job:
    """Queue the job that counts the rows of a query into a workbook of statistics."""
    return submit(Job.Kind.STATISTICS, post, ledger.key, query=query[:2000], reason="")


def ask(ledger: Ledger, post: Post, query: str, whole: bool = False, reason: str = "") -> Job:
    """Queue the job that writes the rows of a query to a workbook; unmasked needs the permission and a reason."""
    reason = reason.strip()[:200]
    if whole:
        if not ledger.reveal or not post.may(ledger.reveal):
            raise ValidationError({"whole": _("您的岗位不能导出完整的个人信息。")})
        if len(reason) < MIN_REASON:
            raise ValidationError(
                {"reason": _("导出完整的个人信息须写明用途，例如“报省残联年度核查”。")}
            )
    return submit(Job.Kind.EXPORT, post, ledger.key, query=query[:2000], whole=whole, reason=reason)


def values_of(ledger: Ledger, rows: Any) -> Iterator[Sequence[Any]]:
    """The values of the given columns, row by row: straight from the database where all of them are columns there."""
    paths = [column.get or column.key for column in ledger.given]
    if all(_is_column(rows.model, path) for path in paths):
        yield from values_in_pieces(rows, [path.replace(".", LOOKUP_SEP) for path in paths])
        return
    for row in in_pieces(rows):
        yield [value_at(row, path) for path in paths]


def _is_column(model: Any, path: str) -> bool:
    *way, last = path.split(".")
    for name in way:
        field = next((f for f in model._meta.concrete_fields if f.name == name), None)
        if field is None or field.related_model is None:
            return False
        model = field.related_model
    return any(last == f.attname for f in model._meta.concrete_fields)


@works(Job.Kind.EXPORT)
def write_export(progress: Progress) -> str:
    """Stream the rows into a workbook, keep it sealed for the post that asked, and note it in the audit trail."""
    job = progress.job
    ledger, options = job.register, job.options
    ledger.prepare()
    rows = filtered(ledger, options["query"])
    total = min(rows.count(), MAX_ROWS + 1)
    if total > MAX_ROWS:
        raise ValidationError(_("符合条件的记录超过 20 万条，请先筛选，分几次导出。"))
    progress.begin(_("导出"), total)
    taken = taken_by(job)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        count = sheets.export(
            ledger, values_of(ledger, rows), path, taken, not options["whole"], progress.beat
        )
        with unit_of_work():
            keep_file(job, path, str(ledger.name), count)
            facts = {
                "ledger": ledger.key,
                "rows": count,
                "whole": options["whole"],
                "reason": options["reason"],
            }
            record("ledger.export", job, {**facts, "query": options["query"]})
    return _("共 %(n)d 行。") % {"n": count}


def clear_old(day: date) -> int:
    """Delete the files of exports that are older than KEPT_DAYS; who took them, when and why stays. Safe to repeat."""
    old = Job.objects.filter(file__isnull=False, at__date__lt=day - timedelta(days=KEPT_DAYS))
    count = 0
    for job in old.select_related("file"):
        with unit_of_work():
            words = _("%(said)s文件已满 %(n)d 天，按期删除，需要时请重新导出。") % {
                "said": job.message,
                "n": KEPT_DAYS,
            }
            kept = job.file
            assert kept is not None
            Job.objects.filter(pk=job.pk).update(file=None, message=words)
            forget(kept)
        count += 1
    return count


def trace(data: bytes) -> list[Job]:
    """The exports whose hidden marks stand in a workbook, a csv or a text; raises ValidationError where it can't be read."""
    kind = sniff_sheet(data)
    numbers = dict.fromkeys(
        number
        for _name, rows, _merged in read_grids(data, kind)
        for row in rows
        for cell in row
        for number in all_in(cell)
    )
    return list(Job.objects.filter(pk__in=numbers).select_related("post__user", "post__region"))


def taken_by(job: Job) -> sheets.Taken:
    """The mark of who takes a file, when and why."""
    now = timezone.localtime()
    return sheets.Taken(
        job.pk,
        f"{job.post.user.name}（{job.post}）",
        f"{now:%Y-%m-%d %H:%M}",
        job.options["reason"],
    )


def keep_file(job: Job, path: Path, name: str, done: int) -> None:
    """Keep a workbook sealed, for the post that asked for it; `done` units of the job went into it."""
    with path.open("rb") as source:
        job.file = keep(
            source, f"{name}{timezone.localdate():%Y%m%d}.xlsx", job.region, job.post, "xlsx", OWN
        )
    Job.objects.filter(pk=job.pk).update(done=done, file=job.file)
