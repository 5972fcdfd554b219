"""What proves that somebody holds an office: the paper or the election that the term rests on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zulian.foundation.policy import policy
from zulian.indicators.proofs import Demand, Proof, written
from zulian.leadership.models import Term

POLICY = "leadership/proofs"
TERM = Demand(POLICY, "term", {"source": Proof(_("任职依据"), written("source"))})


def is_whole(term: Term, day: date) -> bool:
    """The same as `TERM` demands, told of a term in a list: its proofs are columns."""
    return all(getattr(term, key) for key in policy(POLICY, day)["term"])
