"""What proves the rows of this wing: a session of a training, a visit at home."""

from __future__ import annotations

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.commissioners.models import Attendance
from zulian.indicators.proofs import Demand, Proof, exists, written

POLICY = "commissioners/proofs"
SESSION = Demand(
    POLICY,
    "session",
    {
        "attended": Proof(
            _("签到的专职委员"),
            lambda day: exists(lambda: Attendance.objects.filter(session=OuterRef("pk"))),
        ),
        "credited": Proof(
            _("取得学时的专职委员"),
            lambda day: exists(
                lambda: Attendance.objects.filter(session=OuterRef("pk"), hours__gt=0)
            ),
        ),
    },
)
VISIT = Demand(
    POLICY,
    "visit",
    {
        "person": Proof(_("服务对象"), lambda day: Q(person__isnull=False)),
        "text": Proof(_("内容"), written("text")),
    },
)
