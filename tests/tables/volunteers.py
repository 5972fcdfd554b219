"""The volunteers room of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests import builders
from tests.builders import TOWN, VILLAGE
from tests.volunteers import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.people.models import Person
from zulian.volunteers.models import Activity, Unit
from zulian.volunteers.papers import certificate_code
from zulian.volunteers.services import activities, needs, network, registry, training
from zulian.volunteers.services.needs import Wanted

OTHER_DAY = 4


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    county = inside[Role.COUNTY_OFFICER]
    return joined_rows(county) | _network(county) | _activities(county)


def joined_rows(county: Post) -> dict[str, Any]:
    """Volunteers and their services."""
    stage.places()
    helpful, other, away, free = (stage.volunteer() for _n in range(4))
    registry.pause(away.pk, today() + timedelta(days=30))
    done, waiting = stage.served(county, helpful), stage.served(county, helpful, 5, confirmed=False)
    needs.rate(done.pk, "served", 5, "好")
    helper = stage.volunteer(skills=("sign", "company"))
    session = training.hold(
        county, {"title": "手语班", "on": today(), "place": "县残联", "hours": 8, "keys": ["sign"]}
    )
    training.sign_in_by_hand(session.pk, county, helper.number)
    training.passed(
        training.hold(
            county,
            {"title": "旧班", "on": today(), "place": "县残联", "hours": 8, "keys": ["sign"]},
        ).pk,
        county,
        [],
    )
    training.qualify(helper, "sign", today(), "手语班")
    team = registry.add_team(
        county,
        {"name": "演示团队", "region": county.region, "leader": "演队长", "phone": "", "host": ""},
    )
    unverified = stage.volunteer()
    unverified.verified_on = None
    unverified.save()
    returned, refused = stage.apply(), stage.apply()
    registry.return_for_correction(returned.pk, "照片不清")
    asked = needs.ask(
        county.region,
        "演家属",
        "13900000001",
        "村东",
        Wanted("company", "来坐坐", today() + timedelta(days=6), stage.time(9), stage.time(11)),
    )
    arriving = stage.booked(county, stage.volunteer(), 0)
    leaving = stage.booked(county, stage.volunteer(), 0)
    needs.arrive(leaving.pk, leaving.volunteer)
    past, portal = (
        stage.served(county, stage.volunteer(), 6, confirmed=False),
        stage.served(county, stage.volunteer(), 7, confirmed=False),
    )
    with on_day(today() - timedelta(days=2)):
        lapsed = stage.booked(county, stage.volunteer(), 0)
    accepted, declined = stage.offered(county, other, 3), stage.offered(county, other, OTHER_DAY)
    return {
        "volunteer": other,
        "helper": helper,
        "volunteer-unverified": unverified,
        "trained": session.people.create(volunteer=free, region=free.region),
        "away": away,
        "free-volunteer": free,
        "session-of-volunteers": session,
        "team-of-volunteers": team,
        "application": stage.apply(),
        "application-back": returned,
        "application-late": refused,
        "help-new": asked,
        "help-open": stage.service(county, 7).need,
        "service-open": stage.service(county, 8),
        "service-offered": accepted,
        "offer": accepted.offers.get(),
        "offer-no": declined.offers.get(),
        "service-booked": stage.booked(county, helper, 9),
        "service-done": waiting,
        "service-arriving": arriving,
        "service-leaving": leaving,
        "service-past": past,
        "service-lapsed": lapsed,
        "asked-done": portal,
        "concern": needs.report_concern(done.pk, "served", "被多收了钱"),
        "concern-open": needs.report_concern(done.pk, "served", "态度不好"),
    }


def _network(county: Post) -> dict[str, Any]:
    group = stage.group(county)
    spare = network.add_member(
        group.pk, county, {"department": "youth", "name": "演新员", "title": "", "phone": ""}
    )
    planned, noticed, held = (stage.meeting(county, group) for _n in range(3))
    for row in (noticed, held):
        network.notify(row.pk, county)
    network.hold(held.pk, county, [group.members.all()[0]], "议定了分工。")
    decision = network.decide(
        held.pk, county, "建齐联络站", county.region, today() + timedelta(days=30)
    )
    decision.url = ""
    decision.save()
    station = network.change_unit(
        Unit.objects.get(region=TOWN).pk, county, {"leader": "演站长", "set_up_on": today()}
    )
    return {
        "unit-of-volunteers": Unit.objects.get(region=VILLAGE),
        "station": station,
        "group": group,
        "member": spare,
        "meeting-planned": planned,
        "meeting-noticed": noticed,
        "meeting-held": held,
        "decision": decision,
    }


def _activities(county: Post) -> dict[str, Any]:
    draft, coming = (
        stage.activity(county, 20, published=False, title="策划中"),
        stage.activity(county, 12),
    )
    live = stage.activity(county, 0, title="今天的活动", places=5)
    slot = live.slots.get()
    signed, present = (activities.sign_up(slot.pk, stage.volunteer().pk) for _n in range(2))
    activities.come(present.pk)
    with on_day(today() - timedelta(days=5)):
        over = stage.activity(county, 0, title="上周的活动")
        activities.settle(over.pk, county)
        summed = stage.activity(county, 0, title="总结过的活动")
        activities.settle(summed.pk, county)
        activities.sum_up(summed.pk, county, {"reached": 9, "summary": "顺利"})
    photo = activities.add_photos(over.pk, county, [builders.photo()], "现场", True)[0]
    later = activities.sign_up(coming.slots.get().pk, stage.volunteer().pk)
    return {
        "activity-draft": draft,
        "activity-coming": coming,
        "activity-live": live,
        "activity-over": Activity.objects.get(pk=over.pk),
        "slot": coming.slots.get(),
        "slot-spare": draft.slots.get(),
        "sign-up": signed,
        "sign-up-present": present,
        "activity-photo": photo,
        "sign-up-later": later,
        "activity-summed": Activity.objects.get(pk=summed.pk),
    }


PAGES = {
    **{
        f"volunteers:{name}": "volunteer"
        for name in ("volunteer", "volunteer-change", "volunteer-remove", "card", "certificate")
    },
    "volunteers:volunteer-verify": "volunteer-unverified",
    "volunteers:team": "team-of-volunteers",
    "volunteers:trained-pass": "trained",
    "volunteers:volunteer-leave": "free-volunteer",
    "volunteers:volunteer-pause": "free-volunteer",
    "volunteers:volunteer-resume": "away",
    **{
        f"volunteers:{name}": "application"
        for name in (
            "registration",
            "registration-pass",
            "registration-return",
            "registration-refuse",
        )
    },
    **{f"volunteers:{name}": "station" for name in ("unit-change", "unit-dissolve")},
    **{f"volunteers:{name}": "unit-of-volunteers" for name in ("unit", "unit-set-up")},
    **{
        f"volunteers:{name}": "group"
        for name in ("group", "group-change", "group-member", "group-meeting")
    },
    "volunteers:member-drop": "member",
    "volunteers:meeting": "meeting-held",
    "volunteers:meeting-notify": "meeting-planned",
    "volunteers:meeting-paper": "meeting-held",
    "volunteers:meeting-hold": "meeting-noticed",
    "volunteers:meeting-decision": "meeting-held",
    "volunteers:decision-settle": "decision",
    **{
        f"volunteers:{name}": "session-of-volunteers"
        for name in ("training", "training-sign-in", "training-passed")
    },
    "volunteers:need": "help-open",
    "volunteers:need-triage": "help-new",
    "volunteers:need-refuse": "help-new",
    "volunteers:need-close": "help-open",
    "volunteers:service": "service-open",
    "volunteers:service-release": "service-booked",
    "volunteers:service-withdraw": "service-offered",
    "volunteers:service-cancel": "service-open",
    "volunteers:service-done": "service-lapsed",
    "volunteers:service-confirm": "service-done",
    "volunteers:concern": "concern",
    "volunteers:concern-settle": "concern-open",
    "volunteers:activity": "activity-live",
    "volunteers:activity-change": "activity-coming",
    "volunteers:activity-slot": "activity-coming",
    "volunteers:activity-publish": "activity-draft",
    "volunteers:activity-cancel": "activity-coming",
    "volunteers:activity-settle": "activity-live",
    "volunteers:activity-correct": "activity-summed",
    "volunteers:activity-photos": "activity-over",
    "volunteers:activity-sum": "activity-over",
    "volunteers:slot-drop": "slot-spare",
    "volunteers:sign-up-come": "sign-up",
    "volunteers:sign-up-go": "sign-up-present",
    "volunteers:public-activity": "activity-coming",
    "volunteers:public-photo": "activity-photo",
}


def _own(row: str, *more: str) -> Callable[[Any], list[Any]]:
    """The page key of a row, and the keys of others."""
    return lambda w: [w.rows[row].page_key, *(w.rows[name].pk for name in more)]


def _of_service(row: str) -> Callable[[Any], list[Any]]:
    """The page key of a service's volunteer, and the service."""
    return lambda w: [w.rows[row].volunteer.page_key, w.rows[row].pk]


