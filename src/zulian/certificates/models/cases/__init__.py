"""Cases (办件): a person's business from the counter to the card in their hand, step by step with its clock."""

from zulian.certificates.models.cases.case import Case, age_by
from zulian.certificates.models.cases.queries import CaseQuerySet, late_on
from zulian.certificates.models.cases.states import (
    CLERKS,
    DOUBTED,
    ENDED,
    FOUND_OTHERWISE,
    KINDS,
    OWNERS,
    RESULT,
    RUNNING,
    STEPS,
    State,
    Told,
)
from zulian.certificates.models.cases.steps import Material, Step

__all__ = [
    "CLERKS",
    "Case",
    "CaseQuerySet",
    "DOUBTED",
    "ENDED",
    "FOUND_OTHERWISE",
    "KINDS",
    "Material",
    "OWNERS",
    "RESULT",
    "RUNNING",
    "STEPS",
    "State",
    "Step",
    "Told",
    "age_by",
    "late_on",
]
