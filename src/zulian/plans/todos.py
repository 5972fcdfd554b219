"""What the plans room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.registries import (
    Todo,
    TodoGroup,
    register_slow_todo,
)
from zulian.foundation.searching import Search, register_search
from zulian.foundation.waiting import SHOWN, SlowWaiting, Waiting, register_waiting
from zulian.plans.clauses import also_carried_over, carried_over, clause_of_each
from zulian.plans.hits import clause_hits, clauses, task_hits, task_url, tasks
from zulian.plans.models import (
    Assignment,
    AssignmentQuerySet,
    ChangeRequest,
    Circular,
    Note,
    Notice,
    SpotCheckItem,
    State,
    overdue_on,
)
from zulian.plans.rules import Cell
from zulian.plans.services import judging, supervision
from zulian.plans.services.readings import PlanReadings
from zulian.regions.models import Level, Region, ancestors

# What is drawn at once: more wait only where nobody looked at what was drawn before.
MOST_DRAWN = 500


def own(post: Post) -> AssignmentQuerySet:
    """What one's own organisation works on, in plans that run."""
    rows = (
        Assignment.objects.with_names()
        .to_do()
        .filter(region_id=post.region_id, circular__closed_at=None)
    )
    return rows.pressing_first()


TASK: dict[str, Any] = {
    "rank": 0,
    "listing": "plans:assignment-list",
    "title": lambda row: f"{row.task.name}{row.period_name}",
}
# Tasks of one name may come from several plans.
OWN = {
    **TASK,
    "day": "first_day",
    "note": lambda row: f"{row.clause.path} · {row.issued_by.organisation}",
}
UNITS = {**TASK, "note": lambda row: f"{row.clause.path} · {row.region.organisation}"}


def _task_words(row: ChangeRequest) -> str:
    """The task that a request is about, with its period."""
    return f"{row.assignment.task.name}{row.assignment.period_name}"


register_waiting(
    Waiting(
        key="plans.sign",
        name=gettext_lazy("待签收的任务"),
        permission="assignment.act",
        rows=lambda post: own(post).filter(state=State.ISSUED).begun(),
        **OWN,
    ),
    Waiting(
        key="plans.returned",
        name=gettext_lazy("退回要补正的任务"),
        permission="assignment.act",
        rows=lambda post: own(post).filter(state=State.RETURNED),
        is_waiting=True,
        **OWN,
    ),
    Waiting(
        key="plans.report",
        name=gettext_lazy("办理中、要上报的任务"),
        permission="assignment.act",
        rows=lambda post: own(post).filter(state=State.SIGNED),
        **OWN,
    ),
    Waiting(
        key="plans.ahead",
        name=gettext_lazy("待签收的任务（年度未开始）"),
        permission="assignment.act",
        rows=lambda post: own(post).filter(state=State.ISSUED).ahead(),
        **OWN,
    ),
    Waiting(
        key="plans.judge",
        name=gettext_lazy("等我审核的上报"),
        permission="plan.supervise",
        rows=lambda post: judging.waiting_for(post.region).order_by("reported_at", "pk"),
        since="reported_at",
        **UNITS,
    ),
)


def to_verify(post: Post) -> QuerySet[SpotCheckItem]:
    """Tasks that one's own organisation drew in spot checks and has not looked at yet."""
    rows = SpotCheckItem.objects.filter(outcome="", check_of__region_id=post.region_id)
    return rows.select_related("region", "check_of", "assignment__task").order_by("-pk")


def to_answer(post: Post) -> QuerySet[Notice]:
    """Supervision notices to one's own organisation that have no reply."""
    rows = Notice.objects.filter(region_id=post.region_id, replied_at=None)
    return rows.with_tasks().order_by("reply_due", "pk")


def may_answer(post: Post) -> bool:
    """Whether a post has a part in what is said on tasks: it carries them, or looks after them."""
    return post.may("assignment.act") or post.may("plan.supervise")


def questions(post: Post) -> AssignmentQuerySet:
    """Tasks on which one's own organisation was asked something and has not answered, in plans that run."""
    later = Note.objects.filter(
        assignment=OuterRef("assignment"),
        kind=Note.Kind.ANSWER,
        by__region_id=post.region_id,
        pk__gt=OuterRef("pk"),
    )
    asked = Note.objects.filter(kind=Note.Kind.QUESTION, to__region_id=post.region_id)
    open_still = asked.filter(~Exists(later)).order_by().values("assignment")
    rows = Assignment.objects.with_names().to_do().filter(circular__closed_at=None)
    last = asked.filter(~Exists(later), assignment=OuterRef("pk")).order_by("-pk")
    rows = rows.annotate(asked=Subquery(last.values("text")[:1]))
    return rows.filter(pk__in=open_still).order_by("due", "pk")


