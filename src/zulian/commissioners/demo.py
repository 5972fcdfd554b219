"""The demo of the commissioners room: positions everywhere, most of them held, a year of allowances, a month of work."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.commissioners.models import (
    Attendance,
    Commissioner,
    Contract,
    Log,
    Need,
    Payment,
    Position,
    Record,
    Tenure,
)
from zulian.commissioners.services import appraisal, pay, recruitment, training
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.foundation.dates import months_before, years_after
from zulian.foundation.work import unit_of_work
from zulian.leadership.demo import adults, tied
from zulian.leadership.models import Term, Tie
from zulian.people.demo import Adults, give_portraits, works_in_federation
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level, Region

SEED = 20130323
CITY, COUNTY = "210900000000", "210921000000"
TEXTS = (
    "家中情况稳定，已核对信息",
    "帮助填写补贴申请",
    "讲解辅具政策",
    "送去慰问品",
    "陪同到镇里办事",
    "更新花名册",
)
NEEDS = {
    Need.Kind.CERTIFICATE: "行动不便，想上门办证",
    Need.Kind.DEVICE: "需要轮椅",
    Need.Kind.VOLUNTEER: "独居，希望有人定期看望",
    Need.Kind.JOB: "想参加技能培训",
}


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where commissioners are."""
    if Commissioner.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        Position.objects.update(since=today - timedelta(days=1500))
        _people(chance, today)
        _accounts(chance)
        _pay(chance, today)
        _work(chance, today)
        _recruit(today)
        _appraise(chance, today)
        _train(chance, today)


def _people(chance: random.Random, today: date) -> None:
    """Holders of most positions, with contract, insurance and photograph for most; who has an account of the demo is one of them."""
    leaders = set(Term.objects.values_list("person_id", flat=True))

    def is_free(person: Person) -> bool:
        return person.pk not in leaders and not works_in_federation(person)

    people = Adults(CITY, today, 25, 52, SEED, is_free)
    own = {post.region_id: post for post in _demo_posts().select_related("user")}
    names = {code: post.user.name for code, post in own.items()}
    held = []
    for position in Position.objects.with_names().order_by("region_id"):
        if name := names.pop(position.region_id, ""):
            held.append((position, people.new(position.region, name)))
        elif chance.random() > 0.04:
            held.append(
                (
                    position,
                    people.on_file(position.region)
                    if chance.random() < 0.5
                    else people.new(position.region),
                )
            )
    people.write()
    disabled = disabilities_of(person.pk for _position, person in held)
    rows = bulk.create(
        _commissioner(chance, position, person, today, person.pk in disabled)
        for position, person in held
    )
    tenures = [
        _tenure(chance, position, row, today, own.get(position.region_id))
        for (position, _person), row in zip(held, rows, strict=True)
    ]
    bulk.create(tenures)
    bulk.create(_contract(chance, tenure) for tenure in tenures)
    bulk.create(
        Record(
            commissioner=row,
            kind="award",
            on=today - timedelta(days=200),
            text="县优秀专职委员",
        )
        for row in rows
        if chance.random() < 0.06
    )
    give_portraits(chance, (person for _position, person in held), 0.9)


def _demo_posts() -> QuerySet[Post]:
    """The posts of demo accounts that are commissioners' own."""
    return Post.objects.filter(
        role__in=[Role.COMMISSIONER, Role.TOWNSHIP_OFFICER], user__demo__gt=""
    )


def _commissioner(
    chance: random.Random, position: Position, person: Person, today: date, is_disabled: bool
) -> Commissioner:
    return Commissioner(
        person=person,
        region_id=position.region_id,
        tie=tied(person, is_disabled),
        education=chance.choice(("high", "high", "college", "college", "bachelor")),
        party=chance.random() < 0.3,
        skills=chance.choice(("", "电脑操作", "手语", "文艺")),
        pension=chance.random() < 0.8,
        medical=chance.random() < 0.9,
        injury=chance.random() < 0.4,
        verified_on=today - timedelta(days=chance.choice((10, 40, 90, 150, 240))),
    )


def _tenure(
    chance: random.Random, position: Position, row: Commissioner, today: date, account: Post | None
) -> Tenure:
    """Who signs in holds the post of the account from its first day on."""
    since = account.since if account else today - timedelta(days=chance.randint(120, 1400))
    how = chance.choice((Tenure.How.RECRUITED, Tenure.How.RECOMMENDED))
    return Tenure(position=position, commissioner=row, how=how, since=since)


def _contract(chance: random.Random, tenure: Tenure) -> Contract:
    until = years_after(tenure.since, 3 if chance.random() < 0.3 else 6)
    return Contract(commissioner=tenure.commissioner, since=tenure.since, until=until)


