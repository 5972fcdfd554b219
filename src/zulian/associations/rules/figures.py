"""What the policy of associations says: the norm, kinds of meetings, equipment. No database here."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy

POLICY = "associations/norms"


def norms(day: date | None = None, place: str | None = None) -> Policy:
    """What an association should have and do at a place."""
    return policy(POLICY, day or today(), place)


def meeting_kinds() -> list[tuple[str, str]]:
    """Kinds of meeting: key and words."""
    return [(str(one["key"]), str(one["name"])) for one in norms(place="")["meetings"]] + [
        ("other", _("其他会议"))
    ]


def equipment() -> list[tuple[str, str]]:
    """What an office should hold: key and words."""
    return [(str(key), str(words)) for key, words in norms()["equipment"]]
