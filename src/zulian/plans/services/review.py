"""Review of a draft: merge, split and relabel clauses, set who acts and by when; then adoption makes it immutable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited
from zulian.foundation.policy import policy
from zulian.foundation.work import unit_of_work
from zulian.plans.models import CUT_OFF, Assignment, Circular, Clause, Task
from zulian.plans.reading.deadlines import deadlines
from zulian.plans.reading.splitting import SEGMENT_ENDS, SENTENCE_ENDS, cut_after
from zulian.plans.reading.times import is_by_holiday
from zulian.plans.rules import Period, periods, same_day
from zulian.plans.services import (
    carrying,
    deriving,
    guesses,
    joining,
    judging,
    numbers,
    receiving,
    rewording,
)
from zulian.plans.services.closing import POLICY
from zulian.plans.services.drafts import require_draft
from zulian.regions.models import Level, Region


@unit_of_work
def edit_head(circular: Circular, values: dict[str, Any]) -> deriving.Matched:
    """Change the header of a draft as `edit` does; returns how its clauses fit the plan above now.

    With the year the plan above is another one: only what fits it stays, and the rest is matched anew.
    """
    year = circular.year
    edit(circular, values)
    if circular.year != year:
        _move_days(circular, circular.year - year)
    return deriving.match_anew(circular)


def _day_of_holiday(circular: Circular, task: Task, years: int) -> date | None:
    """The day of a holiday by which a task is due, in the year that its circular has now; None where it is due by none."""
    before, now = (
        deadlines(task.text, year, circular.issued_on)
        for year in (circular.year - years, circular.year)
    )
    for old, new in zip(before, now, strict=False):
        if old.day == task.due and is_by_holiday(old):
            return new.day
    return None


def _move_days(circular: Circular, years: int) -> None:
    """With its year a draft's deadlines move along: those out of its period that lie in it so many years on."""
    for task in circular.tasks.exclude(due=None):
        moved = _day_of_holiday(circular, task, years)
        if task.due is None or (
            moved is None and circular.starts_on <= task.due <= circular.ends_on
        ):
            continue
        moved = moved or same_day(task.due, task.due.year + years)
        if circular.starts_on <= moved <= circular.ends_on:
            with audited("task.move-day", task):
                task.due = moved
                task.save(update_fields=["due"])


@unit_of_work
def edit(row: Clause | Task | Circular, values: dict[str, Any]) -> None:
    """Change fields of a draft, one of its clauses or one of its tasks; what somebody has set is no guess any more.

    Tasks of a clause whose words are changed are marked to be looked at.

    Raises ValidationError when the circular is adopted, its period would not be that of its year, or a deadline would not
    lie in its period.
    """
    require_draft(row if isinstance(row, Circular) else row.circular)
    before = rewording.words_of(row) if isinstance(row, Clause) else None
    with audited(f"{row._meta.model_name}.edit", row):
        changed = {name for name, value in values.items() if getattr(row, name) != value}
        for name, value in values.items():
            setattr(row, name, value)
        if isinstance(row, Circular):
            _check_period(row)
            _check_due(row, "default_due", row.default_due)
        elif isinstance(row, Task):
            row.guesses = []
            if "due" in changed:
                _check_due(row.circular, "due", row.due)
        row.save()
    if isinstance(row, Clause) and before:
        if "indicators" in values:
            guesses.settle_measure(guesses.tasks_measured_by(row))
        rewording.follow(row, before)


def _check_period(circular: Circular) -> None:
    """A plan runs in its year; it may begin and end somewhat earlier or later."""
    slack = timedelta(days=policy(POLICY, clock.today())["period_slack_days"])
    first, last = date(circular.year, 1, 1) - slack, date(circular.year, 12, 31) + slack
    words = {"year": circular.year, "first": first, "last": last}
    if not first <= circular.starts_on <= last:
        message = _("%(year)d年工作要点的执行期应从 %(first)s 至 %(last)s 之间的一天开始。") % words
        raise ValidationError({"starts_on": message})
    if not first <= circular.ends_on <= last:
        raise ValidationError(
            {"ends_on": _("%(year)d年工作要点的执行期应不晚于 %(last)s 结束。") % words}
        )
    if circular.ends_on <= circular.starts_on:
        raise ValidationError({"ends_on": _("执行期的止日应晚于起日。")})


def _check_due(circular: Circular, field: str, due: date | None) -> None:
    """A deadline lies in the plan's period: what is due later belongs to the plan of a later year."""
    if due is None or circular.starts_on <= due <= circular.ends_on:
        return
    words = _("完成时限应在执行期内，即 %(first)s 至 %(last)s。")
    if circular.amends_id is not None:
        words += _("执行期随所补充的工作要点，更晚的任务请列入下一年度。")
    elif field == "due":
        words += _("要改执行期，请到“修改文件信息”。")
    raise ValidationError({field: words % {"first": circular.starts_on, "last": circular.ends_on}})


