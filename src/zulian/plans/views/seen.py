"""What a form or a button of a draft tells of what it showed; where that is no longer so, it is said and nothing done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

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


def told_if_gone(view: View) -> View:
    """A view of a draft's row: who sends from an old page what is about a row that is gone by now is told so on the review."""

    @wraps(view)
    def told(request: PostRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            address = _where_it_stood(request) if request.method == "POST" else ""
            if not address:
                raise
        messages.error(request, str(CHANGED))
        return _lead(request, address)

    return told


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
