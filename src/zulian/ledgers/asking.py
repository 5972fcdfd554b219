"""What the post that handed a file in says of it: kept with the import, and the file is read and judged anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import record
from zulian.foundation.work import unit_of_work
from zulian.ledgers.answers import Answers, merged
from zulian.ledgers.jobs import submit
from zulian.ledgers.models import Import, Job, Wording
from zulian.ledgers.reading import plain_heading

OPEN = (Import.State.READY, Import.State.NOTHING, Import.State.FAILED)
MAX_HEADING = 80
# So many digits in a row may be somebody's number.
LONG_NUMBER = re.compile(r"[0-9]{6}")


def may_answer(source: Import, post: Post) -> bool:
    """Whether a post may still say something of a file: its own, which was not written, dropped or taken back."""
    return source.post_id == post.pk and source.state in OPEN


def answer(source: Import, post: Post, said: Mapping[str, Any]) -> Job:
    """Keep what was said and queue the job that judges the file anew.

    Raises ValidationError where the file is being read, or nothing can be said of it any more.
    """
    if source.post_id != post.pk:
        raise PermissionDenied(_("请由上传文件的人补充。"))
    with unit_of_work():
        found = Import.objects.select_for_update(no_key=True).get(pk=source.pk)
        if found.state not in OPEN or found.jobs.unfinished().exists():
            raise ValidationError(_("这次导入正在进行或已经结束，请刷新页面。"))
        found.answers = merged(found.answers, said)
        found.save()
        for key, words in said.get("words", {}).items():
            if key in _lasting(found):
                _remember(found, key, words)
        record("ledger.answer", found, {part: len(said[part]) for part in said})
        return submit(Job.Kind.JUDGE, post, found.ledger, found)


def match_columns(source: Import, post: Post, columns: Mapping[str, str]) -> Job:
    """Say by which column each heading is read, "" for none; the office's next file is read so too."""
    plain = {plain_heading(head)[:MAX_HEADING]: key for head, key in columns.items()}
    if not plain:
        raise ValidationError(_("没有需要对应的列。"))
    keys = [key for key in plain.values() if key]
    if len(keys) != len(set(keys)):
        raise ValidationError(_("有两列对应到了同一项，请只留一列。"))
    known = {column.key for column in source.register.taken}
    if not known.issuperset(keys):
        raise ValidationError(_("没有这一列，请重新选择。"))
    with unit_of_work():
        _remember(source, "", plain)
        return answer(source, post, {"columns": plain})


def forget(source: Import, post: Post) -> Job:
    """Take back what words of a file were said to mean, in it or in an earlier one, and have them asked again.

    Raises ValidationError where nothing was said of its words.
    """
    used = source.answers.words
    if not used:
        raise ValidationError(_("没有按所选读取的写法。"))
    with unit_of_work():
        for key, labels in used.items():
            rows = Wording.objects.filter(region_id=source.region_id, ledger=source.ledger, of=key)
            rows.filter(text__in=labels).delete()
        return answer(source, post, {"forget": used})


def _lasting(source: Import) -> set[str]:
    return {column.key for column in source.register.taken if column.is_lasting}


def _remember(source: Import, of: str, meanings: Mapping[str, str]) -> None:
    """Keep what headings, or words of a column, mean in the office's files; what is long or holds a number of somebody is no word."""
    for text, meaning in meanings.items():
        if len(text) <= MAX_HEADING and not LONG_NUMBER.search(text):
            Wording.objects.update_or_create(
                region_id=source.region_id,
                ledger=source.ledger,
                of=of,
                text=text,
                defaults={"meaning": meaning},
            )


def remembered(source: Import) -> Answers:
    """What was said of a file, with what the office said of headings and words in its earlier files of this register."""
    said = source.answers
    rows = Wording.objects.filter(region_id=source.region_id, ledger=source.ledger)
    columns: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    for of, text, meaning in rows.values_list("of", "text", "meaning"):
        (labels.setdefault(of, {}) if of else columns)[text] = meaning
    return merged(Answers(said.sheet, columns, labels, said.cells), said.as_data())


def earlier(source: Import) -> Import | None:
    """The last import by which the office took the same sheet of the same file into the same register, None where there was none."""
    same = Import.objects.filter(
        ledger=source.ledger,
        region_id=source.region_id,
        state=Import.State.DONE,
        file__sha256=source.file.sha256,
        layout__sheet=source.layout.get("sheet", ""),
    )
    return same.exclude(pk=source.pk).select_related("post__user").first()
