"""What proves the rows of this wing: an association, its meetings, activities, research and visits."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.associations.models import Answer, Association, Fieldwork
from zulian.foundation.policy import policy
from zulian.indicators.proofs import Demand, Proof, exists, written

POLICY = "associations/proofs"


def _enough_members(day: date) -> Q:
    return Q(member_count__gte=policy(POLICY, day)["members_least"])


def _in_the_field(day: date) -> Q:
    """Research that rests on a day in the field or on an answered survey."""
    return exists(lambda: Fieldwork.objects.filter(research=OuterRef("pk"))) | exists(
        lambda: Answer.objects.filter(survey__research=OuterRef("pk"))
    )


SET_UP = Demand(
    POLICY,
    "set_up",
    {
        "committee": Proof(_("委员会"), lambda day: Q(term_until__isnull=False)),
        "chair": Proof(_("本类别残疾人或亲属担任的主席"), lambda day: Q(chair_tied=True)),
        "members": Proof(_("会员"), _enough_members),
        "office": Proof(_("办公场所"), written("office")),
        "staff": Proof(_("工作人员"), lambda day: Q(staff_count__gt=0)),
    },
)
# What of the same is a column of the association, by the name of its proof.
COLUMNS = {
    "committee": "term_until",
    "chair": "chair_tied",
    "office": "office",
    "staff": "staff_count",
}


def is_whole(association: Association, day: date) -> bool:
    """The same as `SET_UP` demands, told of an association in a list: its proofs are columns."""
    demanded = policy(POLICY, day)
    enough = association.member_count >= demanded["members_least"]
    return all(
        enough if name == "members" else bool(getattr(association, COLUMNS[name]))
        for name in demanded["set_up"]
    )


MEETING = Demand(
    POLICY,
    "meeting",
    {
        "quorum": Proof(_("到会委员"), lambda day: Q(called__gt=0)),
        "minutes": Proof(_("会议纪要"), written("minutes")),
    },
)
ACTIVITY = Demand(
    POLICY,
    "activity",
    {
        "reached": Proof(_("参加人数"), lambda day: Q(reached__gt=0)),
        "effect": Proof(_("活动成效"), written("effect")),
    },
)
RESEARCH = Demand(
    POLICY,
    "research",
    {
        "field": Proof(_("实地调研或答卷"), _in_the_field),
        "report": Proof(_("调研报告"), written("report")),
    },
)
VISIT = Demand(POLICY, "visit", {"text": Proof(_("了解到的情况"), written("text"))})
