"""One organisation's sheet: filled in by itself, checked from its records, seen on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.numbers import plain
from zulian.foundation.steps import need_words
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Evidence,
    Item,
    Mark,
    Problem,
)
from zulian.grassroots.models.campaigns import TO_FILL
from zulian.grassroots.models.standards import Tree
from zulian.grassroots.rules.scoring import Result, rounded, score
from zulian.grassroots.services.common import keep_evidence, require_above
from zulian.grassroots.services.problems import Finding, find_all
from zulian.indicators.registry import named
from zulian.indicators.services import overview

NOTE = 300


WHOLE = Decimal(1)


@dataclass(frozen=True)
class Entry:
    """What is said of one item: a mark as typed, "" for none; whether it does not apply; a note."""

    mark: str
    note: str = ""
    not_applicable: bool = False


Entries = Mapping[int, Entry]


def sheet(pk: int) -> Assessment:
    """A sheet that is about to be changed; raises ValidationError when its campaign is over."""
    assessment = (
        Assessment.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    if not assessment.is_open:
        raise ValidationError(_("这次评估已经结束，不能再修改。"))
    return assessment


def require_state(assessment: Assessment, *states: AssessmentState) -> None:
    """A sheet is where a step begins; raises ValidationError where somebody else took it there meanwhile."""
    if assessment.state not in states:
        words = _("这份评估表现在是“%(state)s”，可能别人刚刚办过，请刷新页面再看。")
        raise ValidationError(words % {"state": assessment.get_state_display()})


def read_mark(text: str, item: Item, where: str) -> Decimal | None:
    """A mark as typed, None for nothing; raises ValidationError with the item's number `where`."""
    text = text.strip()
    if not text:
        return None
    try:
        mark = Decimal(text)
    except InvalidOperation:
        mark = Decimal(-1)
    if not mark.is_finite() or not 0 <= mark <= item.top or mark != mark.quantize(Decimal("0.01")):
        words = _("第 %(n)s 项的得分应在 0 到 %(top)s 之间，最多两位小数。")
        raise ValidationError(words % {"n": where, "top": plain(item.top)})
    if item.kind == Item.Kind.PASS and mark not in (0, 1):
        raise ValidationError(_("第 %(n)s 项是达标项，只能选“达标”或“不达标”。") % {"n": where})
    return mark


def _write(
    assessment: Assessment, tree: Tree, entries: Entries, field: str, verb: str
) -> list[Mark]:
    """Put marks and notes of one side; only what differs is written. Errors of all items come together."""
    marks = {m.pk: m for m in assessment.marks.filter(pk__in=list(entries)).select_related("item")}
    faults, changed = [], []
    for pk, entry in entries.items():
        row = marks.get(pk)
        if row is None:
            continue
        try:
            mark = read_mark(entry.mark, row.item, tree.numbers[row.item_id])
        except ValidationError as error:
            faults += error.messages
            continue
        put: dict[str, Any] = {field: mark, f"{field}_note": entry.note.strip()[:NOTE]}
        if field == "own":
            put |= {
                "not_applicable": entry.not_applicable,
                "own": None if entry.not_applicable else mark,
            }
            if row.item.indicator:
                del put["own"], put["not_applicable"]
        if any(getattr(row, name) != value for name, value in put.items()):
            changed.append((row, put))
    if faults:
        raise ValidationError(faults)
    for row, put in changed:
        with audited(verb, row):
            for name, value in put.items():
                setattr(row, name, value)
            row.reckon()
            row.save()
    return [row for row, _put in changed]


# By itself


@unit_of_work
def fill(pk: int, entries: Entries) -> list[Mark]:
    """自查: save some items; nothing is told to anybody yet."""
    assessment = sheet(pk)
    require_state(assessment, *TO_FILL)
    return _write(assessment, assessment.standard.tree(), entries, "own", "mark.fill")


@unit_of_work
def add_evidence(
    mark_pk: int, post: Post, files: Sequence[Any], title: str = "", link: str = ""
) -> list[Evidence]:
    """Add evidence to an item: by the organisation while it fills the sheet in, by an inspector on the spot.

    Raises ValidationError where there is neither file nor address.
    """
    mark = Mark.objects.select_related("assessment__region").get(pk=mark_pk)
    assessment = sheet(mark.assessment_id)
    if assessment.state not in TO_FILL:
        _in_visit(assessment, post)
    pieces = keep_evidence(assessment.region, post, list(files), title, link)
    if not pieces:
        raise ValidationError({"papers": _("请选择照片或文件，或填写台账页面地址。")})
    _attach(mark, pieces)
    return pieces


