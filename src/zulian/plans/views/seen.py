"""What a form or a button of a draft tells of what it showed; where that is no longer so, it is said and nothing done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.middleware import PostRequest
from zulian.foundation.forms import BaseForm
from zulian.plans.models import Circular
from zulian.plans.services.seen import (
    CHANGED,
    FIELD,
    MARK_LENGTH,
    Shown,
    act_as_seen,
    digest,
    draft_marked,
    mark,
)


def only_as_seen(
    form: BaseForm,
    circular: Circular,
    shown: Sequence[Shown],
    act: Callable[[dict[str, Any]], Any],
) -> Callable[[dict[str, Any]], Any]:
    """`act` for a form of a draft, refused where what the form shows has been changed since it was opened."""
    now = mark(circular, digest(shown))
    field = forms.CharField(
        max_length=MARK_LENGTH, required=False, widget=forms.HiddenInput, initial=now
    )
    form.add_field(FIELD, field)
    _say_changed(form, now)

    def guarded(data: dict[str, Any]) -> Any:
        values = {name: value for name, value in data.items() if name != FIELD}
        return act_as_seen(circular, shown, data[FIELD], lambda: act(values))

    return guarded


def _say_changed(form: BaseForm, now: str) -> None:
    """Where a form is filled in wrongly because the draft has changed, say that alone: what it offered is offered no more."""
    if form.is_bound and form.data.get(FIELD, "") != now and not form.is_valid():
        form.errors.clear()
        form.add_error(None, CHANGED)


View = Callable[..., HttpResponseBase]


class AdoptedError(PermissionDenied):
    """A circular has gone out (已下达): its clauses and tasks change no more."""

    def __init__(self, circular: Circular) -> None:
        super().__init__(adopted_words(circular))
        self.circular = circular


def adopted_words(circular: Circular) -> str:
    """What is said to who wants to change a draft that has gone out by now."""
    words = _("《%(title)s》已经下达，条款和任务不能再改。如需调整，请另发补充通知或修改通知。")
    return words % {"title": circular.title}


def told_if_gone(view: View) -> View:
    """A view of a draft's row: who sends from an old page what is about a row that is gone by now is told so on the review.

    Who opens a page of a draft that has gone out is led to the plan and told why; what is sent is refused, with the way there.
    """

    @wraps(view)
    def told(request: PostRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except AdoptedError as error:
            return _gone_out(request, error)
        except Http404:
            address = _where_it_stood(request) if request.method == "POST" else ""
            if not address:
                raise
        messages.error(request, str(CHANGED))
        return _lead(request, address)

    return told


def _gone_out(request: PostRequest, error: AdoptedError) -> HttpResponseBase:
    """To the plan, with why the draft changes no more; what was sent as a page of its own is refused there and then."""
    circular = error.circular
    is_sent = request.method == "POST"
    if is_sent and request.headers.get("HX-Request") != "true":
        context = {"exception": str(error), "circular": circular}
        return render(request, "plans/adopted.html", context, status=403)
    (messages.error if is_sent else messages.info)(request, str(error))
    return _lead(request, circular.get_absolute_url())


def _where_it_stood(request: PostRequest) -> str:
    """The review of the draft of which something was sent, or the list where it is gone as a whole; "" where it is none of mine."""
    key = draft_marked(request.POST.get(FIELD, ""))
    if key is None:
        return ""
    own = Circular.objects.filter(pk=key, region_id=request.post.region_id)
    if found := own.first():
        return reverse("plans:circular" if found.is_adopted else "plans:review", args=[key])
    is_there = Circular._base_manager.filter(pk=key).exists()
    return "" if is_there else reverse("plans:circular-list")


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """To a page, as a whole, also where a part of one was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
