"""Plain builders of posts, commissioners, months and logs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.builders import COUNTY, VILLAGE
from tests.congress.stage import people
from zulian.accounts.models import Post
from zulian.commissioners.models import Commissioner, Payment, Position, Recruitment
from zulian.commissioners.services import archive, pay, recruitment
from zulian.commissioners.services.archive import Terms
from zulian.foundation.clock import today
from zulian.people.models import Person
from zulian.regions.models import Region


def positions(code: str = COUNTY) -> list[Position]:
    """The posts of the quota at and below a division."""
    Position.objects.under(code).update(since=today() - timedelta(days=900))
    return list(Position.objects.under(code).with_names())


def position(code: str = VILLAGE) -> Position:
    return Position.objects.with_names().filter(region_id=code).first() or next(
        p for p in positions(code) if p.region_id == code
    )


def person(code: str = VILLAGE, **more: Any) -> Person:
    return people(code, 1, **more)[0]


def appointed(
    code: str = VILLAGE, since: date | None = None, account: Post | None = None
) -> Commissioner:
    """Somebody in the post of a division, with an account where one is given."""
    found = archive.appoint(
        position(code).pk,
        person(code),
        Terms("self", "recommended", since or today() - timedelta(days=400), education="high"),
    )
    if account is not None:
        found.account = account
        found.save()
    return found


def rate(city: Post, monthly: int = 300, level: int = 12) -> None:
    pay.set_rate(city, level, date(2020, 1, 1), Decimal(monthly), "演示文件")


def month(back: int = 2) -> date:
    """The first day of a month some months ago."""
    return pay.months_back(today(), back + 1)[0]


def payment(found: Commissioner, back: int = 2) -> Payment:
    pay.reckon(Region.objects.get(code=COUNTY), month(back))
    return Payment.objects.with_names().get(commissioner=found, month=month(back))


def notice(county: Post, *wanted: Position) -> Recruitment:
    text = recruitment.Notice("选聘公告", "热心助残", today(), today() + timedelta(days=10))
    return recruitment.publish(county, text, list(wanted))
