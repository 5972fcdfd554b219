"""The demo of the volunteers room: a network with holes, volunteers everywhere, needs in every state, a year of activities."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from django.utils import timezone

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import bulk, clock
from zulian.foundation.clock import on_day
from zulian.foundation.dates import months_before, years_after
from zulian.foundation.work import unit_of_work
from zulian.leadership.demo import adults
from zulian.people.commemorative_days import year_days
from zulian.people.demo import Adults
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level, Region
from zulian.volunteers.models import (
    Activity,
    Group,
    HelpNeed,
    Member,
    Qualification,
    Service,
    SignUp,
    Slot,
    Stint,
    Trained,
    Unit,
    Volunteer,
)
from zulian.volunteers.models.registry import joined
from zulian.volunteers.rules.figures import bit, stars_of
from zulian.volunteers.services import activities, needs, network, offers, registry, training
from zulian.volunteers.services.common import figures, trained_kinds
from zulian.volunteers.services.needs import Verdict, Wanted
from zulian.volunteers.services.registry import Application, number_of

SEED = 20130403
CITY, COUNTY = "210900000000", "210921000000"
# The group that says it is set up and lacks a department.
INCOMPLETE = ("210904000000", "youth")
GROWN_UP = 18
DEPARTMENTS = (
    ("civil", "文明办"),
    ("edu", "教育局"),
    ("health", "卫生健康局"),
    ("affairs", "民政局"),
    ("youth", "团委"),
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ("演春", "演夏", "演秋", "演冬", "演松", "演柏")
KINDS = (
    "company",
    "escort",
    "care",
    "clean",
    "repair",
    "hair",
    "drive",
    "teach",
    "sign",
    "braille",
    "rehab",
    "legal",
    "culture",
    "event",
)
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


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where volunteers are."""
    if Volunteer.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        _network(chance, today)
        _meetings(today)
        _people(chance, today)
        _hours(chance, today)
        _training(chance, today)
        _activities(chance, today)
        _needs(chance, today)
        _applications(chance, today)


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def _network(chance: random.Random, today: date) -> None:
    rows = list(Unit.objects.with_names().exclude(kind=Unit.Kind.BRIGADE))
    for row in rows:
        share = {4: 1.0, 6: 0.9, 9: 0.85, 12: 0.72}[row.region.level]
        if chance.random() < share:
            # A few were only ticked off: with their date, and no leader or place.
            row.leader = _name(chance) if chance.random() < 0.97 else ""
            row.place = f"{row.region.name}残疾人活动室" if chance.random() < 0.97 else ""
            row.set_up_on = today - timedelta(days=chance.randint(100, 1400))
    bulk.save(rows, ["leader", "place", "set_up_on"])
    city = Post.objects.get(role=Role.CITY_OFFICER, region_id=CITY)
    for host in (
        "组织联络科",
        "康复科",
        "教育就业科",
        "维权科",
        "盲人协会",
        "聋人协会",
        "肢残人协会",
        "精神残疾人及亲友协会",
    ):
        network.add_brigade(
            city,
            {
                "host": host,
                "leader": _name(chance),
                "place": "市残联",
                "set_up_on": today - timedelta(days=700),
            },
        )
    groups = list(Group.objects.exclude(region_id="210911000000"))
    members: list[Member] = []
    for group in groups:
        group.leader, group.set_up_on = _name(chance), today - timedelta(days=600)
        group.basis = f"演志助〔{group.set_up_on.year}〕1号"
        members += [
            Member(group=group, department=key, name=_name(chance), title=f"{office}副职")
            for key, office in DEPARTMENTS
            if (group.region_id, key) != INCOMPLETE
        ]
    bulk.save(groups, ["leader", "set_up_on", "basis"])
    bulk.create(members)


def _meetings(today: date) -> None:
    for post in Post.objects.filter(
        role__in=[Role.CITY_OFFICER, Role.COUNTY_OFFICER],
        region__in=Group.objects.exclude(set_up_on=None).values("region"),
    ):
        group = Group.objects.get(region_id=post.region_id)
        if post.region_id in {"210904000000"}:
            continue
        day = max(date(today.year, 1, 1), today - timedelta(days=60))
        values = {
            "on": day,
            "place": "二楼会议室",
            "subject": "志愿助残工作联席会议（演示）",
            "agenda": "一、通报上年工作\n二、研究助残日活动\n三、议定分工",
        }
        with on_day(day):
            made = network.plan_meeting(group.pk, post, values)
            network.notify(made.pk, post)
            network.hold(
                made.pk,
                post,
                list(group.members.all()[:4]),
                "会议通报了上年志愿助残工作，议定了今年的重点活动和分工。",
            )
            if post.region_id == COUNTY:
                town = Region.objects.under(COUNTY).filter(level=Level.TOWNSHIP).order_by("code")[0]
                network.decide(
                    made.pk, post, "年底前建齐所有村联络站", town, date(today.year, 12, 25)
                )


