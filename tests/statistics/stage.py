"""Plain builders of statistical returns: a quarter that is over, asked for by the city, in each state."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.statistics.models import Filing
from zulian.statistics.rules import Place
from zulian.statistics.services import filling, issuing, judging

# The one line of the express report that is filled in by hand.
BY_HAND: Place = ("18", "n")
COUNTED: Place = ("4", "n")


def last_quarter(day: date | None = None) -> tuple[int, int]:
    """The year and the number of the last quarter that is over."""
    now = day or today()
    quarter = (now.month - 1) // 3
    return (now.year, quarter) if quarter else (now.year - 1, 4)


def issued(post: Post, **more: Any) -> Filing:
    """The express report of the last quarter, for the division of a post and those below; due in five days."""
    year, quarter = last_quarter()
    values = {"code": "quick", "year": year, "quarter": quarter}
    return issuing.issue(post, values | {"due_on": today() + timedelta(days=5)} | more, today())


def of(filing: Filing, post: Post) -> Filing:
    """The return of another unit for the same period."""
    return Filing.objects.alike(filing).get(region_id=post.region_id)


def filled(filing: Filing, post: Post, number: int = 3) -> Filing:
    """With its figures, the one by hand as well."""
    filling.fill(filing.pk, post)
    return filling.correct(filing.pk, post, {BY_HAND: Decimal(number)}, "")


def handed_in(filing: Filing, post: Post, number: int = 3) -> Filing:
    filled(filing, post, number)
    return judging.hand_in(filing.pk, post, "演负责", "")


def accepted(filing: Filing, post: Post, judge: Post) -> Filing:
    handed_in(filing, post)
    return judging.accept(filing.pk, judge, "")
