"""Who handles a task, notes and questions on it, and signing all at a click."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.list_query import TODO
from zulian.foundation.pages import act_and_go, form_page
from zulian.foundation.waiting import those_waiting
from zulian.plans.assignment_forms import HandlerForm, NoteForm
from zulian.plans.models import Assignment, Note
from zulian.plans.services import talk
from zulian.plans.services.work import require_own
from zulian.plans.tables import AHEAD, IN_FORCE, AssignmentFilter

# A query is as long as a list's filters are.
MAX_QUERY = 1000


def unsigned_of(post: Post, query: QueryDict, *, is_ahead: bool = False) -> QuerySet[Assignment]:
    """What waits to be signed by the organisation of a post, of the tasks that the list shows by its query.

    Of plans whose year has begun, or with `is_ahead` of the others: those are signed by themselves, and counted beside a
    list of the plans in force as well.
    """
    rows = talk.unsigned(post).ahead() if is_ahead else talk.unsigned(post).begun()
    if is_ahead and query.get("year") == IN_FORCE:
        query = query.copy()
        query["year"] = AHEAD
    if TODO in query:
        rows = those_waiting(rows, "plans:assignment-list", str(query[TODO]), post)
    chosen = AssignmentFilter(query, queryset=rows, is_shown=False)
    return chosen.qs if chosen.is_valid() else rows


@require_POST
@page("assignment.act")
def sign_all(request: PostRequest) -> HttpResponseBase:
    """签收 what waits for my organisation, as far as the list shows it."""
    query = QueryDict(request.POST.get("query", "")[:MAX_QUERY])
    is_ahead = request.POST.get("ahead") == "yes"
    chosen = unsigned_of(request.post, query, is_ahead=is_ahead)
    years = sorted(set(chosen.values_list("circular__year", flat=True))) if is_ahead else []
    year = years[0] if years else "running"
    back = (
        f"{reverse('plans:assignment-list')}?state=signed&year={year}&unit={request.post.region_id}"
    )
    words = (
        _("已签收 %(count)d 项任务，年度开始后再办理、上报。")
        if is_ahead
        else _("已签收 %(count)d 项任务，请按时限办理并上报。")
    )
    return act_and_go(
        request,
        lambda: talk.sign_all(request.post, chosen),
        lambda count: words % {"count": count},
        back,
    )


def _found(pk: int) -> Assignment:
    rows = Assignment.objects.with_names().select_related("circular__region", "handler__user")
    return get_object_or_404(rows, pk=pk)


@page("assignment.act")
def handler(request: PostRequest, pk: int) -> HttpResponseBase:
    """Name who handles the task."""
    assignment = _found(pk)
    require_own(assignment, request.post)
    back = reverse("plans:assignment", args=[pk])
    form = HandlerForm(
        request.POST or None,
        posts=talk.colleagues(assignment),
        initial={"handler": assignment.handler_id},
    )
    return form_page(
        request,
        form,
        lambda data: talk.name_handler(pk, request.post, data["handler"]),
        title=_("指定承办人"),
        intro=str(assignment),
        button=_("保存"),
        done=_("已保存。"),
        to=back,
        back=back,
        crumbs=[(_("任务台账"), reverse("plans:assignment-list")), (assignment.task.name, back)],
    )


@page("plan.read")
def note(request: PostRequest, pk: int) -> HttpResponseBase:
    """Note progress, ask, or answer."""
    assignment = _found(pk)
    talk.require_talk(assignment, request.post)
    back = reverse("plans:assignment", args=[pk])
    asked = talk.open_question(assignment, request.post)
    form = NoteForm(
        request.POST or None, posts=talk.whom(assignment, request.post), is_answer=asked is not None
    )
    labels = {
        Note.Kind.PROGRESS: _("已记下进展。"),
        Note.Kind.QUESTION: _("已提问，对方会收到消息。"),
        Note.Kind.ANSWER: _("已答复，对方会收到消息。"),
    }
    intro = (
        _("%(unit)s%(who)s问：%(text)s")
        % {"unit": asked.by.region.organisation, "who": asked.by.user.name, "text": asked.text}
        if asked
        else str(assignment)
    )
    return form_page(
        request,
        form,
        lambda data: talk.say(pk, request.post, data["text"], data["to"]),
        title=_("答复提问") if asked else _("记进展、提问"),
        intro=intro,
        button=_("提交"),
        done=lambda made: labels[Note.Kind(made.kind)],
        to=back,
        back=back,
        crumbs=[(_("任务台账"), reverse("plans:assignment-list")), (assignment.task.name, back)],
    )
