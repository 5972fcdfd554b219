"""What a user does with a ledger: hand in a file, look at what would come of it, write it, drop it, take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from zulian.accounts.models import Post
from zulian.documents.services import keep
from zulian.foundation.audit import record
from zulian.foundation.ledger import Draft, Ledger
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.ledgers.answers import Answers, fill_in, merged, questions
from zulian.ledgers.asking import remembered
from zulian.ledgers.evaluate import digest, draft_of, judge, kept_row, verdict
from zulian.ledgers.jobs import Progress, submit, works
from zulian.ledgers.models import Import, Job, Page, Verdict
from zulian.ledgers.reading import Layout, NoHeading, find_layout, read_grids, sniff_sheet, sort
from zulian.ledgers.writing import BuiltOn, moved_words, refuse_changed, take_back, write

MAX_FILE = 20 * 2**20
PAGE_ROWS = 500
Rows = Iterator[dict[str, Any]]


def hand_in(ledger: Ledger, post: Post, source: Any) -> Job:
    """Keep a file and let it be read; nothing is written until its preview is agreed to.

    Raises ValidationError where the ledger takes nothing now, for a file that is too large, and for one that cannot be read.
    """
    if reason := ledger.gate(post):
        raise ValidationError(reason)
    data = source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ValidationError({"file": _("文件超过 20 MB，请拆分成几个文件再导入。")})
    try:
        kind = sniff_sheet(data)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    with unit_of_work():
        kept = keep(
            BytesIO(data),
            source.name or f"{ledger.key}.{kind}",
            post.region,
            post,
            kind,
            ledger.write,
        )
        new_source = Import.objects.create(
            region=post.region, post=post, ledger=ledger.key, name=kept.name, file=kept
        )
        record("ledger.upload", new_source, {"file": kept.sha256})
        return submit(Job.Kind.JUDGE, post, ledger.key, new_source)


def read_again(source: Import) -> tuple[Layout, list[Draft]]:
    """The layout and the rows of an import's file."""
    answers, ledger = remembered(source), source.register
    grids = read_grids(source.file.read(), source.file.kind)
    layout, rows = find_layout(ledger, grids, answers.sheet, answers.columns)
    sorted_rows = sort(layout, rows)
    layout = replace(layout, left_out=sorted_rows.left_out)
    return fill_in(ledger, layout, sorted_rows.drafts, answers), sorted_rows.drafts


def _judge(progress: Progress, source: Import, places: dict[str, int], rows: list[Draft]) -> None:
    """Judge all rows of an import as of now."""
    progress.begin(_("逐行核对"), len(rows))
    for _chunk in judge(source.register, places, rows, progress.beat):
        pass


@works(Job.Kind.JUDGE)
def judge_file(progress: Progress) -> str:
    """Read and judge a file, and keep every row with its verdict: the preview.

    Raises ValidationError for a file that has no heading of the register, or no rows below it.
    """
    source = progress.job.source
    assert source is not None
    progress.begin(_("读取文件"), 0)
    try:
        layout, rows = read_again(source)
    except NoHeading as fault:
        Import.objects.filter(pk=source.pk).update(layout=fault.guess)
        raise
    if not rows:
        raise ValidationError(_("表头下面没有数据行。"))
    _judge(progress, source, layout.places, rows)
    with unit_of_work():
        source = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
        if not can_proceed(source.judged):
            return _("这次导入已经结束。")
        _keep_pages(source, rows)
        source.layout = {
            "sheet": layout.sheet,
            "heading": layout.heading,
            "heads": layout.heads,
            "places": layout.places,
            "extra": layout.extra,
            "unread": list(layout.unread),
            "left_out": layout.left_out,
            "by_hand": layout.by_hand,
            "computed": [
                str(c.name)
                for c in source.register.columns
                if c.computed and c.key in layout.places
            ],
            "missing": _missing_columns(source.register, layout, rows),
            "masked": [
                str(column.name)
                for column in source.register.taken
                if any(column.key in row.masked for row in rows)
            ],
        }
        # What the office says later of another file changes nothing of what this preview shows.
        used = Answers(columns=layout.by_hand, words=layout.by_words)
        source.answers = merged(used, source.answers.as_data())
        source.questions = questions(source.register, layout, rows)
        if source.new or source.changed:
            source.judged()
        else:
            source.judged_in_vain()
        source.save()
    return _("读完 %(n)d 行。") % {"n": len(rows)}


def _missing_columns(ledger: Ledger, layout: Layout, rows: list[Draft]) -> list[str]:
    """The names of the columns that the sheet lacks and for which rows are refused: nothing was said there."""
    asked = {key for draft in rows for key in draft.faults if key not in draft.values}
    return [
        str(column.name)
        for column in ledger.taken
        if column.key in asked and column.key not in layout.places
    ]


