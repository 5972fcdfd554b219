"""Adoption of what was looked at (services.outlook), and the recall (收回) until somebody has signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Message, Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited, audited_all, record
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Assignment, Circular, Clause, ReportFigure, State, Task
from zulian.plans.services import (
    carrying,
    joining,
    review,
)
from zulian.plans.services.drafts import require_draft
from zulian.plans.services.holders import held_words
from zulian.plans.services.outlook import Pair, outlook_of
from zulian.regions.models import Level

TO_MATCH = gettext_lazy("有条款还没有与上级文件对应，请先对应并核对，再看一遍将要下达的任务。")


@unit_of_work
def adopt_seen(circular: Circular, digest: str) -> list[Assignment]:
    """Adopt a draft just as it was looked at; returns the assignments.

    Raises ValidationError when it would no longer send out what `digest` tells, when clauses are still to be matched with
    the plan above, and what `review.adopt` raises.
    """
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    joining.lock_line(circular.region_id)
    if not circular.is_adopted:
        now = outlook_of(circular)
        if now.to_match:
            raise ValidationError(TO_MATCH)
        if now.digest != digest:
            raise ValidationError(_("核对期间内容有变动，请重新看一遍将要下达的任务。"))
    return review.adopt(circular)


@dataclass(frozen=True)
class WentAlong:
    """How many tasks go along with one from above now, and for how many it is still to be said with which."""

    count: int
    left: int

    @property
    def words(self) -> str:
        """What came of it, in a sentence for each."""
        said = _("%(count)d 项任务随上级任务办理，上级已办结的不用再办。") if self.count else ""
        if self.left:
            said += _("%(left)d 项可以随上级的不止一项任务，请逐项点开，选定随哪一项。")
        return said % {"count": self.count, "left": self.left}


@unit_of_work
def go_along(circular: Circular) -> WentAlong:
    """都随上级任务办理: what is the same as something done above already counts as done here too.

    Each task goes with the one that is proposed for it; where several are, somebody is to choose.
    Raises ValidationError when the circular is adopted, when there is nothing of the kind, or when all is left to choose.
    """
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    require_draft(circular)
    outlook = outlook_of(circular)
    tasks = list({pair.task.pk: pair.task for pair in outlook.settled}.values())
    if not tasks:
        raise ValidationError(_("没有上级已经办结的相同任务了。"))
    proposed = _proposed(tasks, [*outlook.settled, *outlook.pairs])
    going = [task for task in tasks if len(proposed[task.pk]) < 2]
    went = WentAlong(len(going), len(tasks) - len(going))
    if not going:
        raise ValidationError(went.words)
    with audited_all("task.map", going):
        for task in going:
            task.goes_along = True
            # Where it lies further up than the clause just above it is found by its content.
            task.goes_with_id = next(iter(proposed[task.pk]), None)
        bulk.save(going, ["goes_along", "goes_with"])
    return went


def _proposed(tasks: Sequence[Task], pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """For each of some tasks the tasks of the clause that its own carries out which serve it, or go along with what does."""
    roots: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        roots[pair.task.pk].add(pair.root.task_id)
    above = {task.clause.carries_out_id for task in tasks}
    with scope(EVERYTHING):
        rows = Assignment.objects.filter(clause__in=above - {None})
        facts = set(
            rows.filter(Q(task__in=set().union(*roots.values())) | Q(served_by__isnull=False))
            .order_by()
            .values_list("clause_id", "task_id", "served_by__task_id")
            .distinct()
        )
    return {
        task.pk: {
            upper
            for clause, upper, root in facts
            if clause == task.clause.carries_out_id and {upper, root} & roots[task.pk]
        }
        for task in tasks
    }


def may_recall(circular: Circular) -> bool:
    """Whether nobody has done anything yet with what a circular gave out."""
    return circular.is_adopted and not obstacle(circular)


@unit_of_work
def recall(circular: Circular, post: Post) -> int:
    """收回: a circular becomes a draft again, its assignments go; returns how many.

    What it had taken over from the year before goes back there. Raises PermissionDenied for any but the issuer,
    ValidationError once somebody has signed or anything else hangs on it.
    """
    if circular.region_id != post.region_id:
        raise PermissionDenied(_("文件由印发单位收回。"))
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    if not circular.is_adopted:
        raise ValidationError(_("文件还没有下达，不用收回。"))
    with scope(EVERYTHING):
        rows = (
            Assignment.objects.filter(circular=circular)
            .order_by("pk")
            .select_for_update(no_key=True, of=("self",))
        )
        given = list(rows.select_related("region", "carried_from__served_by"))
        words = obstacle(circular)
        if words:
            raise ValidationError(words)
        with audited("circular.recall", circular):
            circular.status, circular.adopted_at = Circular.Status.DRAFT, None
            circular.save()
        _give_back(given)
        # By their circular, which is locked: a list of their keys would be longer than a statement may be.
        bulk.delete(Assignment.objects.filter(circular=circular))
        circular.source.published = False
        circular.source.save(update_fields=["published"])
        _tell(circular, given)
    return len(given)


@unit_of_work
def discard(circular: Circular, post: Post) -> None:
    """删除草稿: a circular that was taken in by mistake and never went out; its file stays among the attachments.

    Raises PermissionDenied for any but the issuer, ValidationError where it has gone out or unfinished tasks wait in it.
    """
    if circular.region_id != post.region_id:
        raise PermissionDenied(_("草稿由录入单位删除。"))
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    if circular.is_adopted:
        raise ValidationError(_("文件已经下达，不能删除；没有单位签收的可以先收回。"))
    kept = kept_by(circular, circular.tasks.values_list("pk", flat=True))
    if words := held_words(circular) or kept:
        raise ValidationError(words)
    record("circular.discard", circular)
    circular.delete()


def kept_by(circular: Circular, tasks: Iterable[int]) -> str:
    """Why a draft with tasks of some keys cannot be deleted, "" where it can."""
    count = len(carrying.noted(circular).intersection(tasks))
    if not count:
        return ""
    words = _(
        "上年未完成的 %(count)d 项任务已结转到这份文件，草稿不能删除；不再结转的，先逐项删除。"
    )
    return words % {"count": count}


def obstacle(circular: Circular) -> str:
    """Why an adopted circular can no longer be recalled, "" where it can."""
    if circular.is_closed:
        return _("这份工作要点已年终结账，不能收回。")
    if words := held_words(circular):
        return words
    with scope(EVERYTHING):
        rows = Assignment.objects.filter(circular=circular)
        # What goes along with a task from above is signed for that one.
        signed = rows.to_do().exclude(state=State.ISSUED).select_related("region")
        moved = signed.order_by("signed_at", "pk").first()
        if moved is not None:
            return _("%(name)s已经签收，文件不能再收回。如需调整，请另发补充通知或修改通知。") % {
                "name": moved.region.organisation
            }
        joint = _done_for_both(circular)
        if joint is not None:
            words = _("%(name)s已经签收一并办理的任务，文件不能再收回。")
            return words % {"name": joint.region.organisation}
        if circular.supplements.filter(status=Circular.Status.ADOPTED).exists():
            return _("已有补充或修改通知下达，请先收回它们。")
        below = Clause.objects.filter(
            carries_out__circular=circular, circular__status=Circular.Status.ADOPTED
        )
        if (
            clause := below.select_related("circular__region")
            .order_by("circular__region_id")
            .first()
        ) is not None:
            words = _("%(unit)s已下达承接这份文件的《%(title)s》，请先收回那一份。")
            return words % {
                "unit": clause.circular.region.organisation,
                "title": clause.circular.title,
            }
        if ReportFigure.objects.filter(target__task__circular=circular).exists():
            return _("已有单位在上报里填了这份文件要的数量，不能再收回。")
        if _is_spoken_of(circular):
            return _("已有单位在任务上留言、申请或收到督办，文件不能再收回。")
    return ""


def _done_for_both(circular: Circular) -> Assignment | None:
    """What goes along with a task from above that somebody signed or reported after this circular asked for it as well."""
    if circular.adopted_at is None:
        return None
    since = circular.adopted_at
    acted = Q(served_by__signed_at__gte=since) | Q(served_by__reported_at__gte=since)
    rows = Assignment.objects.filter(acted, circular=circular).select_related("region")
    return rows.order_by("pk").first()


def _is_spoken_of(circular: Circular) -> bool:
    rows = Assignment.objects.filter(circular=circular)
    return any(
        rows.filter(**{f"{name}__isnull": False}).exists()
        for name in ("requests", "notices", "notes", "parts")
    )


def _give_back(given: Iterable[Assignment]) -> None:
    """What had been taken over from the year before is unfinished there again, in the state in which it was."""
    carried = [row.carried_from for row in given if row.carried_from is not None]
    with audited_all("assignment.give_back", carried):
        for row in carried:
            row.give_back()
            row.save()
    joining.follow(carried)
    joining.follow([row.served_by for row in carried if row.served_by is not None])


def _tell(circular: Circular, given: Iterable[Assignment]) -> None:
    """Messages of the adoption go, and whoever had one is told; adopted again, it is announced again."""
    Message.objects.filter(key__startswith=f"adopted:{circular.pk}:").delete()
    words = _("%(issuer)s收回了《%(title)s》，任务暂不办理") % {
        "issuer": circular.issuer,
        "title": circular.title,
    }
    told = {
        row.region
        for row in given
        if row.region.level <= Level.COUNTY and row.region_id != circular.region_id
    }
    stamp = f"{clock.now():%Y%m%d%H%M%S}"
    send_all(
        Letter(
            r.code,
            "recalled",
            words,
            "/",
            f"recalled:{circular.pk}:{r.code}:{stamp}",
            circular.issuer,
        )
        for r in told
    )
