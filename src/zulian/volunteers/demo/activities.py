"""A year of activities of the demo: some over, some to come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import bulk, clock
from zulian.foundation.clock import on_day
from zulian.people.commemorative_days import year_days
from zulian.volunteers.demo.common import CITY, COUNTY
from zulian.volunteers.models import (
    Activity,
    SignUp,
    Slot,
    Volunteer,
)
from zulian.volunteers.services import activities

ACCESS = {"entrance": "yes", "toilet": "yes", "signing": "help", "guiding": "help"}


def arrange_activities(chance: random.Random, today: date) -> None:
    """Last year's and this year's days, in the city and the demo county; one tomorrow with people signed up."""
    over: list[tuple[Post, Activity]] = []
    for code, role in ((CITY, Role.CITY_OFFICER), (COUNTY, Role.COUNTY_OFFICER)):
        post = Post.objects.select_related("region").get(role=role, region_id=code)
        for year in (today.year - 1, today.year):
            for n, (day, key, _title, _usual) in enumerate(year_days(year)):
                if (n + (code == CITY)) % 2 == 0 or day > today + timedelta(days=60):
                    continue
                values = activities.template(key, year) | {"on": day}
                if day < today:
                    over.append((post, Activity(region=post.region, **_arranged(post, values))))
                else:
                    _plan(post, values)
    _hold(chance, over)
    county = Post.objects.select_related("region").get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    service_day = _plan(
        county,
        {
            "title": "阳光行动入户服务日（演示）",
            "occasion": "sunshine",
            "on": today,
            "text": "分组入户打扫、理发、量血压",
            "brand": "阳光行动",
        },
    )
    slots = list(service_day.slots.all())
    for volunteer in Volunteer.objects.under(COUNTY).active()[:9]:
        activities.sign_up(slots[0].pk, volunteer.pk)


def _arranged(post: Post, values: dict[str, object]) -> dict[str, object]:
    """What is said of an activity beside its occasion."""
    base = {
        "place": f"{post.region.name}文化广场",
        "safety": "现场负责人一名，备急救箱；雨天改在室内；专人引导轮椅通道。",
        "expected": 60,
    }
    return ACCESS | base | values


def _slots(activity: Activity) -> list[Slot]:
    """The two shifts of an activity, not yet written."""
    return [
        Slot(activity=activity, name=name, kind=kind, start=start, end=end, places=places)
        for name, kind, start, end, places in (
            ("现场引导", "event", time(8, 30), time(11, 30), 8),
            ("入户帮扶", "clean", time(13), time(16), 6),
        )
    ]


def _plan(post: Post, values: dict[str, object]) -> Activity:
    """An activity that is still to come, by the services."""
    activity = activities.plan(post, _arranged(post, values))
    bulk.create(_slots(activity))
    with on_day(min(activity.on, clock.today())):
        activities.publish(activity.pk, post)
    return activity


def _hold(chance: random.Random, over: Sequence[tuple[Post, Activity]]) -> None:
    """Activities that are over: held with four volunteers each, most of them summed up."""
    for _post, activity in over:
        activity.publish()
        activity.hold()
        if chance.random() < 0.85:
            activity.sum_up()
            activity.reached, activity.cost = (
                chance.randint(30, 180),
                Decimal(chance.randint(5, 40) * 100),
            )
            activity.summary, activity.coverage = (
                "志愿者分组服务，残疾人和家属反映良好。",
                "县融媒体中心报道",
            )
    bulk.create(activity for _post, activity in over)
    registered = {
        code: list(Volunteer.objects.under(code).only("registered_on").order_by("pk"))
        for code in {post.region_id for post, _activity in over}
    }
    slots: list[Slot] = []
    sign_ups: list[SignUp] = []
    for post, activity in over:
        first, second = _slots(activity)
        people = [
            volunteer
            for volunteer in registered[post.region_id]
            if volunteer.registered_on < activity.on
        ][:40]
        came = chance.sample(people, min(4, len(people)))
        first.taken = len(came)
        slots += [first, second]
        sign_ups += [
            SignUp(slot=first, volunteer=volunteer, on=activity.on, state=SignUp.State.DONE)
            for volunteer in came
        ]
    bulk.create(slots)
    for sign_up in sign_ups:
        # The key of the slot came with its row.
        sign_up.slot = sign_up.slot
    bulk.create(sign_ups)