def _asked(row: str) -> Callable[[Any], list[Any]]:
    return lambda w: [w.rows[row].need.page_key, w.rows[row].pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "volunteers:activity-plan": lambda w: ["disabled"],
    "volunteers:service-ask": lambda w: [w.rows["service-open"].pk, w.rows["free-volunteer"].pk],
    "volunteers:public-verify": lambda w: [certificate_code(w.rows["volunteer"], today())],
    "volunteers:public-card": lambda w: [w.rows["volunteer"].card_code],
    "volunteers:arrive": lambda w: [w.rows["activity-live"].code],
    **{
        f"volunteers:{name}": _own("volunteer")
        for name in ("mine", "mine-change", "mine-certificate")
    },
    "volunteers:mine-pause": _own("free-volunteer"),
    "volunteers:mine-resume": _own("away"),
    "volunteers:mine-mend": _own("application-back"),
    "volunteers:mine-code": _own("application-late"),
    "volunteers:mine-accept": _own("volunteer", "offer"),
    "volunteers:mine-decline": _own("volunteer", "offer-no"),
    "volunteers:mine-arrive": _of_service("service-arriving"),
    "volunteers:mine-depart": _of_service("service-leaving"),
    "volunteers:mine-fall-out": _of_service("service-booked"),
    "volunteers:mine-rate": _of_service("service-done"),
    "volunteers:mine-concern": _of_service("service-done"),
    "volunteers:mine-sign-up": _own("free-volunteer", "slot"),
    "volunteers:mine-sign-off": lambda w: [
        w.rows["sign-up-later"].volunteer.page_key,
        w.rows["sign-up-later"].pk,
    ],
    "volunteers:asked": lambda w: [w.rows["asked-done"].need.page_key],
    **{f"volunteers:asked-{name}": _asked("asked-done") for name in ("confirm", "rate", "concern")},
}
UNIT = {"leader": "演站长", "phone": "", "place": "活动室", "set_up_on": str(today())}
PROFILE = {"skills": ["company"], "radius": "5", "politics": "other", "times": ["1"]}
WANTED = {
    "kind": "company",
    "text": "来坐坐",
    "on": str(today() + timedelta(days=3)),
    "start": "09:00",
    "end": "11:00",
}
ACTIVITY = stage.GOOD | {
    "title": "新活动",
    "occasion": "disabled",
    "on": str(today() + timedelta(days=12)),
    "place": "广场",
    "text": "宣传",
    "expected": "5",
}


