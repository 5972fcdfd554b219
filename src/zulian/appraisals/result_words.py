"""What the pages of an appraisal say of a unit's result and of its marks, and to whom."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from zulian.appraisals.models import LateBy, Scheme, SchemeItem, Score, UnitResult
from zulian.appraisals.rules import Kind, parts_of, short
from zulian.appraisals.services.counting import marks_of
from zulian.foundation.actor import current_actor
from zulian.foundation.scopes import EVERYTHING, scope

State = Scheme.State
# The tasks behind what an item was counted by: those that lack it, or of which the rate is.
BEHIND = {
    Kind.ON_TIME: "expected",
    Kind.REPORTED: "overdue",
    Kind.LATE: "overdue",
    Kind.SIGNED: "unsigned",
    Kind.PROVEN: "reported",
}


def is_told_of(row: UnitResult) -> bool:
    """Whether whoever looks knows the marks: who appraises always, the units once the results were told."""
    is_told = row.scheme.state in {State.TOLD, State.PUBLISHED}
    return is_told or row.scheme.region_id == current_actor().region


def shown_total(row: UnitResult) -> str:
    """The total of a unit, counted on while the appraisal runs."""
    return str(row.total) if row.total is not None and is_told_of(row) else ""


def shown_place(row: UnitResult) -> str:
    """The place of a unit once the results were told: before, others are counted still."""
    is_told = row.scheme.state in {State.TOLD, State.PUBLISHED}
    return str(row.place) if is_told and row.place else ""


def how_counted(row: UnitResult) -> str:
    """How the total comes about: the points of what was asked, the others for them, off and on top."""
    if row.total is None or not is_told_of(row):
        return ""
    with scope(EVERYTHING):
        parts = parts_of(marks_of(row))
    words = [gettext("得 %(got)s 分（应得 %(possible)s 分）"), ""]
    if parts.possible != parts.full:
        words[1] = gettext("折算为 %(scaled)s 分")
    if parts.off:
        words.append(gettext("扣 %(off)s 分"))
    if parts.bonus:
        words.append(gettext("加 %(bonus)s 分"))
    said = {name: short(value) for name, value in vars(parts).items()}
    return "，".join(word % said for word in words if word)


def papers_words(row: Score) -> SafeString:
    """The papers of a mark, each to be opened."""
    links = [(reverse("documents:download", args=[p.pk]), p.name) for p in row.papers.all()]
    return format_html_join("、", '<a href="{}">{}</a>', links)


def described(row: Score) -> str:
    """A mark in a line, above the form of a step, with the last day to object where there is one."""
    words = f"{row.region.organisation} · {row.item.title}"
    until = row.result.scheme.objection_until
    return words if until is None else f"{words} · {gettext('异议期至 %(day)s') % {'day': until}}"


def marked_words(item: SchemeItem) -> str:
    """Above the table of all units' marks for an item: which item it is, at most how many points, and how it is marked."""
    most = gettext("最多 %(points)s 分") % {"points": short(item.points)}
    return " · ".join(filter(None, (item.title, most, item.rule)))


def each_words(item: SchemeItem) -> str:
    """How much goes off for what is late."""
    words = {
        LateBy.OWN: gettext("本单位任务每项扣 %(n)s 分"),
        LateBy.SHARE: gettext("每 1%% 扣 %(n)s 分"),
    }.get(LateBy(item.late_by), gettext("每项扣 %(n)s 分"))
    return words % {"n": short(item.each or Decimal(0))}


def tasks_behind(row: Score) -> str:
    """The address of the tasks by which an item was counted, "" where no tasks are."""
    scheme, measure = row.result.scheme, BEHIND.get(Kind(row.item.kind))
    if measure is None or scheme.scored_on is None:
        return ""
    asked = {
        "circular": scheme.circular_id,
        "under": row.region_id,
        "measure": measure,
        "on": scheme.scored_on,
    }
    return f"{reverse('plans:assignment-list')}?{urlencode(asked)}"


def unmarked_words(row: UnitResult) -> str:
    """How many judged items of a unit have no mark yet, "" where none lacks one or it is too late."""
    if row.scheme.state != State.ISSUED or not is_told_of(row):
        return ""
    count = sum(s.item.kind == Kind.JUDGED and s.given is None for s in row.scores.all())
    return gettext("评议还有 %(n)d 项没有打分") % {"n": count} if count else ""
