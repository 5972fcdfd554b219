"""What the five kinds of associations did in a year, by group."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zulian.associations.models import (
    SHORT,
    Activity,
    Association,
    Kind,
    Meeting,
    Member,
    Opinion,
    Research,
    RightsCase,
    Turnout,
)
from zulian.regions.models import Region

HEADS = (
    _("类别"),
    _("应建"),
    _("已建"),
    _("会员"),
    _("会议"),
    _("活动"),
    _("参加人次"),
    _("参加的会员"),
    _("意见建议"),
    _("已答复"),
    _("调研报告"),
    _("维权个案"),
    _("已办结"),
)


def _counted(rows: QuerySet[Any], **more: Any) -> dict[str, Any]:
    """Counts by kind of association; keyword arguments name further aggregates."""
    kept = more or {"n": Count("pk")}
    return {
        row["association__kind"]: row
        for row in rows.order_by().values("association__kind").annotate(**kept)
    }


def by_group(region: Region, year: int) -> list[list[Any]]:
    """A line for each group, and one for all: due, set up, members, meetings held, activities, people reached, members who took
    part, opinions and those answered, reports, cases and those closed."""
    bodies: dict[str, Any] = {
        row["kind"]: row
        for row in Association.objects.within(region)
        .order_by()
        .values("kind")
        .annotate(due=Count("pk"), there=Count("set_up_on"), people=Sum("member_count"))
    }
    meetings = _counted(Meeting.objects.within(region).filter(on__year=year, state="held"))
    held = _counted(
        Activity.objects.within(region).filter(on__year=year, state__in=["held", "summed"]),
        n=Count("pk"),
        reached=Sum("reached"),
    )
    took = {
        row["member__association__kind"]: row["n"]
        for row in Turnout.objects.within(region)
        .filter(activity__on__year=year)
        .order_by()
        .values("member__association__kind")
        .annotate(n=Count("member", distinct=True))
    }
    opinions = _counted(
        Opinion.objects.within(region).filter(on__year=year),
        n=Count("pk"),
        done=Count("pk", filter=~Q(state="open")),
    )
    reports = _counted(Research.objects.within(region).filter(reported_on__year=year))
    cases = _counted(
        RightsCase.objects.within(region).filter(on__year=year),
        n=Count("pk"),
        done=Count("pk", filter=Q(state__in=["closed", "refused"])),
    )
    lines: list[list[Any]] = []
    for kind in Kind:
        body = bodies.get(kind, {})
        lines.append(
            [
                SHORT[kind],
                body.get("due", 0),
                body.get("there", 0),
                body.get("people") or 0,
                _at(meetings, kind),
                _at(held, kind),
                _at(held, kind, "reached"),
                took.get(kind, 0),
                _at(opinions, kind),
                _at(opinions, kind, "done"),
                _at(reports, kind),
                _at(cases, kind),
                _at(cases, kind, "done"),
            ]
        )
    return [
        *lines,
        [_("合计"), *(sum(column) for column in zip(*(line[1:] for line in lines), strict=True))],
    ]


def _at(rows: dict[str, Any], kind: str, name: str = "n") -> int:
    return int(rows.get(kind, {}).get(name) or 0)


def reached(association: Association, year: int) -> int:
    """How many different members took part in something in a year."""
    return (
        Member.objects.filter(association=association, turnouts__activity__on__year=year)
        .distinct()
        .count()
    )
