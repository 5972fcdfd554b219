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
from zulian.grassroots.services import campaigns, checking, problems, standards

OTHER_TOWN = "210921101000"


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    city, county, town = (inside[role] for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER))
    used = [stage.standard(city), stage.standard(city, 12)]
    with on_day(today() - timedelta(days=60)):
        earlier = stage.campaign(city, used[0], name="上次评估")
        stage.settled(stage.sheet(earlier, TOWN), town, county, city)
    made = stage.campaign(city, *used)
    filling, submitted, told = (stage.sheet(made, code) for code in (VILLAGE, OTHER_TOWN, TOWN))
    stage.handed_in(submitted, town)
    stage.handed_in(told, town)
    campaigns.draw(made.pk, city, 100, 1, seed=7)
    checking.review(told.pk, county, stage.entries(told, "20", "10", "", ""))
    checking.finish_review(told.pk, county)
    marks = list(told.marks.order_by("item_id"))
    evidence = checking.add_evidence(
        filling.marks.order_by("item_id")[0].pk, inside[Role.COMMISSIONER], [builders.photo()], "门牌"
    )
    mine = stage.standard(county, published=False)
    ready = standards.new_version(stage.standard(county, 12).pk, county)
    return {
        "organisation": Organisation.objects.get(region=TOWN), "standard": used[0], "draft-standard": mine, "version": ready,
        "before": Standard.objects.get(pk=ready.replaces_id), "item": stage.item(mine, "1.1"), "campaign": made, "filling": filling,
        "handed": submitted, "told": told, "marked": marks[0], "blank-mark": filling.marks.order_by("item_id")[0], "evidenced": evidence[0],
        "mark-objection": checking.object_to(marks[1].pk, town, "有场所"), **_problems(told, town, county),
    }  # fmt: skip


def _problems(row: Any, town: Post, county: Post) -> dict[str, Any]:
    """One in each state."""
    found = {}
    for n, state in enumerate(("found", "mending", "mended", "done")):
        made = problems.find(row.region, problems.Finding(f"k{n}", f"事项{n}", "牌子破损", Problem.Source.OTHER), None)
        if n > 0:
            problems.plan(made.pk, "风大", "更换", town, today() + timedelta(days=5))
        if n > 1:
            problems.mend(made.pk, town, "已更换", [builders.photo()])
        if n > 2:
            problems.verify(made.pk, county, True, "属实")
        found[f"problem-{state}"] = made
    return found


