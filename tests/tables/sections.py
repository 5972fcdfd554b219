"""The cadres and congress rooms of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.builders import CITY, COUNTY, TOWN, VILLAGE
from tests.cadres import stage as cadres
from tests.congress import stage
from tests.leadership import stage as leadership
from tests.people.test_rules import numbered
from tests.tables import (
    appraisals,
    associations,
    commissioners,
    departments,
    grassroots,
    handouts,
    social,
    statistics,
    volunteers,
)
from tests.tables.joining import joined
from zulian.accounts.models import HandedPage, Post
from zulian.accounts.roles import Role
from zulian.cadres.services import files
from zulian.cadres.services import reserve as reserves
from zulian.congress.handed import TELLER, seat_id
from zulian.congress.models import Congress, Contest, Step
from zulian.congress.services import (
    contests,
    delegates,
    electoral_units,
    holding,
    meeting,
    rounds,
    tellers,
)
from zulian.foundation.clock import now, on_day, today
from zulian.people.models import Person


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    return joined(
        _cadres(inside[Role.COUNTY_OFFICER]),
        _congress(inside),
        grassroots.rows(inside),
        commissioners.rows(inside),
        volunteers.rows(inside),
        associations.rows(inside),
        social.rows(inside),
        handouts.rows(inside),
        departments.rows(inside),
        appraisals.rows(inside),
        statistics.rows(inside),
    )


def _cadres(county: Post) -> dict[str, Any]:
    offices = leadership.offices(COUNTY)
    file, other = cadres.cadre(county), cadres.cadre(county)
    inspected = leadership.inspection(file.person, county)
    reserve = cadres.nominated(other, county)
    reviewed = cadres.nominated(cadres.cadre(county), county)
    reserves.review(reviewed.pk, county, True, "组织部门同意")
    listed = cadres.on_list(cadres.cadre(county), county)
    bare = leadership.held(offices[2])
    type(bare).objects.filter(pk=bare.pk).update(source="")
    return {
        "term-bare": bare,
        "cadre": file,
        "entry": cadres.career(file),
        "training": files.plan_training(file.pk, "course", "业务培训", today()),
        "inspection": inspected,
        "reserve": reserve,
        "reserve-reviewed": reviewed,
        "reserve-listed": listed,
        "office": offices[0],
        "term": leadership.held(offices[1]),
    }


def _published(congress: Congress, person: Person, days: int) -> Contest:
    """A contest whose candidate was published so many days ago."""
    contest = contests.set_up(congress.pk, contests.Setup("board.vice", 1))
    contests.nominate(contest.pk, person, "self", "演示单位", "党委提名")
    with on_day(today() - timedelta(days=days)):
        return contests.publish(contest.pk)


def _congress(inside: dict[str, Post]) -> dict[str, Any]:
    city, county, town = (
        inside[role] for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
    )
    round_ = stage.open_round(city)
    top, own, low = stage.of(round_, CITY), stage.of(round_, COUNTY), stage.of(round_, TOWN)
    for there in Congress.objects.filter(round=round_, region__level=9).exclude(pk=low.pk):
        rounds.exempt(there.pk, city, "撤并")
    stage.units(top, [1], 3)
    electoral_units.units_from_below(top.pk)
    low = stage.ready(low, town, county, seats=3, code=VILLAGE)
    low = holding.hold(low.pk, today(), 3)
    stage.take_steps(low, town, county, ["presidium", "report"])
    own = stage.ready(own, county, city, seats=4, code=VILLAGE)
    spare = electoral_units.add_unit(own.pk, "备用单位", 0)
    unit = own.units.all()[0]
    electoral_units.change_unit(unit.pk, 1, unit.seats + 2)
    qualified = delegates.propose(
        own.pk, stage.people(VILLAGE, 1)[0], delegates.Name(unit, "self", 4)
    )
    delegates.review(qualified.pk, "qualify")
    absent = own.delegates.elected().order_by("pk")[1]
    meeting.check_out(absent.pk)
    proposed = delegates.propose(
        own.pk, stage.people(VILLAGE, 1)[0], delegates.Name(unit, "self", 4)
    )
    voting = stage.contest(own, "board.chair", stage.people(VILLAGE, 1), 1)
    waiting = contests.set_up(own.pk, contests.Setup("board.vice", 1))
    nominee = contests.nominate(
        waiting.pk, stage.people(VILLAGE, 1)[0], "self", "演示单位", "党委提名"
    )
    part = stage.contest(own, "board.member", stage.people(VILLAGE, 2), 2)
    part = stage.vote(part, [3, 1])
    public, shown = (_published(own, nominee.person, days) for days in (0, 20))
    counted = stage.contest(own, "board.vice", [nominee.person], 1)
    for seat, teller in (("a", "演甲"), ("b", "演乙")):
        tellers.enter(counted.pk, seat, stage.entered(counted, [3], teller))
    with on_day(today() - timedelta(days=20)):
        before = stage.open_round(city, 5)
    early = stage.of(before, COUNTY)
    submitted = rounds.report(
        Step.objects.get(congress=early, key="quota").pk, county, "已办理", []
    )
    return {
        "round": round_,
        "congress": own,
        "held": low,
        "early": early,
        "step": Step.objects.get(congress=early, key="group"),
        "step-submitted": submitted,
        "unit": unit,
        "spare": spare,
        "delegate": proposed,
        "delegate-qualified": qualified,
        "elected": own.delegates.present()[0],
        "absent": absent,
        "contest": voting,
        "nominating": waiting,
        "nominee": nominee,
        "partly": part,
        "contest-public": public,
        "contest-shown": shown,
        "contest-counted": counted,
        "congress-target": own.targets.get(trait="tied"),
        "teller-page": HandedPage.objects.create(
            kind=TELLER,
            object_id=seat_id(voting, "a"),
            label=voting.name,
            region_id=voting.region_id,
            shown_at=now(),
        ),
        "teller-key": tellers.teller_key(voting, "a", 0),
    }


PAGES = {
    **grassroots.PAGES,
    **commissioners.PAGES,
    **volunteers.PAGES,
    **associations.PAGES,
    **social.PAGES,
    **handouts.PAGES,
    **departments.PAGES,
    **appraisals.PAGES,
    **statistics.PAGES,
    "cadres:cadre": "cadre",
    **{
        f"cadres:cadre-{name}": "cadre"
        for name in ("change", "verify", "entry", "training", "paper", "inspect", "nominate")
    },
    "cadres:reserve-review": "reserve",
    "cadres:reserve-confirm": "reserve-reviewed",
    **{f"cadres:reserve-{name}": "reserve-listed" for name in ("recommend", "appoint", "evaluate")},
    "cadres:entry-drop": "entry",
    "cadres:training-done": "training",
    "leadership:inspection": "inspection",
    "leadership:admit": "inspection",
    "cadres:reserve": "reserve",
    "leadership:office": "office",
    "leadership:office-abolish": "office",
    "leadership:office-take": "office",
    "leadership:term-leave": "term",
    "leadership:term-source": "term-bare",
    **{
        f"congress:{name}": "congress"
        for name in (
            "congress",
            "congress-day",
            "congress-hold",
            "congress-quota",
            "congress-units",
            "congress-unit",
            "congress-share",
            "congress-target",
            "congress-delegates",
            "congress-name",
            "congress-pass-all",
            "congress-elect-all",
            "congress-composition",
            "relist",
            "congress-check-in",
            "live",
            "congress-seats",
            "congress-contests",
            "congress-contest",
        )
    },
    "congress:round-extend": "round",
    "congress:congress-exempt": "early",
    "congress:congress-file": "held",
    "congress:congress-by-election": "held",
    **{f"congress:step{name}": "step" for name in ("", "-report", "-owner")},
    "congress:step-judge": "step-submitted",
    "congress:unit-change": "unit",
    "congress:unit-drop": "spare",
    "congress:target-change": "congress-target",
    "congress:check": "congress",
    **{
        f"congress:delegate{name}": "delegate"
        for name in ("", "-change", "-qualify", "-reject", "-withdraw")
    },
    "congress:delegate-elect": "delegate-qualified",
    "congress:contest": "contest",
    "congress:contest-publish": "nominating",
    "congress:contest-nominate": "nominating",
    "congress:contest-reopen": "contest-public",
    "congress:contest-open": "contest-shown",
    "congress:contest-write-in": "contest",
    "congress:contest-decide": "contest-counted",
    "congress:contest-again": "partly",
    "congress:nominee-drop": "nominee",
    "congress:nominee-inspect": "nominee",
    "congress:ballot": "contest",
    "congress:result": "partly",
}
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    **grassroots.ARGUMENTS,
    **commissioners.ARGUMENTS,
    **volunteers.ARGUMENTS,
    **associations.ARGUMENTS,
    **social.ARGUMENTS,
    "congress:badge": lambda w: [w.rows["absent"].code],
    "congress:paper": lambda w: [w.rows["congress"].pk, "seats"],
    "congress:count": lambda w: [w.rows["teller-key"]],
}
WHO = {"name": "演新人", "home": VILLAGE, "ethnicity": "01", "phone": ""}


def who(number: int) -> dict[str, str]:
    """A person who is not there yet."""
    return {**WHO, "id_number": numbered(stage.BIRTH - timedelta(days=400), number)}


DELEGATE = {
    "tie": "self",
    "category": "1",
    "party": "yes",
    "grassroots": "yes",
    "work": "演示单位",
    "needs": ["braille"],
}
CONTEST = {"what": "up", "seats": "1", "differential": "no", "electorate": "congress"}
SENT: dict[str, Callable[[Any], Any]] = {
    **grassroots.SENT,
    **commissioners.SENT,
    **volunteers.SENT,
    **associations.SENT,
    **social.SENT,
    **handouts.SENT,
    **departments.SENT,
    **appraisals.SENT,
    **statistics.SENT,
    "cadres:cadre-add": lambda w: {**who(1), "region": COUNTY, "tie": "self", "sign": "none"},
    "cadres:cadre-change": lambda w: {
        "region": COUNTY,
        "tie": "self",
        "sign": "none",
        "status": "serving",
        "position": "科长",
    },
    "cadres:cadre-verify": lambda w: {},
    "cadres:cadre-entry": lambda w: {"kind": "award", "text": "先进个人"},
    "cadres:entry-drop": lambda w: {},
    "cadres:cadre-training": lambda w: {
        "kind": "school",
        "subject": "党校班",
        "planned_on": str(today()),
    },
    "cadres:training-done": lambda w: {"done_on": str(today()), "hours": "8"},
    "cadres:cadre-many": lambda w: {
        "action": "training",
        "row": w.rows["cadre"].pk,
        "filled": "1",
        "kind": "school",
        "subject": "党校班",
        "planned_on": str(today()),
    },
    "cadres:training-many": lambda w: {
        "action": "done",
        "row": w.rows["training"].pk,
        "filled": "1",
        "done_on": str(today()),
        "hours": "8",
    },
    "cadres:reserve-many": lambda w: {
        "action": "confirm",
        "row": w.rows["reserve-reviewed"].pk,
        "filled": "1",
        "basis": "演任〔2026〕1号",
    },
    "cadres:cadre-inspect": lambda w: {
        "purpose": "考察",
        "on": str(today()),
        "inspectors": "演示组",
        "notes": "工作认真负责，群众反映好。",
        "verdict": "fit",
    },
    "leadership:admit": lambda w: {"post": w.inside[Role.CITY_OFFICER].pk},
    "cadres:cadre-nominate": lambda w: {"level": "city", "direction": "副理事长", "reason": "踏实"},
    "cadres:reserve-review": lambda w: {"passed": "yes", "note": "同意"},
    "cadres:reserve-confirm": lambda w: {"basis": "演任〔2026〕1号"},
    "cadres:reserve-recommend": lambda w: {"recommended_to": "副理事长"},
    "cadres:reserve-appoint": lambda w: {"appointed_to": "副理事长", "appointed_on": str(today())},
    "cadres:reserve-evaluate": lambda w: {"verdict": "keep", "reason": "踏实"},
    "leadership:office-add": lambda w: {
        "region": TOWN,
        "body": "board",
        "rank": "member",
        "leading": "on",
    },
    "leadership:office-abolish": lambda w: {},
    "leadership:office-take": lambda w: {
        **who(2),
        "tie": "self",
        "how": "appointed",
        "since": str(today()),
    },
    "leadership:term-source": lambda w: {"source": "演任〔2026〕1号"},
    "leadership:term-leave": lambda w: {"ended_on": str(today()), "ended_why": "transfer"},
    "leadership:term-many": lambda w: {
        "action": "leave",
        "row": w.rows["term"].pk,
        "filled": "1",
        "ended_on": str(today()),
        "ended_why": "transfer",
    },
    "congress:round-add": lambda w: {
        "ordinal": "7",
        "township_due": str(today() + timedelta(days=9)),
        "county_due": str(today() + timedelta(days=19)),
        "city_due": str(today() + timedelta(days=29)),
    },
    "congress:round-extend": lambda w: {},
    "congress:congress-day": lambda w: {"day": str(today() + timedelta(days=90)), "place": "礼堂"},
    "congress:congress-hold": lambda w: {"held_on": str(today()), "attended": "4"},
    "congress:congress-file": lambda w: {},
    "congress:congress-exempt": lambda w: {"why": "撤并"},
    "congress:congress-many": lambda w: {
        "action": "exempt",
        "row": [w.rows["early"].pk],
        "filled": "1",
        "why": "撤并",
    },
    "congress:step-report": lambda w: {"note": "已成立"},
    "congress:step-judge": lambda w: {"approved": "yes"},
    "congress:step-many": lambda w: {
        "action": "judge",
        "row": [w.rows["step-submitted"].pk],
        "filled": "1",
        "approved": "yes",
    },
    "congress:step-owner": lambda w: {"owner": w.inside[Role.COUNTY_OFFICER].pk},
    "congress:congress-units": lambda w: {},
    "congress:congress-unit": lambda w: {"name": "县直单位", "weight": "10"},
    "congress:unit-change": lambda w: {"weight": "10", "seats": "2"},
    "congress:unit-drop": lambda w: {},
    "congress:congress-share": lambda w: {"size": "9"},
    "congress:congress-target": lambda w: {"trait": "women", "percent": "30", "number": "0"},
    "congress:target-change": lambda w: {"percent": "20", "number": "1"},
    "congress:congress-name": lambda w: {
        **who(3),
        **DELEGATE,
        "unit": w.rows["unit"].pk,
        "how": "elected",
    },
    "congress:delegate-change": lambda w: DELEGATE,
    "congress:delegate-qualify": lambda w: {},
    "congress:delegate-elect": lambda w: {},
    "congress:delegate-reject": lambda w: {"note": "材料不实"},
    "congress:delegate-withdraw": lambda w: {"note": "本人提出"},
    "congress:delegate-many": lambda w: {"action": "qualify", "row": [w.rows["delegate"].pk]},
    "congress:congress-pass-all": lambda w: {},
    "congress:congress-elect-all": lambda w: {},
    "congress:relist": lambda w: {"out": [w.rows["delegate"].pk]},
    "congress:check": lambda w: {"out": w.rows["elected"].pk},
    "congress:badge": lambda w: {},
    "congress:congress-seats": lambda w: {"per_row": "12"},
    "congress:congress-contest": lambda w: CONTEST,
    "congress:congress-by-election": lambda w: CONTEST | {"what": "board.vice"},
    **{
        f"congress:contest-{key}": lambda w: {}
        for key in ("publish", "reopen", "open", "decide", "again")
    },
    "congress:contest-nominate": lambda w: {**who(4), "tie": "self"},
    "congress:contest-write-in": lambda w: {**who(5), "tie": "none"},
    "congress:nominee-drop": lambda w: {},
    "congress:nominee-inspect": lambda w: {
        "purpose": "考察",
        "on": str(today()),
        "inspectors": "演示组",
        "notes": "工作认真负责，群众反映好。",
        "verdict": "fit",
    },
    "congress:count": lambda w: {
        "teller": "演甲",
        "present": "3",
        "issued": "3",
        "back": "3",
        "invalid": "0",
        **{
            f"{key}-{n.pk}": value
            for n in w.rows["contest"].nominees.all()
            for key, value in (("favour", 3), ("against", 0), ("abstain", 0))
        },
    },
}
# Answers to a click, and parts of a page.
ACTIONS = {
    *grassroots.ACTIONS,
    *commissioners.ACTIONS,
    *volunteers.ACTIONS,
    *associations.ACTIONS,
    *social.ACTIONS,
    *handouts.ACTIONS,
    *departments.ACTIONS,
    *appraisals.ACTIONS,
    *statistics.ACTIONS,
    "cadres:cadre-verify",
    "cadres:cadre-many",
    "cadres:training-many",
    "cadres:reserve-many",
    "cadres:entry-drop",
    "leadership:office-abolish",
    "leadership:term-many",
    "congress:round-extend",
    "congress:congress-file",
    "congress:congress-units",
    "congress:unit-drop",
    "congress:congress-many",
    "congress:step-many",
    "congress:delegate-many",
    "congress:delegate-qualify",
    "congress:delegate-elect",
    "congress:congress-pass-all",
    "congress:congress-elect-all",
    "congress:relist",
    "congress:check",
    "congress:nominee-drop",
    *(f"congress:contest-{key}" for key in ("publish", "reopen", "open", "decide", "again")),
}
FILES = {
    *grassroots.FILES,
    *commissioners.FILES,
    *volunteers.FILES,
    *associations.FILES,
    *social.FILES,
    *departments.FILES,
    *appraisals.FILES,
    *statistics.FILES,
    "cadres:cadre-paper",
    "cadres:reserve-paper",
    "leadership:leader-paper",
    "congress:paper",
    "congress:ballot",
    "congress:result",
    "congress:live",
}
