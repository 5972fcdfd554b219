"""The demo of social organisations: some in every state in each county, purchases at every step, one fulfilled."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.people.models import Person
from zulian.social.models import Contract, Organisation, Purchase
from zulian.social.rules.credit import PREFIX, check_character
from zulian.social.services import contracts, organisations, purchases

SEED = 20130405
COUNTY = "210921000000"
NAMES = (
    (
        "阳光日间照料中心",
        "service",
        "help",
        "智力和精神残疾人日间照料",
        "白天来这里。有人陪您。中午有饭。",
    ),
    ("星星儿童康复中心", "service", "help", "残疾儿童康复训练", "孩子在这里练习。老师很耐心。"),
    ("盲人按摩协会", "group", "own", "盲人按摩技能培训和就业", "盲人朋友学按摩。学会能上班。"),
    ("爱心助残基金会", "foundation", "help", "助学和辅具资助", "没有钱买轮椅。可以来问我们。"),
    ("轮椅车友会", "group", "own", "出行互助和辅具维修", "我们一起出门。轮椅坏了我们修。"),
)
EASY = "有人来家里帮您。不收钱。"


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where organisations are."""
    if Organisation.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        for n, post in enumerate(
            Post.objects.filter(role=Role.COUNTY_OFFICER)
            .select_related("region")
            .order_by("region_id")
        ):
            _county(chance, today, post, n)
        lead = Post.objects.select_related("region").get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
        _fulfilled(today, lead)
        _judged(today, lead)
        _called(today, lead)


def _code(chance: random.Random, kind: str) -> str:
    first = f"{PREFIX[kind]}210900MJ{chance.randint(0, 9_999_999):07d}"
    return first + check_character(first)


def _county(chance: random.Random, today: date, post: Post, n: int) -> None:
    """Three to five organisations, registered for the most part."""
    most = 5 if post.region_id == COUNTY else 3 + n % 2
    for k, (name, kind, nature, services, easy) in enumerate(NAMES[:most]):
        registered = k == 0 or chance.random() < 0.7 or post.region_id == COUNTY and k < 3
        on = today - timedelta(days=chance.randint(200, 2500))
        values: dict[str, Any] = {
            "region": post.region,
            "name": f"{post.region.name}{name}",
            "kind": kind,
            "nature": nature,
            "supervisor": post.region.organisation,
            "leader": chance.choice("赵钱孙李周") + "演" + chance.choice("阳光和平"),
            "people": "",
            "phone": "",
            "contact": f"邮箱 shzz{n}{k}@example.org",
            "place": f"{post.region.name}文化路 {10 + k} 号",
            "services": services,
            "easy": easy,
            "staff": chance.randint(2, 12),
            "capacity": chance.choice((30, 60, 120)),
            "listed": True,
        }
        if registered:
            values |= {
                "credit_code": _code(chance, kind),
                "registered_on": on,
                "authority": f"{post.region.name}民政局",
            }
        organisation = organisations.add(values)
        if registered and on.year < today.year:
            result = "passed" if chance.random() < 0.85 else "failed"
            organisations.inspect(
                organisation.pk,
                {
                    "year": today.year - 1,
                    "on": max(on, date(today.year, 1, 15))
                    if today > date(today.year, 1, 15)
                    else today,
                    "result": result,
                    "note": "",
                },
            )
        elif not registered and k % 2 == 1:
            organisations.incubate(organisation.pk)
            for key, _words, _needed in organisations.path()[: chance.randint(2, 5)]:
                organisations.step(
                    organisation.pk,
                    post,
                    key,
                    {"done_on": today - timedelta(days=chance.randint(5, 60)), "note": ""},
                )
        if chance.random() < 0.6:
            organisations.support(
                organisation.pk,
                {
                    "on": today - timedelta(days=chance.randint(10, 300)),
                    "kind": chance.choice(("place", "money", "training")),
                    "amount": Decimal(chance.choice((0, 3000, 5000))),
                    "text": "支持开展服务",
                },
            )


