"""Plain builders of volunteers, needs, services and activities."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from tests.builders import COUNTY, VILLAGE
from tests.congress.stage import people
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.foundation.clock import on_day, today
from zulian.foundation.policy import policy
from zulian.people.models import Person
from zulian.regions.models import Place, Region
from zulian.volunteers.models import Activity, Group, HelpNeed, Service, Slot, Volunteer
from zulian.volunteers.models.registry import joined
from zulian.volunteers.proofs import POLICY
from zulian.volunteers.services import activities, needs, network, offers, registry
from zulian.volunteers.services.needs import Verdict, Wanted
from zulian.volunteers.services.registry import Application

_serial = count(1)
ALL_WEEK = (1 << 21) - 1
GOOD = {
    "entrance": "yes",
    "toilet": "yes",
    "signing": "help",
    "guiding": "no",
    "safety": "专人负责",
}


def id_number(years: int = 30) -> str:
    """A number nobody has yet, of somebody so old."""
    n = next(_serial)
    return numbered(
        today().replace(year=today().year - years, day=1) - timedelta(days=n // 900 + 40), n % 900
    )


def application(code: str = VILLAGE, years: int = 30, **more: Any) -> Application:
    base: dict[str, Any] = {
        "name": "演志愿",
        "id_number": id_number(years),
        "phone": "13900000000",
        "region": Region.objects.get(code=code),
        "skills": ["company", "clean"],
        "consent": True,
        "profile": {"times": ALL_WEEK, "radius": 20},
    }
    return Application(**(base | more))


def volunteer(
    code: str = VILLAGE,
    skills: tuple[str, ...] = ("company", "clean"),
    person: Person | None = None,
    **more: Any,
) -> Volunteer:
    """A registered volunteer with time all week."""
    columns: dict[str, Any] = {"registered_on": today() - timedelta(days=400), **more}
    made = Volunteer(
        person=person or people(code, 1)[0],
        region_id=code,
        number=f"V{next(_serial):08d}",
        skills=joined(skills),
        times=ALL_WEEK,
        radius=50,
        verified_on=today(),
        **columns,
    )
    made.save()
    return Volunteer.objects.with_names().get(pk=made.pk)


def wanted(
    days: int = 2, kind: str = "company", repeat: str = "", until: date | None = None
) -> Wanted:
    return Wanted(
        kind, "陪伴聊天", today() + timedelta(days=days), time(9), time(11), repeat, until
    )


def need(
    post: Post, days: int = 2, kind: str = "company", person: Person | None = None
) -> HelpNeed:
    """A need taken down, not yet taken up."""
    return needs.take_down(post, person or people(VILLAGE, 1)[0], "phone", wanted(days, kind))


def service(
    post: Post,
    days: int = 2,
    kind: str = "company",
    verdict: Verdict | None = None,
    person: Person | None = None,
) -> Service:
    """A service that waits for somebody."""
    made = needs.triage(
        need(post, days, kind, person).pk, wanted(days, kind), verdict or Verdict("low")
    )
    return Service.objects.get(need=made)


def offered(post: Post, who: Volunteer, days: int = 2) -> Service:
    made = service(post, days)
    offers.ask(made.pk, who.pk, ["有空"])
    return Service.objects.get(pk=made.pk)


def booked(post: Post, who: Volunteer, days: int = 2) -> Service:
    made = offered(post, who, days)
    offers.accept(made.offers.get().pk, who)
    return Service.objects.get(pk=made.pk)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def served(post: Post, who: Volunteer, ago: int = 3, confirmed: bool = True) -> Service:
    """A service of some days ago, for two hours."""
    with on_day(today() - timedelta(days=ago)) as day:
        made = booked(post, who, 0)
        if confirmed:
            needs.report_done(made.pk, moment(day, 8), moment(day, 10))
            return Service.objects.get(pk=made.pk)
        needs.arrive(made.pk, who)
    started = Service.objects.get(pk=made.pk)
    started.started_at = moment(day, 8)
    started.save()
    with on_day(day):
        needs.depart(made.pk, who)
    return Service.objects.get(pk=made.pk)


def group(post: Post) -> Group:
    """The leading group of a post's division, set up, with a member of each department that the policy names."""
    found = Group.objects.get(region=post.region_id)
    network.change_group(
        found.pk,
        post,
        {"leader": "演组长", "basis": "演1号", "set_up_on": today() - timedelta(days=90)},
    )
    for department in policy(POLICY, today())["group"]:
        network.add_member(
            found.pk,
            post,
            {"department": department, "name": "演委员", "title": "副局长", "phone": ""},
        )
    return Group.objects.with_names().get(pk=found.pk)


def meeting(post: Post, of: Group, ago: int = 0) -> Any:
    values = {
        "on": today() - timedelta(days=ago),
        "place": "会议室",
        "subject": "联席会议",
        "agenda": "一、通报",
    }
    return network.plan_meeting(of.pk, post, values)


def activity(
    post: Post, days: int = 5, places: int = 2, published: bool = True, title: str = "助残日活动"
) -> Activity:
    """An activity with one role."""
    values = GOOD | {
        "title": title,
        "occasion": "disabled",
        "on": today() + timedelta(days=days),
        "place": "广场",
        "text": "宣传",
        "expected": 10,
    }
    made = activities.plan(post, values)
    Slot.objects.create(
        activity=made, name="引导", kind="event", start=time(9), end=time(11), places=places
    )
    if published:
        activities.publish(made.pk, post)
    return Activity.objects.get(pk=made.pk)


def places() -> None:
    """The divisions of the tests lie a few kilometres apart."""
    for n, region in enumerate(Region.objects.under(COUNTY).order_by("code")):
        Place.objects.update_or_create(
            region=region,
            defaults={"latitude": 42.0 + n / 50, "longitude": 121.6, "source": "演示"},
        )


def apply(code: str = VILLAGE, **more: Any) -> Any:
    return registry.apply(application(code, **more))
