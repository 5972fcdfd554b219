"""The associations room of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests import builders
from tests.associations import stage
from tests.builders import COUNTY
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.associations.models import Activity, Association, Contact, Kind, Meeting, Seat
from zulian.associations.services import (
    activities,
    bodies,
    cases,
    contacts,
    meetings,
    research,
    reviews,
)
from zulian.associations.services.cases import Complaint
from zulian.foundation.clock import on_day, today


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county's association of the blind."""
    county = inside[Role.COUNTY_OFFICER]
    found = stage.standing(county)
    bodies.set_budget(found.pk, county, today().year, 9000, "预算")  # type: ignore[arg-type]
    committee = stage.committee(county, found)
    member, other = stage.member(county, found), stage.member(county, found)
    paper = bodies.add_paper(
        found.pk, county, {"kind": "constitution", "title": "章程", "adopted_on": today()}
    )
    staff = bodies.add_staff(
        found.pk, county, {"name": "演干事", "full_time": True, "duty": "", "since": today()}
    )
    return {
        "association": found,
        "committee": committee,
        "association-member": member,
        "association-paper": paper,
        "association-staff": staff,
        "other-member": other,
        **_meetings(county, found),
        **_contacts(county, found),
        **_research(county, found),
        **_cases(county, found),
        **_activities(county, found, [member]),
    }


def _meetings(county: Post, found: Any) -> dict[str, Any]:
    # So few that on no day of the year more of them are late than the home page shows.
    Meeting.objects.exclude(association=found).delete()
    planned, noticed, held = Meeting.objects.filter(association=found).order_by("pk")[:3]
    stage.notified(county, noticed)
    stage.held(county, held)
    decision = meetings.decide(
        held.pk, county, "走访会员", county.region, today() + timedelta(days=30)
    )
    decision.url = ""
    decision.save()
    return {
        "own-meeting-planned": planned,
        "own-meeting-noticed": Meeting.objects.get(pk=noticed.pk),
        "own-meeting-held": Meeting.objects.get(pk=held.pk),
        "own-decision": decision,
    }


def _contacts(county: Post, found: Any) -> dict[str, Any]:
    seat, leaving = Seat.objects.filter(association=found, office="member").order_by("pk")[:2]
    contact = stage.contact(county, seat)
    contacts.visit(contact.pk, county, {"on": today(), "how": "text", "text": "平稳"}, "盲道被占")
    answered = contacts.collect(contact, today(), "希望培训")
    contacts.answer(answered.pk, county, "组联科", "年内举办")
    return {
        "seat": seat,
        "seat-leaving": leaving,
        "contact": Contact.objects.get(pk=contact.pk),
        "opinion-open": contact.opinions.get(state="open"),
        "opinion-answered": contact.opinions.get(state="answered"),
        "contact-person": stage.holder(),
    }


def _research(county: Post, found: Any) -> dict[str, Any]:
    field, reported, proposed = (stage.topic(county, found, f"课题{n}") for n in range(3))
    draft, live, named = (
        stage.survey(county, field, started=False),
        stage.survey(county, field),
        stage.survey(county, field, anonymous=False),
    )
    for n in range(5):
        research.fill_in(live.pk, f"world-{n}", stage.given(live))
    research.fill_in(named.pk, "world-named", stage.given(named), "演填表")
    for row in (field, reported, proposed):
        research.go_out(
            row.pk, county, {"on": today(), "place": "街上", "people": 3, "notes": "看过"}
        )
    for row in (reported, proposed):
        research.write_up(row.pk, county, "报告")
    research.propose(proposed.pk, county, "设护栏", "城管局")
    return {
        "topic": field,
        "topic-reported": reported,
        "topic-proposed": proposed,
        "survey-draft": draft,
        "survey-live": live,
        "survey-question": draft.questions.all()[0],
    }


def _cases(county: Post, found: Any) -> dict[str, Any]:
    fresh, refused, taken, closed = (
        cases.complain(found, Complaint("access", "演反映", "没有坡道")) for _n in range(4)
    )
    for row in (taken, closed):
        cases.take_up(row.pk, county)
        cases.note(row.pk, county, "已联系", shared=True)
    cases.close(closed.pk, county, "已解决")
    return {
        "rights-new": fresh,
        "rights-other": refused,
        "rights-taken": taken,
        "rights-closed": closed,
    }


