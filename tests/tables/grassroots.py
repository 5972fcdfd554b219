"""The grassroots room of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests import builders
from tests.builders import COUNTY, TOWN, VILLAGE
from tests.grassroots import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.grassroots.models import Organisation, Problem, Standard
from zulian.grassroots.services import (
    campaigns,
    checking,
    objections,
    problems,
    standard_versions,
)

OTHER_TOWN = "210921101000"


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    city, county, town = (
        inside[role] for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
    )
    used = [stage.standard(city), stage.standard(city, 12)]
    with on_day(today() - timedelta(days=60)):
        earlier = stage.campaign(city, used[0], name="上次评估")
        stage.settled(stage.sheet(earlier, TOWN), town, county, city)
    made = stage.campaign(city, *used)
    filling, submitted, told = (stage.sheet(made, code) for code in (VILLAGE, OTHER_TOWN, TOWN))
    checking.fill(filling.pk, stage.entries(filling, *stage.FULL))
    stage.handed_in(submitted, town)
    stage.handed_in(told, town)
    campaigns.draw(made.pk, city, 100, 1, seed=7)
    checking.review(told.pk, county, stage.entries(told, "20", "10", "", ""))
    checking.finish_review(told.pk, county)
    marks = list(told.marks.order_by("item_id"))
    evidence = checking.add_evidence(
        filling.marks.order_by("item_id")[0].pk,
        inside[Role.COMMISSIONER],
        [builders.photo()],
        "门牌",
    )
    mine = stage.standard(county, published=False)
    ready = standard_versions.new_version(stage.standard(county, 12).pk, county)
    return {
        "organisation": Organisation.objects.get(region=TOWN),
        "standard": used[0],
        "own-standard": stage.standard(county),
        "draft-standard": mine,
        "version": ready,
        "before": Standard.objects.get(pk=ready.replaces_id),
        "item": stage.item(mine, "1.1"),
        "item-group": stage.item(mine, "1"),
        "campaign": made,
        "filling": filling,
        "handed": submitted,
        "told": told,
        "marked": marks[0],
        "blank-mark": filling.marks.order_by("item_id")[0],
        "evidenced": evidence[0],
        "mark-objection": objections.object_to(marks[1].pk, town, "有场所"),
        **_problems(told, town, county),
    }


def _problems(row: Any, town: Post, county: Post) -> dict[str, Any]:
    """One in each state."""
    found = {}
    for n, state in enumerate(("found", "mending", "mended", "done")):
        made = problems.find(
            row.region,
            problems.Finding(f"k{n}", f"事项{n}", "牌子破损", Problem.Source.OTHER),
            None,
        )
        if n > 0:
            problems.plan(made.pk, "风大", "更换", town, today() + timedelta(days=5))
        if n > 1:
            problems.mend(made.pk, town, "已更换", [builders.photo()])
        if n > 2:
            problems.verify(made.pk, county, True, "属实")
        found[f"problem-{state}"] = made
    return found


PAGES = {
    **{f"grassroots:organisation{name}": "organisation" for name in ("", "-change", "-veto")},
    **{f"grassroots:standard{name}": "standard" for name in ("", "-sheet")},
    **{
        f"grassroots:standard-{name}": "own-standard"
        for name in ("version", "import-version", "retire")
    },
    **{f"grassroots:standard-{name}": "draft-standard" for name in ("change", "item")},
    "grassroots:standard-publish": "version",
    **{f"grassroots:item-{name}": "item" for name in ("change", "up", "down", "drop")},
    "grassroots:item-below": "item-group",
    **{
        f"grassroots:campaign{name}": "campaign"
        for name in ("", "-hand-in", "-draw", "-settle", "-close")
    },
    **{f"grassroots:{name}": "campaign" for name in ("heat", "visits")},
    "grassroots:sheet": "told",
    **{f"grassroots:sheet-{name}": "handed" for name in ("review", "return")},
    **{f"grassroots:sheet-{name}": "told" for name in ("visit", "accept")},
    **{f"grassroots:sheet-{name}": "filling" for name in ("submit", "remind")},
    **{f"grassroots:{name}": "blank-mark" for name in ("mark", "mark-use")},
    "grassroots:mark-object": "marked",
    "grassroots:objection-decide": "mark-objection",
    "grassroots:problem": "problem-done",
    "grassroots:problem-plan": "problem-found",
    **{f"grassroots:problem-{name}": "problem-mending" for name in ("change", "mend")},
    "grassroots:problem-verify": "problem-mended",
    "grassroots:problem-reopen": "problem-done",
}
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "grassroots:standard-compare": lambda w: [w.rows["version"].pk, w.rows["before"].pk],
    "grassroots:pack": lambda w: [w.rows["campaign"].pk, COUNTY],
    "grassroots:part": lambda w: [w.rows["filling"].pk, 1],
}
HEAD = {"name": "新标准", "level": "9", "pass_mark": "80", "good_mark": "90"}
ITEM = {"asked": "有台账", "kind": "score", "points": "5", "weight": "1", "method": "records"}
NUMBERS = {
    "establishment": "1",
    "staff": "1",
    "office_area": "20",
    "activity_area": "30",
    "computers": "1",
    "funds": "3000",
}


def book(world: Any) -> dict[str, Any]:
    """A standard in a workbook."""
    return {**HEAD, "file": stage.workbook([stage.FIVE, ("甲", 5, "一", "a", "x")])}


def plan(world: Any) -> dict[str, Any]:
    """How a problem is to be mended."""
    owner = world.inside[Role.TOWNSHIP_OFFICER].pk
    return {
        "cause": "风大",
        "measure": "更换",
        "owner": owner,
        "due": str(today() + timedelta(days=3)),
    }


# Answers to a click.
ACTIONS = {
    *(f"grassroots:standard-{name}" for name in ("publish", "version", "retire")),
    *(f"grassroots:item-{name}" for name in ("up", "down", "drop")),
    *(f"grassroots:campaign-{name}" for name in ("hand-in", "settle", "close")),
    *(f"grassroots:sheet-{name}" for name in ("submit", "review", "visit", "accept", "remind")),
    *("grassroots:pack", "grassroots:mark-use", "grassroots:sheet-many", "grassroots:problem-many"),
}
SENT: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(ACTIONS, lambda w: {}),
    "grassroots:organisation-change": lambda w: {**NUMBERS, "head": "演甲"},
    "grassroots:organisation-veto": lambda w: {
        "item": stage.item(w.rows["standard"], "3.1").pk,
        "text": "投诉属实",
    },
    "grassroots:standard-add": lambda w: HEAD,
    "grassroots:standard-import": book,
    "grassroots:standard-import-version": book,
    "grassroots:standard-example": lambda w: {"level": "12"},
    "grassroots:standard-change": lambda w: HEAD,
    **{
        f"grassroots:{name}": lambda w: ITEM
        for name in ("standard-item", "item-change", "item-below")
    },
    "grassroots:campaign-add": lambda w: {
        "name": "新评估",
        "standards": [w.rows["standard"].pk],
        **dict.fromkeys(("starts_on", "self_due", "review_due", "ends_on"), str(today())),
    },
    "grassroots:campaign-draw": lambda w: {"sample_percent": "50", "sample_least": "1"},
    "grassroots:visits": lambda w: {
        "visitor": w.inside[Role.COUNTY_OFFICER].pk,
        "on": str(today()),
        "pick": [w.rows["told"].pk],
    },
    "grassroots:sheet-many": lambda w: {"action": "remind", "row": [w.rows["filling"].pk]},
    "grassroots:sheet-return": lambda w: {"returned_why": "缺照片"},
    "grassroots:part": lambda w: {
        f"m-{w.rows['blank-mark'].pk}": "35",
        f"n-{w.rows['blank-mark'].pk}": "牌子旧",
    },
    "grassroots:mark": lambda w: {"papers": builders.photo()},
    "grassroots:mark-use": lambda w: {"pick": [w.rows["evidenced"].pk]},
    "grassroots:mark-object": lambda w: {"text": "已有牌子"},
    "grassroots:objection-decide": lambda w: {"verdict": "no", "reply": "维持"},
    "grassroots:problem-add": lambda w: {
        "region": TOWN,
        "subject": "档案",
        "text": "缺页",
        "due": str(today() + timedelta(days=9)),
    },
    "grassroots:problem-plan": plan,
    "grassroots:problem-change": plan,
    "grassroots:problem-mend": lambda w: {"done": "已更换", "papers": builders.photo()},
    "grassroots:problem-verify": lambda w: {"passed": "yes"},
    "grassroots:problem-many": lambda w: {
        "action": "verify",
        "row": [w.rows["problem-mended"].pk],
        "filled": "1",
        "passed": "yes",
    },
    "grassroots:problem-reopen": lambda w: {
        "why": "又坏了",
        "due": str(today() + timedelta(days=9)),
    },
}
FILES = {"grassroots:standard-sheet"}
# Who opens a page that is for one organisation alone.
READERS = {
    "grassroots:campaign-draw": Role.CITY_OFFICER,
    "grassroots:mark-object": Role.TOWNSHIP_OFFICER,
}