def _draft(post: Post, title: str, people: int, budget: int) -> Purchase:
    need = f"为 {people} 名残疾人提供服务，每人每月不少于 4 次，服务有记录，对象可评价。"
    return purchases.draft(
        post,
        {"title": title, "need": need, "easy": EASY, "people": people, "budget": Decimal(budget)},
    )


def _offers(purchase: Purchase, prices: tuple[int, ...]) -> None:
    rows = Organisation.objects.filter(region_id=COUNTY, state="registered").order_by("pk")
    for organisation, price in zip(rows, prices, strict=False):
        purchases.bid(
            purchase.pk,
            organisation,
            {
                "price": Decimal(price),
                "plan": f"{organisation.name}派 3 名服务人员，按月上门，全程留痕。",
            },
        )


def _judging(today: date, post: Post, title: str, ago: int, people: int) -> Purchase:
    with on_day(today - timedelta(days=ago)) as day:
        purchase = _draft(post, title, people, 60_000)
        purchases.call(purchase.pk, post, day + timedelta(days=10))
        _offers(purchase, (58_000, 52_000, 55_000))
    with on_day(today - timedelta(days=ago - 11)):
        return purchases.open_offers(purchase.pk, post)


def _panel(post: Post, purchase: Purchase, marked: int) -> None:
    for n, (name, employer) in enumerate(
        (("孙演明", "演示大学"), ("李演正", "演示律师事务所"), ("周演公", "演示会计师事务所"))
    ):
        judge = purchases.appoint(
            purchase.pk, post, {"name": name, "employer": employer, "own_house": False}
        )
        if n >= marked:
            continue
        purchases.declare(judge.page_key, False, "")
        points = {
            (bid.pk, criterion.pk): criterion.points - (k + n) % 4 - 2 * k
            for k, bid in enumerate(purchase.bids.order_by("pk"))
            for criterion in purchase.criteria.filter(by_price=False)
        }
        purchases.mark(judge.page_key, points)


def _fulfilled(today: date, post: Post) -> None:
    """A contract kept to the end, with what people say of it."""
    purchase = _judging(today, post, "智力残疾人日间照料（演示）", 200, 6)
    with on_day(today - timedelta(days=180)) as day:
        _panel(post, purchase, 3)
        purchase = purchases.decide(purchase.pk, post)
    assert purchase.winner is not None
    signed = add_workdays(day, 3).day
    with on_day(signed):
        contract = contracts.sign(
            purchase.pk,
            post,
            {
                "number": f"演购〔{signed.year}〕1号",
                "amount": purchase.winner.price,
                "people": 6,
                "signed_on": signed,
                "until": today - timedelta(days=20),
            },
        )
        half = purchase.winner.price / 2
        parts = [
            contracts.add_milestone(
                contract.pk, post, {"words": words, "due_on": due, "amount": half}
            )
            for words, due in (
                ("期中：服务满三个月", today - timedelta(days=90)),
                ("期末：全部完成", today - timedelta(days=25)),
            )
        ]
    _serve(today, post, contract)
    for part in parts:
        with on_day(part.due_on):
            contracts.deliver(part.pk, "按方案完成，记录齐全。", post)
            contracts.judge(part.pk, post, accepted=True, verdict="合格")
            contracts.pay(part.pk, post, part.due_on)


def _serve(today: date, post: Post, contract: Contract) -> None:
    people = Person.objects.alive().under(COUNTY).exclude(id_index="").order_by("pk")[:6]
    for n, person in enumerate(people):
        with on_day(today - timedelta(days=100 - n)) as day:
            served = contracts.serve(contract.pk, post, person.id_number, day)
            if n < 5:
                contracts.evaluate(served.page_key, 5 if n % 3 else 4, "很好" if n % 2 else "")


def _judged(today: date, post: Post) -> None:
    """One being judged: two have marked, the third is still to declare."""
    _panel(post, _judging(today, post, "重度残疾人居家服务（演示）", 18, 20), 2)


def _called(today: date, post: Post) -> None:
    """A call that is open."""
    with on_day(today - timedelta(days=2)):
        purchase = _draft(post, "残疾儿童康复训练（演示）", 15, 80_000)
        purchases.call(purchase.pk, post, today + timedelta(days=12))
        _offers(purchase, (76_000,))