def _activities(county: Post, found: Any, members: list[Any]) -> dict[str, Any]:
    draft, asked = (
        stage.planned(county, found, title="草案"),
        stage.planned(county, found, title="报批"),
    )
    activities.submit(asked.pk, county)
    ready = stage.approved(county, found, title="今天")
    coming = stage.approved(county, found, 9, title="以后")
    over, done = (
        stage.approved(county, found, title="刚办完"),
        stage.approved(county, found, title="已总结"),
    )
    for row in (over, done):
        activities.hold(row.pk, county, members, {"family": 3})
    activities.sum_up(done.pk, county, "很好", 100)  # type: ignore[arg-type]
    activities.add_award(
        found.pk,
        county,
        {"title": "优秀组织奖", "whom": "盲协", "level": "city", "by": "市残联", "on": today()},
    )
    photo = activities.add_photos(done.pk, county, [builders.photo()], "现场", True)[0]
    year = today().year
    points = {key: 1 for key, _w, _n in reviews.items(year)}
    with on_day(today()):
        review = reviews.rate_self(found.pk, county, year, points, "")
    deaf = stage.standing(county, Kind.DEAF)
    return {
        "own-activity-draft": draft,
        "own-activity-asked": asked,
        "own-activity-ready": ready,
        "own-activity-coming": coming,
        "own-activity-over": Activity.objects.get(pk=over.pk),
        "own-activity-done": Activity.objects.get(pk=done.pk),
        "own-photo": photo,
        "review": review,
        "association-deaf": deaf,
        "association-due": Association.objects.get(region_id=COUNTY, kind=Kind.PHYSICAL),
    }


def _pages(row: str, *names: str) -> dict[str, str]:
    return {f"associations:{name}": row for name in names}


PAGES = {
    **_pages(
        "association",
        "association",
        "association-change",
        "association-report",
        "association-staff",
        "association-paper",
        "association-budget",
        "association-spend",
        "association-member",
        "association-meeting",
        "association-research",
        "association-case",
        "association-activity",
        "association-honour",
        "association-review",
        "public-association",
        "easy-association",
    ),
    **_pages("association-deaf", "association-elect"),
    **_pages("association-due", "association-set-up"),
    **_pages("committee", "committee-seat"),
    **_pages("association-staff", "staff-end"),
    **_pages("association-member", "member"),
    **_pages("other-member", "member-leave"),
    **_pages("seat", "seat", "seat-contact"),
    **_pages("seat-leaving", "seat-leave"),
    **_pages("own-meeting-held", "meeting", "meeting-paper", "meeting-decision"),
    **_pages("own-meeting-planned", "meeting-notify"),
    **_pages("own-meeting-noticed", "meeting-hold", "meeting-move"),
    **_pages("own-decision", "decision-settle"),
    **_pages("contact", "contact", "contact-visit", "contact-end"),
    **_pages("opinion-open", "opinion", "opinion-answer"),
    **_pages("opinion-answered", "opinion-follow"),
    **_pages("topic", "research", "research-fieldwork", "research-report", "research-survey"),
    **_pages("topic-reported", "research-propose"),
    **_pages("topic-proposed", "research-verdict"),
    **_pages("survey-live", "survey", "survey-close", "survey-results"),
    **_pages("survey-draft", "survey-question", "survey-start"),
    **_pages("survey-question", "question-drop"),
    **_pages("rights-taken", "case", "case-note", "case-close", "case-admit"),
    **_pages("rights-new", "case-take"),
    **_pages("rights-other", "case-refuse"),
    **_pages("own-activity-done", "activity", "activity-photos", "activity-award"),
    **_pages("own-activity-draft", "activity-change", "activity-submit"),
    **_pages("own-activity-asked", "activity-judge"),
    **_pages("own-activity-coming", "activity-cancel", "public-activity", "easy-activity"),
    **_pages("own-activity-ready", "activity-hold"),
    **_pages("own-activity-over", "activity-sum"),
    **_pages("review", "review", "review-judge"),
    **_pages("own-photo", "public-photo", "photo-consent"),
}
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    **{
        f"associations:{name}": lambda w: [w.rows["survey-live"].code]
        for name in ("public-survey", "easy-survey", "survey-thanks")
    },
    **{
        f"associations:{name}": lambda w: [w.rows["rights-taken"].page_key]
        for name in ("mine", "mine-say", "easy-mine")
    },
    "associations:mine-rate": lambda w: [w.rows["rights-closed"].page_key],
}
PERSON = {"name": "演新会", "home": builders.VILLAGE, "ethnicity": "01", "phone": ""}