def change_alike(task: Task, guess: str, values: dict[str, Any]) -> int:
    """Set who acts, or by when, for all tasks of a draft of which the same was assumed; returns how many.

    Raises ValidationError as `guesses.settle_alike` does, and when the deadline would not lie in the plan's period.
    """
    if "due" in values:
        _check_due(task.circular, "due", values["due"])
    return guesses.settle_alike(task, guess, values)


@unit_of_work
def make_part_of_plan(circular: Circular, kind: str) -> Circular:
    """Turn a draft plan into a supplement (补充通知) or an amendment (修改通知) of the year's adopted plan.

    Raises ValidationError when there is no such plan, or when it is closed.
    """
    _lock(circular)
    require_draft(circular)
    if kind not in {Circular.Kind.SUPPLEMENT, Circular.Kind.AMENDMENT}:
        raise ValidationError(_("请选择补充通知或修改通知。"))
    plan = receiving.adopted_plan(circular.region_id, circular.year)
    if plan is None:
        words = _("本单位没有已下达的%(year)d年工作要点，本文件不能作为补充或修改通知。")
        raise ValidationError(words % {"year": circular.year})
    if plan.is_closed:
        raise ValidationError(receiving.closed_words(plan))
    with audited("circular.kind", circular):
        circular.kind = kind
        receiving.belong_to(circular, plan)
        circular.save()
    deriving.match_anew(circular)
    return circular


def _lock(circular: Circular) -> None:
    """Lock the row of a circular until the unit of work ends, and look at it as it is now."""
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))


@unit_of_work
def merge_up(clause: Clause) -> Clause:
    """Join a clause to the one before it: label and text become a paragraph there, its tasks move along.

    Raises ValidationError for the first one, and for one that has items.
    """
    _lock(clause.circular)
    clause.refresh_from_db()
    require_draft(clause.circular)
    before = (
        Clause.objects.filter(circular=clause.circular, order__lt=clause.order)
        .order_by("-order")
        .first()
    )
    if before is None:
        raise ValidationError(_("第一条前面没有条款，不能合并。"))
    if clause.items.exists():
        words = _(
            "“%(path)s”下面还有条款，并入上一条会打乱编号，不能合并；请先把下面的条款逐条并入。"
        )
        raise ValidationError(words % {"path": clause.path})
    with audited("clause.merge", before):
        own = (
            clause.label
            + clause.title
            + ("。" if clause.title and clause.text else "")
            + clause.text
        )
        before.text = rewording.break_between(before, clause).join(filter(None, (before.text, own)))
        before.save()
        clause.tasks.update(clause=before)
        clause.delete()
    return before


def pieces_of(clause: Clause) -> list[str]:
    """Where a clause can be cut: its sentences, or the parts of its only sentence; joined, they are its text."""
    sentences = cut_after(SENTENCE_ENDS, clause.text)
    return sentences if len(sentences) > 1 else cut_after(SEGMENT_ENDS, clause.text)


@unit_of_work
def split(clause: Clause, number: int) -> Clause:
    """Cut a clause in two before the piece (`pieces_of`) of a number, 0 being the first; returns the new one.

    Raises ValidationError where no piece of that number can begin a clause of its own.
    """
    _lock(clause.circular)
    require_draft(clause.circular)
    pieces = pieces_of(clause)
    if not 0 < number < len(pieces):
        raise ValidationError({"at": _("请选择从哪一句起另成一条，第一句除外。")})
    before = rewording.words_of(clause)
    Clause.objects.filter(circular=clause.circular, order__gt=clause.order).update(
        order=F("order") + 1
    )
    with audited("clause.split", clause):
        clause.text = "".join(pieces[:number]).strip()
        clause.save()
    new = Clause(
        circular=clause.circular,
        parent=clause.parent,
        order=clause.order + 1,
        depth=clause.depth,
        path=f"{clause.path}{CUT_OFF}",
        text="".join(pieces[number:]).strip(),
    )
    with audited("clause.add", new):
        new.save()
    rewording.share_out(clause, new, before)
    return new


@unit_of_work
def add_task(clause: Clause, values: dict[str, Any]) -> Task:
    """A further task of a clause; what others of it leave untold and this one says is no guess any more.

    Raises ValidationError when its deadline does not lie in the plan's period.
    """
    _lock(clause.circular)
    require_draft(clause.circular)
    last = Task.objects.filter(circular=clause.circular).order_by("-order").first()
    order = (last.order if last else 0) + 1
    task = Task(circular=clause.circular, clause=clause, order=order, text=clause.text, **values)
    _check_due(clause.circular, "due", task.due)
    with audited("task.add", task):
        task.save()
    guesses.settle_told(clause)
    return task


