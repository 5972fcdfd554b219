"""Targets of tasks: read from a duty's words, bound to what counts them, corrected in the review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.audit import audited, record
from zulian.foundation.work import unit_of_work
from zulian.indicators.registry import (
    Countable,
    Indicator,
    countable,
    countables,
    counted_by,
    counted_under,
    named,
    shared_by,
)
from zulian.plans.models import Clause, Task, TaskTarget
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.targets import Wanted, wanted
from zulian.plans.services import guesses, likeness
from zulian.plans.services.drafts import require_draft
from zulian.plans.targets import target_faults

OCCASIONS = frozenset("次期场轮遍")  # untranslated: units of clauses
# Of each time, not of all: 6月底、11月底各开展2次.
OF_EACH = re.compile(
    "各(?:举办|组织|开展|召开|进行)?[0-9一二两三四五六七八九十]"
)  # untranslated: words of clauses
MAX_NUMBER = 10**10
BLANKS = re.compile(r"[^\S\n]+")
# Nobody is named: then nobody says either whether all together reach a number.
UNNAMED = {Guess.LEVELS, Guess.ADDRESSEES, Guess.HEADINGS, Guess.BODIES, Guess.STAFF}


def read_targets(task: Task, text: str, times: int = 1) -> list[TaskTarget]:
    """Save the targets that a duty's words ask for; what no register counts is left to the reports.

    A measure found by a general word or in wider words only is marked on the task as a guess. `times` are the tasks that
    one duty is by its times: 于6月和11月进行两次督查 asks for one each.
    """
    asked = [_of_one_time(one, times) for one in wanted(text) if 0 < one.number < MAX_NUMBER]
    found = [_measure(one, task) for one in asked]
    targets = [
        _target(task, one, measure.code, order)
        for order, (one, measure) in enumerate(zip(asked, found, strict=True), 1)
    ]
    for target in targets:
        _bind(target)
    guessed = {Guess.MEASURE} if any(measure.is_guess for measure in found) else set()
    # Numbers of its own that registers count measure a task, whatever suits its clause.
    known = {Guess.MEASURE} if found and all(map(_is_sure, found)) else set[Guess]()
    if UNNAMED & set(task.guesses) and any(not (w.is_share or w.is_each_said) for w in asked):
        guessed |= {Guess.EACH}
    guesses_now = sorted({*task.guesses, *guessed} - known)
    if guesses_now != task.guesses:
        task.guesses = guesses_now
        task.save(update_fields=["guesses"])
    return TaskTarget.objects.bulk_create(targets)


def _of_one_time(one: Wanted, times: int) -> Wanted:
    """What is asked for at one of several times, where the number counts them all and does not say that it is of each."""
    is_of_all = times > 1 and one.number == times and one.unit in OCCASIONS
    return replace(one, number=Decimal(1)) if is_of_all and not OF_EACH.search(one.phrase) else one


def _bind(target: TaskTarget) -> None:
    """A share is read among the indicators of its clause."""
    clause = target.task.clause
    if target.is_rate and target.measure not in clause.indicators:
        clause.indicators = [*clause.indicators, target.measure]
        clause.save(update_fields=["indicators"])


def _target(task: Task, one: Wanted, measure: str, order: int) -> TaskTarget:
    return TaskTarget(
        task=task,
        order=order,
        kind=TaskTarget.Kind.SHARE if one.is_share else TaskTarget.Kind.COUNT,
        measure=measure,
        what=(one.what or task.name)[:60],
        number=one.number,
        unit=one.unit[:10],
        span=one.span,
        is_each=one.is_each,
        phrase=one.phrase[:200],
    )


class Found(NamedTuple):
    """The code of what counts a number, and whether it was guessed from more than the words beside the number."""

    code: str = ""
    is_guess: bool = False


def _is_sure(measure: Found) -> bool:
    return bool(measure.code) and not measure.is_guess


def _measure(one: Wanted, task: Task) -> Found:
    """What counts a number: looked for in the words beside it first, then in ever wider ones."""
    near, clause = [_without_blanks(words) for words in one.near], task.clause
    beside = near[0]
    # Words that say an act of their own are not read together with those beside them, here neither.
    own = clause.title if len(near) == 1 else clause.title + _of_no_other_number(clause.text)
    contexts = (*near, *map(_without_blanks, (own, *_headings(clause))))
    for place, context in enumerate(contexts):
        # 培育1个助残社会组织 names 培育助残社会组织, and no 社会组织 of whatever kind.
        words = context if one.is_share or place else f"{context}\n{_without_blanks(one.plain)}"
        found = shared_by(words, beside) if one.is_share else counted_by(words, one.unit, beside)
        if place >= len(near) and found and _is_of_another_matter(found, near[-1]):
            continue
        if found and (place == 0 or _fits(one, found.nouns)):
            is_sure = (
                context in near[:2]
                and _says_act(found, one)
                and _is_theirs(found, task)
                and not likeness.says_more_than(one.phrase, _known_by(found))
            )
            return Found(str(found.code), is_guess=not is_sure)
    under = (counted_under(near[-1], words, one.unit) for words in contexts)
    return next(
        (Found(str(found.code), is_guess=True) for found in under if found and not one.is_share),
        Found(),
    )


def _without_blanks(words: str) -> str:
    """Words as they are read: a table's cells are typed with blanks among them, 志愿者 200 名."""
    return BLANKS.sub("", words)


