"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import Entry, register_entries
from zulian.regions.models import Level

# What is said on tasks stands in their room, as the ways back to it say: reports, requests, notices, checks.
SAID_ON_TASKS = ("plans:report", "plans:request", "plans:notice", "plans:spot-check-list")


def is_of_tasks(view_name: str) -> bool:
    """Pages of tasks are named for the assignment, or for what is said on one."""
    return "assignment" in view_name or view_name.startswith(SAID_ON_TASKS)


def is_of_plans(view_name: str) -> bool:
    """All other pages of plans."""
    elsewhere = is_of_tasks(view_name) or is_overview(view_name) or is_calendar(view_name)
    return view_name.startswith("plans:") and not elsewhere


def is_overview(view_name: str) -> bool:
    """The one look at how the year goes."""
    return view_name == "plans:overview"


def is_calendar(view_name: str) -> bool:
    """The days of all apps."""
    return view_name in {"plans:calendar", "plans:calendar-day", "plans:calendar-year"}


register_entries(
    Entry(
        label=_("总览"),
        url="plans:overview",
        key="o",
        order=5,
        permission="plan.read",
        lowest=Level.TOWNSHIP,
        is_current=is_overview,
    ),
    Entry(
        label=_("工作要点"),
        url="plans:circular-list",
        key="w",
        order=10,
        permission="plan.read",
        is_current=is_of_plans,
    ),
    Entry(
        label=_("任务台账"),
        url="plans:assignment-list",
        key="t",
        order=20,
        permission="plan.read",
        is_current=is_of_tasks,
    ),
    Entry(
        label=_("日历"),
        url="plans:calendar",
        key="c",
        order=115,
        permission="plan.read",
        icon="calendar",
        is_current=is_calendar,
    ),
)
