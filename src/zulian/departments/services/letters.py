"""A letter's way: drawn up, sent, urged, answered, settled."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.departments.models import Department, Letter
from zulian.departments.room import READ
from zulian.departments.services.departments import require_known, require_own
from zulian.documents.models import Attachment
from zulian.documents.services import forget, keep
from zulian.foundation.audit import audited
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work

State = Letter.State


def _step(pk: int, post: Post, *states: State) -> Letter:
    letter = locked(Letter, pk, *states)
    require_own(letter, post)
    return letter


def _kept(file: UploadedFile[Any] | None, post: Post) -> Attachment | None:
    """A file for those alone who see letters, for it may name people; None for none."""
    return keep(file, file.name or "", post.region, post, permission=READ) if file else None


@unit_of_work
def draw_up(post: Post, values: dict[str, Any], source: tuple[str, int] | None = None) -> Letter:
    """拟函 to a department of the own division; `source` is the URL name and the key of the row it is written for.

    Raises ValidationError for a department of another division, or one that is gone.
    """
    letter = Letter(region=post.region, by=post)
    letter.source, letter.source_pk = source or ("", None)
    _write(letter, post, "letter.draft", values)
    return letter


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> Letter:
    """修改 a letter that is not sent yet; a new file takes the place of the old one."""
    letter = _step(pk, post, State.DRAFT)
    before = letter.file if values.get("file") else None
    _write(letter, post, "letter.change", values)
    if before is not None:
        forget(before)
    return letter


def _write(letter: Letter, post: Post, action: str, values: dict[str, Any]) -> None:
    # Nobody marks it as gone meanwhile.
    department = locked(Department, values["department"].pk)
    require_known(department, post.region_id)
    file = _kept(values.get("file"), post)
    with audited(action, letter):
        for name in ("department", "title", "text", "about", "answer_by"):
            setattr(letter, name, values[name])
        letter.file = file or letter.file
        letter.save()


@unit_of_work
def drop(pk: int, post: Post) -> None:
    """删除 a draft with its file."""
    letter = _step(pk, post, State.DRAFT)
    file = letter.file
    with audited("letter.drop", letter):
        letter.delete()
    if file is not None:
        forget(file)


@unit_of_work
def send(pk: int, post: Post, number: str, sent_on: date, answer_by: date | None) -> Letter:
    """发出 under a number; without `answer_by` no day is set for the answer."""
    letter = _step(pk, post, State.DRAFT)
    _dated(letter, number, sent_on, answer_by)
    with audited("letter.send", letter):
        letter.send()
        letter.save()
    return letter


@unit_of_work
def correct(pk: int, post: Post, number: str, sent_on: date, answer_by: date | None) -> Letter:
    """更正 number and days of a letter that is out, or put off the day of its answer."""
    letter = _step(pk, post, State.SENT)
    with audited("letter.correct", letter):
        _dated(letter, number, sent_on, answer_by)
        letter.save()
    return letter


def _dated(letter: Letter, number: str, sent_on: date, answer_by: date | None) -> None:
    not_to_come(sent_on, "sent_on")
    if answer_by is not None and answer_by < sent_on:
        raise ValidationError({"answer_by": _("函复期限不能早于发出日期。")})
    letter.number, letter.sent_on, letter.answer_by = number.strip(), sent_on, answer_by


@unit_of_work
def urge(pk: int, post: Post, urged_on: date) -> Letter:
    """催办: how often and when last; raises ValidationError for a day before the letter or before the last time."""
    letter = _step(pk, post, State.SENT)
    _after(letter, urged_on, "urged_on")
    if letter.urged_on is not None and urged_on < letter.urged_on:
        words = _("上次催办在 %(day)s，这次不能更早。")
        raise ValidationError({"urged_on": words % {"day": letter.urged_on}})
    with audited("letter.urge", letter):
        letter.urged, letter.urged_on = letter.urged + 1, urged_on
        letter.save()
    return letter


@unit_of_work
def answer(pk: int, post: Post, values: dict[str, Any]) -> Letter:
    """收到复函: day, gist, and the paper where there is one; said again it takes the place of what was noted."""
    letter = _step(pk, post, State.SENT, State.ANSWERED)
    _after(letter, values["answered_on"], "answered_on")
    words = need_words(values["answer"], "answer", _("请写复函的主要内容。"))
    file = _kept(values.get("file"), post)
    before = letter.answer_file if file else None
    with audited("letter.answer", letter):
        letter.take_answer()
        letter.answered_on, letter.answer = values["answered_on"], words
        letter.answer_file = file or letter.answer_file
        letter.save()
    if before is not None:
        forget(before)
    return letter


def _after(letter: Letter, day: date, field: str) -> None:
    not_to_come(day, field)
    if letter.sent_on is not None and day < letter.sent_on:
        words = _("函在 %(day)s 发出，这个日期不能更早。")
        raise ValidationError({field: words % {"day": letter.sent_on}})


@unit_of_work
def finish(pk: int, post: Post, outcome: str) -> Letter:
    """办结 once it is answered."""
    letter = _step(pk, post, State.ANSWERED)
    with audited("letter.finish", letter):
        letter.finish()
        letter.outcome = outcome.strip()
        letter.save()
    return letter


@unit_of_work
def let_go(pk: int, post: Post, outcome: str) -> Letter:
    """无需答复: nothing more is waited for, for a reason."""
    letter = _step(pk, post, State.SENT)
    why = need_words(outcome, "outcome", _("请写明为什么不再等复函。"))
    with audited("letter.let_go", letter):
        letter.let_go()
        letter.outcome = why
        letter.save()
    return letter