PAGES = {
    **{f"grassroots:{name}": "organisation" for name in ("organisation", "organisation-change", "veto")},
    "grassroots:standard": "standard", "grassroots:standard-sheet": "standard", "grassroots:standard-change": "draft-standard",
    "grassroots:item-add": "draft-standard", "grassroots:item-change": "item", "grassroots:item-drop": "item",
    **{f"grassroots:{name}": "campaign" for name in ("campaign", "heat", "draw", "visits", "hand-in")},
    "grassroots:sheet": "told", "grassroots:sheet-return": "handed", "grassroots:sheet-remind": "filling", "grassroots:mark": "blank-mark",
    "grassroots:mark-use": "blank-mark", "grassroots:mark-object": "marked", "grassroots:decide": "mark-objection",
    "grassroots:problem": "problem-done", "grassroots:problem-plan": "problem-found", "grassroots:problem-mend": "problem-mending",
    "grassroots:problem-verify": "problem-mended", "grassroots:problem-reopen": "problem-done",
}  # fmt: skip
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "grassroots:standard-example": lambda w: [12],
    "grassroots:standard-compare": lambda w: [w.rows["version"].pk, w.rows["before"].pk],
    "grassroots:standard-step": lambda w: [w.rows["version"].pk, "publish"],
    "grassroots:item-move": lambda w: [w.rows["item"].pk, "down"],
    "grassroots:pack": lambda w: [w.rows["campaign"].pk, COUNTY],
    "grassroots:campaign-step": lambda w: [w.rows["campaign"].pk, "settle"],
    "grassroots:part": lambda w: [w.rows["filling"].pk, 1], "grassroots:sheet-step": lambda w: [w.rows["handed"].pk, "review"],
}  # fmt: skip
HEAD = {"name": "新标准", "level": "9", "pass_mark": "80", "good_mark": "90"}
ITEM = {"asked": "有台账", "kind": "score", "points": "5", "weight": "1", "method": "records"}
NUMBERS = {"posts": "1", "staff": "1", "office_area": "20", "activity_area": "30", "computers": "1", "funds": "3000"}
SENT: dict[str, Callable[[Any], Any]] = {
    "grassroots:organisation-change": lambda w: {**NUMBERS, "head": "演甲"},
    "grassroots:veto": lambda w: {"item": stage.item(w.rows["standard"], "3.1").pk, "text": "投诉属实"},
    "grassroots:standard-add": lambda w: HEAD,
    "grassroots:standard-import": lambda w: {**HEAD, "file": stage.workbook([stage.FIVE, ("甲", 5, "一", "a", "x")])},
    "grassroots:standard-example": lambda w: {}, "grassroots:standard-change": lambda w: HEAD, "grassroots:item-add": lambda w: ITEM,
    "grassroots:item-change": lambda w: ITEM, "grassroots:item-drop": lambda w: {}, "grassroots:item-move": lambda w: {},
    "grassroots:standard-step": lambda w: {},
    "grassroots:campaign-add": lambda w: {
        "name": "新评估", "standards": [w.rows["standard"].pk], "starts_on": str(today()), "self_due": str(today()),
        "review_due": str(today()), "ends_on": str(today()),
    },
    "grassroots:draw": lambda w: {"percent": "50", "least": "1"},
    "grassroots:visits": lambda w: {"visitor": w.inside[Role.COUNTY_OFFICER].pk, "on": str(today()), "pick": [w.rows["told"].pk]},
    "grassroots:hand-in": lambda w: {}, "grassroots:pack": lambda w: {}, "grassroots:campaign-step": lambda w: {},
    "grassroots:sheet-return": lambda w: {"why": "缺照片"}, "grassroots:sheet-remind": lambda w: {}, "grassroots:sheet-step": lambda w: {},
    "grassroots:part": lambda w: {f"m-{w.rows['blank-mark'].pk}": "35", f"n-{w.rows['blank-mark'].pk}": "牌子旧"},
    "grassroots:mark": lambda w: {"papers": builders.photo()}, "grassroots:mark-use": lambda w: {"pick": [w.rows["evidenced"].pk]},
    "grassroots:mark-object": lambda w: {"text": "已有牌子"}, "grassroots:decide": lambda w: {"verdict": "keep", "reply": "维持"},
    "grassroots:problem-add": lambda w: {"region": TOWN, "subject": "档案", "text": "缺页", "due": str(today() + timedelta(days=9))},
    "grassroots:problem-plan": lambda w: {
        "cause": "风大", "measure": "更换", "owner": w.inside[Role.TOWNSHIP_OFFICER].pk, "due": str(today() + timedelta(days=3)),
    },
    "grassroots:problem-mend": lambda w: {"done": "已更换", "papers": builders.photo()},
    "grassroots:problem-verify": lambda w: {"verdict": "pass"},
    "grassroots:problem-reopen": lambda w: {"why": "又坏了", "due": str(today() + timedelta(days=9))},
}  # fmt: skip
# Answers to a click.
ACTIONS = {
    "grassroots:standard-example", "grassroots:item-drop", "grassroots:item-move", "grassroots:standard-step",
    "grassroots:hand-in", "grassroots:pack", "grassroots:campaign-step", "grassroots:sheet-remind", "grassroots:sheet-step", "grassroots:mark-use",
}  # fmt: skip
FILES = {"grassroots:standard-sheet"}
