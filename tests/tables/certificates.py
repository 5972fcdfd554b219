"""The certificates and people rooms of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from tests import builders
from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates import office
from tests.certificates.office import Office, case_in, person, swear
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.exchange.port import Answer, Outcome
from zulian.certificates.models import (
    Certificate,
    Objection,
    Order,
    PromiseText,
    Request,
    Round,
    State,
    Stop,
    Team,
)
from zulian.certificates.models.visits import RequestState
from zulian.certificates.rules.cards import Kind, base_number, valid_until
from zulian.certificates.services import (
    across,
    deaths,
    desks,
    exchange,
    learning,
    moved,
    objections,
    portrait,
    public,
    setup,
    visits,
)
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.foundation.sealing import blind
from zulian.people import deaths as people_deaths
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Place, Region


def rows(inside: dict[str, Post], outside: dict[str, Post]) -> dict[str, Any]:
    """Everybody sworn, a hospital, people, a case in each state, a card, visits and their rounds."""
    office.texts()
    for side in (inside, outside):
        for role in (Role.CERTIFICATE_CLERK, Role.REVIEWER, Role.COUNTY_OFFICER, Role.CITY_OFFICER):
            swear(side[role])
    hospital = setup.designate(
        Region.objects.get(code=COUNTY), "演示医院", [1, 4], "演示", date(2018, 1, 1)
    )
    doctor = setup.appoint(hospital, inside[Role.ASSESSOR], [1, 4])
    who = Office(
        inside[Role.CERTIFICATE_CLERK],
        inside[Role.REVIEWER],
        inside[Role.COUNTY_OFFICER],
        inside[Role.ASSESSOR],
        hospital,
        doctor,
    )
    found = {
        "hospital": hospital,
        "text": PromiseText.objects.filter(region_id=CITY)[0],
        "desk": desks.add(who.leader, DESK),
    }
    return found | _people(who) | _cases(who) | _visits(who) | _told(who)


def _told(who: Office) -> dict[str, Any]:
    """Lines of lists: to be checked, checked, settled; households that moved away."""
    day, found = today(), {}
    for name in ("death", "death-checked", "death-settled", "departure"):
        holder = card_of(person(), day - timedelta(days=900)).person
        if name == "departure":
            found[name] = moved.report(
                who.clerk, holder.id_number, holder.name, day - timedelta(days=300), "police"
            )
            continue
        line = deaths.Line(holder.id_number, holder.name, day - timedelta(days=9), "civil")
        found[name] = deaths.report(who.clerk, line)
        if name != "death":
            deaths.check(found[name].pk, who.clerk, True, "入户核实")
    deaths.settle(found["death-settled"].pk, who.clerk)
    dead = card_of(person(), day - timedelta(days=900)).person
    people_deaths.record_death(dead, people_deaths.Told(day, "family"), who.clerk)
    dead.refresh_from_db()
    unlisted = card_of(person(), day - timedelta(days=900)).person
    wish = public.Wish("演求助", "13800005678", Region.objects.get(code=VILLAGE), "deliver", "卧床")
    theirs = Answer(Outcome.UNKNOWN, "0")
    found["check"] = exchange.keep(found["departure"].person, who.clerk, theirs)
    with scope(who.leader.region.scope()):
        found["chapter"] = learning.adopt_sample(who.leader)[0]
        found["chapter-question"] = found["chapter"].questions.all()[0]
    found["home-ask"] = public.ask(wish)
    return {**found, "dead": dead, "unlisted": unlisted}


def _people(who: Office) -> dict[str, Any]:
    someone, twin, merged = person(), person(), person()
    Person.objects.filter(pk=twin.pk).update(id_index="", id_number="", no_number="pending")
    relative = people.add_relative(someone, kind="guardian", relation="父亲", name="演父")
    Person.objects.filter(pk=merged.pk).update(id_index="", id_number="", no_number="pending")
    merged.refresh_from_db()
    people.merge(merged, someone, "重复")
    old = person(birth=date(1940, 2, 2))
    Person.objects.filter(pk=old.pk).update(since=timezone.now() - timedelta(days=4000))
    pictured = person()
    people.set_photo(pictured, builders.portrait(), who.clerk)
    return {
        "person": someone,
        "twin": twin,
        "merged": merged,
        "relative": relative,
        "old": old,
        "pictured": pictured,
    }


def _cases(who: Office) -> dict[str, Any]:
    day = today()
    found = {
        state: case_in(who, state)
        for state in (
            State.ORDER,
            State.ASSESS,
            State.REVIEW,
            State.APPROVE,
            State.PRODUCE,
            State.HANDOVER,
            State.UNQUALIFIED,
        )
    }
    made: dict[str, Any] = {f"case-{state}": case for state, case in found.items()}
    made["case-materials"] = case_in(who, State.MATERIALS, accepted_by=None, accepted_on=None)
    made["case-materials"].materials.create(region_id=VILLAGE, key="photos", name="照片")
    made["case-publish"] = case_in(
        who,
        State.PUBLISH,
        publish_from=day - timedelta(days=9),
        publish_until=day - timedelta(days=1),
    )
    made["case-publish"].history.create(
        region_id=VILLAGE,
        state=State.ASSESS,
        entered_on=day,
        due=day,
        left_on=day,
        days=0,
        by=who.assessor,
    )
    made["case-published-now"] = case_in(
        who, State.PUBLISH, publish_from=day, publish_until=day + timedelta(days=7)
    )
    several = card_of(person(), day - timedelta(days=900))
    Certificate.objects.filter(pk=several.pk).update(category=7, parts={})
    made["card-several"] = several
    made["case-paused"] = case_in(who, State.ORDER, paused_on=day, pause_reason="其他")
    with on_day(date(2013, 3, 19)):
        made["case-joint"] = case_in(who, State.ORDER)
        made["case-city"] = case_in(who, State.CITY)
    made["signers"] = office.leaders(COUNTY)
    made["case-check"] = case_in(who, State.CHECK)
    decided = case_in(who, State.REVIEW)
    made["objection-decided"] = Objection.objects.create(
        case=decided,
        ground="等级偏轻",
        state=Objection.State.REJECTED,
        filed_on=day,
        due=day,
        decided_on=day,
        decision="维持",
    )
    made["order"] = Order.objects.create(
        case=found[State.ASSESS],
        region_id=VILLAGE,
        hospital=who.hospital,
        categories=[4],
        ordered_on=day,
        due=day,
    )
    made["card"] = card_of(person(), day - timedelta(days=3600))
    comer = card_of(person(OTHER_VILLAGE), day - timedelta(days=900))
    made["case-incoming"] = case_in(
        who,
        State.RECEIVE,
        comer.person,
        kind=Kind.TRANSFER,
        to_region_id=VILLAGE,
        certificate=comer,
        category=4,
        grade=2,
    )
    made["objection"] = objections.file(
        made["case-published-now"].pk, who.clerk, "applicant", "等级偏轻"
    )
    made["mover"] = card_of(person(OTHER_VILLAGE), day - timedelta(days=900)).person
    return made


def card_of(holder: Person, issued: date, category: int = 4) -> Certificate:
    """A valid card without the case that it came from."""
    number = base_number(holder.id_number, category, 2)
    return Certificate.objects.create(
        person=holder,
        region=holder.region,
        number=number,
        number_index=blind(number),
        base_index=blind(number),
        category=category,
        grade=2,
        parts={str(category): 2},
        issued_on=issued,
        valid_until=valid_until(issued, 10),
    )


def _visits(who: Office) -> dict[str, Any]:
    places = [
        Place(region_id=code, latitude=42.0, longitude=121.6, source="演示")
        for code in (COUNTY, VILLAGE, OTHER_COUNTY)
    ]
    Place.objects.bulk_create(places)
    county, day = Region.objects.get(code=COUNTY), today()
    hours = {
        "starts": time(8, 30),
        "ends": time(17, 0),
        "capacity": 9,
        "active": True,
        "equipment": [],
        "assessor": who.doctor,
    }
    team = visits.save_team(
        Team(region=county), {"name": "第一小组", "members": "演甲、演乙", **hours}, who.clerk
    )
    asked = visits.ask(person(), who.clerk, visits.Wish("deliver", "counter", "卧床"))
    waiting, planned = (
        visits.ask(person(), who.clerk, visits.Wish("deliver", "phone", "卧床")) for _n in range(2)
    )
    visits.judge(waiting.pk, who.clerk, True, "已核实")
    draft = Round.objects.create(region=county, day=day + timedelta(days=2), at=timezone.now())
    released = Round.objects.create(
        region=county, day=day, at=timezone.now(), status=Round.Status.RELEASED
    )
    Request.objects.filter(pk=planned.pk).update(state=RequestState.PLANNED)
    stop = Stop.objects.create(
        round=released,
        team=team,
        request=planned,
        region=planned.region,
        order=1,
        arrive=time(9, 0),
        kilometres=5,
    )
    return {"team": team, "visit": asked, "draft-round": draft, "released": released, "stop": stop}


# Address → the row whose number it takes.
PAGES = {
    "people:person": "person",
    "people:person-correct": "person",
    "people:person-reveal": "person",
    "people:person-relative": "person",
    "people:relative-remove": "relative",
    "people:person-consent": "person",
    "people:person-photo": "person",
    "people:person-merge": "person",
    "people:person-unmerge": "merged",
    "people:person-close": "old",
    "people:person-file": "person",
    "people:person-looks": "person",
    "people:person-death": "person",
    "people:person-death-undo": "dead",
    "certificates:death": "death",
    "certificates:death-check": "death",
    "certificates:death-settle": "death-checked",
    "certificates:death-undo": "death-settled",
    "certificates:death-recall": "death-checked",
    "certificates:check": "check",
    "certificates:check-settle": "check",
    "certificates:card-check": "card",
    "certificates:chapter": "chapter",
    "certificates:chapter-change": "chapter",
    "certificates:chapter-question": "chapter",
    "certificates:chapter-question-drop": "chapter-question",
    "certificates:home-ask": "home-ask",
    "certificates:home-ask-take": "home-ask",
    "certificates:home-ask-refuse": "home-ask",
    "certificates:departure": "departure",
    "certificates:departure-tell": "departure",
    "certificates:departure-settle": "departure",
    "certificates:counter-person": "person",
    "certificates:case": "case-review",
    "certificates:case-materials": "case-materials",
    "certificates:case-order": "case-order",
    "certificates:case-joint": "case-joint",
    "certificates:case-order-many": "case-order",
    "certificates:case-published": "case-publish",
    "certificates:case-review": "case-review",
    "certificates:case-approve": "case-approve",
    "certificates:case-check": "case-check",
    "certificates:case-city": "case-city",
    "certificates:case-tell": "case-publish",
    "certificates:case-produce": "case-produce",
    "certificates:case-hand-over": "case-handover",
    "certificates:case-answer": "case-incoming",
    "certificates:case-doubt": "case-incoming",
    "certificates:case-pause": "case-order",
    "certificates:case-resume": "case-paused",
    "certificates:case-withdraw": "case-order",
    "certificates:case-forms": "case-assess",
    "certificates:case-letter": "case-unqualified",
    "certificates:case-object": "case-publish",
    "certificates:objection": "objection",
    "certificates:objection-decide": "objection",
    "certificates:objection-tell": "objection-decided",
    "certificates:card-renew": "card",
    "certificates:card-parts": "card-several",
    "certificates:assess": "order",
    "certificates:card": "card",
    "certificates:promise-text": "text",
    "certificates:promise-sign": "text",
    "certificates:visit-ask": "person",
    "certificates:visit": "visit",
    "certificates:visit-judge": "visit",
    "certificates:visit-cancel": "visit",
    "certificates:team": "team",
    "certificates:team-change": "team",
    "certificates:round": "released",
    "certificates:round-release": "draft-round",
    "certificates:round-close": "released",
    "certificates:round-sheets": "released",
    "certificates:stop": "stop",
    "certificates:hospital": "hospital",
    "certificates:hospital-change": "hospital",
    "certificates:hospital-assessor": "hospital",
    "certificates:desk": "desk",
    "certificates:desk-change": "desk",
}
TEAM = {
    "name": "第二小组",
    "members": "演丙",
    "starts": "08:30",
    "ends": "17:00",
    "capacity": "5",
    "active": "on",
}
DESK = {"place": "演示路 1 号", "phone": "0418-1234567", "hours": "周一至周五"}
HOSPITAL = {"name": "演示医院", "categories": ["1", "4"], "basis": "演示", "since": "2018-01-01"}
NEW = {
    "name": "演新人",
    "region": VILLAGE,
    "ethnicity": "01",
    "no_number": "pending",
    "sex": "male",
    "birth": "1980-01-01",
}


CHAPTER = {"number": "1", "title": "受理", "text": "内容"}


def _named(person: Person) -> dict[str, str]:
    return {"id_number": person.id_number, "name": person.name}


SENT: dict[str, Callable[[Any], Any]] = {
    "people:person-add": lambda w: NEW,
    "people:person-correct": lambda w: {"name": "演改名", "region": VILLAGE, "ethnicity": "02"},
    "people:person-reveal": lambda w: {"field": "phone", "reason": "电话核实材料"},
    "people:person-relative": lambda w: {"kind": "family", "relation": "配偶", "name": "演配偶"},
    "people:relative-remove": lambda w: {},
    "people:person-consent": lambda w: {"given": "yes", "purpose": "办证"},
    "people:person-photo": lambda w: {"photo": builders.portrait()},
    "people:person-merge": lambda w: {"into": w.rows["twin"].pk, "reason": "同一人"},
    "people:person-unmerge": lambda w: {},
    "people:person-close": lambda w: {"reason": "保管期已满"},
    "people:person-death": lambda w: {"died_on": str(today()), "source": "family"},
    "people:person-death-undo": lambda w: {"why": "误报"},
    "certificates:death-add": lambda w: {
        **_named(w.rows["unlisted"]),
        "died_on": str(today()),
        "source": "civil",
    },
    "certificates:death-check": lambda w: {"died": "yes", "how": "入户核实"},
    "certificates:death-settle": lambda w: {},
    "certificates:death-undo": lambda w: {"why": "同名误报"},
    "certificates:death-recall": lambda w: {"why": "家属来电说健在"},
    "certificates:death-many": lambda w: {
        "action": "settle",
        "row": [w.rows["death-checked"].pk],
    },
    "certificates:check-settle": lambda w: {"note": "已更正"},
    "certificates:card-check": lambda w: {},
    "certificates:chapter-add": lambda w: {**CHAPTER, "number": "99"},
    "certificates:chapter-change": lambda w: CHAPTER,
    "certificates:chapter-question": lambda w: {
        "text": "题目",
        "options": "甲\n乙",
        "answer": "1",
    },
    "certificates:chapter-question-drop": lambda w: {},
    "certificates:learning-sample": lambda w: {},
    "certificates:learning-test": lambda w: {
        f"q-{question.pk}": "0" for question in learning.paper_for(w.inside[Role.CERTIFICATE_CLERK])
    },
    "certificates:home-ask-take": lambda w: {
        "id_number": w.rows["person"].id_number,
        "for_other": "on",
    },
    "certificates:home-ask-refuse": lambda w: {"note": "不在对象范围内"},
    "certificates:public-progress": lambda w: {"code": public.code_of(w.rows["case-review"])},
    "certificates:public-check": lambda w: {"number": w.rows["card"].number, "name": "演张三"},
    "certificates:public-home": lambda w: {
        "name": "演求助",
        "phone": "13800005678",
        "region": VILLAGE,
        "place": "某号",
        "purpose": "deliver",
        "why": "卧床",
    },
    "certificates:departure-add": lambda w: {
        **_named(w.rows["unlisted"]),
        "moved_on": str(today()),
        "source": "police",
    },
    "certificates:departure-tell": lambda w: {"noticed_on": str(today()), "notice": "电话"},
    "certificates:departure-settle": lambda w: {"note": "已办迁移"},
    "certificates:counter": lambda w: {"words": w.rows["person"].id_number},
    "certificates:counter-register": lambda w: {**NEW, "consent": "on"},
    "certificates:counter-come": lambda w: {
        "region": VILLAGE,
        "id_number": w.rows["mover"].id_number,
    },
    "certificates:start": lambda w: {"all": "1", "categories": ["4"]},
    "certificates:case-materials": lambda w: {"received": ["photos"]},
    "certificates:case-order": lambda w: {"hospital": w.rows["hospital"].pk, "categories": ["4"]},
    "certificates:case-order-many": lambda w: {"hospital": w.rows["hospital"].pk},
    "certificates:case-joint": lambda w: {
        "part_4": "1",
        "signers": [t.pk for t in w.rows["signers"][:3]],
    },
    "certificates:case-published": lambda w: {},
    "certificates:case-review": lambda w: {"verdict": "pass"},
    "certificates:case-approve": lambda w: {"verdict": "pass"},
    "certificates:case-city": lambda w: {"verdict": "pass"},
    "certificates:case-check": lambda w: {"agreed": "yes"},
    "certificates:case-tell": lambda w: {"told_on": str(today()), "told_how": "letter"},
    "certificates:objection-tell": lambda w: {"told_on": str(today()), "told_how": "letter"},
    "certificates:case-produce": lambda w: {"checked": "on"},
    "certificates:case-hand-over": lambda w: {"how": "person", "to": "本人"},
    "certificates:case-answer": lambda w: {"agreed": "yes"},
    "certificates:case-doubt": lambda w: {"words": "与现场情况不符"},
    "certificates:across-start": lambda w: {"all": "1", "name": "演新名"},
    "certificates:case-pause": lambda w: {"reason": "其他", "words": "等村里回音"},
    "certificates:case-resume": lambda w: {},
    "certificates:case-withdraw": lambda w: {"reason": "不办了"},
    "certificates:case-object": lambda w: {"by_whom": "public", "ground": "情况不实"},
    "certificates:objection-decide": lambda w: {"upheld": "no", "decision": "维持"},
    "certificates:assess": lambda w: {"grade_4": "2", "reason_4": "检查报告见附件"},
    "certificates:case-many": lambda w: {"action": "published", "row": [w.rows["case-publish"].pk]},
    "certificates:card-renew": lambda w: {},
    "certificates:card-parts": lambda w: {"part_1": "3", "part_4": "2"},
    "certificates:card-many": lambda w: {"action": "renew", "row": [w.rows["card"].pk]},
    "certificates:promise-sign": lambda w: {
        "typed_name": w.inside[Role.CERTIFICATE_CLERK].user.name
    },
    "certificates:promise-paper": lambda w: {
        "post": w.inside[Role.REVIEWER].pk,
        "kind": w.rows["text"].kind,
        "signed_on": "2026-01-05",
        "scan": builders.photo(),
    },
    "certificates:promise-text-add": lambda w: {
        "kind": "confidentiality",
        "text": "新文本",
        "since": str(today()),
    },
    "certificates:visit-ask": lambda w: {
        "purpose": "deliver",
        "source": "counter",
        "why": "卧床",
        "cannot_travel": "on",
        "from_time": "09:00",
        "to_time": "16:00",
    },
    "certificates:visit-judge": lambda w: {"admitted": "yes", "note": "已核实"},
    "certificates:visit-cancel": lambda w: {"note": "不需要了"},
    "certificates:team-add": lambda w: TEAM,
    "certificates:team-change": lambda w: TEAM,
    "certificates:round-add": lambda w: {"day": str(today() + timedelta(days=1))},
    "certificates:round-release": lambda w: {},
    "certificates:round-close": lambda w: {},
    "certificates:field-sync": lambda w: json.dumps(
        [{"key": str(uuid.uuid4()), "stop": w.rows["stop"].pk, "version": 1, "outcome": "done"}]
    ),
    "certificates:stop": lambda w: {"outcome": "done", "note": "已办"},
    "certificates:hospital-add": lambda w: {**HOSPITAL, "name": "演示二院"},
    "certificates:hospital-change": lambda w: HOSPITAL,
    "certificates:desk-add": lambda w: DESK,
    "certificates:desk-change": lambda w: DESK,
    "certificates:hospital-assessor": lambda w: {
        "post": w.inside[Role.ASSESSOR].pk,
        "categories": ["1"],
    },
}
CLERK = (
    "counter",
    "counter-register",
    "counter-person",
    "start",
    "case-materials",
    "case-order",
    "case-joint",
    "case-order-many",
    "case-pause",
    "case-produce",
    "case-check",
    "case-tell",
    "objection-tell",
    "case-withdraw",
    "card-parts",
    "case-forms",
    "case-object",
    "case-hand-over",
    "case-answer",
    "case-doubt",
    "across",
    "across-start",
    "portrait",
    "round-sheets",
    "death-add",
    "death-check",
    "death-undo",
    "death-recall",
    "check-settle",
    "departure-add",
    "departure-tell",
    "departure-settle",
    "home-ask-take",
    "home-ask-refuse",
)
READERS = {
    **{f"certificates:{name}": Role.CERTIFICATE_CLERK for name in CLERK},
    "certificates:learning-test": Role.CERTIFICATE_CLERK,
    "people:person-death-undo": Role.CERTIFICATE_CLERK,
    "certificates:orders": Role.ASSESSOR,
    "certificates:assess": Role.ASSESSOR,
    "certificates:case-review": Role.REVIEWER,
    "certificates:case-city": Role.CITY_OFFICER,
    "certificates:objection-decide": Role.CITY_OFFICER,
}
# Answers to a click.
ACTIONS = {
    "people:relative-remove",
    "people:person-unmerge",
    "certificates:counter-come",
    "certificates:case-published",
    "certificates:case-resume",
    "certificates:case-many",
    "certificates:death-settle",
    "certificates:death-many",
    "certificates:card-check",
    "certificates:chapter-question-drop",
    "certificates:learning-sample",
    "certificates:card-renew",
    "certificates:card-many",
    "certificates:round-release",
    "certificates:round-close",
    "certificates:field-sync",
}
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "certificates:portrait": lambda w: [
        portrait.token_of(w.rows["pictured"], w.inside[Role.CERTIFICATE_CLERK])
    ],
    "certificates:across": lambda w: [across.token_of(w.rows["mover"])],
    "certificates:public-asked": lambda w: [w.rows["home-ask"].page_key],
    "certificates:across-start": lambda w: [across.token_of(w.rows["mover"]), "details"],
}
PUBLIC = {
    f"certificates:{name}"
    for name in (
        "public",
        "public-places",
        "public-progress",
        "public-check",
        "public-materials",
        "public-home",
        "public-asked",
    )
}
# Files to save, and parts of the field page.
FILES = {
    "people:person-file",
    "certificates:case-forms",
    "certificates:case-letter",
    "certificates:portrait",
    "certificates:expiry-notices",
    "certificates:round-sheets",
    "certificates:public-places",
    "certificates:field-worker",
    "certificates:field-manifest",
}
