"""Fill the demo: the register in bulk, the cases of one county through the services, as its clerks would have done it."""

from __future__ import annotations

import random
import uuid
from datetime import date, time, timedelta
from itertools import cycle

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.demo.cases import play
from zulian.certificates.demo.finished import finish
from zulian.certificates.models import Assessor, Certificate, Desk, PromiseText, Step, Team
from zulian.certificates.rules.cards import (
    CardState,
    Category,
    Kind,
    base_number,
    valid_until,
)
from zulian.certificates.services import day_routes, desks, learning, promises, setup, visits
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import is_workday
from zulian.people.demo import Maker, give_portraits
from zulian.people.models import Consent, Person
from zulian.regions.models import Level, Place, Region

SEED, HOLDERS = 20130319, 1600
# How many ask for a visit at home.
ASKED = 14
# A plan of a handful of visits is as good after this time as after the policy's.
SOLVE_SECONDS = 0.05
CITY, COUNTY, OTHER = "210900000000", "210921000000", "210922000000"
CENTRES = {
    "210902": (42.02, 121.66),
    "210903": (42.09, 121.79),
    "210904": (42.01, 121.68),
    "210905": (41.77, 121.42),
    "210911": (42.01, 121.65),
    "210921": (42.06, 121.74),
    "210922": (42.38, 122.54),
}
SPREAD = {"210921": 0.45, "210922": 0.35}
# How common categories are among holders, roughly as known of the whole country.
SHARES = {4: 55, 2: 10, 1: 10, 5: 9, 6: 10, 3: 2, 7: 4}
GRADES = (1, 2, 3, 4)
WEIGHTS = (15, 29, 28, 28)
TEXTS = {
    PromiseText.Kind.CONFIDENTIALITY: (
        "一、本人对办证工作中接触到的残疾人个人信息、病历和评定资料严格保密，不泄露、不买卖、不用于办证以外的用途。\n"
        "二、本人妥善保管账号和密码，不借给他人使用。\n三、本人离岗时移交全部资料，并继续履行保密义务。\n（演示文本）"
    ),
    PromiseText.Kind.RESPONSIBILITY: (
        "一、本人严格执行残疾人证办理的标准、政策和程序，不擅自减少环节。\n二、本人做到随来随办、一次告知，对行动不便的重度残疾人提供上门服务。\n"
        "三、本人不办人情证、虚假证，违反规定的，依规承担责任。\n（演示文本）"
    ),
}


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where certificates are already there."""
    if Certificate.objects.exists():
        return
    with unit_of_work():
        _places()
        _promises(today)
        _handbook(today)
        _hospitals()
        _desks()
        _register(today)
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        play(Maker(SEED + 1), chance, today)
    with unit_of_work():
        _photos(chance)
        _home_service(today)


def _post(role: str, code: str) -> Post:
    return (
        Post.objects.select_related("user", "region")
        .filter(role=role, region_id=code)
        .order_by("pk")[0]
    )


def _places() -> None:
    """Invented centres: townships around their county, villages around their township."""
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    made: dict[str, Place] = {}
    for region in Region.objects.filter(level__gte=Level.COUNTY).order_by("level", "code"):
        if region.level == Level.COUNTY:
            latitude, longitude = CENTRES[region.code[:6]]
        else:
            above = made[region.parent_code]
            wide = SPREAD.get(region.code[:6], 0.06) if region.level == Level.TOWNSHIP else 0.05
            latitude = above.latitude + chance.uniform(-wide, wide) * 0.7
            longitude = above.longitude + chance.uniform(-wide, wide)
        made[region.code] = Place(
            region=region, latitude=latitude, longitude=longitude, source="演示坐标"
        )
    bulk.create(made.values())


# How many leaders of townships have not signed yet.
LEFT_UNSIGNED = 3


def _promises(today: date) -> None:
    city = Region.objects.get(code=CITY)
    since = date(today.year - 1, 1, 4)
    texts = [
        PromiseText(region=city, kind=k, version=1, text=t, since=since) for k, t in TEXTS.items()
    ]
    bulk.create(texts)
    sworn = [
        _post(Role.CITY_OFFICER, CITY),
        _post(Role.COUNTY_OFFICER, COUNTY),
        _post(Role.CERTIFICATE_CLERK, COUNTY),
        _post(Role.REVIEWER, COUNTY),
        _post(Role.CERTIFICATE_CLERK, OTHER),
        _post(Role.COUNTY_OFFICER, "210902000000"),
    ]
    with on_day(since + timedelta(days=6)):
        for post in sworn:
            for text in promises.texts_in_force(post.region_id, since).values():
                promises.sign(post, text.pk, post.user.name)


def _handbook(today: date) -> None:
    """The shipped handbook as the city's own; the clerks of one county have passed its test."""
    with on_day(date(today.year - 1, 1, 8)):
        learning.adopt_sample(_post(Role.CITY_OFFICER, CITY))
        for role in (Role.CERTIFICATE_CLERK, Role.REVIEWER):
            post = _post(role, COUNTY)
            paper = learning.paper_for(post)
            learning.take_test(post, {question.pk: question.answer for question in paper})


