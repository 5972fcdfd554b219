"""Tables of the grassroots room."""

from zulian.grassroots.models.campaigns import (
    Assessment,
    AssessmentState,
    Campaign,
    Evidence,
    Mark,
    Objection,
)
from zulian.grassroots.models.organisations import Organisation, Standing
from zulian.grassroots.models.problems import Problem, ProblemState
from zulian.grassroots.models.standards import Item, Standard

__all__ = [
    "Assessment",
    "AssessmentState",
    "Campaign",
    "Evidence",
    "Item",
    "Mark",
    "Objection",
    "Organisation",
    "Problem",
    "ProblemState",
    "Standard",
    "Standing",
]
