"""What proves that a congress was held: the steps before it, and who attended."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.congress.models import Step
from zulian.congress.models.rounds import StepState
from zulian.indicators.proofs import Demand, Proof, exists


def _steps_taken(day: date) -> Q:
    """Congresses none of whose steps before the day itself is still open."""
    return ~exists(
        lambda: Step.objects.filter(congress=OuterRef("pk"), days__lt=0).exclude(
            state=StepState.DONE
        )
    )


HELD = Demand(
    "congress/proofs",
    "held",
    {
        "steps": Proof(_("会前各步骤"), _steps_taken),
        "attended": Proof(_("实到代表"), lambda day: Q(attended__gt=0)),
        "composition": Proof(_("代表构成达标"), lambda day: Q(composition_met=True)),
    },
)
