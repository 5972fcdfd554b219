"""Marks by hand (评分), what a unit objects to them (异议), and the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.appraisals.models import Scheme, SchemeItem, Score
from zulian.appraisals.rules import COUNTED, TENTH
from zulian.appraisals.services.counting import add_up
from zulian.appraisals.services.schemes import scheme_of
from zulian.documents.services import keep
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.steps import need_words
from zulian.foundation.work import unit_of_work

State, MOST_PAPERS = Scheme.State, 9


def _locked(pk: int) -> Score:
    rows = Score.objects.select_for_update(of=("self",), no_key=True).with_names()
    return rows.get(pk=pk)


@unit_of_work
def judge(pk: int, post: Post, given: Decimal | None, note: str, was: str | None = None) -> Score:
    """打分: what is judged, taken off or put on top; another mark than the plan's needs its reason.

    `was` is the mark that the form was opened with. A mark that was told already is put right with a reason, which is told.
    Raises ValidationError beyond the points of the item, for an empty mark of what nothing counts, without a reason, and
    where somebody else gave a mark meanwhile.
    """
    score = _locked(pk)
    scheme = scheme_of(score.result.scheme_id, post, State.ISSUED, State.TOLD)
    _require_unchanged(score, was)
    _give(scheme, score, given, note)
    add_up(scheme)
    return score


@dataclass(frozen=True)
class Given:
    """A mark for one unit of a column: what was given and why, and what of both the form was opened with."""

    given: Decimal | None
    note: str
    was: str
    note_was: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was changed on the form."""
        given = "" if self.given is None else self.given.quantize(TENTH)
        return (str(given), self.note.strip()) == (self.was, self.note_was)


@unit_of_work
def judge_all(pk: int, post: Post, column: Mapping[int, Given]) -> SchemeItem:
    """逐单位打分 for an item that nothing counts, by the key of each mark; what is left as it was is not written.

    Raises ValidationError as `judge` does, with the fields `given_…` and `note_…` of each mark that may not be; then none is kept.
    """
    item = SchemeItem.objects.get(pk=pk)
    scheme = scheme_of(item.scheme_id, post, State.ISSUED, State.TOLD)
    rows = Score.objects.select_for_update(of=("self",), no_key=True).with_names()
    faults: dict[str, Any] = {}
    for score in rows.filter(item=item, pk__in=column).order_by("pk"):
        mark = column[score.pk]
        if mark.is_untouched:
            continue
        try:
            _require_unchanged(score, mark.was)
            _give(scheme, score, mark.given, mark.note)
        except ValidationError as error:
            faults |= {f"{name}_{score.pk}": found for name, found in error.error_dict.items()}
    if faults:
        raise ValidationError(faults)
    add_up(scheme)
    return item


def _require_unchanged(score: Score, was: str | None) -> None:
    """Raise ValidationError where somebody else gave a mark since a form was opened."""
    if was is not None and was != mark_words(score):
        words = _("这一项刚由别人打了 %(n)s 分，请刷新后再看。")
        raise ValidationError({"given": words % {"n": mark_words(score) or "—"}})


def _give(scheme: Scheme, score: Score, given: Decimal | None, note: str) -> None:
    _check(score, given, note)
    is_told = scheme.state == State.TOLD
    if is_told:
        need_words(note, "note", _("结果已经告知，更正须写明理由。"))
    with audited("score.judge", score):
        score.given, score.note = given, note.strip()
        if is_told and score.reply:
            # What was answered was another mark.
            score.ground = score.reply = ""
            score.objected_on = score.replied_on = None
        score.save()
    if is_told:
        _hear_again(scheme)
        words = _("“%(item)s”的考核得分已更正，可以提出异议")
        _tell(score, f"judge:{score.pk}:{mark_words(score)}:{today()}", words)


def _hear_again(scheme: Scheme) -> None:
    """A mark that is put right may be objected to as long as one that is told today."""
    until = scheme.objection_days_from(today())
    if scheme.objection_until is None or until > scheme.objection_until:
        with audited("scheme.extend", scheme):
            scheme.objection_until = until
            scheme.save()


def mark_words(score: Score) -> str:
    """The mark that was given, "" for none."""
    return "" if score.given is None else f"{score.given:f}"