@unit_of_work
def use_evidence(mark_pk: int, keys: Sequence[int]) -> int:
    """Use evidence that the organisation has handed in before for this item too; what is left out is taken off."""
    mark = Mark.objects.select_related("assessment__region").get(pk=mark_pk)
    assessment = sheet(mark.assessment_id)
    require_state(assessment, *TO_FILL)
    chosen = list(Evidence.objects.filter(region=assessment.region_id, pk__in=keys))
    with audited("mark.evidence", mark):
        mark.evidence.set(chosen)
        mark.pieces = len(chosen)
        mark.save(update_fields=["pieces"])
    return len(chosen)


def _attach(mark: Mark, pieces: Sequence[Evidence]) -> None:
    with audited("mark.evidence", mark):
        mark.evidence.add(*pieces)
        mark.pieces = mark.evidence.count()
        mark.save(update_fields=["pieces"])


def measure(assessment: Assessment, marks: Sequence[Mark]) -> None:
    """Mark the automatic items from their indicators as they stand today; one without rows does not apply."""
    wanted = {m.item.indicator for m in marks if m.item.indicator}
    known = {code: indicator for code in wanted if (indicator := named(code))}
    pairs = overview(assessment.region, today(), known.values()) if known else {}
    for mark in marks:
        if mark.item.indicator not in known:
            continue
        pair = pairs.get(mark.item.indicator)
        with audited("mark.measure", mark):
            mark.not_applicable = pair is None
            mark.measured = f"{pair.met}/{pair.of}" if pair else ""
            mark.own = _measured(mark.item, pair.met, pair.of) if pair else None
            mark.reckon()
            mark.save()


def _measured(item: Item, met: int, of: int) -> Decimal:
    if item.kind == Item.Kind.PASS:
        return Decimal(int(met == of))
    return rounded(item.points * met / of)


@unit_of_work
def submit(pk: int, post: Post) -> Assessment:
    """上报: every item is answered and every deduction has its reason; shortcomings go onto the list of problems."""
    assessment = sheet(pk)
    require_state(assessment, *TO_FILL)
    tree = assessment.standard.tree()
    marks = list(assessment.marks.select_related("item"))
    measure(assessment, marks)
    _require_answers(tree, marks)
    with audited("assessment.submit", assessment):
        assessment.submit()
        assessment.submitted_on, assessment.submitted_by = today(), post
        own = {mark.item_id: None if mark.not_applicable else mark.said.own for mark in marks}
        assessment.own_percent = assessment.percent = _result(tree, own).percent
        assessment.save()
    _list_problems(assessment, marks, "own")
    return assessment


def _require_answers(tree: Tree, marks: Sequence[Mark]) -> None:
    blank = [
        tree.numbers[mark.item_id] for mark in marks if mark.own is None and not mark.not_applicable
    ]
    if blank:
        raise ValidationError(
            _("还有 %(n)d 项没有填写：第 %(which)s 项。")
            % {"n": len(blank), "which": "、".join(blank[:12])}
        )
    mute = [
        tree.numbers[mark.item_id]
        for mark in marks
        if not mark.own_note
        and not mark.item.indicator
        and mark.own is not None
        and mark.own < mark.item.top
    ]
    if mute:
        words = _("第 %(which)s 项没有得满分，请在说明中写明差在哪里。")
        raise ValidationError(words % {"which": "、".join(mute[:12])})


def _result(tree: Tree, shares: Mapping[int, Decimal | None]) -> Result:
    return score(tree.nodes(), shares)


def standing_result(assessment: Assessment) -> Result:
    """What a sheet comes to as it stands."""
    marks = assessment.marks.select_related("item")
    return _result(assessment.standard.tree(), {mark.item_id: mark.counts for mark in marks})


def _list_problems(assessment: Assessment, marks: Sequence[Mark], field: str) -> None:
    """Shortcomings with their reasons: those of this side alone."""
    findings = []
    for mark in marks:
        value, note = getattr(mark, field), getattr(mark, f"{field}_note")
        if value is None or value >= mark.item.top:
            continue
        if not note and mark.measured:
            note = _("自动取数 %(pair)s") % {"pair": mark.measured}
        source = {
            "own": Problem.Source.OWN,
            "review": Problem.Source.REVIEW,
            "visit": Problem.Source.VISIT,
        }[field]
        findings.append(Finding(mark.item.key, str(mark.item), note, source, mark.item.veto))
    find_all(assessment.region, findings, assessment)


