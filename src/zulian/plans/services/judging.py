"""Who judges a report (审核): the organisation just above who carries the task, and nobody their own work.

Where nobody holds a supervising post there, the next organisation above stands in, so that no report waits for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment, AssignmentQuerySet, Report, State
from zulian.regions.models import Region, ancestors

SUPERVISING = PERMISSIONS["plan.supervise"]


def judge_of(region: str, issuer: str, known: Collection[str]) -> str:
    """The code of the organisation that judges what `region` does for a task of `issuer`: the nearest known one above it.

    >>> judge_of("210921100201", "210900000000", {"210900000000", "210921000000", "210921100000"})
    '210921100000'
    """
    if region == issuer:
        return issuer
    return next((code for code in ancestors(region) if code in known or code == issuer), issuer)


def _acting(judge: str, staffed: Collection[str]) -> str:
    """Who judges in fact: the nearest organisation at or above `judge` where somebody may."""
    return next((code for code in (judge, *ancestors(judge)) if code in staffed), judge)


def _staffed(codes: Iterable[str]) -> set[str]:
    """Those of some divisions where somebody holds a supervising post today."""
    with scope(EVERYTHING):
        posts = Post.objects.held().filter(role__in=SUPERVISING, region_id__in=list(codes))
        return set(posts.values_list("region_id", flat=True).distinct())


def acting_judge(assignment: Assignment) -> str:
    """The code of the organisation that judges an assignment today."""
    judge = assignment.judged_by_id
    return _acting(judge, _staffed((judge, *ancestors(judge))))


def require_judge(assignment: Assignment, post: Post) -> None:
    """Only the organisation just above judges; raises PermissionDenied, naming it."""
    code = acting_judge(assignment)
    if code != post.region_id:
        name = Region.objects.get(pk=code).organisation
        raise PermissionDenied(_("这项任务由%(name)s审核。") % {"name": name})


def waiting_for(region: Region) -> AssignmentQuerySet:
    """The reports that wait for the organisation of a division to be judged, in one statement before the rows.

    A second one asks further up where somebody should judge and nobody may.
    """
    reported: AssignmentQuerySet = Assignment.objects.with_names().to_do()
    reported = reported.filter(state=State.REPORTED, circular__closed_at=None).within(region)
    with scope(EVERYTHING):
        there = Post.objects.held().filter(role__in=SUPERVISING, region=OuterRef("judged_by"))
    judges = dict(
        reported.order_by()
        .annotate(is_staffed=Exists(there))
        .values_list("judged_by_id", "is_staffed")
        .distinct()
    )
    staffed = {judge for judge, is_staffed in judges.items() if is_staffed}
    if len(staffed) < len(judges):
        staffed |= _staffed({above for judge in judges for above in ancestors(judge)})
    return reported.filter(
        judged_by__in=[judge for judge in judges if _acting(judge, staffed) == region.code]
    )


def verdict(assignment: Assignment, post: Post) -> Report.Outcome:
    """As what a report is accepted by `post`: as judged, or as self-declared where nobody else could.

    Raises ValidationError when it is the post's own report and a colleague could judge it.
    """
    if not is_own_report(assignment, post):
        return Report.Outcome.ACCEPTED
    names = colleagues(post)
    if names:
        words = _("这是您自己上报的，不能自己审核。请由本单位%(names)s审核。")
        raise ValidationError(words % {"names": "、".join(names)})
    return Report.Outcome.DECLARED


def is_own_report(assignment: Assignment, post: Post) -> bool:
    """Whether the report that waits to be judged is the post's own."""
    report = assignment.reports.filter(outcome="").select_related("by").first()
    return report is not None and report.by is not None and report.by.user_id == post.user_id


def colleagues(post: Post) -> list[str]:
    """The names of the others in the organisation of `post` who may judge."""
    posts = (
        Post.objects.held()
        .filter(role__in=SUPERVISING, region_id=post.region_id)
        .exclude(user_id=post.user_id)
    )
    return sorted(set(posts.values_list("user__name", flat=True)))
