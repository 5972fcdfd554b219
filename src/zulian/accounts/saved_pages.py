"""Pages of views of one's own: keep the list as it stands, rename, drop."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zulian.accounts import saved
from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import SavedView
from zulian.foundation.forms import BaseForm
from zulian.foundation.inputs import back_asked
from zulian.foundation.pages import act_and_go, act_with_form
from zulian.foundation.saved import read_view


class NameForm(BaseForm):
    """The name of a view."""

    models = (SavedView,)

    name = forms.CharField(label=gettext_lazy("名称"), max_length=30)


def _back(request: PostRequest) -> str:
    """The list that a form came from; the home page for what is no address of this site."""
    return back_asked(request) or reverse("home")


def _own_view_or_404(request: PostRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView, pk=pk, user=request.user)


@require_POST
@page("desk")
def save(request: PostRequest) -> HttpResponseBase:
    """Keep a list as it stands."""
    back = _back(request)

    replaced: list[str] = []

    def keep() -> SavedView:
        try:
            name, query = read_view(request.POST.get("view", ""))
        except ValueError as error:
            raise ValidationError(_("列表已经变化，请回到列表再存一次。")) from error
        words = request.POST.get("name", "")
        replaced.extend(view.name for view in saved.named(request.user, name, words))
        return saved.keep(request.user, name, words, query)

    def done(view: SavedView) -> str:
        words = (
            _("已替换原来的常用视图“%(name)s”。") if replaced else _("已存为常用视图“%(name)s”。")
        )
        return words % {"name": view.name}

    return act_and_go(
        request,
        keep,
        done,
        lambda view: f"{back}?{view.query}" if view.query else back,
        refused=back,
    )


@page("desk")
def view(request: PostRequest, pk: int) -> HttpResponseBase:
    """Rename a view, or delete it."""
    saved_view, back = _own_view_or_404(request, pk), _back(request)
    form = NameForm(request.POST or None, initial={"name": saved_view.name})

    def rename(data: dict[str, Any]) -> SavedView:
        return saved.rename(saved_view, data["name"])

    answer = act_with_form(request, form, rename, to=back, done=_("视图已改名。"))
    context = {
        "title": _("常用视图：%(name)s") % {"name": saved_view.name},
        "form": form,
        "button": _("改名"),
        "back": back,
        "found": saved_view,
    }
    return answer or render(request, "accounts/view.html", context)


@require_POST
@page("desk")
def drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Delete a view."""
    saved_view = _own_view_or_404(request, pk)
    return act_and_go(request, lambda: saved.drop(saved_view), _("视图已删除。"), _back(request))