def unanswered(post: Post) -> QuerySet[Notice]:
    """Supervision notices of one's own organisation that had to be replied to by now and were not, in plans that run."""
    rows = Notice.objects.filter(
        issued_by_id=post.region_id, replied_at=None, reply_due__lt=clock.today()
    ).of_open_plans()
    return rows.with_tasks().select_related("region").order_by("reply_due", "pk")


def to_decide(post: Post) -> QuerySet[ChangeRequest]:
    """Requests to postpone or drop what one's own organisation issued, in plans that run."""
    asked = ChangeRequest.objects.filter(
        assignment__issued_by_id=post.region_id, outcome="", assignment__circular__closed_at=None
    )
    return asked.select_related("region", "assignment__task").order_by("pk")


def drafts(post: Post) -> QuerySet[Circular]:
    """One's own circulars that have not gone out."""
    return Circular.objects.filter(region_id=post.region_id, status=Circular.Status.DRAFT).order_by(
        "pk"
    )


def to_close(post: Post) -> QuerySet[Circular]:
    """One's own plans whose last day has come: their year is to be closed."""
    plans = Circular.objects.filter(
        region_id=post.region_id, kind=Circular.Kind.PLAN, closed_at=None
    )
    return plans.filter(status=Circular.Status.ADOPTED, ends_on__lte=clock.today()).order_by("pk")


register_waiting(
    Waiting(
        key="plans.spot-checks",
        rank=0,
        name=gettext_lazy("等我核实的抽查"),
        listing="plans:spot-check-list",
        permission="plan.supervise",
        rows=to_verify,
        title=lambda item: f"{item.assignment.task.name}{item.assignment.period_name}",
        note=lambda item: item.region.organisation,
        url=lambda item: task_url(item.assignment_id),
    ),
    Waiting(
        key="plans.notices",
        rank=0,
        name=gettext_lazy("要回复的督办通知"),
        listing="plans:notice-list",
        permission="assignment.act",
        rows=to_answer,
        title=lambda notice: f"{notice.number} {notice.about}",
        day="reply_due",
        note=lambda notice: notice.text,
        url=lambda notice: notice.get_absolute_url(),
    ),
    Waiting(
        key="plans.questions",
        name=gettext_lazy("等我答复的提问"),
        permission="plan.read",
        rows=lambda post: questions(post) if may_answer(post) else None,
        **{**TASK, "note": lambda row: f"{row.region.organisation}：{row.asked}"},
    ),
    Waiting(
        key="plans.unanswered",
        rank=0,
        name=gettext_lazy("到期没有回复的督办通知"),
        listing="plans:notice-list",
        permission="plan.supervise",
        rows=unanswered,
        title=lambda notice: f"{notice.region.organisation} {notice.number}",
        day="reply_due",
        note=lambda notice: notice.about,
        url=lambda notice: notice.get_absolute_url(),
    ),
    Waiting(
        key="plans.requests",
        rank=0,
        name=gettext_lazy("等我批复的申请"),
        listing="plans:request-list",
        permission="plan.supervise",
        rows=to_decide,
        title=lambda asked: f"{asked.region.organisation} {asked.get_kind_display()}",
        note=_task_words,
        since="at",
        url=lambda asked: task_url(asked.assignment_id),
    ),
    Waiting(
        key="plans.drafts",
        rank=0,
        name=gettext_lazy("等我核对下达的文件"),
        listing="plans:circular-list",
        permission="plan.write",
        rows=drafts,
        title=lambda circular: circular.title,
        note=lambda circular: circular.number,
        url=lambda circular: reverse("plans:review", args=[circular.pk]),
    ),
    Waiting(
        key="plans.to-close",
        rank=0,
        name=gettext_lazy("等我年终结账"),
        listing="plans:circular-list",
        permission="plan.write",
        rows=to_close,
        title=lambda plan: _("%(year)d年工作要点执行期已满，请结账") % {"year": plan.year},
        note=lambda plan: plan.title,
        url=lambda plan: reverse("plans:close", args=[plan.pk]),
    ),
)


