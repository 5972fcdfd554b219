"""What proves that a problem is mended: that the level above saw it. Evidence is demanded when it is reported."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zulian.indicators.proofs import Demand, Proof, written

PROBLEM = Demand(
    "grassroots/proofs",
    "problem",
    {
        "verified": Proof(_("上级验收"), lambda day: Q(verified_on__lte=day)),
        "done": Proof(_("整改情况"), written("done")),
    },
)