def _of_no_other_number(text: str) -> str:
    """The lines and sentences of a clause without a number: those that have one say what that one counts."""
    pieces = [
        piece for line in text.split("\n") for piece in cut_after(SENTENCE_ENDS, line) if piece
    ]
    return "".join(piece for piece in pieces if not wanted(piece))


def _is_of_another_matter(found: Countable | Indicator, words: str) -> bool:
    """Whether a duty's own words name the matter of another wing alone: 志愿 is none of a heading about cards."""
    named_here = {_wing(c.code) for c in countables() if any(theme in words for theme in c.themes)}
    return bool(named_here) and _wing(found.code) not in named_here


def _wing(code: str) -> str:
    return code.partition(".")[0]


def _says_act(found: Countable | Indicator, one: Wanted) -> bool:
    """Whether a measure is of the act that is asked for: 培育 is no 摸底, and 挂牌率 no 覆盖率.

    What is done in general (开展、组织) suits any; so does a number beside which no act is said.
    """
    act = one.kind if one.is_share else one.verb
    known = _known_by(found)
    return not act or likeness.is_general_act(act) or likeness.says_act(known, act)


def _known_by(found: Countable | Indicator) -> str:
    """The words by which a measure is known."""
    return "\n".join((str(found.name), str(found.meaning), *found.nouns))


def _is_theirs(found: Countable | Indicator, task: Task) -> bool:
    """Whether those whom a task is for do what a measure counts: the commissioners' log holds no visits of a county's leaders."""
    return not isinstance(found, Countable) or found.is_done_by(task.levels)


def _fits(one: Wanted, nouns: Sequence[str]) -> bool:
    """Whether a measure from wider words is of the kind of share asked for: 培训率 is no share of visits."""
    return not one.kind or any(one.kind in noun for noun in nouns)


def _headings(clause: Clause) -> list[str]:
    """The headings above a clause, the nearest first."""
    found, above = list[str](), clause.parent
    while above is not None:
        found.append(above.title)
        above = above.parent
    return found


@unit_of_work
def add(task: Task, values: dict[str, Any]) -> TaskTarget:
    """A further number of a task in a draft. Raises ValidationError, by field, where its values do not fit each other."""
    require_draft(task.circular)
    task = _locked(task)
    last = task.targets.order_by("-order").first()
    target = TaskTarget(task=task, order=(last.order if last else 0) + 1)
    _set(target, values)
    with audited("target.add", target):
        target.save()
    _bind(target)
    guesses.settle_measure([task])
    return target


def _locked(task: Task) -> Task:
    """A task as it is now, locked until the unit of work ends."""
    locked = Task.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "circular", "clause"
    )
    return locked.get(pk=task.pk)


@unit_of_work
def edit(target: TaskTarget, values: dict[str, Any]) -> None:
    """Correct a number of a draft. Raises ValidationError, by field, where its values do not fit each other."""
    require_draft(target.task.circular)
    with audited("target.edit", target):
        _set(target, values)
        target.save()
    _bind(target)
    guesses.settle_measure([_locked(target.task)])


def _set(target: TaskTarget, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(target, name, value)
    is_share = target.kind == TaskTarget.Kind.SHARE
    target.unit = target.unit.strip().replace("％", "%")
    faults = target_faults(is_share, target.number, target.unit, target.what)
    if (
        target.measure
        and (named(target.measure) if is_share else countable(target.measure)) is None
    ):
        faults["measure"] = _(
            "比例要选指标来衡量，数量要选计数来衡量；都没有合适的，请选“由上报填写”。"
        )
    if faults:
        raise ValidationError(faults)


@unit_of_work
def remove(target: TaskTarget) -> None:
    """Take a number out of a draft."""
    require_draft(target.task.circular)
    record("target.remove", target, {"task": target.task.name, "what": str(target)})
    target.delete()
    guesses.settle_measure([_locked(target.task)])