@unit_of_work
def adopt(
    circular: Circular, prepare: Callable[[Sequence[Assignment]], None] = lambda given: None
) -> list[Assignment]:
    """Adopt a draft: tasks fan out to every organisation of their levels; returns the assignments.

    `prepare` sees them before they are written, and may say how far they have come by now; not those that were carried over.
    Raises ValidationError when something is missing, when the year has another plan, or when the plan that a supplement
    belongs to is closed.
    """
    _lock(circular)
    if circular.is_adopted:
        raise ValidationError(_("这份文件已经下达，不用再下达。"))
    joining.lock_line(circular.region_id)
    if circular.amends_id is None:
        receiving.require_only_plan(circular)
    else:
        plan = Circular.objects.select_for_update(no_key=True).get(pk=circular.amends_id)
        if plan.is_closed:
            raise ValidationError(receiving.closed_words(plan))
    tasks = list(circular.tasks.select_related("clause"))
    check_ready(circular, tasks)
    today = clock.today()
    regions = list(Region.objects.under(circular.region_id).on(today))
    with audited("circular.adopt", circular):
        circular.status, circular.adopted_at = Circular.Status.ADOPTED, clock.now()
        circular.save()
        taken_over = carrying.noted(circular)
        assignments = [
            a for task in tasks if task.pk not in taken_over for a in fan_out(task, regions)
        ]
        _check_number(assignments)
        joining.let_serve(assignments, is_locking=True)
        prepare(assignments)
        bulk.create(assignments)
        joining.take_along(assignments)
        assignments += carrying.carry_noted(circular, tasks)
        circular.source.published = True
        circular.source.save(update_fields=["published"])
        told = {a.region_id for a in assignments}
        _announce(circular, [region for region in regions if region.code in told])
        deriving.tell_below(circular)
    return assignments


def _check_number(assignments: Sequence[Assignment]) -> None:
    """Raise ValidationError for more assignments than one circular may give: everybody else waits while they are written."""
    most = int(policy(POLICY, clock.today())["most_assignments"])
    if len(assignments) > most:
        words = _(
            "将下达 %(count)d 项任务，一份文件最多 %(most)d 项。请把按月、按季的村级任务改由乡镇汇总，或放宽周期。"
        )
        raise ValidationError(words % {"count": len(assignments), "most": most})


def check_ready(circular: Circular, tasks: list[Task]) -> None:
    """Raise ValidationError naming what still stands in the way of adoption."""
    faults = [
        _("“%(clause)s %(task)s”还没有选承担级别。") % {"clause": t.clause.path, "task": t.name}
        for t in tasks
        if not t.levels
    ]
    if not tasks:
        faults.append(_("还没有任务，不能下达。"))
    if circular.number and (
        bearer := numbers.bearer_of(circular.number, circular.region_id, circular)
    ):
        words = _("文号“%(number)s”已经用过（%(title)s），请在“修改文件信息”里改用新的文号。")
        faults.append(words % {"number": circular.number, "title": bearer})
    if faults:
        raise ValidationError(faults)


def fan_out(task: Task, regions: Sequence[Region]) -> list[Assignment]:
    """The assignments of a task: each organisation of its levels, each period that still falls due.

    `regions` are all divisions in the issuer's jurisdiction: each judges what the ones just below it do.
    """
    circular = task.circular
    wanted = {Level[name.upper()] for name in task.levels}
    due = task.due or circular.default_due
    start = circular.issued_on or clock.today()
    known = {region.code for region in regions}
    given_on = circular.as_of(clock.today())
    times = (
        list(periods(task.rhythm, circular.year, task.month_day, start))
        if task.rhythm
        else [Period("", due)]
    )
    return [
        Assignment(
            circular_id=circular.pk,
            clause_id=task.clause_id,
            task_id=task.pk,
            region_id=region.code,
            issued_by_id=circular.region_id,
            judged_by_id=judging.judge_of(region.code, circular.region_id, known),
            period=time.name,
            given_on=given_on,
            due=time.due,
        )
        for region in regions
        if region.level in wanted and task.is_meant_for(region.code)
        for time in times
    ]


def _announce(circular: Circular, regions: Iterable[Region]) -> None:
    """One message to each organisation that has tasks of it, its issuer left out."""
    words = _("%(issuer)s下达了《%(title)s》，请签收任务") % {
        "issuer": circular.issuer,
        "title": circular.title,
    }
    url = f"{reverse('plans:assignment-list')}?circular={circular.pk}"
    send_all(
        Letter(
            region.code,
            "adopted",
            words,
            url,
            f"adopted:{circular.pk}:{region.code}",
            circular.issuer,
        )
        for region in regions
        if region.code != circular.region_id
    )
