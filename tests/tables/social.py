"""The room of social organisations in the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.builders import COUNTY
from tests.congress.stage import people
from tests.social import stage
from zulian.accounts.models import HandedPage, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import now, on_day, today
from zulian.social.handed import JUDGE, ORGANISATION, SERVED
from zulian.social.services import contracts, organisations, purchases


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    county = inside[Role.COUNTY_OFFICER]
    made = _organisations(county) | _purchases(county) | _contracts(county)
    _handed(JUDGE, made["judge-fresh"], inside[Role.TOWNSHIP_OFFICER])
    for organisation in {made["house"], made["deal"].organisation}:
        _handed(ORGANISATION, organisation)
    _handed(SERVED, made["deal-served"])
    return made


def _organisations(county: Post) -> dict[str, Any]:
    registered, found, growing = stage.registered(easy=stage.EASY), stage.found(), stage.found()
    organisations.incubate(growing.pk)
    organisations.step(growing.pk, county, "people", {"done_on": today(), "note": ""})
    inspected = organisations.inspect(
        registered.pk, {"year": today().year - 1, "on": today(), "result": "passed", "note": ""}
    )
    organisations.support(
        registered.pk, {"on": today(), "kind": "place", "amount": 0, "text": "活动场地"}
    )
    return {
        "inspected": inspected,
        "house": registered,
        "house-found": found,
        "house-growing": growing,
        "house-spare": stage.found(),
    }


def _purchases(county: Post) -> dict[str, Any]:
    draft, called = stage.draft(county), stage.called(county)
    offer = stage.offered(called, (900,))[0]
    over = _over(county)
    judged, ready = stage.judging(county), stage.judging(county)
    fresh = purchases.appoint(judged.pk, county, {"name": "演待声明", "employer": "演示大学"})
    for judge in stage.panel(county, ready):
        purchases.mark(judge.page_key, stage.marks(ready))
    return {
        "buy-draft": draft,
        "buy-called": called,
        "buy-over": over,
        "buy-judged": judged,
        "buy-ready": ready,
        "buy-decided": stage.decided(county),
        "offer-made": offer,
        "criterion": draft.criteria.all()[0],
        "judge-fresh": fresh,
    }


def _handed(kind: str, row: Any, asked_by: Post | None = None) -> HandedPage:
    """A page that was handed out and is not opened yet; `asked_by` wants it handed out anew."""
    return HandedPage.objects.create(
        kind=kind,
        object_id=str(row.pk),
        label=str(row),
        region_id=row.region_id,
        asked_by=asked_by and asked_by.user,
        asked_at=now() if asked_by else None,
        shown_at=now(),
    )


def _over(county: Post) -> Any:
    with on_day(today() - timedelta(days=9)):
        made = stage.called(county)
        stage.offered(made)
    return made


def _contracts(county: Post) -> dict[str, Any]:
    made = stage.contract(county, people=3)
    third = made.amount / 4
    due, delivered, accepted, own = (
        stage.milestone(county, made, third, words) for words in ("一", "二", "三", "四")
    )
    for part in (delivered, accepted):
        contracts.deliver(part.pk, "做完了", county)
    contracts.judge(accepted.pk, county, accepted=True, verdict="")
    served = stage.served(county, made)
    return {
        "deal": made,
        "part-due": due,
        "part-delivered": delivered,
        "part-accepted": accepted,
        "part-own": own,
        "deal-served": served,
        "deal-open": stage.contract(county, people=2),
        "served-person": people(stage.VILLAGE, 1)[0],
    }


def _pages(row: str, *names: str) -> dict[str, str]:
    return {f"social:{name}": row for name in names}


PAGES = {
    **_pages(
        "house",
        "organisation",
        "organisation-change",
        "organisation-support",
        "organisation-inspect",
        "public-organisation",
        "easy-organisation",
    ),
    **_pages("inspected", "inspection-correct"),
    **_pages("house-found", "organisation-incubate", "organisation-register"),
    **_pages("house-spare", "organisation-end"),
    **_pages("buy-judged", "purchase", "purchase-judge"),
    **_pages(
        "buy-draft", "purchase-change", "purchase-criterion", "purchase-call", "purchase-stop"
    ),
    **_pages("buy-called", "purchase-bid", "public-purchase", "easy-purchase"),
    **_pages("buy-over", "purchase-open"),
    **_pages("buy-ready", "purchase-decide"),
    **_pages("buy-decided", "purchase-contract"),
    **_pages("criterion", "criterion-drop"),
    **_pages("judge-fresh", "judge-drop"),
    **_pages("deal", "contract", "contract-serve"),
    **_pages("deal-open", "contract-milestone"),
    **_pages("part-due", "milestone-deliver"),
    **_pages("part-delivered", "milestone-judge"),
    **_pages("part-accepted", "milestone-pay"),
}
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    **{
        f"accounts:handed{name}": lambda w: [JUDGE, w.rows["judge-fresh"].pk]
        for name in ("", "-show", "-withdraw")
    },
    "accounts:handed-ask": lambda w: [ORGANISATION, w.rows["house-spare"].pk],
    "social:organisation-step": lambda w: [w.rows["house-growing"].pk, "name"],
    "social:mine": lambda w: [w.rows["house"].page_key],
    "social:mine-change": lambda w: [w.rows["house"].page_key],
    "social:mine-bid": lambda w: [w.rows["house"].page_key, w.rows["buy-called"].pk],
    "social:mine-deliver": lambda w: [w.rows["deal"].organisation.page_key, w.rows["part-own"].pk],
    "social:judging": lambda w: [w.rows["judge-fresh"].page_key],
    "social:said": lambda w: [w.rows["deal-served"].page_key],
}
FACTS = {
    "services": "照料",
    "contact": "zs@example.org",
    "staff": "3",
    "capacity": "30",
    "listed": "on",
}
KEPT = FACTS | {"name": "演示新社", "kind": "service", "nature": "help", "leader": "演新"}
NEED = {"title": "新项目", "need": "上门", "easy": stage.EASY, "people": "3", "budget": "900"}
SENT: dict[str, Callable[[Any], Any]] = {
    f"social:{name}": value
    for name, value in {
        "organisation-add": lambda w: KEPT | {"region": COUNTY},
        "organisation-change": lambda w: KEPT,
        "organisation-incubate": lambda w: {},
        "inspection-correct": lambda w: {"on": str(today()), "result": "barely"},
        "organisation-many": lambda w: {
            "action": "incubate",
            "row": [w.rows["house-found"].pk, w.rows["house"].pk],
        },
        "milestone-many": lambda w: {
            "action": "pay",
            "row": w.rows["part-accepted"].pk,
            "filled": "1",
            "on": str(today()),
        },
        "organisation-step": lambda w: {"done_on": str(today())},
        "organisation-register": lambda w: {
            "credit_code": stage.code(),
            "registered_on": str(today()),
            "authority": "民政局",
        },
        "organisation-end": lambda w: {"on": str(today())},
        "organisation-support": lambda w: {
            "on": str(today()),
            "kind": "money",
            "amount": "5",
            "text": "补助",
        },
        "organisation-inspect": lambda w: {
            "year": str(today().year),
            "on": str(today()),
            "result": "passed",
        },
        "purchase-add": lambda w: NEED,
        "purchase-change": lambda w: NEED,
        "purchase-criterion": lambda w: {"words": "信誉", "points": "5"},
        "criterion-drop": lambda w: {},
        "purchase-call": lambda w: {"closes_on": str(today() + timedelta(days=9))},
        "purchase-bid": lambda w: {
            "organisation": w.rows["house"].pk,
            "price": "800",
            "plan": "方案",
        },
        "purchase-open": lambda w: {},
        "purchase-judge": lambda w: {"name": "演新评", "employer": "演示大学"},
        "judge-drop": lambda w: {},
        "purchase-decide": lambda w: {},
        "purchase-stop": lambda w: {"reason": "需求变化"},
        "purchase-contract": lambda w: {
            "number": "新号",
            "amount": "800",
            "people": "1",
            "signed_on": str(today()),
            "until": str(today() + timedelta(days=30)),
        },
        "contract-milestone": lambda w: {"words": "期末", "due_on": str(today()), "amount": "5"},
        "milestone-deliver": lambda w: {"report": "做完了"},
        "milestone-judge": lambda w: {"accepted": "yes"},
        "milestone-pay": lambda w: {"on": str(today())},
        "contract-serve": lambda w: {
            "id_number": w.rows["served-person"].id_number,
            "on": str(today()),
        },
        "mine-change": lambda w: FACTS,
        "mine-bid": lambda w: {"price": "850", "plan": "方案"},
        "mine-deliver": lambda w: {"report": "做完了"},
        "judging": lambda w: {"interest": "no"},
        "said": lambda w: {"mark": "5"},
    }.items()
}
ACTIONS = {
    f"social:{name}"
    for name in (
        "organisation-many",
        "milestone-many",
        "organisation-incubate",
        "criterion-drop",
        "purchase-open",
        "judge-drop",
    )
}
FILES: set[str] = set()
PUBLIC = {
    f"social:{name}"
    for name in (
        "public",
        "public-organisation",
        "public-purchase",
        "easy",
        "easy-organisation",
        "easy-purchase",
        "mine",
        "mine-change",
        "mine-bid",
        "mine-deliver",
        "judging",
        "said",
    )
}
