"""What the head of each page of a plan offers: what its issuer may do with it, and what is built on it."""

from __future__ import annotations

from typing import Any

from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.plans.models import Circular
from zulian.plans.services import adopting, closing, deriving, holders


def head_acts(request: PostRequest, circular: Circular) -> dict[str, Any]:
    """What the head of an adopted circular offers: acts, which are its issuer's alone, and ways to what is built on it."""
    ways = {"ways_up": holders.ways_up(circular, request.post)}
    if circular.region_id != request.post.region_id or not request.post.may("plan.write"):
        return ways
    today = clock.today()
    return ways | {
        "may_recall": adopting.may_recall(circular),
        "may_correct": not circular.is_closed and deriving.upper_plan(circular) is not None,
        "may_close": closing.is_due(circular, today),
        "may_carry": circular.kind == Circular.Kind.PLAN and circular.ends_on <= today,
    }
