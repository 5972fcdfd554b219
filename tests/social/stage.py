"""Plain builders of social organisations, purchases and contracts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from tests.builders import COUNTY, VILLAGE
from tests.congress.stage import people
from zulian.accounts.models import Post
from zulian.foundation.clock import on_day, today
from zulian.foundation.workdays import add_workdays
from zulian.regions.models import Region
from zulian.social.models import Bid, Contract, Judge, Milestone, Organisation, Purchase, Served
from zulian.social.rules.credit import PREFIX, check_character
from zulian.social.services import contracts, organisations, purchases

_serial = count(1)
EASY = "有人教孩子。不收钱。"


def code(kind: str = "service") -> str:
    """A valid code of the division 210900 that nobody has yet."""
    first = f"{PREFIX[kind]}210900MJ{next(_serial):07d}"
    return first + check_character(first)


def found(**more: Any) -> Organisation:
    """An organisation that is not registered yet."""
    n = next(_serial)
    values: dict[str, Any] = {
        "name": f"演示助残社{n}",
        "region": Region.objects.get(code=COUNTY),
        "kind": "service",
        "nature": "help",
        "supervisor": "",
        "leader": f"演负责{n}",
        "people": "",
        "phone": "13900000000",
        "contact": "zs@example.org",
        "place": "",
        "services": "日间照料",
        "easy": "",
        "staff": 3,
        "capacity": 50,
        "listed": True,
    }
    return organisations.add(values | more)


def registered(**more: Any) -> Organisation:
    kind = more.get("kind", "service")
    return found(
        credit_code=code(kind),
        registered_on=today() - timedelta(days=900),
        authority="民政局",
        **more,
    )


def draft(post: Post, budget: int = 1000, people: int = 1) -> Purchase:
    n = next(_serial)
    values = {
        "title": f"日间照料{n}",
        "need": "每周三天",
        "easy": EASY,
        "people": people,
        "budget": Decimal(budget),
    }
    return purchases.draft(post, values)


def called(post: Post, **more: Any) -> Purchase:
    """A call that stands open for a week."""
    made = draft(post, **more)
    return purchases.call(made.pk, post, today() + timedelta(days=7))


def offered(made: Purchase, prices: Sequence[int] = (900, 800)) -> list[Bid]:
    return [
        purchases.bid(made.pk, registered(), {"price": Decimal(p), "plan": "方案"}) for p in prices
    ]


def judging(post: Post, prices: Sequence[int] = (900, 800), **more: Any) -> Purchase:
    """A call that was over yesterday, with its offers open."""
    with on_day(today() - timedelta(days=8)):
        made = called(post, **more)
        offered(made, prices)
    return purchases.open_offers(made.pk, post)


def panel(post: Post, made: Purchase, size: int = 3) -> list[Judge]:
    """Judges from elsewhere who have declared that they have no interest."""
    rows = [
        purchases.appoint(
            made.pk, post, {"name": f"演评审{n}", "employer": "演示大学", "own_house": False}
        )
        for n in range(size)
    ]
    return [purchases.declare(j.page_key, False, "") for j in rows]


def marks(made: Purchase, *, first: int = 30, other: int = 20) -> dict[tuple[int, int], int]:
    """Marks for every offer by every criterion, the first offer apart; no more than a criterion allows."""
    rows = {}
    for n, bid in enumerate(made.bids.order_by("pk")):
        for criterion in made.criteria.filter(by_price=False):
            rows[bid.pk, criterion.pk] = min(first if n == 0 else other, criterion.points)
    return rows


def decided(post: Post, ago: int = 25, **more: Any) -> Purchase:
    """A result that has stood for its days."""
    with on_day(today() - timedelta(days=ago)):
        made = judging(post, **more)
        for judge in panel(post, made):
            purchases.mark(judge.page_key, marks(made))
        return purchases.decide(made.pk, post)


def contract(post: Post, people: int = 1, **more: Any) -> Contract:
    made = decided(post, people=people, **more)
    assert made.winner is not None and made.decided_on is not None
    on = add_workdays(made.decided_on, 3).day
    values = {
        "number": f"演{next(_serial)}号",
        "amount": made.winner.price,
        "people": people,
        "signed_on": on,
        "until": today() + timedelta(days=60),
    }
    return contracts.sign(made.pk, post, values)


def milestone(
    post: Post, of: Contract, amount: Decimal | None = None, words: str = "全部完成"
) -> Milestone:
    values = {"words": words, "due_on": today() + timedelta(days=30), "amount": amount or of.amount}
    return contracts.add_milestone(of.pk, post, values)


def served(post: Post, of: Contract) -> Served:
    return contracts.serve(of.pk, post, people(VILLAGE, 1)[0].id_number, today())
