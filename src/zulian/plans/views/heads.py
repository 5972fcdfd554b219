"""What the issuer may do with a plan, offered in the head of each of its pages."""

from __future__ import annotations

from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.plans.models import Circular
from zulian.plans.services import adopting, closing, deriving


def head_acts(request: PostRequest, circular: Circular) -> dict[str, bool]:
    """Which acts the head of an adopted circular offers: all are its issuer's alone."""
    if circular.region_id != request.post.region_id or not request.post.may("plan.write"):
        return {}
    today = clock.today()
    return {
        "may_recall": adopting.may_recall(circular),
        "may_correct": not circular.is_closed and deriving.upper_plan(circular) is not None,
        "may_close": closing.is_due(circular, today),
        "may_carry": circular.kind == Circular.Kind.PLAN and circular.ends_on <= today,
    }
