"""The monthly real-name table, on the page and as a workbook."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.foundation.excel import excel_response
from zulian.people.commemorative_days import named_days
from zulian.volunteers.room import home, one
from zulian.volunteers.services import statistics


def _month(words: str) -> date:
    try:
        found = date.fromisoformat(f"{words}-01")
    except ValueError:
        return today().replace(day=1)
    return found if date(2000, 1, 1) <= found <= today() else today().replace(day=1)


@page("volunteer.read")
def index(request: PostRequest) -> HttpResponseBase:
    """One line for each division below."""
    first, region = _month(request.GET.get("month", "")), request.post.region
    lines, whole = statistics.month_table(region, first)
    if request.GET.get("export") == "xlsx":
        return _workbook(lines, whole, first)
    held = statistics.by_occasion(region, first.year)
    return one(
        request,
        "statistics",
        template="volunteers/statistics.html",
        title=_("志愿者实名制统计月报"),
        crumbs=home(),
        lines=lines,
        whole=whole,
        first=first,
        months=statistics.months(today()),
        days=statistics.days_to_help(region, date(first.year, 1, 1)),
        held=[(name, held[key]) for key, name in named_days() if held.get(key)],
        idle=[name for key, name in named_days() if not held.get(key)],
        most=max(held.values(), default=0),
        most_hours=max((line.hours for line in lines), default=0),
        last=min(statistics.last_day(first), today()),
    )


def _workbook(
    lines: list[statistics.Line], whole: statistics.Line, first: date
) -> HttpResponseBase:
    head = [
        _("地区"),
        _("注册志愿者"),
        _("本月新增"),
        _("已实名核验"),
        _("实名率"),
        _("培训过"),
        _("一年内活跃"),
        _("有星级"),
        _("本月服务次数"),
        _("本月时长"),
        _("本年时长"),
        _("本年人均（每名残疾人）"),
        _("本月活动"),
    ]
    rows = [
        [
            line.region.name,
            line.registered,
            line.new,
            line.verified,
            line.real_name if line.real_name is not None else "",
            line.trained,
            line.active,
            line.stars,
            line.served,
            float(line.hours),
            float(line.year_hours),
            line.hours_each if line.hours_each is not None else "",
            line.activities,
        ]
        for line in [*lines, whole]
    ]
    return excel_response(
        _("志愿者实名制统计月报 %(month)s") % {"month": f"{first:%Y-%m}"}, head, rows
    )
