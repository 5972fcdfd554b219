"""The day of a plan's page."""

from __future__ import annotations

from datetime import date

from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.inputs import read_day
from zulian.plans.models import Circular


def plan_day(request: PostRequest, circular: Circular) -> date:
    """The day that `?on=` asks for, never one to come nor after the plan's end; without one as late as possible."""
    today = clock.today()
    asked = read_day(request.GET.get("on", ""))
    return circular.as_of(today if asked is None else min(asked, today))


def on_query(day: date) -> dict[str, date]:
    """What keeps the day of a page in the addresses it leads to: nothing for today."""
    return {} if day >= clock.today() else {"on": day}