def who(number: int) -> dict[str, Any]:
    """Somebody new who applies."""
    return PROFILE | {
        "name": "演新志",
        "id_number": stage.id_number(30 + number),
        "phone": "13900000002",
        "region": VILLAGE,
        "consent": "on",
    }


def _someone() -> str:
    """The number of somebody on file."""
    return str(Person.objects.under(VILLAGE).exclude(id_index="")[0].id_number)


def _many(row: str, action: str, **more: str) -> Callable[[Any], dict[str, Any]]:
    """What is sent to do an action for a row chosen in the list."""
    return lambda w: {"action": action, "row": w.rows[row].pk, "filled": "1", **more}


SENT: dict[str, Callable[[Any], Any]] = {
    "volunteers:unit-add": lambda w: UNIT | {"host": "康复科"},
    "volunteers:unit-set-up": lambda w: UNIT,
    "volunteers:unit-change": lambda w: UNIT,
    "volunteers:unit-dissolve": lambda w: {},
    "volunteers:group-change": lambda w: {"leader": "演组长", "set_up_on": str(today())},
    "volunteers:group-member": lambda w: {"department": "health", "name": "演健"},
    "volunteers:member-drop": lambda w: {},
    "volunteers:group-meeting": lambda w: {
        "subject": "会",
        "on": str(today()),
        "place": "室",
        "agenda": "一",
    },
    "volunteers:meeting-notify": lambda w: {},
    "volunteers:meeting-hold": lambda w: {
        "present": [w.rows["group"].members.all()[0].pk],
        "minutes": "议定",
    },
    "volunteers:meeting-decision": lambda w: {
        "text": "建站",
        "owner": TOWN,
        "due": str(today() + timedelta(days=9)),
    },
    "volunteers:decision-settle": lambda w: {},
    "volunteers:registration-pass": lambda w: {"how": "document"},
    "volunteers:registration-return": lambda w: {"note": "缺电话"},
    "volunteers:registration-refuse": lambda w: {"note": "不符合"},
    "volunteers:register": lambda w: who(1) | {"how": "document"},
    "volunteers:volunteer-change": lambda w: PROFILE | {"region": VILLAGE},
    "volunteers:volunteer-verify": lambda w: {"how": "document"},
    "volunteers:volunteer-pause": lambda w: {"until": str(today() + timedelta(days=9))},
    "volunteers:volunteer-resume": lambda w: {},
    "volunteers:volunteer-leave": lambda w: {"why": "搬家"},
    "volunteers:volunteer-remove": lambda w: {"why": "违规"},
    "volunteers:team-add": lambda w: {"name": "新团", "region": TOWN, "leader": "演"},
    "volunteers:training-add": lambda w: {
        "title": "新班",
        "on": str(today()),
        "place": "室",
        "hours": "4",
        "keys": ["sign"],
    },
    "volunteers:training-sign-in": lambda w: {"number": w.rows["volunteer"].number},
    "volunteers:training-passed": lambda w: {
        "pick": [p.pk for p in w.rows["session-of-volunteers"].people.all()]
    },
    "volunteers:need-add": lambda w: WANTED | {"id_number": _someone(), "source": "phone"},
    "volunteers:need-triage": lambda w: WANTED | {"risk": "low"},
    "volunteers:need-refuse": lambda w: {"note": "不属于"},
    "volunteers:need-close": lambda w: {"note": "已解决"},
    "volunteers:match": lambda w: {
        "pick": [f"{w.rows['service-open'].pk}-{w.rows['free-volunteer'].pk}"]
    },
    "volunteers:service-ask": lambda w: {},
    "volunteers:service-release": lambda w: {"why": "有事"},
    "volunteers:service-withdraw": lambda w: {"why": "有事"},
    "volunteers:service-cancel": lambda w: {"why": "不需要了"},
    "volunteers:service-done": lambda w: {"start": "08:00", "end": "09:00"},
    "volunteers:service-confirm": lambda w: {},
    "volunteers:concern-settle": lambda w: {"outcome": "已退款"},
    "volunteers:activity-add": lambda w: ACTIVITY,
    "volunteers:activity-change": lambda w: ACTIVITY,
    "volunteers:activity-publish": lambda w: {},
    "volunteers:activity-slot": lambda w: {
        "name": "摄影",
        "kind": "event",
        "start": "09:00",
        "end": "10:00",
        "places": "2",
    },
    "volunteers:slot-drop": lambda w: {},
    "volunteers:activity-cancel": lambda w: {},
    "volunteers:activity-settle": lambda w: {},
    "volunteers:activity-photos": lambda w: {"papers": builders.photo(), "caption": "现场"},
    "volunteers:activity-sum": lambda w: {"reached": "9", "cost": "100", "summary": "顺利"},
    "volunteers:activity-correct": lambda w: {"reached": "9", "cost": "100", "summary": "顺利"},
    "volunteers:activity-plan": lambda w: ACTIVITY,
    "volunteers:trained-pass": lambda w: {},
    **{
        f"volunteers:{key}-many": _many(row, action, **more)
        for key, row, action, more in (
            ("volunteer", "volunteer-unverified", "verify", {"how": "document"}),
            ("registration", "application", "return", {"note": "缺电话"}),
            ("trained", "trained", "pass", {}),
            ("decision", "decision", "settle", {}),
            ("need", "help-new", "refuse", {"note": "不属于"}),
            ("service", "service-done", "confirm", {}),
            ("sign-up", "sign-up", "come", {}),
        )
    },
    "volunteers:sign-up-come": lambda w: {},
    "volunteers:sign-up-go": lambda w: {},
    "volunteers:public-join": lambda w: who(2),
    "volunteers:find": lambda w: {"number": "x", "address": "y@example.org"},
    "volunteers:public-ask": lambda w: (
        WANTED | {"name": "演家", "phone": "13900000003", "region": VILLAGE, "place": "村西"}
    ),
    "volunteers:mine-mend": lambda w: who(3),
    "volunteers:mine-code": lambda w: {"digits": "000000"},
    "volunteers:mine-change": lambda w: PROFILE,
    "volunteers:mine-pause": lambda w: {"until": str(today() + timedelta(days=9))},
    "volunteers:mine-resume": lambda w: {},
    "volunteers:mine-accept": lambda w: {},
    "volunteers:mine-decline": lambda w: {"why": "没空"},
    "volunteers:mine-arrive": lambda w: {},
    "volunteers:mine-depart": lambda w: {},
    "volunteers:mine-fall-out": lambda w: {"why": "生病"},
    "volunteers:mine-rate": lambda w: {"mark": "5"},
    "volunteers:mine-concern": lambda w: {"text": "路不好走"},
    "volunteers:mine-sign-up": lambda w: {},
    "volunteers:mine-sign-off": lambda w: {},
    "volunteers:arrive": lambda w: {},
    "volunteers:asked-confirm": lambda w: {},
    "volunteers:asked-rate": lambda w: {"mark": "4"},
    "volunteers:asked-concern": lambda w: {"text": "来晚了"},
}
# Answers to a click.
ACTIONS = {
    f"volunteers:{name}"
    for name in (
        "unit-dissolve",
        "member-drop",
        "meeting-notify",
        "decision-settle",
        "volunteer-resume",
        "training-passed",
        "trained-pass",
        "service-ask",
        "service-confirm",
        "activity-publish",
        "slot-drop",
        "activity-cancel",
        "activity-settle",
        "sign-up-come",
        "sign-up-go",
        *(
            "volunteer-many",
            "registration-many",
            "trained-many",
            "decision-many",
            "need-many",
            "service-many",
            "sign-up-many",
        ),
        "mine-resume",
        "mine-accept",
        "mine-arrive",
        "mine-depart",
        "mine-sign-up",
        "mine-sign-off",
        "asked-confirm",
    )
}
FILES = {
    f"volunteers:{name}"
    for name in (
        "certificate",
        "meeting-paper",
        "public-feed",
        "public-photo",
        "public-places",
        "mine-certificate",
    )
}
# Open to everybody, or to whoever holds the key in the address.
PUBLIC = {
    f"volunteers:{name}"
    for name in (
        "public",
        "public-places",
        "public-join",
        "public-ask",
        "find",
        "public-activities",
        "public-feed",
        "public-activity",
        "public-photo",
        "public-verify",
        "public-card",
        "arrive",
        "mine",
        "mine-mend",
        "mine-code",
        "mine-change",
        "mine-pause",
        "mine-resume",
        "mine-certificate",
        "mine-accept",
        "mine-decline",
        "mine-arrive",
        "mine-depart",
        "mine-fall-out",
        "mine-rate",
        "mine-concern",
        "mine-sign-up",
        "mine-sign-off",
        "asked",
        "asked-confirm",
        "asked-rate",
        "asked-concern",
    )
}