def _tell(score: Score, key: str, words: str) -> None:
    """A message to the unit of a mark."""
    send(
        score.region_id,
        "appraisal",
        words % {"item": score.item.title},
        score.result.get_absolute_url(),
        f"score:{key}",
        score.result.scheme.region.organisation,
    )


def _check(score: Score, given: Decimal | None, note: str) -> None:
    item, scheme = score.item, score.result.scheme
    if given is not None and not 0 <= given <= item.points:
        raise ValidationError({"given": _("应在 0 到 %(n)s 分之间。") % {"n": item.points}})
    # A slip is taken back while nothing was told.
    is_emptied = score.given is not None and scheme.state == State.ISSUED
    if given is None and item.kind not in COUNTED and not is_emptied:
        raise ValidationError({"given": _("请打分。")})
    is_other = given is not None and item.kind in COUNTED and given != score.counted
    if is_other and not note.strip():
        raise ValidationError({"note": _("与系统计分不同的，请写明理由。")})


@unit_of_work
def prove(pk: int, post: Post, files: Sequence[Any]) -> Score:
    """上传佐证 of the unit for one of its marks, until the days for objections are over.

    Raises PermissionDenied for another unit, ValidationError without files, for more than a mark holds, and once it is too late.
    """
    score = _locked(pk)
    if score.region_id != post.region_id:
        raise PermissionDenied(_("佐证材料由被考核的单位上传。"))
    with scope(EVERYTHING):
        scheme = Scheme.objects.get(pk=score.result.scheme_id)
    if scheme.state != State.ISSUED and (why := closed_words(scheme)):
        raise ValidationError(why)
    if not files:
        raise ValidationError({"papers": _("请选择照片或文件。")})
    if score.papers.count() + len(files) > MOST_PAPERS:
        words = _("每一项最多 %(n)d 个文件，现有 %(have)d 个。")
        raise ValidationError({"papers": words % {"n": MOST_PAPERS, "have": score.papers.count()}})
    with audited("score.prove", score):
        score.papers.add(*(keep(file, file.name or "", post.region, post) for file in files))
    count = score.papers.count()
    send(
        scheme.region_id,
        "appraisal",
        _("%(unit)s为“%(item)s”上传了佐证材料")
        % {"unit": post.region.organisation, "item": score.item.title},
        score.result.get_absolute_url(),
        f"score:prove:{score.pk}:{count}",
        post.region.organisation,
    )
    return score


@unit_of_work
def object_to(pk: int, post: Post, ground: str) -> Score:
    """提出异议 to a mark, by the unit that is appraised, within the days of the policy.

    Raises PermissionDenied for another unit, ValidationError before the results were told, after the days, without grounds, and a second time.
    """
    score = _locked(pk)
    if score.region_id != post.region_id:
        raise PermissionDenied(_("异议由被考核的单位提出。"))
    with scope(EVERYTHING):
        scheme = Scheme.objects.get(pk=score.result.scheme_id)
    if why := closed_words(scheme):
        raise ValidationError(why)
    if score.ground:
        raise ValidationError(_("对这一项已经提出过异议。"))
    with audited("score.object", score):
        score.ground = need_words(ground, "ground", _("请写明异议理由。"))
        score.objected_on = today()
        score.save()
    return score


def closed_words(scheme: Scheme) -> str:
    """Why nobody can object to a mark today; "" where they can."""
    until = scheme.objection_until
    if scheme.state != State.TOLD or until is None:
        return _("结果还没有告知，或已经公布，现在不能提出异议。")
    if today() > until:
        return _("异议期已于 %(day)s 截止。") % {"day": until}
    return ""


@unit_of_work
def answer(pk: int, post: Post, given: Decimal | None, reply: str) -> Score:
    """答复异议: the mark stays as it is, or is another one; why is told.

    Raises ValidationError where nobody objects, without words, and beyond the points of the item.
    """
    score = _locked(pk)
    scheme = scheme_of(score.result.scheme_id, post, State.TOLD)
    if not score.ground or score.reply:
        raise ValidationError(_("这一项没有待答复的异议，请刷新后再看。"))
    words = need_words(reply, "reply", _("请写明答复。"))
    if given is not None:
        _check(score, given, words)
    with audited("score.answer", score):
        if given is not None:
            score.given = given
        score.reply, score.replied_on = words, today()
        score.save()
    add_up(scheme)
    _tell(score, f"answer:{score.pk}", _("对“%(item)s”的考核异议已答复"))
    return score
