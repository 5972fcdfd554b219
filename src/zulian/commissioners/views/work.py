"""The work log's page for a phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms
from zulian.commissioners.models import Log
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import work as services
from zulian.foundation.pages import act_with_form

SHOWN = 8


@page("log.write")
def write(request: PostRequest) -> HttpResponseBase:
    """记一笔: what was done today, on one small page."""
    own = services.commissioner_of(request.post)
    form = forms.LogForm(
        request.POST or None,
        request.FILES or None,
        initial={"person": request.GET.get("person", "")},
    )
    form.fit_to(own)

    def act(data: dict[str, Any]) -> Log:
        key = data.pop("key")
        return services.write(request.post, services.Entry(**data), key)

    answer = act_with_form(request, form, act, to=ROOM.url("log-write"), done=_("已记下。"))
    logs = Log.objects.filter(commissioner=own).select_related("person")[:SHOWN]
    context = {
        "title": _("记工作日志"),
        "form": form,
        "logs": logs,
        "own": own,
        "crumbs": ROOM.home(),
    }
    return answer or render(request, "commissioners/log.html", context)
