"""Pages of people without an account in this room: the two tellers of a contest, each of whom counts apart from the other."""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext_lazy as _

from zulian.accounts.handed_kinds import HandedKind, Opened, register_handed
from zulian.congress.models import Contest, TellerSheet
from zulian.congress.room import ROOM
from zulian.congress.services import tellers

TELLER = "teller"


def seat_id(contest: Contest, seat: str) -> str:
    """What the page of a teller's seat is called among the pages that are handed out."""
    return f"{contest.pk}-{seat}"


def _seat(object_id: str) -> str:
    return object_id.partition("-")[2]


def _find(object_id: str) -> Contest:
    pk, _dash, seat = object_id.partition("-")
    if seat not in dict(TellerSheet.SEATS):
        raise ValueError(seat)
    contest: Contest = Contest.objects.with_names().get(pk=int(pk))
    return contest


def _opened_by(key: str) -> Opened | None:
    try:
        contest, seat, turn = tellers.read_key(key)
    except (signing.BadSignature, ValueError, Contest.DoesNotExist):
        return None
    return Opened(object_id=seat_id(contest, seat), turn=turn)


def _address(contest: Contest, object_id: str, turn: int) -> str:
    return str(ROOM.url("count", tellers.teller_key(contest, _seat(object_id), turn)))


register_handed(
    HandedKind(
        key=TELLER,
        name=_("计票页面"),
        permission="congress.write",
        find=_find,
        who=lambda contest, pk: f"{contest.name} {dict(TellerSheet.SEATS)[_seat(pk)]}",
        address=_address,
        # The turn within the key is what makes it another.
        renew=lambda contest: None,
        opened_by=_opened_by,
    )
)