def who(person: Any) -> dict[str, Any]:
    """A person on file, as a form names them."""
    return {
        "id_number": person.id_number,
        "name": person.name,
        "home": person.region_id,
        "ethnicity": "01",
        "phone": "",
    }


def stranger(serial: int) -> dict[str, Any]:
    """Somebody who is not on file yet."""
    return PERSON | {"id_number": numbered(today().replace(year=1981, month=1, day=5), serial)}


def filled(w: Any) -> dict[str, Any]:
    """A survey filled in."""
    answers = {f"q{pk}": value for pk, value in stage.given(w.rows["survey-live"]).items()}
    return answers | {"token": research.hand_out(w.rows["survey-live"])}


PLAN = stage.PLAN | {"title": "新活动", "on": str(today() + timedelta(days=12))}
BODY = {"set_up_on": str(today()), "office": "二楼", "area": "20", "contact": "xh@example.org"}
COMPLAINT = {"matter": "work", "name": "演反映", "text": "拖欠工资"}


def points(year: int) -> dict[str, str]:
    """A point for everything."""
    return {key: "1" for key, _words, _most in reviews.items(year)}


SENT: dict[str, Callable[[Any], Any]] = {
    f"associations:{name}": value
    for name, value in {
        "association-change": lambda w: BODY,
        "association-set-up": lambda w: BODY,
        "association-staff": lambda w: {"name": "演新", "full_time": "yes", "since": str(today())},
        "staff-end": lambda w: {"until": str(today())},
        "association-paper": lambda w: {
            "kind": "finance",
            "title": "财务制度",
            "adopted_on": str(today()),
        },
        "association-budget": lambda w: {
            "year": str(today().year),
            "amount": "9500",
            "source": "预算",
        },
        "association-spend": lambda w: {"on": str(today()), "amount": "5", "purpose": "文具"},
        "association-elect": lambda w: {"since": str(today())},
        "committee-seat": lambda w: (
            stranger(11) | {"office": "member", "tie": "none", "since": str(today())}
        ),
        "seat-leave": lambda w: {"ended_on": str(today()), "ended_why": "调动"},
        "association-member": lambda w: (
            who(w.rows["contact-person"]) | {"tie": "self", "joined_on": str(today())}
        ),
        "member-leave": lambda w: {},
        "association-meeting": lambda w: {"kind": "other", "subject": "座谈", "on": str(today())},
        "meeting-notify": lambda w: {"on": str(today()), "place": "二楼", "agenda": "一"},
        "meeting-move": lambda w: {"on": str(today()), "place": "三楼", "agenda": "一"},
        "meeting-hold": lambda w: {
            "present": [s.pk for s in meetings.due(w.rows["own-meeting-noticed"])],
            "minutes": "议定",
        },
        "meeting-decision": lambda w: {
            "text": "走访",
            "owner": COUNTY,
            "due": str(today() + timedelta(days=9)),
        },
        "decision-settle": lambda w: {"outcome": "已办"},
        "seat-contact": lambda w: {
            "id_number": w.rows["contact-person"].id_number,
            "since": str(today()),
        },
        "contact-visit": lambda w: {"on": str(today()), "how": "home", "text": "平稳"},
        "contact-end": lambda w: {},
        "opinion-answer": lambda w: {"answered_by": "组联科", "answer": "已转办"},
        "opinion-follow": lambda w: {"changed": "yes", "change": "已办班"},
        "association-research": lambda w: {
            "topic": "新课题",
            "question": "问什么",
            "due_on": str(today()),
        },
        "research-fieldwork": lambda w: {
            "on": str(today()),
            "place": "街上",
            "people": "3",
            "notes": "看过",
        },
        "research-report": lambda w: {"report": "报告"},
        "research-propose": lambda w: {"proposal": "设护栏", "proposed_to": "城管局"},
        "research-verdict": lambda w: {"adopted": "yes", "verdict_by": "城管局", "verdict": "列入"},
        "research-survey": lambda w: {
            "title": "问卷",
            "intro": "说说",
            "easy": stage.EASY,
            "until": str(today()),
        },
        "survey-question": lambda w: {"kind": "words", "text": "还有吗"},
        "question-drop": lambda w: {},
        "survey-start": lambda w: {},
        "survey-close": lambda w: {},
        "association-case": lambda w: COMPLAINT | {"source": "visit"},
        "case-take": lambda w: {},
        "case-refuse": lambda w: {"note": "属法院"},
        "case-note": lambda w: {"text": "已联系"},
        "case-close": lambda w: {"outcome": "已补发"},
        "case-admit": lambda w: {"post": w.inside[Role.ASSOCIATION_OFFICER].pk},
        "association-activity": lambda w: PLAN,
        "activity-change": lambda w: PLAN,
        "activity-submit": lambda w: {},
        "activity-judge": lambda w: {"approved": "yes"},
        "activity-cancel": lambda w: {},
        "activity-hold": lambda w: {
            "members": [w.rows["association-member"].pk],
            **{f"guests-{key}": "0" for key, _words in activities.guest_kinds()},
        },
        "photo-consent": lambda w: {},
        "activity-sum": lambda w: {"effect": "好", "cost": "5"},
        "activity-photos": lambda w: {"papers": builders.photo(), "caption": "现场"},
        "activity-award": lambda w: {
            "title": "一等奖",
            "whom": "演",
            "level": "city",
            "by": "市",
            "on": str(today()),
        },
        "association-honour": lambda w: {
            "title": "先进",
            "whom": "演",
            "level": "city",
            "by": "市",
            "on": str(today()),
        },
        "association-review": lambda w: points(today().year),
        "review-judge": lambda w: points(today().year) | {"opinion": "好"},
        "association-many": lambda w: {
            "action": "budget",
            "row": [w.rows["association-deaf"].pk],
            "filled": "1",
            "year": str(today().year),
            "amount": "9000",
            "source": "预算",
        },
        "staff-many": lambda w: {
            "action": "end",
            "row": [w.rows["association-staff"].pk],
            "filled": "1",
            "until": str(today()),
        },
        "member-many": lambda w: {"action": "leave", "row": [w.rows["other-member"].pk]},
        "contact-many": lambda w: {"action": "end", "row": [w.rows["contact"].pk]},
        "opinion-many": lambda w: {
            "action": "answer",
            "row": [w.rows["opinion-open"].pk],
            "filled": "1",
            "answered_by": "组联科",
            "answer": "已转办",
        },
        "activity-many": lambda w: {"action": "submit", "row": [w.rows["own-activity-draft"].pk]},
        "case-many": lambda w: {
            "action": "take",
            "row": [w.rows["rights-new"].pk, w.rows["rights-other"].pk],
        },
        "public-survey": filled,
        "easy-survey": filled,
        "public-complain": lambda w: COMPLAINT | {"association": w.rows["association"].pk},
        "easy-complain": lambda w: COMPLAINT | {"association": w.rows["association"].pk},
        "mine-say": lambda w: {"text": "补充"},
        "mine-rate": lambda w: {"mark": "5"},
    }.items()
}
# Answers to a click.
ACTIONS = {
    f"associations:{name}"
    for name in (
        "member-leave",
        "contact-end",
        "question-drop",
        "survey-start",
        "survey-close",
        "case-take",
        "activity-submit",
        "activity-cancel",
        "photo-consent",
        "association-many",
        "staff-many",
        "member-many",
        "contact-many",
        "opinion-many",
        "activity-many",
        "case-many",
    )
}
FILES = {
    f"associations:{name}"
    for name in ("association-report", "meeting-paper", "survey-results", "public-photo")
}
# Open to everybody, or to whoever holds the key in the address.
PUBLIC = {
    f"associations:{name}"
    for name in (
        "public",
        "public-complain",
        "public-association",
        "public-activity",
        "public-photo",
        "public-survey",
        "survey-thanks",
        "easy",
        "easy-complain",
        "easy-associations",
        "easy-activities",
        "easy-surveys",
        "easy-association",
        "easy-activity",
        "easy-survey",
        "mine",
        "mine-say",
        "mine-rate",
        "easy-mine",
    )
}
