"""What proves the rows of this wing: a leading group, a unit, a joint meeting, a training, an activity, a volunteer."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zulian.foundation.policy import policy
from zulian.indicators.proofs import Demand, Proof, exists, written
from zulian.volunteers.models import Meeting, Member, SignUp, Trained, Unit

POLICY = "volunteers/proofs"


def _member_of(department: str) -> Proof:
    def shown(day: date) -> Q:
        return exists(lambda: Member.objects.filter(group=OuterRef("pk"), department=department))

    return Proof(
        format_lazy("{who}{member}", who=Member.Part(department).label, member=_("成员")),
        shown,
    )


def _came(day: date) -> Q:
    """Activities that volunteers came to, or that say how many people they reached."""
    return Q(reached__gt=0) | exists(
        lambda: SignUp.objects.filter(
            slot__activity=OuterRef("pk"), state__in=[SignUp.State.PRESENT, SignUp.State.DONE]
        )
    )


GROUP = Demand(
    POLICY,
    "group",
    {
        "leader": Proof(_("组长"), written("leader")),
        "basis": Proof(_("成立文号"), written("basis")),
        **{key: _member_of(key) for key in Member.Part.values},
    },
)
UNIT_PROOFS = {
    "leader": Proof(_("负责人"), written("leader")),
    "place": Proof(_("地点"), written("place")),
    "host": Proof(_("依托单位"), written("host")),
}
UNITS = {kind: Demand(POLICY, kind, UNIT_PROOFS) for kind in Unit.Kind.values}
MEETING = Demand(
    POLICY,
    "meeting",
    {
        "present": Proof(
            _("到会成员"),
            lambda day: exists(
                lambda: Meeting.present.through.objects.filter(meeting=OuterRef("pk"))
            ),
        ),
        "minutes": Proof(_("会议纪要"), written("minutes")),
    },
)
TRAINING = Demand(
    POLICY,
    "training",
    {
        "present": Proof(
            _("签到的学员"),
            lambda day: exists(lambda: Trained.objects.filter(training=OuterRef("pk"))),
        ),
        "passed": Proof(
            _("培训合格的学员"),
            lambda day: exists(
                lambda: Trained.objects.filter(training=OuterRef("pk"), passed=True)
            ),
        ),
    },
)
ACTIVITY = Demand(
    POLICY,
    "activity",
    {
        "people": Proof(_("到场的志愿者或服务人数"), _came),
        "reached": Proof(_("服务残疾人数"), lambda day: Q(reached__gt=0)),
        "summary": Proof(_("活动总结"), written("summary")),
    },
)
VOLUNTEER = Demand(
    POLICY, "volunteer", {"verified": Proof(_("实名核验"), lambda day: Q(verified_on__lte=day))}
)


def is_whole(unit: Unit, day: date) -> bool:
    """The same as `UNITS` demands, told of a unit in a list: its proofs are columns."""
    return all(getattr(unit, key) for key in policy(POLICY, day)[unit.kind])


def units_set_up(day: date) -> Q:
    """Units that are set up and show what the policy demands of their kind."""
    shown = Q(pk__in=[])
    for kind, demand in UNITS.items():
        shown |= Q(kind=kind) & demand.met(day)
    return Q(set_up_on__lte=day) & shown


def groups_set_up(day: date) -> Q:
    """Leading groups that are set up and have members of the departments that the policy names."""
    return Q(set_up_on__lte=day) & GROUP.met(day)