def _keep_pages(
    source: Import, rows: list[Draft], written: dict[int, list[Any]] | None = None
) -> None:
    source.pages.all().delete()
    pages = []
    counts: Counter[str] = Counter()
    for number, start in enumerate(range(0, len(rows), PAGE_ROWS)):
        part = [kept_row(draft, source.register) for draft in rows[start : start + PAGE_ROWS]]
        for draft, row in zip(rows[start : start + PAGE_ROWS], part, strict=True):
            if written is None:
                row["s"] = digest(draft, source.register)
            elif draft.number in written:
                row["w"] = written[draft.number]
        here = Counter(row["v"] for row in part)
        counts += here
        pages.append(Page(source=source, number=number, verdicts=here, body=Page.pack(part)))
    Page.objects.bulk_create(pages, batch_size=50)
    source.new, source.changed = counts[Verdict.NEW], counts[Verdict.CHANGED]
    source.same, source.refused = counts[Verdict.SAME], counts[Verdict.REFUSED]


def agree(source: Import, post: Post, mode: str) -> Job:
    """Let a previewed import be written: the whole file, or its good rows.

    By the post that handed it in alone: another one's jurisdiction would let through what the preview refused.
    Raises ValidationError for any other, where the ledger takes nothing now, for the whole of a file with refused rows, and where it is under way.
    """
    if post.pk != source.post_id:
        raise ValidationError(
            _("请由上传文件的“%(who)s”确认导入。") % {"who": source.post.user.name}
        )
    if reason := source.register.gate(post):
        raise ValidationError(reason)
    if mode not in Import.Mode.values:
        raise ValidationError({"mode": _("请选择导入方式。")})
    if mode == Import.Mode.ALL and source.refused:
        raise ValidationError(
            {
                "mode": _(
                    "还有 %(n)d 行被退回，不能全部导入。请改正后重新上传，或选择只导入正确的行。"
                )
                % {"n": source.refused}
            }
        )
    with unit_of_work():
        found = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
        if not can_proceed(found.wrote) or found.jobs.unfinished():
            raise ValidationError(_("这次导入正在进行或已经结束，请刷新页面。"))
        found.mode = mode
        found.save()
        return submit(Job.Kind.WRITE, post, found.ledger, found)


@works(Job.Kind.WRITE)
def write_file(progress: Progress) -> str:
    """Judge anew and write what the preview showed, in one transaction: after a crash all of it is there, or nothing.

    The cells are those of the preview; the file is not read once more.
    """
    source = progress.job.source
    assert source is not None
    progress.begin(_("读取文件"), 0)
    shown = list(rows_of(source))
    rows = [draft_of(row) for row in shown]
    _judge(progress, source, source.layout["places"], rows)
    _keep_to_preview(source.register, rows, shown)
    _refuse_moved(source, rows)
    progress.begin(_("写入台账"), len(_to_write(source.register, rows)))
    progress.quiet = True
    written = _write_rows(progress, source, rows)
    if written is None:
        return _("这次导入已由另一次操作写入，这一次没有改动台账。")
    words = _(
        "新增 %(new)d 行，变更 %(changed)d 行，无变化 %(same)d 行，退回 %(refused)d 行。"
    ) % _counts(written)
    if moved := written.refused - source.refused:
        words += _("其中 %(n)d 行在导入期间被别人改过，没有写入，可下载退回的行查看。") % {
            "n": moved
        }
    return words


@unit_of_work
def _write_rows(progress: Progress, source: Import, rows: list[Draft]) -> Import | None:
    """The import with its rows written; None where that was done already."""
    source = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
    if not can_proceed(source.wrote):
        return None
    refuse_changed(source.register, _to_write(source.register, rows))
    _refuse_moved(source, rows)
    written = write(source.register, _to_write(source.register, rows), progress.beat)
    _keep_pages(source, rows, written)
    source.wrote()
    source.save()
    record("ledger.import", source, _facts(source))
    return source


def _to_write(ledger: Ledger, rows: list[Draft]) -> list[Draft]:
    return [
        draft for draft in rows if verdict(draft, ledger.model) in {Verdict.NEW, Verdict.CHANGED}
    ]


def _keep_to_preview(ledger: Ledger, rows: list[Draft], shown: list[dict[str, Any]]) -> None:
    """Refuse what the preview did not show: rows that it refused, and rows that would write something else by now."""
    for draft, row in zip(rows, shown, strict=True):
        if row["v"] == Verdict.REFUSED:
            draft.faults = row["f"]
        elif not _is_as_shown(draft, row, ledger):
            draft.refuse("", moved_words())


