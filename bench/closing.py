"""Closing the year of a plan of a whole city with full registers: beside writing the same results bare."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count

from bench.measure import result, seconds, undone
from bench.plans import WANTED
from bench.plans import plan as large
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.indicators.registry import known
from zulian.plans import demo
from zulian.plans.models import Assignment, Circular, Clause, Result
from zulian.plans.services import closing

MOST_SECONDS = 10


def closing_year() -> list[dict[str, Any]]:
    """The demo's plan of this year with a large supplement, bound to every measure there is, closed on its last day."""
    demo.fill()
    plan = (
        Circular.objects.filter(kind=Circular.Kind.PLAN, status="adopted")
        .select_related("region")
        .latest("year")
    )
    issuer = Post.objects.filter(region=plan.region, role=Role.CITY_OFFICER)[0]
    first = Clause.objects.filter(circular=plan)[0]
    supplement = large(issuer, WANTED, supplements=plan)
    Clause.objects.filter(pk=first.pk).update(indicators=[indicator.code for indicator in known()])
    with undone(), on_day(max(plan.ends_on, date.today())):
        took = seconds(lambda: closing.close(plan, issuer))
        written = Result.objects.filter(circular=plan)
        units = written.aggregate(units=Count("region", distinct=True))["units"]
        columns = ("circular_id", "key", "region_id", "met", "of", "light", "reached", "missed")
        rows = list(written.values(*columns))
        written.delete()
        bare = seconds(lambda: bulk.insert(Result, rows))
    return [
        result(
            f"closing a year: {units} units, {len(known())} measures, {len(rows)} results, s; peer: writing the results bare",
            took,
            bare,
            took / bare,
            f"under {MOST_SECONDS} s",
            took < MOST_SECONDS,
            assignments=Assignment.objects.filter(circular__in=[plan, supplement]).count(),
        )
    ]
