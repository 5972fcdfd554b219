"""One purchase from need to payment, and every way in which it must not go."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from tests import builders
from tests.builders import CITY, VILLAGE, post
from tests.congress.stage import people
from tests.social import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.social.models import Bid, Contract, Criterion, Mark, Milestone, Purchase
from zulian.social.services import contracts, purchases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


def test_the_whole_way_of_a_purchase(county: Post) -> None:
    made = stage.contract(county, people=2)
    half = made.amount / 2
    first, second = (
        stage.milestone(county, made, half, "期中"),
        stage.milestone(county, made, half, "期末"),
    )
    with pytest.raises(ValidationError, match="还可安排 0"):
        stage.milestone(county, made, Decimal(1), "多余")
    for part in (first, second):
        contracts.deliver(part.pk, "已完成", county)
        contracts.judge(part.pk, county, accepted=True, verdict="合格")
    assert Contract.objects.get().fulfilled_on is None
    one, _two = stage.served(county, made), stage.served(county, made)
    assert Contract.objects.get().fulfilled_on == today() and Contract.objects.get().served == 2
    contracts.pay(first.pk, county, today())
    assert Milestone.objects.get(pk=first.pk).paid_on == today()
    contracts.evaluate(one.page_key, 5, "谢谢")
    assert contracts.evaluate(one.page_key, 4, "改了").mark == 4


def test_a_call_needs_a_hundred_points_and_its_days(county: Post) -> None:
    made = stage.draft(county)
    with pytest.raises(ValidationError, match="至少 7 天"):
        purchases.call(made.pk, county, today() + timedelta(days=6))
    extra = purchases.add_criterion(
        made.pk, county, {"words": "多余", "points": 10, "by_price": False}
    )
    with pytest.raises(ValidationError, match="现在是 110 分"):
        purchases.call(made.pk, county, today() + timedelta(days=9))
    purchases.drop_criterion(extra.pk, county)
    purchases.call(made.pk, county, today() + timedelta(days=9))
    with pytest.raises(ValidationError, match="请刷新"):
        purchases.add_criterion(made.pk, county, {"words": "太晚", "points": 10, "by_price": False})
    assert sum(c.points for c in Criterion.objects.all()) == 100


def test_offers_come_in_until_the_day_and_the_last_word_counts(county: Post) -> None:
    made, house = stage.called(county), stage.registered()
    purchases.bid(made.pk, house, {"price": Decimal(900), "plan": "一"})
    purchases.bid(made.pk, house, {"price": Decimal(850), "plan": "二"})
    assert [(b.price, b.plan) for b in Bid.objects.all()] == [(Decimal(850), "二")]
    with pytest.raises(ValidationError, match="已登记的社会组织才能报价"):
        purchases.bid(made.pk, stage.found(), {"price": Decimal(1), "plan": "一"})
    with pytest.raises(ValidationError, match="截止以后才能开启"):
        purchases.open_offers(made.pk, county)
    with on_day(today() + timedelta(days=8)):
        with pytest.raises(ValidationError, match="截止"):
            purchases.bid(made.pk, house, {"price": Decimal(1), "plan": "三"})
        assert purchases.open_offers(made.pk, county).state == Purchase.State.JUDGING


def test_what_comes_with_an_offer_is_read_by_nobody_before_the_call_is_over(county: Post) -> None:
    made, client = stage.called(county), Client()
    offer = purchases.bid(
        made.pk, stage.registered(), {"price": Decimal(900), "plan": "一"}, builders.photo()
    )
    client.force_login(county.user)
    url = f"/documents/{offer.file_id}/"
    assert offer.file is not None and offer.file.sealed and client.get(url).status_code == 403
    with on_day(today() + timedelta(days=8)):
        purchases.open_offers(made.pk, county)
    assert client.get(url).status_code == 200


def test_a_call_without_offers_is_stopped_with_a_reason(county: Post) -> None:
    made = stage.called(county)
    with on_day(today() + timedelta(days=8)):
        with pytest.raises(ValidationError, match="没有收到报价"):
            purchases.open_offers(made.pk, county)
        with pytest.raises(ValidationError, match="终止的原因"):
            purchases.stop(made.pk, county, " ")
        assert purchases.stop(made.pk, county, "无人报价").reason == "无人报价"


def test_known_conflicts_are_refused_and_declared_ones_take_no_part(county: Post) -> None:
    made = stage.judging(county)
    house = made.bids.all()[0].organisation
    for values in (
        {"name": "演某", "employer": house.name},
        {"name": house.leader, "employer": "别处"},
    ):
        with pytest.raises(ValidationError, match="应当回避"):
            purchases.appoint(made.pk, county, values)
    three = stage.panel(county, made)
    fourth = purchases.appoint(made.pk, county, {"name": "演回避", "employer": "演示大学"})
    with pytest.raises(ValidationError, match="什么关系"):
        purchases.declare(fourth.page_key, True, "")
    purchases.declare(fourth.page_key, True, "其负责人是我的亲属")
    with pytest.raises(PermissionDenied):
        purchases.mark(fourth.page_key, stage.marks(made))
    for judge in three:
        purchases.mark(judge.page_key, stage.marks(made))
    assert purchases.decide(made.pk, county).winner is not None
    assert not Mark.objects.filter(judge=fourth).exists()


def test_an_organisation_that_takes_in_a_judge_meanwhile_loses_that_judge(county: Post) -> None:
    made = stage.judging(county)
    judge = stage.panel(county, made)[0]
    house = made.bids.all()[0].organisation
    house.people = f"演甲、{judge.name}"
    house.save()
    with pytest.raises(PermissionDenied):
        purchases.mark(judge.page_key, stage.marks(made))


def test_no_result_before_the_panel_is_whole_and_has_marked(county: Post) -> None:
    made = stage.judging(county)
    own = [
        purchases.appoint(
            made.pk, county, {"name": f"演本单位{n}", "employer": "残联", "own_house": True}
        )
        for n in range(2)
    ]
    with pytest.raises(
        ValidationError, match="还有评审人没有声明；可以评分的评审人不足 3 名；.*单数；购买单位的人"
    ):
        purchases.decide(made.pk, county)
    for judge in own:
        purchases.dismiss(judge.pk, county)
    first, *others = stage.panel(county, made)
    purchases.mark(first.page_key, stage.marks(made))
    with pytest.raises(ValidationError, match="没有评完：演评审1、演评审2"):
        purchases.decide(made.pk, county)
    with pytest.raises(ValidationError, match="不能撤换"):
        purchases.dismiss(first.pk, county)
    with pytest.raises(ValidationError, match="已经提交过"):
        purchases.mark(first.page_key, stage.marks(made))
    wrong = stage.marks(made) | {next(iter(stage.marks(made))): 41}
    with pytest.raises(ValidationError, match="0 到 40"):
        purchases.mark(others[0].page_key, wrong)


def test_first_by_points_wins_and_one_above_the_budget_never(county: Post) -> None:
    made = stage.decided(county, prices=(900, 1100, 800))
    rows = {b.price: (b.place, b.score) for b in made.bids.all()}
    assert rows[Decimal(900)][0] == 1 and rows[Decimal(800)][0] == 2
    assert (
        rows[Decimal(1100)] == (None, Decimal("50.00"))
        and made.winner is not None
        and made.winner.price == 900
    )


def test_equal_firsts_need_a_choice_with_a_reason(county: Post) -> None:
    made = stage.judging(county, (900, 900))
    for judge in stage.panel(county, made):
        purchases.mark(judge.page_key, stage.marks(made, first=20, other=20))
    second = made.bids.all()[1]
    for choice, reason in ((None, ""), (second.pk, ""), (999, "好")):
        with pytest.raises(ValidationError, match="并列第一"):
            purchases.decide(made.pk, county, choice, reason)
    assert purchases.decide(made.pk, county, second.pk, "就近服务").winner == second


def test_a_contract_waits_for_the_result_to_stand_and_costs_no_more_than_offered(
    county: Post,
) -> None:
    made = stage.decided(county, ago=0)
    values = {
        "number": "一号",
        "amount": Decimal(900),
        "people": 1,
        "signed_on": today(),
        "until": today() + timedelta(days=30),
    }
    with pytest.raises(ValidationError, match="公示 3 个工作日"):
        contracts.sign(made.pk, county, values)
    with on_day(today() + timedelta(days=20)) as later:
        values |= {"signed_on": later}
        with pytest.raises(ValidationError, match="不能超过报价"):
            contracts.sign(made.pk, county, values | {"amount": Decimal(901)})
        assert contracts.sign(made.pk, county, values).purchase_id == made.pk


def test_nothing_is_paid_that_was_not_accepted(county: Post) -> None:
    part = stage.milestone(county, stage.contract(county))
    with pytest.raises(ValidationError, match="请刷新"):
        contracts.pay(part.pk, county, today())
    contracts.deliver(part.pk, "做完了", county)
    with pytest.raises(ValidationError, match="整改什么"):
        contracts.judge(part.pk, county, accepted=False, verdict="")
    contracts.judge(part.pk, county, accepted=False, verdict="补服务记录")
    assert Milestone.objects.get().state == "due"
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.update(paid_on=today())


def test_others_have_no_hand_in_a_purchase(county: Post) -> None:
    city = post(Role.CITY_OFFICER, CITY)
    made = stage.contract(county)
    part = stage.milestone(county, made)
    other = stage.registered()
    for act in (
        lambda: purchases.stop(stage.draft(county).pk, city, "不要了"),
        lambda: contracts.serve(made.pk, city, "x", today()),
        lambda: contracts.deliver(part.pk, "假的", key=other.page_key),
        lambda: contracts.deliver(part.pk, "别处", city),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert contracts.deliver(part.pk, "做完了", key=made.organisation.page_key).state == "delivered"


def test_a_person_is_served_once_within_the_contract(county: Post) -> None:
    made = stage.contract(county)
    someone = people(VILLAGE, 1)[0]
    contracts.serve(made.pk, county, someone.id_number, today())
    with pytest.raises(ValidationError, match="已在本合同"):
        contracts.serve(made.pk, county, someone.id_number, today())
    with pytest.raises(ValidationError, match="没有这个身份证号"):
        contracts.serve(made.pk, county, "210900199001010001", today())
    with pytest.raises(ValidationError, match="合同期内"):
        contracts.serve(made.pk, county, someone.id_number, today() - timedelta(days=300))
