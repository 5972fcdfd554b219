"""Data of the certificates room (残疾人证)."""

from zulian.certificates.models.assessment import Assessor, Finding, Hospital, Objection, Order
from zulian.certificates.models.cards import Certificate
from zulian.certificates.models.cases import ENDED, Case, Material, State, Step
from zulian.certificates.models.desks import Desk
from zulian.certificates.models.exchange import Check
from zulian.certificates.models.home_asks import HomeAsk
from zulian.certificates.models.learning import Chapter, ChapterQuestion, Trial
from zulian.certificates.models.leaving import DeathReport, Departure
from zulian.certificates.models.promises import PromiseText, Signature
from zulian.certificates.models.visits import Request, Round, Stop, Team

__all__ = [
    "ENDED",
    "Assessor",
    "Case",
    "Certificate",
    "Chapter",
    "ChapterQuestion",
    "Check",
    "DeathReport",
    "Departure",
    "Desk",
    "Finding",
    "HomeAsk",
    "Hospital",
    "Material",
    "Objection",
    "Order",
    "PromiseText",
    "Request",
    "Round",
    "Signature",
    "State",
    "Step",
    "Stop",
    "Team",
    "Trial",
]