# By the level above


def _require_other(assessment: Assessment, post: Post) -> None:
    require_above(post, assessment.region_id)
    if assessment.submitted_by_id == post.pk:
        raise PermissionDenied(_("这份评估表由您填报，请由上级的其他同事复核。"))


@unit_of_work
def give_back(pk: int, post: Post, why: str) -> Assessment:
    """退回补正 with the reason."""
    assessment = sheet(pk)
    require_state(assessment, AssessmentState.SUBMITTED)
    require_above(post, assessment.region_id)
    why = need_words(why, "returned_why", _("请写明退回的原因。"))
    with audited("assessment.return", assessment):
        assessment.give_back()
        assessment.returned_why = why
        assessment.save()
    words = _("自查结果被退回：%(why)s") % {"why": assessment.returned_why}
    url = assessment.get_absolute_url()
    send(assessment.region_id, "campaign", words, url, f"sheet-return:{pk}:{now().isoformat()}")
    return assessment


@unit_of_work
def review(pk: int, post: Post, entries: Entries) -> list[Mark]:
    """复核: marks where the level above sees it otherwise; no mark means that it agrees."""
    assessment = sheet(pk)
    require_state(assessment, AssessmentState.SUBMITTED)
    _require_other(assessment, post)
    return _write(assessment, assessment.standard.tree(), entries, "review", "mark.review")


@unit_of_work
def finish_review(pk: int, post: Post) -> Assessment:
    """完成复核: the organisation is told, and may object."""
    assessment = sheet(pk)
    require_state(assessment, AssessmentState.SUBMITTED)
    _require_other(assessment, post)
    marks = list(assessment.marks.select_related("item"))
    _require_reasons(assessment.standard.tree(), marks, "review")
    with audited("assessment.review", assessment):
        assessment.finish_review()
        assessment.reviewed_by = post
        _tell(assessment)
    _list_problems(assessment, marks, "review")
    return assessment


@unit_of_work
def visit(pk: int, post: Post, entries: Entries) -> list[Mark]:
    """实地检查: marks of what was seen; no mark means as reviewed."""
    assessment = sheet(pk)
    _in_visit(assessment, post)
    return _write(assessment, assessment.standard.tree(), entries, "visit", "mark.visit")


def _in_visit(assessment: Assessment, post: Post) -> None:
    require_state(assessment, AssessmentState.REVIEWED)
    _require_other(assessment, post)
    if not assessment.sampled:
        raise ValidationError(_("这个单位没有被抽中检查。"))


@unit_of_work
def finish_visit(pk: int, post: Post) -> Assessment:
    """完成检查."""
    assessment = sheet(pk)
    _in_visit(assessment, post)
    marks = list(assessment.marks.select_related("item"))
    _require_reasons(assessment.standard.tree(), marks, "visit")
    with audited("assessment.visit", assessment):
        assessment.finish_visit()
        assessment.visitor, assessment.visit_on = post, today()
        _tell(assessment)
    _list_problems(assessment, marks, "visit")
    return assessment


def _require_reasons(tree: Tree, marks: Sequence[Mark], field: str) -> None:
    mute = [
        tree.numbers[mark.item_id]
        for mark in marks
        if (value := getattr(mark, field)) is not None
        and value < mark.item.top
        and not getattr(mark, f"{field}_note")
    ]
    if mute:
        raise ValidationError(
            _("第 %(which)s 项扣了分，请写明原因。") % {"which": "、".join(mute[:12])}
        )


def _tell(assessment: Assessment) -> None:
    """What it comes to now; from today the organisation may object."""
    assessment.told_on, assessment.accepted_on, assessment.percent = (
        today(),
        None,
        standing_result(assessment).percent,
    )
    assessment.save()
    words = _("评估结果已出：%(p)s 分，有异议请在期限内提出") % {"p": assessment.percent}
    url = assessment.get_absolute_url()
    send(
        assessment.region_id,
        "campaign",
        words,
        url,
        f"sheet-told:{assessment.pk}:{assessment.state}",
    )
