"""Tables of the room of social organisations."""

from zulian.social.models.organisations import AnnualInspection, Organisation, Step, Support
from zulian.social.models.purchases import (
    Bid,
    Contract,
    Criterion,
    Judge,
    Mark,
    Milestone,
    Purchase,
    Served,
)

__all__ = [
    "AnnualInspection",
    "Bid",
    "Contract",
    "Criterion",
    "Judge",
    "Mark",
    "Milestone",
    "Organisation",
    "Purchase",
    "Served",
    "Step",
    "Support",
]
