"""Beside the reports: who handles a task, how it is going, questions and answers; and signing all at a click."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.scopes import EVERYTHING, prefix_length, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Assignment, AssignmentQuerySet, Circular, Note, State
from zulian.plans.services import joining
from zulian.plans.services.work import locked, require_own
from zulian.regions.models import ancestors

ACTING, SUPERVISING = PERMISSIONS["assignment.act"], PERMISSIONS["plan.supervise"]
MOST_NOTES = 200


def unsigned(post: Post) -> AssignmentQuerySet:
    """What waits to be signed by the organisation of a post."""
    rows: AssignmentQuerySet = Assignment.objects.filter(
        region_id=post.region_id, state=State.ISSUED
    )
    return rows.to_do().filter(circular__closed_at=None)


@unit_of_work
def sign_all(post: Post, chosen: QuerySet[Assignment] | None = None) -> int:
    """签收 what waits for it in plans whose year has begun, or what is `chosen` of all that waits; returns how many.

    Repeated, it signs what came meanwhile.
    """
    rows_to_sign = (
        unsigned(post).begun()
        if chosen is None
        else unsigned(post).filter(pk__in=chosen.order_by().values("pk"))
    )
    waiting = rows_to_sign.order_by("pk").select_for_update(no_key=True, of=("self",))
    rows = list(waiting.select_related("region", "task"))
    # Asked once the locks are held: who closes a plan locks its assignments.
    is_open = Circular.objects.filter(pk__in={row.circular_id for row in rows}, closed_at=None)
    still_open = set(is_open.values_list("pk", flat=True))
    rows = [row for row in rows if row.circular_id in still_open]
    with audited_all("assignment.sign", rows):
        for row in rows:
            row.sign()
        bulk.save(rows, ["state", "signed_at"])
    joining.follow(rows)
    return len(rows)


def colleagues(assignment: Assignment) -> QuerySet[Post]:
    """Who may handle a task: the posts of its organisation that act on tasks."""
    return (
        Post.objects.held()
        .filter(region_id=assignment.region_id, role__in=ACTING)
        .select_related("user", "region")
    )


@unit_of_work
def name_handler(pk: int, post: Post, handler: Post | None) -> Assignment:
    """Say who in the organisation handles the task (承办人), nobody with None.

    Raises ValidationError for who holds no post there.
    """
    assignment = locked(pk)
    require_own(assignment, post)
    if handler is not None and not colleagues(assignment).filter(pk=handler.pk).exists():
        raise ValidationError({"handler": _("请选择本单位在岗的人员。")})
    with audited("assignment.handler", assignment):
        assignment.handler = handler
        assignment.save()
    if handler is not None and handler.user_id != post.user_id:
        words = _("“%(task)s”由%(name)s承办") % {
            "task": assignment.task.name,
            "name": handler.user.name,
        }
        _send(
            assignment, post, handler, "issued", words, f"handler:{pk}:{clock.now():%Y%m%d%H%M%S%f}"
        )
    return assignment


def whom(assignment: Assignment, post: Post) -> QuerySet[Post]:
    """Who may be asked about a task: its own organisation, and those above it up to the issuer; not oneself."""
    top = prefix_length(assignment.issued_by_id)
    above = [code for code in ancestors(assignment.region_id) if prefix_length(code) >= top]
    with scope(EVERYTHING):
        own = Q(region_id=assignment.region_id, role__in=ACTING)
        judging = Q(region_id__in=above, role__in=SUPERVISING)
        posts = Post.objects.held().filter(own | judging).exclude(user_id=post.user_id)
        return Post.objects.filter(pk__in=list(posts.values_list("pk", flat=True))).select_related(
            "user", "region"
        )


def may_talk(assignment: Assignment, post: Post) -> bool:
    """Whether a post may say something on a task: who carries it, and who looks after it from above."""
    if assignment.circular.is_closed or assignment.served_by_id is not None:
        return False
    if assignment.region_id == post.region_id:
        return post.may("assignment.act")
    return post.may("plan.supervise") and post.region_id in ancestors(assignment.region_id)


def require_talk(assignment: Assignment, post: Post) -> None:
    """Raise PermissionDenied for a post that may not say anything on a task."""
    if not may_talk(assignment, post):
        raise PermissionDenied(_("这项任务与您的单位无关，或已不在这里办理。"))


@unit_of_work
def say(pk: int, post: Post, text: str, to: Post | None = None) -> Note:
    """Note how it goes, ask somebody (`to`), or answer what the organisation of the post was asked.

    Raises PermissionDenied for organisations that have nothing to do with the task.
    """
    assignment = locked(pk)
    require_talk(assignment, post)
    if assignment.notes.count() >= MOST_NOTES:
        raise ValidationError(_("这项任务的留言已满 %(most)d 条。") % {"most": MOST_NOTES})
    if to is not None and not whom(assignment, post).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("请从名单里选择。")})
    asked = None if to else open_question(assignment, post)
    kind = Note.Kind.QUESTION if to else Note.Kind.ANSWER if asked else Note.Kind.PROGRESS
    note = Note(
        assignment=assignment,
        kind=kind,
        text=text.strip(),
        by=post,
        to=to or (asked.by if asked else None),
    )
    with audited("note.add", note):
        note.save()
    if note.to is not None:
        labels = {
            Note.Kind.QUESTION: _("%(by)s向%(to)s提问：%(text)s"),
            Note.Kind.ANSWER: _("%(by)s答复%(to)s：%(text)s"),
        }
        facts = {"to": note.to.user.name, "by": post.user.name, "text": note.text}
        said = labels[Note.Kind(kind)] % facts
        _send(assignment, post, note.to, "question", said, f"note:{note.pk}")
    return note


def open_question(assignment: Assignment, post: Post) -> Note | None:
    """The last question to the organisation of a post that nobody there has answered yet."""
    with scope(EVERYTHING):
        notes = list(
            assignment.notes.select_related("by__user", "by__region", "to__user", "to__region")
        )
    asked = [
        n
        for n in notes
        if n.kind == Note.Kind.QUESTION and n.to and n.to.region_id == post.region_id
    ]
    if not asked:
        return None
    last = asked[-1]
    later = [
        n
        for n in notes
        if n.pk > last.pk and n.kind == Note.Kind.ANSWER and n.by.region_id == post.region_id
    ]
    return None if later else last


def _send(assignment: Assignment, by: Post, to: Post, kind: str, words: str, key: str) -> None:
    """Let an organisation know what another says on a task."""
    url = reverse("plans:assignment", args=[assignment.pk])
    send(to.region_id, kind, words, url, key, sender=by.region.organisation)
