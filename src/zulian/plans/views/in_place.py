"""Forms and clicks of the review in their places: in the clause where the page asks for them there, else pages of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.middleware import PostRequest
from zulian.foundation.forms import BaseForm
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.services.seen import FIELD, ChangedError, Shown, click_as_seen
from zulian.plans.views.seen import AdoptedError, only_as_seen

# Where a page wants a form or the answer to one: the place in a clause, or that of a task among the guesses.
PLACE = re.compile(r"[a-z]{1,12}\d{1,19}")
# The words of a clause, which most forms show.
WORDS = ("title", "text")
# Of a task what is assumed of it, which a form about something else settles.
MARKED = ("name", "guesses")


def draft_or_404(request: PostRequest, pk: int) -> Circular:
    """A draft of my own organisation. Raises AdoptedError once it has gone out."""
    rows = Circular.objects.select_related("region", "source")
    return still_draft(get_object_or_404(rows, pk=pk, region_id=request.post.region_id))


def still_draft(circular: Circular) -> Circular:
    """A circular that may be changed still; who has an old page of it open is told why it may not.

    Raises AdoptedError.
    """
    if circular.is_adopted:
        raise AdoptedError(circular)
    return circular


def clause_or_404(request: PostRequest, pk: int) -> Clause:
    """A clause of a draft of my own organisation. Raises AdoptedError once it has gone out."""
    rows = Clause.objects.select_related("circular")
    clause = get_object_or_404(rows, pk=pk, circular__region_id=request.post.region_id)
    still_draft(clause.circular)
    return clause


def task_or_404(request: PostRequest, pk: int) -> Task:
    """A task of a draft of my own organisation. Raises AdoptedError once it has gone out."""
    rows = Task.objects.select_related("circular", "clause__circular")
    task = get_object_or_404(rows, pk=pk, circular__region_id=request.post.region_id)
    still_draft(task.circular)
    return task


def is_in_place(request: HttpRequest) -> bool:
    """Whether the page of the review asks for a part of itself."""
    return request.headers.get("HX-Request") == "true"


def after_change(request: HttpRequest, clause: Clause, *, is_all: bool = False) -> str:
    """Where a change of a clause leads: to its place on the page, or to what is to be put there."""
    if is_in_place(request):
        return reverse("plans:clause-changed", args=[clause.pk]) + ("?all=1" if is_all else "")
    return f"{reverse('plans:review', args=[clause.circular_id])}#c{clause.pk}"


def clause_form(
    request: PostRequest,
    clause: Clause,
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    shown: Sequence[Shown],
    title: str,
    button: str = "",
    intro: str = "",
    is_all: bool = False,
) -> HttpResponseBase:
    """A form of the review: in its clause where the page asks for it there, else a page of its own; both come back to the clause.

    `shown`: what it shows of rows; changed since, they are not written over. `is_all`: it changes more than the one clause.
    """
    act = only_as_seen(form, clause.circular, shown, act)
    to, button = after_change(request, clause, is_all=is_all), button or _("保存")
    if not is_in_place(request):
        back = reverse("plans:review", args=[clause.circular_id])
        crumbs = [(_("工作要点"), reverse("plans:circular-list")), (_("核对条款和任务"), back)]
        return form_page(
            request,
            form,
            act,
            title=title,
            button=button,
            intro=intro,
            to=to,
            back=to,
            crumbs=crumbs,
        )
    place = request.headers.get("HX-Target", "")
    place = place if PLACE.fullmatch(place) else f"e{clause.pk}"
    # Several forms may stand on the page: each with names of its own for its fields.
    form.auto_id = f"{place}_%s"
    answer = act_with_form(request, form, act, to=to)
    if answer is not None:
        return answer
    _focus(form)
    context = {"form": form, "title": title, "button": button, "place": place, "clause": clause}
    return render(request, "plans/in_place.html", context)


def _focus(form: BaseForm) -> None:
    """Let the first field, or the first with a fault, have the focus."""
    names = (
        [name for name in form.fields if form.has_error(name)]
        if form.is_bound
        else list(form.fields)
    )
    if names:
        form.fields[names[0]].widget.attrs["autofocus"] = True


def draft_click(
    request: PostRequest,
    circular: Circular,
    rows: Sequence[Model],
    told: Callable[[], str],
    act: Callable[[], Any],
    done: str | Callable[[Any], str],
    to: str | Callable[[Any], str],
    refused: str = "",
) -> HttpResponseBase:
    """A click of the review, refused where what stood beside the button (`told`, of `rows`) is so no longer.

    Then all of the review is shown as it is now.
    """

    def where(error: ValidationError) -> str:
        return _anew(request, circular) if isinstance(error, ChangedError) else refused

    seen = request.POST.get(FIELD, "")
    return act_and_go(
        request, lambda: click_as_seen(circular, rows, told, seen, act), done, to, where
    )


def _anew(request: HttpRequest, circular: Circular) -> str:
    """All clauses as they are now, where the page asks for a part of itself, else the page."""
    clause = circular.clauses.first() if is_in_place(request) else None
    if clause is None:
        return reverse("plans:review", args=[circular.pk])
    return after_change(request, clause, is_all=True)


def clause_click(
    request: PostRequest,
    clause: Clause,
    rows: Sequence[Model],
    told: Callable[[], str],
    act: Callable[[], Any],
    done: str,
) -> HttpResponseBase:
    """A click of the review on one clause, or on what stands in it; comes back to it."""
    to = after_change(request, clause)
    return draft_click(request, clause.circular, rows, told, act, done, to)


def values_of(row: Clause | Task, form: type[BaseForm]) -> dict[str, Any]:
    """What a form shows of a row at first."""
    return {name: getattr(row, name) for name in form.base_fields}
