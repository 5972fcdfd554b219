"""Tables of the room of social organisations."""

from zulian.social.models.contracts import Contract, Milestone, Served
from zulian.social.models.organisations import AnnualInspection, Organisation, Step, Support
from zulian.social.models.purchases import Bid, Criterion, Judge, Mark, Purchase

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
