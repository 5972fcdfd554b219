"""The work log: a phone page to write it, the list, needs and what becomes of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms
from zulian.commissioners.models import Log, Need
from zulian.commissioners.services import work as services
from zulian.commissioners.tables import NEED_TONES, LogFilter, LogTable, NeedFilter, NeedTable
from zulian.commissioners.views.archive import home
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.people.hooks import meets
from zulian.people.models import Person

SHOWN = 8


@page("log.write")
def write(request: PostRequest) -> HttpResponseBase:
    """记一笔: what was done today, on one small page."""
    own = services.mine(request.post)
    people = Person.objects.alive().under(own.region_id).order_by("initials", "pk")
    start = {"person": request.GET.get("person", "")}
    form = forms.LogForm(request.POST or None, people=people, initial=start)

    def act(d: dict[str, Any]) -> Log:
        entry = services.Entry(d["day"], d["kind"], d["person"], d["text"], d["need"], d["need_text"])
        return services.write(request.post, entry, d["key"])

    answer = act_with_form(request, form, act, to=reverse("commissioners:log-write"), done=_("已记下。"))
    logs = Log.objects.filter(commissioner=own).select_related("person")[:SHOWN]
    context = {"title": _("记工作日志"), "form": form, "logs": logs, "own": own, "tab": "work", "crumbs": home()}
    return answer or render(request, "commissioners/log.html", context)


@page("commissioner.read")
def index(request: PostRequest) -> HttpResponseBase:
    """The work log of the jurisdiction."""
    rows = Log.objects.select_related("commissioner__person", "region", "person")
    return list_page(
        request, title=_("工作日志"), rows=rows, table=LogTable, filters=LogFilter, template="commissioners/logs.html", tab="work", crumbs=home(),
        intro=_("专职委员用手机记录走访、服务和发现的需求，考核时按事实计数。"),
    )  # fmt: skip


@page("need.act")
def needs(request: PostRequest) -> HttpResponseBase:
    """Needs of the jurisdiction."""
    rows = Need.objects.select_related("person", "region", "log")
    return list_page(
        request, title=_("走访发现的需求"), rows=rows, table=NeedTable, filters=NeedFilter, template="commissioners/plain.html", tab="needs",
        crumbs=home(),
    )  # fmt: skip


def _need(pk: int) -> Need:
    return get_object_or_404(
        Need.objects.select_related("person", "region", "log__commissioner__person", "by__user"), pk=pk
    )


@page("need.act")
def need(request: PostRequest, pk: int) -> HttpResponseBase:
    """One need."""
    found = _need(pk)
    context = {
        "title": str(found), "found": found, "tone": NEED_TONES[found.state], "tab": "needs",
        "crumbs": [*home(), (_("需求"), reverse("commissioners:needs"))],
        "can_hand": found.state == Need.State.OPEN and found.person_id is not None and meets(found.kind), "open": found.state != Need.State.DONE,
    }  # fmt: skip
    return render(request, "commissioners/need.html", context)


@require_POST
@page("need.act")
def hand_over(request: PostRequest, pk: int) -> HttpResponseBase:
    """Hand a need to the room that meets it."""
    _need(pk)
    to = reverse("commissioners:need", args=[pk])
    return act_and_go(request, lambda: services.hand_over(pk, request.post), _("已转办。"), to)


@page("need.act")
def settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was done about a need."""
    found = _need(pk)
    to = reverse("commissioners:need", args=[pk])
    return form_page(
        request, forms.ReplyForm(request.POST or None), lambda d: services.settle(pk, request.post, d["reply"]), title=_("登记办理情况"),
        intro=found.text, button=_("办结"), to=to, done=_("已办结。"), back=to, crumbs=[*home(), (str(found), to)],
    )  # fmt: skip
