"""What proves the rows of this wing: a training that was done, a name on the reserve."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.cadres.models import Training
from zulian.foundation.policy import policy
from zulian.indicators.proofs import Demand, Proof, written

POLICY = "cadres/proofs"
TRAINING = Demand(
    POLICY,
    "training",
    {
        "hours": Proof(_("学时"), lambda day: Q(hours__gt=0)),
        "result": Proof(_("培养结果"), written("result")),
    },
)
RESERVE = Demand(
    POLICY,
    "reserve",
    {
        "basis": Proof(_("确定文号"), written("basis")),
        "review": Proof(_("联审意见"), written("review_note")),
    },
)


def lacking_of(training: Training, day: date) -> list[str]:
    """The same as `TRAINING` demands, told of a training in a list: its proofs are columns."""
    wanted = policy(POLICY, day)["training"]
    return [str(TRAINING.proofs[name].name) for name in wanted if not getattr(training, name)]