def sign_in_townships(today: date) -> None:
    """Leaders of townships have signed too, once their posts are there; the last few still have to."""
    posts = promises.signing_posts(today).filter(role=Role.TOWNSHIP_OFFICER).order_by("pk")
    texts = promises.texts_in_force(CITY, today).values()
    usual = date(today.year - 1, 1, 10)
    bulk.create(
        promises.signature(post, text, max(post.since, usual))
        for post in list(posts)[:-LEFT_UNSIGNED]
        for text in texts
    )


def _hospitals() -> None:
    basis, since = "省级指定文件（演示）", date(2018, 1, 1)
    city = setup.designate(
        Region.objects.get(code=CITY), "阜新演示市级医院", [1, 2, 3, 4, 5, 6], basis, since
    )
    county = setup.designate(
        Region.objects.get(code=COUNTY), "阜蒙演示县医院", [1, 2, 4], basis, since
    )
    setup.appoint(county, _post(Role.ASSESSOR, COUNTY), [1, 2, 4])
    setup.appoint(city, _post(Role.ASSESSOR, CITY), [1, 2, 3, 4, 5, 6])


def _desks() -> None:
    """Counters of the city and its counties at invented addresses."""
    hours = "周一至周五 8:30—11:30，13:30—17:00"
    places = Region.objects.under(CITY).current().filter(level__lte=Level.COUNTY).order_by("code")
    for nth, region in enumerate(places, 1):
        place, phone = f"演示路 {nth} 号残疾人综合服务中心一楼", f"1200000{nth:04d}"
        desks.change(Desk(region=region), {"place": place, "phone": phone, "hours": hours})


def _register(today: date) -> None:
    """Holders of all counties with their cards; those of this year came by a finished case."""
    maker = Maker(SEED)
    villages = list(Region.objects.filter(level=Level.VILLAGE).current())
    people = bulk.create(maker.people(villages, today, HOLDERS))
    cards = bulk.create([_card(maker.chance, p, today) for p in people])
    fresh = [c for c in cards if c.issued_on.year == today.year]
    days = cycle(
        maker.chance.choices((0, 1, 2, 3, 4, 5, 6, 8), (8, 18, 24, 18, 12, 8, 7, 5), k=997)
    )
    finished = [finish(card, days, today) for card in fresh]
    bulk.create([case for case, _steps in finished])
    # The steps' key of the case came with its row.
    bulk.create([Step(case=case, **columns) for case, steps in finished for columns in steps])
    bulk.create([Consent(person=p, given=True, purpose="办理残疾人证") for p in people])


