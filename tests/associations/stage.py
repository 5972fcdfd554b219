"""Plain builders of associations, their people and their work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.builders import VILLAGE
from tests.congress.stage import people
from tests.tables.certificates import card_of
from zulian.accounts.models import Post
from zulian.associations.models import (
    Activity,
    Association,
    Committee,
    Contact,
    Kind,
    Meeting,
    Member,
    Research,
    Seat,
    Survey,
)
from zulian.associations.services import activities, bodies, contacts, meetings, research
from zulian.foundation.clock import today
from zulian.people.models import Person
from zulian.people.services import Entry
from zulian.regions.models import Region

CATEGORY = {Kind.BLIND: 1, Kind.DEAF: 2, Kind.PHYSICAL: 4, Kind.INTELLECTUAL: 5, Kind.MENTAL: 6}
EASY = "我们一起玩。大家都来。"
PLAN: dict[str, Any] = {
    "title": "盲人节读书会",
    "kind": "culture",
    "occasion": "blind",
    "brand": "听见好书",
    "place": "图书馆",
    "text": "一起听书",
    "easy": EASY,
    "access": "有引导员",
    "budget": 300,
}


def holder(kind: str = Kind.BLIND, code: str = VILLAGE) -> Person:
    """Somebody with a card of the group's category."""
    made = people(code, 1)[0]
    card_of(made, today() - timedelta(days=400), CATEGORY[Kind(kind)])
    return made


def entry(person: Person) -> Entry:
    return Entry(person.name, Region.objects.get(code=person.region_id), id_number=person.id_number)


def standing(post: Post, kind: str = Kind.BLIND, ago: int = 300) -> Association:
    """An association of the post's division, set up."""
    found = Association.objects.get(region_id=post.region_id, kind=kind)
    values = {
        "set_up_on": today() - timedelta(days=ago),
        "office": "残联二楼",
        "area": 20,
        "contact": "xh@example.org",
    }
    return bodies.change(found.pk, post, values)


def committee(post: Post, of: Association, ago: int = 200, size: int = 5) -> Committee:
    """A committee with a chair and a vice-chair of the group."""
    since = today() - timedelta(days=ago)
    made = bodies.elect(of.pk, post, since)
    for n in range(size):
        office = ("chair", "vice")[n] if n < 2 else "member"
        seat(post, made, office, since)
    return made


def seat(
    post: Post, of: Committee, office: str = "member", since: date | None = None, tie: str = "self"
) -> Seat:
    who = holder(of.association.kind)
    return bodies.take_seat(
        of.pk, post, entry(who), {"office": office, "tie": tie, "since": since or of.since}
    )


def member(post: Post, of: Association) -> Member:
    return bodies.join(of.pk, post, entry(holder(of.kind)), {"tie": "self", "joined_on": today()})


def notified(post: Post, found: Meeting, on: date | None = None) -> Meeting:
    return meetings.notify(
        found.pk, post, {"on": on or today(), "place": "二楼", "agenda": "一、通报"}
    )


def held(post: Post, found: Meeting) -> Meeting:
    """A meeting where everybody came."""
    notified(post, found)
    return meetings.hold(found.pk, post, list(meetings.due(found)), "议定了分工。")


def contact(post: Post, of: Seat) -> Contact:
    return contacts.assign(
        of.pk, post, holder(of.association.kind).id_number, today() - timedelta(days=30)
    )


def topic(post: Post, of: Association, title: str = "盲道占用") -> Research:
    return research.begin(
        of.pk,
        post,
        {"topic": title, "question": "哪里被占", "due_on": today() + timedelta(days=30)},
    )


def survey(post: Post, of: Research, anonymous: bool = True, started: bool = True) -> Survey:
    """A survey with a question of each kind."""
    values = {
        "title": "出行问卷",
        "intro": "请说说出行",
        "easy": EASY,
        "anonymous": anonymous,
        "until": today() + timedelta(days=9),
    }
    made = research.design(of.pk, post, values)
    for kind, options in (
        ("one", "常被占\n偶尔"),
        ("many", "车\n摊\n杂物"),
        ("scale", ""),
        ("words", ""),
    ):
        research.ask(
            made.pk,
            post,
            {
                "kind": kind,
                "text": f"问{kind}",
                "easy": "",
                "options": options,
                "required": kind != "words",
            },
        )
    return research.start(made.pk, post) if started else made


def given(
    of: Survey,
    one: str = "常被占",
    many: tuple[str, ...] = ("车",),
    scale: str = "4",
    words: str = "",
) -> dict[int, Any]:
    """Answers to a survey of `survey`."""
    values = {"one": one, "many": list(many), "scale": scale, "words": words}
    return {q.pk: values[q.kind] for q in of.questions.all()}


def planned(post: Post, of: Association, days: int = 5, **more: Any) -> Activity:
    return activities.plan(of.pk, post, PLAN | {"on": today() + timedelta(days=days)} | more)


def approved(post: Post, of: Association, days: int = 0, **more: Any) -> Activity:
    made = planned(post, of, days, **more)
    activities.submit(made.pk, post)
    return activities.judge(made.pk, post, approved=True, note="")