def plan_clauses(post: Post) -> Iterator[TodoGroup]:
    """Who is late in the plan in force, and its clauses that paper and registers do not both call done, as the matrix shows them."""
    if post.level >= Level.VILLAGE:
        return
    today = clock.today()
    in_force = Circular.objects.filter(
        status="adopted", kind=Circular.Kind.PLAN, starts_on__lte=today, ends_on__gte=today
    )
    # One's own plan, else that of the nearest organisation above; those below are for them to mind.
    own_line = in_force.filter(region_id__in=[post.region_id, *ancestors(post.region_id)])
    circular = own_line.select_related("region").order_by("-region_id", "-pk").first()
    if circular is None:
        return
    readings = PlanReadings(circular, post.region, today, today)
    _head, matrix = supervision.matrix(readings)
    yield from _late(circular, post.region, supervision.late_by_place(matrix))
    left = supervision.left_undone(matrix)
    counts_with = clause_of_each(readings.clauses)
    # The most pressing row of each clause as people count them, and of the tasks carried over.
    rows = {counts_with.get(row.clause.pk, row.clause.pk): row for row in reversed(left)}
    shown = [row for row in left if rows[counts_with.get(row.clause.pk, row.clause.pk)] is row]
    address = reverse("plans:matrix", args=[circular.pk])

    def lines() -> Iterator[Todo]:
        for row in shown[:SHOWN]:
            url = f"{address}#c{row.clause.pk}"
            yield Todo(str(row.clause), url, row.total.light, note=_say(row.total))

    name = _("%(year)d年要点还没有完成的条款") % {"year": circular.year}
    carried = len(carried_over(row.clause for row in shown))
    also = also_carried_over(carried)
    yield TodoGroup(f"{name}（{also}）" if also else name, len(shown) - carried, address, lines)


def _late(
    circular: Circular, region: Region, late: list[tuple[Region, int]]
) -> Iterator[TodoGroup]:
    """The units with late tasks, those with most of them first; each leads to its tasks, what is below it included."""
    if not late:
        return
    address = f"{reverse('plans:assignment-list')}?circular={circular.pk}&late=yes"

    def lines() -> Iterator[Todo]:
        for place, count in late[:SHOWN]:
            words = _("逾期 %(count)d 项") % {"count": count}
            # What stands under the division's own name is its own alone.
            key = "unit" if place == region else "under"
            url = f"{address}&{key}={place.code}"
            yield Todo(place.organisation, url, "overdue", note=words)

    count = sum(count for _place, count in late)
    yield TodoGroup(_("各单位逾期的任务"), count, f"{address}&under={region.code}", lines)


register_slow_todo("plan.supervise", plan_clauses)


def below(post: Post, above: Level) -> QuerySet[Circular] | None:
    """The plans in force one level below, for a province and the country, which look at them as wholes."""
    level = above.below
    if post.level != above or level is None:
        return None
    today = clock.today()
    plans = Circular.objects.filter(
        status=Circular.Status.ADOPTED, kind=Circular.Kind.PLAN, region__level=level
    )
    in_force = plans.filter(starts_on__lte=today, ends_on__gte=today)
    return in_force.select_related("region").order_by("region_id", "-pk")


class Below(SlowWaiting):
    """How far the plans below are, counted for those that are shown."""

    def lines(self, rows: QuerySet[Circular]) -> Iterator[Todo]:
        """The first plans with their counts."""
        plans = list(rows[:SHOWN])
        counted = (
            Assignment.objects.filter(circular__in=[plan.pk for plan in plans]).counted().order_by()
        )
        numbers = {
            "total": Count("pk"),
            "closed": Count("pk", filter=Q(state=State.CLOSED)),
            "late": Count("pk", filter=overdue_on(clock.today())),
        }
        counts = {
            row["circular"]: dict(row) for row in counted.values("circular").annotate(**numbers)
        }
        yield from (self._said(plan, counts.get(plan.pk, {})) for plan in plans)

    def _said(self, plan: Circular, counts: dict[str, Any]) -> Todo:
        url = reverse("plans:matrix", args=[plan.pk])
        return Todo(
            f"{plan.region.organisation} {plan.title}", url, self.key, note=_said_of(counts)
        )


register_waiting(
    Below(
        key="plans.of-cities",
        name=gettext_lazy("各市工作要点进度"),
        listing="plans:circular-list",
        permission="plan.read",
        rows=lambda post: below(post, Level.PROVINCE),
    ),
    Below(
        key="plans.of-provinces",
        name=gettext_lazy("各省工作要点进度"),
        listing="plans:circular-list",
        permission="plan.read",
        rows=lambda post: below(post, Level.COUNTRY),
    ),
)


def _said_of(counts: dict[str, Any]) -> str:
    """Closed, all and late assignments of a plan in words."""
    closed, total, late = (counts.get(key, 0) for key in ("closed", "total", "late"))
    words = _("任务办结 %(closed)d／%(total)d") % {"closed": closed, "total": total}
    return words + (_(" · 逾期 %(late)d 项") % {"late": late} if late else "")


def _say(cell: Cell) -> str:
    """Paper and registers of a cell in words."""
    paper = _("任务办结 %(closed)d／%(total)d") % {"closed": cell.closed, "total": cell.total}
    if not cell.measured.of:
        return paper
    return paper + _(" · 台账达标 %(met)d／%(of)d") % {
        "met": cell.measured.met,
        "of": cell.measured.of,
    }


register_search(Search(clauses, clause_hits, "clauses"))


register_search(Search(tasks, task_hits, "tasks"))