def _is_as_shown(draft: Draft, row: dict[str, Any], ledger: Ledger) -> bool:
    """Whether a row would write what its preview showed; one that is refused by now, or writes nothing, needs no words for it."""
    return verdict(draft, ledger.model) in {Verdict.REFUSED, Verdict.SAME} or row.get(
        "s"
    ) == digest(draft, ledger)


def _refuse_moved(source: Import, rows: list[Draft]) -> None:
    """A file that is to be written as a whole is not written where a row of it cannot be any more; raises ValidationError."""
    bad = sum(1 for draft in rows if draft.faults)
    if bad and source.mode == Import.Mode.ALL:
        words = _("台账在预览之后有变动，现有 %(n)d 行不能导入，没有写入任何数据。请重新上传核对。")
        raise ValidationError(words % {"n": bad})


def _counts(source: Import) -> dict[str, int]:
    return {
        "new": source.new,
        "changed": source.changed,
        "same": source.same,
        "refused": source.refused,
    }


def _facts(source: Import) -> dict[str, Any]:
    return {
        "ledger": source.ledger,
        "file": source.file.sha256,
        "mode": source.mode,
        **_counts(source),
    }


def drop(source: Import) -> None:
    """Give an import up before it is written.

    Raises ValidationError once it is.
    """
    with unit_of_work():
        found = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
        if not can_proceed(found.drop):
            raise ValidationError(_("这次导入已经结束，不能放弃。"))
        found.drop()
        found.save()
        record("ledger.drop", found)


def revert(source: Import, post: Post) -> Job:
    """Queue the job that takes a written import back.

    Raises ValidationError for one that was not written, or is taken back.
    """
    if source.state != Import.State.DONE:
        raise ValidationError(_("只有已导入的才能撤销。"))
    return submit(Job.Kind.REVERT, post, source.ledger, source)


@works(Job.Kind.REVERT)
def revert_file(progress: Progress) -> str:
    """Take back what an import wrote, all of it or nothing."""
    source = progress.job.source
    assert source is not None
    progress.begin(_("撤销导入"), source.new + source.changed)
    progress.quiet = True
    with unit_of_work():
        source = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
        if not can_proceed(source.revert):
            return _("这次导入已由另一次操作撤销，这一次没有改动台账。")
        writes = [one for row in rows_of(source) for one in row.get("w", ())]
        _refuse_built_on(source, writes)
        count = take_back(writes, progress.beat)
        source.revert()
        source.save()
        record("ledger.revert", source, {"rows": count})
    return _("已撤销，台账回到导入之前。")


def _refuse_built_on(source: Import, writes: list[Any]) -> None:
    """Neither a service nor a later import may have touched what this one wrote."""
    mine = {(one["m"], str(one["k"])) for one in writes}
    later = Import.objects.filter(pk__gt=source.pk, state=Import.State.DONE, changed__gt=0)
    with scope(EVERYTHING):
        for other in later.filter(done_at__gte=source.done_at):
            if any(
                (w["m"], str(w["k"])) in mine for row in rows_of(other) for w in row.get("w", ())
            ):
                raise BuiltOn(
                    _("之后的一次导入改动了同样的记录，请先撤销“%(name)s”。") % {"name": other.name}
                )
        keys = sorted(mine)
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            touched = AuditEntry.objects.filter(
                at__gt=source.done_at,
                model__in={m for m, _k in part},
                object_id__in=[k for _m, k in part],
            )
            for entry in touched.iterator():
                if (entry.model, entry.object_id) in mine:
                    raise BuiltOn(
                        _("“%(row)s”在导入之后已有人办理，不能整批撤销。") % {"row": entry.label}
                    )


def rows_of(source: Import) -> Rows:
    """All kept rows of an import."""
    for page in source.pages.all().iterator(chunk_size=20):
        yield from page.rows()


def preview(source: Import, wanted: str, first: int, count: int) -> list[dict[str, Any]]:
    """Rows of one verdict ("" for all), from the `first` one on; only the pages that hold them are opened."""
    found: list[dict[str, Any]] = []
    for number, verdicts in source.pages.values_list("number", "verdicts"):
        here = verdicts.get(wanted, 0) if wanted else sum(verdicts.values())
        if first >= here:
            first -= here
            continue
        rows = [
            row
            for row in source.pages.get(number=number).rows()
            if not wanted or row["v"] == wanted
        ]
        found += rows[first:]
        first = 0
        if len(found) >= count:
            break
    return found[:count]
