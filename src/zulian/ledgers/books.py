"""A file of several sheets: each is read as an import of its own, so that it is confirmed and taken back alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import record
from zulian.foundation.work import unit_of_work
from zulian.ledgers.jobs import submit
from zulian.ledgers.models import Import, Job

GONE = (Import.State.DROPPED, Import.State.REVERTED, Import.State.FAILED)


@dataclass(frozen=True)
class Sheet:
    """Another sheet of the file of an import; `made` is the import that reads it, None where nothing does."""

    name: str
    made: Import | None


def other_sheets(source: Import) -> list[Sheet]:
    """The sheets with rows under a heading of the register, beside the one that this import reads."""
    names = source.layout.get("unread", ())
    if not names:
        return []
    read: dict[str, Import] = {}
    same = Import.objects.filter(
        file_id=source.file_id, ledger=source.ledger, post_id=source.post_id
    )
    for new_source in same.exclude(pk=source.pk).exclude(state__in=GONE):
        read.setdefault(new_source.layout.get("sheet") or new_source.answers.sheet, new_source)
    return [Sheet(name, read.get(name)) for name in names]


def read_sheets(source: Import, post: Post, names: Iterable[str]) -> list[Job]:
    """Make an import of each of these sheets from the same file, with what was said of its headings and words.

    Raises ValidationError where none is chosen, or one is read already or not there; PermissionDenied for another post's file.
    """
    if source.post_id != post.pk:
        raise PermissionDenied(_("请由上传文件的人选择工作表。"))
    if reason := source.register.gate(post):
        raise ValidationError(reason)
    chosen = list(dict.fromkeys(names))
    if not chosen:
        raise ValidationError(_("请选择要核对的工作表。"))
    with unit_of_work():
        # Whoever clicks in two windows waits here, and is told that the sheet is read.
        found = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
        waiting = {sheet.name for sheet in other_sheets(found) if sheet.made is None}
        if not waiting.issuperset(chosen):
            raise ValidationError(_("所选的工作表已在核对，或文件中没有这一张，请刷新页面。"))
        return [_read_sheet(found, post, name) for name in chosen]


def _read_sheet(source: Import, post: Post, name: str) -> Job:
    new_source = Import(
        region=post.region,
        post=post,
        ledger=source.ledger,
        name=f"{source.file.name} {name}"[:120],
        file=source.file,
    )
    new_source.answers = replace(source.answers, sheet=name, cells={})
    new_source.save()
    record("ledger.upload", new_source, {"file": source.file.sha256, "sheet": name})
    return submit(Job.Kind.JUDGE, post, source.ledger, new_source)
