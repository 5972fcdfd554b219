"""The commissioners room of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.builders import TOWN, VILLAGE
from tests.commissioners import stage
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.commissioners.models import Need
from zulian.commissioners.services import recruitment, work
from zulian.foundation.clock import today

OTHER_TOWN, OTHER_VILLAGE = "210921101000", "210921100202"


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    city, county, village = (inside[role] for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.COMMISSIONER))
    stage.positions()
    found = stage.appointed(account=village)
    stage.rate(city)
    vacant, wanted = stage.position(OTHER_TOWN), stage.position(OTHER_VILLAGE)
    notice = stage.notice(county, wanted)
    applicants = [recruitment.apply(notice.pk, wanted, stage.person(), tie) for tie in ("self", "none")]
    recruitment.review(applicants[1].pk, True, "", Decimal(80))
    work.write(village, work.Entry(today(), "visit", stage.person(), "稳定", "card", "想上门办证"), "k1")
    work.write(village, work.Entry(today(), "visit", stage.person(), "稳定", "device", "要轮椅"), "k2")
    return {
        "commissioner": found, "position": vacant, "notice": notice, "applicant": applicants[0], "qualified": applicants[1],
        "payment": stage.payment(found), "need-card": Need.objects.get(kind="card"), "need-device": Need.objects.get(kind="device"),
        "spare-position": stage.position(TOWN), "served": Need.objects.get(kind="device").person,
    }  # fmt: skip


PAGES = {
    **{f"commissioners:{name}": "commissioner" for name in ("commissioner", "change", "verify", "contract", "record", "leave", "transfer", "paper")},
    **{f"commissioners:{name}": "position" for name in ("position", "abolish", "appoint")},
    "commissioners:recruitment": "notice", "commissioners:apply": "notice", "commissioners:applicant-review": "applicant",
    "commissioners:applicant-choose": "qualified", "commissioners:pay-correct": "payment", "commissioners:need": "need-card",
    "commissioners:need-hand-over": "need-card", "commissioners:need-settle": "need-device",
}  # fmt: skip
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "commissioners:recruitment-step": lambda w: [w.rows["notice"].pk, "close"],
}
WHO = {"name": "演新委", "home": VILLAGE, "ethnicity": "01", "phone": ""}


def who(number: int) -> dict[str, str]:
    """A person who is not there yet."""
    return {**WHO, "id_number": numbered(today().replace(year=1991, day=1), number)}


SENT: dict[str, Callable[[Any], Any]] = {
    "commissioners:establish": lambda w: {}, "commissioners:position-add": lambda w: {"region": TOWN}, "commissioners:abolish": lambda w: {},
    "commissioners:appoint": lambda w: {**who(1), "tie": "self", "how": "recommended", "education": "high", "since": str(today())},
    "commissioners:change": lambda w: {"tie": "self", "education": "high"}, "commissioners:verify": lambda w: {},
    "commissioners:contract": lambda w: {"since": str(today()), "until": str(today() + timedelta(days=365))},
    "commissioners:record": lambda w: {"kind": "award", "on": str(today()), "text": "县优秀专职委员"},
    "commissioners:leave": lambda w: {"on": str(today()), "why": "resigned", "handover": "已交接"},
    "commissioners:transfer": lambda w: {"position": w.rows["spare-position"].pk, "on": str(today()), "handover": "已交接"},
    "commissioners:recruitment-add": lambda w: {
        "title": "新公告", "conditions": "热心", "opens_on": str(today()), "closes_on": str(today()), "positions": [w.rows["position"].pk],
    },
    "commissioners:recruitment-step": lambda w: {},
    "commissioners:apply": lambda w: {**who(2), "position": w.rows["applicant"].position_id, "tie": "none"},
    "commissioners:applicant-review": lambda w: {"verdict": "pass", "score": "80"},
    "commissioners:applicant-choose": lambda w: {"since": str(today())},
    "commissioners:payments": lambda w: {"pick": [w.rows["payment"].pk], "on": str(today()), "proof": "拨1"},
    "commissioners:reckon": lambda w: {"month": str(stage.month(1))},
    "commissioners:pay-correct": lambda w: {"paid": "100", "on": str(today()), "proof": "拨2"},
    "commissioners:rate-add": lambda w: {"level": "9", "monthly": "800", "since": str(today()), "basis": "县文件"},
    "commissioners:log-write": lambda w: {"kind": "policy", "day": str(today()), "key": "k9", "text": "讲政策"},
    "commissioners:need-hand-over": lambda w: {}, "commissioners:need-settle": lambda w: {"reply": "已配发"},
}  # fmt: skip
READERS = {"commissioners:log-write": Role.COMMISSIONER}
# Answers to a click.
ACTIONS = {
    "commissioners:verify", "commissioners:establish", "commissioners:abolish", "commissioners:recruitment-step", "commissioners:need-hand-over",
}  # fmt: skip
FILES = {"commissioners:paper"}