def _accounts(chance: random.Random) -> None:
    """Who has an account of the demo is its township's or village's commissioner; most others have one that nobody can sign in with."""
    for post in _demo_posts().select_related("user"):
        row = Commissioner.objects.get(region=post.region_id, person__name=post.user.name)
        row.account = post
        row.save(update_fields=["account"])
    rows = [
        row
        for row in Commissioner.objects.filter(account=None).select_related("person", "region")
        if chance.random() > 0.07
    ]
    began = dict(Tenure.objects.values_list("commissioner_id", "since"))
    users = bulk.create(
        User(username=f"zw{row.pk}", name=row.person.name, password="!")  # noqa: S106  (no password fits)
        for row in rows
    )
    posts = bulk.create(
        Post(
            user=user,
            role=Role.COMMISSIONER if row.region.level == Level.VILLAGE else Role.TOWNSHIP_OFFICER,
            region=row.region,
            since=began[row.pk],
        )
        for user, row in zip(users, rows, strict=True)
    )
    for row, post in zip(rows, posts, strict=True):
        row.account = post
    bulk.save(rows, ["account"])


def _pay(chance: random.Random, today: date) -> None:
    """Half a year of months: mostly paid, two counties late, one month short."""
    city = Post.objects.get(role=Role.CITY_OFFICER, region_id=CITY)
    start = months_before(today, 14)
    for level, monthly in ((9, Decimal(800)), (12, Decimal(300))):
        pay.set_rate(city, level, start, monthly, f"演残联〔{start.year}〕9号")
    counties = {p.region_id: p for p in Post.objects.filter(role=Role.COUNTY_OFFICER)}
    raised = months_before(today, 6)
    pay.set_rate(counties[COUNTY], 12, raised, Decimal(350), f"演县残联〔{raised.year}〕2号")
    late = {"210905": 3, "210903": 1}
    for month in pay.months_back(today, 7)[:-1]:
        pay.reckon(Region.objects.get(code=CITY), month)
        paid_on, proof = month + timedelta(days=40), f"演拨{month:%Y%m}"
        if paid_on > today:
            continue
        rows = []
        for pk, code, due in Payment.objects.filter(month=month).values_list(
            "pk", "region_id", "due"
        ):
            if month < months_before(today, late.get(code[:6], 0)).replace(day=1):
                paid = due if chance.random() < 0.985 else max(due - 100, Decimal(0))
                rows.append((pk, {"paid": paid, "paid_on": paid_on, "proof": proof}))
        bulk.update(Payment, rows)


def _work(chance: random.Random, today: date) -> None:
    """The last weeks' log of the demo county, and what was found."""
    people: dict[str, list[Person]] = {}
    workers = Commissioner.objects.under(COUNTY).values("person")
    disabled = disabilities_of(Person.objects.under(COUNTY).values_list("pk", flat=True))
    # Nobody visits those who do the visiting.
    for person in (
        Person.objects.under(COUNTY)
        .filter(pk__in=disabled)
        .exclude(pk__in=workers)
        .only("region_id")
    ):
        people.setdefault(person.region_id, []).append(person)
    logs, noted = [], []
    for n, commissioner in enumerate(Commissioner.objects.under(COUNTY).serving()):
        if chance.random() < 0.15:
            continue
        for k in range(chance.randint(1, 4)):
            kind = chance.choice(Log.Kind.values)
            someone = chance.choice(people.get(commissioner.region_id, [None]))
            if someone is None and kind in {"visit", "phone", "service"}:
                kind = "policy"
            day = today - timedelta(days=chance.randint(1, 28))
            logs.append(
                Log(
                    commissioner=commissioner,
                    day=day,
                    kind=kind,
                    person=someone,
                    text=chance.choice(TEXTS),
                    key=f"demo-{n}-{k}",
                )
            )
            commissioner.last_log_on = max(commissioner.last_log_on or day, day)
        noted.append(commissioner)
    bulk.save(noted, ["last_log_on"])
    logs += _elsewhere(chance, today)
    bulk.create(logs)
    visits = [
        log for log in Log.objects.exclude(person=None).order_by("pk") if log.kind == "visit"
    ][:24]
    kinds = list(NEEDS)
    for n, log in enumerate(visits):
        kind = kinds[n % len(kinds)]
        need = Need(log=log, person_id=log.person_id, kind=kind, text=NEEDS[kind])
        if n % 4 == 3:
            need.settle()
            need.reply, need.done_on = "已联系就业中心", today - timedelta(days=1)
        need.save()