def _card(chance: random.Random, person: Person, today: date) -> Certificate:
    category = chance.choices(list(SHARES), list(SHARES.values()))[0]
    grade = chance.choices(GRADES, WEIGHTS)[0]
    parts = (
        {str(category): grade}
        if category != Category.MULTIPLE
        else {"4": grade, str(chance.choice((1, 2, 5))): min(4, grade + 1)}
    )
    # One in seven of this year, one in forty just run out, the others in between.
    span = chance.choices(((0, 320), (320, 3600), (3655, 3720)), (14, 83, 3))[0]
    issued = max(today - timedelta(days=chance.randint(*span)), person.birth + timedelta(days=400))
    while not is_workday(issued):
        issued -= timedelta(days=1)
    number = base_number(person.id_number, category, grade)
    return Certificate(
        person=person,
        region=person.region,
        number=number,
        number_index=blind(number),
        base_index=blind(number),
        category=category,
        grade=grade,
        parts=parts,
        issued_on=issued,
        made_for=Kind.FIRST if issued.year == today.year else "",
        valid_until=valid_until(issued, 10),
        state=chance.choices((CardState.VALID, CardState.FROZEN, CardState.LOST), (97, 2, 1))[0],
    )


def _photos(chance: random.Random) -> None:
    """A drawn portrait for the people of the running cases."""
    running = Person.objects.filter(
        cases__ended_on=None, cases__region__code__startswith=COUNTY[:6]
    )
    give_portraits(chance, running.distinct()[:40], 1)


def _home_service(today: date) -> None:
    """Two teams; requests admitted, one day's round planned and handed out, more waiting, the last to be looked into."""
    county, clerk = Region.objects.get(code=COUNTY), _post(Role.CERTIFICATE_CLERK, COUNTY)
    doctor = Assessor.objects.get(post=_post(Role.ASSESSOR, COUNTY))
    for name, members, assessor, tools in (
        ("第一小组", "尤演松、许演柏", doctor, ["hearing", "vision", "photo"]),
        ("第二小组", "何演江、吕演河", None, ["photo", "printer"]),
    ):
        hours = {"starts": time(8, 30), "ends": time(17, 0), "capacity": 9, "active": True}
        values = {
            "name": name,
            "members": members,
            "assessor": assessor,
            "equipment": tools,
            **hours,
        }
        visits.save_team(Team(region=county), values, clerk)
    severe = (
        Certificate.objects.live().with_names().within(county).filter(grade__lte=2).order_by("pk")
    )
    sources = cycle(["village", "phone", "counter", "portal"])
    purposes = cycle(
        [("assess", (4,)), ("renew", ()), ("deliver", ()), ("assess", (1,)), ("accept", ())]
    )
    for n, card in enumerate(severe[:ASKED]):
        purpose, categories = next(purposes)
        asked = today - timedelta(days=20 - n)
        with on_day(min(asked, today)):
            wish = visits.Wish(
                purpose,
                next(sources),
                "长期卧床，无法出行",
                categories=categories,
                equipment=("photo",) if purpose == "renew" else (),
            )
            visit_request = visits.ask(card.person, clerk, wish)
            if n < ASKED - 1:
                visits.judge(visit_request.pk, clerk, True, "已电话核实")
        if n == 6:
            _round(clerk, today - timedelta(days=7), done=True)
        if n == 11:
            _round(clerk, today, done=False)


def _round(clerk: Post, day: date, done: bool) -> None:
    with on_day(day):
        the_round = visits.release(day_routes.plan_round(clerk, day, SOLVE_SECONDS).pk, clerk)
        for stop in the_round.stops.all() if done else ():
            outcome = "absent" if stop.order == 4 else "done"
            visits.report(
                clerk,
                visits.Report(
                    uuid.uuid4(),
                    stop.pk,
                    stop.version,
                    outcome,
                    "已办妥" if outcome == "done" else "家中无人",
                ),
            )
        if done:
            visits.close_round(the_round.pk, clerk)
