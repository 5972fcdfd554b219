"""Deadlines: the month on a page, and the iCalendar feed with its key."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zulian.accounts import services
from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest, posts_of
from zulian.accounts.models import User
from zulian.foundation import clock
from zulian.foundation.dated import dated_named
from zulian.foundation.lists import MAX_PLACE
from zulian.foundation.pages import act_and_go
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans import calendar
from zulian.plans.year_line import MONTHS, year_line

FIRST_YEAR, LAST_YEAR = 1990, 2100


@page("plan.read")
def month(request: PostRequest) -> HttpResponseBase:
    """A month of all that has its day in my jurisdiction; `?month=2026-06` chooses it, `?kind=` one kind alone."""
    kind = _kind(request)
    shown = calendar.month(_first(request.GET.get("month", "")), request.post, kind)
    key = request.user.calendar_key
    address = request.build_absolute_uri(reverse("plans:feed", args=[key])) if key else ""
    context = {
        "title": _("日历"),
        "month": shown,
        "kind": kind,
        "before": f"{shown.before:%Y-%m}",
        "after": f"{shown.after:%Y-%m}",
        "today": clock.today(),
        "address": address,
    }
    return render(request, "plans/calendar.html", context)


@page("plan.read")
def year(request: PostRequest, year: int) -> HttpResponseBase:
    """A year of all that has its day, kind by month; each leads to its month."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    context = {
        "title": _("%(year)d年时间线") % {"year": year},
        "year": year,
        "lines": year_line(year, request.post),
        "months": MONTHS,
        "today": clock.today(),
        "crumbs": [(_("日历"), reverse("plans:calendar"))],
    }
    return render(request, "plans/calendar_year.html", context)


@page("plan.read")
def day(request: PostRequest, day: str) -> HttpResponseBase:
    """All that has one day, kind by kind."""
    try:
        shown = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= shown.year <= LAST_YEAR:
        raise Http404
    kind = _kind(request)
    after, before = (request.GET.get(name, "")[:MAX_PLACE] for name in ("after", "before"))
    tasks, groups = calendar.day(shown, request.post, kind, after, before)
    context = {
        "title": date_format(shown, "DATE_FORMAT"),
        "day": shown,
        "tasks": tasks,
        "groups": groups,
        "kind": kind,
        "today": clock.today(),
        "crumbs": [(_("日历"), f"{reverse('plans:calendar')}?month={shown:%Y-%m}")],
    }
    return render(request, "plans/calendar_day.html", context)


def _kind(request: PostRequest) -> str:
    """The kind that is asked for alone, "" for all."""
    asked = request.GET.get("kind", "")
    return asked if asked == calendar.TASKS or dated_named(asked) is not None else ""


def _first(words: str) -> date:
    """The first day of a month named YYYY-MM; of this month when the name is no month."""
    try:
        found = date.fromisoformat(f"{words}-01")
    except ValueError:
        found = clock.today().replace(day=1)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else clock.today().replace(day=1)


@require_POST
@page("plan.read")
def make_key(request: PostRequest) -> HttpResponseBase:
    """Make my feed's address, or a new one in place of one that strangers know."""
    done = _("订阅地址已生成。请只在自己的手机或电脑上使用，不要转发。")
    return act_and_go(
        request, lambda: services.calendar_key(request.user), done, reverse("plans:calendar")
    )


@require_GET
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The feed of the user whose key this is; no session, as calendar programs have none."""
    user = User.objects.filter(calendar_key=key, is_active=True).first()
    if user is None:
        raise Http404
    with scope(EVERYTHING):
        made = calendar.feed(
            posts_of(user), clock.today(), request.build_absolute_uri("/").rstrip("/")
        )
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