def _elsewhere(chance: random.Random, today: date) -> list[Log]:
    """One line or two of most others: that policies were told."""
    logs, noted = [], []
    for n, commissioner in enumerate(Commissioner.objects.under(CITY).serving()):
        if commissioner.region_id.startswith(COUNTY[:6]) or chance.random() < 0.2:
            continue
        day = today - timedelta(days=chance.randint(1, 28))
        logs.append(
            Log(
                commissioner=commissioner,
                day=day,
                kind="policy",
                text="讲解辅具和补贴政策",
                key=f"demo-else-{n}",
            )
        )
        commissioner.last_log_on = day
        noted.append(commissioner)
    bulk.save(noted, ["last_log_on"])
    return logs


def _recruit(today: date) -> None:
    """One notice under way in the demo county."""
    county = Post.objects.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    vacant = list(Position.objects.under(COUNTY).vacant().with_names()[:3])
    if not vacant:
        return
    with on_day(today - timedelta(days=6)):
        notice = recruitment.Notice(
            f"{today.year}年专职委员选聘公告（演示）",
            "热心助残，初中以上文化；同等条件下残疾人和残疾人亲属优先。",
            today - timedelta(days=6),
            today + timedelta(days=9),
        )
        new_recruitment = recruitment.publish(county, notice, vacant)
    for n, position in enumerate(vacant):
        for k, person in zip(
            range(3 - n), adults(position.region_id, today, 22, 45, known=False), strict=False
        ):
            applicant = recruitment.apply(
                new_recruitment.pk, position, person, (Tie.SELF, Tie.RELATIVE, Tie.NONE)[k]
            )
            if k < 2:
                recruitment.review(applicant.pk, True, "材料齐全", Decimal(78 + 5 * k))


def _appraise(chance: random.Random, today: date) -> None:
    """Last year settled in all counties; this half-year under way in the demo county."""
    for county in Post.objects.filter(role=Role.COUNTY_OFFICER).select_related("region"):
        year = today.year - 1
        with on_day(date(year, 12, 20)):
            period = appraisal.begin(
                county, f"{year}年度考核（演示）", date(year, 1, 1), date(year, 12, 15)
            )
        rows = list(period.appraisals.all())
        for row in rows:
            row.own, row.town = Decimal(chance.randint(85, 98)), Decimal(chance.randint(66, 97))
            row.served = Decimal(chance.randint(70, 99)) if chance.random() < 0.7 else None
        bulk.save(rows, ["own", "town", "served"])
        with on_day(date(year, 12, 28)):
            appraisal.settle(period.pk, county)
    county = Post.objects.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    appraisal.begin(county, f"{today.year}年度考核（演示）", date(today.year, 1, 1), today)


COURSES = (("专职委员业务培训（演示）", 16), ("政策和服务礼仪（演示）", 8))


def _train(chance: random.Random, today: date) -> None:
    """Two courses of every county, most people there, last year and this; one with a test still to come in the demo county."""
    last = date(today.year - 1, 9, 10)
    days = [max(date(today.year, 1, 2), today - timedelta(days=150 - 60 * n)) for n in range(2)]
    for county in Post.objects.filter(role=Role.COUNTY_OFFICER).select_related("region"):
        people = list(Commissioner.objects.within(county.region).serving())
        for day, (title, hours) in zip((last, *days), (COURSES[0], *COURSES), strict=True):
            _hold(chance, county, people, title, hours, day)
    county = Post.objects.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    course = training.plan(county, "辅助器具和转介服务（演示）", 8, today)
    training.hold(course.pk, county, today, "县残疾人康复中心")
    training.add_question(
        course.pk,
        county,
        "走访中发现残疾人需要轮椅，首先应当怎么办？",
        ["登记需求并上报", "让本人自己购买", "不属于职责范围"],
        0,
    )
    training.add_question(
        course.pk,
        county,
        "工作日志应当什么时候记？",
        ["年底统一补记", "当天或最近几天", "上级检查前"],
        1,
    )
    text = (
        "各位专职委员：常见的辅助器具有轮椅、拐杖、助听器和盲杖。走访时先看需要，再登记，最后跟进。"
    )
    training.add_material(
        course.pk, county, "辅助器具讲解录像（演示）", None, "https://example.org/demo-video", text
    )


def _hold(
    chance: random.Random,
    county: Post,
    people: Sequence[Commissioner],
    title: str,
    hours: int,
    day: date,
) -> None:
    """One course on its day."""
    with on_day(day):
        course = training.plan(county, title, hours, day, "残疾人政策、走访记录、台账填报")
        session = training.hold(course.pk, county, day, "县残联会议室")
        rows = [
            Attendance(
                session=session,
                commissioner=commissioner,
                year=course.year,
                hours=hours,
                by_code=chance.random() < 0.7,
            )
            for commissioner in people
            if chance.random() < 0.88
        ]
        bulk.create(rows)
        for row in rows:
            row.number = training.number_of(row)
        bulk.save(rows, ["number"])
