"""Yearly appraisal in the world of the standing tables: schemes of the county, a draft, one that runs, one whose results were told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.builders import TOWN, photo
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.appraisals.models import Scheme, Score
from zulian.appraisals.rules import Kind
from zulian.appraisals.services import marks, schemes
from zulian.documents.services import keep
from zulian.foundation.clock import now
from zulian.plans.models import Circular


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """Each by a plan of its own, closed long ago, so that nothing of them waits for anybody."""
    county, town = inside[Role.COUNTY_OFFICER], inside[Role.TOWNSHIP_OFFICER]
    draft, begun, told, free = (_plan(county, year) for year in (2001, 2002, 2003, 2004))
    made: dict[str, Any] = {"plan-free": free}
    made["scheme-draft"] = schemes.draw_up(county, draft, "2001年度考核办法")
    made["scheme-item"] = made["scheme-draft"].items.all()[0]
    running = schemes.draw_up(county, begun, "2002年度考核办法")
    made["scheme-issued"] = schemes.issue(running.pk, county)
    made["score-issued"] = _score(running, Kind.BONUS)
    made["item-issued"] = made["score-issued"].item
    over = schemes.draw_up(county, told, "2003年度考核办法")
    schemes.issue(over.pk, county)
    made["scheme-told"] = schemes.tell(over.pk, county)
    made["unit-result"] = over.results.get(region=TOWN)
    made["score-told"] = _score(over, Kind.LATE)
    made["score-objected"] = marks.object_to(_score(over, Kind.BONUS).pk, town, "应加分")
    return made


def _plan(by: Post, year: int) -> Circular:
    file = keep(photo(), "来文.jpg", by.region, by)
    return Circular.objects.create(
        source=file,
        default_due=date(year, 12, 31),
        region=by.region,
        status=Circular.Status.ADOPTED,
        title=f"{year}年工作要点",
        year=year,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        closed_at=now(),
    )


def _score(scheme: Scheme, kind: Kind) -> Score:
    return Score.objects.get(result__scheme=scheme, result__region=TOWN, item__kind=kind)


ITEM = {
    "title": "台账",
    "kind": "measured",
    "points": "40",
    "late_by": "all",
    "each": "",
    "rule": "",
}
PAGES = {
    **{f"appraisals:scheme-{name}": "scheme-draft" for name in ("issue", "item", "rename", "drop")},
    **{f"appraisals:scheme-{name}": "scheme-issued" for name in ("count", "tell", "recall")},
    "appraisals:scheme": "scheme-told",
    "appraisals:scheme-publish": "scheme-told",
    "appraisals:scheme-summary": "scheme-told",
    "appraisals:item-change": "scheme-item",
    "appraisals:item-marks": "item-issued",
    "appraisals:item-drop": "scheme-item",
    "appraisals:result": "unit-result",
    "appraisals:result-paper": "unit-result",
    "appraisals:score-judge": "score-issued",
    "appraisals:score-prove": "score-issued",
    "appraisals:score-object": "score-told",
    "appraisals:score-answer": "score-objected",
}
SENT: dict[str, Callable[[Any], Any]] = {
    "appraisals:scheme-draw-up": lambda w: {"circular": w.rows["plan-free"].pk, "name": "办法"},
    "appraisals:scheme-issue": lambda w: {"sure": "on"},
    "appraisals:scheme-count": lambda w: {},
    "appraisals:scheme-tell": lambda w: {"sure": "on"},
    "appraisals:scheme-publish": lambda w: {"sure": "on"},
    "appraisals:scheme-recall": lambda w: {"reason": "分值有误"},
    "appraisals:scheme-item": lambda w: {
        **ITEM,
        "kind": "judged",
        "title": "创新",
    },
    "appraisals:scheme-rename": lambda w: {"name": "新名"},
    "appraisals:scheme-drop": lambda w: {},
    "appraisals:item-change": lambda w: ITEM,
    "appraisals:item-drop": lambda w: {},
    "appraisals:item-marks": lambda w: {f"given_{w.rows['score-issued'].pk}": "2"},
    "appraisals:score-judge": lambda w: {"given": "2", "note": "先进"},
    "appraisals:score-prove": lambda w: {"papers": photo()},
    "appraisals:score-object": lambda w: {"ground": "已按时上报"},
    "appraisals:score-answer": lambda w: {"given": "", "reply": "维持"},
}
ACTIONS = {
    *(f"appraisals:scheme-{name}" for name in ("count", "drop")),
    "appraisals:item-drop",
}
FILES = {"appraisals:result-paper", "appraisals:scheme-summary"}
READERS = {f"appraisals:score-{name}": Role.TOWNSHIP_OFFICER for name in ("object", "prove")}