def _people(chance: random.Random, today: date) -> None:
    """Some for each township, more in the demo county; all of age on the day on which they registered."""
    rows: list[Volunteer] = []
    people = Adults(CITY, today, GROWN_UP, 65, SEED)
    below: dict[str, list[Region]] = defaultdict(list)
    for village in (
        Region.objects.under(CITY).current().filter(level=Level.VILLAGE).order_by("code")
    ):
        below[village.parent_code].append(village)
    for place in Region.objects.under(CITY).current().filter(level=Level.TOWNSHIP).order_by("code"):
        villages = below[place.code]
        most = chance.randint(5, 13) if place.code.startswith(COUNTY[:6]) else chance.randint(2, 4)
        for n in range(most):
            person = people.new(place)
            since = max(
                today - timedelta(days=chance.randint(20, 1200)),
                years_after(person.birth, GROWN_UP),
            )
            checked = chance.random() < 0.93
            rows.append(
                Volunteer(
                    person=person,
                    region=chance.choice(villages) if villages and n else place,
                    number=f"~{place.code[4:]}{n}",
                    registered_on=since,
                    skills=joined(sorted(chance.sample(KINDS, chance.randint(2, 5)))),
                    radius=chance.choice((5, 10, 15, 30)),
                    vehicle=chance.choice(("", "", "bike", "car")),
                    verified_on=since if checked else None,
                    verified_how="见身份证原件" if checked else "",
                    times=sum(
                        bit(d, p) for d in range(7) for p in range(3) if chance.random() < 0.5
                    ),
                    education=chance.choice(("high", "college", "bachelor")),
                    politics=chance.choice(("party", "league", "other")),
                )
            )
    people.write()
    for row in rows:
        # The key of the person came with `write`.
        row.person = row.person
    made = bulk.create(rows)
    for row in made:
        row.number = number_of(row)
    bulk.save(made, ["number"])


@cache
def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _hours(chance: random.Random, today: date) -> None:
    """Stretches of two years, most of them confirmed; some people have many hours, so that there are stars."""
    stints: list[bulk.Row] = []
    volunteers = list(Volunteer.objects.all())
    for volunteer in volunteers:
        days: set[date] = set()
        for _n in range(chance.choice((0, 1, 3, 6, 12, 60))):
            day = today - timedelta(days=chance.randint(3, 500))
            if day <= volunteer.registered_on or day in days:
                continue
            days.add(day)
            hours = chance.choice((2, 2, 3, 4, 8))
            is_confirmed = chance.random() < 0.97
            stints.append(
                {
                    "volunteer_id": volunteer.pk,
                    "kind": chance.choice(volunteer.skill_keys),
                    "day": day,
                    "start": _moment(day, 8),
                    "end": _moment(day, 8 + hours),
                    "hours": Decimal(hours),
                    "how": Stint.How.STATION,
                    "confirmed_on": day if is_confirmed else None,
                }
            )
            if is_confirmed:
                volunteer.hours += Decimal(hours)
                volunteer.times_served += 1
                volunteer.last_served_on = max(volunteer.last_served_on or day, day)
        volunteer.stars = stars_of(volunteer.hours, figures()["stars"])
    bulk.insert(Stint, stints)
    bulk.save(volunteers, ["hours", "times_served", "last_served_on", "stars"])


def _training(chance: random.Random, today: date) -> None:
    for post in Post.objects.filter(role=Role.COUNTY_OFFICER).select_related("region"):
        day = today - timedelta(days=120)
        made = training.hold(
            post,
            {
                "title": "助残志愿者培训（演示）",
                "on": day,
                "place": "县残联",
                "hours": 8,
                "keys": sorted(trained_kinds()),
            },
        )
        people = [v for v in Volunteer.objects.within(post.region) if chance.random() < 0.8]
        bulk.create(Trained(training=made, volunteer=v, passed=True) for v in people)
        for v in people:
            v.trained_on = day
        bulk.save(people, ["trained_on"])
        until = months_before(day, -int(figures()["qualified_months"]))
        rows = [
            Qualification(volunteer=v, key=key, on=day, until=until, proof=made.title)
            for v in people
            for key in v.skill_keys
            if key in trained_kinds()
        ]
        bulk.create(rows)
    county = Post.objects.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    made = training.hold(
        county,
        {
            "title": "手语翻译提高班（演示）",
            "on": today,
            "place": "县残疾人康复中心",
            "hours": 6,
            "keys": ["sign"],
        },
    )
    for v in Volunteer.objects.under(COUNTY).able("sign")[:4]:
        training.sign_in_by_hand(made.pk, county, v.number)


ACCESS = {"entrance": "yes", "toilet": "yes", "signing": "help", "guiding": "help"}


def _activities(chance: random.Random, today: date) -> None:
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


def _needs(chance: random.Random, today: date) -> None:
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
            _name(chance),
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
        made = needs.take_down(
            post, person, HelpNeed.Source.PHONE if n % 2 else HelpNeed.Source.VISIT, ahead
        )
        if not past and n % 7 == 1:
            return
        needs.triage(made.pk, ahead, Verdict(chance.choice(("low", "low", "middle", "high"))))
    if past:
        _serve(chance, made, day)
    elif n % 5 == 2:
        _book(made)


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
            needs.report_done(service.pk, _moment(service.on, 8), _moment(service.on, 10))
            needs.rate(service.pk, "served", chance.choice((5, 5, 4)), "很热心，谢谢")


def _book(need: HelpNeed) -> None:
    for n, service in enumerate(Service.objects.filter(need=need).select_related("need")):
        if free := _fitting(service):
            made = offers.ask(service.pk, free[0].pk, ["会做，有空，就在附近"])
            if n % 2 == 0:
                offers.accept(made.pk, free[0])


def _applications(chance: random.Random, today: date) -> None:
    """Applications that wait."""
    villages = list(Region.objects.under(COUNTY).filter(level=Level.VILLAGE).order_by("code")[:5])
    for village, person in zip(
        villages, adults("210922000000", today, 20, 40, known=False), strict=False
    ):
        entry = Application(
            person.name,
            person.id_number,
            person.phone or "12000000001",
            village,
            chance.sample(KINDS, 2),
            True,
            profile={"times": bit(5, 0) | bit(6, 0), "radius": 10},
        )
        registry.apply(entry)
