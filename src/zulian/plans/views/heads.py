"""What the issuer may do with a plan, offered in the head of each of its pages."""

from __future__ import annotations

from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.plans.models import Circular
from zulian.plans.services import adopting, closing, deriving


def head_acts(request: PostRequest, found: Circular) -> dict[str, bool]:
    """Which acts the head of an adopted circular offers: all are its issuer's alone."""
    if found.region_id != request.post.region_id or not request.post.may("plan.write"):
        return {}
    today = clock.today()
    return {
        "may_recall": adopting.may_recall(found),
        "may_correct": not found.is_closed and deriving.upper_plan(found) is not None,
        "may_close": closing.is_due(found, today),
        "may_carry": found.kind == Circular.Kind.PLAN and found.ends_on <= today,
    }
