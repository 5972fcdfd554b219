"""Needs of the demo in every state, with who is asked and who served."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level, Region
from zulian.volunteers.demo.common import COUNTY, invented_name, moment
from zulian.volunteers.models import (
    HelpNeed,
    Qualification,
    Service,
    Stint,
    Volunteer,
)
from zulian.volunteers.services import needs, offers
from zulian.volunteers.services.common import trained_kinds
from zulian.volunteers.services.needs import Verdict, Wanted

ASKED = (
    ("company", "独居，希望每周有人来坐坐"),
    ("escort", "去县医院复查，需要陪同"),
    ("clean", "行动不便，请帮忙打扫"),
    ("hair", "卧床，请上门理发"),
    ("repair", "电灯坏了，请帮忙修"),
    ("sign", "去银行办事，需要手语翻译"),
    ("teach", "孩子需要辅导作业"),
    ("drive", "去康复中心，需要接送"),
)


def take_needs(chance: random.Random, today: date) -> None:
    """Needs of the demo county: served, booked, offered, to be matched, to be taken up; a few in the other counties."""
    for post in Post.objects.filter(role=Role.COUNTY_OFFICER).select_related("region"):
        people = list(Person.objects.alive().within(post.region).order_by("pk")[:200])
        known = disabilities_of([p.pk for p in people])
        people = [p for p in people if p.pk in known] or people
        count = 12 if post.region_id == COUNTY else 2
        for n, person in zip(
            range(count), chance.sample(people, min(count, len(people))), strict=False
        ):
            kind, words = ASKED[n % len(ASKED)]
            _one_need(chance, post, person, Wanted(kind, words, today, time(9), time(11)), today, n)
    for n in range(3):
        village = Region.objects.under(COUNTY).filter(level=Level.VILLAGE).order_by("code")[n]
        needs.ask(
            village,
            invented_name(chance),
            "12000000000",
            "村东头",
            Wanted("escort", "去医院看病，需要陪同", today + timedelta(days=4), time(8), time(12)),
        )


def _one_need(
    chance: random.Random, post: Post, person: Person, wanted: Wanted, today: date, n: int
) -> None:
    past = n % 3 == 0
    asked_on = (
        today - timedelta(days=chance.randint(12, 200))
        if past
        else today - timedelta(days=chance.randint(0, 5))
    )
    day = (
        asked_on + timedelta(days=chance.randint(1, 9))
        if past
        else today + timedelta(days=chance.randint(1, 10))
    )
    with on_day(asked_on):
        ahead = Wanted(
            wanted.kind,
            wanted.text,
            day,
            wanted.start,
            wanted.end,
            "week" if n % 4 == 1 else "",
            day + timedelta(days=21) if n % 4 == 1 else None,
        )
        need = needs.take_down(
            post, person, HelpNeed.Source.PHONE if n % 2 else HelpNeed.Source.VISIT, ahead
        )
        if not past and n % 7 == 1:
            return
        needs.triage(need.pk, ahead, Verdict(chance.choice(("low", "low", "middle", "high"))))
    if past:
        _serve(chance, need, day)
    elif n % 5 == 2:
        _book(need)


def _fitting(service: Service) -> list[Volunteer]:
    rows = (
        Volunteer.objects.within(Region.objects.get(code=f"{service.region_id[:6]}000000"))
        .active()
        .able(service.need.kind)
    )
    busy = Service.objects.live().filter(on=service.on, volunteer__isnull=False).values("volunteer")
    rows = rows.exclude(pk__in=busy).filter(registered_on__lt=service.on)
    if service.need.kind in trained_kinds():
        rows = rows.filter(
            pk__in=Qualification.objects.filter(
                key=service.need.kind, until__gte=service.on
            ).values("volunteer")
        )
    taken = set(
        Stint.objects.filter(volunteer__in=rows, day=service.on).values_list(
            "volunteer_id", flat=True
        )
    )
    return [volunteer for volunteer in rows[:20] if volunteer.pk not in taken]


def _serve(chance: random.Random, need: HelpNeed, day: date) -> None:
    """What was done is confirmed and rated."""
    for service in Service.objects.filter(need=need).select_related("need"):
        free = _fitting(service)
        if not free:
            continue
        volunteer = chance.choice(free)
        with on_day(service.on):
            offers.accept(
                offers.ask(service.pk, volunteer.pk, ["会做，有空，就在附近"]).pk, volunteer
            )
            needs.report_done(service.pk, moment(service.on, 8), moment(service.on, 10))
            needs.rate(service.pk, "served", chance.choice((5, 5, 4)), "很热心，谢谢")


def _book(need: HelpNeed) -> None:
    for n, service in enumerate(Service.objects.filter(need=need).select_related("need")):
        if free := _fitting(service):
            offer = offers.ask(service.pk, free[0].pk, ["会做，有空，就在附近"])
            if n % 2 == 0:
                offers.accept(offer.pk, free[0])
