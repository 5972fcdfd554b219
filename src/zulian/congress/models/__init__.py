"""Rounds and congresses with their steps; delegates; contests with their counts."""

from zulian.congress.models.contests import Contest, ContestState, Nominee, TellerSheet
from zulian.congress.models.delegates import Delegate, DelegateState, Target, Trait, Unit
from zulian.congress.models.rounds import Congress, CongressState, Round, Step, StepState, procedure

__all__ = [
    "Congress",
    "CongressState",
    "Contest",
    "ContestState",
    "Delegate",
    "DelegateState",
    "Nominee",
    "Round",
    "Step",
    "StepState",
    "Target",
    "TellerSheet",
    "Trait",
    "Unit",
    "procedure",
]
